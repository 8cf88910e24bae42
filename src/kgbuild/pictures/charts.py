"""Figures and times on an axis, and sources beside what was had from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import log10
from typing import Final

from matplotlib.ticker import LogLocator, MaxNLocator

from kgbuild.pictures import scene
from kgbuild.pictures.measure import LINE, break_lines, shorten, width
from kgbuild.pictures.parts import Change, Columns, Interval, Intervals, Span, Spans, Text
from kgbuild.pictures.scene import Ending, Item, Label, Shape, Stroke
from kgbuild.pictures.styles import MARKS, edge_style

SIZE: Final = 8.0
SMALL: Final = 7.0
_LABELS: Final = 190.0
_AXIS: Final = 330.0
_VALUES: Final = 170.0
_SPACE: Final = 16.0
_HEAD: Final = 26.0
_MARK: Final = 7.0
_LOG_FROM: Final = 200.0
"""Figures as many times as great as others stand on an axis of powers of ten."""


def intervals_items(chart: Intervals) -> tuple[list[Item], float, float]:
    """What intervals are drawn with, the width and the height."""
    bounds = [bound for row in chart.rows for bound in (row.lo, row.hi) if bound is not None]
    positive = [bound for bound in bounds if bound > 0]
    log = bool(positive) and max(positive) / min(positive) >= _LOG_FROM and min(bounds) > 0
    ticks = _ticks(bounds, log=log)
    names = [_number(tick) if bounds else "" for tick in ticks]
    return _Chart(ticks, names, log=log).items([(row, row.lo, row.hi) for row in chart.rows])


def spans_items(chart: Spans) -> tuple[list[Item], float, float]:
    """What times are drawn with, the width and the height."""
    rows = [(row, _day(row.start, last=False), _day(row.end, last=True)) for row in chart.rows]
    days = [day for _, start, end in rows for day in (start, end) if day is not None]
    ticks, names = _days(days)
    return _Chart(ticks, names).items(rows)


class _Chart:
    """Rows with a label, a mark on the axis and a value, between two scales."""

    def __init__(self, ticks: Sequence[float], names: Sequence[str], *, log: bool = False) -> None:
        self.log = log
        self.lo, self.hi = self._of(ticks[0]), self._of(ticks[-1])
        self.left = _LABELS + _SPACE
        self.ticks: list[tuple[float, str]] = []
        free = -1.0
        for tick, name in zip(ticks, names, strict=True):
            half = width(name, SMALL) / 2
            if self.x(tick) - half > free:
                self.ticks.append((self.x(tick), name))
                free = self.x(tick) + half + 6
            else:
                self.ticks.append((self.x(tick), ""))

    def _of(self, value: float) -> float:
        return log10(value) if self.log else value

    def x(self, value: float) -> float:
        """The place of a value on the axis."""
        return self.left + (self._of(value) - self.lo) / ((self.hi - self.lo) or 1.0) * _AXIS

    def items(
        self, rows: Sequence[tuple[Interval | Span, float | None, float | None]]
    ) -> tuple[list[Item], float, float]:
        """All of it, with its width and height."""
        found: list[Item] = []
        y = _HEAD
        for number, (row, lo, hi) in enumerate(rows):
            items, height = self._row(row, lo, hi, y)
            if number % 2:
                found.append(Shape("none", 0, y, self._width(), height, scene.PALE, under=True))
            found += items
            y += height
        scales = self._scale(_HEAD - 8, -1) + self._scale(y + 4, 1)
        lines: list[Item] = [Stroke(((x, _HEAD - 4), (x, y)), scene.RULE, 0.7) for x, _ in self.ticks]
        return [*lines, *found, *scales], self._width(), y + 18

    def _width(self) -> float:
        return self.left + _AXIS + _SPACE + 6 + _VALUES

    def _scale(self, y: float, side: int) -> list[Item]:
        found: list[Item] = []
        for x, name in self.ticks:
            wide = width(name, SMALL)
            if name:
                base = y if side < 0 else y + SMALL
                found.append(Label(x - wide / 2, base, name, SMALL, wide, colour=scene.GREY))
        return found

    def _row(
        self, row: Interval | Span, lo: float | None, hi: float | None, y: float
    ) -> tuple[list[Item], float]:
        lines = break_lines(row.label, _LABELS, SIZE, 3)
        value = break_lines(row.value, _VALUES, SIZE, 3, bold=True) if row.value else []
        note = break_lines(row.note, _VALUES, SMALL, 3) if row.note else []
        height = max(len(lines), len(value)) * SIZE * LINE
        height = max(height, len(value) * SIZE * LINE + len(note) * SMALL * LINE) + 6
        found: list[Item] = []
        for number, line in enumerate(lines):
            wide = width(line, SIZE)
            base = y + (height - len(lines) * SIZE * LINE) / 2 + SIZE * (1.1 + LINE * number)
            found.append(Label(4, base, line, SIZE, wide))
        base = y + (height - len(value) * SIZE * LINE - len(note) * SMALL * LINE) / 2
        x = self.left + _AXIS + _SPACE + 6
        for line in value:
            found.append(Label(x, base + SIZE * 1.1, line, SIZE, width(line, SIZE, bold=True), True))
            base += SIZE * LINE
        for line in note:
            found.append(Label(x, base + SMALL * 1.1, line, SMALL, width(line, SMALL), colour=scene.GREY))
            base += SMALL * LINE
        return found + self._mark(row, lo, hi, y + height / 2), height

    def _mark(self, row: Interval | Span, lo: float | None, hi: float | None, y: float) -> list[Item]:
        style = MARKS.get(row.kind, MARKS["plain"])
        if lo is None and hi is None:
            return []
        found: list[Item] = []
        left = self.x(lo) if lo is not None else self.left - 8
        right = self.x(hi) if hi is not None else self.left + _AXIS + 12
        if left != right:
            if lo is None:
                found.append(Stroke(((right, y), (left, y)), scene.INK, 2.2, style.dash, "arrow", row.tip))
            else:
                ending: Ending = "arrow" if hi is None else "none"
                found.append(Stroke(((left, y), (right, y)), scene.INK, 2.2, style.dash, ending, row.tip))
        for end in {left if lo is not None else right, right if hi is not None else left}:
            x = end - _MARK / 2
            found.append(
                Shape(style.outline, x, y - _MARK / 2, _MARK, _MARK, style.fill, scene.INK, 1.2, tip=row.tip)
            )
        return found


def _ticks(bounds: Sequence[float], *, log: bool) -> list[float]:
    if not bounds:
        return [0.0, 1.0]
    lo, hi = min(bounds), max(bounds)
    if log:
        return [
            float(tick) for tick in LogLocator(numticks=12).tick_values(lo, hi) if lo / 10 < tick < hi * 10
        ]
    if lo == hi:
        lo, hi = min(0.0, lo), (hi or 1.0)
    return [float(tick) for tick in MaxNLocator(7, steps=[1, 2, 2.5, 5, 10]).tick_values(lo, hi)]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def _day(day: int | None, *, last: bool) -> float | None:
    """A day (yyyymmdd) on an axis of days; the end of a time is that of its last day."""
    if day is None:
        return None
    year, month, number = day // 10_000, day // 100 % 100, day % 100
    return date(min(max(year, 1), 9998), month, number).toordinal() + (1.0 if last else 0.0)


def _days(days: Sequence[float]) -> tuple[list[float], list[str]]:
    """Ticks for an axis of days: years, months, or days, as many as fit."""
    if not days:
        return [0.0, 1.0], ["", ""]
    first, last = date.fromordinal(int(min(days))), date.fromordinal(int(max(days)))
    months = [first.year * 12 + first.month - 1, last.year * 12 + last.month]
    for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000):
        start = months[0] // step * step
        ticks = list(range(start, months[1] + step, step))
        if len(ticks) <= 9:
            break
    if last.toordinal() - first.toordinal() <= 12:
        spread = list(range(first.toordinal(), last.toordinal() + 2))
        return [float(day) for day in spread], [date.fromordinal(day).isoformat()[5:] for day in spread]
    dates = [date(min(max(tick // 12, 1), 9999), tick % 12 + 1, 1) for tick in ticks]
    names = [str(d.year) if step >= 12 or d.month == 1 else f"{d.year}-{d.month:02}" for d in dates]
    return [float(d.toordinal()) for d in dates], names


_SIDE: Final = 230.0
_BETWEEN: Final = 120.0
_PAD: Final = 6.0


def columns_items(columns: Columns) -> tuple[list[Item], float, float]:
    """What columns are drawn with, the width and the height."""
    right = _SIDE + _BETWEEN
    found: list[Item] = []
    for x, name in ((0.0, columns.left), (right, columns.right)):
        text = shorten(name, _SIDE, SIZE, bold=True)
        found.append(Label(x, SIZE, text, SIZE, width(text, SIZE, bold=True), True, scene.GREY))
    y = 18.0
    for row in columns.rows:
        items, height = _change(row, right, y)
        found += items
        y += height + 10
    return found, right + _SIDE, y


def _change(row: Change, right: float, y: float) -> tuple[list[Item], float]:
    left_lines, right_lines = _lines(row.left), _lines(row.right)
    words = break_lines(row.what, _BETWEEN - 34, SMALL, 3) if row.what else []
    sides = [sum(size * LINE for _, size, _ in lines) + 2 * _PAD for lines in (left_lines, right_lines)]
    height = max(*sides, len(words) * SMALL * LINE * 2 + 6)
    style = edge_style(row.kind)
    middle = y + height / 2
    found: list[Item] = [
        Stroke(((_SIDE, middle), (right, middle)), style.colour, style.thickness, style.dash, style.ending)
    ]
    for x, lines, tall, tip in (
        (0.0, left_lines, sides[0], row.left_tip),
        (right, right_lines, sides[1], row.right_tip),
    ):
        found.append(Shape("box", x, middle - tall / 2, _SIDE, tall, tip=tip))
        base = middle - tall / 2 + _PAD
        for text, size, bold in lines:
            wide = width(text, size, bold=bold)
            found.append(Label(x + _PAD, base + size, text, size, wide, bold))
            base += size * LINE
    base = middle - 4 - (len(words) - 1) * SMALL * LINE
    for word in words:
        wide = width(word, SMALL)
        found.append(Label(_SIDE + (_BETWEEN - 6 - wide) / 2, base, word, SMALL, wide, colour=scene.GREY))
        base += SMALL * LINE
    return found, height


def _lines(texts: Sequence[Text]) -> list[tuple[str, float, bool]]:
    found = []
    for number, text in enumerate(texts):
        size = SIZE if number == 0 else SMALL
        broken = break_lines(text.text, _SIDE - 2 * _PAD, size, 3, bold=text.bold)
        found += [(line, size, text.bold) for line in broken]
    return found
