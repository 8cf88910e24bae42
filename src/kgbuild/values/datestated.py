"""Whether a date that was read says the time that is claimed: value, precision, bounds, relation, part of day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Final, TypeAlias

from kgbuild.values.dateexpressions import DateExpression
from kgbuild.values.days import ordinal_of, parts_of
from kgbuild.values.edtf import GREGORIAN, Time, date_bounds, members, qualifiers

_CLOCK: Final = re.compile(r"T([0-9:]+(?:Z|[+-][0-9:]+)?)")
Bounds: TypeAlias = tuple[int | None, int | None]


def states(expression: DateExpression, claimed: Time) -> bool:
    """Whether an expression with all its words says just this time.

    A calendar that the text does not name is the one of the claim. A time of day counts where it is claimed.
    """
    clock = _CLOCK.search(claimed.edtf)
    if clock is not None and clock[1] != expression.clock:
        return False
    named = expression.calendar is not None
    return any(same_time(claimed, read, calendar_named=named) for read in expression.times)


def same_time(claimed: Time, read: Time, *, calendar_named: bool = True) -> bool:
    """Whether a time that was read is the one that is claimed, however each is written.

    Two that are counted from another time must be counted alike, and from the same. Where only one of them is, its own
    bounds count: "the day after 9 November" is 10 November.
    """
    if claimed.relation is not None and read.relation is not None:
        if claimed.relation != read.relation:
            return False
        if claimed.counted_from is not None and read.counted_from is not None:
            return same_time(claimed.counted_from, read.counted_from, calendar_named=calendar_named)
    if claimed.part_of_day != read.part_of_day:
        return False
    if calendar_named or claimed.calendar == read.calendar:
        alike = (claimed.start, claimed.end) == (read.start, read.end)
    else:
        alike = claimed.bounds == read.bounds
    return alike and _qualified_alike(claimed, read) and _shape(claimed) == _shape(read)


def without_part_of_day(time: Time) -> Time:
    """The same days without the part of the day."""
    return replace(time, part_of_day=None)


def each_stated(expressions: Iterable[DateExpression], claimed: Time) -> bool:
    """Whether every date of a set that is claimed (``{…}``, all of them) is stated by some expression."""
    if (
        not claimed.in_calendar.startswith("{")
        or ".." in claimed.in_calendar
        or claimed.calendar != GREGORIAN
    ):
        return False
    found = list(expressions)
    dates = [(each, bounds) for each in members(claimed.edtf) if (bounds := date_bounds(each)) is not None]
    return all(any(states(e, Time(each, "within", None, *bounds)) for e in found) for each, bounds in dates)


def _qualified_alike(one: Time, other: Time) -> bool:
    def marks(time: Time) -> set[frozenset[str]]:
        return set(qualifiers(time.in_calendar)) or {frozenset()}

    first, second = qualifiers(one.in_calendar), qualifiers(other.in_calendar)
    return first == second if len(first) == len(second) else marks(one) == marks(other)


def _shape(time: Time) -> object:
    """What two times of the same bounds must share: all days of a stretch, some dates of it, or one of several."""
    written = time.in_calendar
    if written[0] not in "[{" or ".." in written:
        return "one of" if written[0] == "[" else "all"
    dates = [date_bounds(each) for each in members(written)] if time.calendar == GREGORIAN else []
    if written[0] == "{" and dates and all(_follow(a, b) for a, b in pairwise(dates)):
        return "all"
    return written[0], frozenset(members(written))


def _follow(one: Bounds | None, other: Bounds | None) -> bool:
    """Whether one date begins on the day after another ends."""
    if one is None or other is None or one[1] is None or other[0] is None:
        return False
    return ordinal_of(one[1]) + 1 == ordinal_of(other[0])


def year_given(expression: DateExpression) -> int | None:
    """The year that a date gives to one that lacks it: the last of a stretch of days; none of a stretch of years."""
    if expression.core is None or expression.problem is not None or not expression.core.complete:
        return None
    if expression.relation is not None and expression.relation.kind not in ("offset", "week"):
        return None
    points = [expression.core.second] if expression.core.second is not None else list(expression.core.points)
    if any(point.unit not in ("day", "month", "year", "group") for point in points):
        return None
    if len({point.year for point in points}) > 1 and points[-1].unit == "year":
        return None
    return points[-1].year


def is_full(expression: DateExpression) -> bool:
    """Whether a date has a month and a year."""
    return (
        year_given(expression) is not None
        and expression.core is not None
        and all(point.month is not None for point in expression.core.points)
    )


def year_of(time: Time) -> int | None:
    """The year in which all of a time lies."""
    if time.start is None or time.end is None:
        return None
    first, last = parts_of(time.start)[0], parts_of(time.end)[0]
    return first if first == last else None
