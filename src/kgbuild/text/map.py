"""The map of a text layer (``ID.map``): where each run of its characters stands in the original.

A text of lines, without words of the document. The head says which original, reader and text it belongs to; each
line after it is a run: how many characters (and how many stand between it and the next run, where that is not one),
then the rectangle in units from the top left of the page with the edges of its words, the element, or the line.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from kgbuild.core.errors import DocumentError

FORM: Final = "kgbuild-map 1"
SUFFIX: Final = ".map"
TEXT_SUFFIX: Final = ".txt"
_HEAD: Final = ("original", "sha256", "media", "reader", "rules", "options", "text", "characters", "unit")
_PAGE: Final = re.compile(r'page (\d+)(?: "([^"\n]*)")?(?: ([\d.]+)x([\d.]+))?')
_RUN: Final = re.compile(
    r"(\d+)(?:\+(\d+))?(?: role ([a-z-]+))?(?: box ([-\d.,]+))?(?: words ([-\d.,:]+))?"
    r"(?: line (\d+)(?:-(\d+))?)?(?: at (.+))?"
)

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, from the top left corner of the page as it is shown."""


class OriginalPage(NamedTuple):
    """A page of an original: its number from 1, its label where it has one, its size in the unit of the map."""

    number: int
    label: str = ""
    width: float = 0.0
    height: float = 0.0


class Run(NamedTuple):
    """A run of characters and where it stands; ``role`` names the furniture that it is, ``""`` for the body.

    ``words`` are the left and right edges of the words of a line, where the words are parted by single spaces.
    """

    start: int
    end: int
    page: int = 0
    box: Box | None = None
    words: tuple[tuple[float, float], ...] = ()
    path: str = ""
    lines: tuple[int, int] | None = None
    role: str = ""


class Spot(NamedTuple):
    """Where a stretch of the text stands in the original: one page or element, with its rectangles.

    ``line`` counts the lines of the page, or those of a file without pages, from 1. ``unit`` is that of the boxes.
    """

    page: int = 0
    label: str = ""
    line: int = 0
    path: str = ""
    role: str = ""
    unit: str = ""
    boxes: tuple[Box, ...] = ()

    def __str__(self) -> str:
        """ "page 3, line 12", or the element, or "line 12"; after it, what furniture it is."""
        said = [f"page {self.label or self.page}"] if self.page else []
        if self.line:
            said.append(f"line {self.line}")
        elif self.path:
            said.append(self.path)
        if self.role:
            said.append(self.role.replace("-", " "))
        return ", ".join(said)


