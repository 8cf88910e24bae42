"""Figures or times on an axis, drawn row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import log10
from typing import Final, NamedTuple, TypeAlias

from matplotlib.ticker import LogLocator, MaxNLocator

from kgbuild.analysis.drawing import scene
from kgbuild.analysis.drawing.labels import set_lines
from kgbuild.analysis.drawing.measure import LINE, SIZE, SMALL, width
from kgbuild.analysis.drawing.parts import Axis, Mark, Row
from kgbuild.analysis.drawing.pieces import pieces_of
from kgbuild.analysis.drawing.scene import Ending, Label, SceneItem, Shape, Stroke, moved
from kgbuild.analysis.drawing.styles import MARKS

Ends: TypeAlias = tuple[float | None, float | None]
_LABELS: Final = 190.0
_AXIS: Final = 330.0
_VALUES: Final = 170.0
_SPACE: Final = 16.0
_HEAD: Final = 26.0
_BREAK: Final = 26.0
"""How wide an axis is broken."""
_MARK: Final = 7.0
_LOG_FROM: Final = 200.0
"""From this ratio of the largest to the smallest figure on, an axis has powers of ten."""


def axis_items(axis: Axis) -> tuple[list[SceneItem], float, float]:
    """The items that an axis is drawn with, and its width and height."""
    if axis.days:
        rows = [(row, [(_day(m.lo), _day(m.hi)) for m in row.marks]) for row in axis.rows]
    else:
        rows = [(row, [(m.lo, m.hi) for m in row.marks]) for row in axis.rows]
    bounds = [end for _, places in rows for ends in places for end in ends if end is not None]
    if axis.days:
        return _Chart(_broken(pieces_of(bounds))).items(rows)
    positive = [bound for bound in bounds if bound > 0]
    log = bool(positive) and max(positive) / min(positive) >= _LOG_FROM and min(bounds) > 0
    ticks = _ticks(bounds, log=log)
    whole = [_Piece(ticks[0], ticks[-1], ticks, list(map(_number, ticks)))] if ticks else []
    return _Chart(whole, log=log).items(rows)


class _Piece(NamedTuple):
    """A stretch of an axis from ``lo`` to ``hi``, with its ticks and their names.

    ``weight`` says how much stands on it: it is as wide as that asks for, and at least a part of its share.
    """

    lo: float
    hi: float
    ticks: Sequence[float]
    names: Sequence[str]
    weight: int = 1


class _Chart:
    """Rows with a label, marks on the axis and a value, between two scales; without ticks, only with a mark each.

    Where it has several pieces, the axis is broken between them.
    """

    def __init__(self, pieces: Sequence[_Piece], *, log: bool = False) -> None:
        self.log = log
        self.axis = _AXIS if pieces else 0.0
        self.left = _LABELS + _SPACE
        self.values = self.left + self.axis + _SPACE + 6
        self.pieces: list[tuple[_Piece, float, float]] = []
        """Each with where it begins, and how wide it is."""
        room, start = self.axis - _BREAK * (len(pieces) - 1), self.left
        for piece in pieces:
            share = piece.weight / sum(each.weight for each in pieces)
            wide = room * (0.4 / len(pieces) + 0.6 * share)
            self.pieces.append((piece, start, wide))
            start += wide + _BREAK
        self.ticks: list[tuple[float, str]] = []
        for piece, _, _ in self.pieces:
            for number, (tick, name) in enumerate(zip(piece.ticks, piece.names, strict=True)):
                self._add_tick(self.x(tick), name, first=number == 0)

    def _add_tick(self, x: float, name: str, *, first: bool) -> None:
        """A tick, without its name where that has no room; of a piece the first has it before what stands there."""
        for number, (other, named) in enumerate(self.ticks):
            if named and x - width(name, SMALL) / 2 <= other + width(named, SMALL) / 2 + 6:
                if not first:
                    name = ""
                    break
                self.ticks[number] = other, ""
        self.ticks.append((x, name))

    def _of(self, value: float) -> float:
        return log10(value) if self.log else value

    def x(self, value: float) -> float:
        """The place of a value on the axis."""
        at = next((each for each in self.pieces if value <= each[0].hi), self.pieces[-1])
        piece, start, wide = at
        lo, hi = self._of(piece.lo), self._of(piece.hi)
        return start + (self._of(value) - lo) / ((hi - lo) or 1.0) * wide

    def items(self, rows: Sequence[tuple[Row, Sequence[Ends]]]) -> tuple[list[SceneItem], float, float]:
        """All of it, with its width and height."""
        found: list[SceneItem] = []
        wide = self.values + _VALUES
        head = _HEAD if self.ticks else 0.0
        y = head
        for number, (row, places) in enumerate(rows):
            items, height = self._row(row, places, y)
            if number % 2:
                found.append(Shape("none", 0, y, wide, height, scene.PALE, under=True))
            found += items
            y += height
        if not self.ticks:
            return found, wide, y
        scales = self._scale(head - 8, -1) + self._scale(y + 4, 1)
        lines: list[SceneItem] = [Stroke(((x, head - 4), (x, y)), scene.RULE, 0.7) for x, _ in self.ticks]
        return [*lines, *found, *self._breaks(head - 4, y), *scales], wide, y + 18

    def _breaks(self, top: float, bottom: float) -> list[SceneItem]:
        """Two slanting strokes at both ends of each place where the axis is broken, and nothing drawn between them."""
        found: list[SceneItem] = []
        for _, start, _ in self.pieces[1:]:
            middle = start - _BREAK / 2
            for y in (top, bottom):
                for x in (middle - 2.5, middle + 2.5):
                    found.append(Stroke(((x - 2, y + 4), (x + 2, y - 4)), scene.GREY, 1.2))
        return found

    def _scale(self, y: float, side: int) -> list[SceneItem]:
        found: list[SceneItem] = []
        for x, name in self.ticks:
            wide = width(name, SMALL)
            if name:
                base = y if side < 0 else y + SMALL
                found.append(Label(x - wide / 2, base, name, SMALL, wide, colour=scene.GREY))
        return found

    def _row(self, row: Row, places: Sequence[Ends], y: float) -> tuple[list[SceneItem], float]:
        lines = set_lines(row.label, _LABELS, SIZE)
        value = set_lines(row.value, _VALUES, SIZE, bold=True) if row.value else []
        note = set_lines(row.note, _VALUES, SMALL, colour=scene.GREY) if row.note else []
        tall = len(value) * SIZE * LINE
        right = tall + len(note) * SMALL * LINE
        height = max(len(lines) * SIZE * LINE, right) + 6
        marks, counted = self._marks(row, places)
        height = max(height, _MARK + 2 * (SMALL + 3)) if counted else height
        top, beside = y + (height - len(lines) * SIZE * LINE) / 2, y + (height - right) / 2
        found: list[SceneItem] = [replace(line, x=4, y=top + line.y + 0.1 * SIZE) for line in lines]
        found += [replace(line, x=self.values, y=beside + line.y + 0.1 * SIZE) for line in value]
        found += [replace(line, x=self.values, y=beside + tall + line.y + 0.1 * SMALL) for line in note]
        return found + [moved(item, 0, y + height / 2) for item in marks], height

    def _marks(self, row: Row, places: Sequence[Ends]) -> tuple[list[SceneItem], bool]:
        """The marks of a row about the height 0, and whether a number stands over one of them."""
        found: list[SceneItem] = []
        counted = False
        free = 0.0
        for mark, (lo, hi) in sorted(zip(row.marks, places, strict=True), key=_by_place):
            items = self._mark(mark, lo, hi)
            found += items
            points = [item for item in items if isinstance(item, Shape)]
            if mark.count > 1 and points:
                name = f"{mark.count:,}"
                wide = width(name, SMALL)
                x = points[0].x + (_MARK - wide) / 2
                if x > free:
                    found.append(
                        Label(x, -_MARK / 2 - 2.5, name, SMALL, wide, colour=scene.GREY, tip=mark.tip)
                    )
                    counted, free = True, x + wide + 2
        return found, counted

    def _mark(self, mark: Mark, lo: float | None, hi: float | None) -> list[SceneItem]:
        style = MARKS.get(mark.kind, MARKS["plain"])
        left = self.x(lo) if lo is not None else self.left - 8
        right = self.x(hi) if hi is not None else self.left + self.axis + 12
        if lo is None and hi is None:
            # Nowhere on an axis: before its value where there is none, else nothing.
            return [] if self.ticks else [self._point(mark, self.left + _SPACE / 2)]
        if lo is not None and hi is not None and right - left < 1.5 * _MARK:
            # As one mark: two would touch.
            return [self._point(mark, (left + right) / 2)]
        points = ((right, 0.0), (left, 0.0)) if lo is None else ((left, 0.0), (right, 0.0))
        ending: Ending = "arrow" if lo is None or hi is None else "none"
        ends = [*([left] if lo is not None else []), *([right] if hi is not None else [])]
        line = Stroke(points, scene.INK, 2.2, style.dash, ending, mark.tip)
        return [line, *(self._point(mark, end) for end in ends)]

    def _point(self, mark: Mark, x: float) -> Shape:
        style = MARKS.get(mark.kind, MARKS["plain"])
        half = _MARK / 2
        return Shape(style.outline, x - half, -half, _MARK, _MARK, style.fill, scene.INK, 1.2, tip=mark.tip)


def _by_place(marked: tuple[Mark, Ends]) -> tuple[bool, float]:
    lo, hi = marked[1]
    end = lo if lo is not None else hi
    return end is None, end or 0.0


def _ticks(bounds: Sequence[float], *, log: bool) -> list[float]:
    if not bounds:
        return []
    lo, hi = min(bounds), max(bounds)
    if log:
        return [
            float(tick) for tick in LogLocator(numticks=12).tick_values(lo, hi) if lo / 10 < tick < hi * 10
        ]
    # From zero, so that a small difference does not look large; and no halves where all figures are whole.
    whole = all(bound == int(bound) for bound in bounds)
    locator = MaxNLocator(7, steps=[1, 2, 2.5, 5, 10], integer=whole)
    return [float(tick) for tick in locator.tick_values(min(0.0, lo), max(0.0, hi) or 1.0)]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def _day(bound: float | None) -> float | None:
    """A day (yyyymmdd) on an axis of days."""
    if bound is None:
        return None
    day = int(bound)
    return date(min(max(day // 10_000, 1), 9998), day // 100 % 100, day % 100).toordinal()


def _broken(pieces: Sequence[Sequence[float]]) -> list[_Piece]:
    """The pieces of an axis of days; only its two ends reach beyond what stands on it, to the next tick."""
    found = []
    for number, days in enumerate(pieces):
        ticks, names = _days(days)
        lo = ticks[0] if number == 0 else days[0]
        hi = ticks[-1] if number == len(pieces) - 1 else max(days[-1], days[0] + 1)
        kept = [(tick, name) for tick, name in zip(ticks, names, strict=True) if lo <= tick <= hi]
        found.append(_Piece(lo, hi, [tick for tick, _ in kept], [name for _, name in kept], len(days)))
    return found


def _days(days: Sequence[float]) -> tuple[list[float], list[str]]:
    """Ticks for an axis of days: years, months, or days, as many as fit."""
    if not days:
        return [], []
    first, last = date.fromordinal(int(min(days))), date.fromordinal(int(max(days)))
    length = last.toordinal() - first.toordinal()
    fitting = [days for days in (1, 2, 7) if length <= 12 * days]
    if fitting:
        steps = range(first.toordinal(), last.toordinal() + 1 + fitting[0], fitting[0])
        spread = [date.fromordinal(day) for day in steps]
        # The year is written where it begins.
        begun = [number == 0 or day.year != spread[number - 1].year for number, day in enumerate(spread)]
        names = [day.isoformat()[0 if new else 5 :] for day, new in zip(spread, begun, strict=True)]
        return [float(day.toordinal()) for day in spread], names
    months = [first.year * 12 + first.month - 1, last.year * 12 + last.month]
    for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000):
        start = months[0] // step * step
        ticks = list(range(start, months[1] + step, step))
        if len(ticks) <= 9:
            break
    dates = [date(min(max(tick // 12, 1), 9999), tick % 12 + 1, 1) for tick in ticks]
    names = [str(d.year) if step >= 12 or d.month == 1 else f"{d.year}-{d.month:02}" for d in dates]
    return [float(d.toordinal()) for d in dates], names
