"""Graphs of provenance as GraphML and GEXF, read by networkx."""

from __future__ import annotations

import io
from collections.abc import Callable
from xml.etree import ElementTree

import networkx as nx
import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kgbuild
from analysis.test_views import edges_of
from kgbuild.analysis import Study, document_graph, flat, provenance_graph
from kgbuild.analysis.export import gexf, graphml

FORMS = [(graphml, nx.read_graphml), (gexf, nx.read_gexf)]


@pytest.fixture(scope="module")
def study() -> Study:
    return kgbuild.study(ROOT)


@pytest.mark.parametrize("make", [provenance_graph, document_graph])
@pytest.mark.parametrize(("write", "read"), FORMS)
def test_nodes_and_edges_come_back(
    study: Study,
    make: Callable[[Study], nx.Graph[str]],
    write: Callable[[nx.Graph[str]], bytes],
    read: Callable[[io.BytesIO], nx.Graph[str]],
) -> None:
    """With all their attributes."""
    again, wanted = read(io.BytesIO(write(make(study)))), flat(make(study))
    assert dict(again.nodes(data=True)) == dict(wanted.nodes(data=True))
    assert edges_of(again) == edges_of(wanted)


@pytest.mark.parametrize("write", [graphml, gexf])
def test_edges_of_a_multigraph_have_ids_of_their_own(
    study: Study, write: Callable[[nx.Graph[str]], bytes]
) -> None:
    """Programs that take an edge by its id find each."""
    root = ElementTree.fromstring(write(provenance_graph(study)))
    ids = [each.get("id") for each in root.iter() if each.tag.endswith("}edge")]
    assert len(ids) == len(set(ids)) == provenance_graph(study).number_of_edges()
    assert None not in ids


def test_gexf_has_no_date(study: Study) -> None:
    """Tomorrow's file is today's."""
    assert b"lastmodified" not in gexf(document_graph(study))
    assert b"NetworkX" not in gexf(document_graph(study))


@pytest.mark.parametrize(("write", "read"), FORMS)
@settings(max_examples=40)
@example("]]> <![CDATA[ & \" ' < \u2028 \x85 \U0001f9ff \u202e")
@example("\x01\x1b\r\ufffe\uffff\x7f")
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_any_text(write: Callable[..., bytes], read: Callable[..., nx.Graph[str]], text: str) -> None:
    """A text comes back, save for the characters that XML cannot hold."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("<https://a.example/1>", kind=text)
    graph.add_node("<https://a.example/2>")
    graph.add_edge("<https://a.example/1>", "<https://a.example/2>", quote=text, type="said by")
    again = read(io.BytesIO(write(graph)))
    kept = "".join("\ufffd" if (c < " " and c not in "\t\n") or c in "\ufffe\uffff" else c for c in text)
    ((_, _, data),) = again.edges(data=True)
    assert again.nodes["https://a.example/1"]["kind"] == data["quote"] == kept
