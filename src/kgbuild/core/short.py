"""The short form of a page: as much of each list and table as fits into a number of lines, and how much is left."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.core.pages import Grid, Line, PageBlock
from kgbuild.core.terminal import DEFAULT_WIDTH, wrap
from kgbuild.core.text_table import render_table


def short_lines(texts: Sequence[str], room: int, depth: int = 0) -> list[PageBlock]:
    """The first texts, each a line of the page, that fit into ``room`` lines of a terminal, and how many are left."""
    found: list[PageBlock] = []
    indent = 2 * (depth + 1) + 2
    for number, text in enumerate(texts):
        lines = len(wrap(text, DEFAULT_WIDTH - indent))
        last = number == len(texts) - 1
        if lines > room - (not last):
            return [*found, Line(f"… and {len(texts) - number:,} more", depth)]
        room -= lines
        found.append(Line(text, depth))
    return found


def short_grid(header: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[PageBlock]:
    """A table of the first rows that fit into ``room`` lines of a terminal, and how many are left."""
    low, high = 0, min(len(rows), room)
    while low < high:
        number = (low + high + 1) // 2
        lines = render_table(list(header), rows[:number], width=DEFAULT_WIDTH).count("\n")
        if lines + (number < len(rows)) <= room:
            low = number
        else:
            high = number - 1
    shown: list[PageBlock] = [Grid(header, rows[:low])] if low else []
    return shown if low == len(rows) else [*shown, Line(f"… and {len(rows) - low:,} more")]
