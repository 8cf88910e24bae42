"""Pages: the result of an analysis for people (text, Markdown) and for programs (JSON, CSV)."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kgbuild.core.terminal import DEFAULT_WIDTH, visible, wrap
from kgbuild.core.text_table import render_table

PAGE_STYLES: Final = ("text", "json", "csv", "md")
SCREEN: Final = 60
"""The most lines that a page shows at first."""
_SPECIAL: Final = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|"})


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part of a page; ``level`` counts from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A statement; ``depth`` steps indented below the one it belongs to."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


PageBlock: TypeAlias = Heading | Line | Grid


@dataclass(slots=True)
class Page:
    """One analysis in all its forms: ``blocks`` for people, ``data`` for JSON, ``header`` and ``rows`` for CSV.

    ``short`` is what people see first where the blocks are more than a screen of lines. Notebooks show all as HTML.
    """

    blocks: list[PageBlock] = field(default_factory=list)
    data: object = None
    header: Sequence[str] = ()
    rows: list[Sequence[object]] = field(default_factory=list)
    short: list[PageBlock] = field(default_factory=list)

    def _repr_html_(self) -> str:
        return _html(self)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading."""
        self.blocks.append(Heading(text, level))

    def line(self, text: str, depth: int = 0) -> None:
        """Add a statement."""
        self.blocks.append(Line(text, depth))

    def grid(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table."""
        self.blocks.append(Grid(header, rows))


def render_page(page: Page, style: str, *, width: int = DEFAULT_WIDTH, details: bool = True) -> str:
    """A page in one of :data:`PAGE_STYLES`; ``width`` in cells is for text.

    Without ``details`` people see the short form, where the page has one and is longer than a screen.
    """
    if style == "json":
        return json.dumps(page.data, ensure_ascii=False, indent=1) + "\n"
    if style == "csv":
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(page.header)
        writer.writerows(page.rows)
        return stream.getvalue()
    whole, shown = (_markdown(page.blocks) if style == "md" else _text(page.blocks, width)), page.short
    if details or not shown or whole.count("\n") <= SCREEN:
        return whole
    return _markdown(shown) if style == "md" else _text(shown, width)


def _text(blocks: Sequence[PageBlock], width: int) -> str:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            lines += [*([""] if lines else []), *wrap(visible(block.text), width)]
        elif isinstance(block, Line):
            indent = "  " * (block.depth + 1)
            first, *more = wrap(visible(block.text), width - len(indent) - 2) or [""]
            lines += [f"{indent}{first}", *(f"{indent}  {line}" for line in more)]
        else:
            table = render_table(
                list(block.header), [list(map(visible, row)) for row in block.rows], width=width
            )
            lines += table.rstrip("\n").split("\n")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _markdown(blocks: Sequence[PageBlock]) -> str:
    lines: list[str] = []
    before: PageBlock | None = None
    for block in blocks:
        if lines and not (isinstance(block, Line) and isinstance(before, Line)):
            lines.append("")
        if isinstance(block, Heading):
            lines.append(f"{'#' * block.level} {_marked(block.text)}")
        elif isinstance(block, Line):
            lines.append(f"{'  ' * block.depth}* {_marked(block.text)}")
        else:
            lines.append(_cells(block.header))
            lines.append(_cells(["---"] * len(block.header), raw=True))
            lines += [_cells(row) for row in block.rows]
        before = block
    return "".join(f"{line}\n" for line in lines)


def _html(page: Page) -> str:
    """The page as notebooks show it."""
    lines = []
    for block in page.blocks:
        if isinstance(block, Heading):
            level = min(max(block.level, 1), 6)
            lines.append(f"<h{level}>{_escaped(block.text)}</h{level}>")
        elif isinstance(block, Line):
            lines.append(f'<p style="margin:0 0 0 {block.depth * 2}em">{_escaped(block.text)}</p>')
        else:
            lines += ["<table>", "<thead>", _html_row("th", block.header), "</thead>", "<tbody>"]
            lines += [_html_row("td", row) for row in block.rows]
            lines += ["</tbody>", "</table>"]
    return "".join(f"{line}\n" for line in lines)


def _html_row(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{_escaped(cell)}</{tag}>' for cell in cells)}</tr>"


def _escaped(text: str) -> str:
    return html.escape(visible(text))


def _cells(row: Sequence[str], *, raw: bool = False) -> str:
    return f"| {' | '.join(cell if raw else _marked(cell) for cell in row)} |"


def _marked(text: str) -> str:
    """A text escaped for Markdown, on one line."""
    return " ".join(visible(text).split()).translate(_SPECIAL)
