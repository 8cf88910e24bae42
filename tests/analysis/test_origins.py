"""Origins: known structures come out right, and nothing is made of what is not recorded."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpora import Doc, Says, corpus
from kgbuild.analysis.origins.page import MANY, origins_page, path_texts
from kgbuild.analysis.origins.paths import LONGEST, lineage_paths
from kgbuild.analysis.origins.results import Figure, origins_of
from kgbuild.analysis.study import Study
from kgbuild.core.pages import render_page


def figures(study: Study) -> list[Figure]:
    (question,) = study.select("killed")
    return origins_of(study, question)


@st.composite
def echoes(draw: st.DrawFn) -> list[Doc]:
    """Documents that say the same, and have it from each other (in circles too), from works, or say nothing of it."""
    names = [f"d{number}" for number in range(draw(st.integers(1, 7)))]
    sources = st.lists(
        st.sampled_from([*(f"{name}.killed" for name in names), "work:v", "work:w"]), max_size=3, unique=True
    )
    return [Doc(name, says=(Says(source=draw(st.none() | sources.map(tuple))),)) for name in names]


@given(echoes(), st.data())
def test_an_echo_raises_nothing(documents: list[Doc], data: st.DataObject) -> None:
    """One more document that has the figure from those that give it adds no recorded origin and no unrecorded end."""
    names = [f"{document.id}.killed" for document in documents]
    heard = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    (before,) = figures(corpus(documents))
    (after,) = figures(corpus([*documents, Doc("echo", says=(Says(source=tuple(heard)),))]))
    assert set(after.origins) <= set(before.origins)
    assert set(after.unrecorded) <= set(before.unrecorded)
    assert len(after.documents) == len(before.documents) + 1


@given(echoes(), st.data())
def test_order_and_names_change_nothing(documents: list[Doc], data: st.DataObject) -> None:
    """The same documents in another order give the same figure; under other names, the same counts."""
    order = data.draw(st.permutations(documents))
    one, other = figures(corpus(documents)), figures(corpus(order))
    assert one == other
    names = {a.id: b.id for a, b in zip(documents, order, strict=True)}
    renamed = []
    for document in documents:
        (says,) = document.says
        heard = says.source
        if heard is not None:
            split = (source.partition(".") for source in heard)
            heard = tuple(names.get(name, name) + dot + key for name, dot, key in split)
        renamed.append(Doc(names[document.id], says=(Says(source=heard),)))
    (first,), (second,) = one, figures(corpus(renamed))
    assert sizes(first) == sizes(second)


def sizes(figure: Figure) -> list[int]:
    many = (figure.mentions, figure.origins, figure.unrecorded, figure.bottleneck)
    return [*map(len, many), figure.cut]


@given(echoes())
def test_ends_are_what_can_be_reached(documents: list[Doc]) -> None:
    """The ends of a claim are all that its links lead to and that has no links itself, in circles as elsewhere."""
    study = corpus(documents)
    graph: nx.DiGraph[str] = nx.DiGraph([(link.derived, link.source) for link in study.corpus.links])
    for claim in study.claims:
        if claim.term in graph and graph.out_degree(claim.term):
            ends = {node for node in nx.descendants(graph, claim.term) if not graph.out_degree(node)}
            assert set(study.corpus.origins.get(claim.term, ())) == ends


def test_a_chain_of_10000() -> None:
    """A chain of 10,000 has one end, and can be shown, without recursion."""
    size = 10_000
    chain = [Doc("d0"), *(Doc(f"d{n}", says=(Says(source=(f"d{n - 1}.killed",)),)) for n in range(1, size))]
    study = corpus(chain)
    (figure,) = figures(study)
    assert [study.name(end) for end in figure.unrecorded] == ["d0.killed.killed"]
    assert (len(figure.documents), figure.cut) == (size, 1)
    assert [study.name(node) for node in figure.bottleneck] == ["d1", "d0"]
    text = render_page(origins_page(study, [figure]), "text")
    assert "10,000 documents, 0 recorded origins, 1 with lineage not recorded" in text


def test_a_clique_of_13_has_no_origin() -> None:
    """Thirteen documents that have their figure from each other have it from nobody that is recorded."""
    names = [f"d{n}" for n in range(13)]
    clique = [Doc(n, says=(Says(source=tuple(f"{m}.killed" for m in names if m != n)),)) for n in names]
    study = corpus(clique)
    (figure,) = figures(study)
    assert (figure.origins, figure.unrecorded) == ((), ())
    assert len(path_texts(study, figure.mentions[0])) == 7
    assert path_texts(study, figure.mentions[0])[-1] == f"more than {MANY} further ways"


def test_a_circle_has_the_ends_that_it_leads_to() -> None:
    """Whoever stands in a circle with one way out has that end, and not only the one with the way out."""
    study = corpus(
        [
            Doc("a", says=(Says(source=("b.killed", "work:w")),)),
            Doc("b", says=(Says(source=("a.killed",)),)),
        ]
    )
    (figure,) = figures(study)
    assert [[study.name(end) for end in mention.origins] for mention in figure.mentions] == [["w"], ["w"]]


def test_two_disjoint_wires() -> None:
    """Two wires with two copies each share no node; both have to be taken out."""
    documents = [
        doc
        for wire in "vw"
        for doc in (
            Doc(wire),
            *(Doc(f"{wire}{n}", says=(Says(source=(f"{wire}.killed",)),)) for n in range(2)),
        )
    ]
    (figure,) = figures(corpus(documents))
    assert (figure.bottleneck, figure.cut, len(figure.unrecorded)) == ((), 2, 2)


@pytest.mark.parametrize("size", [LONGEST, LONGEST + 1, LONGEST + 2])
def test_a_long_way_is_cut(size: int) -> None:
    """A way is followed for so many links; where more follow, it says so."""
    chain = [Doc("d0"), *(Doc(f"d{n}", says=(Says(source=(f"d{n - 1}.killed",)),)) for n in range(1, size))]
    study = corpus(chain)
    (way,) = lineage_paths(study, study.by_id[f"d{size - 1}.killed.killed"].term)
    assert (len(way.links), way.cut, way.circle) == (min(size - 1, LONGEST), size - 1 > LONGEST, False)


def test_one_wire_story_with_two_primaries_copied_thrice() -> None:
    """Two recorded origins behind one wire story: the cut is one, and the wire is named."""
    wire = Doc("wire", says=(Says(source=("one.killed", "two.killed")),))
    copies = [Doc(f"copy{n}", says=(Says(source=("wire.killed",)),)) for n in range(3)]
    study = corpus([Doc("one"), Doc("two"), wire, *copies])
    (figure,) = figures(study)
    assert figure.origins == ()
    assert [study.name(claim) for claim in figure.unrecorded] == ["one.killed.killed", "two.killed.killed"]
    assert (figure.cut, [study.name(node) for node in figure.bottleneck]) == (1, ["wire"])
    assert len(figure.documents) == 6


def test_a_diamond_has_one_origin() -> None:
    """Two ways from one source are one recorded origin, and the source is on both."""
    study = corpus(
        [
            Doc("source"),
            Doc("left", says=(Says(source=("source.killed",)),)),
            Doc("right", says=(Says(source=("source.killed",)),)),
            Doc("last", says=(Says(source=("left.killed", "right.killed")),)),
        ]
    )
    (figure,) = figures(study)
    assert [study.name(claim) for claim in figure.unrecorded] == ["source.killed.killed"]
    assert [study.name(node) for node in figure.bottleneck] == ["source"]


def test_mentions_without_lineage_are_counted_as_just_that() -> None:
    """Three documents of which nothing is recorded have no origin and no bottleneck."""
    (figure,) = figures(corpus([Doc("a"), Doc("b"), Doc("c")]))
    assert (figure.origins, figure.cut, figure.bottleneck) == ((), 0, ())
    assert len(figure.unrecorded) == 3


def test_a_work_is_a_recorded_origin() -> None:
    """Two documents that have a figure from one work have one recorded origin."""
    study = corpus([Doc(name, says=(Says(source=("work:report",)),)) for name in "ab"])
    (figure,) = figures(study)
    assert ([study.name(work) for work in figure.origins], figure.unrecorded) == (["report"], ())
