"""What the CLDR says of all languages at once: their words for thousands and millions, and which of them a text is in.

A language is told by its names of months. Both come from Babel.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.localedata import locale_identifiers

_NOT_A_WORD: Final = re.compile("[0'.\u00a0\u200e\u200f]")
_ENGLISH: Final = frozenset(
    ("thousand", "million", "millions", "billion", "billions", "trillion", "mile", "mill", "bill", "vote")
)
_SHORTEST_NAME: Final = 3
"""Shorter names of months are words of other meanings in too many languages."""


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
