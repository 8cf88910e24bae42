"""A table as plain text for the terminal: columns aligned, long values wrapped, nothing left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from kgbuild.core.terminal import BREAKS, DEFAULT_WIDTH, display_width, visible, wrap

_GAP: Final = "  "
_NARROW: Final = 8
"""No column is made narrower than this. Where that does not suffice, each row becomes a block of lines."""
_LONGEST: Final = 30
"""A longer word is broken."""
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
    room = width - len(_GAP) * (len(header) - 1)
    widths = _fitted(_naturals(header, table), _leasts(header, table), room)
    if widths is None:
        return _blocks(header, table, width, notes)
    right = [_numeric([row[at] for row in table]) for at in range(len(header))]
    lines = [*_row(header, widths, right), _GAP.join("─" * size for size in widths)]
    for row, note in zip(table, notes, strict=True):
        lines += [*_row(row, widths, right), *note]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def fits(header: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> bool:
    """Whether a table fits into ``width`` cells with no value wrapped."""
    return sum(_naturals(header, rows)) + len(_GAP) * (len(header) - 1) <= width


def _naturals(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The width that each column needs if nothing is wrapped."""
    return [max(1, *map(_natural, column)) for column in zip(header, *rows, strict=True)]


def _leasts(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The width that each column needs if no word is broken."""
    return [max(map(_least, column)) for column in zip(header, *rows, strict=True)]


def _least(cell: str) -> int:
    """The longest stretch of a cell that is not broken, of those short enough to be kept whole."""
    pieces = map(display_width, map(visible, BREAKS.split(cell)))
    return max((size for size in pieces if size <= _LONGEST), default=1)


def _below(texts: Sequence[str], width: int) -> list[str]:
    return [f"{_INDENT}{line}" for text in texts for line in wrap(text, width - len(_INDENT))]


def _natural(cell: str) -> int:
    return max(display_width(visible(line)) for line in cell.split("\n"))


def _numeric(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(map(_NUMBER.fullmatch, filled))


def _fitted(natural: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """Widths at which all columns fit: only the widest are narrowed, and no word is broken.

    ``None`` where that is impossible.
    """

    def narrowed(limit: int) -> list[int]:
        return [min(size, max(limit, word)) for size, word in zip(natural, least, strict=True)]

    if sum(narrowed(_NARROW)) > room:
        return None
    low, high = _NARROW, max(*natural, _NARROW)
    while low < high:
        limit = (low + high + 1) // 2
        if sum(narrowed(limit)) <= room:
            low = limit
        else:
            high = limit - 1
    widths = narrowed(low)
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
