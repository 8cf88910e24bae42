"""Condensing keeps count: nothing is lost, and the layout does not depend on luck."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analysis.corpora import Doc, Says, corpus, many
from kgbuild.analysis.drawing.condense import condensed, folded, packed
from kgbuild.analysis.drawing.layers import arrange, periods_of
from kgbuild.analysis.drawing.parts import Caption, Edge, Flow, Node
from kgbuild.analysis.origins.picture import figure_flow
from kgbuild.analysis.origins.results import origins_of

YEARS = st.one_of(st.none(), st.integers(1000, 2100))


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    size = draw(st.integers(1, 30))
    years = draw(st.lists(YEARS, min_size=size, max_size=size))
    ends = draw(
        st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=50, unique=True)
    )
    nodes = [Node(f"n{at}", (Caption(f"n{at}"),), year=year) for at, year in enumerate(years)]
    return Flow("", nodes, [Edge(f"n{a}", f"n{b}", "derives") for a, b in ends])


def standing_for(flow: Flow) -> int:
    """How many things the boxes of a flow stand for, and its edges pass."""
    passed = [int(edge.text.removeprefix("via ")) for edge in flow.edges if edge.text.startswith("via ")]
    return sum(node.count for node in flow.nodes) + sum(passed)


def links_of(flow: Flow) -> int:
    """How many links the edges of a flow stand for; its boxes say how many they hold."""
    found = 0
    for edge in flow.edges:
        said = re.fullmatch(r"([\d,]+) links", edge.text)
        found += int(said[1]) if said else 1
    for node in flow.nodes:
        for text in node.texts:
            said = re.fullmatch(r"([\d,]+) links? among them", text.text)
            found += int(said[1]) if said else 0
    return found


@given(flows(), st.integers(0, 12))
def test_everything_is_counted(flow: Flow, limit: int) -> None:
    """Boxes and edges of a condensed flow stand for as many things as there were, and its edges for its links."""
    small = condensed(flow, limit)
    if not any(edge.text.startswith("via ") for edge in small.edges):
        assert links_of(small) == len(flow.edges)
        assert standing_for(small) == len(flow.nodes)
    assert {edge.source for edge in small.edges} | {edge.derived for edge in small.edges} <= {
        n.id for n in small.nodes
    }


@given(flows())
def test_every_link_leads_on_where_dates_agree(flow: Flow) -> None:
    """A source stands left of what was had from it, where its period is not later and there is no circle."""
    layout = arrange({n.id: n.year for n in flow.nodes}, [(e.source, e.derived) for e in flow.edges])
    column = {cell: at for at, cells in enumerate(layout.columns) for cell in cells}
    year = {node.id: node.year for node in flow.nodes}
    period = periods_of(y for y in year.values() if y is not None)
    assert sorted(n for n in column if isinstance(n, str)) == sorted(year)
    for edge in flow.edges:
        one, other = year[edge.source], year[edge.derived]
        if one is not None and other is not None and period[one] < period[other]:
            assert column[edge.source] < column[edge.derived]


def test_a_chain_becomes_one_edge() -> None:
    """Of a chain of 100 its ends are left, with the number of those between."""
    ids = [f"d{n:03}" for n in range(100)]
    flow = Flow(
        "", [Node(name, (Caption(name),), year=2000) for name in ids],
        [Edge(a, b, "derives") for a, b in pairwise(ids)],
    )  # fmt: skip
    small = condensed(flow, 60)
    assert [node.id for node in small.nodes] == ["d000", "d099"]
    assert [edge.text for edge in small.edges] == ["via 98"]


def test_copies_of_one_story_become_one_box() -> None:
    """A wire story copied by 200 documents of a year is two boxes, and says 200."""
    wire = Doc("wire", 2000, says=(Says(),))
    copies = [Doc(f"copy-{n}", 2001, says=(Says(source=("wire.killed",)),)) for n in range(200)]
    study = corpus([wire, *copies])
    (question,) = study.select("killed")
    (figure,) = origins_of(study, question)
    small = condensed(figure_flow(study, figure))
    assert [node.texts[0].text for node in small.nodes] == ["wire", "200 statements, 2001"]
    assert [edge.text for edge in small.edges] == ["200 links"]


def test_small_flows_stay() -> None:
    """What is not large is drawn as it is."""
    study = corpus(many(5))
    (question,) = study.select("killed")
    flow = figure_flow(study, origins_of(study, question)[0])
    assert condensed(flow) is flow


@given(st.lists(st.integers(), max_size=40), st.integers(1, 12))
def test_packing_keeps_all_in_their_order(items: list[int], limit: int) -> None:
    """Groups of neighbours are no more than asked for, no group is empty, and together they are what was given."""
    groups = packed(items, limit)
    assert [item for group in groups for item in group] == items
    assert len(groups) <= limit
    assert all(groups)


def test_what_was_folded_is_said() -> None:
    """Below a condensed flow stands how much is in how little; below a small one nothing."""
    study = corpus(many(500))
    (question,) = study.select("killed")
    flows = [figure_flow(study, figure) for figure in origins_of(study, question)]
    shown = list(map(condensed, flows))
    (said,) = folded(flows, shown, "Elsewhere.")
    assert said.startswith(f"Condensed: {sum(len(flow.nodes) for flow in flows):,} things stand in ")
    assert said.endswith(" arrows. Elsewhere.")
    assert folded(flows, flows, "Elsewhere.") == []
