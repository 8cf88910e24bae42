"""What stands in a PNG for letters that no font at hand has: the id of what bears the name, else ``□``.

The font is DejaVu Sans, which matplotlib brings: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic; neither
Chinese, Japanese, Korean, nor the scripts of India. These are drawn in a font of the machine, if it has a known one
(:data:`~kgbuild.analysis.drawing.measure.FALLBACKS`); the layout is the same everywhere. In SVG every letter stays,
for a font of the reader's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kgbuild.analysis.drawing.measure import lacks
from kgbuild.analysis.drawing.parts import Caption, ColumnRow, Columns, Flow, Part, Row
from kgbuild.analysis.drawing.texts import clean

LACKING: Final = (
    "Names in scripts that no font at hand has are shown by their ids, single letters as □; SVG keeps them."
)


class Letters:
    """Replaces what the font lacks, and remembers whether it did (``lacking``)."""

    def __init__(self) -> None:
        self.lacking = False

    def text(self, text: str, fallback: str = "") -> str:
        """A text, or what stands for it."""
        if not lacks(clean(text)):
            return text
        self.lacking = True
        if fallback and not lacks(clean(fallback)):
            return fallback
        return "".join("□" if lacks(char) else char for char in clean(text))

    def part(self, part: Part) -> Part:
        """A part of a picture of which the font has every letter."""
        title = self.text(part.title)
        if isinstance(part, Flow):
            nodes = [replace(node, texts=self._texts(node.texts)) for node in part.nodes]
            edges = [replace(edge, text=self.text(edge.text)) for edge in part.edges]
            return replace(part, title=title, nodes=nodes, edges=edges)
        if isinstance(part, Columns):
            left, right = self.text(part.left), self.text(part.right)
            return replace(part, title=title, left=left, right=right, rows=list(map(self._change, part.rows)))
        return replace(part, title=title, rows=list(map(self._row, part.rows)))

    def _texts(self, texts: Sequence[Caption]) -> tuple[Caption, ...]:
        return tuple(replace(text, text=self.text(text.text, text.fallback)) for text in texts)

    def _change(self, row: ColumnRow) -> ColumnRow:
        left, right = self._texts(row.left), self._texts(row.right)
        return replace(row, left=left, right=right, what=self.text(row.what))

    def _row(self, row: Row) -> Row:
        label = self.text(row.label, row.fallback)
        return replace(row, label=label, value=self.text(row.value), note=self.text(row.note))
