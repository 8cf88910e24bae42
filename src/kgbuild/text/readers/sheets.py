"""Pages of lines, as PDFs and scans have them: running heads, page numbers and notes told from the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median
from typing import Final, NamedTuple

from kgbuild.text.map import Box
from kgbuild.text.readers.layer import HEAD, HIDDEN, NOTE, PAGE_NUMBER, Layer, TextBlock
from kgbuild.text.readers.linebreaks import HYPHENS, Joint, joint, written_hyphens

_NUMBER: Final = re.compile(
    r"(?:page|seite|p\.|стр\.|sayfa)?\s*(?:[-–—\[(]\s*)?(\d{1,4}|[ivxlc]{1,7})\s*(?:[-–—\])]\s*)?"
    r"(?:(?:/|of|von|de|из)\s*\d{1,4})?\.?",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(r"(\d{1,3}|[*†‡]{1,3})(?![\d.,]*\d)")
_FIGURES: Final = re.compile(r"\d+|\b[ivxlc]+\b")
_UNITS: Final = frozenset(("m", "km", "cm", "mm", "dm", "ft", "in", "mi", "yd", "м", "км", "см"))
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_EDGE_LINES: Final = 3
_SAME_HEIGHT: Final = 3.0


class SheetWord(NamedTuple):
    """A word of a line: its characters, how high its letters are, its rectangle."""

    text: str
    size: float
    box: Box


class NoteMark(NamedTuple):
    """Raised figures at the end of a word: the word's index, where in it they begin, and their rectangle."""

    word: int
    at: int
    text: str
    box: Box


@dataclass(frozen=True)
class SheetLine:
    """A line of a page. ``path`` is its element, where the page is one of XML; ``role`` what that says it is."""

    page: int
    words: tuple[SheetWord, ...]
    marks: tuple[NoteMark, ...] = ()
    path: str = ""
    role: str = ""

    @cached_property
    def text(self) -> str:
        return " ".join([word.text for word in self.words])

    @cached_property
    def box(self) -> Box:
        lefts, tops, rights, bottoms = zip(*[word.box for word in self.words], strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @cached_property
    def size(self) -> float:
        return max([word.size for word in self.words])


def add_lines(layer: Layer, lines: Sequence[SheetLine]) -> None:
    """Put the lines of all pages into a layer, each with its role, words joined that line ends divide."""
    roles = _roles(layer, lines)
    numbered = {
        (line.page, found[1])
        for line, role in zip(lines, roles, strict=True)
        if role == NOTE and (found := _NOTE.match(line.text))
    }
    settled = [_settle_marks(line, role, numbered) for line, role in zip(lines, roles, strict=True)]
    hyphened = written_hyphens(line.text for line, _ in settled)
    following = _following(roles)
    gaps = [_gap(settled, index, following[index]) for index in range(len(settled))]
    usual = median([gap for gap in gaps if gap] or [0.0])
    joined = 0
    for index, (line, marks) in enumerate(settled):
        text = line.text
        meeting: Joint | None = None
        if text[-1:] in HYPHENS and following[index] is not None:
            meeting = joint(text, settled[following[index] or 0][0].text, hyphened)
        if meeting is not None:
            text = text[:-1] + meeting.hyphen
            joined += 1
        if meeting is not None:
            after = meeting.after
        else:
            after = "\n\n" if gaps[index] > max(1.35 * usual, usual + 0.2 * line.size) else "\n"
        layer.add(TextBlock(text, line.page, line.box, _edges(line), line.path, None, roles[index], after))
        for mark in marks:
            layer.add(TextBlock(mark.text, line.page, mark.box, role=NOTE))
    if joined:
        layer.notes.append(f"{joined} word{'s' if joined > 1 else ''} divided at line ends joined")


def _gap(settled: Sequence[tuple[SheetLine, list[NoteMark]]], index: int, following: int | None) -> float:
    """How far below a line the next one of its page stands."""
    if following is None:
        return 0.0
    line, after = settled[index][0], settled[following][0]
    return after.box[1] - line.box[3] if line.page == after.page else 0.0


def _following(roles: Sequence[str]) -> list[int | None]:
    """For each line the next one of the same kind: the text goes on behind the foot of its page."""
    following: list[int | None] = [None] * len(roles)
    latest: dict[str, int] = {}
    for index in range(len(roles) - 1, -1, -1):
        following[index] = latest.get(roles[index])
        latest[roles[index]] = index
    return following


def _edges(line: SheetLine) -> tuple[tuple[float, float], ...]:
    """The left and right edges of the words, where they stand side by side."""
    level = max(word.box[1] for word in line.words) - line.box[1] < 0.7 * line.size
    if not level or line.text.count(" ") >= len(line.words):
        return ()
    return tuple((word.box[0], word.box[2]) for word in line.words)


def _settle_marks(
    line: SheetLine, role: str, notes: set[tuple[int, str]]
) -> tuple[SheetLine, list[NoteMark]]:
    """Raised figures: taken off the word where the page has a note of that number, else written raised (km²)."""
    aside: list[NoteMark] = []
    if not line.marks:
        return line, aside
    words = list(line.words)
    for mark in line.marks:
        word = words[mark.word]
        stem, rest = word.text[: mark.at], word.text[mark.at + len(mark.text) :]
        if not stem:
            continue
        is_note = (line.page, mark.text) in notes and stem != "10" and stem.casefold() not in _UNITS
        if is_note and role != NOTE:
            aside.append(mark)
            box = word.box if rest else (word.box[0], word.box[1], mark.box[0], word.box[3])
            words[mark.word] = word._replace(text=stem + rest, box=box)
        else:
            words[mark.word] = word._replace(text=stem + mark.text.translate(_RAISED) + rest)
    return replace(line, words=tuple(words), marks=()), aside


def _roles(layer: Layer, lines: Sequence[SheetLine]) -> list[str]:
    roles = [line.role for line in lines]
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.role != HIDDEN:
            pages[line.page].append(index)
    for index in _page_numbers(lines, pages):
        roles[index] = PAGE_NUMBER
    for index in _running(lines, pages, roles):
        roles[index] = HEAD
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    usual = weights.most_common(1)[0][0] if weights else 0.0
    for members in pages.values():
        for index in _notes(lines, [index for index in members if not roles[index]], usual):
            roles[index] = NOTE
    return roles


def _edge_lines(lines: Sequence[SheetLine], members: Sequence[int]) -> list[int]:
    """The first and last lines of a page by their height on it, whatever order they were written in."""
    by_height = sorted(members, key=lambda index: lines[index].box[1])
    edge = [*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]]
    return list(dict.fromkeys(edge))


