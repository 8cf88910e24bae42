"""A flow on a sheet: boxes in columns of time, and curves from each source to what was had from it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Final

from kgbuild.pictures import scene
from kgbuild.pictures.layers import Cell, arrange, rows
from kgbuild.pictures.measure import LINE, break_lines, shorten, width
from kgbuild.pictures.parts import Edge, Flow, Node
from kgbuild.pictures.scene import Item, Label, Point, Shape, Stroke
from kgbuild.pictures.styles import edge_style, node_style

SIZE: Final = 8.0
SMALL: Final = 7.0
_TEXT_WIDTH: Final = 136.0
_PAD: Final = 6.0
_GAP: Final = 9.0
_LANE: Final = 34.0
_BEND: Final = 15.0
_PORT: Final = 9.0
_HEAD: Final = 24.0
_PASSING: Final = 3.0


def flow_items(flow: Flow) -> tuple[list[Item], float, float]:
    """What a flow is drawn with, its width and its height."""
    return _Drawing(flow).items() if flow.nodes else ([], 0.0, 0.0)


class _Box:
    """A node with its lines of text."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.lines: list[Label] = []
        y = _PAD
        for number, text in enumerate(node.texts):
            size = SIZE if number == 0 else SMALL
            colour = scene.INK if number == 0 else scene.GREY
            lines = break_lines(text.text, _TEXT_WIDTH, size, 3, bold=text.bold)
            for line in lines:
                wide = width(line, size, bold=text.bold)
                self.lines.append(Label(0, y + size, line, size, wide, text.bold, colour))
                y += size * LINE
        self.height = y + _PAD - 1
        self.width = max((line.width for line in self.lines), default=20.0) + 2 * _PAD + 4

    def items(self, x: float, y: float) -> list[Item]:
        """The box at a place: its outline, twice for several things, and its texts."""
        node, style = self.node, node_style(self.node.kind)
        thickness = 2.6 if node.marked else style.thickness
        found: list[Item] = []
        if node.count > 1:
            look = (style.fill, style.colour, 1.0, style.dash)
            found.append(Shape(style.outline, x + 3, y - 3, self.width, self.height, *look))
        found.append(
            Shape(
                style.outline, x, y, self.width, self.height,
                style.fill, style.colour, thickness, style.dash, node.tip,
            )
        )  # fmt: skip
        if node.marked:
            found.append(Shape("diamond", x - 4, y - 4, 8, 8, scene.INK, scene.INK))
        left = x + _PAD + 2
        return found + [replace(line, x=left, y=y + line.y) for line in self.lines]


