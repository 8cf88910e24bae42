"""Times: the values of a mapping that say when, as EDTF with sortable bounds, and how they stand in a quote.

Source: EDTF (ISO 8601-2:2019, Library of Congress profile), levels 0 and 1, with the sets of level 2; "Dates"
in the design. :data:`GRAMMAR` is what a mapping may write; the written English in it is the table
:data:`WRITTEN`.

Bounds are days as integers (yyyymmdd), inclusive, None is open. The qualifiers ``~ ? %`` stay in the EDTF
value and leave the bounds as they are. A time is ``throughout`` (all of the interval) or ``within`` (some
time in it). By default an interval with both ends written, a night, and ``since`` and ``until`` are
throughout; a day, month, year or decade, a set, an early or late part, an open EDTF interval, and ``after``,
``before``, ``the day after`` are within.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from kgbuild.core.similar import mended
from kgbuild.values.datewords import (
    WEEKDAYS,
    WRITTEN,
    FoundDate,
    FoundWeekday,
    date_words,
    dates_in,
    days_in_month,
    weekday_of,
    weekdays_in,
)
from kgbuild.values.edtf import EDTF_DATE, Time, closed, edge_of, iso_day, no_day, parse_edtf, shift_day
from kgbuild.values.errors import ValueSyntaxError

__all__ = [
    "GRAMMAR",
    "WRITTEN",
    "FoundDate",
    "FoundWeekday",
    "Time",
    "ValueSyntaxError",
    "date_components_missing",
    "dates_in",
    "nearest_earlier_year",
    "parse_time",
    "weekday_of",
    "weekdays_in",
]

GRAMMAR: Final = """\
time     = relative time | part "of" time | edtf | written ;
relative = [ "the" ] ( "day after" | "day before" ) | "after" | "shortly after" | "before" | "shortly before"
         | "since" | "until" ;
