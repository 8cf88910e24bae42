"""A text in its folded form, in which quotes are looked up, and the way back to the offsets of the raw text.

Folding makes equal what only looks different: runs of white space, typographic quotes and dashes, ligatures and
presentation forms, invisible signs, Markdown emphasis (:mod:`kgbuild.text.signs` is the table). It looks at nothing
but the few signs around; what needs the whole text is in :mod:`kgbuild.text.scans`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from kgbuild.text.signs import INVISIBLE, JOINING_MARKS, SHAPED, SIGNS, SOFT_HYPHEN
from kgbuild.text.tokens import is_edge

_LETTER: Final = r"[^\W\d_]"
_ARABIC: Final = "[\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]"
_ONE_FOR_ONE: Final = "".join(SIGNS)
_EMPHASIS: Final = r"(?<![\w*_])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*_])"
# A soft hyphen at the end of a line joins the word. Within a line it is nothing, but between digits it is a hyphen.
_SOFT: Final = rf"(?<={_LETTER}){SOFT_HYPHEN}[{INVISIBLE}{SOFT_HYPHEN}]*[^\S\n]*\n\s*(?={_LETTER})"
_EDITS: Final = re.compile(
    # First what an edit may begin with: for most signs of a text nothing else is tried.
    rf"(?=\s[\s{INVISIBLE}]|[^\S ]|[*_\u0640{_ONE_FOR_ONE}{INVISIBLE}{SOFT_HYPHEN}{SHAPED}])"
    rf"(?:\s[\s{INVISIBLE}]*|{_EMPHASIS}|[{_ONE_FOR_ONE}]"
    rf"|(?P<nothing>{_SOFT}|(?<={_ARABIC})\u0640++|(?<!\u0640)\u0640++(?={_ARABIC}))"
    rf"|(?<=\d)(?P<hyphen>{SOFT_HYPHEN})(?=\d)"
    rf"|[{INVISIBLE}{SOFT_HYPHEN}]+(?:\s[\s{INVISIBLE}]*)?"
    rf"|(?P<shaped>[{SHAPED}][{JOINING_MARKS}]*))"
)
_EDITS_IN_ASCII: Final = re.compile(rf"\s{{2,}}|[^\S ]|(?=[*_])(?:{_EMPHASIS})|`")


@dataclass(frozen=True, slots=True)
class Repair:
    """A declared mending of a raw scan: ``hum an`` is to be read ``human``."""

    text: str
    read: str


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase stands in a text layer: ``start`` ≤ offset < ``end``; ``repaired`` if a repair was needed.

    ``scanned`` if it stands there only without note marks, or with the words whole that line ends cut.
    """

    start: int
    end: int
    repaired: bool
    scanned: bool = False


class Replacement(NamedTuple):
    """A stretch of a raw text, from ``start`` to ``end`` (exclusive), that is read as ``text``."""

    start: int
    end: int
    text: str
    repair: Repair | None = None


