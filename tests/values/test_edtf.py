"""EDTF, levels 0 to 2, against the published expressions and an independent parser."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import warnings

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.values.days import day_at, day_of, iso_day, ordinal_of, parts_of, shifted, weekday_of
from kgbuild.values.edtf import Time, parse_edtf
from kgbuild.values.errors import ValueSyntaxError

LISTS = ("Level0", "Level1", "Level2", "L0_Intervals", "L1_Intervals", "L2_Intervals")
INVALID = ("invalid_edtf_dates", "invalid_edtf_intervals", "invalid_edtf_datetimes")

# Where our bounds are not those of the `edtf` package, and why (sections of the specification of 2019).
OTHER_BOUNDS = {
    "2001-28": "Sub-year groupings: no months are given; a winter can be the one that begins in its year or ends in it",
    "-2004-XX": "Level 1, Unspecified digits: the package takes the months of a year before our era in reverse",
    "-1985-04-XX": "Level 1, Unspecified digits: the same, for the days",
    "-1985-XX-XX": "Level 1, Unspecified digits: the same",
    "2001-30": "Sub-year groupings: a southern summer, likewise over the new year",
    "1950S2": "Level 2, Significant digits: some year between 1900 and 1999, which the package reads as 1950",
    "Y171010000S3": "Level 2, Significant digits: 171 000 000 to 171 999 999; the package has the year alone",
    "Y3388E2S3": "Level 2, Significant digits: the same",
    "Y-171010000S2": "Level 2, Significant digits: the same",
    "Y-3388E2S3": "Level 2, Significant digits: the same",
}


def suite() -> dict[str, list[str]]:
    """The published expressions, by level: the lists of the package ``edtf-validate`` (University of North Texas)."""
    found: dict[str, list[str]] = json.loads(
        (ROOT / "tests" / "cases" / "edtf.json").read_text(encoding="utf-8")
    )
    return found


def edtf_bounds(text: str) -> tuple[int | None, int | None] | None:
    """First and last day by the independent ``edtf`` package, None is open; None where it cannot say."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        from edtf import parse_edtf as independent

        try:
            value = independent(text)
            ends = [value.lower_strict(), value.upper_strict()]
        except Exception:  # noqa: BLE001  whatever it fails with, it says nothing of the value
            return None
    return tuple(  # type: ignore[return-value]
        day_of(day.tm_year, day.tm_mon, day.tm_mday) if isinstance(day, tuple) else None for day in ends
    )


def test_the_published_valid_expressions_are_read() -> None:
    """Every expression that is published as valid is a time; its value reads as the same time again."""
    found = [text for name in LISTS for text in suite()[name]]
    assert len(found) == 307
    for text in found:
        time = parse_edtf(text)
        assert time is not None, text
        again = parse_edtf(time.edtf)
        assert again is not None
        assert (again.edtf, again.start, again.end) == (time.edtf, time.start, time.end)


def test_the_published_invalid_expressions_are_refused() -> None:
    """Every expression that is published as invalid is refused: as broken EDTF, or as none at all."""
    found = [text for name in INVALID for text in suite()[name]]
    assert len(found) == 56
    for text in found:
        with contextlib.suppress(ValueSyntaxError):
            assert parse_edtf(text) is None, text


def test_bounds_agree_with_an_independent_parser() -> None:
    """Where the package reads an expression and knows both ends, its bounds are ours, but for the named exceptions."""
    compared, other = 0, set()
    for text in {text for name in LISTS for text in suite()[name]}:
        theirs, ours = edtf_bounds(text), parse_edtf(text)
        assert ours is not None
        if theirs is None or text.endswith("/") or text.startswith("/"):
            continue  # an unknown end is ten years away for the package
        compared += 1
        if theirs != (ours.start, ours.end):
            other.add(text)
    assert compared > 120
    assert other == set(OTHER_BOUNDS)


DAYS = st.dates(min_value=datetime.date(1, 1, 2), max_value=datetime.date(9999, 12, 30))


@given(
    DAYS,
    st.sampled_from(
        ["{0}", "{1}", "{2}", "{0}~", "{2}/{0}", "{0}/..", "../{1}", "{0}?/{3}", "{4}X", "{2}-21", "{2}-35"]
    ),
)
def test_bounds_of_any_day_agree(day: datetime.date, form: str) -> None:
    """First and last day are those of the ``edtf`` package (without its padding for qualifiers)."""
    iso = day.isoformat()
    text = form.format(iso, iso[:7], iso[:4], f"{min(day.year + 1, 9999):04d}", iso[:3])
    if form == "{0}?/{3}" and day.year == 9999:
        return
    time = parse_edtf(text)
    assert isinstance(time, Time)
    assert (time.start, time.end) == edtf_bounds(text.replace("~", "").replace("?", ""))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1X32-X1-X2", 10320102, 19321122),
        ("-156X-12-25", -15691225 + 2 * 1225, -15601225 + 2 * 1225),
        ("XXXX-02-29", 229, 99960229),
        ("2004-06-3X", 20040630, 20040630),
        ("1984-0X", 19840101, 19840930),
        ("-0043-03-15", -429685, -429685),
        ("-04XX", day_of(-499, 1, 1), day_of(-400, 12, 31)),
        ("Y-17E7", day_of(-170_000_000, 1, 1), day_of(-170_000_000, 12, 31)),
        ("1950S2", 19000101, 19991231),
        ("2001-24", 20001201, 20020228),
        ("[..1760-12-03]", None, 17601203),
        ("{1667,1670..1672}", 16670101, 16721231),
    ],
)
def test_bounds_of_what_the_package_does_not_read(text: str, start: int | None, end: int | None) -> None:
    """Unknown digits, years before our era, long years, open sets: the first and the last day that can be meant."""
    time = parse_edtf(text)
    assert time is not None
    assert (time.start, time.end) == (start, end)


def test_no_day_fits_unknown_digits() -> None:
    """Digits that no day has are an error, not an empty time."""
    for text in ("2004-02-3X", "1985-4X-01"):
        with pytest.raises(ValueSyntaxError):
            parse_edtf(text)


@given(st.integers(-3_000_000, 3_000_000), st.integers(-1000, 1000))
def test_days_count_on_over_any_year(ordinal: int, days: int) -> None:
    """A day has one count and one number, and the numbers sort as the days do, before our era too."""
    day = day_at(ordinal)
    assert ordinal_of(day) == ordinal
    assert shifted(day, days) == day_at(ordinal + days)
    assert (day < shifted(day, days)) == (days > 0)
    year, month, number = parts_of(day)
    assert day_of(year, month, number) == day
    if 1 <= year <= 9999:
        assert weekday_of(day) == datetime.date(year, month, number).strftime("%A")
        assert iso_day(day) == datetime.date(year, month, number).isoformat()
