"""One reader of dates: from running text, by its language, to every date with all the words that make it that date.

"the evening before 9 November 2019" is one expression from "evening" to "2019". What can be read in two ways, or not at
all, is an expression with a ``problem``; what states no year waits for one (:meth:`DateExpression.with_year`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from kgbuild.values.datearound import RELATIONS, Around, Before, Behind, in_part
from kgbuild.values.datecore import SEASONS
from kgbuild.values.datecursor import ERAS, Read
from kgbuild.values.dateexpressions import DAY_PARTS, DateExpression
from kgbuild.values.datepieces import PART_ROLES
from kgbuild.values.datetokens import tokens
from kgbuild.values.edtf import TimeRelation
from kgbuild.values.lexicon import lexicon

__all__ = ["anniversaries_in", "read_all", "read_dates"]

_ENGLISH_MONTH: Final = re.compile(
    r"\d\W{0,5}(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|(?:uary|ch|il|May|June|July|st|ber)\W{1,3}\d",
    re.IGNORECASE,
)


class _Reader(Around):
    """Reads whole expressions: dates with what stands before and behind them."""

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
            if (
                self.mark(at - 1, "-")
                and self.touching(at)
                and self.touching(at - 1)
                and self.kind(at - 2) == "word"
            ):
                return False  # "pre-night", "and-after"
            return (
                token.value > 0
                or not _BEGINNING.isdisjoint(token.roles)
                or token.text == "Q"
                or token.text[-1] in "eº"
            )
        return token.kind not in ("mark", "other", "symbol")

    def _expression(self, at: int) -> tuple[DateExpression, int] | None:
        """The expression that begins at a token, and the token behind it."""
        before = Before()
        next = at
        while next < len(self.tokens):
            offset = self._offset(next) if before.relation is None else None
            read = self._led(next, before) if offset is None else None
            if read is not None:
                return self._whole(at, before, next, read)
            step = self._step(next, before, offset)
            if step is None or self.blank_line_before(step):
                break
            next = step
        return self._without_date(at, before)

    def _led(self, at: int, before: Before) -> Read | None:
        """The date at a token, by what stands before it."""
        ranged = before.led_from or (before.relation is not None and before.relation.kind == "since")
        return self.core(at, between=before.between, ranged=ranged)

    def _step(self, at: int, before: Before, offset: tuple[TimeRelation, int] | None) -> int | None:
        """Take in one token or phrase that can stand before a date; the token behind it."""
        roles = self.tokens[at].roles
        if offset is not None:
            before.take_relation(*offset)
            apart = self._apart(at, offset[1])
            return self._size if apart else offset[1]
        if not roles:
            return None
        for role in RELATIONS:
            if role in roles and before.relation is None and not before.holds_more():
                before.take_relation(TimeRelation(role.replace("_", " ")), at + 1)
                return at + 1
        if self.role(at, "before_or_until") and before.relation is None and not before.holds_more():
            before.take_relation(TimeRelation("before"), at + 1)
            before.others = (TimeRelation("until"),)
            return at + 1
        if "night_to" in roles and before.part_of_day is None:
            before.part_of_day, before.night_to, before.last = "night", True, at + 1
            return at + 1
        side = self._side(at + 1) if before.relation is None and before.part_of_day is None else 0
        for part in DAY_PARTS if side else ():
            if part in roles and not self.role(at + 1, "later") and not self.role(at + 1, "earlier"):
                before.part_of_day, before.shift, before.last = part, side, at + 2
                return at + 2
        for part in (*DAY_PARTS, "other_parts"):
            if part in roles and before.part_of_day is None:
                before.part_of_day = part if part in DAY_PARTS else self.tokens[at].text.lower()
                before.last = at + 1
                return self._behind_day_part(at + 1)
        if "or_by" in roles and not before.started:
            before.led_by = True
            return at + 1
        for part in PART_ROLES:
            if part in roles and before.part is None:
                before.part, before.last = part, at + 1
                return at + 2 if self.mark(at + 1, "-‐–") else at + 1
        for role, mark in (("about", "~"), ("perhaps", "?")):
            if role in roles and mark not in before.mark:
                before.mark, before.last = before.mark + mark, at + 1
                return at + 1
        return self._step_over(at, before)

    def _step_over(self, at: int, before: Before) -> int | None:
        for role in ("from", "between"):
            if self.role(at, role) and not (before.led_from or before.between):
                before.led_from, before.between = role == "from", role == "between"
                return at + 1
        weekday = self.weekday(at)
        if weekday is not None and before.weekday is None:
            before.weekday = weekday[0]
            return weekday[1]
        if before.started and any(self.role(at, role) for role in ("of", "the", "in", "days", "year")):
            return at + 1
        return None

    def _behind_day_part(self, at: int) -> int:
        """Behind "Sunday evening" a comma may stand before the date, or a new line with a word like "of"."""
        if self.mark(at, ","):
            return at + 1
        apart = 0 < at < self._size and "\n" in self.text[self.tokens[at - 1].end : self.tokens[at].start]
        tied = any(self.role(at, role) for role in ("of", "the", "in", "from"))
        return self._size if apart and not tied else at

    def _offset(self, at: int) -> tuple[TimeRelation, int] | None:
        """ "the day after", "two days before", "a week later": how far from another date, and the token behind it."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or (
            _OFFSETS.isdisjoint(token.roles) and (token.kind != "number" or self.unit(at + 1) is None)
        ):
            return None
        for role, relation in _STEPS.items():
            if role in token.roles:
                return relation, at + 1
        for role, count in (("next", 1), ("previous", -1)):
            if role in token.roles:
                next = at + 1
                if any(self.role(next, part) for part in DAY_PARTS):
                    return TimeRelation("offset", count, "day"), next
                unit = self.unit(next)
                if unit is not None:
                    return (
                        TimeRelation("week", count) if unit == "week" else TimeRelation("offset", count, unit)
                    ), next + 1
        unit, sign = self.unit(at), self._side(at + 1)
        if unit in ("day", "week") and sign and not self.role(at, "number"):
            return (
                TimeRelation("week", sign) if unit == "week" else TimeRelation("offset", sign, unit)
            ), at + 2
        return self._counted_offset(at)

    def _apart(self, at: int, after: int) -> bool:
        """Whether an offset never counts from the date behind it: "the following day", "two days later"."""
        words = range(at, after)
        if any(
            self.role(word, "apart") or self.role(word, "next") or self.role(word, "previous")
            for word in words
        ):
            return True
        last = self.tokens[after - 1].roles
        return ("later" in last and "after" not in last) or ("earlier" in last and "before" not in last)

    def _side(self, at: int) -> int:
        """1 for a word that says *after*, -1 for one that says *before*, 0 for another."""
        for roles, sign in ((("after", "later"), 1), (("before", "earlier"), -1)):
            if any(self.role(at, role) for role in roles):
                return sign
        return 0

    def _counted_offset(self, at: int) -> tuple[TimeRelation, int] | None:
        lead = next_lead = 0
        for role, sign in (("offset_after", 1), ("offset_before", -1)):
            if self.role(at, role):  # "через два дня после", "за два дня до"
                lead, next_lead = sign, at + 1
        next = next_lead or at
        for role, dual in (("two_days", "day"), ("two_weeks", "week")):
            if lead and self.role(next, role):
                return TimeRelation("offset", lead * 2, dual), self._behind_offset(next + 1, lead)
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
        unit = self.unit(next + 1)
        if unit is None:
            return None
        behind = next + 2
        if sign := self._side(behind):
            return TimeRelation("offset", sign * count, unit), behind + 1
        if not lead:
            return None
        return TimeRelation("offset", lead * count, unit), self._behind_offset(behind, lead)

    def _behind_offset(self, at: int, sign: int) -> int:
        """Behind "через два дня" the word for after, behind "за два дня" that for before."""
        roles = (
            ("after", "after_offset", "later") if sign > 0 else ("before", "before_or_until", "before_offset")
        )
        return at + 1 if any(self.role(at, role) for role in roles) else at

    def _without_date(self, at: int, before: Before) -> tuple[DateExpression, int] | None:
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

    def _whole(self, at: int, before: Before, next: int, read: Read) -> tuple[DateExpression, int]:
        """The expression of a date with what stands before it and what follows it."""
        core, after = read
        behind = Behind(before, core, after)
        self.follow(behind)
        core = behind.core
        if before.part is not None:
            core = in_part(core, before.part)
        if before.shift:
            core = core.moved(before.shift)
        if before.night_to or (before.shift and before.part_of_day == "night"):
            core = core.to_the_night_before(following=before.shift < 0)
        marks = set(before.mark + behind.mark)
        if marks:
            core = replace(core, mark="%" if len(marks) > 1 else marks.pop())
        first = self._start_of(at, before, next, ranged=core.joined == "to")
        core_start, core_end = self._core_start(next), self._end_of(self._before_year_word(after))
        ending = self._end_of(behind.end) if behind.end > after else core_end
        problem = core.problem
        if core.impossible() is not None:
            problem = f"there is no day {self.text[core_start:core_end]}"
        relation = before.relation or behind.relation
        others = before.others
        if before.led_from and core.joined is None and relation is None:
            others = (TimeRelation("since"),)
        if before.led_by and relation is None:
            others = (TimeRelation("by"),)
        if core.joined == "to" and relation == TimeRelation("since") and before.relation is not None:
            relation = None  # "desde el 19 hasta el 20": the word only leads the stretch
        if None not in (before.relation, behind.relation) and before.relation != behind.relation:
            problem = "two words say how the time stands to the date"
        part = before.part_of_day or behind.part_of_day
        if core.joined is None and part in DAY_PARTS and part != "night" and core.points[0].unit != "day":
            part = None  # "on summer evenings in 1990" names no evening
        if part == "night" and core.joined is None and core.points[0].unit == "day" and problem is None:
            problem = "a night lies between two days, and the words name one of them"
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

    def _core_start(self, at: int) -> int:
        """Where a date begins, without "the year" before its number."""
        while any(self.role(at, role) for role in ("year", "of", "the")):
            at += 1
        return self.tokens[at].start

    def _before_year_word(self, at: int) -> int:
        """Without "года" behind the number of a year: with or without it, it is the same date."""
        while at > 1 and any(self.role(at - 1, role) for role in ("year_behind", "month_behind", "of")):
            at -= 1
        return at

    def _end_of(self, at: int) -> int:
        """Where the token before this one ends, without a full stop, which may be that of the sentence."""
        end = self.tokens[at - 1].end
        return end - 1 if self.text[end - 1] == "." else end

    def _start_of(self, at: int, before: Before, core: int, *, ranged: bool) -> int:
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