class Folded:
    """A text with its foldings applied, and the way back to raw offsets.

    ``more`` are edits beside those of the table; where one overlaps a repair, the repair holds. ``crossed`` has the
    repairs that were left out somewhere because another overlaps them, each with that other.
    """

    def __init__(self, raw: str, repairs: Sequence[Repair] = (), more: Iterable[Replacement] = ()) -> None:
        pieces: list[str] = []
        # Parallel lists: each edit's start in the folded text, and its raw start, folded end, raw end.
        self._starts: list[int] = []
        self._edits: list[tuple[int, int, int, bool]] = []
        self.repairs_used: dict[Repair, int] = dict.fromkeys(repairs, 0)
        others, self.crossed = _apart([*_mended(raw, repairs), *more])
        table = _table_edits(raw)
        position = length = 0
        for start, end, text, repair in _merged(table, others) if others else table:
            pieces.append(raw[position:start])
            length += start - position
            self._starts.append(length)
            self._edits.append((start, length + len(text), end, repair is not None))
            if repair is not None:
                self.repairs_used[repair] += 1
            pieces.append(text)
            length += len(text)
            position = end
        pieces.append(raw[position:])
        self.text = "".join(pieces)
        self.raw = raw

    def raw_start(self, position: int) -> int:
        """The raw offset of a folded offset that begins a phrase."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position
        raw, folded_end, raw_end, _ = self._edits[index]
        return raw if position < folded_end else raw_end + position - folded_end

    def raw_end(self, position: int) -> int:
        """The raw offset of a folded offset that ends a phrase (exclusive)."""
        index = bisect_right(self._starts, position - 1) - 1
        if index < 0:
            return position
        _, folded_end, raw_end, _ = self._edits[index]
        return raw_end if position <= folded_end else raw_end + position - folded_end

    def _repaired(self, start: int, end: int) -> bool:
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self._starts) and self._starts[index] < end:
            if self._edits[index][3] and self._edits[index][1] > start:
                return True
            index += 1
        return False

    def position(self, raw: int) -> int:
        """The folded offset of a raw offset; of one within what was folded away, that of what stands there instead."""
        index = bisect_right(self._raw_starts, raw) - 1
        if index < 0:
            return raw
        _, folded_end, raw_end, _ = self._edits[index]
        return self._starts[index] if raw < raw_end else folded_end + raw - raw_end

    @cached_property
    def _raw_starts(self) -> list[int]:
        return [edit[0] for edit in self._edits]

    def is_edge(self, at: int) -> bool:
        """Whether a token begins or ends at a folded offset: "3" does not stand in "13"."""
        return is_edge(self.text, at)

    def find(self, folded_phrase: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """Every place of a folded phrase in the folded text, by whole tokens, as folded offsets."""
        found: list[tuple[int, int]] = []
        if not folded_phrase:
            return found
        size, text = len(folded_phrase), self.text
        limit = len(text) if end is None else end
        at = text.find(folded_phrase, start, limit)
        while at >= 0:
            if is_edge(text, at) and is_edge(text, at + size):
                found.append((at, at + size))
            at = text.find(folded_phrase, at + 1, limit)
        return found

    def match(self, start: int, end: int) -> Match:
        """The raw place of a folded stretch."""
        return Match(self.raw_start(start), self.raw_end(end), self._repaired(start, end))


@lru_cache(maxsize=4096)
def fold(phrase: str) -> str:
    """A quote in folded form, without white space around it. What asks for it next mostly asks for the same quote."""
    return Folded(unicodedata.normalize("NFC", phrase.strip())).text


def _mended(raw: str, repairs: Sequence[Repair]) -> Iterator[Replacement]:
    """Where the declared repairs stand. Whole words only: mending ``o f`` must leave "hoped to frighten" alone."""
    for repair in repairs:
        words = r"\s+".join(re.escape(word) for word in repair.text.split())
        pattern = (
            (r"\b" if repair.text[:1].isalnum() else "")
            + words
            + (r"\b" if repair.text[-1:].isalnum() else "")
        )
        read = fold(repair.read)
        for match in re.finditer(pattern, raw):
            yield Replacement(match.start(), match.end(), read, repair)


def _apart(edits: list[Replacement]) -> tuple[list[Replacement], dict[Repair, Repair]]:
    """The edits in their order, without those that overlap another: a repair holds, then the longer, the earlier.

    With the repairs that were left out, each with the one that holds in its place.
    """
    kept: list[Replacement] = []
    crossed: dict[Repair, Repair] = {}
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        while kept and edit.start < kept[-1].end and _outweighs(edit, kept[-1]):
            _cross(kept.pop(), edit, crossed)
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
        else:
            _cross(edit, kept[-1], crossed)
    return kept, crossed


def _cross(lost: Replacement, kept: Replacement, crossed: dict[Repair, Repair]) -> None:
    if lost.repair is not None and kept.repair is not None:
        crossed.setdefault(lost.repair, kept.repair)


def _outweighs(edit: Replacement, other: Replacement) -> bool:
    """Whether an edit holds where it overlaps one that begins no later."""
    if (edit.repair is None) != (other.repair is None):
        return other.repair is None
    return edit.end - edit.start > other.end - other.start


def _table_edits(raw: str) -> Iterator[Replacement]:
    pattern = _EDITS_IN_ASCII if raw.isascii() else _EDITS
    for match in pattern.finditer(raw):
        text, kind = match.group(), match.lastgroup
        if kind == "nothing":
            folded = ""
        elif kind == "hyphen":
            folded = "-"
        elif kind == "shaped":
            folded = SIGNS[text]
        else:
            folded = SIGNS.get(text) or (" " if any(map(str.isspace, text)) else "")
        if folded != text:
            yield Replacement(match.start(), match.end(), folded)


def _merged(table: Iterable[Replacement], others: Sequence[Replacement]) -> Iterator[Replacement]:
    """Both in their order, without what of the table overlaps one of the others."""
    index = 0
    for edit in table:
        while index < len(others) and others[index].end <= edit.start:
            yield others[index]
            index += 1
        if index == len(others) or edit.end <= others[index].start:
            yield edit
    yield from others[index:]
