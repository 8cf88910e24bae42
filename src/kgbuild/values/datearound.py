"""What stands before and behind a date and belongs to it: "the evening of", "onwards", "at 23:20", "(Old Style)"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kgbuild.values.datecore import Core
from kgbuild.values.dateexpressions import DAY_PARTS, StatedWeekday
from kgbuild.values.datelists import Cores
from kgbuild.values.datepieces import PART_ROLES
from kgbuild.values.datetokens import Token
from kgbuild.values.edtf import TimeRelation
from kgbuild.values.lexicon import DateWords

RELATIONS: Final = ("before", "shortly_before", "by", "until", "since", "after", "shortly_after")
_UNITS: Final = {"days": "day", "weeks": "week", "months": "month", "years": "year"}
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?::(\d\d))?")
_ZONE: Final = re.compile(r"\s*\(?(Z\b|(?:UTC|GMT)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d\b)")


class Before:
    """What stands before a date and belongs to it."""

    def __init__(self) -> None:
        self.relation: TimeRelation | None = None
        self.part_of_day: str | None = None
        self.weekday: StatedWeekday | None = None
        self.part: str | None = None
        self.mark = ""
        self.led_from = self.led_by = self.between = self.night_to = False
        self.shift = 0
        """Of "the evening before": -1, the day on which the evening is."""
        self.others: tuple[TimeRelation | None, ...] = ()
        self.last = 0
        """The token behind the last word that makes the date another one."""

    @property
    def started(self) -> bool:
        """Whether anything was taken in."""
        return self.holds_more() or self.relation is not None

    def holds_more(self) -> bool:
        """Whether something other than a relation was taken in."""
        return bool(
            self.part_of_day
            or self.weekday
            or self.part
            or self.mark
            or self.led_from
            or self.led_by
            or self.between
        )

    def take_relation(self, relation: TimeRelation, end: int) -> None:
        """Take a relation in, with the token behind it."""
        self.relation, self.last = relation, end


class Behind:
    """What stands behind a date and belongs to it: ``end`` is the token behind what makes it another one."""

    def __init__(self, before: Before, core: Core, next: int) -> None:
        self.before = before
        self.core = core
        self.next = self.end = next
        self.relation: TimeRelation | None = None
        self.part_of_day: str | None = None
        self.weekday: StatedWeekday | None = None
        self.mark = ""

    def took(self, next: int) -> None:
        """A stretch that belongs to the date ends before this token."""
        self.next = self.end = next


class Around(Cores):
    """Reads what stands behind a date."""

    def __init__(self, text: str, found: list[Token], words: DateWords) -> None:
        super().__init__(found, words)
        self.text = text

    def weekday(self, at: int) -> tuple[StatedWeekday, int] | None:
        number = self.role(at, "weekday")
        token = self.tokens[at] if number is not None else None
        if token is None or (self.words.capitals and not token.text[0].isupper()):
            return None
        next = at + 1
        if len(token.text) <= 5 and self.mark(next, ".") and self.touching(next):
            next += 1
        if self.mark(next, ",،，"):
            next += 1
        return StatedWeekday(self.text[token.start : token.end], number, token.start, token.end), next

    def unit(self, at: int) -> str | None:
        return next((unit for role, unit in _UNITS.items() if self.role(at, role)), None)

    def follow(self, behind: Behind) -> None:
        """Take in what can stand behind a date: its calendar, a weekday, a relation, a part of the day, a clock."""
        while not self.blank_line_before(behind.next) and self._follow_once(behind):
            pass

    def blank_line_before(self, at: int) -> bool:
        """Whether a blank line parts a token from the one before it: a headline says nothing of what follows."""
        if not 0 < at < self._size:
            return False
        return self.text.count("\n", self.tokens[at - 1].end, self.tokens[at].start) > 1

    def _follow_once(self, behind: Behind) -> bool:
        at = behind.next
        inner = at + 1 if self.mark(at, "([（［,，") else at
        closing = self.mark(at, "([（［")
        for role in ("julian", "gregorian"):
            if self.role(inner, role) and (closing or inner == at or behind.core.calendar is None):
                end = inner + 1
                behind.core = replace(behind.core, calendar=role)
                behind.took(end + 1 if closing and self.mark(end, ")]）］") else end)
                return True
        if self.mark(inner, "?") and not behind.mark and (closing or self.touching(inner)):
            end = inner + 1
            behind.mark = "?"
            behind.took(end + 1 if closing and self.mark(end, ")]）］") else end)
            return closing or self.mark(at, "?")
        named = self._skip(inner, "the", "in")
        weekday = self.weekday(named + 1 if self.role(named, "number") == 1 else named)
        led = inner > at or self.words.weekday_last
        if weekday is not None and behind.weekday is None and behind.before.weekday is None and led:
            behind.weekday, behind.next = weekday
            if closing and self.mark(behind.next, ")]）］"):
                behind.next += 1
            return True
        return self._follow_words(behind) or self._follow_relation(behind) or self._follow_day(behind, inner)

    def _follow_words(self, behind: Behind) -> bool:
        """ "1990 ile 1995 arasında", "1990'ların başında", "1340 civarında", "from 1990 on"."""
        at = behind.next
        if self.role(at, "between_behind") and behind.core.joined in ("to", "and"):
            behind.core = replace(behind.core, joined="to")
            behind.took(at + 1)
            return True
        for part in PART_ROLES:
            if self.role(at, f"{part}_behind") and behind.core.joined is None:
                behind.core = in_part(behind.core, part)
                behind.took(at + 1)
                return True
        if self.role(at, "about_behind") and not behind.mark:
            behind.mark = "~"
            behind.took(at + 1)
            return True
        if self.role(at, "since_after_from") and behind.before.led_from and behind.relation is None:
            behind.relation = TimeRelation("since")
            behind.took(at + 1)
            return True
        return False

    def _follow_relation(self, behind: Behind) -> bool:
        """ "1990 onwards", "19 Ocak 1990'dan önce", "…'dan iki gün sonra"."""
        at = behind.next
        if behind.relation is not None:
            return False
        for role in RELATIONS:
            if self.role(at, f"{role}_behind"):
                behind.relation = TimeRelation(role.replace("_", " "))
                behind.took(at + 1)
                return True
        count = self.role(at, "number") or (self.tokens[at].value if self.kind(at) == "number" else None)
        unit = self.unit(at + 1)
        for role, sign in (("after_behind", 1), ("before_behind", -1)):
            if unit is not None and isinstance(count, int) and self.role(at + 2, role):
                behind.relation = TimeRelation("offset", sign * count, unit)
                behind.took(at + 3)
                return True
        return False

    def _follow_day(self, behind: Behind, inner: int) -> bool:
        """ "9 November 2019, in the evening", "19 January 1990 at 23:20"."""
        single = behind.core.joined is None and behind.core.points[0].unit == "day"
        at = self._skip(inner, "in", "the", "of", "clock_before")
        if behind.part_of_day is None and behind.before.part_of_day is None:
            for part in DAY_PARTS:
                led = (
                    at > inner
                    or self.role(at, f"{part}_behind")
                    or inner > behind.next
                    or not self.words.in_full
                )
                if self.role(at, part) and led and (single or part == "night"):
                    behind.part_of_day = part
                    behind.took(at + 1)
                    return True
        clock = self._clock(at) if single and behind.core.clock is None else None
        if clock is not None:
            behind.core, behind.next = replace(behind.core, clock=clock[0]), clock[1]
            return True
        return False

    def _clock(self, at: int) -> tuple[str, int] | None:
        """A time of day with its zone: "23:20", "11 p.m.", "23.20 Uhr", "at 5 o'clock UTC"."""
        kind = self.kind(at)
        if kind not in ("clock", "number", "other"):
            return None
        match = _CLOCK.fullmatch(self.tokens[at].text.lower().rstrip("h"))
        next = at + 1
        if match is None:
            return None
        hour, minute, second = (int(n or 0) for n in match.groups())
        half = next if self.role(next, "am") or self.role(next, "pm") else None
        if half is not None:
            hour = hour % 12 + (12 if self.role(half, "pm") else 0)
            next += 1
        elif self.role(next, "clock_behind"):
            next += 1
        elif kind != "clock":
            return None
        if hour > 23 or minute > 59 or second > 59:
            return None
        zone = _ZONE.match(self.text, self.tokens[next - 1].end)
        shown = ""
        if zone is not None:
            shown = _zone(zone[1])
            while next < len(self.tokens) and self.tokens[next].start < zone.end():
                next += 1
        return f"{hour:02d}:{minute:02d}:{second:02d}{shown}", next


def _zone(text: str) -> str:
    """A zone as EDTF writes it."""
    digits = re.sub(r"[^\d]", "", text)
    if text in ("Z", "UTC", "GMT"):
        return "Z"
    sign = "-" if "-" in text else "+"
    hours, minutes = (digits, "00") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    return f"{sign}{int(hours):02d}:{minutes}"


def in_part(core: Core, part: str) -> Core:
    """The early, mid or late part of a month, year, decade or century; of the first where two are joined."""
    first = core.points[0]
    if first.unit == "day":
        return replace(core, problem=core.problem or f"the {part} part of a day")
    if first.unit == "group":
        return replace(
            core, problem=core.problem or f"the {part} part of a season or quarter has no days of its own"
        )
    return replace(core, points=(replace(first, part=part), *core.points[1:]))
