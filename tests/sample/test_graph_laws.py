"""What holds of the sample graph as a whole: attribution, closed entities, evidence, no blank nodes."""

from __future__ import annotations

from collections import defaultdict

from conftest import ROOT

from kgbuild.core.project import ontology_folder
from kgbuild.graph import terms as t
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.pipeline.graphs import BuildResult

BASE = "https://w3id.org/kgbuild/sample/"
IDENTITY = {t.TYPE, t.LABEL, t.PREF_LABEL, t.ALT_LABEL, t.EXACT_MATCH, t.SOURCE, t.SYMBOL, t.LEGAL_NUMBER}


def test_nothing_is_found_on_the_sample(sample: BuildResult) -> None:
    """The sample builds and passes SHACL without a finding, and every mapping and claim is in it."""
    assert sample.findings == []
    assert sample.counts.documents == len(list((ROOT / "mappings").glob("*.yaml")))
    claims = {s for _, s, p, o in sample.quads() if (p, o) == (t.TYPE, t.CLAIM)}
    assert sample.counts.claims == len(claims) > 0


def test_no_domain_property_is_asserted(sample: BuildResult) -> None:
    """A property that mappings use stands after ``rdf:predicate`` only, never between two nodes."""
    folder = ontology_folder()
    vocabulary = load_vocabulary([folder / "kgbuild.ttl", folder / "events.ttl"])
    domain = {f"<{prop.iri}>" for prop in vocabulary.properties.values()}
    assert domain
    assert not {p for _, _, p, _ in sample.quads()} & domain


def test_there_are_no_blank_nodes(sample: BuildResult) -> None:
    """Every subject and object is an IRI or a literal."""
    assert not [quad for quad in sample.quads() if any(term[0] not in '<"' for term in quad)]


def test_entities_have_identity_only(sample: BuildResult) -> None:
    """The ``entities`` graph says who or what is meant, and nothing else."""
    triples = sample.graphs[f"<{BASE}graph/entities>"]
    assert triples
    assert {p for _, p, _ in triples} <= IDENTITY


def test_every_claim_has_evidence_with_offsets(sample: BuildResult) -> None:
    """Each claim has one anchor with a start, an end and a hash, a voice, a chain and a mapping place."""
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for _, s, p, o in sample.quads():
        if o not in facts[s][p]:
            facts[s][p].append(o)
    claims = [node for node, values in facts.items() if t.CLAIM in values[t.TYPE]]
    assert len(claims) == sample.counts.claims
    for claim in claims:
        (anchor,) = facts[claim][t.EVIDENCE]
        for predicate in (t.START, t.END, t.SPAN_HASH, t.QUOTE, t.MATCH):
            assert len(facts[anchor][predicate]) == 1
        assert facts[claim][t.HAS_UTTERANCE]
        assert facts[claim][t.SOURCE_VOICE]
        assert len(facts[claim][t.MAPPED_AT]) == 1


def test_every_own_term_is_defined(sample: BuildResult) -> None:
    """Each ``kg:`` term of the graph is defined in the ontology."""
    folder = ontology_folder()
    known = load_vocabulary([folder / "kgbuild.ttl", folder / "events.ttl"]).own_terms
    used = {
        term[1:-1]
        for quad in sample.quads()
        for term in quad
        if term.startswith("<https://w3id.org/kgbuild/ns#")
    }
    assert used - known == set()


def test_quotes_are_short(sample: BuildResult) -> None:
    """No quote or context has more than twelve words: the documents stay with their owners."""
    words = [o for _, _, p, o in sample.quads() if p in (t.QUOTE, t.WORDS)]
    assert max(len(word.replace("…", " ").split()) for word in words) <= 12
