"""Days as whole numbers, yyyymmdd in the proleptic Gregorian calendar, of any year: 19900119 is 19 January 1990.

Years before the year 1 count as in astronomy and ISO 8601: 0 is 1 BC, -43 is 44 BC. The numbers sort as the days do.
"""

from __future__ import annotations

from datetime import date
from typing import Final

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CYCLE: Final = 400
"""After so many years the Gregorian calendar repeats itself, weekdays included."""
_CYCLE_DAYS: Final = 146_097


def day_of(year: int, month: int, day: int) -> int:
    """The number of a day."""
    return year * 10000 + month * 100 + day


def parts_of(day: int) -> tuple[int, int, int]:
    """Year, month and day of the month."""
    year, rest = divmod(day, 10000)
    return year, rest // 100, rest % 100


def days_in_month(year: int, month: int) -> int:
    """How many days a month of the proleptic Gregorian calendar has."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else _LENGTHS[month - 1]


def ordinal_of(day: int) -> int:
    """The count of a day from 1 January of the year 1, which is 1. Raises ValueError for a day that does not exist."""
    year, month, number = parts_of(day)
    cycles, within = divmod(year - 1, _CYCLE)
    return date(within + 1, month, number).toordinal() + cycles * _CYCLE_DAYS


def day_at(ordinal: int) -> int:
    """The day with this count; the inverse of :func:`ordinal_of`."""
    cycles, within = divmod(ordinal - 1, _CYCLE_DAYS)
    found = date.fromordinal(within + 1)
    return day_of(found.year + cycles * _CYCLE, found.month, found.day)


def shifted(day: int, days: int) -> int:
    """The day so many days later."""
    return day_at(ordinal_of(day) + days)


def weekday_of(day: int) -> str:
    """The English weekday of a day: 20260120 is a "Tuesday". Raises ValueError for a day that does not exist."""
    return WEEKDAYS[(ordinal_of(day) - 1) % 7]


def iso_year(year: int) -> str:
    """A year as EDTF writes it: 0576, -0043, Y17000."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def iso_day(day: int) -> str:
    """A day as ISO 8601: 19900119 is 1990-01-19; of a year of five digits the year alone, as EDTF has no more."""
    year, month, number = parts_of(day)
    return iso_year(year) if abs(year) > 9999 else f"{iso_year(year)}-{month:02d}-{number:02d}"
