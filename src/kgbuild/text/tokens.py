"""Words, figures and document symbols of a text: what belongs together, in scripts with and without spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Scripts written without spaces (Thai to Tibetan, Burmese, Khmer, kana, Han): every character is a token of its own.
_UNSPACED_BLOCKS: Final = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
_UNSPACED: Final = "".join(f"{chr(first)}-{chr(last)}" for first, last in _UNSPACED_BLOCKS)
# Accents, vowels and other marks (of Latin, Hebrew, Arabic, the scripts of India …) belong to the letter before them.
MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u082d"
    "\u0859-\u085b\u0898-\u089f\u08ca-\u08e1\u08e3-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983"
    "\u09bc-\u09cd\u09d7\u09e2\u09e3\u09fe\u0a01-\u0a03\u0a3c-\u0a51\u0a70-\u0a75\u0a81-\u0a83\u0abc-\u0acd"
    "\u0ae2\u0ae3\u0afa-\u0aff\u0b01-\u0b03\u0b3c-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04"
    "\u0c3c-\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc-\u0cd6\u0ce2\u0ce3\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d62"
    "\u0d63\u0d81-\u0d83\u0dca-\u0ddf\u0df2\u0df3\u200c\u200d"
)
WORD_LETTER: Final = rf"(?:(?![\d_{_UNSPACED}])[\w{MARKS}])"
"""A letter, or a mark upon one, of a word of a script with spaces."""
_WORD_TOKEN: Final = re.compile(rf"\d+(?:[.,]\d+)*|[{_UNSPACED}]|{WORD_LETTER}+")
# A word: a run of non-space that holds a letter or digit; of a script without spaces, two characters count as one.
WORD: Final = re.compile(
    rf"[{_UNSPACED}]{{1,2}}|(?<![^\w\s{_UNSPACED}])[^\w\s{_UNSPACED}]*+[^\W{_UNSPACED}][^\s{_UNSPACED}]*"
)
# A/RES/46/242/Add.1 and its like: capitals, then parts after slashes, with a digit somewhere.
_LONGEST_SYMBOL: Final = 80
SYMBOL: Final = re.compile(rf"(?<![\w/])[A-Z]++(?=[\w./-]{{0,{_LONGEST_SYMBOL}}}\d)(?:/\w+(?:\.\w+|-\d+)*)+")
_OF_A_SYMBOL: Final = re.compile(r"[\w./-]")


def word_tokens(text: str) -> Iterator[re.Match[str]]:
    """The words and figures of a text without punctuation; of scripts without spaces every character."""
    return _WORD_TOKEN.finditer(text)


def is_unspaced(token: str) -> bool:
    """Whether a token is a character of a script without spaces, two of which count as one word."""
    point = ord(token[0])
    return any(first <= point <= last for first, last in _UNSPACED_BLOCKS)


def is_edge(text: str, at: int) -> bool:
    """Whether a token begins or ends at an offset: "3" does not stand in "13", nor "A/46/1" in "A/46/1/Add.2"."""
    if not 0 < at < len(text):
        return True
    before, behind = text[at - 1], text[at]
    if before == " " or behind == " ":
        return True  # most of them
    if before.isdecimal():
        inside = behind.isdecimal() or (behind in ".," and text[at + 1 : at + 2].isdecimal())
    elif behind.isdecimal():
        inside = before in ".," and text[at - 2 : at - 1].isdecimal()
    else:
        inside = _is_of_a_word(before) and _is_of_a_word(behind)
    return not inside and not _in_symbol(text, at)


def _is_of_a_word(sign: str) -> bool:
    """Whether a sign is a letter of a script with spaces, or a mark upon one."""
    if sign.isascii():
        return sign.isalpha() or sign == "_"
    return (sign.isalnum() or unicodedata.category(sign)[0] == "M") and not is_unspaced(sign)


def _in_symbol(text: str, at: int) -> bool:
    """Whether an offset lies within a document symbol; one of those has a slash before it, or at it."""
    first = max(0, at - _LONGEST_SYMBOL)
    if text.find("/", first, at + 1) < 0:
        return False
    start = at
    while start > first and _OF_A_SYMBOL.match(text, start - 1):
        start -= 1
    found = SYMBOL.finditer(text, start, at + _LONGEST_SYMBOL)
    return any(symbol.start() < at < symbol.end() for symbol in found)