_BEGINNING: Final = frozenset(
    (
        *RELATIONS, "before_or_until", *DAY_PARTS, "other_parts", *PART_ROLES, "about", "perhaps", "from",
        "between", "month", "calendar_month", "weekday", "number", "ordinal", "day_after", "day_before",
        "week_after", "week_before", "next", "previous", "night_to", "or_by", "offset_after", "offset_before",
        "days", "weeks",
        "century_before", "decade_before", "decade", *SEASONS, "year", *ERAS,
    )
)  # fmt: skip
"""What a word can be that an expression begins with."""
_STEPS: Final = {
    "day_after": TimeRelation("offset", 1, "day"),
    "day_before": TimeRelation("offset", -1, "day"),
    "week_after": TimeRelation("week", 1),
    "week_before": TimeRelation("week", -1),
}
_OFFSETS: Final = frozenset(
    (
        *_STEPS,
        "next",
        "previous",
        "offset_after",
        "offset_before",
        "number",
        "days",
        "weeks",
        "months",
        "years",
    )
)
"""What a word can be that says how far one date is from another."""
_MAKING: Final = (
    *RELATIONS,
    "before_or_until",
    *DAY_PARTS,
    "night_to",
    "other_parts",
    *PART_ROLES,
    "about",
    "perhaps",
    *_STEPS,
)


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
