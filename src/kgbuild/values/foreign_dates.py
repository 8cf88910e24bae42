"""Dates and numbers as other languages than English write them, after the CLDR (Unicode's table of locales).

For drafts: a mapping is checked against English words and plain digits, so what is read here needs a ``reading``. Names
of months, patterns of dates ("12 мая 1996", "1996年5月12日") and signs in numbers ("1 840,5") are Babel's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

_SKELETONS: Final = ("yMMMMd", "yMMMd", "yMMMM", "yMMM", "MMMMd", "MMMd")
_FIELD: Final = re.compile(r"'([^']*)'|([A-Za-z])\2*|(.)", re.DOTALL)
_SPACES: Final = " \u00a0\u2009\u202f"
_NOT_A_WORD: Final = re.compile("[0'.\u00a0\u200e\u200f]")
_ENGLISH: Final = frozenset(
    ("thousand", "million", "millions", "billion", "billions", "trillion", "mile", "mill", "bill", "vote")
)
_SHORTEST_NAME: Final = 3
"""Shorter names of months are words of other meanings in too many languages."""


class ForeignDate(NamedTuple):
    """A date of running text; year, month or day are None where it does not state them."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None


class ForeignNumber(NamedTuple):
    """A number of running text with signs between its digits."""

    start: int
    end: int
    value: Decimal


class Language:
    """One language, by its code: ``ru``."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._locale = Locale.parse(code)
        self.name: str = self._locale.get_language_name("en") or code
        self._months = _month_names(code)

    def dates(self, text: str) -> list[ForeignDate]:
        """Every date with a month in the text, in order."""
        found = [
            date
            for pattern in self._patterns()
            for match in pattern.finditer(text)
            if (date := self._date(match)) is not None
        ]
        result: list[ForeignDate] = []
        for date in sorted(found, key=lambda each: (each.start, -each.end)):
            if not result or date.start >= result[-1].end:
                result.append(date)
        return result

    def numbers(self, text: str) -> list[ForeignNumber]:
        """Every number of the text whose digits are grouped, or that has a decimal sign, in the way of the language."""
        found = []
        for decimal, group in self._signs():
            groups = re.escape(group + _SPACES if group.isspace() or group == "’" else group)
            tail = rf"(?:{re.escape(decimal)}\d+)"
            pattern = rf"(?<![\w.,])(?:\d{{1,3}}(?:[{groups}]\d{{3}})+{tail}?|\d+{tail})(?![\w]|[.,]\d)"
            for match in re.finditer(pattern, text):
                digits = "".join(
                    "." if c == decimal else c for c in match.group() if c == decimal or c.isdecimal()
                )
                found.append(ForeignNumber(match.start(), match.end(), Decimal(digits)))
        return sorted(set(found))

    def _signs(self) -> set[tuple[str, str]]:
        """The decimal sign and the sign between groups, in each system of digits."""
        symbols = self._locale.number_symbols
        return {
            (signs["decimal"], signs["group"])
            for signs in symbols.values()
            if "decimal" in signs and "group" in signs
        }

    def _patterns(self) -> Iterator[re.Pattern[str]]:
        formats = [str(self._locale.date_formats[name].pattern) for name in ("long", "medium")]
        skeletons = self._locale.datetime_skeletons
        formats += [str(skeletons[name].pattern) for name in _SKELETONS if name in skeletons]
        for pattern in dict.fromkeys(formats):
            compiled = self._compiled(pattern)
            if compiled is not None:
                yield compiled

    def _compiled(self, pattern: str) -> re.Pattern[str] | None:
        """A date pattern of the CLDR as a regular expression; None where it has no month or other fields."""
        names = "|".join(re.escape(name) for name in sorted(self._months, key=len, reverse=True))
        parts: list[str] = []
        fields: list[int] = []
        for match in _FIELD.finditer(pattern):
            field = match.group(2)
            if field is None:
                literal = match.group(1) or match.group(3) or ""
                loose = {",": ",?", "،": "،?", ".": r"\.?"}.get(literal, re.escape(literal))
                parts.append(r"\s+" if literal.isspace() else loose)
                continue
            known = {"y": r"(?P<y>\d{4})", "d": r"(?P<d>\d{1,2})", "M": r"(?P<n>\d{1,2})"}
            known["L"] = known["M"]
            if field not in known:
                return None
            fields.append(len(parts))
            named = field in "ML" and len(match.group()) > 2
            parts.append(rf"(?P<m>{names})(?!\w)\.?" if named and names else known[field])
        last = fields[-1] + 1 if fields else 0
        while last < len(parts) and not parts[last].startswith(("\\", "(")):
            last += 1  # "日" closes a date, " г." may be left out
        body = "".join(parts[fields[0] : last]).removesuffix(r"\.?") if fields else ""
        if "(?P<m>" not in body and not re.search(r"[^\W\d_]", re.sub(r"\(\?P<.>.*?\)|\\.", "", body)):
            return None  # digits with points or strokes between them are read without a language
        return re.compile(rf"(?<!\d){body}(?!\d)", re.IGNORECASE)

    def _date(self, match: re.Match[str]) -> ForeignDate | None:
        named = match.groupdict()
        month = self._months[named["m"].lower()] if named.get("m") else int(named.get("n") or 0)
        year = int(named["y"]) if named.get("y") else None
        day = int(named["d"]) if named.get("d") else None
        if not 1 <= month <= 12 or (day is None and year is None) or not 1 <= (day or 1) <= 31:
            return None
        return ForeignDate(match.start(), match.end(), year, month, day)


def language(code: str) -> Language | None:
    """The language with this code; None where the CLDR has none."""
    try:
        return Language(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def scale_words() -> list[str]:
    """What languages write behind a number for thousands, millions and more ("миллиона", "mil millones").

    The forms of compact numbers. English ones, single letters and words that are English for something else are
    left out, and so is what begins with a word that only joins ("de mii").
    """
    found: set[str] = set()
    for code in locale_identifiers():
        if "_" in code:
            continue
        known = Locale.parse(code).compact_decimal_formats
        for form in (
            form
            for width in ("long", "short")
            for each in known.get(width, {}).values()
            for form in each.values()
        ):
            words = _NOT_A_WORD.sub(" ", form.pattern.partition(";")[0]).split()
            if words and len(words) < 3 and len(words[0]) > (2 if words[0].isascii() else 1):
                found.add(" ".join(words).lower())
    return sorted(found - _ENGLISH)


def languages_of(text: str) -> list[str]:
    """The codes of the languages whose names of months the text has beside digits, most often; usually one or none."""
    words = Counter(
        word.lower()
        for pair in re.findall(r"\d[\s.]+([^\W\d_]+)|([^\W\d_]+)[\s.,]+\d", text)
        for word in pair
        if len(word) >= _SHORTEST_NAME
    )
    if not words:
        return []
    counts = {
        code: sum(count for word, count in words.items() if word in _month_names(code))
        for code in sorted(locale_identifiers())
        if "_" not in code
    }
    most = max(counts.values())
    return [code for code, count in counts.items() if count == most > 0]


@lru_cache(maxsize=512)
def _month_names(code: str) -> dict[str, int]:
    """The names of the months, whole and shortened, as they stand in dates and alone, in lower case."""
    months = Locale.parse(code).months
    return {
        name.lower().rstrip("."): number
        for context in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for number, name in months[context][width].items()
        if len(name.rstrip(".")) >= _SHORTEST_NAME and not any(c.isdigit() for c in name)
    }
