"""The page of ``kgbuild serve`` in which queries are written. It has no script, and loads nothing from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from kgbuild.core.terminal import count, visible

_EXAMPLE: Final = """SELECT ?property (COUNT(*) AS ?claims)
WHERE { ?claim kg:property ?property }
GROUP BY ?property
ORDER BY DESC(?claims)"""
_STYLE: Final = """body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}
textarea{width:100%;box-sizing:border-box;font:14px/1.5 ui-monospace,monospace}
table{border-collapse:collapse;margin-top:1rem}th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;
vertical-align:top;overflow-wrap:anywhere}"""


def query_page(
    query: str, table: tuple[Sequence[str], Sequence[Sequence[str]]] | None, total: int = 0
) -> bytes:
    """The page with a query in its form, and below it an answer: its columns, its rows, and how many rows there are."""
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>SPARQL · kgbuild</title>',
        f"<style>{_STYLE}</style></head><body>\n<h1>Ask the graph</h1>",
        '<form action="/query" method="post"><label for="query">SPARQL</label>',
        f'<textarea id="query" name="query" rows="12" spellcheck="false">\n{_text(query or _EXAMPLE)}</textarea>',
        "<p><button>Ask</button> The prefixes of the project are predefined.</p></form>",
    ]
    if table is not None:
        header, rows = table
        left_out = f"; the first {len(rows):,} are shown" if total > len(rows) else ""
        parts.append(f"<p>{count(total, 'row')}{left_out}</p>")
        parts.append(f"<table><thead>{_row('th', header)}</thead><tbody>")
        parts += [_row("td", row) for row in rows]
        parts.append("</tbody></table>")
    return "\n".join([*parts, "</body></html>\n"]).encode("utf-8", "replace")


def _row(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(visible(cell))}</{tag}>' for cell in cells)}</tr>"


def _text(query: str) -> str:
    return "\n".join(escape(visible(line)) for line in query.splitlines())
