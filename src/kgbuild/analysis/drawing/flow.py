"""A flow on a sheet: boxes in columns of time, and curves from each source to what was had from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import Final

from kgbuild.analysis.drawing import scene
from kgbuild.analysis.drawing.labels import set_captions, set_lines
from kgbuild.analysis.drawing.layers import LayoutCell, arrange, rows
from kgbuild.analysis.drawing.measure import LINE, SIZE, SMALL, width
from kgbuild.analysis.drawing.parts import Edge, Flow, Node
from kgbuild.analysis.drawing.scene import Label, Point, SceneItem, Shape, Stroke
from kgbuild.analysis.drawing.styles import edge_style, node_style

_TEXT_WIDTH: Final = 136.0
_PAD: Final = 6.0
_GAP: Final = 9.0
_LANE: Final = 34.0
_BEND: Final = 15.0
_PORT: Final = 9.0
_LEAST_PORT: Final = 7.0
_HEAD: Final = 24.0
_PASSING: Final = 3.0


def flow_items(flow: Flow) -> tuple[list[SceneItem], float, float]:
    """What a flow is drawn with, its width and its height."""
    return _Drawing(flow).items() if flow.nodes else ([], 0.0, 0.0)


class _Box:
    """A node with its lines of text."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.lines, self.text_height = set_captions(node.texts, _TEXT_WIDTH, scene.GREY)
        self.height = self.text_height + 2 * _PAD - 1
        self.width = max((line.width for line in self.lines), default=20.0) + 2 * _PAD + 4

    def items(self, x: float, y: float) -> list[SceneItem]:
        """The box at a place: its outline, twice for several things, and its texts."""
        node, style = self.node, node_style(self.node.kind)
        thickness = 2.6 if node.marked else style.thickness
        found: list[SceneItem] = []
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
        left, top = x + _PAD + 2, y + (self.height - self.text_height) / 2
        return found + [replace(line, x=left, y=top + line.y) for line in self.lines]


