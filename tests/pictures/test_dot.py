"""DOT is read back by an independent parser, whatever the labels hold, and is the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pydot
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from provenance.corpora import corpus, many

from kgbuild.errors import KgbuildError
from kgbuild.pictures.dot import graph_dot
from kgbuild.pictures.parts import Axis, Change, Columns, Edge, Flow, Mark, Node, Row, Text
from kgbuild.pictures.render import Picture, render_picture
from kgbuild.pictures.whole import provenance_dot
from kgbuild.pictures.words import clean
from kgbuild.project import load_project
from kgbuild.provenance.views import provenance_graph
from kgbuild.studies import open_study
from pictures.cases import HARD, picture

# pydot calls the parser by names that it has given up.
pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated - use:DeprecationWarning")
ROOT = Path(__file__).parents[2]


def read(text: str) -> pydot.Dot:
    graphs = pydot.graph_from_dot_data(text)
    assert graphs is not None
    (graph,) = graphs
    return graph


def plain(written: str) -> str:
    """A quoted text of DOT as Graphviz shows it, line breaks as ``|``."""
    assert written[0] == written[-1] == '"'
    inner = written[1:-1].replace("&amp;", "&")
    out, at = [], 0
    while at < len(inner):
        if inner[at] == "\\":
            out.append({"n": "|", "\\": "\\", '"': '"'}[inner[at + 1]])
            at += 1
        else:
            out.append(inner[at])
        at += 1
    return "".join(out)


def flow(text: str) -> Picture:
    nodes = [Node("a", (Text(text), Text("below")), tip=text), Node('b"\\', (Text("b"),))]
    return Picture(text, [Flow("", nodes, [Edge("a", 'b"\\', "quotes", text, text)])])


@settings(max_examples=40)
@given(st.text())
def test_any_text_survives(text: str) -> None:
    """Whatever text a label holds, the parser finds two nodes and one edge, and the label as it was."""
    graph = read(render_picture(flow(text), ".dot").decode())
    nodes = {node.get_name(): node for node in graph.get_nodes() if node.get_name() not in ("node", "graph")}
    assert len(nodes) == 2
    assert len(graph.get_edges()) == 1
    assert plain(nodes['"0.a"'].get("label")) == f"{clean(text)}|below"


@pytest.mark.parametrize("text", HARD)
def test_hard_labels_survive(text: str) -> None:
    """So do the labels that are hard to draw."""
    test_any_text_survives.hypothesis.inner_test(text)  # type: ignore[attr-defined]


def test_whole_graph_of_the_sample() -> None:
    """The sample's DOT has every node and edge of the networkx view."""
    study = open_study(load_project(ROOT / "kgbuild.toml", []))
    view, graph = provenance_graph(study), read(provenance_dot(study))
    names = {node.get_name().strip('"') for node in graph.get_nodes()} - {"node", "graph"}
    assert names == {term[1:-1] for term in view}
    assert len(graph.get_edges()) == view.number_of_edges()
    ends = {(edge.get_source().strip('"'), edge.get_destination().strip('"')) for edge in graph.get_edges()}
    assert ends == {(source[1:-1], target[1:-1]) for source, target in view.edges()}


def test_the_same_bytes_in_any_order() -> None:
    """The order in which nodes and edges come does not matter."""
    view = provenance_graph(corpus(many(12)))
    nodes, edges = list(view.nodes(data=True)), list(view.edges(data=True))
    assert graph_dot(nodes, edges) == graph_dot(nodes[::-1], edges[::-1])


def test_pictures_of_flows_and_changes() -> None:
    """Origins and changes can be written as graphs; figures on an axis cannot, and that is said."""
    assert len(read(render_picture(picture("origins", 50), ".dot").decode()).get_edges()) > 20
    changes = [Change((Text("a"),), (Text("b"),), "figure changed", "annexed")] * 3
    assert (
        len(read(render_picture(Picture("", [Columns("", "", "", changes)]), ".dot").decode()).get_edges())
        == 3
    )
    with pytest.raises(KgbuildError, match="figures on an axis are no graph"):
        render_picture(Picture("", [Axis("", [Row("a", (Mark(1, 2),))])]), ".dot")
