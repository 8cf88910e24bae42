"""The plain graph of statements: the queries of the page give the same rows everywhere, and what the claims say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pyoxigraph as ox
import pytest
import rdflib
from plain import plain_queries

from kgbuild.core.terms import Term
from kgbuild.graph.prefixes import prefixes
from kgbuild.pipeline.graphs import BuildResult

BASE = "https://w3id.org/kgbuild/sample/"
PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(BASE).items())
QUERIES = plain_queries()
NATURAL = range(1, 11)
"""The questions that everybody asks: answered in at most five patterns each, OPTIONAL and FILTER not counted."""


@pytest.fixture(scope="module")
def store(sample: BuildResult) -> ox.Store:
    """All graphs of the sample."""
    store = ox.Store()
    lines = "".join(f"{s} {p} {o} {g} .\n" for g, s, p, o in sample.quads())
    store.bulk_load(lines.encode(), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def alone(sample: BuildResult) -> rdflib.Graph:
    """The graph of statements by itself, in another engine."""
    graph = rdflib.Graph()
    triples = sample.graphs[f"<{BASE}graph/statements>"]
    return graph.parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in triples), format="nt")


def rows(store: ox.Store, query: str, **options: object) -> Counter[tuple[str, ...]]:
    """The rows of a query, each with how often it comes."""
    found = store.query(PREFIXES + query, **options)  # type: ignore[arg-type]
    names = [variable.value for variable in found.variables]  # type: ignore[union-attr]
    return Counter(tuple(str(row[name]) for name in names) for row in found)  # type: ignore[union-attr]


def patterns(query: str) -> int:
    """How many triple patterns a query has."""
    body = re.sub(
        r"FILTER *\(.*\)|VALUES[^}]*}|OPTIONAL *{[^}]*}", "", query.partition("{")[2].rpartition("}")[0]
    )
    body = re.sub(r'"[^"]*"', "", body)
    return sum(
        1 + block.count(" ; ") + block.count(" ;\n")
        for block in re.findall(r"\?\w+ [^.]*?(?:\s\.\s|$)", body)
    )


def test_the_page_has_twenty() -> None:
    """Twenty questions, numbered in order; of the ten natural ones each takes at most five patterns."""
    assert list(QUERIES) == [str(number) for number in range(1, 21)]
    assert {
        number: patterns(QUERIES[str(number)]) for number in NATURAL if patterns(QUERIES[str(number)]) > 5
    } == {}


@pytest.mark.parametrize("number", QUERIES)
def test_rows_are_the_same_everywhere(number: str, store: ox.Store, alone: rdflib.Graph) -> None:
    """Over the union of all graphs, over the one graph by its name, and in rdflib over that graph alone."""
    union = rows(store, QUERIES[number], use_default_graph_as_union=True)
    assert union
    graph = ox.NamedNode(f"{BASE}graph/statements")
    assert rows(store, QUERIES[number], default_graph=graph) == union
    found = alone.query(PREFIXES + QUERIES[number])
    assert len(found) == union.total()


def value(told: Mapping[str, list[Term]], name: str) -> list[Term]:
    """What a statement says by a term of its own."""
    return told.get(f"<https://w3id.org/kgbuild/statements#{name}>", [])


def test_a_statement_says_what_its_claim_says(sample: BuildResult) -> None:
    """Each claim has one statement, with its subject, property, voice, words and place; no claim is left out."""
    told: dict[Term, dict[Term, list[Term]]] = {}
    for s, p, o in sample.graphs[f"<{BASE}graph/statements>"]:
        told.setdefault(s, {}).setdefault(p, []).append(o)
    of_claims = {claims[0]: node for node in told.values() if (claims := value(node, "claim"))}
    assert len(of_claims) == len(sample.claims)
    for claim in sample.claims:
        node = of_claims[claim.term]
        negative = claim.proposition.negative
        by = "saidBy" if claim.counts and not negative else "mentionedBy"
        if (claim.counts and negative) or (claim.denies and not negative):
            by = "deniedBy"
        assert {
            key: value(node, key) for key in ("saidBy", "deniedBy", "mentionedBy") if value(node, key)
        } == {by: [claim.voice]}
        assert value(node, "subject") == [claim.proposition.subject]
        assert value(node, "property") == [f"<{claim.predicate.iri}>"]
        assert len(value(node, "relayedBy")) == len({each.voice for each in claim.utterances[:-1]})
        (answer,) = value(node, "answer")
        assert ("not " in answer) >= negative
        assert (
            claim.counts
            or claim.modality in answer
            or any(each.stance in answer for each in claim.utterances)
        )
