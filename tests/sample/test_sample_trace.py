"""The dossiers of claims of the sample: what they hold, and what they say is not recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.study import Study
from kgbuild.analysis.trace.page import trace_page
from kgbuild.analysis.trace.results import trace
from kgbuild.core.pages import render_page
from kgbuild.core.project import load_project

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(load_project(ROOT / "kgbuild.toml", []))


def text(study: Study, name: str, style: str = "text") -> str:
    return render_page(trace_page(study, trace(study, study.claim(name))), style, width=120)


@pytest.mark.parametrize("path", sorted((HERE / "analyses").glob("trace-*.md")), ids=lambda path: path.stem)
def test_the_dossier_is_the_one_that_was_read(study: Study, path: Path) -> None:
    """The whole dossier, as it was read against mapping and text."""
    assert text(study, path.stem.removeprefix("trace-"), "md") == path.read_text(encoding="utf-8")


def test_dossiers_are_held() -> None:
    """Two are held, so that none falls silent."""
    assert len(list((HERE / "analyses").glob("trace-*.md"))) == 2


def test_what_a_figure_meets(study: Study) -> None:
    """150 of the annex: one echo, agreement, conflict with the affiliation told, and a relation not stated."""
    found = trace(study, study.claim("letter-2025-01-20.toll.killed"))
    assert [echo.claim.id for echo in found.echoes] == ["agency-report-2025.toll.killed"]
    assert [claim.document for claim in found.also] == ["ombudsman-statement-2021-01-19", "news-report-2026"]
    relations = {(str(a.relation), study.value(a.claims[0])) for a in found.answers}
    assert relations == {("conflict", "131"), ("relation-not-stated", "21"), ("agree", "150")}
    assert [study.name(work) for work in found.origin.origins] == ["ministry-statement-2025-01-20"]


def test_an_inconsistency_of_the_document(study: Study) -> None:
    """The news report says Monday of a Tuesday; every dossier of its claims says so."""
    for name in ("news-report-2026.toll.killed", "news-report-2026.anniversary.observed_on.f2aaca8f"):
        assert "the text has Monday, the date gives Tuesday" in " ".join(text(study, name).split())


def test_what_is_not_recorded_is_said(study: Study) -> None:
    """Lineage and echoes that nobody recorded are named as such, and the word "independent" stands nowhere."""
    page = text(study, "news-report-2026.toll.killed")
    assert "lineage not recorded" in page
    assert "no claim is recorded as derived from this one" in page
    assert "independent" not in page.lower().replace("independence", "")


def test_an_inferred_identity_is_told(study: Study) -> None:
    """A claim about something that the mapper identified says so, with the reading."""
    page = text(study, "agency-report-2025.ministry-departure.carried_out_by.soviet-leadership")
    assert "inferred: the passage gives no years" in page


def test_terms_of_closed_lists_are_named(study: Study) -> None:
    """A severity and the relation of another answer are said in words, not as IRIs or keys."""
    shown = text(study, "news-report-2026.toll.wounded")
    assert "severity: serious\n" in shown
    assert "relation not stated: 21" in text(study, "agency-report-2025.toll.killed")
    assert "w3id.org" not in shown
