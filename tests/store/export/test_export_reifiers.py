"""Reifiers of RDF 1.2 speak of triples without asserting them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kgbuild.core.terms import RDF
from kgbuild.graph import terms as t
from kgbuild.store.export.reifiers import write_reifiers
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltGraph
from store.export.cases import quads_of, written

REIFIES = ox.NamedNode(f"{RDF}reifies")


@pytest.fixture(scope="module")
def store(selection: Selection) -> ox.Store:
    store = ox.Store()
    store.extend(quads_of(written(write_reifiers, selection), ox.RdfFormat.TURTLE))
    return store


def node(term: str) -> ox.NamedNode:
    return ox.NamedNode(term[1:-1])


def test_each_claim_reifies_its_triple(store: ox.Store, graph: BuiltGraph) -> None:
    """Subject, property and value of the claim are those of the one triple term, which nobody asserts."""
    assert len(list(store.quads_for_pattern(None, REIFIES, None))) == len(graph.claims) == 633
    for claim in graph.claims.values():
        (quad,) = store.quads_for_pattern(node(claim.term), REIFIES, None)
        triple, said = quad.object, claim.content
        assert isinstance(triple, ox.Triple)
        terms = (str(triple.subject), str(triple.predicate), str(triple.object))
        assert terms == (said.subject, said.predicate, said.object)
        assert not list(store.quads_for_pattern(triple.subject, triple.predicate, triple.object))


def test_what_the_triple_does_not_say_is_on_the_reifier(store: ox.Store, graph: BuiltGraph) -> None:
    """Polarity and limits of the proposition, and all that is said of the claim but which proposition it has."""
    limits = (t.POLARITY, t.POPULATION, t.SEVERITY, t.PLACE_SCOPE, t.IN_TIME, t.IN_SLOT)
    for claim in graph.claims.values():
        wanted = {(p, v) for p in limits for v in graph.values(claim.content.term, p)}
        dropped = (t.CONTENT, t.MAPPED_AT)
        wanted |= {(p, v) for p, vs in graph.facts[claim.term].items() for v in vs if p not in dropped}
        found = {
            (str(quad.predicate), str(quad.object))
            for quad in store.quads_for_pattern(node(claim.term), None, None)
            if quad.predicate != REIFIES
        }
        assert found == wanted


def test_it_is_asked_as_rdf_1_2_is(store: ox.Store) -> None:
    """SPARQL 1.2 finds who says a triple by its triple term."""
    answer = store.query(
        """
        PREFIX kg: <https://w3id.org/kgbuild/ns#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX schema: <https://schema.org/>
        SELECT DISTINCT ?document WHERE {
            ?claim rdf:reifies <<( ?event kg:killed ?number )>> ; kg:polarity kg:positive ; kg:inDocument ?document .
            ?number schema:value 150 .
        }"""
    )
    assert isinstance(answer, ox.QuerySolutions)
    assert len(list(answer)) == 4
