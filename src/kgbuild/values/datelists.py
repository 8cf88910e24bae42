"""Dates that are joined: lists and stretches of days, months and years, and one day in two calendars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kgbuild.values.datecore import Core, Point, both_calendars, filled
from kgbuild.values.datecursor import Joiner, Read
from kgbuild.values.datepieces import Pieces


class Cores(Pieces):
    """Reads whole dates, with all that is joined to them."""

    def core(self, at: int, *, between: bool = False, ranged: bool = False) -> Read | None:
        """The date that begins at a token, with all that is joined to it. ``between``: "between X and Y"."""
        read = (
            self._two_days(at)
            or self._day_list(at)
            or self._month_list(at)
            or self._years_of_an_era(at)
            or self.piece(at)
        )
        if read is None or read.core.problem:
            return read
        if between and read.core.joined == "and" and len(read.core.points) == 2:
            read = Read(replace(read.core, joined="to"), read.next)
        read = self._second_calendar(read) or read
        return self._joined(read, between=between, ranged=ranged)

    def _years_of_an_era(self, at: int) -> Read | None:
        """ "44–30 BC": two years whose era stands once."""
        joiner = self.joiner(at + 1) if self.kind(at) == "number" and not self.tokens[at].sign else None
        last = self.year(joiner.next) if joiner is not None and joiner.kind == "to" else None
        if last is None or last[2] not in ("bce", "ce") or self.tokens[at].digits > 4:
            return None
        value = self.tokens[at].value
        first = 1 - value if last[2] == "bce" else value
        points = (Point(first, unit="year"), Point(last[0], unit="year"))
        return Read(Core(points, "to", era=True), last[1]) if first < last[0] else None

    def _two_days(self, at: int) -> Read | None:
        """ "9 (22) January 1905": a day in two calendars, in one month or around the end of one."""
        day = self.day(at)
        if day is None or not self.mark(day[1], "(["):
            return None
        other = self.day(day[1] + 1)
        if other is None or not self.mark(other[1], ")]"):
            return None
        full = self.day_month(other[1] + 1, other[0])
        if full is None or full.core.problem:
            return None
        new = full.core.points[0]
        old = replace(new, day=day[0])
        if both_calendars(old, new) or (old.year is None and 10 <= other[0] - day[0] <= 13):
            return Read(replace(full.core, points=(old,), calendar="julian", second=new), full.next)
        return None

    def _day_list(self, at: int) -> Read | None:
        """ "19–20 January 1990", "19, 20 and 21 January", "12/25 January 1905"."""
        days: list[int] = []
        kinds: list[str] = []
        next = at
        while (day := self.day(next)) is not None:
            full = self.day_month(next)
            if full is not None:
                break
            joiner = self.joiner(day[1])
            if joiner is None:
                return None
            days.append(day[0])
            kinds.append(joiner.kind)
            next = self._skip(joiner.next, "the")
        else:
            return None
        if not days or full.core.problem or not _is_list(kinds):
            return None
        last = full.core.points[0]
        points = (*(Point(last.year, last.month, each) for each in days), last)
        if kinds == ["slash"]:
            old, new = points
            if both_calendars(old, new) or (old.year is None and 10 <= (new.day or 0) - (old.day or 0) <= 13):
                return Read(replace(full.core, points=(old,), calendar="julian", second=new), full.next)
        kind = "to" if kinds[-1] == "slash" else kinds[-1]
        return Read(replace(full.core, points=points, joined=kind), full.next)

    def _month_list(self, at: int) -> Read | None:
        """ "January 19–20, 1990", "September 3, 4 and 5"."""
        month = self.month(at)
        day = self.day(self._skip(self.past_dot(month[1]), "the")) if month is not None else None
        if month is None or day is None:
            return None
        days, kinds, next = [day[0]], [], day[1]
        while (joiner := self.joiner(next)) is not None:
            following = self.day(self._skip(joiner.next, "the"))
            if following is None or self._another(following[1]):
                break
            days.append(following[0])
            kinds.append(joiner.kind)
            next = following[1]
        if not kinds or not _is_list(kinds):
            return None
        read = self._with_year(days[-1], (month[0], next, month[2]))
        last = read.core.points[0]
        if last.year is None and kinds[-1] != "to" and not self._nothing_counted(read.next):
            return None  # "January 19 and 20 people"
        points = (*(Point(last.year, last.month, each) for each in days[:-1]), last)
        kind = "to" if kinds[-1] == "slash" else kinds[-1]
        return Read(replace(read.core, points=points, joined=kind), read.next)

    def _another(self, at: int) -> bool:
        """Whether a month follows a number: "January 19 to 3 February"."""
        return self.month(self._skip(at, "of")) is not None

    def _second_calendar(self, read: Read) -> Read | None:
        """ "25 October (7 November) 1917", "7 November (25 October O.S.) 1917"."""
        if len(read.core.points) != 1 or read.core.points[0].unit != "day":
            return None
        brackets = self.mark(read.next, "([")
        if not brackets and not (self.mark(read.next, "/") and not read.core.complete):
            return None
        inner = self.day_month(read.next + 1) or self.month_day(read.next + 1)
        if inner is None or inner.core.problem or inner.core.points[0].unit != "day":
            return None
        next = inner.next
        if brackets:
            while any(self.role(next, role) for role in ("julian", "gregorian", "the", "of")):
                next += 1
            if not self.mark(next, ")]"):
                return None
            next += 1
        here, other = read.core.points[0], inner.core.points[0]
        if here.year is None and other.year is None:
            year = self.year(self._skip(next + 1 if self.mark(next, ",") else next, "of"), dated=True)
            if year is not None:
                here, other, next = replace(here, year=year[0]), replace(other, year=year[0]), year[1]
                for one, two in ((here, other), (other, here)):
                    # Around a new year the year stands once, for the later day.
                    if one.month == 12 and two.month == 1:
                        here, other = (
                            (replace(one, year=year[0] - 1), two)
                            if one is here
                            else (two, replace(one, year=year[0] - 1))
                        )
        elif here.year is None or other.year is None:
            pair = filled(Core((here, other)))
            here, other = pair.points
        for old, new in ((here, other), (other, here)):
            if both_calendars(old, new):
                return Read(Core((old,), calendar="julian", second=new), next)
        return None

    def _joined(self, read: Read, *, between: bool, ranged: bool) -> Read:
        """A date with the one that it is joined to: "19 January to 3 February 1990", "July and August 2020"."""
        joiner = self.joiner(read.next)
        if (
            joiner is None
            and (ranged or read.core.points[0].unit in ("year", "day"))
            and self.role(read.next, "until")
        ):
            joiner = Joiner("to", read.next + 1)
        if joiner is None or joiner.kind in ("comma", "slash") or read.core.second is not None:
            return read
        start = self._skip(joiner.next, "the", "in", "weekday")
        other = self.core(start, between=False) if joiner.kind != "or" else self.piece(start)
        if (
            other is None
            or other.core.problem
            or other.core.second is not None
            or other.core.joined not in (None, joiner.kind)
        ):
            return read
        kind = "to" if between and joiner.kind == "and" else joiner.kind
        ours, theirs = read.core.points[-1], other.core.points[0]
        if kind == "and" and not (ours.year is None and theirs.year is not None and ours.unit == theirs.unit):
            return read
        if kind == "to" and (len(read.core.points) > 1 or len(other.core.points) > 1):
            return read
        if kind == "to" and not _ordered(ours, theirs):
            return read
        joined = replace(
            other.core,
            points=(*read.core.points, *other.core.points),
            joined=kind,
            calendar=other.core.calendar or read.core.calendar,
            era=read.core.era or other.core.era,
        )
        if (theirs.year or 1) < 1 and ours.year is not None and ours.year > 0 and not read.core.era:
            joined = replace(joined, points=(replace(ours, year=1 - ours.year), *other.core.points))
        return Read(filled(joined), other.next)


def _is_list(kinds: Sequence[str]) -> bool:
    """Whether joiners make one list: "19–20", "19/20", "19 and 20", "19, 20 and 21"; not "19, 20"."""
    if len(kinds) == 1:
        return kinds[0] in ("to", "slash", "and", "or")
    return all(kind in ("comma", kinds[-1]) for kind in kinds[:-1]) and kinds[-1] in ("and", "or")


def _ordered(one: Point, other: Point) -> bool:
    """Whether two points can be the ends of a stretch."""
    if one.year is not None and other.year is not None and one.year >= 1 and other.year >= 1:
        return one.year <= other.year
    return one.unit == other.unit or one.complete or other.complete
