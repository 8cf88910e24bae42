"""The triples about a claim and all that belongs to it, for formats that are RDF themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kgbuild.core.terms import Term, Triple
from kgbuild.graph import terms as t
from kgbuild.store.records import BuiltClaim, BuiltGraph

_HANGING: Final = frozenset({"said", "anchor", "selector", "drv", "voice"})
"""Kinds of nodes that exist for one claim alone, or for the passages it rests on."""
_OF_CONTENT: Final = frozenset({"prop", "slot", "qty", "when"})
_OF_DOCUMENTS: Final = (
    *(t.TYPE, t.IN_DOCUMENT, t.TITLE, t.ISSUED, t.LANGUAGE, t.PUBLISHER, t.SYMBOL, t.TEXT_LAYER, t.TEXT_HASH),
    t.COPY_OF,
)


def node_triples(graph: BuiltGraph, node: Term) -> Iterator[Triple]:
    """All that the graph says of a node, except for its line in a mapping."""
    for predicate, values in graph.facts.get(node, {}).items():
        if predicate != t.MAPPED_AT:
            for value in values:
                yield node, predicate, value


def content_triples(graph: BuiltGraph, claim: BuiltClaim) -> Iterator[Triple]:
    """The claim's proposition with the question it answers, and what its figure and time consist of."""
    said = claim.content
    for node in (said.term, said.slot, said.object, said.time):
        if node is not None and graph.kind(node) in _OF_CONTENT:
            yield from node_triples(graph, node)


def claim_triples(graph: BuiltGraph, claim: BuiltClaim) -> Iterator[Triple]:
    """The claim, its utterances, passages, graded identities and lineage, and a few facts about its document."""
    seen: set[Term] = set()
    todo = [claim.term, *(each.term for each in claim.identities)]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            for triple in node_triples(graph, node):
                yield triple
                if graph.kind(triple[2]) in _HANGING:
                    todo.append(triple[2])
    document = f"<{graph.base}doc/{claim.document}>"
    for section in (document, graph.value(claim.term, t.IN_PART), graph.value(document, t.TEXT_LAYER)):
        if section is not None:
            yield from (each for each in node_triples(graph, section) if each[1] in _OF_DOCUMENTS)


def name_triples(graph: BuiltGraph, triples: Iterable[Triple]) -> Iterator[Triple]:
    """The labels of all that triples name, and of entities of the registry what they are."""
    for node in {term for triple in triples for term in triple}:
        is_entity = bool(graph.values(node, t.PREF_LABEL))
        for predicate in (t.TYPE, t.LABEL, t.PREF_LABEL) if is_entity else (t.LABEL,):
            for value in graph.values(node, predicate):
                yield node, predicate, value
