"""What became of the ministry's statement in the agency's report: every difference that readers of both texts found."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from kgbuild.analysis.drift.page import drift_page
from kgbuild.analysis.drift.results import Drift, DriftChange, drift, sources_of
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.study import Study
from kgbuild.core.pages import render_page
from kgbuild.core.project import load_project

HERE = Path(__file__).parent
REPORT, SOURCE = "agency-report-2025", "letter-2025-01-20.annex"
NIGHT, WAR = "baku-1990-01-19", "war-of-44-days"
OPERATION = "operation-of-azerbaijan-2023-09-19"


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(load_project(ROOT / "kgbuild.toml", []))


@pytest.fixture(scope="module")
def found(study: Study) -> Drift:
    return drift(study, study.section(REPORT), study.section(SOURCE))


def of(study: Study, drift: Drift, group: str, subject: str, **more: object) -> list[DriftChange]:
    """The differences of a group about a subject, with such attributes."""
    return [
        change
        for change in drift.changes
        if change.group == group
        and study.name(change.subject) == subject
        and all(getattr(change, name) == value for name, value in more.items())
    ]


def quotes(change: DriftChange) -> tuple[list[str], list[str]]:
    return [c.quote.text for c in change.source], [c.quote.text for c in change.claims]


def test_the_page_is_the_one_that_was_read_against_the_texts(study: Study, found: Drift) -> None:
    """The whole page, as it was read line by line beside both texts."""
    page = render_page(drift_page(study, [found]), "text", width=120)
    assert page == (HERE / "analyses" / f"drift-{REPORT}.txt").read_text(encoding="utf-8")


def test_the_source_is_the_copy_of_the_work_that_is_reported(study: Study) -> None:
    """The report is read beside the annex, as that is a copy of the statement that it reports."""
    assert [section.id for section in sources_of(study, study.section(REPORT))] == [SOURCE]


def test_seriously_is_gone(study: Study, found: Drift) -> None:
    """744 seriously wounded are 744 injuries, and the killed are no longer said to be civilians."""
    (severity,) = of(study, found, "figures", NIGHT, aspect="severity")
    assert (severity.before, severity.after) == (("serious",), (None,))
    assert quotes(severity) == (["744 were seriously wounded"], ["744 injuries"])
    (population,) = of(study, found, "figures", NIGHT, aspect="population")
    assert (population.before, population.after) == (("civilians",), (None,))
    assert len(of(study, found, "figures", NIGHT)) == 2


def test_what_the_report_keeps_is_not_gone(study: Study, found: Drift) -> None:
    """ "Brutally" stands with another claim of the report, and both date the night alike."""
    assert of(study, found, "qualifiers", NIGHT, aspect="manner") == []
    assert of(study, found, "dates", NIGHT, aspect="value") == []


def test_the_day_after_is_gone(study: Study, found: Drift) -> None:
    """When it was brought to attention is no longer said, nor with what reserve a name is tied to it."""
    (change,) = of(study, found, "dates", "bringing-to-international-attention-1990-01")
    assert change.after == ()
    assert quotes(change)[0] == ["immediately, the day after the tragedy"]
    (hedge,) = of(study, found, "qualifiers", "bringing-to-international-attention-1990-01", aspect="hedge")
    assert (hedge.before, hedge.after) == (("associated with the name",), (None,))


def test_the_decision_and_its_title_are_gone(study: Study, found: Drift) -> None:
    """Title, adoption and text of the decision of 1994 are gone; that parliament assessed the night is new."""
    work = "milli-majlis-decision-1994-03"
    (title,) = of(study, found, "wording", work)
    assert (title.before, title.after) == (
        ("On the tragic events committed in Baku on 20 January 1990",),
        (),
    )
    assert [change.properties for change in of(study, found, "omitted", work)] == [("adopted by",)]
    adoption = of(study, found, "omitted", "decision-of-milli-majlis-1994-03")
    assert [change.properties for change in adoption] == [("followed",), ("document issued in it",)]
    (assessed,) = of(study, found, "agency", NIGHT, properties=("assessed by",))
    assert (assessed.before, assessed.after) == ((), ("Milli Majlis (time: 1994-03 (within))",))


def test_children_women_and_the_elderly_are_gone(study: Study, found: Drift) -> None:
    """The groups among those affected are gone, and so are the purposes, the law invoked and "planned"."""
    gone = {(c.properties[0], c.before[0]) for c in of(study, found, "omitted", NIGHT)}
    assert gone == {
        *(("includes groups", group) for group in ("children", "women", "elderly people")),
        *(("purpose", aim) for aim in ("to suppress the national movement", "to crush resistance")),
        ("law invoked", "international law"),
        ("directed against", "people of Azerbaijan"),
        *(("characterised as", how) for how in ("planned", "crime", "victims innocent")),
        *(("characterised as", how) for how in ("violation of international law", "formative for a country’s history")),
    }  # fmt: skip


def test_the_date_of_the_operation_hangs_on_the_war(study: Study, found: Drift) -> None:
    """The operation of 2023 is gone, and its date stands with the war, said to have restored what it had ensured."""
    (moved,) = of(study, found, "dates", OPERATION)
    assert (moved.aspect, moved.value) == ("subject", "2023-09-19/2023-09-20")
    assert (moved.before, moved.after) == (
        ("Operation of Azerbaijan, 19–20 September 2023",),
        ("44-day war",),
    )
    assert {change.properties for change in of(study, found, "omitted", OPERATION)} == {
        *(("led to",), ("characterised as",)),
        *(("time of occurrence",), ("restored",)),
    }
    (verb,) = of(study, found, "wording", WAR, aspect="value")
    assert (verb.before, verb.after) == (
        ("ensured: territorial integrity",),
        ("restored: territorial integrity",),
    )
    (time,) = of(study, found, "dates", WAR)
    assert (time.before, time.after) == ((None,), ("2023-09-19/2023-09-20 (throughout)",))


@pytest.mark.parametrize(
    ("subject", "by"),
    [
        ("incidents-1980s", "organised by"),
        ("sumgayit-1980s", "organised by"),
        ("displacement-of-azerbaijanis-from-armenia-1980s", "carried out by"),
    ],
)
def test_an_agent_is_named_where_the_source_names_none(
    study: Study, found: Drift, subject: str, by: str
) -> None:
    """The Soviet authorities are made the agent of the provocations and of the deportation."""
    (change,) = of(study, found, "agency", subject)
    assert (change.properties, change.before, change.after) == (
        *((by,), ()),
        ("Authorities of the Soviet Union",),
    )
    assert change.source, "the words in which the source speaks of it stand beside"


def test_agents_changed_and_dropped(study: Study, found: Drift) -> None:
    """The forces are "Soviet forces" now; neither army nor commander of the war are named any more."""
    (forces,) = of(study, found, "agency", NIGHT, properties=("carried out by",))
    assert forces.after == ("Soviet forces, branch not stated",)
    assert len(forces.before) == 3
    assert [(c.properties, c.after) for c in of(study, found, "agency", WAR)] == [
        (("carried out by",), ()),
        (("led by",), ()),
    ]


def test_statements_dropped_and_new(study: Study, found: Drift) -> None:
    """Gone: fabricated, its purpose, the restoration of independence, the return to office. New: part of the policy."""
    gone = {(study.name(c.subject), *c.before) for c in found.changes if c.group == "omitted"}
    assert {
        ("incidents-1980s", "fabricated"),
        ("incidents-1980s", "to justify territorial claims"),
        ("independence-of-azerbaijan-restored", "independence"),
        ("decision-of-milli-majlis-1994-03", "Return of Heydar Aliyev to office"),
    } <= gone
    new = {(study.name(c.subject), c.properties[0]) for c in found.changes if c.group == "added"}
    assert {
        ("incidents-1980s", "part of event"),
        ("displacement-of-azerbaijanis-from-armenia-1980s", "part of event"),
        ("incidents-1980s", "led to"),
    } <= new
