"""The bound on comparisons: of a question with very many claims not every two are compared, and it is said."""

from __future__ import annotations

from analysis.corpora import Doc, Says, corpus

from kgbuild.claims.comparisons import MOST_PAIRS, Extent

CLAIMS = 100
"""So many claims make fewer pairs than the bound; two more make too many."""


def extent(values: list[int]) -> tuple[Extent, int]:
    study = corpus([Doc(f"d{number:03}", says=(Says(value=value),)) for number, value in enumerate(values)])
    (question,) = study.select("killed")
    pairs = sum(1 for _ in study.comparisons.pairs(question.slot))
    return study.comparisons.extent(question.slot), pairs


def test_up_to_the_bound_every_two_claims_are_compared() -> None:
    """A hundred claims make 4,950 pairs."""
    found, pairs = extent(list(range(1, CLAIMS + 1)))
    assert found.is_whole
    assert pairs == CLAIMS * (CLAIMS - 1) // 2 <= MOST_PAIRS


def test_beyond_it_one_claim_stands_for_each_answer() -> None:
    """102 claims that give three answers make three pairs."""
    found, pairs = extent([number % 3 + 1 for number in range(CLAIMS + 2)])
    assert (found.claims, found.answers, found.by_answer, found.is_whole) == (CLAIMS + 2, 3, True, False)
    assert pairs == 3


def test_of_too_many_answers_none_are_compared() -> None:
    """102 answers are too many as well: nothing is compared, and the question says so."""
    found, pairs = extent(list(range(1, CLAIMS + 3)))
    assert (found.answers, found.compared, found.by_answer, pairs) == (CLAIMS + 2, (), False, 0)