class _Drawing:
    """A flow with its places."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.boxes: dict[Cell, _Box] = {node.id: _Box(node) for node in flow.nodes}
        ends = [(edge.source, edge.derived) for edge in flow.edges]
        self.layout = arrange({node.id: node.year for node in flow.nodes}, ends, flow.years)
        self.words: dict[Cell, str] = {
            route[0]: shorten(edge.text, _TEXT_WIDTH, SMALL)
            for edge, route in zip(flow.edges, self.layout.routes, strict=True)
            if edge.text
        }
        self.heights = {cell: self._height(cell) for cells in self.layout.columns for cell in cells}
        self.middle = rows(self.layout, ends, self.heights, _GAP, _PASSING)
        self.column = {cell: at for at, cells in enumerate(self.layout.columns) for cell in cells}
        self.lefts, self.widths = self._columns()
        self.ports = self._ports()

    def _height(self, cell: Cell) -> float:
        if cell in self.boxes:
            return self.boxes[cell].height
        return SMALL * LINE if cell in self.words else _PASSING

    def _width(self, cell: Cell) -> float:
        if cell in self.boxes:
            return self.boxes[cell].width
        return width(self.words[cell], SMALL) + 2 * _BEND + 8 if cell in self.words else _LANE

    def _columns(self) -> tuple[list[float], list[float]]:
        heads = self._heads()
        lefts, widths, x = [], [], 0.0
        for at, cells in enumerate(self.layout.columns):
            least = width(heads[at], SIZE, bold=True) if at in heads else _LANE
            wide = max([least, *map(self._width, cells)])
            lefts.append(x)
            widths.append(wide)
            x += wide
        return lefts, widths

    def _heads(self) -> dict[int, str]:
        """The first column of each period, with its name."""
        found: dict[int, str] = {}
        for number, period in enumerate(self.layout.periods):
            if number == 0 or self.layout.periods[number - 1] != period:
                found[2 * number] = period
        return found

    def items(self) -> tuple[list[Item], float, float]:
        found: list[Item] = []
        height = _HEAD + max(self.middle[cell] + self.heights[cell] / 2 for cell in self.middle)
        for at, period in self._heads().items():
            x = self.lefts[at]
            wide = width(period, SIZE, bold=True)
            if at:
                middle = self.lefts[at - 1] + self.widths[at - 1] / 2
                found.append(Stroke(((middle, 0), (middle, height)), scene.RULE, 0.8))
            found.append(Label(x, SIZE, period, SIZE, wide, True, scene.GREY))
        for number, route in enumerate(self.layout.routes):
            found += self._edge(number, route)
        for cell, middle in self.middle.items():
            at = self.column[cell]
            if cell in self.boxes:
                box = self.boxes[cell]
                x = self.lefts[at] + (self.widths[at] - box.width) / 2
                found += box.items(x, middle + _HEAD - box.height / 2)
            elif cell in self.words:
                wide = width(self.words[cell], SMALL)
                x, y = self.lefts[at] + (self.widths[at] - wide) / 2, middle + _HEAD
                found.append(Shape("none", x - 2, y - SMALL * 0.6, wide + 4, SMALL * 1.2))
                found.append(Label(x, y + SMALL * 0.36, self.words[cell], SMALL, wide, colour=scene.GREY))
        last = max((at for at, cells in enumerate(self.layout.columns) if cells), default=0)
        return found, self.lefts[last] + self.widths[last] + 4, height + 2

    def _edge(self, number: int, route: tuple[Cell, ...]) -> list[Item]:
        edge = self.flow.edges[number]
        style = edge_style(edge.kind)
        points = [self.ports[number, False]]
        for cell in route:
            at = self.column[cell]
            y = self.middle[cell] + _HEAD
            inset = _BEND if at % 2 else 0.0
            near = (self.lefts[at] + inset, y)
            far = (self.lefts[at] + self.widths[at] - inset, y)
            points += [near, far] if self._forward(edge) else [far, near]
        points.append(self.ports[number, True])
        if style.end != "arrow":
            points.reverse()
        return [Stroke(tuple(points), style.colour, style.thickness, style.dash, style.ending, edge.tip)]

    def _forward(self, edge: Edge) -> bool:
        return self.column[edge.source] <= self.column[edge.derived]

    def _ports(self) -> dict[tuple[int, bool], Point]:
        """Where each edge touches its boxes: by its number, and whether it is its end at what is derived."""
        sides: dict[tuple[str, bool], list[tuple[float, int, bool]]] = defaultdict(list)
        for number, (edge, route) in enumerate(zip(self.flow.edges, self.layout.routes, strict=True)):
            forward = self._forward(edge)
            level = self.column[edge.source] == self.column[edge.derived]
            sides[edge.source, forward].append((self.middle[route[0]], number, False))
            sides[edge.derived, not forward or level].append((self.middle[route[-1]], number, True))
        found = {}
        for (name, right), ends in sides.items():
            at, box = self.column[name], self.boxes[name]
            x = self.lefts[at] + (self.widths[at] - box.width) / 2 + (box.width if right else 0)
            step = min(_PORT, (box.height - 12) / max(len(ends) - 1, 1))
            y = self.middle[name] + _HEAD - step * (len(ends) - 1) / 2
            for place, (_, number, derived) in enumerate(sorted(ends)):
                found[number, derived] = (x, y + place * step)
        return found
