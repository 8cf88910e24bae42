"""The sample over time, as an analyst asks: dates side by side, who said what first, what falls without a document."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import kgbuild
from analysis.corpora import Doc, Says, corpus
from kgbuild.analysis import Study, event_dates, loops_of, question_timeline
from kgbuild.analysis.loops.page import loops_page
from kgbuild.analysis.retract.page import retract_page
from kgbuild.analysis.retract.results import retract
from kgbuild.analysis.timeline.page import timeline_page
from kgbuild.cli import cli
from kgbuild.core.pages import PAGE_STYLES, Page, render_page

ROOT = Path(__file__).parents[2]
NIGHT = "baku-1990-01-19"


@pytest.fixture(scope="module")
def study() -> Study:
    return kgbuild.study(ROOT)


def test_the_night_has_its_dates_side_by_side(study: Study) -> None:
    """Four ways to date the night, from the year to the night itself, each with its documents; none is chosen."""
    (event,) = event_dates(study, study.namer.node("event", NIGHT))
    assert [(d.time.edtf, d.time.extent, d.precision, len(d.claims)) for d in event.dated] == [
        ("1990", "within", "year", 1),
        ("1990-01-19/1990-01-20", "throughout", "day", 6),
        ("1990-01-19/1990-01-20", "within", "day", 1),
        ("1990-01-20", "within", "day", 1),
    ]


def test_open_dates_stand_apart(study: Study) -> None:
    """“The day after” has bounds; “shortly after” has no end, and stands apart; both say what they count from."""
    (event,) = event_dates(study, study.namer.node("event", "bringing-to-international-attention-1990-01"))
    (closed,), (opened,) = event.dated, event.open
    assert (closed.time.edtf, opened.time.edtf) == ("1990-01-20/1990-01-21", "1990-01-20/..")
    assert closed.time.counted_from == opened.time.counted_from


def test_killed_over_the_years(study: Study) -> None:
    """131 in 2020 was first; the state's voices said 150 in 2021 and 2025; two documents have no date."""
    (question,) = study.select(f"{NIGHT}.killed")
    telling = question_timeline(study, question)
    assert [(c.document, study.value(c)) for c in telling.first] == [("letter-2020-01-17", "131")]
    assert {c.document for c in telling.undated} == {"agency-report-2025", "news-report-2026"}
    (course,) = telling.courses
    assert study.name(course.body) == "republic-of-azerbaijan"
    steps = [(study.value(s.before), study.value(s.after), str(s.comparison.relation)) for s in course.steps]
    assert steps == [
        ("131", "150", "conflict"),
        ("131", "21", "relation-not-stated"),
        ("21", "150", "relation-not-stated"),
    ]


def test_what_falls_without_the_letter_of_2025(study: Study) -> None:
    """The letter holds the only copy of the ministry's statement: what the agency has from it loses its links."""
    found = retract(study, "letter-2025-01-20")
    assert {loss.claim.document for loss in found.losses} == {"agency-report-2025"}
    (killed,) = [c for c in found.changes if (c.question.key, c.value) == (f"{NIGHT}.killed", "150")]
    assert (killed.before.documents, killed.before.origins, killed.before.unrecorded) == (4, 1, 2)
    assert (killed.after.documents, killed.after.origins) == (3, 0)


def pages(study: Study) -> list[Page]:
    tellings = [question_timeline(study, question) for question in study.questions.values()]
    return [
        timeline_page(study, event_dates(study), tellings),
        loops_page(study, loops_of(study)),
        retract_page(study, retract(study, study.documents[0].id)),
        retract_page(
            study, retract(study, next(study.name(c.voice) for c in study.claims if "agent" in c.voice))
        ),
    ]


def test_pages_in_every_form(study: Study) -> None:
    """Every page renders in every form, and its rows are as long as the header."""
    for page in pages(study):
        for style in PAGE_STYLES:
            assert render_page(page, style)
        json.loads(render_page(page, "json"))
        header, *rows = csv.reader(io.StringIO(render_page(page, "csv")))
        assert {len(row) for row in rows} <= {len(header)}


def test_no_word_of_a_verdict() -> None:
    """What is only unrecorded is never called independent, and no claim true, false or reliable."""
    ring = [
        Doc("a", 1990, voice="v", says=(Says(source=("b.killed",)),)),
        Doc("b", 1991, says=(Says(source=("a.killed", "c.killed")),)),
        Doc("c"),
    ]
    texts = [render_page(page, style) for page in pages(corpus(ring)) for style in ("text", "md")]
    for word in ("independent", "false", "reliable", "wrong", "correct"):
        assert not [text for text in texts if word in text.lower()], word


@pytest.mark.parametrize(
    ("arguments", "code", "printed"),
    [
        (["timeline", "--event", NIGHT, "--events"], 0, "4 different dates, side by side"),
        (["timeline", "--statements"], 0, "first means first dated in this corpus"),
        (["timeline", "--event", "baku-1990-01-18"], 1, ""),
        (["loops"], 0, "documents: no loop (steps: derivations, citations)"),
        (["retract", "letter-2025-01-20"], 0, "133 claims gone"),
        (["retract", "nobody"], 1, ""),
    ],
)
def test_commands(arguments: list[str], code: int, printed: str) -> None:
    """Each command prints its page; a name that is not there is an error."""
    result = CliRunner().invoke(cli, [*arguments, "--config", str(ROOT / "kgbuild.toml")])
    assert (result.exit_code, printed in result.output) == (code, True)


def test_a_loop_of_claims_is_shown_where_others_refuse(run, sample_copy: Path) -> None:  # type: ignore[no-untyped-def]
    """Lineage in a circle is an error for every other command; ``loops`` shows it, with exit code 1."""
    mapping = sample_copy / "mappings" / "letter-2020-01-17.yaml"
    text = mapping.read_text(encoding="utf-8")
    old = "\n  toll:\n"
    assert text.count(old) == 1
    mapping.write_text(text.replace(old, f"{old}    from: letter-2020-01-17.toll.killed\n"), encoding="utf-8")
    refused = run("origins", cwd=sample_copy)
    assert (refused.returncode, "KG504" in refused.stderr or "leads back to itself" in refused.stderr) == (
        2,
        True,
    )
    shown = run("loops", cwd=sample_copy)
    assert (shown.returncode, "claims: 1 loop (steps: derivations)" in shown.stdout) == (1, True)
    assert "letter-2020-01-17.toll.killed ← letter-2020-01-17.toll.killed" in shown.stdout