class _Drawing:
    """A flow with its places."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.boxes: dict[LayoutCell, _Box] = {node.id: _Box(node) for node in flow.nodes}
        ends = [(edge.source, edge.derived) for edge in flow.edges]
        years = {node.id: node.year for node in flow.nodes}
        self.layout = arrange(years, ends, flow.years, [edge.kind for edge in flow.edges])
        self.words: dict[LayoutCell, Label] = {
            route[-1]: label
            for edge, route in zip(flow.edges, self.layout.routes, strict=True)
            for label in set_lines(edge.text, _TEXT_WIDTH, SMALL, most=1, colour=scene.GREY)
            if edge.text
        }
        self.column = {cell: at for at, cells in enumerate(self.layout.columns) for cell in cells}
        self.sides = self._sides()
        for (name, _), touching in self.sides.items():
            box = self.boxes[name]
            box.height = max(box.height, (len(touching) - 1) * _LEAST_PORT + 2 * _PAD)
        self.shared = Counter(cell for route in self.layout.routes for cell in route)
        self.heights = {cell: self._height(cell) for cells in self.layout.columns for cell in cells}
        self.middle = rows(self.layout, ends, self.heights, _GAP, _PASSING)
        self.lefts, self.widths = self._columns()
        self.ports = self._ports()

    def _height(self, cell: LayoutCell) -> float:
        if cell in self.boxes:
            return self.boxes[cell].height
        return SMALL * LINE if cell in self.words else _PASSING

    def _width(self, cell: LayoutCell) -> float:
        if cell in self.boxes:
            return self.boxes[cell].width
        return self.words[cell].width + 2 * _BEND + 8 if cell in self.words else _LANE

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

    def items(self) -> tuple[list[SceneItem], float, float]:
        found: list[SceneItem] = []
        height = _HEAD + max(self.middle[cell] + self.heights[cell] / 2 for cell in self.middle)
        for at, period in self._heads().items():
            x = self.lefts[at]
            wide = width(period, SIZE, bold=True)
            if at:
                middle = self.lefts[at - 1] + self.widths[at - 1] / 2
                found.append(Stroke(((middle, 0), (middle, height)), scene.RULE, 0.8))
            found.append(Label(x, SIZE, period, SIZE, wide, True, scene.GREY))
        drawn: set[LayoutCell] = set()
        for number, route in enumerate(self.layout.routes):
            found += self._edge(number, route, drawn)
        for cell, middle in self.middle.items():
            at = self.column[cell]
            if cell in self.boxes:
                box = self.boxes[cell]
                x = self.lefts[at] + (self.widths[at] - box.width) / 2
                found += box.items(x, middle + _HEAD - box.height / 2)
            elif cell in self.words:
                label = self.words[cell]
                x, y = self.lefts[at] + (self.widths[at] - label.width) / 2, middle + _HEAD
                found.append(Shape("none", x - 2, y - SMALL * 0.6, label.width + 4, SMALL * 1.2))
                found.append(replace(label, x=x, y=y + SMALL * 0.36))
        last = max((at for at, cells in enumerate(self.layout.columns) if cells), default=0)
        return found, self.lefts[last] + self.widths[last] + 4, height + 2

    def _edge(self, number: int, route: tuple[LayoutCell, ...], drawn: set[LayoutCell]) -> list[SceneItem]:
        """An edge from where it leaves what is ``drawn`` already: what it shares with others, then its own."""
        edge = self.flow.edges[number]
        style = edge_style(edge.kind)
        pieces: list[list[Point]] = [[self.ports[edge.source, route[0], False]], []]
        begun = False
        for cell in route:
            piece = pieces[self.shared[cell] == 1]
            if not piece:
                piece.append(pieces[0][-1])
            if cell in drawn:
                begun = True
                pieces[0] = [self._passage(cell, edge)[1]]
            else:
                piece += self._passage(cell, edge)
        drawn.update(route)
        pieces[1].append(self.ports[edge.derived, route[-1], True])
        found: list[SceneItem] = []
        for own, points in enumerate(pieces):
            if len(points) > 1:
                at_source = not begun and (not own or len(pieces[0]) < 2)
                ending = style.ending if (own if style.end == "arrow" else at_source) else "none"
                line = tuple(points if style.end == "arrow" else points[::-1])
                tip = edge.tip if own else ""
                found.append(Stroke(line, style.colour, style.thickness, style.dash, ending, tip))
        return found

    def _passage(self, cell: LayoutCell, edge: Edge) -> tuple[Point, Point]:
        """Where an edge enters and leaves a cell."""
        at = self.column[cell]
        y = self.middle[cell] + _HEAD
        inset = _BEND if at % 2 else 0.0
        ends = (self.lefts[at] + inset, y), (self.lefts[at] + self.widths[at] - inset, y)
        return ends if self._forward(edge) else ends[::-1]

    def _forward(self, edge: Edge) -> bool:
        return self.column[edge.source] <= self.column[edge.derived]

    def _sides(self) -> dict[tuple[str, bool], list[tuple[LayoutCell, bool]]]:
        """What touches a box on its left or (``True``) right side: the first cell, and whether an edge ends there."""
        found: dict[tuple[str, bool], dict[tuple[LayoutCell, bool], None]] = defaultdict(dict)
        for edge, route in zip(self.flow.edges, self.layout.routes, strict=True):
            forward = self._forward(edge)
            level = self.column[edge.source] == self.column[edge.derived]
            found[edge.source, forward][route[0], False] = None
            found[edge.derived, not forward or level][route[-1], True] = None
        return {side: list(touching) for side, touching in found.items()}

    def _ports(self) -> dict[tuple[str, LayoutCell, bool], Point]:
        """Where that touches the box."""
        found = {}
        for (name, right), touching in self.sides.items():
            at, box = self.column[name], self.boxes[name]
            x = self.lefts[at] + (self.widths[at] - box.width) / 2 + (box.width if right else 0)
            step = min(_PORT, (box.height - 2 * _PAD) / max(len(touching) - 1, 1))
            y = self.middle[name] + _HEAD - step * (len(touching) - 1) / 2
            for place, (cell, end) in enumerate(sorted(touching, key=lambda each: self.middle[each[0]])):
                found[name, cell, end] = (x, y + place * step)
        return found
