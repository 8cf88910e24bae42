"""Short first: what an analysis prints without arguments fits on a screen, and says how to see the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kgbuild.cli import cli
from kgbuild.core.pages import SCREEN, Grid, Line, Page, render_page
from kgbuild.core.short import short_grid, short_lines

CONFIG = Path(__file__).parents[2] / "kgbuild.toml"
FIRST = {
    "origins": "98 answers in more than one document",
    "drift agency-report-2025": "population: civilians → not stated: “150 civilians were killed” → “150 deaths”",
    "timeline": "1990-01-19/1990-01-20, night  Baku, night of 19–20 January 1990",
    "timeline --events": "1990-01-19/1990-01-20, night  Baku, night of 19–20 January 1990",
    "timeline --statements": "2020-01-17: 131 (civilians)",
    "conflicts": "3 questions with answers in conflict",
    "figures killed": "2020-01-17     131  civilians",
    "matrix": "Q2 killed",
    "loops": "",
    "retract letter-2025-01-20": "56 claims of others lose all recorded support",
}
"""Each analysis of the sample, with words that answer its first question."""


def printed(*arguments: str) -> list[str]:
    """The lines that a command prints, without documents."""
    result = CliRunner(env={"KGBUILD_DOCUMENTS": ""}).invoke(cli, [*arguments, "--config", str(CONFIG)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.stdout.splitlines()


@pytest.mark.parametrize("command", FIRST)
def test_an_analysis_without_arguments_fits_on_a_screen(command: str) -> None:
    """At most sixty lines, with an answer to its first question in the first ten."""
    lines = printed(*command.split())
    assert len(lines) <= SCREEN
    assert FIRST[command] in "\n".join(lines[:10])


def test_rival_answers_stand_side_by_side() -> None:
    """Without being asked, all answers to who did it, with their voices; nothing calls them a conflict."""
    lines = printed("conflicts")
    rivals = "\n".join(lines[lines.index("What caused it, and who did it: rival answers side by side") :])
    for answer in ("Authorities of the Soviet Union", "Soviet Army", "Special forces of the Soviet Army"):
        assert answer in rivals
    assert "conflict:" not in rivals


@pytest.mark.parametrize(
    "command", ["origins", "conflicts", "drift agency-report-2025", "timeline", "retract letter-2025-01-20"]
)
def test_details_are_one_option_away(command: str) -> None:
    """With ``--details`` all of it is printed, and the short form names the option."""
    arguments = command.split()
    short, whole = printed(*arguments), printed(*arguments, "--details")
    assert len(short) <= SCREEN < len(whole)
    assert "--details" in "\n".join(short[-2:])


def test_what_does_not_fit_is_counted() -> None:
    """A list or table that is cut says how many are left; one that fits is whole."""
    texts = [f"statement {number}" for number in range(10)]
    assert short_lines(texts, 10) == [Line(text) for text in texts]
    assert short_lines(texts, 4) == [*(Line(text) for text in texts[:3]), Line("… and 7 more")]
    rows = [[text, "1"] for text in texts]
    assert short_grid(("a", "b"), rows, 12) == [Grid(("a", "b"), rows)]
    assert short_grid(("a", "b"), rows, 8) == [Grid(("a", "b"), rows[:5]), Line("… and 5 more")]
    assert short_grid(("a", "b"), rows, 1) == [Line("… and 10 more")]


def test_lines_are_counted_as_they_wrap() -> None:
    """A statement of two lines takes the room of two."""
    assert short_lines(["long " * 30, "b", "c"], 3) == [Line("long " * 30), Line("… and 2 more")]


def test_a_page_that_fits_is_shown_whole() -> None:
    """Nothing is hidden where everything fits on a screen; of a longer page the short form is shown, unless asked."""
    page = Page(short=[Line("short")])
    for number in range(SCREEN):
        page.line(f"statement {number}")
    assert "statement 59" in render_page(page, "text", details=False)
    page.line("one more")
    assert render_page(page, "text", details=False).split() == ["short"]
    assert "one more" in render_page(page, "text", details=True)
