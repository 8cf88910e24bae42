"""Sources beside what was had from them, in two columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kgbuild.analysis.drawing import scene
from kgbuild.analysis.drawing.labels import set_captions, set_lines
from kgbuild.analysis.drawing.measure import LINE, SIZE, SMALL
from kgbuild.analysis.drawing.parts import ColumnRow, Columns
from kgbuild.analysis.drawing.scene import SceneItem, Shape, Stroke
from kgbuild.analysis.drawing.styles import edge_style

_SIDE: Final = 230.0
_BETWEEN: Final = 120.0
_PAD: Final = 6.0


def columns_items(columns: Columns) -> tuple[list[SceneItem], float, float]:
    """What columns are drawn with, the width and the height."""
    right = _SIDE + _BETWEEN
    found: list[SceneItem] = []
    y = 0.0
    for x, name in ((0.0, columns.left), (right, columns.right)):
        head = set_lines(name, _SIDE, SIZE, bold=True, colour=scene.GREY)
        found += [replace(line, x=x) for line in head]
        y = max(y, len(head) * SIZE * LINE)
    y += 7
    for row in columns.rows:
        items, height = _change(row, right, y)
        found += items
        y += height + 10
    return found, right + _SIDE, y


def _change(row: ColumnRow, right: float, y: float) -> tuple[list[SceneItem], float]:
    sides = [
        (lines, tall + 2 * _PAD)
        for lines, tall in (set_captions(texts, _SIDE - 2 * _PAD) for texts in (row.left, row.right))
    ]
    words = set_lines(row.what, _BETWEEN - 34, SMALL, colour=scene.GREY)
    height = max(*(tall for _, tall in sides), len(words) * SMALL * LINE * 2 + 6)
    style = edge_style(row.kind)
    middle = y + height / 2
    found: list[SceneItem] = [
        Stroke(((_SIDE, middle), (right, middle)), style.colour, style.thickness, style.dash, style.ending)
    ]
    for x, (lines, tall), tip in zip((0.0, right), sides, (row.left_tip, row.right_tip), strict=True):
        top = middle - tall / 2
        found.append(Shape("box", x, top, _SIDE, tall, tip=tip))
        found += [replace(line, x=x + _PAD, y=top + _PAD + line.y) for line in lines]
    base = middle - 4 - SMALL - (len(words) - 1) * SMALL * LINE
    found += [replace(word, x=_SIDE + (_BETWEEN - 6 - word.width) / 2, y=base + word.y) for word in words]
    return found, height
