"""The analyses of the sample as pictures: readable, and leading back to the documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.drawing.test_drawing import check, laid_out
from kgbuild.analysis.conflicts.picture import conflicts_picture
from kgbuild.analysis.conflicts.results import disputes
from kgbuild.analysis.drawing.parts import Axis, Columns
from kgbuild.analysis.drawing.render import Picture
from kgbuild.analysis.drift.picture import SHOWN, drift_picture
from kgbuild.analysis.drift.results import drift, sources_of
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.picture import provenance_picture
from kgbuild.analysis.study import Study
from kgbuild.analysis.timeline.picture import timeline_picture
from kgbuild.analysis.timeline.results import event_dates, question_timeline
from kgbuild.core.project import load_project

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(load_project(ROOT / "kgbuild.toml", []))


def drawn(study: Study, kind: str) -> Picture:
    questions = study.select("killed")
    if kind == "conflicts":
        return conflicts_picture(study, list(disputes(study, questions)))
    if kind == "timeline":
        return timeline_picture(
            study, event_dates(study), [question_timeline(study, each) for each in questions]
        )
    if kind == "drift":
        section = study.section("agency-report-2025")
        return drift_picture(study, [drift(study, section, other) for other in sources_of(study, section)])
    return provenance_picture(study)


@pytest.mark.parametrize("kind", ["conflicts", "timeline", "drift", "whole"])
def test_labels_are_apart(study: Study, kind: str) -> None:
    """No label lies on another, and none is cut off."""
    assert check(laid_out(drawn(study, kind))) >= 10


def test_sides_of_killed(study: Study) -> None:
    """The sides stand in the order of their values, each with its bounds and with what is recorded of its origins."""
    part = drawn(study, "conflicts").parts[0]
    assert isinstance(part, Axis)
    found = [mark for row in part.rows for mark in row.marks]
    assert [(mark.lo, mark.hi, mark.kind) for mark in found] == [
        (21, 21, "open"), (131, 131, "open"), (150, 150, "recorded"), (150, 150, "mixed"),
    ]  # fmt: skip
    assert all("mappings/" in mark.tip and "characters" in mark.tip for mark in found)


def test_what_cannot_be_compared_is_counted(study: Study) -> None:
    """Of a timeline the undated events are counted; of drift, what shows no difference."""
    timeline, changes = drawn(study, "timeline"), drawn(study, "drift")
    assert isinstance(timeline.parts[0], Axis)
    assert "without a date" in timeline.remarks[0]
    assert isinstance(changes.parts[0], Columns)
    assert "without a difference" in changes.remarks[1]


def test_drift_fits_a_page(study: Study) -> None:
    """Of a long drift the ten most telling differences are drawn, and says how many there are."""
    section = study.section("agency-report-2025")
    (found,) = [drift(study, section, other) for other in sources_of(study, section)]
    shown = drift_picture(study, [found])
    (part,) = shown.parts
    assert isinstance(part, Columns)
    assert len(part.rows) == SHOWN
    whats = [row.what for row in part.rows]
    assert whats[:2] == ["figures: population", "figures: severity"]
    assert {what.partition(":")[0] for what in whats} == {"figures", "agency", "qualifiers", "wording"}
    assert any(f"The {SHOWN} most telling of 83 differences" in remark for remark in shown.remarks)


def test_statements_of_the_sample_are_a_row_a_question(study: Study) -> None:
    """The timeline of all questions that several documents answer has a row for each, with a mark for each date."""
    asked = [each for each in study.questions.values() if len(study.documents_of(each)) > 1]
    made = timeline_picture(study, None, [question_timeline(study, each) for each in asked])
    (part,) = made.parts
    assert isinstance(part, Axis)
    assert [row.label for row in part.rows] == [question.label for question in asked]
    (killed,) = [row for row in part.rows if row.label.endswith("number of people killed")]
    assert (
        killed.value == "131 (civilians); 150 (civilians); 21 (after Declaration of a state of emergency, 20 "
        "January 1990) and 1 other"
    )
    assert [(mark.lo, mark.count, mark.kind) for mark in killed.marks] == [
        (20200117, 1, "open"), (20210119, 2, "open"), (20250120, 1, "linked"),
    ]  # fmt: skip
    assert killed.note.endswith("2 mentions undated")
