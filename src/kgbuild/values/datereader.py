"""One reader of dates: from running text, by its language, to every date with all the words that make it that date.

"the evening before 9 November 2019" is one expression from "evening" to "2019". What can be read in two ways, or not at
all, is an expression with a ``problem``; what states no year waits for one (:meth:`DateExpression.with_year`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from kgbuild.values.datecore import SEASONS, Core
from kgbuild.values.datecursor import ERAS, Read
from kgbuild.values.dateexpressions import DAY_PARTS, DateExpression, StatedWeekday
from kgbuild.values.datelists import Cores
from kgbuild.values.datepieces import PART_ROLES
from kgbuild.values.datetokens import Token, tokens
from kgbuild.values.edtf import Relation
from kgbuild.values.lexicon import Lexicon, lexicon

_RELATIONS: Final = ("before", "shortly_before", "by", "until", "since", "after", "shortly_after")
_UNITS: Final = {"days": "day", "weeks": "week", "months": "month", "years": "year"}
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?::(\d\d))?")
_ENGLISH_MONTH: Final = re.compile(
    r"\d\W{0,5}(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|(?:uary|ch|il|May|June|July|st|ber)\W{1,3}\d",
    re.IGNORECASE,
)
_ZONE: Final = re.compile(r"\s*\(?(Z\b|(?:UTC|GMT)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d\b)")


class _Reader(Cores):
    """Reads whole expressions: dates with what stands before and behind them."""

    def __init__(self, text: str, found: Sequence[Token], words: Lexicon) -> None:
        super().__init__(found, words)
        self.text = text

    def all(self) -> list[DateExpression]:
        """Every expression of the text, in order."""
        result: list[DateExpression] = []
        at = 0
        while at < len(self.tokens):
            read = self._expression(at) if self._can_begin(at) else None
            if read is None:
                at += 1
                continue
            result.append(read[0])
            at = max(read[1], at + 1)
        return result

    def _can_begin(self, at: int) -> bool:
        """Whether an expression can begin at a token: most words are of no date."""
        token = self.tokens[at]
        if token.kind == "word":
            return (
                token.value > 0
                or not _BEGINNING.isdisjoint(token.roles)
                or token.text == "Q"
                or token.text[-1] in "eº"
            )
        return token.kind not in ("mark", "other", "symbol")

    def _expression(self, at: int) -> tuple[DateExpression, int] | None:
        """The expression that begins at a token, and the token behind it."""
        before = _Before()
        next = at
        while next < len(self.tokens):
            read = self._led(next, before)
            if read is not None:
                return self._whole(at, before, next, read)
            step = self._step(next, before)
            if step is None:
                break
            next = step
        return self._without_date(at, before)

    def _led(self, at: int, before: _Before) -> Read | None:
        """The date at a token, by what stands before it."""
        if before.relation is None and self._offset(at) is not None:
            return None
        ranged = before.led_from or (before.relation is not None and before.relation.kind == "since")
        return self.core(at, between=before.between, ranged=ranged)

    def _step(self, at: int, before: _Before) -> int | None:
        """Take in one token or phrase that can stand before a date; the token behind it."""
        roles = self.tokens[at].roles
        if before.relation is None and (offset := self._offset(at)) is not None:
            before.take_relation(*offset)
            return offset[1]
        if not roles:
            return None
        for role in _RELATIONS:
            if role in roles and before.relation is None and not before.holds_more():
                before.take_relation(Relation(role.replace("_", " ")), at + 1)
                return at + 1
        if self.role(at, "before_or_until") and before.relation is None and not before.holds_more():
            before.take_relation(Relation("before"), at + 1)
            before.others = (Relation("until"),)
            return at + 1
        for part in (*DAY_PARTS, "other_parts"):
            if part in roles and before.part_of_day is None:
                before.part_of_day = part if part in DAY_PARTS else self.tokens[at].text.lower()
                before.last = at + 1
                return self._behind_day_part(at + 1)
        for part in PART_ROLES:
            if part in roles and before.part is None:
                before.part, before.last = part, at + 1
                return at + 2 if self.mark(at + 1, "-‐–") else at + 1
        for role, mark in (("about", "~"), ("perhaps", "?")):
            if role in roles and mark not in before.mark:
                before.mark, before.last = before.mark + mark, at + 1
                return at + 1
        return self._plain_step(at, before)

    def _plain_step(self, at: int, before: _Before) -> int | None:
        for role in ("from", "between"):
            if self.role(at, role) and not (before.led_from or before.between):
                before.led_from, before.between = role == "from", role == "between"
                return at + 1
        weekday = self._weekday(at)
        if weekday is not None and before.weekday is None:
            before.weekday = weekday[0]
            return weekday[1]
        if before.started and any(self.role(at, role) for role in ("of", "the", "in", "days", "year")):
            return at + 1
        return None

    def _behind_day_part(self, at: int) -> int:
        """Behind "Sunday evening" a comma may stand before the date."""
        return at + 1 if self.mark(at, ",") else at

    def _weekday(self, at: int) -> tuple[StatedWeekday, int] | None:
        number = self.role(at, "weekday")
        token = self.tokens[at] if number is not None else None
        if token is None or (self.words.capitals and not token.text[0].isupper()):
            return None
        next = at + 1
        if len(token.text) <= 5 and self.mark(next, ".") and self.touching(next):
            next += 1
        if self.mark(next, ",،"):
            next += 1
        return StatedWeekday(self.text[token.start : token.end], number, token.start, token.end), next

    def _offset(self, at: int) -> tuple[Relation, int] | None:
        """ "the day after", "two days before", "a week later": how far from another date, and the token behind it."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or (token.kind != "number" and not token.roles):
            return None
        for role, relation in _STEPS.items():
            if role in token.roles:
                return relation, at + 1
        for role, count in (("next", 1), ("previous", -1)):
            if role in token.roles:
                next = at + 1
                if any(self.role(next, part) for part in DAY_PARTS):
                    return Relation("offset", count, "day"), next
                unit = self._unit(next)
                if unit is not None:
                    return (
                        Relation("week", count) if unit == "week" else Relation("offset", count, unit)
                    ), next + 1
        unit, sign = self._unit(at), self._side(at + 1)
        if unit in ("day", "week") and sign and not self.role(at, "number"):
            return (Relation("week", sign) if unit == "week" else Relation("offset", sign, unit)), at + 2
        return self._counted_offset(at)

    def _side(self, at: int) -> int:
        """1 for a word that says *after*, -1 for one that says *before*, 0 for another."""
        for roles, sign in ((("after", "later"), 1), (("before", "earlier"), -1)):
            if any(self.role(at, role) for role in roles):
                return sign
        return 0

    def _counted_offset(self, at: int) -> tuple[Relation, int] | None:
        lead = next_lead = 0
        for role, sign in (("offset_after", 1), ("offset_before", -1)):
            if self.role(at, role):  # "через два дня после", "за два дня до"
                lead, next_lead = sign, at + 1
        next = next_lead or at
        for role, dual in (("two_days", "day"), ("two_weeks", "week")):
            if lead and self.role(next, role):
                return Relation("offset", lead * 2, dual), self._behind_offset(next + 1, lead)
        count = self.role(next, "number")
        if (
            count is None
            and self.kind(next) == "number"
            and self.tokens[next].digits <= 3
            and not self.tokens[next].sign
        ):
            count = self.tokens[next].value
        if not isinstance(count, int) or count < 1:
            return None
        unit = self._unit(next + 1)
        if unit is None:
            return None
        behind = next + 2
        if sign := self._side(behind):
            return Relation("offset", sign * count, unit), behind + 1
        if not lead:
            return None
        return Relation("offset", lead * count, unit), self._behind_offset(behind, lead)

    def _behind_offset(self, at: int, sign: int) -> int:
        """Behind "через два дня" the word for after, behind "за два дня" that for before."""
        roles = (
            ("after", "after_offset", "later") if sign > 0 else ("before", "before_or_until", "before_offset")
        )
        return at + 1 if any(self.role(at, role) for role in roles) else at

    def _unit(self, at: int) -> str | None:
        return next((unit for role, unit in _UNITS.items() if self.role(at, role)), None)

    def _without_date(self, at: int, before: _Before) -> tuple[DateExpression, int] | None:
        """Words that count from a date which is not beside them, or that only name a part of the day."""
        if before.relation is None and before.part_of_day is None:
            if before.weekday is None:
                return None
            start, end = before.weekday.start, before.weekday.end
            return DateExpression(start, end, None, end, end, weekday=before.weekday), at + 1
        start, end = self.tokens[at].start, self.tokens[before.last - 1].end
        found = DateExpression(
            start, end, None, end, end, before.relation, before.part_of_day, before.weekday
        )
        return found, before.last

    def _whole(self, at: int, before: _Before, next: int, read: Read) -> tuple[DateExpression, int]:
        """The expression of a date with what stands before it and what follows it."""
        core, after = read
        behind = _Behind(before, core, after)
        self._follow(behind)
        core = behind.core
        if before.part is not None:
            core = _in_part(core, before.part)
        marks = set(before.mark + behind.mark)
        if marks:
            core = replace(core, mark="%" if len(marks) > 1 else marks.pop())
        first = self._start_of(at, before, next, ranged=core.joined == "to")
        core_start, core_end = self.tokens[next].start, self.tokens[after - 1].end
        ending = self.tokens[behind.end - 1].end if behind.end > after else core_end
        problem = core.problem
        if core.impossible() is not None:
            problem = f"there is no day {self.text[core_start:core_end]}"
        relation = before.relation or behind.relation
        others = before.others
        if before.led_from and core.joined is None and relation is None:
            others = (Relation("since"),)
        if core.joined == "to" and relation == Relation("since") and before.relation is not None:
            relation = None  # "desde el 19 hasta el 20": the word only leads the stretch
        if before.relation is not None and behind.relation is not None:
            problem = "two words say how the time stands to the date"
        part = before.part_of_day or behind.part_of_day
        if core.joined is None and part in DAY_PARTS and part != "night" and core.points[0].unit != "day":
            part = None  # "on summer evenings in 1990" names no evening
        found = DateExpression(
            first,
            ending,
            core,
            core_start,
            core_end,
            relation,
            part,
            before.weekday or behind.weekday,
            others=others,
            problem=problem,
        )
        return found, behind.next

    def _start_of(self, at: int, before: _Before, core: int, *, ranged: bool) -> int:
        """Where what makes the date begins: not at "on", "the", "from", nor at the weekday."""
        for index in range(at, core):
            token = self.tokens[index]
            if ranged and token.roles.get("since"):
                continue
            if token.roles and any(
                role in token.roles for role in (*_MAKING, *(("between",) if before.between else ()))
            ):
                return token.start
            if self._offset(index) is not None:
                return token.start
        return self.tokens[core].start

    def _follow(self, behind: _Behind) -> None:
        """Take in what can stand behind a date: its calendar, a weekday, a relation, a part of the day, a clock."""
        while self._follow_once(behind):
            pass

    def _follow_once(self, behind: _Behind) -> bool:
        at = behind.next
        inner = at + 1 if self.mark(at, "([,") else at
        closing = self.mark(at, "([")
        for role in ("julian", "gregorian"):
            if self.role(inner, role) and (closing or inner == at or behind.core.calendar is None):
                end = inner + 1
                behind.core = replace(behind.core, calendar=role)
                behind.took(end + 1 if closing and self.mark(end, ")]") else end)
                return True
        if self.mark(inner, "?") and not behind.mark and (closing or self.touching(inner)):
            end = inner + 1
            behind.mark = "?"
            behind.took(end + 1 if closing and self.mark(end, ")]") else end)
            return closing or self.mark(at, "?")
        named = self._skip(inner, "the", "in")
        weekday = self._weekday(named + 1 if self.role(named, "number") == 1 else named)
        if weekday is not None and behind.weekday is None and behind.before.weekday is None and inner > at:
            behind.weekday, behind.next = weekday
            if closing and self.mark(behind.next, ")]"):
                behind.next += 1
            return True
        return self._follow_words(behind) or self._follow_relation(behind) or self._follow_day(behind, inner)

    def _follow_words(self, behind: _Behind) -> bool:
        """ "1990 ile 1995 arasında", "1990'ların başında", "1340 civarında", "from 1990 on"."""
        at = behind.next
        if self.role(at, "between_behind") and behind.core.joined in ("to", "and"):
            behind.core = replace(behind.core, joined="to")
            behind.took(at + 1)
            return True
        for part in PART_ROLES:
            if self.role(at, f"{part}_behind") and behind.core.joined is None:
                behind.core = _in_part(behind.core, part)
                behind.took(at + 1)
                return True
        if self.role(at, "about_behind") and not behind.mark:
            behind.mark = "~"
            behind.took(at + 1)
            return True
        if self.role(at, "since_after_from") and behind.before.led_from and behind.relation is None:
            behind.relation = Relation("since")
            behind.took(at + 1)
            return True
        return False

    def _follow_relation(self, behind: _Behind) -> bool:
        """ "1990 onwards", "19 Ocak 1990'dan önce", "…'dan iki gün sonra"."""
        at = behind.next
        if behind.relation is not None:
            return False
        for role in _RELATIONS:
            if self.role(at, f"{role}_behind"):
                behind.relation = Relation(role.replace("_", " "))
                behind.took(at + 1)
                return True
        count = self.role(at, "number") or (self.tokens[at].value if self.kind(at) == "number" else None)
        unit = self._unit(at + 1)
        for role, sign in (("after_behind", 1), ("before_behind", -1)):
            if unit is not None and isinstance(count, int) and self.role(at + 2, role):
                behind.relation = Relation("offset", sign * count, unit)
                behind.took(at + 3)
                return True
        return False

    def _follow_day(self, behind: _Behind, inner: int) -> bool:
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


