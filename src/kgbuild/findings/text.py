"""Diagnostics for the terminal, in the style of rustc: the fact, the place, the line with carets, help.

Nothing is read here: the caller gives a function from a file's name to its text. Text of a file is shown in a form
that can neither steer the terminal nor hide: control, bidirectional and other invisible characters become
escapes (``\\u202e``). Widths are terminal cells (Unicode Standard Annex 11: wide and full-width characters
two, combining marks none).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from kgbuild.core.places import Place
from kgbuild.core.terminal import DEFAULT_WIDTH, char_cells, display_width, shown_char, visible, wrap
from kgbuild.findings.diagnostics import Diagnostic, Severity

SourceOf: TypeAlias = Callable[[str], str | None]
"""From the name of a project file to its text; ``None`` where there is no such file or it holds no text."""

MIN_WIDTH: Final = 40
_BOLD: Final = "1"
_GUTTER: Final = "1;34"
_HELP: Final = "1;36"
_COLORS: Final = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


def render_text(
    diagnostics: Iterable[Diagnostic],
    source_of: SourceOf,
    *,
    color: bool = False,
    style: Literal["full", "concise"] = "full",
    width: int = DEFAULT_WIDTH,
) -> str:
    """The findings in the order given, as text that ends with a line break, or ``""`` where there are none.

    ``concise`` gives one line for each finding. ``width`` is that of the terminal (at least 40): source lines
    and what is written under them keep within it; messages, notes and help are never cut, so that they can be pasted.
    """
    if style == "concise":
        return "".join(f"{_concise(each, color)}\n" for each in diagnostics)
    page = _Page(source_of, color, max(width, MIN_WIDTH))
    return "\n".join("".join(f"{line.rstrip()}\n" for line in page.lines(each)) for each in diagnostics)


def remarks(finding: Diagnostic) -> str:
    """What a finding says besides its place: the fact, a line for each note, and the help; not yet visible."""
    lines = [finding.message, *(f"note: {note}" for note in finding.notes)]
    return "\n".join([*lines, f"help: {finding.help}"] if finding.help else lines)


def _paint(text: str, sgr: str, color: bool) -> str:
    return f"\x1b[{sgr}m{text}\x1b[0m" if color and text else text


def _where(place: Place) -> str:
    return visible(str(place)) if place.file else ""


def _concise(finding: Diagnostic, color: bool) -> str:
    where = f"{_where(finding.place)}: " if finding.place.file else ""
    head = _paint(f"{finding.severity}[{finding.code}]", _COLORS[finding.severity], color)
    return f"{_paint(where, _BOLD, color)}{head} {visible(finding.message)}"


@dataclass(frozen=True, slots=True)
class _Snippet:
    """A source line as shown, and where the underline begins and how long it is, in cells."""

    line: str
    indent: int
    length: int


class _Page:
    """What all findings of one run share; keeps the lines of the files last shown."""

    def __init__(self, source_of: SourceOf, color: bool, width: int) -> None:
        self.color = color
        self.width = width
        self._lines = lru_cache(maxsize=16)(lambda file: _source_lines(source_of(file)))

    def lines(self, finding: Diagnostic) -> Iterator[str]:
        """The lines of one finding."""
        related = [(each, self._has_line(each.place)) for each in finding.related]
        shown = [finding.place.line] if self._has_line(finding.place) else []
        shown += [each.place.line for each, has_line in related if has_line]
        margin = len(str(max(shown, default=0)))
        bar = f"{' ' * margin} {self._gutter('|')}"
        sgr = _COLORS[finding.severity]
        head = _paint(f"{finding.severity}[{finding.code}]", sgr, self.color)
        yield f"{head}{_paint(f': {visible(finding.message)}', _BOLD, self.color)}"
        if finding.place.file:
            yield f"{' ' * margin}{self._gutter('-->')} {_where(finding.place)}"
        if self._has_line(finding.place):
            yield from self._snippet(finding.place, finding.label, margin, "^", sgr)
        elif finding.label:
            yield from self._remark(margin, "note", finding.label, _BOLD)
        for each, has_line in related:
            where = f"{' ' * margin}{self._gutter(':::')} {_where(each.place)}"
            if has_line:
                yield bar
                yield where
                yield from self._snippet(each.place, each.label, margin, "-", _GUTTER)
            else:
                yield f"{where} {visible(each.label)}"
        if shown and (finding.notes or finding.help):
            yield bar
        for note in finding.notes:
            yield from self._remark(margin, "note", note, _BOLD)
        if finding.help:
            yield from self._remark(margin, "help", finding.help, _HELP)

    def _gutter(self, text: str) -> str:
        return _paint(text, _GUTTER, self.color)

    def _remark(self, margin: int, kind: str, text: str, sgr: str) -> Iterator[str]:
        """``= note: …``; further lines of the text stand below its first."""
        first, *rest = text.split("\n")
        yield f"{' ' * margin} {self._gutter('=')} {_paint(f'{kind}:', sgr, self.color)} {visible(first)}"
        for line in rest:
            yield f"{' ' * (margin + 3 + len(kind) + 2)}{visible(line)}"

    def _has_line(self, place: Place) -> bool:
        return bool(place.file) and 1 <= place.line <= len(self._lines(place.file))

    def _snippet(self, place: Place, label: str, margin: int, mark: str, sgr: str) -> Iterator[str]:
        """The bar, the source line, and under its span marks with the label (below them if it is long)."""
        room = self.width - margin - 3
        snippet = _cut(self._lines(place.file)[place.line - 1], place, room)
        blank = f"{' ' * margin} {self._gutter('|')} "
        marks = " " * snippet.indent + _paint(mark * snippet.length, sgr, self.color)
        yield blank
        yield f"{self._gutter(f'{place.line:>{margin}} |')} {snippet.line}"
        text = visible(label.replace("\n", " "))
        size = display_width(text)
        if snippet.indent + snippet.length + 1 + size <= room:
            yield f"{blank}{marks} {_paint(text, sgr, self.color)}"
            return
        yield f"{blank}{marks}"
        for line in wrap(text, room):
            indent = min(snippet.indent, room - min(size, room))
            yield f"{blank}{' ' * indent}{_paint(line, sgr, self.color)}"


def _source_lines(text: str | None) -> Sequence[str]:
    """The lines of a file as places count them: no BOM, CRLF and CR as LF. Empty if it holds no text."""
    if text is None:
        return ()
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _cut(line: str, place: Place, room: int) -> _Snippet:
    """The part of a line around a span that fits into ``room`` cells, ``…`` where something is left out."""
    line = line.rstrip()
    start = min(max(place.column - 1, 0), len(line))
    end = min(place.end_column - 1, len(line)) if place.end_line == place.line else len(line)
    while 0 < start < len(line) and char_cells(line[start]) == 0:
        start -= 1  # a mark is underlined under its letter
    end = max(end, start)
    # Nothing farther away than this can be shown; a line may be megabytes long.
    low, high = max(start - 2 * room, 0), min(start + 2 * room, len(line))
    pieces = [shown_char(char) for char in line[low:high]]
    widths = [display_width(piece) for piece in pieces]
    first, last = _window(widths, start - low, min(end, high) - low, room, (low > 0, high < len(line)))
    before = "…" if low + first > 0 else ""
    after = "…" if low + last < len(line) else ""
    indent = len(before) + sum(widths[first : start - low])
    length = sum(widths[start - low : min(end - low, last)])
    if end - low > last and length:
        length += len(after)
    return _Snippet(before + "".join(pieces[first:last]) + after, indent, max(length, 1))


def _window(
    widths: Sequence[int], start: int, end: int, room: int, beyond: tuple[bool, bool]
) -> tuple[int, int]:
    """The stretch of characters to show: all, or the span from its start and what fits on either side."""
    if not any(beyond) and sum(widths) + (start == len(widths)) <= room:
        return 0, len(widths)
    budget = room - 3  # two dots, and a caret after the last character
    first = last = start
    while last < end and widths[last] <= budget:
        budget -= widths[last]
        last += 1
    if last < end:
        return first, last
    grew = True
    while grew:
        grew = False
        if first > 0 and widths[first - 1] <= budget:
            first -= 1
            budget -= widths[first]
            grew = True
        if last < len(widths) and widths[last] <= budget:
            budget -= widths[last]
            last += 1
            grew = True
    return first, last