def _page_numbers(lines: Sequence[SheetLine], pages: dict[int, list[int]]) -> Iterator[int]:
    """Lines that are a number only, at the edge of a page, and count as the pages do."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page, members in pages.items():
        by_height = sorted(members, key=lambda index: lines[index].box[1])
        for index in dict.fromkeys((by_height[0], by_height[-1])):
            match = _NUMBER.fullmatch(lines[index].text)
            if match is not None and len(members) > 1:
                found[_value(match[1]) - page].append((page, index))
    for offset, places in found.items():
        if len(places) > 1 or (offset == 0 and len(pages) > 1):
            yield from (index for _, index in places)


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in number.lower()]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def _running(lines: Sequence[SheetLine], pages: dict[int, list[int]], roles: Sequence[str]) -> Iterator[int]:
    """Lines at the edge of pages that recur at the same height, but for their figures, on three pages or more.

    Of up to four pages two are enough. What one page alone has is text.
    """
    seen: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    for page, members in pages.items():
        for index in _edge_lines(lines, members):
            if not roles[index]:
                form = _FIGURES.sub("#", lines[index].text.casefold())
                seen[form].append((lines[index].box[1], page, index))
    for places in seen.values():
        for height, _, index in places:
            level = {other for at, other, _ in places if abs(at - height) <= _SAME_HEIGHT}
            if len(level) >= 3 or len(level) >= 2 >= len(pages) / 2:
                yield index


def _notes(lines: Sequence[SheetLine], members: Sequence[int], usual: float) -> list[int]:
    """The smaller lines at the foot of a page, from the first that begins with a figure some word of it bears."""
    by_height = sorted(members, key=lambda index: lines[index].box[1])
    foot: list[int] = []
    while by_height and lines[by_height[-1]].size < 0.93 * usual:
        foot.insert(0, by_height.pop())
    raised = {mark.text for index in members for mark in lines[index].marks}
    marked = [
        place
        for place, index in enumerate(foot)
        if (found := _NOTE.match(lines[index].text)) is not None and found[1] in raised
    ]
    if not marked or not by_height:
        return []
    # Smaller lines above the first mark are the end of a note of the page before, or a table: they stay.
    return foot[marked[0] :]
