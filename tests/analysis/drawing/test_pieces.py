"""A broken axis: the days of a crowd have a piece of their own, and nothing else moves."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kgbuild.analysis.drawing.axis import axis_items
from kgbuild.analysis.drawing.parts import Axis, Mark, Row
from kgbuild.analysis.drawing.pieces import pieces_of
from kgbuild.analysis.drawing.scene import Label, Shape

CROWD = [float(date(1990, 1, day).toordinal()) for day in (18, 19, 19, 20, 20, 21)]
LONE = [float(date(year, 6, 1).toordinal()) for year in (1980, 1987, 2020, 2023)]


def test_a_crowd_stands_between_the_years() -> None:
    """Six days of one week beside forty years: before, the crowd, after."""
    assert pieces_of([*LONE, *CROWD]) == [LONE[:2], CROWD, LONE[2:]]


def test_an_even_axis_is_whole() -> None:
    """Years that are spread, days of one year, and a few dates are not broken."""
    years = [float(date(year, 1, 1).toordinal()) for year in range(1980, 2020)]
    assert pieces_of(years) == [years]
    assert pieces_of(CROWD) == [CROWD]
    assert pieces_of([]) == []


@given(st.lists(st.integers(1, 700_000)))
def test_pieces_hold_all_in_order(days: list[int]) -> None:
    """No day is lost, none changes its order, and there are at most three pieces."""
    pieces = pieces_of(days)
    assert [day for piece in pieces for day in piece] == sorted(days)
    assert all(pieces)
    assert len(pieces) <= 3


def test_days_of_a_crowd_are_told_apart() -> None:
    """On a broken axis the marks of one week stand apart, in the order of time, and the first names its year."""
    days = [19800601, 19900118, 19900119, 19900119, 19900120, 19900120, 19900121, 20230601]
    items, *_ = axis_items(Axis("", [Row("", (Mark(day, day),)) for day in days], True))
    places = [item.x for item in items if isinstance(item, Shape) and item.outline != "none"]
    assert places == sorted(places)
    assert all(
        later - earlier >= 7
        for earlier, later in zip(sorted(set(places)), sorted(set(places))[1:], strict=False)
    )
    assert "1990-01-18" in {item.text for item in items if isinstance(item, Label)}