_BEGINNING: Final = frozenset(
    (
        *_RELATIONS, "before_or_until", *DAY_PARTS, "other_parts", *PART_ROLES, "about", "perhaps", "from",
        "between", "month", "calendar_month", "weekday", "number", "ordinal", "day_after", "day_before",
        "week_after", "week_before", "next", "previous", "offset_after", "offset_before", "days", "weeks",
        "century_before", "decade_before", "decade", *SEASONS, "year", *ERAS,
    )
)  # fmt: skip
"""What a word can be that an expression begins with."""
_STEPS: Final = {
    "day_after": Relation("offset", 1, "day"),
    "day_before": Relation("offset", -1, "day"),
    "week_after": Relation("week", 1),
    "week_before": Relation("week", -1),
}
_MAKING: Final = (*_RELATIONS, *DAY_PARTS, "other_parts", *PART_ROLES, "about", "perhaps", *_STEPS)


def _zone(text: str) -> str:
    """A zone as EDTF writes it."""
    digits = re.sub(r"[^\d]", "", text)
    if text in ("Z", "UTC", "GMT"):
        return "Z"
    sign = "-" if "-" in text else "+"
    hours, minutes = (digits, "00") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    return f"{sign}{int(hours):02d}:{minutes}"


def _in_part(core: Core, part: str) -> Core:
    """The early, mid or late part of a month, year, decade or century; of the first where two are joined."""
    first = core.points[0]
    if first.unit == "day":
        return replace(core, problem=core.problem or f"the {part} part of a day")
    if first.unit == "group":
        return replace(
            core, problem=core.problem or f"the {part} part of a season or quarter has no days of its own"
        )
    return replace(core, points=(replace(first, part=part), *core.points[1:]))


