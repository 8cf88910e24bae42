"""The forms of single dates: from tokens to a :class:`Core`. Each method reads what begins at a token, or returns None.

No form guesses: what can be read in two ways is read as a core with a ``problem``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kgbuild.values.datecore import FIRST_HALF, FIRST_QUARTER, SEASONS, Core, Point
from kgbuild.values.datecursor import FIRST_YEAR, LAST_DAY, LAST_YEAR, Cursor, Read
from kgbuild.values.datetokens import Token, roman

_DIGITS: Final = re.compile(r"\d+")
_NUMERAL: Final = re.compile(r"([IVXLCІХ]+)([a-zèéêº]*)")
"""A Roman numeral, perhaps with the ending of an ordinal: "XIXe"."""
_COUNTED: Final = re.compile("[名人个個位口户戶家件次元万萬亿億円명개원만억]")
"""What stands behind a number that counts something, in Chinese, Japanese and Korean."""
PART_ROLES: Final = ("early", "mid", "late", "first_half", "second_half")
_LEADING: Final = (
    "in", "since", "until", "before", "after", "by", "to", "between", "from", "and", "or", "of", *PART_ROLES,
)  # fmt: skip
"""Behind these a month can stand alone."""


class Pieces(Cursor):
    """Reads single dates."""

    def piece(self, at: int) -> Read | None:
        """The longest single date that begins at a token."""
        if at >= len(self.tokens) or self.kind(at) in ("mark", "other", "symbol"):
            return None
        for form in (
            self._digits, self._spelled_span, self.day_month, self.month_day, self._year_first, self._century,
            self._decade, self._group, self._month, self._year,
        ):  # fmt: skip
            if (read := form(at)) is not None:
                return read
        return None

    def day_month(self, at: int, day_before: int | None = None) -> Read | None:
        """ "19 January 1990", "20th of January", "19-Jan-1990"; with ``day_before`` only what stands behind the day."""
        day = self.day(at) if day_before is None else (day_before, at)
        if day is None:
            return None
        next = day[1]
        sign = next if self.mark(next, "-/.") and self.touching(next) else None
        next = next + 1 if sign is not None else self._skip(next, "of", "the")
        month = self.month(next)
        if month is None or (sign is not None and not self.touching(next)):
            return None
        return self._with_year(day[0], month, sign is not None)

    def _with_year(self, day: int | None, month: tuple[int, int, str | None], signed: bool = False) -> Read:
        """A day or month with the year behind it, if there is one."""
        number, next, calendar = month
        if self.mark(next, "/") and self.role(next + 1, "month") == number:
            next += 2  # "كانون الثاني/يناير": one month by two names
        point = Point(None, number, day, "day" if day is not None else "month")
        after = next
        if signed and self.mark(next, "-/.") and self.touching(next):
            after = next + 1
        else:
            after = self.past_dot(next)
            after = self._skip(
                after + 1 if self.mark(after, ",،") else after, "of", "in_year", "month_behind"
            )
        if self.kind(after) == "span":
            return self._dual(point, after, calendar) or Read(Core((point,), calendar=calendar), next)
        year = self.year(
            after, dated=day is not None or self.kind(after) != "number" or self.tokens[after].digits == 4
        )
        if year is None:
            if signed and self.kind(after) == "number" and self.tokens[after].digits == 2 and after > next:
                problem = "the year has two digits"
                return Read(Core((point,), problem=problem, calendar=calendar), after + 1)
            return Read(Core((point,), calendar=calendar), next)
        era = year[2] if year[2] not in ("ce", "bce") else None
        core = Core((replace(point, year=year[0]),), calendar=era or calendar, era=year[2] is not None)
        return Read(core, year[1])

    def _dual(self, point: Point, at: int, calendar: str | None) -> Read | None:
        """ "3 February 1688/9": the year that began in March and the one that began in January; a Julian date."""
        first, last = _DIGITS.findall(self.tokens[at].text)
        year = int(first[: -len(last)] + last)
        if year != int(first) + 1 or "/" not in self.tokens[at].text:
            return None
        if (point.month or 0, point.day or 0) > (3, 25):
            return Read(Core((point,), problem=f"{self.tokens[at].text} is two years"), at + 1)
        return Read(Core((replace(point, year=year),), calendar=calendar or "julian"), at + 1)

    def month_day(self, at: int) -> Read | None:
        """ "January 19, 1990", "Sept. 19th"."""
        month = self.month(at)
        if month is None:
            return None
        next = self._skip(self.past_dot(month[1]), "the")
        day = self.day(next)
        if day is None or (self.kind(next) != "number" and self.role(next, "ordinal") is None):
            return None
        if self.month(self._skip(day[1], "of")) is not None and self.tokens[next].sign == "":
            return None  # "in March 3 May": the number belongs to what follows
        return self._with_year(day[0], (month[0], day[1], month[2]))

    def _month(self, at: int) -> Read | None:
        """ "January 1990", and a month alone behind a word that needs one, or with a capital."""
        month = self.month(at)
        if month is None:
            return None
        read = self._with_year(None, month)
        if read.core.complete or read.core.problem:
            return read
        joiner = self.joiner(read.next)
        led = any(self.role(at - 1, role) for role in _LEADING) or (
            joiner is not None and joiner.kind != "comma" and self.month(joiner.next) is not None
        )
        return read if led and self.month(at, alone=True) is not None else None

    def _year_first(self, at: int) -> Read | None:
        """ "1990 January 19", "1990. január 19.", "1990年1月19日"."""
        if (
            self.kind(at) != "number"
            or self.tokens[at].digits not in (3, 4)
            or self.tokens[at].sign == "decade"
        ):
            return None
        dotted = self.mark(at + 1, ".,") and (self.words.order == "ymd" or bool(self.role(at + 2, "of")))
        next = self._skip(at + 2 if dotted else at + 1, "of", "year_behind")
        if next > at + 1 and self.mark(next, ".") and self.touching(next):
            next += 1
        month = self.month(next)
        value = self.tokens[at].value
        behind = self.day_month(next) if month is None and next > at + 1 else None
        if behind is not None and not behind.core.complete and behind.core.problem is None:
            point = replace(behind.core.points[0], year=value)
            return Read(replace(behind.core, points=(point,)), behind.next)
        if month is not None and (self.words.order == "ymd" or next > at + 1 or self.day(month[1])):
            day = self.day(month[1])
            later = day is None or self.year(day[1], dated=True) is None
            if day is not None and later:
                return Read(
                    Core((Point(value, month[0], day[0]),), calendar=month[2]), self._skip(day[1], "of")
                )
            if day is None and (self.words.order == "ymd" or self.role(next - 1, "year_behind")):
                return Read(Core((Point(value, month[0], None, "month"),), calendar=month[2]), month[1])
        return self._units(at)

    def _units(self, at: int) -> Read | None:
        """Numbers with the words for year, month and day behind them, as in Chinese, Japanese and Korean."""
        numbers: dict[str, int] = {}
        next = at
        for unit, signs in (("year", "年년"), ("month", "月월"), ("day", "日号號일")):
            if (
                self.kind(next) == "number"
                and next + 1 < len(self.tokens)
                and self.tokens[next + 1].text in signs
            ):
                numbers[unit] = self.tokens[next].value
                next += 2
        year, month, day = numbers.get("year"), numbers.get("month"), numbers.get("day")
        joined = self.role(at - 1, "to") or self.role(at - 1, "and") or self.mark(at - 1, "-–~～〜")
        if not numbers or set(numbers) == {"year", "day"} or (set(numbers) == {"day"} and not joined):
            return None
        if month is not None and not 1 <= month <= 12:
            return None
        unit = "day" if day is not None else "month" if month is not None else "year"
        return Read(Core((Point(year, month, day, unit),)), next)

    def _year(self, at: int) -> Read | None:
        year = self.year(at)
        if year is None:
            return self._units(at)
        if (
            self.mark(at - 1, "-–")
            and self.touching(at)
            and self.kind(at - 2) == "word"
            and not any(self.role(at - 2, part) for part in PART_ROLES)
            and self.touching(at - 1)
        ):
            return None  # "UA-1234"
        if (
            self.kind(year[1]) == "word"
            and self.touching(year[1])
            and _COUNTED.match(self.tokens[year[1]].text)
        ):
            return None  # "1300名"
        era = year[2] if year[2] not in ("ce", "bce") else None
        core = Core((Point(year[0], unit="year"),), calendar=era, era=year[2] is not None)
        known = self.words.calendar_of_years
        if known is not None and year[2] is None and year[0] < 1500:
            core = replace(core, problem=f"the year can be one of the {known} calendar")
        return Read(core, year[1])

    def _century(self, at: int) -> Read | None:
        """ "the nineteenth century", "19th century BC", "XIX век", "siglo XIX", "19. Jh."."""
        number: int | None = None
        next = at
        if self.role(at, "century_before"):
            next = self._skip(at + 1, "the", "of")
            number = self._ordinal(next) or (self.role(next, "number") if next < len(self.tokens) else None)
            if number is None and self.kind(next) == "number" and self.tokens[next].digits <= 2:
                number = self.tokens[next].value
            next += 1
        elif (ordinal := self._ordinal(at)) is not None:
            next = at + 1
            if self.kind(at) == "number" and self.mark(next, ".") and self.touching(next):
                next += 1
            if self.mark(next, "-") and self.touching(next) and self.role(next + 1, "century"):
                next += 1  # "nineteenth-century"
            if not self.role(next, "century"):
                return self._centuries(at, ordinal, next)
            number, next = ordinal, next + 1
        if number is None or not 1 <= number <= 30:
            return None
        era = self.era(next)
        return Read(Core((_century_point(number, era),), era=era is not None), era[1] if era else next)

    def _centuries(self, at: int, first: int, next: int) -> Read | None:
        """ "the 18th and 19th centuries", "10.–12. Jahrhundert"."""
        joiner = self.joiner(next)
        if joiner is None or joiner.kind not in ("to", "and", "or"):
            return None
        following = self._skip(joiner.next, "the")
        if self._ordinal(following) is None:
            return None
        other = self._century(following)
        if other is None or len(other.core.points) > 1:
            return None
        era = ("bce", 0) if (other.core.points[0].year or 0) < 0 else None
        points = (_century_point(first, era), other.core.points[0])
        return Read(replace(other.core, points=points, joined=joiner.kind), other.next)

    def _ordinal(self, at: int) -> int | None:
        if self.kind(at) == "number":
            return self.tokens[at].value if self.tokens[at].digits <= 2 else None
        if self.kind(at) == "word":
            value = self.role(at, "ordinal")
            numeral = _NUMERAL.fullmatch(self.tokens[at].text)
            if value is None and numeral is not None:
                ended = not numeral[2] or numeral[2] in self.words.signs["ordinal_signs"]
                value = roman(numeral[1]) if ended else None
            return value or None
        return None

    def _decade(self, at: int) -> Read | None:
        """ "the 1980s", "1980er Jahre", "années 1980", "десятилетие 1980-х"; a decade without century is no date."""
        next = at
        if self.role(at, "decade_before") or self.role(at, "decade"):
            next = self._skip(at + 1, "of", "the")
            if (
                self.kind(next) == "number"
                and self.tokens[next].digits == 4
                and self.tokens[next].value % 10 == 0
            ):
                value, next = self.tokens[next].value, next + 1
                return self._decade_of(value, self.tokens[next - 1], next)
        if self.kind(next) != "number":
            return None
        token = self.tokens[next]
        named = token.sign == "decade" or (token.sign == "ordinal" and self.role(next + 1, "decade"))
        if not named or token.value % 10:
            return None
        after = next + 1
        if self.role(after, "decade"):
            after += 1
        if token.digits == 2:
            return Read(
                Core((Point(unit="decade"),), problem="the century of the decade is not stated"), after
            )
        return self._decade_of(token.value, token, after) if token.digits == 4 else None

    def _decade_of(self, value: int, token: Token, next: int) -> Read:
        problem = None
        if value % 100 == 0:
            problem = f"the {value}s can be ten or a hundred years"
        return Read(Core((Point(value, unit="decade"),), problem=problem), next)

    def _group(self, at: int) -> Read | None:
        """ "spring 1990", "the second quarter of 1990", "Q1 1990", "winter of 1990/91"."""
        code = self._season(at)
        next = at + 1
        if code is None:
            ordinal = self._ordinal(at)
            next = at + 2 if self.mark(at + 1, ".") and self.touching(at + 1) else at + 1
            if ordinal is not None and self.role(next, "quarter") and ordinal <= 4:
                code, next = FIRST_QUARTER + ordinal - 1, next + 1
            elif (
                ordinal is not None
                and (self.role(next, "half_year") or self.role(next, "half"))
                and ordinal <= 2
            ):
                code, next = FIRST_HALF + ordinal - 1, next + 1
            elif self.kind(at) == "word" and self.tokens[at].text == "Q" and self.touching(at + 1):
                number = "1234".find(self.tokens[at + 1].text)
                code, next = (FIRST_QUARTER + number if number >= 0 else None), at + 2
        if code is None:
            return None
        after = self._skip(next + 1 if self.mark(next, ",/") else next, "of", "the", "in_year")
        if self.kind(after) == "span" and code == SEASONS["winter"]:
            first, last = _DIGITS.findall(self.tokens[after].text)
            year = int(first)
            if (year + 1) % 10 ** len(last) == int(last):
                ends = (Point(year, 12, None, "month"), Point(year + 1, 2, None, "month"))
                return Read(Core(ends, "to"), after + 1)
        year_read = self.year(after)
        if year_read is None:
            return None
        return Read(Core((Point(year_read[0], code, None, "group"),)), year_read[1])

    def _season(self, at: int) -> int | None:
        return next((code for season, code in SEASONS.items() if self.role(at, season)), None)

    def _digits(self, at: int) -> Read | None:
        kind = self.kind(at)
        if kind not in ("stamp", "ymd", "dmy", "roman"):
            return None
        text = self.tokens[at].text
        if kind == "stamp":
            year, month, day = (int(n) for n in text[:10].split("-"))
            clock = text[11:]
            return Read(Core((Point(year, month, day),), clock=clock), at + 1) if 1 <= month <= 12 else None
        if kind == "roman":
            first, middle, last = re.split(r"[-./]\s?|\s", text)
            month_number = roman(middle) or 0
            if not 1 <= month_number <= 12 or not 1 <= int(first) <= LAST_DAY:
                return None
            return Read(Core((Point(int(last), month_number, int(first)),)), at + 1)
        numbers = [int(n) for n in _DIGITS.findall(text)]
        if kind == "ymd":
            year, month, day = numbers
            exists = 1 <= month <= 12 and 1 <= day <= LAST_DAY
            return Read(Core((Point(year, month, day),)), at + 1) if exists else None
        return self._day_or_month_first(text, numbers, at)

    def _day_or_month_first(self, text: str, numbers: Sequence[int], at: int) -> Read | None:
        """ "19/01/1990": by the language, or because only one number can be the month."""
        first, second, year = numbers
        ways = [(d, m) for d, m in ((first, second), (second, first)) if 1 <= m <= 12 and 1 <= d <= LAST_DAY]
        ways = list(dict.fromkeys(ways))
        if not ways:
            return None
        short = len(_DIGITS.findall(text)[2]) == 2
        if short:
            if self.words.order == "ymd" or "." not in text:
                return Read(Core((Point(),), problem=f"the year of {text} has two digits"), at + 1)
            return Read(
                Core((Point(None, ways[0][1], ways[0][0]),), problem=f"the year of {text} has two digits"),
                at + 1,
            )
        if len(ways) == 2 and self.words.order[:1] in ("d", "m"):
            ways = [(first, second)] if self.words.order[0] == "d" else [(second, first)]
        if len(ways) == 2:
            return Read(Core((Point(year, unit="year"),), problem=f"{text} can be read in two ways"), at + 1)
        return Read(Core((Point(year, ways[0][1], ways[0][0]),)), at + 1)

    def _spelled_span(self, at: int) -> Read | None:
        """ "1980/81", "1988–90", "1990-01"."""
        if self.kind(at) != "span":
            return None
        text = self.tokens[at].text
        first, last = _DIGITS.findall(text)
        if len(first) != 4 or not FIRST_YEAR <= int(first) <= LAST_YEAR:
            return None
        end = int(first[: -len(last)] + last)
        as_years = end > int(first) and (len(last) == 2 or "/" in text)
        as_month = len(last) == 2 and 1 <= int(last) <= 12 and "–" not in text
        if as_years and as_month:
            return Read(
                Core((Point(int(first), unit="year"),), problem=f"{text} can be a month or years"), at + 1
            )
        if as_month:
            return Read(Core((Point(int(first), int(last), None, "month"),)), at + 1)
        if not as_years:
            return None
        return Read(Core((Point(int(first), unit="year"), Point(end, unit="year")), "to"), at + 1)


def _century_point(number: int, era: tuple[str, int] | None) -> Point:
    if era is not None and era[0] == "bce":
        return Point(-(number - 1) * 100 - 1, unit="century")
    return Point((number - 1) * 100, unit="century")