@dataclass(frozen=True)
class TextMap:
    """The map of one text layer. ``head`` holds what its first lines say, by key; :data:`FORM` stands above them."""

    head: dict[str, str]
    pages: dict[int, OriginalPage]
    runs: Sequence[Run]

    @property
    def body_end(self) -> int:
        """Where the furniture begins: the number of characters that quotes may come from."""
        first = self._furniture
        return self._starts[first] if first < len(self.runs) else int(self.head["characters"])

    @cached_property
    def _furniture(self) -> int:
        """The index of the first run of furniture; it stands behind the body."""
        return bisect_left([run.role != "" for run in self.runs], True)

    @cached_property
    def _starts(self) -> list[int]:
        return [run.start for run in self.runs]

    @cached_property
    def _line_numbers(self) -> list[int]:
        """For each run with a rectangle, which line of its page it is."""
        counts: dict[int, int] = {}
        numbers = []
        for run in self.runs:
            if run.page and run.box is not None:
                counts[run.page] = counts.get(run.page, 0) + 1
                numbers.append(counts[run.page])
            else:
                numbers.append(run.lines[0] if run.lines else 0)
        return numbers

    def pages_span(self, first: str, last: str) -> tuple[int, int]:
        """The characters from the first to the last of some pages. Raises :class:`ValueError` with what is wrong."""
        begin, finish = self._page(first), self._page(last)
        if finish < begin:
            raise ValueError(f"page {last} comes before page {first}")
        on = [run for run in self.runs if begin <= run.page <= finish and not run.role]
        if not on:
            raise ValueError(f"there is no text on page {first}" + (f" to {last}" if last != first else ""))
        return on[0].start, on[-1].end

    def _page(self, name: str) -> int:
        """The number of the page that is called so: by its label, or by its number where it has none."""
        found = [page.number for page in self.pages.values() if (page.label or str(page.number)) == name]
        if len(found) != 1:
            raise ValueError(
                f"{'no page' if not found else f'{len(found)} pages'} of the original called {name}"
            )
        return found[0]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the map: two texts may be the same, and stand otherwise in their originals."""
        return hashlib.sha256(self.render().encode()).hexdigest()

    def spots(self, start: int, end: int, text: str = "") -> list[Spot]:
        """Where the characters from ``start`` to ``end`` stand: one spot a page, or one an element.

        With the ``text`` itself, rectangles reach from the first to the last word meant, else over whole lines.
        """
        found: list[Spot] = []
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self.runs) and self.runs[index].start < end:
            run = self.runs[index]
            if run.end > start:
                box = _clipped(run, start, end, text)
                boxes = (box,) if box is not None else ()
                last = found[-1] if found else None
                # Lines of one page are one spot, whatever elements they are; else each element is one.
                alike = last is not None and (last.page, last.role) == (run.page, run.role)
                if last is not None and alike and (last.path == run.path or (boxes and last.boxes)):
                    found[-1] = last._replace(boxes=last.boxes + boxes)
                else:
                    label = self.pages[run.page].label if run.page in self.pages else ""
                    line, unit = self._line_numbers[index], self.head.get("unit", "") if boxes else ""
                    found.append(Spot(run.page, label, line, run.path, run.role, unit, boxes))
            index += 1
        return found

    def render(self) -> str:
        """The map as the text of its file."""
        lines = [FORM, *(f"{key}: {self.head[key]}" for key in _HEAD if self.head.get(key))]
        page = 0
        for index, run in enumerate(self.runs):
            if run.page != page:
                page = run.page
                lines.append(_page_line(self.pages[page]) if page in self.pages else "page 0")
            following = self.runs[index + 1].start if index + 1 < len(self.runs) else run.end + 1
            lines.append(_run_line(run, following - run.end))
        return "\n".join(lines) + "\n"


def _clipped(run: Run, start: int, end: int, text: str) -> Box | None:
    """The rectangle of a line, cut at the edges of the words meant."""
    if run.box is None or not run.words or not text:
        return run.box
    left, top, right, bottom = run.box
    position = run.start
    first = last = None
    for (word_left, word_right), word in zip(run.words, text[run.start : run.end].split(" "), strict=False):
        if position < end and position + len(word) > start:
            first = word_left if first is None else min(first, word_left)
            last = word_right if last is None else max(last, word_right)
        position += len(word) + 1
    return (left, top, right, bottom) if first is None or last is None else (first, top, last, bottom)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _page_line(page: OriginalPage) -> str:
    label = f' "{page.label}"' if page.label else ""
    size = f" {_number(page.width)}x{_number(page.height)}" if page.width else ""
    return f"page {page.number}{label}{size}"


def _run_line(run: Run, gap: int) -> str:
    parts = [f"{run.end - run.start}" + (f"+{gap}" if gap != 1 else "")]
    if run.role:
        parts.append(f"role {run.role}")
    if run.box is not None:
        parts.append("box " + ",".join(map(_number, run.box)))
    if run.words:
        parts.append("words " + ",".join(f"{_number(left)}:{_number(right)}" for left, right in run.words))
    if run.lines is not None:
        first, last = run.lines
        parts.append(f"line {first}" + (f"-{last}" if last != first else ""))
    if run.path:
        parts.append(f"at {run.path}")
    return " ".join(parts)


def spot_token(spot: Spot) -> str:
    """A spot as one word, as locks keep it: its fields between bars, what could be mistaken in them escaped."""
    boxes = ";".join(",".join(map(_number, box)) for box in spot.boxes)
    fields = (str(spot.page or ""), spot.label, str(spot.line or ""), spot.path, spot.role, spot.unit, boxes)
    return "|".join(quote(field, safe="/[]#():,;.-") for field in fields)


def read_spot(token: str) -> Spot:
    """A spot from its word. Raises :class:`ValueError`."""
    page, label, line, path, role, unit, boxes = (unquote(field) for field in token.split("|"))
    rectangles = tuple(box for text in boxes.split(";") if text and (box := _read_box(text)) is not None)
    return Spot(int(page or 0), label, int(line or 0), path, role, unit, rectangles)


def is_map(content: bytes) -> bool:
    """Whether the bytes of a file begin as a map does."""
    return content.startswith(FORM.encode() + b"\n")


def head_in(path: Path) -> dict[str, str]:
    """What the first lines of a map say, without reading its runs. Raises :class:`DocumentError`, ``OSError``."""
    with path.open(encoding="utf-8", errors="replace") as file:
        if file.readline() != f"{FORM}\n":
            raise DocumentError(f"{path.name} is no map of a text")
        return dict(takewhile(lambda pair: pair[0] in _HEAD, map(_pair, file)))


def _pair(line: str) -> tuple[str, str]:
    key, _, value = line.rstrip("\n").partition(": ")
    return key, value


def read_map(content: bytes, name: str) -> TextMap:
    """Read a map. Raises :class:`DocumentError` with the line that cannot be read."""
    try:
        lines = content.decode().splitlines()
    except UnicodeDecodeError as error:
        raise DocumentError(f"{name} is not UTF-8 text (byte {error.start})") from error
    if not lines or lines[0] != FORM:
        raise DocumentError(f"{name} is no map of a text (line 1 is not `{FORM}`)")
    head: dict[str, str] = {}
    row = 1
    while row < len(lines) and (parts := lines[row].partition(": "))[0] in _HEAD:
        head[parts[0]] = parts[2]
        row += 1
    missing = [key for key in ("original", "sha256", "reader", "text", "characters") if key not in head]
    if missing or not head["characters"].isdecimal():
        raise DocumentError(f"{name} has no line `{missing[0] if missing else 'characters'}:` with a value")
    pages: dict[int, OriginalPage] = {}
    runs = list(_read_runs(lines, row, pages, name))
    if runs and runs[-1].end > int(head["characters"]):
        raise DocumentError(f"{name} has more runs than characters")
    return TextMap(head, pages, runs)


def _read_runs(lines: Sequence[str], row: int, pages: dict[int, OriginalPage], name: str) -> Iterator[Run]:
    position = page = 0
    for number, line in enumerate(lines[row:], row + 1):
        if found := _PAGE.fullmatch(line):
            page = int(found[1])
            if page:
                pages[page] = OriginalPage(page, found[2] or "", float(found[3] or 0), float(found[4] or 0))
            continue
        match = _RUN.fullmatch(line)
        if match is None:
            raise DocumentError(f"{name}, line {number} is no run of a map")
        try:
            box, words = _read_box(match[4]), _read_words(match[5])
        except ValueError:
            raise DocumentError(f"{name}, line {number} has no readable rectangle") from None
        lines_ = (int(match[6]), int(match[7] or match[6])) if match[6] else None
        end = position + int(match[1])
        yield Run(position, end, page, box, words, match[8] or "", lines_, match[3] or "")
        position = end + (1 if match[2] is None else int(match[2]))


def _read_box(text: str | None) -> Box | None:
    if text is None:
        return None
    left, top, right, bottom = (float(value) for value in text.split(","))
    return left, top, right, bottom


def _read_words(text: str | None) -> tuple[tuple[float, float], ...]:
    if text is None:
        return ()
    pairs = [pair.split(":") for pair in text.split(",")]
    return tuple((float(left), float(right)) for left, right in pairs)
