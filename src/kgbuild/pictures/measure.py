"""How wide a text is in the font of the pictures, DejaVu Sans as matplotlib brings it; breaking and shortening.

Letters that the font lacks are taken as one em where they are wide (Unicode Standard Annex 11), else as 0.7.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags

from kgbuild.pictures.words import clean

FAMILY: Final = "DejaVu Sans"
LINE: Final = 1.38
"""The distance of two lines, in sizes of the text."""
_SLACK: Final = 1.04  # hinting makes a text a little wider or narrower than the sum of its letters
_UNITS: Final = 65536.0
_BREAKS: Final = " -./_:"


@lru_cache(maxsize=2)
def _font(bold: bool) -> tuple[FT2Font, frozenset[int]]:
    # A font of our own: matplotlib sets the size of its shared ones whenever it draws.
    font = FT2Font(findfont(FontProperties(family=FAMILY, weight="bold" if bold else "normal")))
    font.set_size(100, 72)
    return font, frozenset(font.get_charmap())


@lru_cache(maxsize=8192)
def _advance(char: str, bold: bool) -> float:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0.0
    font, known = _font(bold)
    if ord(char) not in known:
        return 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.7
    return font.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance / _UNITS / 100


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in points, or a little more."""
    return _SLACK * size * sum(_advance(char, bold) for char in text)


def lacks(text: str) -> bool:
    """Whether the font has no picture for a letter of a text."""
    known = _font(False)[1] & _font(True)[1]
    return any(ord(char) not in known for char in text)


def shorten(text: str, limit: float, size: float, *, bold: bool = False) -> str:
    """A text that is no wider than a limit, with ``…`` where its end was left out."""
    text = clean(text)
    if width(text, size, bold=bold) <= limit:
        return text
    return text[: _fitting(text, limit - width("…", size, bold=bold), size, bold)].rstrip() + "…"


def break_lines(text: str, limit: float, size: float, most: int, *, bold: bool = False) -> list[str]:
    """A text in at most ``most`` lines of a width, broken at spaces and joints of ids; the rest is left out: ``…``."""
    rest = clean(text)
    lines: list[str] = []
    while rest and len(lines) < most - 1 and width(rest, size, bold=bold) > limit:
        fits = _fitting(rest, limit, size, bold)
        joint = max((rest.rfind(sign, 0, fits) for sign in _BREAKS), default=-1) + 1
        at = joint if joint > fits // 3 else fits
        lines.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*lines, shorten(rest, limit, size, bold=bold)] if rest or not lines else lines


def _fitting(text: str, limit: float, size: float, bold: bool) -> int:
    """How many characters of a text fit, at least one; marks stay with their letter."""
    used = 0.0
    for at, char in enumerate(text):
        used += _SLACK * size * _advance(char, bold)
        if used > limit:
            return max(at, 1)
    return len(text)
