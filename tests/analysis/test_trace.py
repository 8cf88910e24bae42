"""The dossier of a claim: echoes over any number of steps, circles, and what answers the same question."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.corpora import Doc, Says, corpus
from kgbuild.analysis.trace.results import trace


def test_echoes_are_followed_to_their_ends() -> None:
    """What is derived from a claim, and what from that, with the number of steps."""
    study = corpus(
        [Doc("a"), Doc("b", says=(Says(source=("a.killed",)),)), Doc("c", says=(Says(source=("b.killed",)),))]
    )
    found = trace(study, study.claim("a.killed.killed"))
    assert [(echo.claim.document, echo.steps) for echo in found.echoes] == [("b", 1), ("c", 2)]
    assert trace(study, study.claim("c.killed.killed")).echoes == ()


def test_a_circle_ends_where_it_closes() -> None:
    """Two claims that are derived from one another are each other's echo, once."""
    study = corpus([Doc(x, says=(Says(source=(f"{y}.killed",)),)) for x, y in ("ab", "ba")])
    assert [e.claim.document for e in trace(study, study.claim("a.killed.killed")).echoes] == ["b"]


@given(st.lists(st.integers(0, 6), min_size=1, max_size=7))
def test_an_echo_leads_back(sources: list[int]) -> None:
    """Of two claims of a corpus, one is the other's echo if and only if recorded lineage leads from it to the other."""
    documents = [
        Doc(f"d{n}", says=(Says(source=(f"d{source}.killed",) if source < n else None),))
        for n, source in enumerate(sources)
    ]
    study = corpus(documents)
    above = {n: source for n, source in enumerate(sources) if source < n}
    for n in range(len(sources)):
        echoes = {e.claim.document for e in trace(study, study.claim(f"d{n}.killed.killed")).echoes}
        expected = set()
        for other in range(len(sources)):
            node = other
            while node in above:
                node = above[node]
                if node == n:
                    expected.add(f"d{other}")
        assert echoes == expected


def test_other_answers_by_their_relation() -> None:
    """The same number agrees, another conflicts, and a demand is listed beside, not compared."""
    study = corpus(
        [
            Doc("a", says=(Says(value=150),)),
            Doc("b", says=(Says(value=150),)),
            Doc("c", says=(Says(value=131),)),
            Doc("d", says=(Says(value=7, stance="demands"),)),
        ]
    )
    found = trace(study, study.claim("a.killed.killed"))
    assert [claim.document for claim in found.also] == ["b"]
    assert [(str(a.relation), a.claims[0].document) for a in found.answers] == [("conflict", "c")]
    assert [claim.document for claim in found.beside] == ["d"]
    demand = trace(study, study.claim("d.killed.killed"))
    assert (demand.also, demand.answers) == ((), ())
