"""What a date of running text says, as points in time and how they are joined, and what that means as EDTF."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from kgbuild.values.calendars import gregorian_day, month_length
from kgbuild.values.days import day_of, days_in_month, iso_year, parts_of, shifted
from kgbuild.values.edtf import GREGORIAN

SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
FIRST_QUARTER: Final = 33
FIRST_HALF: Final = 40
PARTS: Final = ("early", "mid", "late", "first_half", "second_half")
_PART_DAYS: Final = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "first_half": (1, 15),
    "second_half": (16, 31),
}
_PART_MONTHS: Final = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_PART_YEARS: Final = {
    "early": (0, 3),
    "mid": (4, 6),
    "late": (7, 9),
    "first_half": (0, 4),
    "second_half": (5, 9),
}
_PART_OF_CENTURY: Final = {
    "early": (0, 33), "mid": (34, 66), "late": (67, 99), "first_half": (0, 49), "second_half": (50, 99),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """One date: a day, a month, a year, a decade, a century, or a ``group`` of months (``month`` is its EDTF code).

    What the text does not give is None; ``part`` is early, mid, late, first_half or second_half.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    unit: str = "day"
    part: str | None = None

    @property
    def complete(self) -> bool:
        """Whether its year is given."""
        return self.year is not None


@dataclass(frozen=True, slots=True)
class Core:
    """A date as the text has it: its points and how they are joined: ``to``, ``and``, ``or``, or None for one.

    ``calendar`` is what the text says, ``second`` the same day in the Gregorian calendar where the text gives both;
    ``era`` says that the text names one; ``mark`` is ``~`` or ``?``; ``problem`` why it cannot be read in one way.
    """

    points: tuple[Point, ...]
    joined: str | None = None
    calendar: str | None = None
    second: Point | None = None
    era: bool = False
    mark: str = ""
    clock: str | None = None
    problem: str | None = field(default=None)

    @property
    def complete(self) -> bool:
        """Whether every year of it is given."""
        return all(point.complete for point in self.points)

    def with_year(self, year: int) -> Core:
        """The same date with the year that it lacks."""
        first = replace(self, points=(*self.points[:-1], replace(self.points[-1], year=year)))
        return filled(first)

    def to_the_night_before(self) -> Core:
        """The days of a night that is named by its second one: "в ночь на 20 января" is 19–20 January."""
        last = self.points[-1]
        if self.joined is not None or last.unit != "day" or last.month is None or last.day is None:
            return self  # "в ночь на 19–20 января" names both
        if last.day > 1:
            first = replace(last, day=last.day - 1)
        elif last.year is None or self.calendar not in (None, GREGORIAN):
            return replace(self, problem="the day before the first of a month needs a year")
        else:
            first = Point(*parts_of(shifted(day_of(last.year, last.month, last.day), -1)))
        return replace(self, points=(first, last), joined="to")

    def edtf(self) -> str | None:
        """The EDTF value, in the calendar of the text; None without a year, or for a day that does not exist."""
        if (
            self.problem is not None
            or not self.complete
            or not all(self._exists(point) for point in self.points)
        ):
            return None
        ends = [_edtf(point, self.calendar) for point in self.points]
        marked = [tuple(end and end + self.mark for end in each) for each in ends]
        if self.joined is None:
            first, last = marked[0]
            return first if last is None else f"{first}/{last}"
        if self.joined == "to":
            return f"{marked[0][0]}/{marked[-1][1] or marked[-1][0]}"
        if any(last for _, last in marked):
            return None
        listed = ",".join(str(first) for first, _ in marked)
        return f"{{{listed}}}" if self.joined == "and" else f"[{listed}]"

    def impossible(self) -> tuple[int, int, int] | None:
        """Year, month and day of the first day that does not exist."""
        for point in self.points:
            if point.unit == "day" and point.year is not None and not self._exists(point):
                return point.year, point.month or 0, point.day or 0
        return None

    def _exists(self, point: Point) -> bool:
        if point.unit != "day" and point.unit != "month":
            return True
        if point.month is None or point.year is None:
            return False
        if self.calendar in (None, GREGORIAN):
            last = days_in_month(point.year, point.month) if 1 <= point.month <= 12 else None
            if self.calendar is None and point.day == 29 and point.month == 2 and point.year % 100 == 0:
                last = 29  # a leap day of the Julian calendar; the claim says in which calendar it is
        else:
            last = month_length(self.calendar, point.year, point.month)
        return last is not None and (point.day is None or 1 <= point.day <= last)


