"""Numbers as other languages than English write them, and the language of a text by its months, after the CLDR.

For drafts: a mapping is checked against English words and plain digits, so a number that is read here needs a
``reading``. Names of months and signs in numbers ("1 840,5") are Babel's.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

_SPACES: Final = " \u00a0\u2009\u202f"
_NOT_A_WORD: Final = re.compile("[0'.\u00a0\u200e\u200f]")
_ENGLISH: Final = frozenset(
    ("thousand", "million", "millions", "billion", "billions", "trillion", "mile", "mill", "bill", "vote")
)
_SHORTEST_NAME: Final = 3
"""Shorter names of months are words of other meanings in too many languages."""


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
