"""Figures over time: the page that ``tests/cases/dam/expected.md`` asks for, a row a year and figure."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from analysis.corpora import Doc, Says, corpus
from kgbuild.analysis.drawing.render import render_picture
from kgbuild.analysis.figures.page import figure_text, figures_page
from kgbuild.analysis.figures.picture import figures_picture
from kgbuild.analysis.figures.results import FiguresOverTime, figures_of
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.study import Study
from kgbuild.core.pages import render_page
from kgbuild.core.project import load_project

DAM = Path(__file__).parents[1] / "cases" / "dam"


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(load_project(DAM / "kgbuild.toml"))


@pytest.fixture(scope="module")
def over_time(study: Study) -> FiguresOverTime:
    (found,) = figures_of(study, study.select("killed"))
    return found


def test_a_row_is_a_year_and_a_figure(study: Study, over_time: FiguresOverTime) -> None:
    """147 with its sum, 131, then 118 and at least 3; the board's later figures; about 137; 131."""
    rows = [(row.year, figure_text(study, row)) for row in over_time.rows]
    assert rows == [
        (1932, "147"),
        (1932, "131 = 82 + 20 + 21 + 8"),
        (1932, "at least 3"),
        (1932, "118"),
        (1933, "137"),
        (1934, "139"),
        (1935, "142"),
        (1936, "about 137"),
        (1940, "131"),
    ]


def test_each_row_has_voice_and_origin(study: Study, over_time: FiguresOverTime) -> None:
    """The two papers give 147 and have one recorded origin; of the others none is recorded."""
    page = json.loads(render_page(figures_page(study, [over_time]), "json"))
    (question,) = page
    first, *others = question["figures"]
    assert first["voices"] == ["northern-herald", "southern-gazette"]
    assert first["origins"] == ["wire-report-on-vellmoor-1932"]
    assert [each["voices"] for each in others[2:6]] == [["river-board"]] * 4
    assert all(each["origins"] == [] for each in others[1:])


def test_revisions_and_sums_are_told(study: Study, over_time: FiguresOverTime) -> None:
    """The sum says what its total says; a later figure of one voice says what it revises."""
    rows = list(csv.DictReader(io.StringIO(render_page(figures_page(study, [over_time]), "csv"))))
    said = {row["figure"]: row["relations"] for row in rows}
    assert said["131 = 82 + 20 + 21 + 8"].startswith("the total says 147: conflict; agree: 131")
    assert said["142"].startswith("later figure than 118, 137, 139")
    assert said["118"].startswith("revised to 137, 139, 142")
    assert {row["as_of_basis"] for row in rows} <= {"document-date", "document-date; document-date"}


def test_text_and_markdown_fit_a_page(study: Study, over_time: FiguresOverTime) -> None:
    """One page of text, and the same as a table in Markdown."""
    page = figures_page(study, [over_time])
    assert all(len(row) == len(page.header) for row in page.rows)
    assert len(render_page(page, "text", width=180).splitlines()) <= 60
    assert "| 1932 |" in render_page(page, "md")


def test_the_chart_has_a_row_for_each_figure(study: Study, over_time: FiguresOverTime) -> None:
    """Every dated figure is drawn at its date."""
    picture = figures_picture(study, [over_time])
    assert sum(len(part.rows) for part in picture.parts) == len(over_time.rows)  # type: ignore[union-attr, misc]
    assert render_picture(picture, ".svg").startswith(b"<?xml")


def test_undated_figures_come_last_and_are_named() -> None:
    """A figure without a date stands behind the others, and is named below the picture."""
    made = corpus([Doc("a", None, "x", (Says(value=7),)), Doc("b", 1990, "y", (Says(value=9),))])
    (found,) = figures_of(made, made.select("killed"))
    assert [row.year for row in found.rows] == [1990, None]
    assert "undated" in render_page(figures_page(made, [found]), "text")
    assert any("not drawn: 7" in remark for remark in figures_picture(made, [found]).remarks)
