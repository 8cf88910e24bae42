"""CSV tables, as RFC 4180 defines them: UTF-8, a header, CRLF, quotation marks where a cell needs them.

A cell holds what the graph holds. The form for spreadsheets is safe to open (:mod:`kgbuild.core.cells`).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from kgbuild.core.cells import BYTE_ORDER_MARK, is_formula, safe_cell
from kgbuild.core.records import record
from kgbuild.graph.write.names import ByteSink
from kgbuild.store.export.selection import Selection
from kgbuild.store.tables import Cell, Sheet, citation_rows, claim_rows, document_rows, entity_rows

TABLES: Final[Mapping[str, Callable[[Selection], Sheet]]] = {
    "claims": lambda selection: claim_rows(selection.graph, selection.claims),
    "documents": lambda selection: document_rows(selection.graph, selection.documents),
    "entities": lambda selection: entity_rows(selection.graph, selection.entities),
    "citations": lambda selection: citation_rows(selection.graph, selection.citations),
}
"""The tables by name."""


@record
class WrittenRows:
    """How many rows were written, and how many cells of texts would run as formulas."""

    rows: int
    formulas: int


class _Lines:
    """What :mod:`csv` writes to: each line is encoded at once."""

    def __init__(self, sink: ByteSink) -> None:
        self._sink = sink

    def write(self, text: str) -> None:
        self._sink.write(text.encode())


def write_csv(sheet: Sheet, sink: ByteSink, *, spreadsheet: bool = False) -> WrittenRows:
    """Write a table; ``spreadsheet`` makes it safe to open in a spreadsheet program."""
    if spreadsheet:
        sink.write(BYTE_ORDER_MARK.encode())
    writer = csv.writer(_Lines(sink))
    writer.writerow(sheet.header)
    formulas = 0
    for row in sheet.rows:
        cells = [_text(cell) for cell in row]
        for number, cell in enumerate(row):
            if isinstance(cell, str) and is_formula(cell):
                formulas += 1
                if spreadsheet:
                    cells[number] = safe_cell(cell)
        writer.writerow(cells)
    return WrittenRows(len(sheet.rows), formulas)


def _text(cell: Cell) -> str:
    """A cell as text: numbers without an exponent, ``true`` and ``false``, nothing for an empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
