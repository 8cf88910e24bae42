"""Times of a mapping, and dates in running text."""

from __future__ import annotations

import calendar
import datetime
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.values.dates import (
    WRITTEN,
    Time,
    ValueSyntaxError,
    date_components_missing,
    dates_in,
    nearest_earlier_year,
    parse_time,
    weekday_of,
    weekdays_in,
)

NIGHT = Time("1990-01-19/1990-01-20", "throughout", "night", 19900119, 19900120)


def outcome(text: str) -> Time | ValueSyntaxError:
    """The parsed time, or the error it raises."""
    try:
        return parse_time(text)
    except ValueSyntaxError as error:
        return error


def edtf_bounds(text: str) -> tuple[int | None, int | None]:
    """First and last day by the independent ``edtf`` package; None is open."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from edtf import parse_edtf

        value = parse_edtf(text)
        days = [value.lower_strict(), value.upper_strict()]
    return tuple(  # type: ignore[return-value]
        day.tm_year * 10000 + day.tm_mon * 100 + day.tm_mday if isinstance(day, tuple) else None
        for day in days
    )


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
    (found,) = dates_in(f"It was {text}; then")
    assert found.edtf == edtf


@pytest.mark.parametrize(
    ("text", "span", "message", "help"),
    [
        ("1990-04-31", "31", "does not exist", "write a day from 01 to 30"),
        ("1990-04-01/1990-04-31", "31", "does not exist", "write a day from 01 to 30"),
        ("since 31 April 1990", "31 April 1990", "does not exist", "write a day from 01 to 30"),
        ("1990-02-29", "29", "does not exist", "write a day from 01 to 28"),
        ("1990-13", "13", "no month", "write a month"),
        ("1987-91", "91", "no month", "write `1987/1991`"),
        ("1990-21", "21", "season", "write the months"),
        ("0000", "0000", "0000", None),
        ("01/02/1990", "01/02/1990", "two ways", "write `1990-02-01` or `1990-01-02`"),
        ("after 19/01/1990", "19/01/1990", "year first", "write `1990-01-19`"),
        ("1990-1-9", "1990-1-9", "not an EDTF", "write `1990-01-09`"),
        ("1990-02/1990-01", "1990-02/1990-01", "ends before", "write `1990-01/1990-02`"),
        ("3 February to 19 January 1990", "3 February to 19 January 1990", "ends before", "write"),
        ("1990/1990", "1990/1990", "the same", "write `1990`"),
        ("../..", "../..", "open", None),
        ("1990/", "", "missing", "write"),
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
        ("1990-01-19T10:00", "T10:00", "time of day", "write `1990-01-19`"),
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


DAYS = st.dates(min_value=datetime.date(1000, 1, 1), max_value=datetime.date(2100, 12, 31))


@given(
    DAYS, st.sampled_from(["{0}", "{1}", "{2}", "{0}~", "{2}/{0}", "{0}/..", "../{1}", "{0}?/{3}", "{4}X"])
)
def test_bounds_agree_with_the_edtf_package(day: datetime.date, form: str) -> None:
    """First and last day are those of the independent ``edtf`` package (without padding for qualifiers)."""
    iso = day.isoformat()
    text = form.format(iso, iso[:7], iso[:4], f"{day.year + 1:04d}", iso[:3])
    time = parse_time(text)
    assert time.edtf == text
    plain = text.replace("~", "").replace("?", "")
    assert (time.start, time.end) == edtf_bounds(plain)


@given(st.lists(DAYS, min_size=2, max_size=4, unique=True), st.sampled_from(["{}", "[]"]))
def test_a_set_is_sorted_and_spans_its_dates(days: list[datetime.date], brackets: str) -> None:
    """The order of a written set does not matter; its bounds are its first and last day, as in ``edtf``."""
    left, right = brackets
    written = left + ", ".join(day.isoformat() for day in days) + right
    time = parse_time(written)
    assert time.edtf == left + ",".join(day.isoformat() for day in sorted(days)) + right
    assert (time.start, time.end) == edtf_bounds(time.edtf)


@given(
    DAYS,
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{d}th {m} {y}", "{d}\n\n{m},\n{y}", "{iso}", "{dot}"]),
)
def test_a_written_day_is_found_and_parsed(day: datetime.date, form: str) -> None:
    """A day written in any of the forms is found in text at its place and means the same as a value."""
    iso = day.isoformat()
    month = calendar.month_name[day.month]
    written = form.format(d=day.day, m=month, y=f"{day.year:04d}", iso=iso, dot=iso.replace("-", "."))
    text = f"Then, on {written}, 21 people"
    (found,) = dates_in(text)
    assert (found.year, found.month, found.day) == (day.year, day.month, day.day)
    assert text[found.start : found.end] == written
    assert parse_time(written).edtf == iso
    assert date_components_missing(parse_time(iso), [text]) == set()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("on the night of 19–20 January 1990, the units", ["19–20 January 1990"]),
        ("from 19 to 20 January\n\n1990, following", ["19 to 20 January\n\n1990"]),
        ("on September 19–20, 2023", ["September 19–20, 2023"]),
        ("emergency on January 20, 21 people were killed", ["January 20"]),
        ("the tragedy of January 202021.01.19", ["January 20", "2021.01.19"]),
        ("the tragedy of 20th January must", ["20th January"]),
        ("in March 1994 a decision", ["March 1994"]),
        ("at the end of the 1980s the people", ["end of the 1980s"]),
        ("in July and August 2020, violated", ["July and August 2020"]),
        ("in late September 2020 and", ["late September 2020"]),
        ("independence in 1991.", ["1991"]),
        ("in March and May", ["March"]),
        ("They may march in 3 days", []),
        ("letter A/74/649–S/2020/34", []),
        ("agenda items 32, 37, 75 and 83", []),
        ("more than 200,000 and 26,000 and 1,990", []),
        ("Article 7 of the law", []),
        ("1990–1991 and 19/01/1990", ["1990–1991", "19/01/1990"]),
        ("31 April 1990", ["31 April 1990"]),
        ("75 January", []),
        ("١٩ January ١٩٩٠", ["١٩ January ١٩٩٠"]),
    ],
)
def test_dates_in_running_text(text: str, spans: list[str]) -> None:
    """Every date is found whole, across line breaks; symbols, items, figures and verbs are no dates."""
    assert [text[found.start : found.end] for found in dates_in(text)] == spans


def test_the_parts_of_a_found_date() -> None:
    """A pair has two points; a date that is tied to a later one has its year; what is not said is None."""
    (pair,) = dates_in("19–20 January")
    assert pair.points == ((None, 1, 19), (None, 1, 20))
    assert (pair.joined, pair.edtf) == ("to", None)
    first, last = dates_in("19 January – 3 February 1990")
    assert (first.edtf, last.edtf) == ("1990-01-19", "1990-02-03")
    (impossible,) = dates_in("31 April 1990")
    assert (impossible.day, impossible.edtf) == (31, None)
    (ambiguous,) = dates_in("01/02/1990")
    assert (ambiguous.year, ambiguous.month, ambiguous.precision) == (1990, None, "year")


@pytest.mark.parametrize(
    ("value", "quotes", "missing"),
    [
        ("1990-01-19/1990-01-20", ["On the night of January 19-20, 1990, units"], ""),
        ("1990-01-19/1990-01-20", ["the night of 19–20 January"], "year"),
        ("1990-01-19/1990-01-20", ["the night of 19–20 January", "in 1990"], ""),
        ("1990-01-19/1990-01-20", ["20 January 1990"], "day"),
        ("1990-01-20", ["20 January 2025"], "day month year"),
        ("1990-01-20", ["19 January 1990"], "day"),
        ("1990-03-20", ["20 January and 3 March 1990"], "day"),
        ("1990-01", ["in January", "the 1990 tragedy"], ""),
        ("1991", ["restored in 1991"], ""),
        ("198X", ["in 1980s"], ""),
        ("198X", ["in 1985"], "year"),
        ("late 1980s", ["the late 1980s"], ""),
        ("2020-09-21/2020-09-30", ["in late September 2020"], ""),
        ("2020-09-21/2020-09-30", ["in September 2020"], "day"),
        ("{2020-07,2020-08}", ["July and August 2020"], ""),
        ("{2020-07,2020-08}", ["August 2020"], "month"),
        ("the day after the night of 19–20 January 1990", ["the day after the tragedy"], ""),
        ("the day after the night of 19–20 January 1990", ["the night of 19–20 January 1990"], "day"),
        ("shortly after 1990-01-20", ["shortly after the events"], ""),
        ("since November 1987", ["starting in November 1987"], ""),
        ("before 20 January 1990", ["before 20 March 1991"], "day month year"),
        ("1990-01-20/1990-01-21", ["the day after the tragedy"], "day month year"),
    ],
)
def test_what_of_a_date_the_quotes_lack(value: str, quotes: list[str], missing: str) -> None:
    """Day and month must stand together beside no other year; relative words stand for their date."""
    assert date_components_missing(parse_time(value), quotes) == set(missing.split())


def test_the_nearest_earlier_year() -> None:
    """The year is of the last date with a month that ends before the place and begins inside the part."""
    text = "In 1988. On 27 September 2020 it began. On November 10 it ended. In March 1994 …"
    at = text.index("November 10")
    assert nearest_earlier_year(text, at) == 2020
    assert nearest_earlier_year(text, len(text)) == 1994
    assert nearest_earlier_year(text, text.index("27")) is None
    assert nearest_earlier_year(text, at, start=text.index("it began")) is None


def test_weekdays() -> None:
    """Weekdays are found by name, and the weekday of a day is that of the calendar."""
    assert weekdays_in("Azerbaijan on Monday observed; SUNDAYS") == [
        ("Monday", 0, 14, 20),
        ("Sunday", 6, 31, 38),
    ]
    assert weekdays_in("a sundial, Mondayish") == []
    assert weekday_of(20260120) == "Tuesday"
    with pytest.raises(ValueError, match="day is out of range"):
        weekday_of(19900431)


@given(st.text(max_size=40))
def test_nothing_else_is_raised(text: str) -> None:
    """Whatever the text, parsing raises only the located error, and finding raises nothing."""
    for found in dates_in(text):
        assert 0 <= found.start < found.end <= len(text)
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
    dates_in(text)
    time = outcome(text)
    if isinstance(time, ValueSyntaxError):
        assert 0 <= time.start <= time.end <= len(text)
    else:
        assert time.start is None or time.end is None or time.start <= time.end
        again = parse_time(time.edtf)
        assert (again.edtf, again.start, again.end) == (time.edtf, time.start, time.end)
        date_components_missing(time, [text])
