"""Times of a mapping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.values.datereader import read_dates
from kgbuild.values.dates import WRITTEN, Time, ValueSyntaxError, parse_time, weekday_of

NIGHT = Time("1990-01-19/1990-01-20", "throughout", "night", 19900119, 19900120)


def outcome(text: str) -> Time | ValueSyntaxError:
    """The parsed time, or the error it raises."""
    try:
        return parse_time(text)
    except ValueSyntaxError as error:
        return error


@pytest.mark.parametrize(
    ("text", "edtf", "extent", "bounds"),
    [
        ("1990", "1990", "within", (19900101, 19901231)),
        ("1990-02", "1990-02", "within", (19900201, 19900228)),
        ("1990-01-19", "1990-01-19", "within", (19900119, 19900119)),
        ("1990-01-19~", "1990-01-19~", "within", (19900119, 19900119)),
        ("1990?", "1990?", "within", (19900101, 19901231)),
        ("198X", "198X", "within", (19800101, 19891231)),
        ("19XX", "19XX", "within", (19000101, 19991231)),
        ("1990-01-19/1990-01-20", "1990-01-19/1990-01-20", "throughout", (19900119, 19900120)),
        ("1990-01-20/..", "1990-01-20/..", "within", (19900120, None)),
        ("../1990", "../1990", "within", (None, 19901231)),
        ("{1990-01-21, 1990-01-19}", "{1990-01-19,1990-01-21}", "within", (19900119, 19900121)),
        ("[1990,1991]", "[1990,1991]", "within", (19900101, 19911231)),
        ("19 to 20 january 1990", "1990-01-19/1990-01-20", "throughout", (19900119, 19900120)),
        ("19 January to 3 February 1990", "1990-01-19/1990-02-03", "throughout", (19900119, 19900203)),
        ("late September 2020", "2020-09-21/2020-09-30", "within", (20200921, 20200930)),
        ("the end of the 1980s", "1987/1989", "within", (19870101, 19891231)),
        ("the day after 31 December 1999", "2000-01-01", "within", (20000101, 20000101)),
        ("two days after 2019-11-09", "2019-11-11", "within", (20191111, 20191111)),
        ("a week before 2019-11-09", "2019-11-02", "within", (20191102, 20191102)),
        ("the week after 2019-11-09", "2019-11-10/2019-11-16", "within", (20191110, 20191116)),
        ("a month after 2019-01-31", "2019-02-28", "within", (20190228, 20190228)),
        ("3 years after 1990", "1993", "within", (19930101, 19931231)),
        ("by 1990-05-05", "../1990-05-05", "within", (None, 19900505)),
        ("1990-21", "1990-21", "within", (19900301, 19900531)),
        ("1990/1990", "1990/1990", "throughout", (19900101, 19901231)),
        ("1990-01-19T23:20:00Z", "1990-01-19T23:20:00Z", "within", (19900119, 19900119)),
        ("3 February to 19 January 1990", "1989-02-03/1990-01-19", "throughout", (19890203, 19900119)),
        ("day before 2020-03-01", "2020-02-29", "within", (20200229, 20200229)),
        ("after 20 January 1990", "1990-01-20/..", "within", (19900120, None)),
        ("before 1990", "../1990-01-01", "within", (None, 19900101)),
        ("since November 1987", "1987-11/..", "throughout", (19871101, None)),
        ("until July and August 2020", "../2020-08", "throughout", (None, 20200831)),
        (" 1990-01-19 ", "1990-01-19", "within", (19900119, 19900119)),
    ],
)
def test_the_grammar(text: str, edtf: str, extent: str, bounds: tuple[int | None, int | None]) -> None:
    """Each form means one canonical EDTF value with its default extent and inclusive bounds."""
    time = parse_time(text)
    assert (time.edtf, time.extent, (time.start, time.end)) == (edtf, extent, bounds)
    assert time.part_of_day is None


@pytest.mark.parametrize(
    "text",
    [
        "night of 19-20 January 1990",
        "the night of 19–20 January 1990",
        "night of January 19-20, 1990",
        "the night from 19 to 20 January 1990",
        "night of 1990-01-19/1990-01-20",
    ],
)
def test_a_night_is_the_interval_of_its_two_days(text: str) -> None:
    """All ways to write the night of 19–20 January are one time: throughout both days, at night."""
    assert parse_time(text) == NIGHT


def test_words_that_count_from_a_night() -> None:
    """The day after a night shifts both ends; "shortly after" opens at its last day; both keep the night."""
    day_after = parse_time("the day after the night of 19–20 January 1990")
    assert day_after == Time("1990-01-20/1990-01-21", "within", None, 19900120, 19900121)
    shortly = parse_time("shortly after the night of 19–20 January 1990")
    assert shortly == Time("1990-01-20/..", "within", None, 19900120, None)
    assert day_after.counted_from == shortly.counted_from == NIGHT


def test_the_extent_can_be_overridden() -> None:
    """A mapping may say throughout or within itself; nothing else of the time changes."""
    assert parse_time("1990-01-19", "throughout") == Time(
        "1990-01-19", "throughout", None, 19900119, 19900119
    )
    assert parse_time("../1990-01-19", extent="throughout").extent == "throughout"


@pytest.mark.parametrize(("text", "edtf"), WRITTEN)
def test_the_table_of_written_dates(text: str, edtf: str) -> None:
    """Every line of the printed table is what the parser makes of a value, and is found in running text."""
    assert parse_time(text).edtf == edtf
    (found,) = read_dates(f"It was {text}; then", "en")
    assert found.value == edtf


@pytest.mark.parametrize(
    ("text", "span", "message", "help"),
    [
        ("1990-04-31", "31", "does not exist", "write a day from 01 to 30"),
        ("1990-04-01/1990-04-31", "31", "does not exist", "write a day from 01 to 30"),
        ("since 31 April 1990", "31 April 1990", "does not exist", "write a day from 01 to 30"),
        ("1990-02-29", "29", "does not exist", "write a day from 01 to 28"),
        ("1990-13", "13", "no month", "write a month"),
        ("1987-91", "91", "no month", "write `1987/1991`"),
        ("01/02/1990", "01/02/1990", "two ways", "write `1990-02-01` or `1990-01-02`"),
        ("after 19/01/1990", "19/01/1990", "year first", "write `1990-01-19`"),
        ("1990-1-9", "1990-1-9", "not an EDTF", "write `1990-01-09`"),
        ("1990-02/1990-01", "1990-02/1990-01", "ends before", "write `1990-01/1990-02`"),
        ("{1990}", "{1990}", "two dates", "write `1990`"),
        ("[1990, x]", "x", "not a date", "write"),
        ("{1990,1991", "{1990,1991", "no closing", None),
        ("20 January", "20 January", "year is missing", "write `20 January YEAR`"),
        ("night of 20 January 1990", "20 January 1990", "two days", "write `night of 1990-01-20/1990-01-21`"),
        ("night of January 1990", "January 1990", "two days", None),
        ("morning of January 1990", "January 1990", "one day", None),
        ("day after 1990", "day after ", "takes a day", None),
        ("after since 1990", "after ", "not open", None),
        ("the 1900s", "1900s", "hundred years", "write `190X` or `19XX`"),
        ("Friday, 19 January 1990", "Friday, 19 January 1990", "not a time", "write `19 January 1990`"),
        ("circa 1990", "circa 1990", "not a time", "write `1990~`"),
        ("1990-01-19T10:00", "T10:00", "time of day", "write `1990-01-19T23:20:00`"),
        ("-0000", "-0000", "no sign", "write `0000`"),
        ("Y1990", "Y1990", "no Y", "write `1990`"),
        ("1990-42", "42", "no month", "write a month"),
        ("NO", "NO", "not a time", "write"),
        ("", "", "missing", "write"),
    ],
)
def test_what_is_no_time_is_an_error(text: str, span: str, message: str, help: str | None) -> None:
    """A value that names no time, or two, is an error with its smallest span and, if sure, the help."""
    with pytest.raises(ValueSyntaxError, match=message) as caught:
        parse_time(text)
    assert text[caught.value.start : caught.value.end] == span
    assert (caught.value.help or "").startswith(help or "")
    assert (caught.value.help is None) == (help is None)


def test_times_in_another_calendar() -> None:
    """Days, months and years of another calendar keep how they are written; EDTF value and bounds are Gregorian."""
    day = parse_time("9 January 1905", calendar="julian")
    assert (day.edtf, day.in_calendar, day.calendar, day.start) == (
        "1905-01-22",
        "1905-01-09",
        "julian",
        19050122,
    )
    assert weekday_of(19050122) == "Sunday"
    month = parse_time("1905-01", calendar="julian")
    assert (month.edtf, month.bounds) == ("1905-01-14/1905-02-13", (19050101, 19050131))
    assert parse_time("1340~", calendar="julian").edtf == "1340-01-09~/1341-01-08~"
    assert parse_time("1410-06-22", calendar="islamic").edtf == "1990-01-20"
    assert parse_time("1368-10-29", calendar="persian").edtf == "1990-01-19"
    assert parse_time("before 1905-01-09", calendar="julian").end == 19050122
    evening = parse_time("evening of 1905-01-09", calendar="julian")
    assert (evening.edtf, evening.part_of_day) == ("1905-01-22", "evening")
    assert parse_time("1905-01-09", calendar="gregorian") == parse_time("1905-01-09")
    assert parse_time("1700-02-29", calendar="julian").edtf == "1700-03-11"


@pytest.mark.parametrize(
    ("text", "calendar", "message"),
    [
        ("1905-02-30", "julian", "does not exist"),
        ("1905-13", "julian", "no month 13"),
        ("1990-21", "julian", "no month 21"),
        ("1905-01-20/1905-01-09", "julian", "ends before"),
        ("{1905-01,1905-02}", "julian", "takes days"),
        ("9 January 1905 (O.S.)", None, "not a Gregorian time"),
    ],
)
def test_what_is_no_time_of_a_calendar(text: str, calendar: str | None, message: str) -> None:
    """A day that the calendar does not have, and what it cannot say, is an error."""
    with pytest.raises(ValueSyntaxError, match=message):
        parse_time(text, calendar=calendar)


@given(st.text(max_size=40))
def test_nothing_else_is_raised(text: str) -> None:
    """Whatever the text, parsing raises only the located error."""
    time = outcome(text)
    assert isinstance(time, Time) or 0 <= time.start <= time.end <= len(text)


NUMBERS = ["19", "20", "31", "1990", "0000", "1980s", "198X", "1990-04-31", "01/02/1990", "9999-12-31"]
SIGNS = [
    "1990-01-19/1990-01-20",
    "-",
    "–",
    "/",
    ",",
    "..",
    "{",
    "}",
    "[",
    "]",
    "~",
    "January",
    "May",
    "Sept.",
]
WORDS = [
    "to",
    "and",
    "or",
    "of",
    "the",
    "early",
    "mid",
    "night",
    "day",
    "after",
    "before",
    "since",
    "until",
    "from",
]


@given(st.lists(st.sampled_from([*NUMBERS, *SIGNS, *WORDS]), max_size=8), st.sampled_from([" ", ""]))
def test_no_arrangement_of_date_words_breaks_the_parser(words: list[str], glue: str) -> None:
    """Every arrangement of the words of dates is a time with ordered bounds, or a located error."""
    text = glue.join(words)
    time = outcome(text)
    if isinstance(time, ValueSyntaxError):
        assert 0 <= time.start <= time.end <= len(text)
    else:
        assert time.start is None or time.end is None or time.start <= time.end
        again = parse_time(time.edtf)
        assert (again.edtf, again.start, again.end) == (time.edtf, time.start, time.end)
