"""A whole picture on one sheet: its title, its parts, the legend of what occurs in it, and its remarks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, TypeAlias

from kgbuild.analysis.drawing import scene
from kgbuild.analysis.drawing.axis import axis_items
from kgbuild.analysis.drawing.columns import columns_items
from kgbuild.analysis.drawing.flow import flow_items
from kgbuild.analysis.drawing.labels import set_lines
from kgbuild.analysis.drawing.letters import LACKING, Letters
from kgbuild.analysis.drawing.measure import LINE, width
from kgbuild.analysis.drawing.parts import Axis, Columns, Flow, Mark, Node, Part
from kgbuild.analysis.drawing.scene import Label, Scene, SceneItem, Shape, Stroke
from kgbuild.analysis.drawing.styles import EDGES, MARKS, NODES

_MARGIN: Final = 24.0
_TITLE: Final = 12.0
_SUBTITLE: Final = 9.5
_SMALL: Final = 7.5
_LEAST: Final = 440.0
_PARAGRAPH: Final = 24
"""The most lines that a title or a remark may have."""
_LINE: Final = _SMALL * 2.1
"""The height of a line of the legend."""
_MIDDLE: Final = _LINE / 2
_Entry: TypeAlias = tuple[Sequence[SceneItem], str]


def lay_out(title: str, parts: Sequence[Part], remarks: Sequence[str] = (), *, as_text: bool = True) -> Scene:
    """Place everything on a sheet. Where text does not stay text, letters that the font lacks are replaced."""
    if not as_text:
        letters = Letters()
        title, parts = letters.text(title), list(map(letters.part, parts))
        remarks = [*map(letters.text, remarks), *([LACKING] if letters.lacking else [])]
    placed = [(part.title, *_items(part)) for part in parts]
    inner = max([_LEAST, *(wide for _, _, wide, _ in placed)])
    sheet = Scene(inner + 2 * _MARGIN, 0.0, title)
    y = _MARGIN
    y = _paragraph(sheet, title, y, inner, _TITLE, bold=True) + 6
    for name, items, _, height in placed:
        if name:
            y = _paragraph(sheet, name, y, inner, _SUBTITLE, bold=True) + 6
        sheet.add(items, _MARGIN, y)
        y += height + 16
    y = _legend(sheet, parts, y, inner)
    for remark in remarks:
        y = _paragraph(sheet, remark, y, inner, _SMALL, colour=scene.GREY)
    sheet.height = y + _MARGIN
    return sheet


def _items(part: Part) -> tuple[list[SceneItem], float, float]:
    if isinstance(part, Flow):
        return flow_items(part)
    if isinstance(part, Axis):
        return axis_items(part)
    return columns_items(part)


def _paragraph(
    sheet: Scene,
    text: str,
    y: float,
    limit: float,
    size: float,
    *,
    bold: bool = False,
    colour: str = scene.INK,
) -> float:
    lines = set_lines(text, limit, size, most=_PARAGRAPH, bold=bold, colour=colour)
    sheet.add(lines, _MARGIN, y)
    return y + len(lines) * size * LINE


def _legend(sheet: Scene, parts: Sequence[Part], y: float, limit: float) -> float:
    """The kinds that occur, each with what it looks like, in lines."""
    x = _MARGIN
    for items, name in _entries(parts):
        wide = width(name, _SMALL)
        if x > _MARGIN and x + 34 + wide > _MARGIN + limit:
            x, y = _MARGIN, y + _LINE
        sheet.add(items, x, y)
        sheet.items.append(Label(x + 32, y + _MIDDLE + _SMALL * 0.36, name, _SMALL, wide, colour=scene.GREY))
        x += 32 + wide + 18
    return y + _LINE + 6 if x > _MARGIN else y


def _entries(parts: Sequence[Part]) -> Iterator[_Entry]:
    """What the legend shows, each with its name: things, links, then marks on an axis."""
    flows = [part for part in parts if isinstance(part, Flow)]
    rows = [row for part in parts if isinstance(part, Columns) for row in part.rows]
    axes = [part for part in parts if isinstance(part, Axis)]
    yield from _node_entries([node for flow in flows for node in flow.nodes])
    yield from _edge_entries(
        {edge.kind for flow in flows for edge in flow.edges} | {row.kind for row in rows}
    )
    yield from _mark_entries([mark for axis in axes for row in axis.rows for mark in row.marks])


def _node_entries(nodes: Sequence[Node]) -> Iterator[_Entry]:
    kinds = {node.kind if node.kind in NODES else "other" for node in nodes}
    for key, style in NODES.items():
        if key in kinds:
            look = (style.fill, style.colour, style.thickness, style.dash)
            yield [Shape(style.outline, 0, _MIDDLE - 5, 24, 10, *look)], style.name
    if any(node.marked for node in nodes):
        box = Shape("box", 2, _MIDDLE - 4, 22, 9, thickness=2.6)
        yield [box, Shape("diamond", -2, _MIDDLE - 8, 8, 8, scene.INK)], "on every recorded path"
    if any(node.count > 1 for node in nodes):
        yield [Shape("box", 3, _MIDDLE - 6, 21, 8), Shape("box", 0, _MIDDLE - 3, 21, 8)], "several as one"


def _edge_entries(kinds: Collection[str]) -> Iterator[_Entry]:
    known = {kind if kind in EDGES else "other" for kind in kinds}
    for key, line in EDGES.items():
        if key in known:
            points = ((0.0, _MIDDLE), (27.0, _MIDDLE))
            yield [Stroke(points, line.colour, line.thickness, line.dash, line.ending)], line.name


def _mark_entries(marks: Sequence[Mark]) -> Iterator[_Entry]:
    kinds = {mark.kind for mark in marks}
    for key, style in MARKS.items():
        if key in kinds:
            yield [Shape(style.outline, 10, _MIDDLE - 3.5, 7, 7, style.fill, thickness=1.2)], style.name
    if any(mark.count > 1 for mark in marks):
        yield (
            [Label(11, _MIDDLE + 2.5, "2", _SMALL, width("2", _SMALL), colour=scene.GREY)],
            "so many as one mark",
        )
