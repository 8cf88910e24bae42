"""The four files of the sample, read back with parsers that kgbuild does not write with: the same quads."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyld.jsonld
import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT

import kgbuild
from kgbuild.graphs import BuildResult

Quads = set[tuple[str, str, str, str]]
FORMATS = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    assert kgbuild.build(ROOT, out=folder, shapes=False).ok
    return folder


@pytest.fixture(scope="module")
def expected(sample: BuildResult) -> Quads:
    quads = list(sample.quads())
    assert len(quads) == len(set(quads)) == sample.counts.quads
    return set(quads)


@pytest.mark.parametrize("name", FORMATS)
def test_pyoxigraph_reads_the_same_quads(out: Path, expected: Quads, name: str) -> None:
    """Each format with named graphs gives back exactly the quads of the build."""
    found = [
        (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object))
        for q in ox.parse(path=str(out / f"graph.{name}"), format=FORMATS[name])
    ]
    assert len(found) == len(expected)
    assert set(found) == expected


def test_pyoxigraph_reads_the_same_triples(out: Path, expected: Quads) -> None:
    """Turtle names no graphs; it gives back exactly the triples."""
    found = {
        (str(q.subject), str(q.predicate), str(q.object))
        for q in ox.parse(path=str(out / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    }
    assert found == {quad[1:] for quad in expected}


@pytest.mark.parametrize("name", ["nquads", "trig"])
def test_rdflib_reads_the_same_quads(
    out: Path, expected: Quads, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """rdflib, with its rewriting of literals switched off, reads the same quads."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    dataset = rdflib.Dataset()
    dataset.parse(out / f"graph.{'nq' if name == 'nquads' else name}", format=name)
    found = {
        (c.n3(), s.n3(), p.n3(), o.n3()) for s, p, o, g in dataset.quads() for c in [rdflib.URIRef(str(g))]
    }
    assert len(found) == len(expected)
    assert {quad[:3] for quad in found} == {quad[:3] for quad in expected}


def test_rdflib_reads_the_same_triples(out: Path, expected: Quads, monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib reads the same triples from Turtle."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    graph = rdflib.Graph().parse(out / "graph.ttl", format="turtle")
    triples = {quad[1:] for quad in expected}
    assert len(graph) == len(triples)
    assert {(s.n3(), p.n3()) for s, p, _ in graph} == {triple[:2] for triple in triples}


def test_pyld_expands_the_same_quads(out: Path, expected: Quads) -> None:
    """PyLD, offline, makes as many quads of the JSON-LD, with the same subjects and predicates in the same graphs."""

    def refuse(url: str, _: object) -> None:
        raise AssertionError(f"a connection to {url}")

    document = json.loads((out / "graph.jsonld").read_text(encoding="utf-8"))
    dataset = pyld.jsonld.to_rdf(document, {"documentLoader": refuse})
    found = Counter(
        (f"<{graph}>", f"<{triple['subject']['value']}>", f"<{triple['predicate']['value']}>")
        for graph, triples in dataset.items()
        for triple in triples
    )
    assert found == Counter(quad[:3] for quad in expected)


def test_json_ld_is_readable(out: Path) -> None:
    """Keys are names, not IRIs; a document nests its claims, a claim its evidence, voices and content."""
    document = json.loads((out / "graph.jsonld").read_text(encoding="utf-8"))
    (graph,) = [g for g in document["@graph"] if g["id"] == "graph:doc.letter-2020-01-17"]
    (root,) = [node for node in graph["@graph"] if node["id"] == "doc:letter-2020-01-17"]
    (claim,) = [node for node in root["contains"] if node["id"] == "claim:letter-2020-01-17.toll.killed"]
    assert claim["evidence"]["quote"] == "131 civilians were killed"
    assert claim["utterance"]["statedBy"] == "agent:permanent-mission-of-azerbaijan"
    assert claim["content"]["object"]["value"] == 131

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for inner in value.values() for key in keys(inner)}
        return {key for item in value for key in keys(item)} if isinstance(value, list) else set()

    assert not [key for key in keys(document["@graph"]) if ":" in key]


def test_dataset_is_rdflib(sample: BuildResult, expected: Quads) -> None:
    """``result.dataset()`` is an ``rdflib.Dataset`` with a named graph for each graph of the build."""
    dataset = sample.dataset()
    assert isinstance(dataset, rdflib.Dataset)
    assert {g.identifier.n3() for g in dataset.graphs()} - {"<urn:x-rdflib:default>"} == {
        quad[0] for quad in expected
    }
    assert sum(len(dataset.graph(rdflib.URIRef(name[1:-1]))) for name in sample.graphs) == len(expected)
