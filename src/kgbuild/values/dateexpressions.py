"""A date of running text with all the words that make it that date, and what it means as a :class:`Time`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from kgbuild.values.calendars import in_calendar
from kgbuild.values.datecore import Core
from kgbuild.values.edtf import GREGORIAN, Time, TimeRelation, parse_edtf
from kgbuild.values.errors import ValueSyntaxError
from kgbuild.values.relations import in_part_of_day, related

DAY_PARTS: Final = ("night", "morning", "afternoon", "evening")
"""The parts of the day that a mapping can name; a text names others too ("at dawn"), which no claim can say."""


@dataclass(frozen=True, slots=True)
class StatedWeekday:
    """A weekday that stands beside a date and belongs to it; ``number`` counts from Monday = 0."""

    name: str
    number: int
    start: int
    end: int


@dataclass(frozen=True)
class DateExpression:
    """A date of running text, from ``start`` to ``end``: all words that make it this date, its weekday aside.

    ``core`` is the date itself, from ``core_start`` to ``core_end``; None for words that only count from another date
    ("the following day", "before") or only name a part of the day. ``relation``, ``part_of_day`` and ``weekday`` are
    what belongs to it; ``others`` are what its relation can be too ("from" is *since*, or where something comes from);
    ``problem`` says why it cannot be read in one way.
    """

    start: int
    end: int
    core: Core | None
    core_start: int
    core_end: int
    relation: TimeRelation | None = None
    part_of_day: str | None = None
    weekday: StatedWeekday | None = None
    others: tuple[TimeRelation | None, ...] = ()
    problem: str | None = None

    @property
    def calendar(self) -> str | None:
        """The calendar that the text names or implies, None where it says nothing."""
        return self.core.calendar if self.core is not None else None

    @property
    def clock(self) -> str | None:
        """The time of day, as EDTF writes it: "23:20:00", "23:20:00Z"."""
        return self.core.clock if self.core is not None else None

    @property
    def lacks_year(self) -> bool:
        """Whether it is a date without a year."""
        return self.core is not None and self.problem is None and not self.core.complete

    def with_year(self, year: int) -> DateExpression:
        """The same date with the year that it lacks."""
        assert self.core is not None
        return replace(self, core=self.core.with_year(year))

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """What it means; several where it states each ("19 and 21 January", one day in two calendars); else empty."""
        if self.core is None or self.problem is not None or not self.core.complete:
            return ()
        found = [self._time(self.core, self.relation)]
        if self.core.second is not None:
            found.append(self._time(Core((self.core.second,)), self.relation))
        if self.core.joined == "and" and self.relation is None:
            found += [
                self._time(replace(self.core, points=(point,), joined=None), None)
                for point in self.core.points
            ]
        found += [self._time(self.core, relation) for relation in self.others]
        return tuple(time for time in found if time is not None)

    @property
    def time(self) -> Time | None:
        """What it means as a whole."""
        return self.times[0] if self.times else None

    @property
    def value(self) -> str | None:
        """How a mapping writes it: "before 1990-01-19", "evening of 2019-11-09"; None where it has no single time."""
        if self.time is None or self.core is None or self.others or (edtf := self.core.edtf()) is None:
            return None
        part = f"{self.part_of_day} of " if self.part_of_day in DAY_PARTS else ""
        return f"{self.relation} {part}{edtf}" if self.relation is not None else f"{part}{edtf}"

    @property
    def written(self) -> str | None:
        """The value with its calendar, as a mapping writes it: "{value: 1905-01-09, calendar: julian}"."""
        if self.value is None or self.calendar in (None, GREGORIAN):
            return self.value
        return f"{{value: {self.value}, calendar: {self.calendar}}}"

    def _time(self, core: Core, relation: TimeRelation | None) -> Time | None:
        edtf = core.edtf()
        if edtf is None:
            return None
        try:
            calendar = core.calendar or GREGORIAN
            time = parse_edtf(edtf) if calendar == GREGORIAN else in_calendar(edtf, calendar)
            if time is None:
                return None
            if core.points[0].part is not None and core.joined is None:
                time = replace(time, extent="within")
            if self.part_of_day in DAY_PARTS:
                time = in_part_of_day(self.part_of_day, time)
            return time if relation is None else related(relation, time)
        except ValueSyntaxError:
            return None  # "20–19 January 1990", "29 February 1900": no day of the calendar