def _edtf(point: Point, calendar: str | None) -> tuple[str, str | None]:
    """One point as EDTF; two where it is a stretch that no single EDTF date is."""
    assert point.year is not None
    year = iso_year(point.year)
    if point.unit == "century":
        return _century(point.year, point.part)
    if point.unit == "decade":
        if point.part is None:
            return f"{year[:-1]}X", None
        first, last = _PART_YEARS[point.part]
        return iso_year(point.year + first), iso_year(point.year + last)
    if point.unit == "year":
        if point.part is None:
            return year, None
        if point.part in _PART_MONTHS:
            first, last = _PART_MONTHS[point.part]
            return f"{year}-{first:02d}", f"{year}-{last:02d}"
        return f"{year}-{FIRST_HALF + (point.part == 'second_half')}", None
    assert point.month is not None
    month = f"{year}-{point.month:02d}"
    if point.unit == "group" or (point.unit == "month" and point.part is None):
        return month, None
    if point.unit == "month" and point.part is not None:
        first, last = _PART_DAYS[point.part]
        length = (
            days_in_month(point.year, point.month)
            if calendar in (None, GREGORIAN)
            else month_length(calendar, point.year, point.month)
        )
        return f"{month}-{first:02d}", f"{month}-{min(last, length or last):02d}"
    return f"{month}-{point.day:02d}", None


def _century(first: int, part: str | None) -> tuple[str, str | None]:
    """A century by its first year (1800); one before our era by its last year less one, so that there is no 0: -401."""
    if first < 0:
        base = -first - 1
        if part is None:
            return f"-{base // 100:02d}XX", None
        early, late = _PART_OF_CENTURY[part]
        return iso_year(-(base + 99 - early)), iso_year(-(base + 99 - late))
    if part is None:
        return f"{first // 100:02d}XX", None
    early, late = _PART_OF_CENTURY[part]
    return iso_year(first + early), iso_year(first + late)


def filled(core: Core) -> Core:
    """The core with the years and months of its points that stand only once: "31 December to 1 January 1990"."""
    points = list(core.points)
    for at in range(len(points) - 2, -1, -1):
        here, after = points[at], points[at + 1]
        if here.month is None and here.day is not None:
            here = replace(here, month=after.month)
        if here.year is None and after.year is not None and here.unit in ("day", "month", "group"):
            here = replace(here, year=after.year - (1 if _later(here, after) else 0))
        points[at] = here
    for at in range(1, len(points)):
        here, before = points[at], points[at - 1]
        if here.month is None and here.day is not None:
            here = replace(here, month=before.month)
        if here.year is None and before.year is not None and here.unit in ("day", "month", "group"):
            here = replace(here, year=before.year + (1 if _later(before, here) else 0))
        points[at] = here
    return replace(core, points=tuple(points))


def _later(one: Point, other: Point) -> bool:
    """Whether a day or month stands later in the year than another."""
    if one.month is None or other.month is None:
        return False
    return (one.month, one.day or 0) > (other.month, other.day or 0) and one.month != other.month


def both_calendars(old: Point, new: Point) -> bool:
    """Whether two dates are one day, in the Julian and in the Gregorian calendar."""
    if None in (old.year, old.month, old.day, new.year, new.month, new.day):
        return False
    from_year, from_month, from_day = old.year or 0, old.month or 0, old.day or 0
    last = month_length("julian", from_year, from_month)
    if last is None or not 1 <= from_day <= last:
        return False
    return gregorian_day("julian", from_year, from_month, from_day) == day_of(
        new.year or 0, new.month or 0, new.day or 0
    )
