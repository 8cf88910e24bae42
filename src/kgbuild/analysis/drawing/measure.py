"""How wide a text is in the font of the pictures, DejaVu Sans as matplotlib brings it; breaking and shortening.

A letter that the font lacks is taken as one em wide, on every machine, so that a layout is the same everywhere. PNG
draws it in one of :data:`FALLBACKS` where that is installed and the letter is no wider in it.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final

from matplotlib.font_manager import FontProperties, findfont, fontManager
from matplotlib.ft2font import FT2Font, LoadFlags

from kgbuild.analysis.drawing.texts import clean

FAMILY: Final = "DejaVu Sans"
FALLBACKS: Final = (
    *(
        "Noto Sans CJK SC",
        "Noto Sans CJK JP",
        "Noto Sans CJK KR",
        "Noto Sans SC",
        "Noto Sans JP",
        "Noto Sans KR",
    ),
    *("Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "IPAexGothic", "NanumGothic"),
    *("Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "PingFang SC", "Hiragino Sans", "Apple SD Gothic Neo"),
    *(
        "Noto Sans Devanagari",
        "Noto Sans Bengali",
        "Noto Sans Tamil",
        "Noto Sans Telugu",
        "Noto Sans Gujarati",
    ),
    *(
        "Noto Sans Gurmukhi",
        "Noto Sans Kannada",
        "Noto Sans Malayalam",
        "Noto Sans Sinhala",
        "Lohit Devanagari",
    ),
    *("Nirmala UI", "Mangal", "Kohinoor Devanagari", "Noto Sans Thai", "Leelawadee UI", "Thonburi"),
    *("Noto Sans Ethiopic", "Noto Sans Khmer", "Noto Sans Myanmar", "FreeSans", "Arial Unicode MS"),
)
"""Fonts of other scripts (Chinese, Japanese, Korean; Indic; Thai and more), in the order in which they are asked."""
SIZE: Final = 8.0
SMALL: Final = 7.0
"""The sizes of texts in points: what something is, and what else is said of it."""
LINE: Final = 1.38
"""The distance of two lines, in sizes of the text."""
_SLACK: Final = 1.04  # hinting makes a text a little wider or narrower than the sum of its letters
_UNITS: Final = 65536.0
_BREAKS: Final = " -./_:"


@contextmanager
def quiet() -> Iterator[None]:
    """Without a word about fonts that have no bold letters."""
    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


@lru_cache(maxsize=2 * (1 + len(FALLBACKS)))
def _font(bold: bool, family: str = FAMILY) -> tuple[FT2Font, frozenset[int]]:
    # A font of our own: matplotlib sets the size of its shared ones whenever it draws.
    with quiet():
        font = FT2Font(findfont(FontProperties(family=family, weight="bold" if bold else "normal")))
    font.set_size(100, 72)
    return font, frozenset(font.get_charmap())


@lru_cache(maxsize=8192)
def _advance(char: str, bold: bool) -> float:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0.0
    font, known = _font(bold)
    return _advance_in(font, char) if ord(char) in known else 1.0


def _advance_in(font: FT2Font, char: str) -> float:
    return font.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance / _UNITS / 100


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in points, or a little more."""
    return _SLACK * size * sum(_advance(char, bold) for char in text)


def lacks(text: str) -> bool:
    """Whether no font at hand has a picture for a letter of a text that is as narrow as it was measured."""
    known = _font(False)[1] & _font(True)[1]
    return not all(ord(char) in known or _had(char) for char in text)


@lru_cache(maxsize=8192)
def _had(char: str) -> bool:
    """Whether the first of the other fonts that has a letter has it, bold too, as narrow as it was measured."""
    for name in families()[1:]:
        fonts = [_font(bold, name) for bold in (False, True)]
        if any(ord(char) in known for _, known in fonts):
            return all(
                ord(char) in known and _advance_in(font, char) <= _advance(char, False)
                for font, known in fonts
            )
    return False


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """The font of the pictures and those of :data:`FALLBACKS` that are installed, for letters of a PNG."""
    installed = {font.name for font in fontManager.ttflist}
    return FAMILY, *(name for name in FALLBACKS if name in installed)


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
