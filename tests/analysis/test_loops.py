"""Loops: found if and only if there is one, a shortest one shown, with what is recorded on each edge."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpora import Doc, Says, corpus
from kgbuild.analysis.loops.results import Loop, loops_of
from kgbuild.analysis.study import Study

Pairs = frozenset[tuple[int, int]]
NUMBERS = st.integers(0, 7)


def forward(low: int = 0) -> st.SearchStrategy[Pairs]:
    """Edges that lead to smaller numbers only: a directed acyclic graph."""
    return st.frozensets(st.tuples(NUMBERS, NUMBERS).filter(lambda pair: pair[0] > pair[1]), min_size=low)


def study_of(pairs: Pairs, how: str, order: tuple[int, ...] = tuple(range(8))) -> Study:
    """Documents that have their figure from each other, or cite each other, along such edges."""
    documents = []
    for number in order:
        named = [f"d{other}" for one, other in sorted(pairs) if one == number]
        says = Says(source=tuple(f"{name}.killed" for name in named)) if how == "from" and named else Says()
        cites = tuple(named) if how == "cites" else ()
        documents.append(Doc(f"d{number}", voice=f"v{number}", says=(says,), cites=cites))
    return corpus(documents)


def of_level(study: Study, level: str) -> list[Loop]:
    return [loop for loop in loops_of(study) if loop.level == level]


@given(forward(), st.sampled_from(["from", "cites"]))
def test_acyclic_graphs_have_none(pairs: Pairs, how: str) -> None:
    """Where sources never lead back there is no loop on any level."""
    assert loops_of(study_of(pairs, how)) == []


@given(forward(1), st.data(), st.sampled_from(["from", "cites"]))
def test_a_back_edge_makes_one(pairs: Pairs, data: st.DataObject, how: str) -> None:
    """An edge against the direction of one that is there makes a loop on each level that counts such edges."""
    one, other = data.draw(st.sampled_from(sorted(pairs)))
    study = study_of(pairs | {(other, one)}, how)
    assert {loop.level for loop in loops_of(study)} == {"documents", "voices"} | (
        {"claims"} if how == "from" else set()
    )


@given(st.frozensets(st.tuples(NUMBERS, NUMBERS)), st.permutations(range(8)))
def test_loops_are_the_strongly_connected_components(pairs: Pairs, order: list[int]) -> None:
    """Each component is one loop, each shown loop is one and as short as any, whatever the order of documents."""
    study = study_of(pairs, "from", tuple(order))
    graph = nx.DiGraph(sorted(pairs))
    for loop in of_level(study, "claims"):
        numbers = [int(study.by_term[edge.derived].document[1:]) for edge in loop.edges]
        assert all(pair in pairs for pair in zip(numbers, [*numbers[1:], numbers[0]], strict=True))
        members = {int(study.by_term[term].document[1:]) for term in loop.members}
        assert len(numbers) == min(map(len, nx.simple_cycles(graph.subgraph(members))))
    found = sorted(
        sorted(study.by_term[t].document for t in loop.members) for loop in of_level(study, "claims")
    )
    wanted = [
        group
        for group in nx.strongly_connected_components(graph)
        if len(group) > 1 or any(graph.has_edge(node, node) for node in group)
    ]
    assert found == sorted(sorted(f"d{number}" for number in group) for group in wanted)
    assert loops_of(study) == loops_of(study_of(pairs, "from"))


def test_a_clique_of_13_mutual_citations() -> None:
    """Thirteen documents that all cite each other are one loop, and its shortest way is two documents long."""
    names = [f"d{n}" for n in range(13)]
    clique = [Doc(n, voice=f"v{n}", cites=tuple(m for m in names if m != n)) for n in names]
    documents, voices = loops_of(corpus(clique))
    assert (len(documents.members), len(documents.edges)) == (13, 2)
    assert (len(voices.members), len(voices.edges)) == (13, 2)


def test_a_ring_of_10000() -> None:
    """A ring of 10,000 documents is found without recursion, as the one loop that it is."""
    size = 10_000
    ring = [Doc(f"d{n}", says=(Says(source=(f"d{(n + 1) % size}.killed",)),)) for n in range(size)]
    claims, documents = loops_of(corpus(ring))
    assert len(claims.edges) == len(documents.edges) == size


def test_time_runs_backwards() -> None:
    """A document of 2001 that has its figure from one of 2003 has it from what was not yet said."""
    early = Doc("early", 2001, says=(Says(source=("late.killed",)),))
    late = Doc("late", 2003, says=(Says(source=("early.killed",)),))
    claims, documents = loops_of(corpus([late, early]))
    assert (claims.backwards, documents.backwards) == (True, True)
    first = documents.edges[0]
    assert [item.backwards for item in first.evidence] == [True]
    assert [str(item.place) for item in first.evidence] == ["mappings/early.yaml:2:5"]
    assert [item.backwards for item in documents.edges[1].evidence] == [False]


def test_undated_loops_say_nothing_of_time() -> None:
    """Without dates nothing is said to run backwards."""
    pair = [Doc("a", says=(Says(source=("b.killed",)),)), Doc("b", says=(Says(source=("a.killed",)),))]
    assert [loop.backwards for loop in loops_of(corpus(pair))] == [False, False]


def test_voices_that_give_each_other_s_words() -> None:
    """A reports B's figure and B reports A's: a loop of voices by attribution, about one question."""
    one = Doc("one", voice="a", says=(Says(voices=("b",)),))
    two = Doc("two", voice="b", says=(Says(voices=("a",)),))
    (loop,) = loops_of(corpus([one, two]))
    assert (loop.level, loop.question is not None) == ("voices", True)
    assert {item.kind for edge in loop.edges for item in edge.evidence} == {"attributes"}


def test_different_matters_are_no_shared_question() -> None:
    """Where the edges of a loop are about different questions, the loop names none."""
    one = Doc("one", says=(Says("killed", source=("two.killed",)), Says("wounded")))
    two = Doc("two", says=(Says("killed"), Says("wounded", source=("one.wounded",))))
    (loop,) = loops_of(corpus([one, two]))
    assert (loop.level, loop.question) == ("documents", None)


def test_disputing_is_no_loop() -> None:
    """Two documents that dispute each other have nothing from each other."""
    pair = [Doc("a", cites=("b",), how="disputes"), Doc("b", cites=("a",), how="refutes")]
    assert loops_of(corpus(pair)) == []
