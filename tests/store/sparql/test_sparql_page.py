"""The rows of a query on a terminal: side by side where they fit, and else with their evidence below them."""

from __future__ import annotations

from kgbuild.store.sparql.page import render_answer

HEADER = ["event", "lo", "none", "claim", "document", "voice", "voiceLabel", "quote", "start", "end", "at"]
ROW = [
    "event:flood",
    "12",
    "",
    "claim:a.b.c",
    "doc:a",
    "agent:x",
    "The council",
    "12 drowned",
    "5",
    "15",
    "m/a.yaml:3:4",
]


def test_a_table_that_fits_is_a_table() -> None:
    """Where all columns have room, nothing is moved."""
    lines = render_answer(["claim", "quote", "at"], [["claim:a", "q", "a.yaml:1:1"]], width=80).splitlines()
    assert lines == ["claim    quote  at", "───────  ─────  ──────────", "claim:a  q      a.yaml:1:1"]


def test_evidence_stands_below_its_row() -> None:
    """In a narrow terminal the columns of evidence become a line, the voice by its label."""
    rows = [ROW, [*ROW[:1], "9", *ROW[2:7], "9 drowned", *ROW[8:]]]
    text = render_answer(HEADER, rows, width=90)
    assert text.splitlines() == [
        "in every row: event event:flood",
        "without a value: none",
        "lo",
        "──",
        "12",
        "    “12 drowned” · characters 5–15 · The council (agent:x) · claim:a.b.c · doc:a ·",
        "    m/a.yaml:3:4",
        " 9",
        "    “9 drowned” · characters 5–15 · The council (agent:x) · claim:a.b.c · doc:a ·",
        "    m/a.yaml:3:4",
    ]


def test_nothing_is_left_out() -> None:
    """Every value of a wide answer is somewhere in its text, at any width."""
    rows = [ROW, ["event:fire", *ROW[1:]], ["event:x", "1", "", *[""] * 8]]
    for width in (20, 40, 60, 90):
        text = "".join(render_answer(HEADER, rows, width=width).split())
        assert all("".join(cell.split()) in text for row in rows for cell in row)


def test_two_claims_have_a_line_each() -> None:
    """Left and right of a comparison are told apart by their own lines, in the order of the columns."""
    header = ["note", "leftClaim", "leftQuote", "leftAt", "rightClaim", "rightQuote", "rightAt"]
    row = ["differs", "claim:a", "one thing", "a.yaml:1:1", "claim:b", "another thing", "b.yaml:2:2"]
    assert render_answer(header, [row], width=50).splitlines()[2:] == [
        "differs",
        "    “one thing” · claim:a · a.yaml:1:1",
        "    “another thing” · claim:b · b.yaml:2:2",
    ]


def test_a_table_of_evidence_alone() -> None:
    """Where there is nothing but evidence, it stays a table."""
    header, row = ["claim", "quote", "at"], ["claim:" + "a" * 30, "q" * 30, "a.yaml:1:1"]
    assert render_answer(header, [row], width=40).startswith("claim")
