"""The timeline: dates by their bounds, open and relative ones apart, and who said what first."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpora import Doc, Says, corpus
from kgbuild.analysis.study import Study
from kgbuild.analysis.timeline.page import timeline_page
from kgbuild.analysis.timeline.results import (
    QuestionTimeline,
    event_dates,
    precision_of,
    question_timeline,
)
from kgbuild.core.pages import render_page
from kgbuild.values.dates import parse_time
from kgbuild.values.edtf import time_key

DATES = ["1990-01-19/1990-01-20", "1990", "1990-01-20", "198X", "19XX", "1990-01/..", "../1990-03", "1990-01~",
         "{1990-01-01,1990-02}", "[1989,1990-05]", "night of 1990-01-19/1990-01-20", "after 1990-01-20"]  # fmt: skip


def dated(*values: str) -> Study:
    return corpus([Doc(f"d{n}", says=(Says("occurred", value),)) for n, value in enumerate(values)])


def telling(study: Study, name: str = "killed") -> QuestionTimeline:
    (question,) = study.select(name)
    return question_timeline(study, question)


@pytest.mark.parametrize(
    ("edtf", "wanted"),
    [
        ("1990-01-19/1990-01-20", ("day", "interval", None)),
        ("1990-01-20?", ("day", "date", "uncertain")),
        ("1990-01~", ("month", "date", "approximate")),
        ("1990%", ("year", "date", "uncertain and approximate")),
        ("198X", ("decade", "date", None)),
        ("19XX", ("century", "date", None)),
        ("1987-11/..", ("month", "open interval", None)),
        ("1987/1990-01-20?", ("year", "interval", "uncertain")),
        ("{2020-07,2020-08}", ("month", "several dates", None)),
        ("[1989,1990-05]", ("year", "one of several dates", None)),
    ],
)
def test_precision(edtf: str, wanted: tuple[str, str, str | None]) -> None:
    """The precision is that of the coarsest date; qualifiers and shape stand beside it."""
    assert precision_of(edtf) == wanted


@given(st.lists(st.sampled_from(DATES), min_size=1, max_size=8))
def test_dates_stand_side_by_side_in_order(values: list[str]) -> None:
    """Every dating is in one group of its time, the closed ones by their bounds."""
    (event,) = event_dates(dated(*values))
    groups = (*event.dated, *event.open)
    assert sorted(claim.id for group in groups for claim in group.claims) == sorted(
        f"d{n}.occurred.occurred" for n in range(len(values))
    )
    bounds = [(group.time.start, group.time.end) for group in event.dated]
    assert None not in {bound for pair in bounds for bound in pair}
    assert bounds == sorted(bounds)
    assert all(None in (group.time.start, group.time.end) for group in event.open)
    assert len({time_key(group.time) for group in groups}) == len(groups)


def test_denied_and_negative_datings_stand_beside() -> None:
    """A dating that is denied gives its event no date."""
    study = corpus([Doc("a", says=(Says("occurred", "1990", stance="denies"),)), Doc("b")])
    (event,) = event_dates(study)
    assert (event.dated, event.open) == ((), ())
    assert [claim.id for claim in event.beside] == ["a.occurred.occurred"]


def test_first_later_and_undated() -> None:
    """The earliest dated mention is first; undated ones are neither first nor later."""
    study = corpus([Doc("none"), Doc("late", 2003), Doc("early", 2001)])
    found = telling(study)
    assert [[c.document for c in claims] for claims in (found.first, found.later, found.undated)] == [
        ["early"],
        ["late"],
        ["none"],
    ]


def test_several_may_be_first() -> None:
    """Two documents of one year: which came first is not recorded, and neither is put first."""
    found = telling(corpus([Doc("a", 2001), Doc("b", 2001), Doc("c", 2002)]))
    assert [claim.document for claim in found.first] == ["a", "b"]


@given(st.lists(st.none() | st.integers(1990, 1994), min_size=1, max_size=7), st.data())
def test_telling_is_a_partition(years: list[int | None], data: st.DataObject) -> None:
    """Every claim that counts is first, later or undated; none of the later is dated before one of the first."""
    documents = [Doc(f"d{n}", year) for n, year in enumerate(years)]
    found = telling(corpus(documents))
    assert found == telling(corpus(data.draw(st.permutations(documents))))
    everyone = [*found.first, *found.later, *found.undated]
    assert sorted(claim.document for claim in everyone) == sorted(f"d{n}" for n in range(len(years)))
    assert bool(found.first) == any(year is not None for year in years)
    year_of = {f"d{n}": year for n, year in enumerate(years)}
    dates = [year_of[claim.document] for claim in (*found.first, *found.later)]
    assert dates == sorted(year for year in years if year is not None)


def test_the_course_of_a_state() -> None:
    """Two voices of one state in two years: its course shows both, and how they compare; nobody is said to be right."""
    belongs = [Says("body_of", "state", about=f"agent/{name}") for name in ("mission", "office")]
    study = corpus(
        [
            Doc("a", 2020, voice="mission", says=(Says(value=131),)),
            Doc("b", 2021, voice="office", says=(Says(value=150),)),
            Doc("c", voice="office", says=(Says(value=150),)),
            Doc("register-a", says=(belongs[0],)),
            Doc("register-b", says=(belongs[1],)),
        ]
    )
    (course,) = telling(study).courses
    assert study.name(course.body) == "state"
    assert [claim.document for claim in course.dated] == ["a", "b"]
    assert [claim.document for claim in course.undated] == ["c"]
    assert course.basis == ("register-a.body_of.body_of", "register-b.body_of.body_of")
    (step,) = course.steps
    assert (step.before.document, step.after.document, step.comparison.relation) == ("a", "b", "conflict")


def test_a_step_is_told_from_the_earlier_claim() -> None:
    """A relation with a direction is read from what was said before; JSON names the claim that it is read from."""
    study = corpus([Doc(f"d{year}", year, voice="office", says=(Says(value=year),)) for year in (1990, 1991)])
    page = timeline_page(study, None, [telling(study)])
    assert "1,990 → 1,991: earlier figure of one voice" in render_page(page, "text")
    data = json.loads(render_page(page, "json"))
    (step,) = data["statements"][0]["over_time"][0]["steps"]
    assert (step["from"], step["after"], step["relation"]) == ("d1991.killed.killed",) * 2 + ("later-figure",)


def test_times_are_sorted_across_the_year_1() -> None:
    """An open start comes before every day, also before Christ."""
    times = sorted(map(parse_time, ("1990", "-0043", "../1990")), key=time_key)
    assert [time.edtf for time in times] == ["../1990", "-0043", "1990"]


def test_one_voice_in_one_year_has_no_course() -> None:
    """What is said once does not change."""
    assert telling(corpus([Doc("a", 2020, voice="mission")])).courses == ()
