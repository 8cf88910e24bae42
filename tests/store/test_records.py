"""The built graph read back as records says what the build had in memory, whichever file it is read from."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

import kgbuild
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.study import Study
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import load_project, ontology_folder
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.pipeline.graphs import BuildResult
from kgbuild.store.records import NAMES, BuiltGraph, format_of, graph_file, read_graph, read_quads


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(load_project(ROOT / "kgbuild.toml").ontology)


@pytest.fixture(scope="module")
def graph(sample: BuildResult, vocabulary: Vocabulary) -> BuiltGraph:
    return BuiltGraph(sample.quads(), vocabulary)


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(load_project(ROOT / "kgbuild.toml"))


def test_claims_are_those_of_the_build(graph: BuiltGraph, sample: BuildResult) -> None:
    """Each claim of the build is found again with its content, voices, evidence and place."""
    assert {claim.term for claim in sample.claims} == set(graph.claims)
    for claim in sample.claims:
        found = graph.claims[claim.term]
        assert (found.id, found.document, found.part) == (claim.id, claim.document, claim.part)
        assert (found.property, found.stance, found.modality) == (
            claim.predicate.key,
            claim.stance,
            claim.modality,
        )
        assert (found.content.term, found.content.slot) == (claim.proposition.term, claim.proposition.slot)
        assert found.content.object == claim.proposition.object_term
        assert found.content.negative == claim.proposition.negative
        assert [(u.voice, u.stance, u.depth) for u in found.chain] == [
            (u.voice, u.stance, u.depth) for u in claim.utterances
        ]
        span = claim.anchor.span
        assert (found.evidence.start, found.evidence.end, found.evidence.hash) == (
            span.start,
            span.end,
            span.hash,
        )
        assert (found.evidence.quote, found.evidence.match) == (claim.quote.text, span.match)
        assert (found.hedge, found.manner, found.status) == (claim.hedge, claim.manner, claim.status)
        assert (found.reading, found.sic, found.words) == (claim.reading, claim.sic, claim.words)
        assert (found.counts, found.mapped_at) == (claim.counts, str(claim.place))
        assert found.year_basis == claim.year_basis
        graded = [(ref.term, ref.identity, ref.reading) for ref in claim.identities]
        graded += [(u.voice, u.identity, u.reading) for u in claim.utterances if u.identity != "certain"]
        assert [(each.of, each.grade, each.reading) for each in found.identities] == graded


def test_lineage_is_that_of_the_build(graph: BuiltGraph, study: Study) -> None:
    """Sources with their basis, and origins, are those that the corpus pass found."""
    for claim in study.claims:
        found = graph.claims[claim.term]
        links = {(link.source, link.basis) for link in study.links.get(claim.term, ())}
        assert {(each.term, each.basis) for each in found.sources} == links
        assert set(found.origins) == set(study.corpus.origins.get(claim.term, ()))


def test_values_read_as_the_analyses_write_them(graph: BuiltGraph, study: Study) -> None:
    """A figure, date, entity or text of the graph is worded as ``kgbuild origins`` words it."""
    for claim in study.claims:
        assert graph.value_text(claim.proposition.object_term) == study.value(claim)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "graph.nq"])
def test_every_format_says_the_same(graph: BuiltGraph, vocabulary: Vocabulary, name: str) -> None:
    """Turtle, TriG and JSON-LD of ``out/`` are read into the same records."""
    found = read_graph(ROOT / "out" / name, vocabulary)
    assert found.base == graph.base
    assert found.claims == graph.claims
    assert found.documents == graph.documents
    assert found.citations == graph.citations
    assert found.comparisons == graph.comparisons
    assert found.entities == graph.entities


def test_documents_and_citations(graph: BuiltGraph) -> None:
    """Documents come before parts; a citation has its intent by key."""
    ids = [document.id for document in graph.documents.values()]
    assert len([each for each in ids if "." not in each]) == 5
    assert ids[5:] == ["letter-2025-01-20.annex", "letter-2025-01-20.letter"]
    kinds = {document.id: document.kind for document in graph.documents.values()}
    assert kinds["letter-2020-01-17"] == "un-letter"
    assert {citation.intent for citation in graph.citations.values()} >= {"disputes", "cites", "reports"}


def test_labels(graph: BuiltGraph) -> None:
    """Entities are called by their label, unnamed voices by the words for them, own terms by the ontology's label."""
    node = f"<{graph.base}{{}}/{{}}>".format
    assert graph.label(node("event", "baku-1990-01-19")) == "Baku, night of 19–20 January 1990"
    assert graph.label(node("voice", "news-report-2026.toll.killed.1")) == "unnamed (official figures)"
    assert graph.label("<https://w3id.org/kgbuild/ns#killed>") == "number of people killed"
    assert graph.label("<https://example.org/x>") == "https://example.org/x"


def test_a_folder_without_a_graph(tmp_path: Path) -> None:
    """Says what to run."""
    with pytest.raises(KgbuildError, match="no graph in") as caught:
        graph_file(tmp_path)
    assert caught.value.hint == "run `kgbuild build` first"


def test_files_that_are_no_graph_of_kgbuild(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """An unknown ending, bad syntax and RDF of something else are refused, with the file named."""
    with pytest.raises(KgbuildError, match="no RDF file"):
        format_of(tmp_path / "graph.xlsx")
    bad = tmp_path / "bad.ttl"
    bad.write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(KgbuildError, match=r"bad\.ttl"):
        list(read_quads(bad))
    other = tmp_path / "other.ttl"
    other.write_text("<http://a.example/s> <http://a.example/p> 1 .", encoding="utf-8")
    with pytest.raises(KgbuildError, match=r"other\.ttl: the graph holds no document"):
        read_graph(other, vocabulary)


def test_a_graph_with_a_claim_torn_off(sample: BuildResult, vocabulary: Vocabulary) -> None:
    """A claim whose evidence is missing is named, not skipped."""
    torn = BuiltGraph((quad for quad in sample.quads() if not quad[2].endswith("#evidence>")), vocabulary)
    with pytest.raises(KgbuildError, match="the graph is not whole"):
        _ = torn.claims


def test_another_ontology(tmp_path: Path) -> None:
    """A project with its own module is read too: its properties have the keys that its mappings use."""
    folder = ROOT / "examples" / "excavation"
    result = kgbuild.build(folder, shapes=False)
    graph = BuiltGraph(result.quads(), load_vocabulary(load_project(folder / "kgbuild.toml").ontology))
    assert {claim.property for claim in graph.claims.values()} == {
        claim.predicate.key for claim in result.claims
    }
    unknowing = BuiltGraph(result.quads(), load_vocabulary([ontology_folder() / "kgbuild.ttl"]))
    assert len(unknowing.claims) == len(graph.claims)
