"""Text as a terminal shows it: its width in cells, control characters as escapes, and lines that wrap.

Widths follow Unicode Standard Annex 11: wide and full-width characters take two cells, combining marks none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

DEFAULT_WIDTH: Final = 100
BREAKS: Final = re.compile(r"(?<=[/\-_.:])|\s+")
"""Where a text is broken, so that no word is."""
TAB: Final = "    "
_JOINERS: Final = "\u200c\u200d"


def count(number: int, noun: str) -> str:
    """ "1 document", "2 documents", "26,000 documents"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def visible(text: str) -> str:
    """A text that is safe to show: tabs are four spaces, characters that steer, reorder or hide are escapes."""
    return "".join(map(shown_char, text))


def shown(text: str) -> str:
    """A text of several lines that is safe to show, as :func:`visible`."""
    return "\n".join(map(visible, text.split("\n")))


def display_width(text: str) -> int:
    """How many terminal cells a text takes; it must be :func:`visible` already."""
    return len(text) if text.isascii() else sum(map(char_cells, text))


def wrap(text: str, width: int) -> list[str]:
    """A text as visible lines of at most ``width`` cells (at least 2), broken at spaces, or else within a word."""
    width = max(width, 2)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        rest = visible(paragraph).rstrip()
        while display_width(rest) > width:
            fits = _fitting(rest, width)
            space = rest.rfind(" ", 0, fits + 1)
            at = space if rest[: max(space, 0)].strip() else _joint(rest, fits)
            lines.append(rest[:at].rstrip())
            rest = rest[at:].lstrip()
        lines.append(rest)
    return lines


def _joint(text: str, fits: int) -> int:
    """Where a word is broken that is longer than a line: after the last of the signs that part it, if it has one."""
    for signs in "/", "-_.:":
        at = max(text.rfind(sign, 0, fits) for sign in signs) + 1
        if at > fits // 3:
            return at
    return max(text.rfind(sign, 0, fits) for sign in "/-_.:") + 1 or fits


def _fitting(text: str, width: int) -> int:
    """How many characters of a text fit into ``width`` cells; marks stay with their letter."""
    used = 0
    for at, char in enumerate(text):
        used += char_cells(char)
        if used > width:
            return at
    return len(text)


@lru_cache(maxsize=4096)
def shown_char(char: str) -> str:
    """A character that is safe to show, or what stands for it."""
    if char == "\t":
        return TAB
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in _JOINERS:
        point = ord(char)
        return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
    return char


@lru_cache(maxsize=4096)
def char_cells(char: str) -> int:
    """How many terminal cells a character takes: 0, 1 or 2."""
    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Me") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