part     = [ "the" ] ( "night" | "morning" | "afternoon" | "evening" ) ;
edtf     = date | ( date | ".." ) "/" ( date | ".." ) | "{" dates "}" | "[" dates "]" ;
dates    = date "," date { "," date } ;
date     = ( year [ "-" month [ "-" day ] ] | digit digit digit "X" | digit digit "XX" ) [ "?" | "~" | "%" ] ;
written  = a date in English as in WRITTEN: "19 January 1990", "late September 2020", … ;
"""

_RELATIVE = re.compile(
    r"(?:the\s+)?(?:(day|shortly)\s+)?(after|before)\s+(?=\S)|(since|until)\s+(?=\S)", re.IGNORECASE
)
_PART_OF_DAY = re.compile(
    r"(?:the\s+)?(night|morning|afternoon|evening)\s+(?:of|from)\s+(?=\S)", re.IGNORECASE
)
_RELATIVE_WORDS = re.compile(
    r"\b(?:day\s+(?:after|before|following)|(?:next|following|previous|preceding)\s+(?:day|night|morning)"
    r"|(?:shortly|soon|immediately)\s+(?:after|before)|after|following|before|since|until|prior\s+to)\b",
    re.IGNORECASE,
)
_DAYS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:/[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_NEAR: Final = 24
"""How many characters may stand between a relative word and its date: "after the night of 19–20 January"."""
_HELP: Final = "write `1990-01-19`, `1990-01`, `1990`, `1990-01-19/1990-01-20` or `19 January 1990`"


def parse_time(text: str, extent: str | None = None) -> Time:
    """Read a time after :data:`GRAMMAR`; ``extent`` (``throughout``, ``within``) overrides the default.

    Raises :class:`ValueSyntaxError` for what is no time, names a day that does not exist, or reads in two
    ways.
    """
    try:
        time = _parse(text)
    except ValueSyntaxError as error:
        # "19 Janury 1990", "shorty after 1990": one word may be misspelt.
        if (read := mended(text, date_words(), _parse)) is None:
            raise
        raise ValueSyntaxError(error.message, error.start, error.end, f"write `{read}`") from None
    return time if extent is None or extent == time.extent else replace(time, extent=extent)


@lru_cache(maxsize=8192)
def _parse(text: str) -> Time:
    stripped = text.strip()
    return _expression(stripped, text.index(stripped))


def _expression(text: str, at: int) -> Time:
    """The time of an expression that begins at ``at`` of the whole value."""
    if not text:
        raise ValueSyntaxError("a time is missing", at, at, _HELP)
    match = _RELATIVE.match(text)
    if match is not None:
        return _relative(match, at, _expression(text[match.end() :], at + match.end()))
    match = _PART_OF_DAY.match(text)
    if match is not None:
        inner = _expression(text[match.end() :], at + match.end())
        return _part_of_day(match[1].lower(), inner, at + match.end(), at + len(text))
    time = parse_edtf(text, at)
    return _written(text, at) if time is None else time


def _written(text: str, at: int) -> Time:
    """A date in English after :data:`WRITTEN`."""
    body = re.sub(r"^the\s+", "", text, flags=re.IGNORECASE)
    skipped = len(text) - len(body)
    found = dates_in(body, any_case=True)
    stop = at + len(text)
    if len(found) == 2 and re.fullmatch(r"(?:from\s+)?", body[: found[0].start], re.IGNORECASE):
        return _written_pair(body, found, at, stop)
    edtf = None
    if (
        len(found) == 1
        and found[0].end == len(body)
        and body[: found[0].start].lower().strip() in ("", "from")
    ):
        _check_written(body, found[0], at + skipped)
        edtf = found[0].edtf
    if edtf is None:
        raise ValueSyntaxError(f'"{text}" is not a time', at, stop, _written_help(body, found))
    time = _expression(edtf, at)
    return time if found[0].part is None else replace(time, extent="within")


def _written_help(body: str, found: list[FoundDate]) -> str:
    """The help for words that are no time: the date in them where only a weekday or "about" is too much."""
    if len(found) == 1 and found[0].end == len(body) and found[0].edtf:
        before = body[: found[0].start].strip(" ,.").lower()
        if before in ("about", "around", "circa", "ca", "c") and EDTF_DATE.fullmatch(found[0].edtf):
            return f"write `{found[0].edtf}~`"
        if before and before in (weekday.lower() for weekday in WEEKDAYS):
            return f"write `{body[found[0].start :]}`"
    return _HELP


def _check_written(text: str, found: FoundDate, at: int) -> None:
    """Raise on a written date without a year or with a day that does not exist."""
    if found.year is None:
        raise ValueSyntaxError(
            "the year is missing", at + found.start, at + found.end, f"write `{text} YEAR`"
        )
    for year, month, day in found.points:
        if year and month and day and not 1 <= day <= days_in_month(year, month):
            raise no_day(year, month, day, at + found.start, at + found.end)
    if found.precision == "decade" and found.year % 100 == 0:
        years = f"{found.year:04d}"
        help = f"write `{years[:3]}X` or `{years[:2]}XX`"
        raise ValueSyntaxError(
            f"the {years}s can be ten or a hundred years", at + found.start, at + found.end, help
        )


def _written_pair(body: str, found: list[FoundDate], at: int, stop: int) -> Time:
    """Two written dates with "to" or a dash between: "19 January to 3 February 1990"."""
    first, last = found
    between = body[first.end : last.start].strip().lower()
    joined = first.joined or last.joined or last.end != len(body)
    if joined or between not in ("to", "-", "–", "—", "until", "through"):
        raise ValueSyntaxError(f'"{body}" is not a time', at, stop, _HELP)
    offset = stop - len(body)
    for each in found:
        _check_written(body[each.start : each.end], each, offset)
    left, right = _expression(first.edtf or "", at), _expression(last.edtf or "", at)
    if left.start is None or right.end is None:
        raise ValueSyntaxError(f'"{body}" is not a time', at, stop, _HELP)
    return closed(left.edtf.split("/")[0], right.edtf.split("/")[-1], left.start, right.end, at, stop)


def _part_of_day(part: str, inner: Time, at: int, stop: int) -> Time:
    """The night between two days, or the morning, afternoon or evening of one day."""
    if (
        inner.start is None
        or inner.end is None
        or inner.part_of_day is not None
        or inner.counted_from is not None
    ):
        raise ValueSyntaxError(f"the {part} of an open time is not read", at, stop)
    if part != "night":
        if inner.start != inner.end:
            raise ValueSyntaxError(f"the {part} is of one day", at, stop)
        return replace(inner, part_of_day=part)
    if inner.start == inner.end:
        here = iso_day(inner.start)
        help = f"write `night of {here}/{shift_day(here, 1)}` or `night of {shift_day(here, -1)}/{here}`"
        raise ValueSyntaxError("a night lies between two days", at, stop, help)
    if inner.extent != "throughout" or shift_day(iso_day(inner.start), 1) != iso_day(inner.end):
        raise ValueSyntaxError("a night lies between two days that follow one another", at, stop)
    return replace(inner, part_of_day="night")


def _relative(match: re.Match[str], at: int, inner: Time) -> Time:
    """The time that "after", "the day after" … an inner time mean. Bounds days are included."""
    how = (match[2] or match[3]).lower()
    later = how in ("after", "since")
    if (match[1] or "").lower() == "day":
        return _neighbour(inner, 1 if later else -1, at, at + match.end())
    wanted = inner.end if how in ("after", "until") else inner.start
    if wanted is None:
        raise ValueSyntaxError(f'"{how}" takes a time that is not open', at, at + match.end())
    if how == "since":
        edge = edge_of(inner.edtf, first=True)
        return Time(f"{edge}/..", "throughout", None, wanted, None, inner)
    if how == "until":
        edge = edge_of(inner.edtf, first=False)
        return Time(f"../{edge}", "throughout", None, None, wanted, inner)
    day = iso_day(wanted)
    if how == "after":
        return Time(f"{day}/..", "within", None, wanted, None, inner)
    return Time(f"../{day}", "within", None, None, wanted, inner)


def _neighbour(inner: Time, days: int, at: int, stop: int) -> Time:
    """The day after or before a day, or after or before each end of a night or another run of days."""
    if not _DAYS.fullmatch(inner.edtf):
        raise ValueSyntaxError("the day after or before takes a day or an interval of days", at, stop)
    ends = [shift_day(end, days) for end in inner.edtf.split("/")]
    numbers = [int(end.replace("-", "")) for end in ends]
    return Time("/".join(ends), "within", None, numbers[0], numbers[-1], inner)


def date_components_missing(time: Time, quotes: Sequence[str]) -> set[str]:
    """Which of ``day``, ``month``, ``year`` of a time stand in none of the quotes; empty where all do.

    A found date whose words mean just this time ("late September 2020", "the 1980s") gives all of it.
    Otherwise each date of the EDTF value is looked for: the year in any date, the month and the day in a date
    that names no other year, the day only beside its month. A relative time ("the day after X") is judged on
    its words: where a relative word of English ("the day after", "shortly after", "since" …) stands in a
    quote, only a date that follows it at once must be X; where none stands, the resulting dates are looked
    for. A time written as plain EDTF that the document says in relative words is missing: a mapping explains
    it in its ``reading``.
    """
    found = [each for quote in quotes for each in dates_in(quote)]
    if time.counted_from is not None:
        named = _after_relative_words(quotes)
        if named is not None:
            return date_components_missing(time.counted_from, quotes) if named else set()
    if any(_means(each, time) for each in found):
        return set()
    missing: set[str] = set()
    for match in EDTF_DATE.finditer(time.edtf):
        missing |= _missing(match, found)
    return missing


def _means(found: FoundDate, time: Time) -> bool:
    """Whether the words of a found date mean just this time."""
    if found.edtf is None:
        return False
    try:
        meant = _parse(found.edtf)
    except ValueSyntaxError:  # the document itself has "20–19 January"
        return False
    return (meant.start, meant.end) == (time.start, time.end)


def _missing(match: re.Match[str], found: list[FoundDate]) -> set[str]:
    """What of one EDTF date the found dates do not give."""
    year_text, month, day = match.group(1, 2, 3)
    if year_text[-1] == "X":
        decade = int(year_text.replace("X", "0"))
        return set() if any(d.precision == "decade" and d.year == decade for d in found) else {"year"}
    year = int(year_text)
    points = [point for d in found if d.precision != "decade" for point in d.points]
    missing = set() if any(point[0] == year for point in points) else {"year"}
    near = [point for point in points if point[0] in (None, year)]
    if month is not None and not any(point[1] == int(month) for point in near):
        missing.add("month")
    if day is not None and not any(point[1:] == (int(month), int(day)) for point in near):
        missing.add("day")
    return missing


def _after_relative_words(quotes: Sequence[str]) -> bool | None:
    """Whether a date follows a relative word at once; None where no quote holds a relative word."""
    words = [(quote, match.end()) for quote in quotes for match in _RELATIVE_WORDS.finditer(quote)]
    if not words:
        return None
    return any(
        end <= found.start <= end + _NEAR for quote, end in words for found in dates_in(quote[: end + 80])
    )


@lru_cache(maxsize=8)
def _full_dates(text: str) -> tuple[tuple[int, int, int], ...]:
    """End, start and last year of every date of the text that has a month and a year."""
    return tuple((d.end, d.start, d.end_year or d.year) for d in dates_in(text) if d.year and d.month)


def nearest_earlier_year(text: str, position: int, start: int = 0) -> int | None:
    """The year of the last date with month and year between ``start`` and ``position``, or None."""
    dates = _full_dates(text)
    at = bisect_right(dates, position, key=lambda item: item[0]) - 1
    return dates[at][2] if at >= 0 and dates[at][1] >= start else None
