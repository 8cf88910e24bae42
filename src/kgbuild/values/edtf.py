"""EDTF values: what a date, an interval or a set of dates means in days, and what a :class:`Time` is.

Source: EDTF (ISO 8601-2:2019, Library of Congress profile): level 0 without times of day; of level 1 the
qualifiers ``~ ? %``, open intervals and ``198X``, ``19XX``; of level 2 the sets ``{…}`` (all of) and ``[…]``
(one of). Bounds are days as integers (yyyymmdd), inclusive, None is open; qualifiers leave them as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kgbuild.values.datewords import days_in_month
from kgbuild.values.errors import ValueSyntaxError

EDTF_DATE: Final = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
"""One date inside an EDTF value; groups: year, month, day."""

_NUMERIC = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_LOOSE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_CLOCK = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.Z+-]+")


@dataclass(frozen=True, slots=True)
class Time:
    """When: "the night of 19–20 January 1990" is 1990-01-19/1990-01-20, throughout, at night.

    ``edtf`` is the canonical EDTF value; ``extent`` is ``throughout`` or ``within``; ``part_of_day`` is
    night, morning, afternoon, evening or None; ``start`` and ``end`` are the bounds (yyyymmdd, inclusive,
    None is open). ``counted_from`` is the time that "after", "the day after" … start from; it is no part of
    what the time *is*.
    """

    edtf: str
    extent: str
    part_of_day: str | None
    start: int | None
    end: int | None
    counted_from: Time | None = field(default=None, compare=False, repr=False)


def parse_edtf(text: str, at: int = 0) -> Time | None:
    """The time of an EDTF value that begins at ``at`` of the mapping's value; None where it is no EDTF.

    Raises :class:`ValueSyntaxError` for EDTF that is broken, and for dates in digits with day or month first.
    """
    match = _date_match(text)
    if match is not None:
        start, end = _bounds(match, at)
        return Time(text, "within", None, start, end)
    if text[:1] in ("[", "{"):
        return _set(text, at)
    _refuse_numeric(text, at)
    return _interval(text, at) if "/" in text else None


def _date_match(text: str) -> re.Match[str] | None:
    """The match of one date, with or without a qualifier; its groups are year, month, day."""
    return EDTF_DATE.fullmatch(text, 0, len(text) - 1 if text[-1:] in ("?", "~", "%") else len(text))


def _bounds(match: re.Match[str], at: int) -> tuple[int, int]:
    """First and last day of one matched EDTF date that begins at ``at`` of the value.

    Raises :class:`ValueSyntaxError` on a year, month or day that does not exist.
    """
    year_text, month_text, day_text = match.group(1, 2, 3)
    if year_text[-1] == "X":
        if month_text is not None:
            raise ValueSyntaxError("a decade or century has no month", at + match.start(2), at + match.end(2))
        low, high = int(year_text.replace("X", "0")), int(year_text.replace("X", "9"))
        return max(low, 1) * 10000 + 101, high * 10000 + 1231
    year = int(year_text)
    if year == 0:
        raise ValueSyntaxError("the year 0000 is not read", at + match.start(1), at + match.end(1))
    if month_text is None:
        return year * 10000 + 101, year * 10000 + 1231
    month = int(month_text)
    if not 1 <= month <= 12:
        raise _no_month(year_text, month, at + match.start(2), at + match.end(2))
    last = days_in_month(year, month)
    base = year * 10000 + month * 100
    if day_text is None:
        return base + 1, base + last
    day = int(day_text)
    if not 1 <= day <= last:
        raise no_day(year, month, day, at + match.start(3), at + match.end(3))
    return base + day, base + day


def no_day(year: int, month: int, day: int, start: int, end: int) -> ValueSyntaxError:
    """The error for a day that its month does not have."""
    last = days_in_month(year, month)
    message = f"the day {year:04d}-{month:02d}-{day:02d} does not exist"
    return ValueSyntaxError(message, start, end, f"write a day from 01 to {last}")


def _no_month(year: str, month: int, start: int, end: int) -> ValueSyntaxError:
    if 21 <= month <= 24:
        return ValueSyntaxError(
            "a season is not read", start, end, "write the months, such as `1990-03/1990-05`"
        )
    if month > int(year[2:]):
        help = f"write `{year}/{year[:2]}{month}` for the years"
        return ValueSyntaxError(f"there is no month {month}", start, end, help)
    return ValueSyntaxError(f"there is no month {month:02d}", start, end, "write a month from 01 to 12")


def _one_date(text: str, at: int) -> tuple[str, int, int]:
    """One date inside an interval or a set: its EDTF value and bounds."""
    stripped = text.strip()
    start = at + (text.index(stripped) if stripped else 0)
    match = _date_match(stripped)
    if match is None:
        message = f'"{stripped}" is not a date' if stripped else "a date is missing"
        raise ValueSyntaxError(
            message, start, start + len(stripped), "write `1990-01-19`; `..` is an open end"
        )
    return stripped, *_bounds(match, start)


def _interval(text: str, at: int) -> Time:
    left, _, right = text.partition("/")
    slash = at + len(left)
    if left.strip() == ".." and right.strip() == "..":
        raise ValueSyntaxError("both ends of the interval are open", at, at + len(text))
    first = ("..", None, None) if left.strip() == ".." else _one_date(left, at)
    last = ("..", None, None) if right.strip() == ".." else _one_date(right, slash + 1)
    if first[1] is None or last[2] is None:
        return Time(f"{first[0]}/{last[0]}", "within", None, first[1], last[2])
    return closed(first[0], last[0], first[1], last[2], at, at + len(text))


def closed(first: str, last: str, start: int, end: int, at: int, stop: int) -> Time:
    """The interval between two EDTF dates with these bounds. Raises :class:`ValueSyntaxError` if reversed."""
    if first == last:
        raise ValueSyntaxError("both ends of the interval are the same", at, stop, f"write `{first}`")
    if start > end:
        raise ValueSyntaxError("the interval ends before it begins", at, stop, f"write `{last}/{first}`")
    return Time(f"{first}/{last}", "throughout", None, start, end)


def _set(text: str, at: int) -> Time:
    closing = "}" if text[0] == "{" else "]"
    if text[-1] != closing:
        raise ValueSyntaxError(f"the set has no closing {closing}", at, at + len(text))
    dates: list[tuple[str, int, int]] = []
    start = 1
    for part in text[1:-1].split(","):
        dates.append(_one_date(part, at + start))
        start += len(part) + 1
    unique = sorted(set(dates), key=lambda item: (item[1], item[2], item[0]))
    if len(unique) < 2:
        raise ValueSyntaxError("a set takes two dates or more", at, at + len(text), f"write `{unique[0][0]}`")
    edtf = f"{text[0]}{','.join(item[0] for item in unique)}{closing}"
    return Time(edtf, "within", None, unique[0][1], max(item[2] for item in unique))


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
    match = _CLOCK.fullmatch(text)
    if match is not None:
        raise ValueSyntaxError("a time of day is not read", at + 10, at + len(text), f"write `{match[1]}`")


def edge_of(edtf: str, *, first: bool) -> str:
    """The first or the last date of an EDTF value, as written: {2020-07,2020-08} has 2020-07 and 2020-08."""
    dates = [item.strip("{}[]") for item in re.split("[/,]", edtf)]
    return dates[0] if first else dates[-1]


def iso_day(day: int) -> str:
    """A day as ISO 8601: 19900119 is 1990-01-19."""
    return f"{day // 10000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"


def shift_day(iso: str, days: int) -> str:
    """The day some days later; the calendar ends at the years 1 and 9999, where it stays."""
    ordinal = date.fromisoformat(iso).toordinal() + days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).isoformat()
