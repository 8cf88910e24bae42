"""What the CLDR (Unicode's table of locales) knows of a language: marks in numbers, months, scale words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kgbuild.values.numbers.figures import Marks
from kgbuild.values.numbers.quantity import Number

if TYPE_CHECKING:
    from babel import Locale

_SHORTEST_NAME: Final = 3
_NOT_A_WORD: Final = re.compile("[0'\u00a0\u200e\u200f]")


@lru_cache(maxsize=64)
def _locale(tag: str) -> Locale | None:
    # Imported here: texts in the languages that have a file of words need none of it, and it takes 20 ms.
    from babel import Locale, UnknownLocaleError

    for name in (tag.replace("-", "_"), tag.replace("_", "-").split("-")[0]):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return None


def name(tag: str) -> str:
    """What a language is called in English; its tag where the CLDR does not know it."""
    locale = _locale(tag)
    return (locale.get_language_name("en") if locale is not None else None) or tag


def marks(tag: str) -> Marks:
    """The marks of a language between digits."""
    locale = _locale(tag)
    if locale is None:
        return Marks(None, False)
    signs = locale.number_symbols.get("latn") or {}
    return Marks(signs.get("decimal"), str(signs.get("group", "")).isspace())


def months(tag: str) -> list[str]:
    """The names of the months, whole and shortened, as they stand in dates and alone."""
    locale = _locale(tag)
    if locale is None:
        return []
    return sorted(
        {
            written
            for context in ("format", "stand-alone")
            for width in ("abbreviated", "wide")
            for written in locale.months[context][width].values()
            if len(written.rstrip(".")) >= _SHORTEST_NAME and not any(c.isdigit() for c in written)
        }
    )


def scales(tag: str) -> Iterator[tuple[Number, str]]:
    """What a language writes behind digits for thousands, millions and more, whole and shortened."""
    locale = _locale(tag)
    known = locale.compact_decimal_formats if locale is not None else {}
    for width in ("long", "short"):
        for forms in known.get(width, {}).values():
            for size, form in forms.items():
                pattern = form.pattern.partition(";")[0]
                words = [
                    word for word in _NOT_A_WORD.sub(" ", pattern).split() if any(map(str.isalpha, word))
                ]
                if len(words) == 1:
                    yield 10 ** (len(size) - pattern.count("0")), words[0]
