"""Tables of query results: aligned, within the terminal, nothing left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.core.terminal import display_width
from kgbuild.core.text_table import render_table


def test_columns_are_aligned() -> None:
    """Columns are as wide as their widest value in cells; numbers are set to the right."""
    assert (
        render_table(["place", "killed", "words"], [["漢字", "1,200", "a"], ["Elmford", "12", ""]])
        == """\
place    killed  words
───────  ──────  ─────
漢字      1,200  a
Elmford      12
"""
    )


def test_long_values_are_wrapped() -> None:
    """The widest columns are narrowed and their values wrapped; short ones keep their width."""
    words = "the bank gave way at nightfall and the water stood in the lower street"
    assert (
        render_table(["claim", "words"], [["flood.toll.killed", words], ["b", "c\nd"]], width=44)
        == """\
claim              words
─────────────────  ─────────────────────────
flood.toll.killed  the bank gave way at
                   nightfall and the water
                   stood in the lower street
b                  c
                   d
"""
    )


def test_more_columns_than_fit_become_blocks() -> None:
    """Where columns cannot stand side by side, each row is a block of named lines."""
    header = ["document", "entry-key", "statement"]
    assert (
        render_table(header, [["flood-one", "toll-low", "twelve drowned"], ["b", "c", "d"]], width=24)
        == """\
document: flood-one
entry-key: toll-low
statement: twelve
drowned
────────────────────
document: b
entry-key: c
statement: d
"""
    )


def test_no_rows_and_no_columns() -> None:
    """A result without rows shows its columns; one without columns shows nothing."""
    assert render_table(["a"], []) == "a\n─\n"
    assert render_table([], []) == ""


def test_a_row_of_another_length_is_refused() -> None:
    """A row must have one value for each column."""
    with pytest.raises(ValueError, match=r"a row must have 2 values \(got 1\)"):
        render_table(["a", "b"], [["1"]])


CELLS = st.text(max_size=60)


@given(
    st.integers(1, 5).flatmap(
        lambda n: st.tuples(
            st.lists(CELLS, min_size=n, max_size=n),
            st.lists(st.lists(CELLS, min_size=n, max_size=n), max_size=4),
        )
    ),
    st.integers(2, 100),
)
def test_tables_keep_within_the_terminal(table: tuple[list[str], list[list[str]]], width: int) -> None:
    """No line is wider than the terminal, and only visible characters come out."""
    shown = render_table(*table, width=width)
    assert all(display_width(line) <= width for line in shown.split("\n"))
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_no_word_is_broken() -> None:
    """A column is as wide as its longest word; what has a sign in it is broken there. Else each row becomes a block."""
    header = ("question", "answer")
    row = (
        "Departure of Azerbaijanis from Armenia",
        "ombudsman-statement-2021-01-19.departure.displaced_from",
    )
    for width in range(14, 100):
        text = render_table(header, [row], width=width)
        for word in ("Departure", "Azerbaijanis", "ombudsman", "statement", "displaced"):
            assert word in text, width
