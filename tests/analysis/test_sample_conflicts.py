"""The sample's conflicts as an analyst asks for them: the whole answers, read against the documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kgbuild.analysis.conflicts.page import conflicts_page
from kgbuild.analysis.conflicts.results import Dispute, disputes
from kgbuild.analysis.matrix.page import matrix_page
from kgbuild.analysis.matrix.results import matrix_of
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.study import Question, Study
from kgbuild.core.pages import Page, render_page
from kgbuild.core.project import load_project

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
NIGHT = "baku-1990-01-19"
NAMES = {
    "letter-2025-01-20": "000",
    "letter-2020-01-17": "001",
    "agency-report-2025": "002",
    "ombudsman-statement-2021-01-19": "003",
    "news-report-2026": "004",
}


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(load_project(ROOT / "kgbuild.toml"))


def _about(name: str) -> Callable[[Study], Page]:
    return lambda study: conflicts_page(study, disputes(study, study.select(name)))


def _open(study: Study) -> Page:
    found = disputes(study, study.questions.values())
    return conflicts_page(study, [dispute for dispute in found if dispute.is_open])


def _tolls(study: Study) -> Page:
    keys = ("killed", "wounded", "missing", "detained")
    questions: list[Question] = [
        each for each in study.select(NIGHT) if each.predicate.key in keys
    ]  # fmt: skip
    return matrix_page(study, matrix_of(study, questions))


PAGES: dict[str, Callable[[Study], Page]] = {
    "conflicts": _open,
    "conflicts-killed": _about("killed"),
    "conflicts-wounded": _about("wounded"),
    "conflicts-missing": _about("missing"),
    "conflicts-detained": _about("detained"),
    "conflicts-moscow-statement": _about("statement-of-heydar-aliyev-moscow-1990-01-21.occurred"),
    "conflicts-international-attention": _about("bringing-to-international-attention-1990-01.occurred"),
    "matrix": _tolls,
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_the_expected_one(study: Study, name: str) -> None:
    """The whole page, line by line."""
    expected = (EXPECTED / f"{name}.txt").read_text(encoding="utf-8")
    assert render_page(PAGES[name](study), "text", width=120) == expected


def _dispute(study: Study, key: str) -> Dispute:
    (found,) = disputes(study, [each for each in study.select(key) if each.key == f"{NIGHT}.{key}"])
    return found


def _pairs(study: Study, key: str) -> set[tuple[str, str, str]]:
    """Every two documents that answer a question, with how they stand; a figure behind a name where it has two."""
    dispute = _dispute(study, key)
    many = {doc for doc in NAMES if sum(doc in each.documents for each in dispute.positions) > 1}
    said = {
        each.number: [f"{NAMES[doc]}{f' {each.value}' if doc in many else ''}" for doc in each.documents]
        for each in dispute.positions
    }
    names = {
        claim.term: f"{NAMES[claim.document]}{f' {each.value}' if claim.document in many else ''}"
        for each in dispute.positions
        for claim in each.claims
    }
    found = {
        (*sorted((names[each.left.term], names[each.right.term])), str(pair.relation))
        for pair in dispute.pairs
        for each in pair.pairs
    }
    return found | {
        (one, other, "agree") for names in said.values() for one in names for other in names if one < other
    }  # type: ignore[return-value]


def test_the_table_of_figures_of_the_design(study: Study) -> None:
    """Every relation of the design's table, for killed, wounded, missing and detained; tags are no exemptions."""
    assert _pairs(study, "killed") == {
        *((one, other, "agree") for one, other in (("000", "002"), ("000", "004"), ("002", "004"))),
        *((*sorted((one, "003 150")), "agree") for one in ("000", "002", "004")),
        ("001", "003 150", "conflict"),
        ("000", "001", "conflict"),
        ("001", "004", "conflict"),
        ("001", "002", "relation-not-stated"),
        *((*sorted((one, "003 21")), "relation-not-stated") for one in ("000", "001", "002", "004")),
        ("003 150", "003 21", "relation-not-stated"),
    }
    (conflict,) = [pair for pair in _dispute(study, "killed").pairs if pair.relation == "conflict"]
    assert conflict.tags == ("differs between voices of one body or state (2020; 2021, 2025)",)
    assert {relation for *_, relation in _pairs(study, "wounded")} == {"agree"}
    assert len(_pairs(study, "wounded")) == 10
    assert _pairs(study, "missing") == {
        *((one, other, "agree") for one, other in (("000", "002"), ("000", "004"), ("002", "004"))),
        *((*sorted((one, "003")), "conflict") for one in ("000", "002", "004")),
    }
    assert _pairs(study, "detained") == {("001", "003", "agree")}
