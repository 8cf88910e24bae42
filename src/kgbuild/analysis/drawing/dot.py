"""Graphs as DOT, the language of Graphviz: every text quoted, the same bytes for the same graph.

In a quoted text of DOT a ``"`` needs a backslash; a backslash is doubled, as labels have escapes (``\\n``, ``\\N``);
and ``&`` is written as ``&amp;``, as Graphviz reads character entities there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

from kgbuild.analysis.attributes import flat_attributes
from kgbuild.analysis.drawing.parts import Caption, Columns, DotGraph, Edge, Flow, Node, Part
from kgbuild.analysis.drawing.styles import edge_style, node_style
from kgbuild.analysis.drawing.texts import clean
from kgbuild.core.errors import KgbuildError
from kgbuild.core.terms import Term

Attributes: TypeAlias = Mapping[str, object]
_HEAD: Final = [
    '  graph [rankdir="LR"];',
    '  node [fontname="DejaVu Sans", shape="box"];',
    '  edge [fontname="DejaVu Sans", fontsize="10"];',
]
_RENAMED: Final = {"name": "short_name"}  # readers of DOT keep a node's id under "name"
_ENDS: Final[Mapping[str, Mapping[str, str]]] = {
    "arrow": {},
    "back": {"dir": "back"},
    "bar": {"arrowtail": "tee", "dir": "back"},
    "none": {"constraint": "false", "dir": "none"},
}
_LINES: Final = {"dash-dot": "dashed"}  # Graphviz has no line of dashes and dots


def graph_dot(
    nodes: Iterable[tuple[Term, dict[str, Any]]], edges: Iterable[tuple[Term, Term, dict[str, Any]]]
) -> str:
    """A view of :mod:`kgbuild.analysis.views`, whole: all attributes are kept, with labels and shapes for people."""
    lines = []
    for term, data in sorted(nodes, key=lambda item: item[0]):
        kind = str(data["kind"])
        words = [str(data["label"]), *([str(data["date"])] if "date" in data else [])]
        shown: dict[str, object] = {"label": words, "shape": node_style(kind).dot}
        lines.append(f"  {_quoted(term[1:-1])}{_attributes({**flat_attributes(data, _RENAMED), **shown})};")
    found = []
    for source, target, data in edges:
        kind = str(data.get("type") or "; ".join(data.get("types", ())))
        dash = edge_style(kind.partition(";")[0]).dash
        shown = {"label": kind, "style": _LINES.get(dash, dash)}
        written = _attributes({**flat_attributes(data, _RENAMED), **shown})
        found.append(f"  {_quoted(source[1:-1])} -> {_quoted(target[1:-1])}{written};")
    return _file("provenance", [*lines, *sorted(found)])


def picture_dot(title: str, parts: Sequence[Part | DotGraph]) -> str:
    """Parts of a picture, flows or of sources and what was had from them, or what stands for an axis, as one graph.

    Raises :class:`KgbuildError` for an axis: it is no graph.
    """
    lines: list[str] = []
    for number, part in enumerate(parts):
        prefix = f"{number}."
        if isinstance(part, Flow):
            lines += _things(part.nodes, part.edges, prefix)
        elif isinstance(part, DotGraph):
            lines += [*_things(part.nodes, part.edges, prefix), *_ranks(part, prefix)]
        elif isinstance(part, Columns):
            lines += _columns(part, prefix)
        else:
            raise KgbuildError(
                "figures on an axis are no graph", "write them to a file that ends in .svg or .png"
            )
    return _file(title, lines)


def _things(nodes: Sequence[Node], edges: Sequence[Edge], prefix: str) -> list[str]:
    found = []
    for node in nodes:
        look = node_style(node.kind)
        shown = {
            "class": node.kind,
            "label": _words(node.texts),
            "penwidth": "3" if node.marked else f"{look.thickness:g}",
            "shape": look.dot,
            "style": _LINES.get(look.dash, look.dash),
            "tooltip": node.tip,
        }
        found.append(f"  {_quoted(prefix + node.id)}{_attributes(shown)};")
    for edge in edges:
        style = edge_style(edge.kind)
        words = [*([] if style.plain else [style.name]), *([edge.text] if edge.text else [])]
        tip = edge.tip or (style.name if style.plain else "")
        shown = {"class": edge.kind, "label": words, "tooltip": tip, **_line(edge.kind)}
        ends = f"{_quoted(prefix + edge.source)} -> {_quoted(prefix + edge.derived)}"
        found.append(f"  {ends}{_attributes(shown)};")
    return found


def _ranks(graph: DotGraph, prefix: str) -> list[str]:
    """A chain of dates, each beside what belongs to it."""
    found = []
    names = [f"{prefix}date.{name}" for name, _ in graph.ranks]
    for date, (name, members) in zip(names, graph.ranks, strict=True):
        found.append(
            f"  {_quoted(date)}{_attributes({'class': 'date', 'label': name, 'shape': 'plaintext'})};"
        )
        beside = "; ".join(map(_quoted, (date, *(prefix + member for member in members))))
        found.append(f'  {{ rank="same"; {beside}; }}')
    chain = _attributes({"arrowhead": "none", "class": "date", "style": "dotted", "weight": "100"})
    return found + [f"  {_quoted(one)} -> {_quoted(other)}{chain};" for one, other in pairwise(names)]


def _columns(columns: Columns, prefix: str) -> list[str]:
    """Pairs one below another: sources in one column, under their name, and what was had from them in another."""
    sides: list[list[str]] = [[], []]
    found = []
    # Graphviz sets what comes first at the bottom.
    for number, row in reversed(list(enumerate(columns.rows))):
        left, right = f"{prefix}{number}.left", f"{prefix}{number}.right"
        for name, texts, tip in ((left, row.left, row.left_tip), (right, row.right, row.right_tip)):
            found.append(f"  {_quoted(name)}{_attributes({'label': _words(texts), 'tooltip': tip})};")
        shown = {"class": row.kind, "label": row.what, **_line(row.kind)}
        found.append(f"  {_quoted(left)} -> {_quoted(right)}{_attributes(shown)};")
        sides[0].append(left)
        sides[1].append(right)
    for name, text, names in (("source", columns.left, sides[0]), ("derived", columns.right, sides[1])):
        head = _quoted(prefix + name)
        found.append(f"  {head}{_attributes({'class': 'head', 'label': text, 'shape': 'plaintext'})};")
        found.append(f'  {{ rank="same"; {"; ".join([*map(_quoted, names), head])}; }}')
    return found


def _words(texts: Sequence[Caption]) -> list[str]:
    return [text.text for text in texts]


def _line(kind: str) -> dict[str, str]:
    """How the line of a kind of edge looks, from its source on."""
    style = edge_style(kind)
    line = {"style": _LINES.get(style.dash, style.dash), "penwidth": f"{style.thickness:g}"}
    return {**line, **_ENDS[style.end]}


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
