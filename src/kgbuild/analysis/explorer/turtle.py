"""The triples of each claim as Turtle, for its page: the claim and what it alone is made of."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.core.terms import Term, Triple
from kgbuild.graph.prefixes import prefixes
from kgbuild.graph.write.names import Prefixes
from kgbuild.graph.write.turtle import ShortForms, blocks
from kgbuild.store.records import BuiltClaim, BuiltGraph

_VALUES = ("qty", "when")


def turtle_prefixes(graph: BuiltGraph) -> str:
    """The prefixes that the Turtle of the claims is written with."""
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes(graph.base).items())


def claims_turtle(graph: BuiltGraph) -> Iterator[str]:
    """The Turtle of each claim, without prefixes, in the order of their IRIs."""
    short = ShortForms(Prefixes(prefixes(graph.base)))
    for claim in graph.claims.values():
        triples = [triple for node in claim_nodes(graph, claim) for triple in _about(graph, node)]
        yield "\n".join(blocks(triples, short))


def claim_nodes(graph: BuiltGraph, claim: BuiltClaim) -> list[Term]:
    """The claim, its utterances, proposition, value, time and passages, in this order."""
    content = claim.content
    nodes = [claim.term, *(said.term for said in claim.chain), content.term]
    nodes += [node for node in (content.object, content.time) if node and graph.kind(node) in _VALUES]
    anchors = [claim.evidence, claim.context, *(said.evidence for said in claim.chain)]
    nodes += [anchor.term for anchor in anchors if anchor is not None]
    return list(dict.fromkeys(nodes))


def _about(graph: BuiltGraph, node: Term) -> list[Triple]:
    return sorted((node, p, o) for p, values in graph.facts[node].items() for o in values)