class _Before:
    """What stands before a date and belongs to it."""

    def __init__(self) -> None:
        self.relation: Relation | None = None
        self.part_of_day: str | None = None
        self.weekday: StatedWeekday | None = None
        self.part: str | None = None
        self.mark = ""
        self.led_from = self.between = False
        self.others: tuple[Relation | None, ...] = ()
        self.last = 0
        """The token behind the last word that makes the date another one."""

    @property
    def started(self) -> bool:
        """Whether anything was taken in."""
        return self.holds_more() or self.relation is not None

    def holds_more(self) -> bool:
        """Whether something other than a relation was taken in."""
        return bool(
            self.part_of_day or self.weekday or self.part or self.mark or self.led_from or self.between
        )

    def take_relation(self, relation: Relation, end: int) -> None:
        """Take a relation in, with the token behind it."""
        self.relation, self.last = relation, end


class _Behind:
    """What stands behind a date and belongs to it: ``end`` is the token behind what makes it another one."""

    def __init__(self, before: _Before, core: Core, next: int) -> None:
        self.before = before
        self.core = core
        self.next = self.end = next
        self.relation: Relation | None = None
        self.part_of_day: str | None = None
        self.weekday: StatedWeekday | None = None
        self.mark = ""

    def took(self, next: int) -> None:
        """A stretch that belongs to the date ends before this token."""
        self.next = self.end = next


