"""The networkx graphs of provenance, and their copies for files of other programs."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

import kgbuild
from kgbuild.analysis import Study, document_graph, flat, provenance_graph

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def study() -> Study:
    return kgbuild.study(ROOT)


@pytest.mark.parametrize("make", [provenance_graph, document_graph])
@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_flat_graphs_survive_a_file(study: Study, make, form: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Written and read again, a flat graph has the same nodes, edges and attributes."""
    graph = flat(make(study))
    file = tmp_path / f"graph.{form}"
    getattr(nx, f"write_{form}")(graph, file)
    again = getattr(nx, f"read_{form}")(file)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert edges_of(again) == edges_of(graph)


def edges_of(graph: nx.Graph[str]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The edges with their attributes, without the numbers that the formats give them."""
    return sorted(
        (one, other, sorted((key, str(v)) for key, v in data.items() if key not in ("id", "networkx_key")))
        for one, other, data in graph.edges(data=True)
    )


def test_every_edge_leads_back(study: Study) -> None:
    """Every edge between claims, documents and voices has its type and the place of the mapping that says so."""
    for _, _, data in provenance_graph(study).edges(data=True):
        assert data["type"]
        assert ".yaml:" in data["place"]
