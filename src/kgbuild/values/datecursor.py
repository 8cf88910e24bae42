"""A place in the tokens of a text, and what the single words and numbers of dates are there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from kgbuild.values.datecore import Core
from kgbuild.values.datetokens import Token
from kgbuild.values.lexicon import DateWords

FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 2100
"""Four digits alone are taken for a year from FIRST_YEAR to LAST_YEAR."""
LAST_DAY: Final = 31
_BEFORE_EARLY_YEARS: Final = ("in", "since", "before", "after", "until", "by")
"""Behind these, three digits that count nothing are a year: "in 576", not "about 576"."""
ERAS: Final = ("bce", "ce", "islamic", "persian", "hebrew")


class Read(NamedTuple):
    """What was read, and the token behind it."""

    core: Core
    next: int


class Joiner(NamedTuple):
    """A word or sign between two dates: to, and, or, slash, comma."""

    kind: str
    next: int


class Cursor:
    """Looks at the tokens of one text; each method says what stands at a token, or None."""

    def __init__(self, found: Sequence[Token], words: DateWords) -> None:
        self.tokens = found
        self.words = words
        self._size = len(found)

    def role(self, at: int, role: str) -> Any:
        """The value of a role of a token, None where it has it not or there is no token."""
        return self.tokens[at].roles.get(role) if 0 <= at < self._size else None

    def mark(self, at: int, marks: str) -> bool:
        """Whether a token is one of these signs."""
        return 0 <= at < len(self.tokens) and self.tokens[at].kind == "mark" and self.tokens[at].text in marks

    def kind(self, at: int) -> str:
        """The kind of a token, "" where there is none."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def touching(self, at: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    # Numbers and names.

    def day(self, at: int) -> tuple[int, int] | None:
        """A day of the month: "19", "19th", "19." where the language writes ordinals so, "nineteenth"."""
        if self.kind(at) == "number":
            token = self.tokens[at]
            if not 1 <= token.value <= LAST_DAY or token.sign == "decade" or token.digits > 2:
                return None
            dotted = (
                self.words.ordinal_dot and not token.sign and self.mark(at + 1, ".") and self.touching(at + 1)
            )
            return token.value, at + 2 if dotted else at + 1
        ordinal = self.role(at, "ordinal")
        return (ordinal, at + 1) if ordinal is not None and ordinal <= LAST_DAY else None

    def month(self, at: int, *, alone: bool = False) -> tuple[int, int, str | None] | None:
        """A month by its name, and the calendar whose month it is; ``alone`` where no number stands beside it."""
        number = self.role(at, "month")
        calendar = None
        if number is None:
            if (found := self.role(at, "calendar_month")) is None:
                return None
            calendar, number = found
        token = self.tokens[at]
        if not token.text[0].isupper() and (
            (alone and self.words.capitals) or (self.role(at, "homonyms") and not self._beside_a_day(at))
        ):
            return None
        return number, at + 1, calendar

    def past_dot(self, at: int) -> int:
        """Behind the full stop of a short name: "Sept. 1990"; a full stop that ends a sentence belongs to no date."""
        short = (
            0 < at < self._size and len(self.tokens[at - 1].text) <= 5 and self.tokens[at - 1].kind == "word"
        )
        return at + 1 if short and self.mark(at, ".") and self.touching(at) else at

    def _beside_a_day(self, at: int) -> bool:
        """Whether a number of a day stands beside a token: "3 march", "3rd of may", "march 3"."""
        before = at - 2 if self.role(at - 1, "of") else at - 1
        return self.day(at + 1) is not None or (before >= 0 and self.day(before) is not None)

    def era(self, at: int) -> tuple[str, int] | None:
        """ "BC", "AD", or the era of another calendar, perhaps behind an opening bracket or comma."""
        for role in ERAS:
            if self.role(at, role):
                return role, at + 1
        return None

    def year(self, at: int, *, dated: bool = False) -> tuple[int, int, str | None] | None:
        """A year and its era: four digits; fewer behind a month (``dated``) or with an era. The token behind it."""
        start = at
        while self.role(at, "year") or (at > start and self.role(at, "of")):
            at += 1
        before = self.era(at)
        if before is not None:
            at = before[1]
        if self.kind(at) != "number" or self.tokens[at].sign == "decade":
            return None
        token = self.tokens[at]
        after = at + 1
        if before is None and self.mark(after, "(") and self.era(after + 1) and self.mark(after + 2, ")"):
            era, after = self.era(after + 1), after + 3
        else:
            era = before or self.era(after)
            if before is None and era is not None:
                after = era[1]
        worded = False
        if era is None and self.role(after, "year_behind") and (token.digits >= 3 or self.era(after + 1)):
            worded, after = True, after + 1
            era = self.era(after)
            after = era[1] if era is not None else after
        worded = worded or bool(self.role(after, "year_until"))
        if not self._is_year(token, at, after, dated=dated, named=worded or era is not None or at > start):
            return None
        year = 1 - token.value if era is not None and era[0] == "bce" else token.value
        return year, after, era[0] if era is not None else None

    def _is_year(self, token: Token, at: int, after: int, *, dated: bool, named: bool) -> bool:
        if named:
            return 1 <= token.value <= 9999
        if token.sign or token.text.startswith("0"):
            return False
        if token.digits == 4:
            return FIRST_YEAR <= token.value <= LAST_YEAR or dated
        # "25 December 800", "in 576": not "25 December 800 people", "in 576 cases".
        if token.digits != 3 or not (dated or any(self.role(at - 1, role) for role in _BEFORE_EARLY_YEARS)):
            return False
        return token.noted or self._nothing_counted(after)

    def _nothing_counted(self, at: int) -> bool:
        """Whether what follows is no noun that the number before it could count."""
        if at >= len(self.tokens):
            return True
        token = self.tokens[at]
        return (token.kind == "mark" and token.text not in "%°€$£") or bool(token.roles.get("follow"))

    def joiner(self, at: int) -> Joiner | None:
        """A word or sign that joins two dates."""
        at = self.past_dot(at)
        if self.mark(at, "-–~～〜"):
            return Joiner("to", at + 1)
        if self.mark(at, "/"):
            return Joiner("slash", at + 1)
        if self.mark(at, ",،、，"):
            for kind in ("and", "or"):
                if self.role(at + 1, kind):
                    return Joiner(kind, at + 2)
            return Joiner("comma", at + 1)
        for kind in ("to", "and", "or"):
            if self.role(at, kind):
                return Joiner(kind, at + 1)
        return None

    def _skip(self, at: int, *roles: str) -> int:
        while any(self.role(at, role) for role in roles):
            at += 1
        return at
