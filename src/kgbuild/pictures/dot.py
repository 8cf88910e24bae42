"""Graphs as DOT, the language of Graphviz: every text quoted, the same bytes for the same graph.

In a quoted text of DOT a ``"`` needs a backslash; a backslash is doubled, as labels have escapes (``\\n``, ``\\N``);
and ``&`` is written as ``&amp;``, as Graphviz reads character entities there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from kgbuild.errors import KgbuildError
from kgbuild.pictures.parts import Columns, Flow, Part, Text
from kgbuild.pictures.styles import edge_style, node_style
from kgbuild.pictures.words import clean
from kgbuild.terms import Term

Attributes: TypeAlias = Mapping[str, object]
_HEAD: Final = ['  graph [rankdir="LR"];', '  node [fontname="DejaVu Sans", shape="box"];']
_RENAMED: Final = {"name": "short_name"}  # readers of DOT keep a node's id under "name"
_LINES: Final = {"dash-dot": "dashed"}  # Graphviz has no line of dashes and dots


def graph_dot(
    nodes: Iterable[tuple[Term, dict[str, Any]]], edges: Iterable[tuple[Term, Term, dict[str, Any]]]
) -> str:
    """A view of :mod:`kgbuild.provenance.views`, whole: all attributes are kept, with labels and shapes for people."""
    lines = []
    for term, data in sorted(nodes, key=lambda item: item[0]):
        kind = str(data["kind"])
        words = [str(data["label"]), *([str(data["date"])] if "date" in data else [])]
        shown: dict[str, object] = {"label": words, "shape": node_style(kind).dot}
        lines.append(f"  {_quoted(term[1:-1])}{_attributes({**_plain(data), **shown})};")
    found = []
    for source, target, data in edges:
        kind = str(data.get("type") or "; ".join(map(str, _sequence(data.get("types")))))
        shown = {"label": kind, "style": _line(kind.partition(";")[0])}
        found.append(
            f"  {_quoted(source[1:-1])} -> {_quoted(target[1:-1])}{_attributes({**_plain(data), **shown})};"
        )
    return _file("provenance", [*lines, *sorted(found)])


def parts_dot(title: str, parts: Sequence[Part]) -> str:
    """Parts of a picture, flows or of sources and what was had from them, as one graph.

    Raises :class:`KgbuildError` where a picture has none: an axis is no graph.
    """
    lines: list[str] = []
    for number, part in enumerate(parts):
        if isinstance(part, Flow):
            lines += _flow(part, f"{number}.")
        elif isinstance(part, Columns):
            lines += _columns(part, f"{number}.")
        else:
            raise KgbuildError(
                "figures on an axis are no graph", "write them to a file that ends in .svg or .png"
            )
    return _file(title, lines)


def _flow(flow: Flow, prefix: str) -> list[str]:
    found = []
    for node in flow.nodes:
        style = node_style(node.kind)
        shown = {
            "label": _words(node.texts),
            "penwidth": "3" if node.marked else "1",
            "shape": style.dot,
            "style": _LINES.get(style.dash, style.dash),
            "tooltip": node.tip,
        }
        found.append(f"  {_quoted(prefix + node.id)}{_attributes(shown)};")
    for edge in flow.edges:
        words = [edge_style(edge.kind).name, *([edge.text] if edge.text else [])]
        shown = {"label": words, "style": _line(edge.kind), "tooltip": edge.tip}
        ends = f"{_quoted(prefix + edge.source)} -> {_quoted(prefix + edge.derived)}"
        found.append(f"  {ends}{_attributes(shown)};")
    return found


def _columns(columns: Columns, prefix: str) -> list[str]:
    found = []
    for number, row in enumerate(columns.rows):
        left, right = f"{prefix}{number}.left", f"{prefix}{number}.right"
        for name, texts, tip in ((left, row.left, row.left_tip), (right, row.right, row.right_tip)):
            found.append(f"  {_quoted(name)}{_attributes({'label': _words(texts), 'tooltip': tip})};")
        shown = {"label": row.what, "style": _line(row.kind)}
        found.append(f"  {_quoted(left)} -> {_quoted(right)}{_attributes(shown)};")
    return found


def _words(texts: Sequence[Text]) -> list[str]:
    return [text.text for text in texts]


def _line(kind: str) -> str:
    dash = edge_style(kind).dash
    return _LINES.get(dash, dash)


def _plain(data: Attributes) -> dict[str, object]:
    return {
        _RENAMED.get(name, name): "; ".join(map(str, value)) if isinstance(value, tuple) else value
        for name, value in data.items()
        if value is not None
    }


def _sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple) else ()


def _attributes(values: Attributes) -> str:
    written = (
        f"{name}={_text(value if isinstance(value, list) else [value])}"
        for name, value in sorted(values.items())
        if value not in (None, "", [])
    )
    return f" [{', '.join(written)}]"


def _file(name: str, lines: Sequence[str]) -> str:
    return "\n".join([f"digraph {_text([name])} {{", *_HEAD, *lines, "}", ""])


def _text(lines: Sequence[object]) -> str:
    """Lines as one label."""
    escaped = (clean(str(line)).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(escaped).replace("&", "&amp;") + '"'


def _quoted(name: str) -> str:
    """An id as such: only ``"`` is escaped, and a backslash, so that it cannot hide the end."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
