"""Records as notebooks show them: plain facts in a table, with nothing looked up and every text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table as HTML. Each text stands for itself, also in its direction (``bdi``)."""
    lines = [f"<table>\n<caption>{_text(title)}</caption>", f"<thead>{_row('th', header)}</thead>", "<tbody>"]
    return "\n".join([*lines, *(_row("td", row) for row in rows), "</tbody>\n</table>\n"])


def _row(tag: str, cells: Sequence[object]) -> str:
    return f"<tr>{''.join(f'<{tag}>{_text(cell)}</{tag}>' for cell in cells)}</tr>"


def _text(value: object) -> str:
    return f"<bdi>{escape(str(value))}</bdi>"
