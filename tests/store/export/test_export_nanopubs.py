"""Nanopublications have the shape their guidelines ask for, and say what the graph says without asserting it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, RunKgbuild
from nanopub import Nanopub  # type: ignore[import-untyped]
from rdflib import ConjunctiveGraph

from kgbuild.core.terms import Term, Triple
from kgbuild.graph import terms as t
from kgbuild.store.export.nanopubs import NP, write_nanopubs
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltGraph
from store.export.cases import quads_of, written

PARTS = {"hasAssertion": "assertion", "hasProvenance": "provenance", "hasPublicationInfo": "pubinfo"}
Graphs = Mapping[Term, set[Triple]]


@pytest.fixture(scope="module")
def data(selection: Selection) -> bytes:
    return written(write_nanopubs, selection)


@pytest.fixture(scope="module")
def graphs(data: bytes) -> Graphs:
    found: dict[Term, set[Triple]] = defaultdict(set)
    for quad in quads_of(data, ox.RdfFormat.TRIG):
        found[str(quad.graph_name)].add((str(quad.subject), str(quad.predicate), str(quad.object)))
    return found


def part(graph: BuiltGraph, claim: Term, name: str) -> Term:
    return f"<{graph.base}nanopub/{graph.name(claim)}/{name}>"


def test_each_claim_has_its_four_graphs(graphs: Graphs, graph: BuiltGraph) -> None:
    """The head names the other three; the provenance speaks of the assertion, the publication info of the whole."""
    assert len(graphs) == 4 * len(graph.claims) == 4 * 644
    for claim in graph.claims:
        node = f"<{graph.base}nanopub/{graph.name(claim)}>"
        names = {(node, f"<{NP}{predicate}>", part(graph, claim, name)) for predicate, name in PARTS.items()}
        assert graphs[part(graph, claim, "head")] == {(node, t.TYPE, f"<{NP}Nanopublication>"), *names}
        whence = graphs[part(graph, claim, "provenance")]
        assert any(subject == part(graph, claim, "assertion") for subject, _, _ in whence)
        assert any(subject == node for subject, _, _ in graphs[part(graph, claim, "pubinfo")])


def test_there_are_no_blank_nodes(data: bytes) -> None:
    """Everything has a name, so that parts can be quoted and loaded twice."""
    for quad in quads_of(data, ox.RdfFormat.TRIG):
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)


def test_the_library_of_nanopublications_takes_them(graph: BuiltGraph) -> None:
    """``nanopub`` finds each valid, among them a denial, a negative and a claim with lineage."""
    for document, key in (("agency-report-2025", "killed"), ("ombudsman-statement-2021-01-19", "punished")):
        found: dict[str, list[ox.Quad]] = defaultdict(list)
        chosen = Selection(graph, [document], [key])
        for quad in quads_of(written(write_nanopubs, chosen), ox.RdfFormat.TRIG):
            found[str(quad.graph_name).rpartition("/")[0]].append(quad)
        assert len(found) == len(chosen.claims) >= 1
        for quads in found.values():
            dataset = ConjunctiveGraph()
            lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
            dataset.parse(data=(lines or b"").decode(), format="nquads")
            assert Nanopub(rdf=dataset).is_valid


def test_what_a_voice_says_stands_in_the_assertion(graphs: Graphs, graph: BuiltGraph) -> None:
    """The whole proposition with its polarity and its figure, and the stance of the voice; no more of the claim."""
    for claim in graph.claims.values():
        said = graphs[part(graph, claim.term, "assertion")]
        content = claim.content
        for node in (content.term, content.slot):
            for predicate, values in graph.facts[node].items():
                assert {(node, predicate, value) for value in values} <= said
        assert (claim.term, t.CONTENT, content.term) in said
        assert (claim.term, t.STANCE, graph.needed(claim.term, t.STANCE)) in said
        assert (claim.term, t.SOURCE_VOICE, claim.voice) in said
        assert (content.term, t.POLARITY, t.NEGATIVE if content.negative else t.POSITIVE) in said
        assert not any(predicate == t.EVIDENCE for _, predicate, _ in said)


def test_nothing_of_a_claim_is_lost(graphs: Graphs, graph: BuiltGraph) -> None:
    """What the graph says of a claim, its utterances, passages, lineage and identities stands in one of the graphs."""
    for claim in graph.claims.values():
        whole = set().union(
            *(graphs[part(graph, claim.term, name)] for name in ("assertion", "provenance", "pubinfo"))
        )
        nodes = [claim.term, claim.evidence.term, *(each.term for each in claim.chain)]
        nodes += [each.term for each in claim.identities]
        nodes += graph.values(claim.term, t.QUALIFIED)
        for node in nodes:
            for predicate, values in graph.facts[node].items():
                assert {(node, predicate, value) for value in values} <= whole
        attributed = (part(graph, claim.term, "assertion"), f"<{t.PROV}wasAttributedTo>", claim.voice)
        assert attributed in graphs[part(graph, claim.term, "provenance")]


def test_the_shapes_of_kgbuild_find_what_is_left_out(data: bytes, run: RunKgbuild, tmp_path: Path) -> None:
    """Read as one graph, nanopublications lack the types of the registry (KG493), and nothing else is found."""
    file = tmp_path / "nanopubs.trig"
    file.write_bytes(data)
    ran = run("validate", str(file), "--format", "json", cwd=ROOT)
    assert ran.returncode == 1
    assert {finding["code"] for finding in json.loads(ran.stdout)} == {"KG493"}
