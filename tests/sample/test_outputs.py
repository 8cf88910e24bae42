"""The four files of the sample, read back with parsers that kgbuild does not write with: the same quads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyld.jsonld
import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT

import kgbuild
from kgbuild.core.terms import literal
from kgbuild.pipeline.graphs import BuildResult

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


def term(node: rdflib.term.Node) -> str:
    """A term of rdflib as N-Triples, by kgbuild's own checked constructors."""
    if isinstance(node, rdflib.Literal):
        return literal(str(node), str(node.datatype) if node.datatype else None, node.language)
    return f"<{node}>"


@pytest.mark.parametrize("name", ["nquads", "trig"])
def test_rdflib_reads_the_same_quads(
    out: Path, expected: Quads, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """rdflib, with its rewriting of literals switched off, reads exactly the same quads."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    dataset = rdflib.Dataset()
    dataset.parse(out / f"graph.{'nq' if name == 'nquads' else name}", format=name)
    assert {(f"<{g}>", term(s), term(p), term(o)) for s, p, o, g in dataset.quads()} == expected


def test_rdflib_reads_the_same_triples(out: Path, expected: Quads, monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib reads exactly the same triples from Turtle."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    graph = rdflib.Graph().parse(out / "graph.ttl", format="turtle")
    assert {(term(s), term(p), term(o)) for s, p, o in graph} == {quad[1:] for quad in expected}


def test_pyld_expands_the_same_quads(out: Path, expected: Quads) -> None:
    """PyLD, offline, makes exactly the same quads of the JSON-LD."""

    def refuse(url: str, _: object) -> None:
        raise AssertionError(f"a connection to {url}")

    def written(node: dict[str, str]) -> str:
        if node["type"] == "IRI":
            return f"<{node['value']}>"
        language = node.get("language")
        return literal(node["value"], None if language else node["datatype"], language)

    document = json.loads((out / "graph.jsonld").read_text(encoding="utf-8"))
    dataset = pyld.jsonld.to_rdf(document, {"documentLoader": refuse})
    found = [
        (f"<{graph}>", *(written(triple[part]) for part in ("subject", "predicate", "object")))
        for graph, triples in dataset.items()
        for triple in triples
    ]
    assert len(found) == len(expected)
    assert set(found) == expected


def test_no_triple_is_in_two_graphs(expected: Quads) -> None:
    """A store that counts a triple once a graph counts each once."""
    assert len({quad[1:] for quad in expected}) == len(expected)


def nested(value: object) -> Iterator[dict[str, Any]]:
    """Every node of JSON-LD, wherever it is nested."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nested(each)


def test_json_ld_is_readable(out: Path) -> None:
    """Keys are names, prefixed in the plain graph; a document nests its claims, a claim its evidence and voices."""
    document = json.loads((out / "graph.jsonld").read_text(encoding="utf-8"))
    (graph,) = [g for g in document["@graph"] if g["id"] == "graph:doc.letter-2020-01-17"]
    (root,) = [node for node in graph["@graph"] if node["id"] == "doc:letter-2020-01-17"]
    (claim,) = [node for node in root["contains"] if node["id"] == "claim:letter-2020-01-17.toll.wounded"]
    assert claim["evidence"]["quote"] == "744 people were wounded"
    assert claim["utterance"]["statedBy"] == "agent:permanent-mission-of-azerbaijan"
    (shared,) = [g for g in document["@graph"] if g["id"] == "graph:shared"]
    nodes = {node["id"]: node for node in nested(shared["@graph"]) if "id" in node and len(node) > 1}
    assert nodes[nodes[claim["content"]]["object"]["id"]]["value"] == 744

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for inner in value.values() for key in keys(inner)}
        return {key for item in value for key in keys(item)} if isinstance(value, list) else set()

    assert not [key for key in keys(document["@graph"]) if ":" in key and not key.startswith("st:")]


def test_dataset_is_rdflib(sample: BuildResult, expected: Quads) -> None:
    """``result.dataset()`` is an ``rdflib.Dataset`` with a named graph for each graph of the build."""
    dataset = sample.dataset()
    assert isinstance(dataset, rdflib.Dataset)
    assert {g.identifier.n3() for g in dataset.graphs()} - {"<urn:x-rdflib:default>"} == {
        quad[0] for quad in expected
    }
    assert sum(len(dataset.graph(rdflib.URIRef(name[1:-1]))) for name in sample.graphs) == len(expected)
