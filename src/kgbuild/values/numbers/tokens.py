"""Running text → tokens: figures with their inner marks, words, and signs, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from typing import Final, Generic, TypeVar

T = TypeVar("T")

# Scripts written without spaces, and Hangul, which joins its counters to digits: a token a character.
UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
# What stands inside words though it is no letter: vowel signs and marks of Arabic, Hebrew and the scripts of India.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0970-\u0dff\u200c\u200d"
)
SPACES: Final = " \u00a0\u2009\u202f"
"""The spaces that may group digits; all but the first do nothing else between digits."""
INNER: Final = ".,'’·\u066b\u066c"
"""The marks that may stand inside a figure."""
_FIGURE: Final = rf"\d+(?:[{INNER}]\d+|[{SPACES}]\d{{3}}(?!\d))*"
_WORD: Final = (
    rf"[{UNSPACED}]|(?:(?![{UNSPACED}])[^\W\d_]|(?!\d)[{_MARKS}])+"
    r"(?:(?<=[\u0400-\u04ff])['’ʼ](?=[\u0400-\u04ff])(?:[^\W\d_])+)*"
)
_TOKEN: Final = re.compile(rf"{_FIGURE}|{_WORD}|\S")
_GROUPED: Final = re.compile(rf"[^\W0_]\d{{0,2}}(?:[{SPACES}]\d{{3}})+(?:[.,·\u066b]\d+)?")
_SPACE: Final = re.compile(f"[{SPACES}]")
_SIGNS: Final = {
    **dict.fromkeys("‐‑‒–—―−－", "-"),
    **dict.fromkeys("’ʼ′‘`´", "'"),
    "＋": "+",
    "％": "%",
    "∼": "~",
    "～": "~",
    "〜": "~",
}

FIGURE, WORD, SIGN, NOTHING = "figure", "word", "sign", ""
Tokens = tuple[list[str], list[int], list[int], list[str]]
"""Tokens as four lists, since there are many: kinds, starts, ends, and the keys under which they are looked up."""


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script that is written without spaces, and so touches digits."""
    return _UNSPACED.match(word) is not None


def tokens(text: str, key: Callable[[str], str]) -> Tokens:
    """The tokens of a text. ``key`` gives the form in which a word is looked up."""
    kinds: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    keys: list[str] = []
    end = 0
    for written in _TOKEN.findall(text):
        start = text.find(written, end)
        end = start + len(written)
        if written[0].isdecimal():
            for offset, piece in _figures(written) if _SPACE.search(written) else ((0, written),):
                kinds.append(FIGURE)
                starts.append(start + offset)
                ends.append(start + offset + len(piece))
                keys.append(piece)
            continue
        is_word = len(written) > 1 or written.isalnum()
        kinds.append(WORD if is_word else SIGN)
        starts.append(start)
        ends.append(end)
        keys.append(key(written) if is_word else _SIGNS.get(written, written))
    return kinds, starts, ends, keys


def _figures(written: str) -> Iterator[tuple[int, str]]:
    """One figure, or several that only stand side by side: "2019 200" is no grouped number."""
    if _GROUPED.fullmatch(written) is not None:
        yield 0, written
        return
    at = 0
    for piece in _SPACE.split(written):
        yield at, piece
        at += len(piece) + 1


class Phrases(Generic[T]):
    """Phrases by their tokens, each with what it means. A hyphen between words counts like a space."""

    __slots__ = ("_by_first",)

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}

    def add(self, keys: Sequence[str], meaning: T) -> None:
        """Add a phrase, given as the keys of its tokens. One that is there keeps its meaning."""
        first, *rest = keys
        known = self._by_first.setdefault(first, [])
        if all(other != tuple(rest) for other, _ in known):
            known.append((tuple(rest), meaning))
            known.sort(key=lambda each: -len(each[0]))

    @property
    def firsts(self) -> Set[str]:
        """The keys with which phrases begin."""
        return self._by_first.keys()

    def at(self, keys: Sequence[str], at: int) -> tuple[T, int] | None:
        """The longest phrase that begins at a token, as its meaning and the index of the token after it."""
        known = self._by_first.get(keys[at])
        if known is None:
            return None
        for rest, meaning in known:
            end = at + 1
            for key in rest:
                if keys[end] == "-" != key:
                    end += 1
                if keys[end] != key:
                    break
                end += 1
            else:
                return meaning, end
        return None

    def __bool__(self) -> bool:
        return bool(self._by_first)
