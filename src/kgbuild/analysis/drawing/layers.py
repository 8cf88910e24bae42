"""Where the things of a flow stand: columns in time, rows by their neighbours (Sugiyama, Tagawa, Toda 1981).

A column is a period, or a step of lineage within one. Between two columns lies a lane, in which edges have places of
their own, so that they run between the things and not behind them. Edges of one source and one kind share their way up
to the lane before their end: a tree with one line for each source instead of one for each edge. Rows follow the mean
place of their neighbours; the places closest to that in their order are had by pooling (Ayer and others 1955).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

LayoutCell: TypeAlias = Hashable
"""The id of a thing, or a tuple with a column where one edge, or all of one source and one kind, pass."""
_SWEEPS: Final = 12
_PERIODS: Final = 10
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns of cells from top to bottom, things in even ones; each column's period; the cells each edge passes."""

    columns: Sequence[Sequence[LayoutCell]]
    periods: Sequence[str]
    routes: Sequence[tuple[LayoutCell, ...]]


def step_of(years: Iterable[int]) -> int:
    """How many years make a period, so that there are few periods."""
    years = set(years)
    return next((step for step in _STEPS if len({year // step for year in years}) <= _PERIODS), _STEPS[-1])


def periods_of(years: Iterable[int], step: int | None = None) -> dict[int, tuple[int, str]]:
    """For each year the number and name of its period."""
    years = sorted(set(years))
    step = step or step_of(years)
    starts = sorted({year // step for year in years})
    found = {}
    for year in years:
        start = year // step * step
        name = str(start) if step == 1 else f"{start}–{start + step - 1}"
        found[year] = (starts.index(year // step), name)
    return found


def arrange(
    years: Mapping[str, int | None],
    edges: Sequence[tuple[str, str]],
    step: int | None = None,
    kinds: Sequence[str] | None = None,
) -> Layout:
    """Columns and rows for things with their years and edges from source to derived, in the order given.

    ``step`` is how many years make a period, ``kinds`` are those of the edges.
    """
    periods, names = resolved(years, edges, step)
    steps = _steps(periods, edges)
    places = sorted({(periods[name], steps[name]) for name in years})
    column = {name: 2 * places.index((periods[name], steps[name])) for name in years}
    columns: list[list[LayoutCell]] = [[] for _ in range(2 * len(places))]
    for name in years:
        columns[column[name]].append(name)
    taken: set[LayoutCell] = set()
    routes = []
    for number, (source, derived) in enumerate(edges):
        first, last = sorted((column[source], column[derived]))
        passed = list(range(first + 1, max(last, first + 2)))
        forward = column[source] <= column[derived]
        *shared, own = passed if forward else passed[::-1]
        line = (source, kinds[number] if kinds else "", forward)
        route: tuple[LayoutCell, ...] = (*((*line, at) for at in shared), (number, own))
        for cell, at in zip(route, (*shared, own), strict=True):
            if cell not in taken:
                taken.add(cell)
                columns[at].append(cell)
        routes.append(route)
    ends = [(source, *route, derived) for (source, derived), route in zip(edges, routes, strict=True)]
    _order(columns, ends)
    return Layout(columns, [names[period] for period, _ in places], routes)


def resolved(
    years: Mapping[str, int | None], edges: Sequence[tuple[str, str]], step: int | None
) -> tuple[dict[str, int], list[str]]:
    """The period of each thing, and the names of periods.

    What has no date stands with the earliest that was had from it, else with its last source, else in a last period.
    """
    known = periods_of((year for year in years.values() if year is not None), step)
    names = [name for _, name in sorted(set(known.values()))]
    found = {name: known[year][0] for name, year in years.items() if year is not None}
    for near, pick in ((1, min), (0, max)):
        neighbours: dict[str, list[str]] = defaultdict(list)
        for edge in edges:
            neighbours[edge[1 - near]].append(edge[near])
        for _ in years:
            new = {
                name: pick(found[other] for other in neighbours[name] if other in found)
                for name in years
                if name not in found and any(other in found for other in neighbours[name])
            }
            if not new:
                break
            found |= new
    undated = [name for name in years if name not in found]
    return found | dict.fromkeys(undated, len(names)), [*names, "undated"]


def _steps(periods: Mapping[str, int], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """How many steps of lineage lie before each thing within its period, circles cut where they close."""
    sources: dict[str, list[str]] = defaultdict(list)
    for source, derived in edges:
        if periods[source] == periods[derived]:
            sources[derived].append(source)
    steps: dict[str, int] = {}
    for start in periods:
        todo, open_now = [(start, False)], set()
        while todo:
            name, done = todo.pop()
            if done:
                open_now.discard(name)
                steps[name] = max((steps[s] + 1 for s in sources[name] if s in steps), default=0)
            elif name not in steps and name not in open_now:
                open_now.add(name)
                todo.append((name, True))
                todo += [(source, False) for source in sources[name] if source not in steps]
    return steps


def _neighbours(
    routes: Iterable[Sequence[LayoutCell]],
) -> tuple[dict[LayoutCell, list[LayoutCell]], dict[LayoutCell, list[LayoutCell]]]:
    before: dict[LayoutCell, list[LayoutCell]] = defaultdict(list)
    after: dict[LayoutCell, list[LayoutCell]] = defaultdict(list)
    for route in routes:
        for one, other in pairwise(route):
            after[one].append(other)
            before[other].append(one)
    return before, after


def _order(columns: list[list[LayoutCell]], routes: Sequence[Sequence[LayoutCell]]) -> None:
    """Order each column by the mean place of its neighbours, to and fro."""
    before, after = _neighbours(routes)
    at = {cell: place / max(len(c), 1) for c in columns for place, cell in enumerate(c)}
    for sweep in range(_SWEEPS):
        for cells in columns if sweep % 2 == 0 else columns[::-1]:
            near = [[at[n] for n in (*before[cell], *after[cell])] for cell in cells]
            wanted = {cell: sum(n) / len(n) if n else at[cell] for cell, n in zip(cells, near, strict=True)}
            cells.sort(key=wanted.__getitem__)
            at.update({cell: place / max(len(cells), 1) for place, cell in enumerate(cells)})


def rows(
    layout: Layout,
    ends: Sequence[tuple[str, str]],
    heights: Mapping[LayoutCell, float],
    gap: float,
    between: float,
) -> dict[LayoutCell, float]:
    """The middle of each cell from the top, edges as level as may be.

    No thing is nearer to its neighbour than ``gap``, no two edges in passing are nearer than ``between``.
    """
    routes = [(one, *route, other) for (one, other), route in zip(ends, layout.routes, strict=True)]
    before, after = _neighbours(routes)
    middle: dict[LayoutCell, float] = {}
    for cells in layout.columns:
        offsets = _offsets(cells, heights, gap, between)
        middle.update((cell, at - offsets[-1] / 2) for cell, at in zip(cells, offsets, strict=True))
    for sweep in range(_SWEEPS):
        for cells in layout.columns if sweep % 2 == 0 else layout.columns[::-1]:
            wanted = []
            for cell in cells:
                near = [middle[other] for other in (*before[cell], *after[cell])]
                wanted.append(sum(near) / len(near) if near else middle[cell])
            middle.update(zip(cells, _pooled(wanted, _offsets(cells, heights, gap, between)), strict=True))
    top = min((middle[cell] - heights[cell] / 2 for cell in middle), default=0.0)
    return {cell: place - top for cell, place in middle.items()}


def _offsets(
    cells: Sequence[LayoutCell], heights: Mapping[LayoutCell, float], gap: float, between: float
) -> list[float]:
    """The least distance of the middle of each cell of a column from that of the first."""
    found, offset = [], 0.0
    for number, cell in enumerate(cells):
        if number:
            above = cells[number - 1]
            thing = isinstance(cell, str) or isinstance(above, str)
            offset += (heights[cell] + heights[above]) / 2 + (gap if thing else between)
        found.append(offset)
    return found


def _pooled(wanted: Sequence[float], offsets: Sequence[float]) -> list[float]:
    """The places nearest to those wanted (least squares) that keep the order and do not overlap."""
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, size = want - offset, 1
        while pools and pools[-1][0] > mean:
            other, count = pools.pop()
            mean, size = (mean * size + other * count) / (size + count), size + count
        pools.append((mean, size))
    starts = [mean for mean, size in pools for _ in range(size)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
