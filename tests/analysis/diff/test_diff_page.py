"""The page of differences: short for people, whole for programs, and safe whatever stands in a mapping."""

from __future__ import annotations

import csv
import io
import json

from analysis.diff.models import Figure, Paper, Papers, graph
from kgbuild.analysis.diff.comparison import differences
from kgbuild.analysis.diff.page import COLUMNS, differences_page
from kgbuild.analysis.diff.results import Difference, Differences, DiffItem
from kgbuild.core.pages import render_page

FEW = Paper({"killed": Figure(1), "wounded": Figure(2)})


def page(old: Papers, new: Papers, style: str = "text", *, everything: bool = False) -> str:
    found = differences(graph(old), graph(new), fold=not everything)
    return render_page(differences_page(found, "one", "other", everything=everything), style, width=100)


def test_nothing_is_different() -> None:
    """Where nothing is different, the page says so, and its data too."""
    assert page({"a": FEW}, {"a": FEW}).splitlines() == [
        *("What is different", "  old: one", "  new: other", "  nothing is different"),
    ]
    data = json.loads(page({"a": FEW}, {"a": FEW}, "json"))
    assert data.pop("different") is False
    assert {key for key, value in data.items() if value} == {"old", "new"}
    assert page({"a": FEW}, {"a": FEW}, "csv") == ",".join(COLUMNS) + "\n"


def test_a_new_document_is_counted_with_what_it_holds() -> None:
    """The claims of a document that only one graph has are counted with it; --all and the data list them."""
    old, new = {"a": FEW}, {"a": FEW, "b": FEW}
    text = page(old, new)
    assert "  claims: 3 added\n" in text
    assert "  b: report, with 3 claims\n    mappings/b.yaml:1:12\n" in text
    assert "b.killed.killed" not in text
    assert "Claims added\n  b.killed.killed: Flood: number of people killed: 1\n" in page(
        old, new, everything=True
    )
    assert len(json.loads(page(old, new, "json"))["claims"]) == 3
    rows = list(csv.DictReader(io.StringIO(page(new, old, "csv"))))
    assert [(row["of"], row["change"], row["id"]) for row in rows][:2] == [
        ("document", "removed", "b"),
        ("claim", "removed", "b.killed.killed"),
    ]
    assert (rows[1]["old_quote"], rows[1]["new_quote"]) == ("1 people killed", "")
    assert {len(row) for row in csv.reader(io.StringIO(page(new, old, "csv")))} == {len(COLUMNS)}


def test_what_changed_in_one_way_is_shown_once() -> None:
    """Claims that changed alike are named together, each with its line, and the change stands once."""
    by = Paper({key: Figure(figure.value, "mayor") for key, figure in FEW.figures.items()})
    text = " ".join(page({"a": FEW}, {"a": by}).split())
    assert "2 alike: a.killed.killed (mappings/a.yaml:8:5), a.wounded.wounded (mappings/a.yaml:12:5)" in text
    assert text.count("voices changed: Council → Council; Mayor") == 1


def test_lines_that_moved_are_shown_beside_what_changed() -> None:
    """Of a claim that changed and stands on another line now, both lines are named."""
    old = {"a": Paper({"wounded": Figure(2), "killed": Figure(1)})}
    new = {"a": Paper({"killed": Figure(2), "wounded": Figure(2)})}
    assert "old: mappings/a.yaml:11:5, new: mappings/a.yaml:8:5" in page(old, new)


def test_conflicts_have_a_row_for_each_claim() -> None:
    """In CSV a conflict has one row a claim, with its number and side, its answer in the column of its graph."""
    one, other = Paper({"killed": Figure(1)}), Paper({"killed": Figure(2)})
    rows = list(csv.DictReader(io.StringIO(page({"a": one, "b": one}, {"a": one, "b": other}, "csv"))))
    assert [
        (row["change"], row["id"], row["what"], row["before"], row["after"], row["new_place"])
        for row in rows
        if row["of"] == "conflict"
    ] == [
        ("appeared", "a.killed.killed", "side 1 of conflict 1", "", "1", "mappings/a.yaml:8:5"),
        ("appeared", "b.killed.killed", "side 2 of conflict 1", "", "2", "mappings/b.yaml:8:5"),
    ]


def test_settings_and_moved_quotes_have_rows() -> None:
    """What is different of the whole, and how many quotes a new text moved, stand in the data as in the text."""
    old, new = graph({"a": FEW}), graph({"a": Paper(FEW.figures, head="x\n")}, base="https://example.net/")
    made = differences_page(differences(old, new), "one", "other")
    assert "  base changed: https://example.org/ → https://example.net/\n" in render_page(made, "text")
    assert "    3 quotes of its claims and citations moved with the text\n" in render_page(made, "text")
    rows = list(csv.DictReader(io.StringIO(render_page(made, "csv"))))
    assert [
        (row["of"], row["id"], row["what"], row["after"]) for row in rows if "hash" not in row["what"]
    ] == [
        ("settings", "", "base", "https://example.net/"),
        ("document", "a", "quotes moved with the text", "3"),
    ]


def test_hostile_words() -> None:
    """What a mapping says can neither steer the terminal nor make Markdown or HTML of its own."""
    item = DiffItem(
        "claim", "a.b.c", "\x1b[2J<b>*x*</b>", "a", "\u202eme asserts", "`|q`", 1, 2, "m.yaml:1:1"
    )
    found = Differences((), (Difference(None, item),), *((),) * 6)
    made = differences_page(found, "one", "other")
    text = render_page(made, "text")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\<b\\>\\*x\\*" in render_page(made, "md")
    assert "<b>" not in made._repr_html_()
