"""What comes from what: documents and works, voices, claims, as graphs with the positions that pictures give them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from kgbuild.analysis.drawing.layers import arrange
from kgbuild.analysis.explorer.columns import Cell, Column, columns
from kgbuild.analysis.explorer.things import Things
from kgbuild.analysis.views import DISPUTING
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.graph import terms as t
from kgbuild.store.records import BuiltGraph

_KINDS: Final = ("annexes", "relays", "derives", "disputes", "cites", "reports")
"""What connects two things; the first that holds is the one that is drawn."""
_ANNEXED: Final = "annexed"
_ROWS: Final = 24
_FLAT: Final = 2
"""How many rows a column has at least before it is folded, and how many times as many rows as columns there are."""
Edges = dict[tuple[Term, Term], dict[str, int]]


@record
class PlacedGraph:
    """A graph with a column and a row for each node; ``periods`` are the names of its columns."""

    nodes: dict[str, Column]
    edges: dict[str, Column]
    periods: tuple[str, ...]

    def to_object(self) -> dict[str, object]:
        """As the page reads it."""
        return {"nodes": self.nodes, "edges": self.edges, "periods": list(self.periods)}


def documents_graph(graph: BuiltGraph, things: Things) -> PlacedGraph:
    """Documents, works and what is cited; an edge for each two that are connected, from source to what is derived."""
    edges: Edges = defaultdict(dict)

    def join(source: Term, derived: Term, kind: str, claims: int) -> None:
        ends = (_whole(graph, source), _whole(graph, derived))
        if ends[0] != ends[1]:
            found = edges[ends]
            found[kind] = found.get(kind, 0) + claims

    for claim in graph.claims.values():
        for link in claim.sources:
            join(link.term, claim.term, "annexes" if link.basis == _ANNEXED else "derives", 1)
    for document in graph.documents.values():
        for link_term in graph.values(document.term, t.QUALIFIED):
            kind = "annexes" if graph.key(link_term, t.BASIS) == _ANNEXED else "relays"
            join(graph.needed(link_term, t.PROV_ENTITY), document.term, kind, 0)
    for citation in graph.citations.values():
        join(citation.cited, citation.citing, "disputes" if citation.intent in DISPUTING else "cites", 0)
    years = {
        document.term: _year(graph, document.term)
        for document in graph.documents.values()
        if document.id == document.document
    }
    return _placed(things, years, edges)


def claims_graph(graph: BuiltGraph, things: Things) -> PlacedGraph:
    """Claims with recorded lineage, and what they are from; an edge from each source to the claim that is derived."""
    edges: Edges = defaultdict(dict)
    for claim in graph.claims.values():
        for link in claim.sources:
            edges[link.term, claim.term]["annexes" if link.basis == _ANNEXED else "derives"] = 1
    ends = {end for pair in edges for end in pair}
    years = {
        term: _year(graph, f"<{graph.base}doc/{claim.document}>")
        for term, claim in graph.claims.items()
        if term in ends
    }
    return _placed(things, years, edges, most=len(ends))


def _year(graph: BuiltGraph, document: Term) -> int | None:
    issued = graph.documents[document].issued
    return int(issued[:4]) if issued and issued[:4].isdigit() else None


def voices_graph(graph: BuiltGraph, things: Things) -> PlacedGraph:
    """Voices; an edge from each to those that report it, with the number of claims in which they do."""
    edges: Edges = defaultdict(dict)
    for claim in graph.claims.values():
        for outer, inner in zip(claim.chain, claim.chain[1:], strict=False):
            found = edges[inner.voice, outer.voice]
            found["reports"] = found.get("reports", 0) + 1
    voices = dict.fromkeys(said.voice for claim in graph.claims.values() for said in claim.chain)
    return _placed(things, dict.fromkeys(voices), edges)


def _whole(graph: BuiltGraph, term: Term) -> Term:
    """The document of a claim or part; anything else is itself."""
    claim = graph.claims.get(term)
    if claim is not None:
        return f"<{graph.base}doc/{claim.document}>"
    document = graph.documents.get(term)
    return term if document is None else f"<{graph.base}doc/{document.document}>"


def _placed(
    things: Things, years: Mapping[Term, int | None], edges: Edges, most: int | None = None
) -> PlacedGraph:
    """``most`` is how many rows a column may have before it goes on beside itself."""
    nodes: dict[str, int | None] = dict(years)
    for ends in edges:
        for end in ends:
            nodes.setdefault(end, None)
    joined = sorted(edges)
    layout = arrange(nodes, joined)
    most = most or max(_ROWS, math.ceil(math.sqrt(len(nodes) * _FLAT)))
    placed: list[list[Cell]] = []
    periods: list[str] = []
    for period, column in zip(layout.periods, layout.columns[::2], strict=True):
        own = [cell for cell in column if isinstance(cell, str)]
        for start in range(0, len(own), most):
            placed += [
                [things.number(cell), len(periods), y] for y, cell in enumerate(own[start : start + most])
            ]
            periods.append(period)
    return PlacedGraph(
        columns(("thing", "x", "y"), placed),
        columns(("source", "derived", "kind", "claims"), _edge_rows(things, joined, edges)),
        tuple(periods),
    )


def _edge_rows(things: Things, joined: Iterable[tuple[Term, Term]], edges: Edges) -> list[list[Cell]]:
    return [
        [
            things.number(source),
            things.number(derived),
            min(edges[source, derived], key=_KINDS.index),
            sum(edges[source, derived].values()),
        ]
        for source, derived in joined
    ]
