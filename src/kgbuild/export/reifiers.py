"""Claims as reifiers of RDF 1.2, in Turtle as pyoxigraph writes it.

Sources: RDF 1.2 Concepts (triple terms and reification) and RDF 1.2 Turtle (W3C Working Drafts). A claim reifies a
triple term: it speaks of the triple ``subject property value`` without asserting it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kgbuild.built import BuiltClaim, BuiltGraph
from kgbuild.export.around import around, content_facts, labels
from kgbuild.export.selection import Selection
from kgbuild.graph import terms as t
from kgbuild.graph.prefixes import prefixes
from kgbuild.terms import RDF, Triple
from kgbuild.write import ByteSink

_REIFIES: Final = f"<{RDF}reifies>"
_PREFIXES: Final = re.compile(rb"(?:@prefix [^\n]*\n)*")
_TERM: Final = (t.TYPE, t.SUBJECT, t.PREDICATE, t.OBJECT)
"""What of a proposition the triple term says; the rest stands on the reifier."""


def write_reifiers(selection: Selection, sink: ByteSink) -> int:
    """Write a reifier for each claim, with all that qualifies it; returns their number."""
    graph = selection.graph
    triples: set[Triple] = set()
    for claim in selection.claims:
        triples.update(_reifier(graph, claim))
    triples.update(labels(graph, triples))
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in sorted(triples)).encode()
    quads = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
    text = ox.serialize(quads, format=ox.RdfFormat.TURTLE, prefixes=prefixes(graph.base)) or b""
    header = _PREFIXES.match(text)
    end = header.end() if header else 0
    # Subjects stay in the order they came in; prefixes come in that of a hash table.
    sink.write(b"".join(sorted(text[:end].splitlines(keepends=True))) + text[end:])
    return len(selection.claims)


def _reifier(graph: BuiltGraph, claim: BuiltClaim) -> Iterator[Triple]:
    said = claim.content
    yield claim.term, _REIFIES, f"<<( {said.subject} {said.predicate} {said.object} )>>"
    for node, predicate, value in content_facts(graph, claim):
        if node != said.term:
            yield node, predicate, value
        elif predicate not in _TERM:
            yield claim.term, predicate, value
    yield from (each for each in around(graph, claim) if each[1] != t.CONTENT)
