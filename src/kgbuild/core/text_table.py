"""Rows as a plain-text table for the terminal: aligned by cells, long values wrapped, nothing left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from kgbuild.core.terminal import DEFAULT_WIDTH, display_width, visible, wrap

_GAP: Final = "  "
_NARROW: Final = 8
"""A column is not made narrower than this; where that does not do, each row becomes a block of lines."""
_NUMBER: Final = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")


_INDENT: Final = "    "


def render_table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    width: int = DEFAULT_WIDTH,
    below: Sequence[Sequence[str]] = (),
) -> str:
    """A table with one line of column names, a rule, and the rows, each line within ``width`` cells.

    Columns that hold only numbers are set to the right. Where the columns cannot stand side by side, each row
    becomes a block of lines. ``below`` has for each row the texts that are set below it, indented. Raises
    :class:`ValueError` for a row that has not as many values as the header.
    """
    table = [list(row) for row in rows]
    for row in table:
        if len(row) != len(header):
            raise ValueError(f"a row must have {len(header)} values (got {len(row)})")
    if not header:
        return ""
    notes = [_below(texts, width) for texts in below] or [[]] * len(table)
    widths = _fitted(_naturals(header, table), width - len(_GAP) * (len(header) - 1))
    if widths is None:
        return _blocks(header, table, width, notes)
    right = [_numeric([row[at] for row in table]) for at in range(len(header))]
    lines = [*_row(header, widths, right), _GAP.join("─" * size for size in widths)]
    for row, note in zip(table, notes, strict=True):
        lines += [*_row(row, widths, right), *note]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def fits(header: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> bool:
    """Whether a table stands within ``width`` cells without a value wrapped."""
    return sum(_naturals(header, rows)) + len(_GAP) * (len(header) - 1) <= width


def _naturals(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of each column if nothing is wrapped."""
    return [max(1, *map(_natural, column)) for column in zip(header, *rows, strict=True)]


def _below(texts: Sequence[str], width: int) -> list[str]:
    return [f"{_INDENT}{line}" for text in texts for line in wrap(text, width - len(_INDENT))]


def _natural(cell: str) -> int:
    return max(display_width(visible(line)) for line in cell.split("\n"))


def _numeric(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(map(_NUMBER.fullmatch, filled))


def _fitted(natural: Sequence[int], room: int) -> list[int] | None:
    """Widths at which all columns fit: only the widest are narrowed. ``None`` where that is impossible."""
    if sum(min(size, _NARROW) for size in natural) > room:
        return None
    low, high = _NARROW, max(*natural, _NARROW)
    while low < high:
        limit = (low + high + 1) // 2
        if sum(min(size, limit) for size in natural) <= room:
            low = limit
        else:
            high = limit - 1
    widths = [min(size, low) for size in natural]
    spare = room - sum(widths)
    for at, size in enumerate(natural):
        more = min(size - widths[at], spare)
        widths[at] += more
        spare -= more
    return widths


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    columns = [wrap(cell, size) for cell, size in zip(cells, widths, strict=True)]
    return [
        _GAP.join(
            _set(text, size, to_right) for text, size, to_right in zip(line, widths, right, strict=True)
        )
        for line in zip_longest(*columns, fillvalue="")
    ]


def _set(text: str, size: int, to_right: bool) -> str:
    space = " " * (size - display_width(text))
    return space + text if to_right else text + space


def _blocks(
    header: Sequence[str], rows: Sequence[Sequence[str]], width: int, notes: Sequence[Sequence[str]]
) -> str:
    """Each row as lines ``name: value``, a rule between rows: for more columns than stand side by side."""
    blocks = []
    for row, note in zip(rows, notes, strict=True):
        lines = [
            line for name, cell in zip(header, row, strict=True) for line in wrap(f"{name}: {cell}", width)
        ]
        blocks.append("".join(f"{line}\n" for line in (*lines, *note)))
    return f"{'─' * max(min(width, 20), 2)}\n".join(blocks)
