"""Results lead back: from any node to the lines of the mappings that made it, without a traceback."""

from __future__ import annotations

import pytest
from small_project import BASE, shipped, sound_graph

from kgbuild.core.places import Place
from kgbuild.core.terms import Term, Triple
from kgbuild.findings.diagnostics import Severity
from kgbuild.graph import terms as t
from kgbuild.graph.shapes.engines import ShapeResult
from kgbuild.graph.shapes.findings import find_owners, places_in, shorten, to_diagnostics
from kgbuild.graph.shapes.library import ShapesLibrary
from kgbuild.graph.sinks import WrittenNode

PREFIXES = {"claim": f"{BASE}claim/", "t": BASE}
NOWHERE = Place.whole("graph.ttl")


def _node(sound: frozenset[Triple], subject: str, predicate: Term) -> Term:
    return min(o for s, p, o in sound if (s, p) == (f"<{BASE}{subject}>", predicate))


@pytest.fixture(scope="module")
def library() -> ShapesLibrary:
    """The shapes that kgbuild ships."""
    return shipped()


@pytest.fixture(scope="module")
def sound() -> frozenset[Triple]:
    """The graph that the cases break."""
    return sound_graph()


def test_every_node_of_a_build_leads_back_to_a_place(
    sound: frozenset[Triple], library: ShapesLibrary
) -> None:
    """Anchors, selectors, quantities, times, slots, comparisons, derivations: all have a line that made them."""
    places = places_in(sound)
    focus = {
        s
        for s, p, o in sound
        if p == t.TYPE
        and o != t.CLAIM_PROPERTY  # of the ontology, not of a mapping
        and any(("targetClass", o) in shape.targets for shape in library.shapes.values())
    }
    owners = find_owners(focus, lambda: sorted(sound), places)
    assert len(focus) > 60
    assert [node for node in sorted(focus) if not owners(node)] == []
    assert all(owner in places for node in focus for owner in owners(node))


def test_a_shared_node_has_all_the_places_that_make_it(
    sound: frozenset[Triple], library: ShapesLibrary
) -> None:
    """The same proposition in two documents: one finding, at the first place, the other beside it."""
    shared = _node(sound, "claim/letter.toll.killed", t.CONTENT)
    places = places_in(sound)
    shape = library.by_code("KG458")
    assert shape is not None
    result = ShapeResult(shape.iri, shared, None, "https://w3id.org/kgbuild/ns#polarity", "Violation")
    owners = find_owners([shared], lambda: sound, places)
    written = {node: [WrittenNode(place) for place in found] for node, found in places.items()}
    (finding,) = to_diagnostics([result], library, written, owners, PREFIXES, NOWHERE)
    assert finding.code == "KG458"
    assert finding.severity is Severity.ERROR
    assert finding.message == shape.message
    assert finding.place.file == "mappings/letter.yaml"
    assert {related.place.file for related in finding.related} == {
        "mappings/letter.yaml",
        "mappings/reply.yaml",
    }
    assert {related.label for related in finding.related} == {"the same is written here"}
    assert f"shape: {shape.label} ({shape.code})" in finding.notes


def test_a_node_that_no_mapping_made_stands_at_the_file(library: ShapesLibrary) -> None:
    """Foreign RDF has no mapping: the finding stands at the file and names the node."""
    shape = library.by_code("KG412")
    assert shape is not None
    value = '"120"^^<http://www.w3.org/2001/XMLSchema#integer>'
    result = ShapeResult(shape.iri, "<https://else.org/q>", value, None, "Warning")
    (finding,) = to_diagnostics([result], library, {}, find_owners([], list, {}), PREFIXES, NOWHERE)
    assert finding.place == NOWHERE
    assert finding.severity is Severity.WARNING
    assert finding.notes[:2] == ("node: <https://else.org/q>", "value: 120")


def test_terms_are_shown_short() -> None:
    """By the longest prefix that fits; numbers bare; texts quoted."""
    assert shorten(f"<{BASE}claim/letter.toll.killed>", PREFIXES) == "claim:letter.toll.killed"
    assert shorten(f"<{BASE}doc/letter>", PREFIXES) == "t:doc/letter"
    assert shorten('"Baku"@en', PREFIXES) == '"Baku"@en'
    assert shorten('"a ^^ b"', PREFIXES) == '"a ^^ b"'
    assert shorten('"5"^^<http://www.w3.org/2001/XMLSchema#integer>', PREFIXES) == "5"
