"""Calendars other than the Gregorian: days of theirs as Gregorian days, by the package convertdate.

``islamic`` is the tabular (civil) calendar, from which the calendar as observed may differ by a day or two; ``persian``
is the Solar Hijri calendar by the equinox; months of the ``hebrew`` calendar count from Nisan, its years from Tishri.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Final

from kgbuild.values.days import day_at, day_of, iso_day
from kgbuild.values.edtf import GREGORIAN, Time, no_day
from kgbuild.values.errors import ValueSyntaxError

CALENDARS: Final = (GREGORIAN, "julian", "islamic", "persian", "hebrew", "coptic", "french-republican")

_DATE: Final = re.compile(
    r"(?P<year>-?[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<mark>[?~%]?)"
)
_DECADE: Final = re.compile(r"(?P<year>[0-9]{2}(?:[0-9]X|XX))(?P<mark>[?~%]?)")
_BEFORE_DAY_ONE: Final = 1_721_424.5
"""The Julian day number of the day before 1 January of the year 1, Gregorian."""
_FIRST_MONTH: Final = {"hebrew": 7}


@lru_cache(maxsize=len(CALENDARS))
def _calendar(name: str) -> ModuleType:
    """The module of a calendar, imported only where a mapping names one: few do, and it is a tenth of a check."""
    return import_module(f"convertdate.{name.replace('-', '_')}")


def month_length(calendar: str, year: int, month: int) -> int | None:
    """How many days a month has; None where the year has no such month."""
    if calendar == "french-republican":
        leap = _calendar(calendar).leap(year)
        return {13: 6 if leap else 5}.get(month, 30 if 1 <= month <= 12 else None)
    months = {"coptic": 13}.get(calendar, 12)
    if calendar == "hebrew":
        months = int(_calendar(calendar).year_months(year))
    if not 1 <= month <= months:
        return None
    return int(_calendar(calendar).month_length(year, month))


def gregorian_day(calendar: str, year: int, month: int, day: int) -> int:
    """The Gregorian day of a day that exists in a calendar."""
    return day_at(int(_calendar(calendar).to_jd(year, month, day) - _BEFORE_DAY_ONE))


def in_calendar(text: str, calendar: str, at: int = 0) -> Time:
    """The time of an EDTF value whose years, months and days are those of another calendar than the Gregorian.

    Days, months, years, decades and centuries with ``~ ? %``, intervals of them, and sets of days. Raises
    :class:`ValueSyntaxError` for what is none of these, or does not exist in the calendar.
    """
    if text[:1] in "[{" and text[-1:] in "]}":
        return _set(text, calendar, at)
    left, slash, right = text.partition("/")
    if not slash:
        own, (low, high), mark = _date(text, calendar, at)
        edtf = iso_day(low) + mark if low == high else f"{iso_day(low)}{mark}/{iso_day(high)}{mark}"
        return Time(edtf, "within", None, low, high, calendar=calendar, written=text, own=own)
    first = None if left in ("", "..") else _date(left, calendar, at)
    last = None if right in ("", "..") else _date(right, calendar, at + len(left) + 1)
    if first is None and last is None:
        raise ValueSyntaxError(
            "a date is missing", at, at + len(text), "write `1990-01-19`; `..` is an open end"
        )
    start = None if first is None else first[1][0]
    end = None if last is None else last[1][1]
    if start is not None and end is not None and start > end:
        raise ValueSyntaxError(
            "the interval ends before it begins", at, at + len(text), f"write `{right}/{left}`"
        )
    edtf = "/".join(
        written if found is None else iso_day(found[1][side]) + found[2]
        for written, found, side in ((left, first, 0), (right, last, 1))
    )
    extent = "within" if first is None or last is None else "throughout"
    bounds = (first and first[0][0], last and last[0][1])
    return Time(edtf, extent, None, start, end, calendar=calendar, written=text, own=bounds)


def _set(text: str, calendar: str, at: int) -> Time:
    days = []
    for each in text[1:-1].split(","):
        own, (start, end), mark = _date(each.strip(), calendar, at)
        if start != end or mark:
            raise ValueSyntaxError("a set in another calendar takes days", at, at + len(text))
        days.append((start, own[0], each.strip()))
    days.sort()
    edtf, written = (
        text[0] + ",".join(items) + text[-1]
        for items in (map(iso_day, [d[0] for d in days]), [d[2] for d in days])
    )
    ends = (days[0], days[-1])
    return Time(
        edtf, "within", None, ends[0][0], ends[1][0], calendar=calendar, written=written, own=(ends[0][1], ends[1][1])
    )  # fmt: skip


def _date(text: str, calendar: str, at: int) -> tuple[tuple[int, int], tuple[int, int], str]:
    """One date: its bounds in its calendar, its Gregorian bounds, and its qualifier."""
    match = _DATE.fullmatch(text)
    years = _DECADE.fullmatch(text)
    if match is None and years is None:
        message = f'"{text}" is not a date of the {calendar} calendar'
        raise ValueSyntaxError(message, at, at + len(text), "write it as YYYY-MM-DD, YYYY-MM or YYYY")
    if match is None or match["month"] is None:
        digits = (match or years)["year"]  # type: ignore[index]
        low, high = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
        begins, ends = (low, _FIRST_MONTH.get(calendar, 1)), (high, _last_month(calendar, high))
        mark = (match or years)["mark"]  # type: ignore[index]
    else:
        year, month = int(match["year"]), int(match["month"])
        begins = ends = (year, month)
        mark = match["mark"]
    last = month_length(calendar, *ends)
    if last is None:
        raise ValueSyntaxError(f"there is no month {ends[1]:02d}", at, at + len(text))
    days = (1, last)
    if match is not None and match["day"] is not None:
        day = int(match["day"])
        if not 1 <= day <= last:
            raise no_day(*begins, day, at + match.start("day"), at + match.end("day"), last)
        days = (day, day)
    own = (day_of(*begins, days[0]), day_of(*ends, days[1]))
    return own, (gregorian_day(calendar, *begins, days[0]), gregorian_day(calendar, *ends, days[1])), mark


def _last_month(calendar: str, year: int) -> int:
    first = _FIRST_MONTH.get(calendar, 1)
    if first > 1:
        return first - 1
    return next(month for month in (13, 12) if month_length(calendar, year, month) is not None)
