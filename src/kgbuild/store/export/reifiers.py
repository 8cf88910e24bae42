"""Claims as reifiers of RDF 1.2, in Turtle as pyoxigraph writes it.

Sources: RDF 1.2 Concepts (triple terms and reification) and RDF 1.2 Turtle (W3C Working Drafts). A claim reifies a
triple term: it speaks of the triple ``subject property value`` without asserting it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Final

import pyoxigraph as ox

from kgbuild.core.terms import RDF, Triple
from kgbuild.graph import terms as t
from kgbuild.graph.prefixes import prefixes
from kgbuild.graph.write.names import ByteSink
from kgbuild.store.export.claim_triples import claim_triples, content_triples, name_triples
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltClaim, BuiltGraph

_REIFIES: Final = f"<{RDF}reifies>"
_PREFIXES: Final = re.compile(rb"(?:@prefix [^\n]*\n)*")
_TERM: Final = (t.TYPE, t.SUBJECT, t.PREDICATE, t.OBJECT, t.LABEL)
"""What of a proposition the triple term and the claim say themselves; the reifier says the rest."""


def write_reifiers(selection: Selection, sink: ByteSink) -> int:
    """Write a reifier for each claim, document by document, then what they share; returns their number."""
    names = prefixes(selection.graph.base)
    for number, triples in enumerate(_chunks(selection)):
        header, body = _turtle(triples, names)
        sink.write(body if number else header + body)
    return len(selection.claims)


def _chunks(selection: Selection) -> Iterator[set[Triple]]:
    """The triples of each document, and last those of nodes that several may speak of."""
    graph = selection.graph
    shared: set[Triple] = set()
    for _, claims in groupby(selection.claims, attrgetter("document")):
        own: set[Triple] = set()
        for claim in claims:
            own.update(_reifier(graph, claim))
            shared.update(each for each in content_triples(graph, claim) if each[0] != claim.content.term)
        shared.update(name_triples(graph, own))
        yield own
    yield shared.union(name_triples(graph, shared))


def _reifier(graph: BuiltGraph, claim: BuiltClaim) -> Iterator[Triple]:
    said = claim.content
    yield claim.term, _REIFIES, f"<<( {said.subject} {said.predicate} {said.object} )>>"
    for node, predicate, value in content_triples(graph, claim):
        if node == said.term and predicate not in _TERM:
            yield claim.term, predicate, value
    yield from (each for each in claim_triples(graph, claim) if each[1] != t.CONTENT)


def _turtle(triples: set[Triple], names: dict[str, str]) -> tuple[bytes, bytes]:
    """Triples as Turtle: the prefixes, which pyoxigraph writes in the order of a hash table, and the rest."""
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in sorted(triples)).encode()
    quads = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
    text = ox.serialize(quads, format=ox.RdfFormat.TURTLE, prefixes=names) or b""
    found = _PREFIXES.match(text)
    end = found.end() if found else 0
    return b"".join(sorted(text[:end].splitlines(keepends=True))), text[end:]
