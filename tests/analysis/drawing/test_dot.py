"""DOT is read back by an independent parser, whatever the labels hold, and is the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pydot
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpora import Doc, Says, corpus, many
from analysis.drawing.cases import HARD, picture
from kgbuild.analysis.conflicts.picture import conflicts_picture
from kgbuild.analysis.conflicts.results import disputes
from kgbuild.analysis.drawing.condense import LARGE
from kgbuild.analysis.drawing.dot import graph_dot
from kgbuild.analysis.drawing.parts import Axis, Caption, ColumnRow, Columns, Edge, Flow, Mark, Node, Row
from kgbuild.analysis.drawing.render import Picture, render_picture
from kgbuild.analysis.drawing.texts import clean
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.picture import provenance_dot
from kgbuild.analysis.study import Study
from kgbuild.analysis.timeline.picture import timeline_picture
from kgbuild.analysis.timeline.results import event_dates, question_timeline
from kgbuild.analysis.views import provenance_graph
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import load_project

# pydot calls the parser by names that it has given up.
pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated - use:DeprecationWarning")
ROOT = Path(__file__).parents[3]


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
    nodes = [Node("a", (Caption(text), Caption("below")), tip=text), Node('b"\\', (Caption("b"),))]
    return Picture(text, [Flow("", nodes, [Edge("a", 'b"\\', "quotes", text, text)])])


@settings(max_examples=40)
@given(st.text())
def test_any_text_survives(text: str) -> None:
    """Whatever text a label holds, the parser finds two nodes and one edge, and the label as it was."""
    graph = read(render_picture(flow(text), ".dot").decode())
    nodes = {
        node.get_name(): node
        for node in graph.get_nodes()
        if node.get_name() not in ("edge", "graph", "node")
    }
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
    names = {node.get_name().strip('"') for node in graph.get_nodes()} - {"edge", "graph", "node"}
    assert names == {term[1:-1] for term in view}
    assert len(graph.get_edges()) == view.number_of_edges()
    ends = {(edge.get_source().strip('"'), edge.get_destination().strip('"')) for edge in graph.get_edges()}
    assert ends == {(source[1:-1], target[1:-1]) for source, target in view.edges()}


def test_the_same_bytes_in_any_order() -> None:
    """The order in which nodes and edges come does not matter."""
    view = provenance_graph(corpus(many(12)))
    nodes, edges = list(view.nodes(data=True)), list(view.edges(data=True))
    assert graph_dot(nodes, edges) == graph_dot(nodes[::-1], edges[::-1])


def test_pictures_of_flows() -> None:
    """Origins are a graph with nothing folded; what is cited or disputed is pointed at from the other end."""
    made = picture("origins", 120)
    mentions = sum(len(flow.nodes) for flow in made.graphs if isinstance(flow, Flow))
    graph = read(render_picture(made, ".dot").decode())
    assert len([node for node in graph.get_nodes() if node.get("class")]) == mentions > LARGE
    nodes = [Node(name, (Caption(name),)) for name in "ab"]
    made = Picture("", [Flow("", nodes, [Edge("a", "b", "cites"), Edge("a", "b", "disputes")])])
    edges = read(render_picture(made, ".dot").decode()).get_edges()
    assert [(edge.get("dir"), edge.get("arrowtail")) for edge in edges] == [
        ('"back"', None),
        ('"back"', '"tee"'),
    ]


def test_changes_are_two_columns_of_pairs() -> None:
    """A picture of changes has an edge for each pair, its sources beside each other, and what was had from them."""
    changes = [ColumnRow((Caption("a"),), (Caption("b"),), "figure changed", "annexed")] * 3
    graph = read(render_picture(Picture("", [Columns("", "one", "other", changes)]), ".dot").decode())
    assert [plain(edge.get("label")) for edge in graph.get_edges()] == ["figure changed"] * 3
    left, right = map(members, graph.get_subgraphs())
    assert left == {"0.source", *(f"0.{n}.left" for n in range(3))}
    assert right == {"0.derived", *(f"0.{n}.right" for n in range(3))}


def test_an_axis_alone_is_no_graph() -> None:
    """Figures on an axis, without a graph in their place, are refused, and that is said."""
    with pytest.raises(KgbuildError, match="figures on an axis are no graph"):
        render_picture(Picture("", [Axis("", [Row("a", (Mark(1, 2),))])]), ".dot")


def members(subgraph: pydot.Subgraph) -> set[str]:
    """The ids of what is set on one level."""
    assert subgraph.get("rank") == '"same"'
    return {node.get_name().strip('"') for node in subgraph.get_nodes()}


def study_of_conflicts() -> Study:
    """Three documents: one has its figure from a work, one from the first, one says another, later."""
    return corpus(
        [
            Doc("first", 1990, "agency", (Says(value=5, source=("work:report",)),)),
            Doc("second", 1991, "daily", (Says(value=5, source=("first.killed",)),)),
            Doc("third", 1991, "agency", (Says(value=7),)),
            Doc(
                "fourth", None, "daily", (Says("occurred", "1989-02-03"), Says("led_to", "end", entry="led"))
            ),
        ]
    )


def test_conflicts_as_a_graph() -> None:
    """A question with its sides, the claims that give each, their works, and an undirected edge for each two sides."""
    study = study_of_conflicts()
    made = conflicts_picture(study, list(disputes(study, study.select("killed"))))
    graph = read(render_picture(made, ".dot").decode())
    kinds = {
        node.get_name().strip('"'): plain(node.get("class"))
        for node in graph.get_nodes()
        if node.get("class")
    }
    claims = {
        "0.first.killed.killed": "mention",
        "0.second.killed.killed": "mention",
        "0.third.killed.killed": "open",
    }
    sides = {"0.side.1": "side", "0.side.2": "side"}
    assert kinds == {"0.question": "question", **sides, **claims, "0.report": "work"}
    found = {
        (edge.get_source().strip('"'), edge.get_destination().strip('"'), plain(edge.get("class")))
        for edge in graph.get_edges()
    }
    assert found == {
        *(("0.question", side, "answers") for side in sides),
        ("0.first.killed.killed", "0.side.1", "gives"),
        ("0.second.killed.killed", "0.side.1", "gives"),
        ("0.third.killed.killed", "0.side.2", "gives"),
        ("0.report", "0.first.killed.killed", "ends in"),
        ("0.report", "0.second.killed.killed", "ends in"),
        ("0.side.1", "0.side.2", "conflict"),
        ("0.side.2", "0.side.1", "later-figure"),
    }
    (between,) = [edge for edge in graph.get_edges() if plain(edge.get("class")) == "conflict"]
    assert (between.get("dir"), between.get("constraint")) == ('"none"', '"false"')
    assert plain(between.get("label")) == "conflict"
    (revision,) = [edge for edge in graph.get_edges() if plain(edge.get("class")) == "later-figure"]
    assert (
        plain(revision.get("label"))
        == "later figure of one voice (points to the earlier)|one voice, as of a later time"
    )


def test_a_timeline_as_a_graph() -> None:
    """What belongs to a date stands beside it, dates are a chain, lineage leads from mention to mention."""
    study = study_of_conflicts()
    tellings = [question_timeline(study, question) for question in study.select("killed")]
    graph = read(render_picture(timeline_picture(study, event_dates(study), tellings), ".dot").decode())
    assert [members(each) for each in graph.get_subgraphs()] == [
        {"0.date.1989-02-03", "0.dating.event.0"},
        {"1.date.1990", "1.first.killed.killed"},
        {"1.date.1991", "1.second.killed.killed", "1.third.killed.killed"},
    ]
    edges = {
        (edge.get_source().strip('"'), edge.get_destination().strip('"')): plain(edge.get("label") or '""')
        for edge in graph.get_edges()
    }
    assert edges["1.date.1990", "1.date.1991"] == ""
    assert edges["1.first.killed.killed", "1.second.killed.killed"] == "declared by the mapper"
    assert edges["0.event.event", "0.event.end"] == "said of two events|led to (1 claim)"
    assert edges["0.event.event", "0.dating.event.0"] == ""
    labels = {node.get_name().strip('"'): plain(node.get("label") or '""') for node in graph.get_nodes()}
    assert labels["1.third.killed.killed"] == "7|third|1991|agency asserts|“7 killed”"


@pytest.mark.parametrize("kind", ["conflicts", "timeline"])
def test_the_same_bytes_whatever_the_order_of_files(kind: str) -> None:
    """The graphs of conflicts and timelines do not depend on the order in which documents are read."""

    def drawn(documents: list[Doc]) -> bytes:
        study = corpus(documents)
        questions = study.select("killed")
        if kind == "conflicts":
            return render_picture(conflicts_picture(study, list(disputes(study, questions))), ".dot")
        tellings = [question_timeline(study, question) for question in questions]
        return render_picture(timeline_picture(study, event_dates(study), tellings), ".dot")

    assert drawn(many(40)) == drawn(many(40)[::-1])