@lru_cache(maxsize=4096)
def read_all(text: str, language: str) -> tuple[DateExpression, ...]:
    """Every expression of a text: dates, and words that count from a date or name a part of the day without one.

    A date with an English month is read in a text of any language, as letterheads and imprints have them.
    """
    words = lexicon(language)
    if words is None:
        return ()
    found = _Reader(text, tokens(text, words), words).all()
    if words.language != "en" and _ENGLISH_MONTH.search(text) and (english := lexicon("en")) is not None:
        found = _with_english(found, _Reader(text, tokens(text, english), english).all())
    return tuple(found)


def _with_english(found: list[DateExpression], english: list[DateExpression]) -> list[DateExpression]:
    """Where both languages read a date, the longer one counts."""
    dated = [e for e in english if e.core is not None and any(p.month is not None for p in e.core.points)]

    def longest(each: DateExpression, others: list[DateExpression], least: int) -> bool:
        near = [e for e in others if e.start < each.end and each.start < e.end]
        return all(each.end - each.start >= e.end - e.start + least for e in near)

    kept = [e for e in found if longest(e, dated, 0)]
    return sorted([*kept, *(e for e in dated if longest(e, found, 1))], key=lambda e: e.start)


def anniversaries_in(text: str, language: str) -> list[tuple[int, str]]:
    """The ordinals of anniversaries: "the 25th anniversary" is 25, with its words."""
    words = lexicon(language)
    if words is None:
        return []
    found = tokens(text, words)
    result = []
    for token, after in pairwise(found):
        number = token.value if token.kind == "number" else token.roles.get("ordinal")
        if isinstance(number, int) and after.roles.get("anniversary"):
            result.append((number, text[token.start : token.end]))
    return result


def read_dates(text: str, language: str) -> tuple[DateExpression, ...]:
    """Every date of a text in a language ("en", "pt-BR"), in order, each with the words that make it that date."""
    return tuple(each for each in read_all(text, language) if each.core is not None)


__all__ = ["DateExpression", "StatedWeekday", "anniversaries_in", "read_all", "read_dates"]
