"""EDTF values, levels 0 to 2: what a date, an interval or a set of dates means in days, and what a :class:`Time` is.

Source: Extended Date/Time Format of the Library of Congress, 4 February 2019 (ISO 8601-2:2019). Bounds are days as
numbers (:mod:`kgbuild.values.days`), inclusive, None is open or unknown; ``~ ? %`` leave them as they are.

What the specification leaves open: seasons are those of the northern hemisphere by whole months, and a winter can
be the one that begins or the one that ends in its year; an interval may not begin after its end at the earliest.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kgbuild.values.days import day_of, days_in_month, iso_year, parts_of, shifted
from kgbuild.values.errors import ValueSyntaxError

GREGORIAN: Final = "gregorian"

_Q: Final = "[?~%]"
_DATE: Final = re.compile(
    rf"(?P<lead>{_Q})?(?P<year>-?[0-9X]{{4}})(?P<qyear>{_Q})?"
    rf"(?:-{_Q}?(?P<month>[0-9X]{{2}})(?P<qmonth>{_Q})?(?:-{_Q}?(?P<day>[0-9X]{{2}})(?P<qday>{_Q})?)?)?"
)
_LONG: Final = re.compile(r"Y(?P<year>-?[1-9][0-9]*)(?:E(?P<power>[0-9]{1,3}))?(?:S(?P<digits>[0-9]{1,2}))?")
_ROUGH: Final = re.compile(r"(?P<year>-?[0-9]{4})S(?P<digits>[1-9])")
_CLOCK: Final = re.compile(
    r"(?P<date>-?[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<clock>[0-9]{2}:[0-9]{2}:[0-9]{2})(?P<zone>Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
)
_NUMERIC: Final = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_LOOSE: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_LOOSE_CLOCK: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.Z+-]+")
_LONGEST_YEAR: Final = 12
"""More digits than this would be a year before or after any time that there is."""

# Months of seasons (northern, southern), quarters, quadrimesters, semesters: section "Sub-year groupings".
# A winter may begin in the year before.
_GROUPS: Final = {
    **{21: (3, 5), 22: (6, 8), 23: (9, 11), 25: (3, 5), 26: (6, 8), 27: (9, 11)},
    **{29: (9, 11), 31: (3, 5), 32: (6, 8)},
    **{33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)},
    **{37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12)},
}
_OVER_NEW_YEAR: Final = (24, 28, 30)


@dataclass(frozen=True, slots=True)
class TimeRelation:
    """How a time stands to the one that it is counted from: before, shortly before, by, until, since, after, shortly
    after; an ``offset`` in units, later ones positive ("two days after" is +2 days); or the ``week`` after (+1) or
    before (-1), all seven days of it.
    """

    kind: str
    count: int = 0
    unit: str = ""

    def __str__(self) -> str:
        """As a mapping writes it: "2 days after"."""
        if self.kind not in ("offset", "week"):
            return self.kind
        side = "after" if self.count > 0 else "before"
        if self.kind == "week":
            return f"week {side}"
        count = abs(self.count)
        if count == 1 and self.unit == "day":
            return f"day {side}"
        return f"{count} {self.unit}{'s' * (count > 1)} {side}"


@dataclass(frozen=True, slots=True)
class Time:
    """When: "the night of 19–20 January 1990" is 1990-01-19/1990-01-20, throughout, at night.

    ``edtf`` is the canonical EDTF value; ``extent`` is ``throughout`` or ``within``; ``part_of_day`` is
    night, morning, afternoon, evening … or None; ``start`` and ``end`` are the bounds (yyyymmdd, Gregorian, inclusive,
    None is open). A time of another calendar keeps its EDTF value in that ``calendar`` as ``written``, with its bounds
    ``own`` there. ``counted_from`` is the time that "after", "the day after" … (the ``relation``) start from; neither
    is a part of what the time *is*.
    """

    edtf: str
    extent: str
    part_of_day: str | None
    start: int | None
    end: int | None
    counted_from: Time | None = field(default=None, compare=False, repr=False)
    relation: TimeRelation | None = field(default=None, compare=False, repr=False)
    calendar: str = GREGORIAN
    written: str | None = None
    own: tuple[int | None, int | None] | None = field(default=None, compare=False, repr=False)

    @property
    def in_calendar(self) -> str:
        """The EDTF value in the calendar in which it is given."""
        return self.written or self.edtf

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """The bounds in the calendar in which it is given."""
        return (self.start, self.end) if self.own is None else self.own

    @property
    def year(self) -> int | None:
        """The year in which it begins, as astronomers count; ``None`` where its start is open."""
        return None if self.start is None else parts_of(self.start)[0]

    @property
    def is_exact(self) -> bool:
        """Whether nothing of it is said to be approximate or uncertain."""
        return not any(sign in self.edtf for sign in "?~%")


def time_key(time: Time) -> tuple[float, float, str, str]:
    """Sorts times by their bounds; an open start comes before, an open end after everything."""
    start = -math.inf if time.start is None else time.start
    end = math.inf if time.end is None else time.end
    return start, end, time.edtf, f"{time.extent} {time.part_of_day}"


def parse_edtf(text: str, at: int = 0) -> Time | None:
    """The time of an EDTF value that begins at ``at`` of the mapping's value; None where it is no EDTF.

    Raises :class:`ValueSyntaxError` for EDTF that is broken, and for dates in digits with day or month first.
    """
    if (bounds := date_bounds(text, at)) is not None:
        return Time(text, "within", None, *bounds)
    if text[:1] in ("[", "{"):
        return _set(text, at)
    _refuse_numeric(text, at)
    return _interval(text, at) if "/" in text else None


def date_bounds(text: str, at: int = 0) -> tuple[int, int] | None:
    """First and last day of one EDTF date, with or without qualifiers; None where it is none.

    Raises :class:`ValueSyntaxError` on a year, month or day that does not exist.
    """
    match = _DATE.fullmatch(text)
    if match is not None:
        return _date(match, at)
    match = _ROUGH.fullmatch(text) or _LONG.fullmatch(text)
    if match is not None:
        return _year_alone(match, at)
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    _check_clock(match, at)
    return date_bounds(match["date"], at)


def _date(match: re.Match[str], at: int) -> tuple[int, int]:
    year_text, month_text, day_text = match.group("year", "month", "day")
    if year_text == "-0000":
        raise ValueSyntaxError(
            "the year 0 has no sign", at + match.start("year"), at + match.end("year"), "write `0000`"
        )
    if month_text is None:
        low, high = _years(year_text)
        return day_of(low, 1, 1), day_of(high, 12, 31)
    if "X" in year_text + month_text + (day_text or ""):
        return _unspecified(match, at)
    year, month = int(year_text), int(month_text)
    if day_text is None and 21 <= month <= 41:
        return group_bounds(year, month)
    if not 1 <= month <= 12:
        raise _no_month(year_text, month, day_text, at + match.start("month"), at + match.end("month"))
    last = days_in_month(year, month)
    if day_text is None:
        return day_of(year, month, 1), day_of(year, month, last)
    day = int(day_text)
    if not 1 <= day <= last:
        raise no_day(year, month, day, at + match.start("day"), at + match.end("day"))
    return day_of(year, month, day), day_of(year, month, day)


def _years(text: str) -> tuple[int, int]:
    """The first and last year of digits some of which may be X: -156X is -1569 to -1560."""
    ends = sorted(int(text.replace("X", digit)) for digit in "09")
    return ends[0], ends[1]


def _unspecified(match: re.Match[str], at: int) -> tuple[int, int]:
    """The first and the last day that digits with X among them can mean."""
    year_text, month_text, day_text = match.group("year", "month", "day")
    low, high = _years(year_text)
    months = [n for n in range(1, 13) if _fits(n, month_text)]
    days = [n for n in range(1, 32) if _fits(n, day_text or "XX")]

    def days_of(years: Iterable[int]) -> list[int]:
        for year in years:
            found = [day_of(year, m, d) for m in months for d in days if d <= days_in_month(year, m)]
            if found:
                return found
        return []

    # Eight years after one another hold a leap day, if any do.
    first = days_of(range(low, min(high, low + 8) + 1))
    last = days_of(range(high, max(low, high - 8) - 1, -1))
    if not first or not last:
        raise ValueSyntaxError(
            f"there is no day {match.group()}", at, at + match.end(), "write X for digits that are not known"
        )
    return min(first), max(last)


def _fits(number: int, pattern: str) -> bool:
    return all(sign in ("X", digit) for sign, digit in zip(pattern, f"{number:02d}", strict=True))


def _year_alone(match: re.Match[str], at: int) -> tuple[int, int]:
    """A year of more than four digits, a power of ten, or one of which only the first digits are significant."""
    long = match.re is _LONG
    power = int(match["power"] or 0) if long else 0
    if len(match["year"]) + power > _LONGEST_YEAR:
        raise ValueSyntaxError("the year is out of range", at, at + match.end())
    year = int(match["year"]) * 10**power
    if long and abs(year) <= 9999:
        raise ValueSyntaxError(
            "a year of four digits has no Y", at, at + match.end(), f"write `{iso_year(year)}`"
        )
    digits = match["digits"]
    if digits is None:
        return day_of(year, 1, 1), day_of(year, 12, 31)
    unit = 10 ** max(len(str(abs(year))) - int(digits), 0)
    nearest = abs(year) // unit * unit
    ends = sorted((-1 if year < 0 else 1) * end for end in (nearest, nearest + unit - 1))
    return day_of(ends[0], 1, 1), day_of(ends[1], 12, 31)


def group_bounds(year: int, code: int) -> tuple[int, int]:
    """The first and last day of a season, quarter, third or half of a year, by its EDTF code."""
    if code in _OVER_NEW_YEAR:
        return day_of(year - 1, 12, 1), day_of(year + 1, 2, days_in_month(year + 1, 2))
    first, last = _GROUPS[code]
    return day_of(year, first, 1), day_of(year, last, days_in_month(year, last))


def _check_clock(match: re.Match[str], at: int) -> None:
    hour, minute, second = (int(n) for n in match["clock"].split(":"))
    zone = [int(n) for n in (match["zone"] or "").strip("Z+-").split(":") if n]
    if hour > 23 or minute > 59 or second > 59:
        raise ValueSyntaxError(
            "there is no such time of day", at + match.start("clock"), at + match.end("clock")
        )
    if zone and (zone[0] > 14 or zone[-1] > 59):
        raise ValueSyntaxError("there is no such time zone", at + match.start("zone"), at + match.end("zone"))


def no_day(
    year: int, month: int, day: int, start: int, end: int, last: int | None = None
) -> ValueSyntaxError:
    """The error for a day that its month does not have; ``last`` where the month is not of the Gregorian calendar."""
    message = f"the day {iso_year(year)}-{month:02d}-{day:02d} does not exist"
    help = f"write a day from 01 to {last or days_in_month(year, month)}"
    return ValueSyntaxError(message, start, end, help)


def _no_month(year: str, month: int, day: str | None, start: int, end: int) -> ValueSyntaxError:
    if day is None and month > int(year[-2:]):
        help = f"write `{year}/{year[:-2]}{month}` for the years"
        return ValueSyntaxError(f"there is no month {month}", start, end, help)
    return ValueSyntaxError(f"there is no month {month:02d}", start, end, "write a month from 01 to 12")


def _one_date(text: str, at: int) -> tuple[int, int]:
    """The bounds of one date inside an interval or a set."""
    bounds = None if _CLOCK.fullmatch(text) or text.startswith("Y") else date_bounds(text, at)
    if bounds is None:
        message = f'"{text}" is not a date' if text else "a date is missing"
        raise ValueSyntaxError(message, at, at + len(text), "write `1990-01-19`; `..` is an open end")
    return bounds


def _interval(text: str, at: int) -> Time:
    left, _, right = text.partition("/")
    first = None if left in ("", "..") else _one_date(left, at)
    last = None if right in ("", "..") else _one_date(right, at + len(left) + 1)
    if not left and not right:
        raise ValueSyntaxError(
            "a date is missing", at, at + len(text), "write `1990-01-19`; `..` is an open end"
        )
    if first is None or last is None:
        return Time(text, "within", None, first and first[0], last and last[1])
    return closed(left, right, first, last, at, at + len(text))


def closed(first: str, last: str, starts: tuple[int, int], ends: tuple[int, int], at: int, stop: int) -> Time:
    """The interval between two EDTF dates with these bounds. Raises :class:`ValueSyntaxError` if reversed."""
    # "1919-11/1919-1X": where digits are open, it is enough that the end can lie behind the start.
    end = ends[1] if "X" in last else ends[0]
    if _sort_key(first, starts[0]) > _sort_key(last, end):
        raise ValueSyntaxError("the interval ends before it begins", at, stop, f"write `{last}/{first}`")
    return Time(f"{first}/{last}", "throughout", None, starts[0], ends[1])


def _sort_key(text: str, day: int) -> int:
    """Where an end of an interval lies; a winter comes behind the autumn of its year."""
    match = _DATE.fullmatch(text)
    winter = match is not None and match["month"] in map(str, _OVER_NEW_YEAR) and match["day"] is None
    return day_of(parts_of(shifted(day, 31))[0], 12, 1) if winter else day


def _set(text: str, at: int) -> Time:
    closing = "}" if text[0] == "{" else "]"
    if text[-1] != closing:
        raise ValueSyntaxError(f"the set has no closing {closing}", at, at + len(text))
    members: list[tuple[int | None, int | None, str]] = []
    start = at + 1
    parts = text[1:-1].split(",")
    for number, part in enumerate(parts):
        members.append((*_member(part, start, first=number == 0, last=number == len(parts) - 1), part))
        start += len(part) + 1
    unique = sorted(set(members), key=lambda item: (item[0] is not None, item[0] or 0, item[1] or 0, item[2]))
    if len(unique) < 2 and ".." not in unique[0][2]:
        raise ValueSyntaxError("a set takes two dates or more", at, at + len(text), f"write `{unique[0][2]}`")
    edtf = f"{text[0]}{','.join(item[2] for item in unique)}{closing}"
    lows, highs = [item[0] for item in unique], [item[1] for item in unique]
    low = None if None in lows else min(n for n in lows if n is not None)
    high = None if None in highs else max(n for n in highs if n is not None)
    return Time(edtf, "within", None, low, high)


def _member(part: str, at: int, *, first: bool, last: bool) -> tuple[int | None, int | None]:
    """The bounds of one member of a set: a date, or dates from one to another, open only at the ends of the set."""
    if ".." not in part:
        return _one_date(part, at)
    left, _, right = part.partition("..")
    if (not left and not first) or (not right and not last) or not (left or right):
        raise ValueSyntaxError(
            "a date is missing", at, at + len(part), "write `1990-01-19`; `..` is an open end"
        )
    starts = _one_date(left, at) if left else None
    ends = _one_date(right, at + len(left) + 2) if right else None
    if starts and ends and starts[0] > ends[0]:
        raise ValueSyntaxError(
            "the dates end before they begin", at, at + len(part), f"write `{right}..{left}`"
        )
    return starts and starts[0], ends and ends[1]


def _refuse_numeric(text: str, at: int) -> None:
    """Raise on dates in digits whose order is not year, month, day: 01/02/1990 reads in two ways."""
    match = _NUMERIC.fullmatch(text)
    if match is not None:
        first, second, year = int(match[1]), int(match[3]), match[4]
        forms = [(d, m) for d, m in ((first, second), (second, first)) if 1 <= m <= 12 and 1 <= d <= 31]
        forms = forms[:1] if first == second else forms
        help = " or ".join(f"`{year}-{m:02d}-{d:02d}`" for d, m in forms)
        message = f"{text} can be read in two ways" if len(forms) > 1 else f"{text} is not written year first"
        raise ValueSyntaxError(message, at, at + len(text), f"write {help}" if help else None)
    match = _LOOSE.fullmatch(text)
    if match is not None and not (len(match[2]) == len(match[3]) == 2 and text[4] == text[7] != "/"):
        help = f"write `{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}`"
        raise ValueSyntaxError(f"{text} is not an EDTF date", at, at + len(text), help)
    match = _LOOSE_CLOCK.fullmatch(text)
    if match is not None:
        help = f"write `{match[1]}T23:20:00`, with `Z` or `+04:00` for its zone, or `{match[1]}`"
        raise ValueSyntaxError("a time of day has hours, minutes and seconds", at + 10, at + len(text), help)


def members(edtf: str) -> list[str]:
    """The dates of an EDTF value, as written: {2020-07,2020-08} has 2020-07 and 2020-08; open ends are left out."""
    found = re.split(r"/|,|\.\.", edtf.strip("{}[]"))
    return [each for each in found if each]


def edge_of(edtf: str, *, first: bool) -> str:
    """The first or the last date of an EDTF value, as written."""
    return members(edtf)[0 if first else -1]


def qualifiers(edtf: str) -> tuple[frozenset[str], ...]:
    """For each date of an EDTF value whether it is approximate (``~``) or uncertain (``?``), or both."""
    return tuple(
        frozenset(mark for sign in "?~%" if sign in each for mark in ("?~" if sign == "%" else sign))
        for each in members(edtf)
    )
