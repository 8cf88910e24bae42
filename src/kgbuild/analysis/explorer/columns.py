"""Tables by column, as the page reads them: small when compressed, quick to take apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

Cell: TypeAlias = "str | int | float | bool | Sequence[Cell] | None"
Column: TypeAlias = "list[Cell] | dict[str, list[Cell]]"
_FEW: Final = 2
"""A column of words is written as numbers of words where each stands in it this often or more, on average."""


def columns(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> dict[str, Column]:
    """A table, by the names of its columns. A column of repeated words becomes its words and a number a row."""
    cells: list[list[Cell]] = [[] for _ in names]
    for row in rows:
        for column, cell in zip(cells, row, strict=True):
            column.append(cell)
    return {name: _packed(column) for name, column in zip(names, cells, strict=True)}


def _packed(column: list[Cell]) -> Column:
    words = dict.fromkeys(cell for cell in column if isinstance(cell, str))
    if not words or len(words) * _FEW > len(column):
        return column
    number = {word: index for index, word in enumerate(words)}
    cells: list[Cell] = [number[cell] if isinstance(cell, str) else cell for cell in column]
    return {"words": list(words), "of": cells}
