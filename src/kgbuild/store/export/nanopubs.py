"""Nanopublications: one for each claim, in TriG, with its four graphs.

Sources: the nanopublication guidelines (https://nanopub.net/guidelines/working_draft/) and their schema, ``np:``. The
assertion graph says that a voice asserts, denies … a proposition, which is described and not asserted. So a store that
reads all graphs as one still takes nothing as a fact. ``docs/explanation/decisions.md`` has the reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kgbuild.core.terms import Term, Triple, literal
from kgbuild.graph import terms as t
from kgbuild.graph.prefixes import prefixes
from kgbuild.graph.write.names import ByteSink
from kgbuild.graph.write.turtle import Blocks, TrigWriter
from kgbuild.store.export.claim_triples import claim_triples, content_triples, name_triples, node_triples
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltClaim, BuiltGraph

NP: Final = "http://www.nanopub.org/nschema#"
_ATTRIBUTED: Final = f"<{t.PROV}wasAttributedTo>"
_PART_OF: Final = f"<{t.DCTERMS}isPartOf>"
_SAID: Final = frozenset(
    {t.TYPE, t.PROPERTY, t.CONTENT, t.SOURCE_VOICE, t.STANCE, t.MODALITY, t.HEDGE, t.MANNER, t.FIGURE_STATUS}
)
"""What of a claim stands in the assertion; the rest is its provenance."""


def write_nanopubs(selection: Selection, sink: ByteSink) -> int:
    """Write a nanopublication for each claim; returns their number."""
    graph = selection.graph
    names = {**prefixes(graph.base), "nanopub": f"{graph.base}nanopub/", "np": NP}
    writer = TrigWriter(sink, Blocks(names))
    for claim in selection.claims:
        for name, triples in _graphs(graph, claim):
            writer.graph(name, sorted(triples))
    writer.close()
    return len(selection.claims)


def _graphs(graph: BuiltGraph, claim: BuiltClaim) -> Iterator[tuple[Term, set[Triple]]]:
    """The four graphs of a nanopublication with their names, the head first."""
    node = f"<{graph.base}nanopub/{claim.id}>"
    # Below a slash: tools that sign rename these graphs together with the whole.
    head, assertion, provenance, publication = (
        f"{node[:-1]}/{part}>" for part in ("head", "assertion", "provenance", "pubinfo")
    )
    yield (
        head,
        {
            (node, t.TYPE, f"<{NP}Nanopublication>"),
            (node, f"<{NP}hasAssertion>", assertion),
            (node, f"<{NP}hasProvenance>", provenance),
            (node, f"<{NP}hasPublicationInfo>", publication),
        },
    )
    said = {each for each in node_triples(graph, claim.term) if each[1] in _SAID}
    said.update(content_triples(graph, claim))
    yield assertion, said
    context = set(claim_triples(graph, claim)) - said
    section = graph.value(claim.term, t.IN_PART) or graph.needed(claim.term, t.IN_DOCUMENT)
    context.update([(assertion, _ATTRIBUTED, claim.voice), (assertion, t.SOURCE, section)])
    yield provenance, context
    yield publication, {*_publication(graph, claim, node), *name_triples(graph, said | context)}


def _publication(graph: BuiltGraph, claim: BuiltClaim, node: Term) -> Iterator[Triple]:
    """The data set that it belongs to, with creator and licence where these are known; its line in the mapping."""
    yield node, t.LABEL, literal(claim.id)
    dataset = f"<{graph.base}dataset/all>"
    if dataset in graph.facts:
        yield node, _PART_OF, dataset
        for predicate in (t.CREATOR, t.LICENSE, t.GENERATOR):
            for value in graph.values(dataset, predicate):
                yield node, predicate, value
    if claim.mapped_at is not None:
        yield claim.term, t.MAPPED_AT, literal(claim.mapped_at)
