"""Dates in running English text: which days, months, years and weekdays are named, and where.

The forms are :data:`WRITTEN`. A date is read from the kinds of its words, so hard line breaks, blank lines
and typographic dashes inside it do not matter. What a document gets wrong ("31 April") is found all the same;
only its EDTF form is then absent. Years from 1000 to 2100 that stand alone are found as dates of precision
``year``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

WRITTEN: Final[tuple[tuple[str, str], ...]] = (
    ("19 January 1990", "1990-01-19"),
    ("January 19, 1990", "1990-01-19"),
    ("20th of January 1990", "1990-01-20"),
    ("2021.01.19", "2021-01-19"),
    ("January 1990", "1990-01"),
    ("early September 2020", "2020-09-01/2020-09-10"),
    ("mid-September 2020", "2020-09-11/2020-09-20"),
    ("late September 2020", "2020-09-21/2020-09-30"),
    ("early 1990", "1990-01/1990-04"),
    ("mid-1990", "1990-05/1990-08"),
    ("late 1990", "1990-09/1990-12"),
    ("the 1980s", "198X"),
    ("early 1980s", "1980/1983"),
    ("mid-1980s", "1984/1986"),
    ("late 1980s", "1987/1989"),
    ("end of the 1980s", "1987/1989"),
    ("July and August 2020", "{2020-07,2020-08}"),
    ("July or August 2020", "[2020-07,2020-08]"),
    ("19-20 January 1990", "1990-01-19/1990-01-20"),
    ("January 19-20, 1990", "1990-01-19/1990-01-20"),
    ("19 to 20 January 1990", "1990-01-19/1990-01-20"),
    ("July to August 2020", "2020-07/2020-08"),
    ("1988-1990", "1988/1990"),
)
"""Written English → EDTF. "beginning of" and "start of" are early, "middle of" is mid, "end of" is late.

An early, mid or late part of a month is days 1–10, 11–20, 21 to its end; of a year four months; of a decade
the years 0–3, 4–6, 7–9.
"""

MONTH_NAMES: Final = (
    ("January", "Jan"), ("February", "Feb"), ("March", "Mar"), ("April", "Apr"), ("May", ""), ("June", "Jun"),
    ("July", "Jul"), ("August", "Aug"), ("September", "Sept"), ("October", "Oct"), ("November", "Nov"),
    ("December", "Dec"),
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 2100
"""Four digits alone are taken for a year from FIRST_YEAR to LAST_YEAR."""

_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS: Final = {name.lower(): n for n, names in enumerate(MONTH_NAMES, 1) for name in names if name} | {
    "sep": 9
}
_PARTS: Final = {
    **{"early": "early", "beginning": "early", "start": "early"},
    **{"mid": "mid", "middle": "mid", "late": "late", "end": "late"},
}
_PART_DAYS: Final = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_PART_MONTHS: Final = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_PART_YEARS: Final = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_WORDS: Final = {
    **dict.fromkeys(_PARTS, "P"),
    **{"to": "-", "through": "-", "until": "-", "till": "-", "and": "&", "or": "|", "of": "o", "the": "t"},
    **dict.fromkeys(
        ("in", "during", "since", "by", "from", "before", "after", "throughout", "last", "this"), "p"
    ),
}

# One token; its kind is the name of the group, or that of the word. Symbols such as S/2020/34 are one token.
_TOKEN = re.compile(
    r"(?P<x>(?<!\w)[A-Z]+(?:/[\w.]+)+)"
    r"|(?P<G>\d{1,2}(?=\d{4}\.\d\d\.\d\d(?!\d)))"
    r"|(?P<I>\d{4}\.\d\d\.\d\d(?!\d)|(?<!\w)\d{4}-\d\d-\d\d(?!\w))"
    r"|(?P<K>(?<!\w)\d{1,2}[/.]\d{1,2}[/.]\d{4}(?!\w))"
    r"|(?P<J>(?<!\w)\d{4}-\d\d(?![\w-]))"
    r"|(?P<C>(?<!\w)\d{3}0['’]?s(?!\w))"
    r"|(?P<N>(?<!\w)\d{1,2}(?:st|nd|rd|th)?(?!\w|[.,]\d))"
    r"|(?P<Y>(?<!\w)\d{4}(?!\w|[.,]\d))"
    r"|(?P<O>\d[\w.,]*)"
    r"|(?P<W>[^\W\d_]+)"
    r"|(?P<D>[-–—])|(?P<Q>,)|\S"
)
_KINDS: Final = {"G": "N", "I": "I", "K": "K", "J": "J", "C": "C", "N": "N", "Y": "Y", "D": "-", "Q": ","}
_PART = "(?P<part>Po?t?|P-)?"
_FORMS = re.compile(
    r"(?P<iso>I)|(?P<numeric>K)|(?P<iso_month>J)"
    r"|(?P<day_month>N(?:[-&|]t?N)?o?(?:M|m\.?)(?:,?Y)?)"
    r"|(?P<month_day>(?:M|m\.?)N(?:[-&|]N)?(?:,?Y)?)"
    rf"|{_PART}(?:(?P<month>(?:M|m\.?)(?:[-&|](?:M|m\.?))?(?:,?o?Y))|(?P<decade>C)|(?P<year>Y(?:-Y)?))"
    r"|(?:(?<=p)|(?P<part_bare>P-?))(?P<bare>M)"
)
# Every date has a month or four digits in a row; a text without either is not split into tokens.
_QUICK = re.compile(r"\d{4}|[AFJMNOSD](?:[AEPUCO]|[aepuco])[A-Za-z]")


class FoundWeekday(NamedTuple):
    """One weekday in running text; ``number`` counts from Monday = 0."""

    name: str
    number: int
    start: int
    end: int


class _Token(NamedTuple):
    start: int
    end: int
    text: str


class FoundDate(NamedTuple):
    """One date, or one pair of dates, in running text: "19–20 January 1990" from ``start`` to ``end``.

    ``year``, ``month`` and ``day`` are None where the text does not give them; the ``end_…`` fields are
    filled where it names two dates in one, and ``joined`` says how: ``to``, ``and``, ``or``. ``part`` is
    early, mid or late; ``precision`` is day, month, year or decade (the year is then the first of the
    decade). ``edtf`` is what the words mean as an EDTF value, None without a year or for a day that does not
    exist.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    joined: str | None = None
    part: str | None = None
    precision: str = "day"

    @property
    def points(self) -> tuple[tuple[int | None, int | None, int | None], ...]:
        """The dates named: one (year, month, day), or two for a pair."""
        first = (self.year, self.month, self.day)
        return (first, (self.end_year, self.end_month, self.end_day)) if self.joined else (first,)

    @property
    def edtf(self) -> str | None:
        """The EDTF value of the words; see :data:`WRITTEN`."""
        if self.year is None or not all(_exists(*point) for point in self.points):
            return None
        if self.precision == "decade":
            return _part_of_decade(self.year, self.part)
        if self.part is not None and not self.joined and self.day is None:
            return _part_of(self.year, self.month, self.part)
        first, *others = (_edtf(*point) for point in self.points)
        if not others:
            return first
        pair = f"{first},{others[0]}"
        return {"to": f"{first}/{others[0]}", "and": f"{{{pair}}}", "or": f"[{pair}]"}[self.joined or "to"]


def date_words() -> list[str]:
    """The words of a time: months in full, parts of them and of a day, and those that stand before a time."""
    months = [names[0].lower() for names in MONTH_NAMES]
    relative = (
        "after",
        "before",
        "shortly",
        "since",
        "until",
        "day",
        "night",
        "morning",
        "afternoon",
        "evening",
    )
    return [*months, *_PARTS, *relative]


def days_in_month(year: int, month: int) -> int:
    """How many days a month of the proleptic Gregorian calendar has."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else _DAYS[month - 1]


def weekday_of(yyyymmdd: int) -> str:
    """The English weekday of a day: 20260120 is a "Tuesday". Raises ValueError for an impossible day."""
    return WEEKDAYS[date(yyyymmdd // 10000, yyyymmdd // 100 % 100, yyyymmdd % 100).weekday()]


def weekdays_in(text: str) -> list[FoundWeekday]:
    """Every weekday named in full, in order."""
    found = (
        FoundWeekday(name, index, m.start(), m.end())
        for index, name in enumerate(WEEKDAYS)
        if name in text or name.upper() in text
        for m in re.finditer(rf"\b{name}s?\b", text, re.IGNORECASE)
    )
    return sorted(found, key=lambda weekday: weekday.start)


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if not year:
        return False
    if month is None:
        return True
    return 1 <= month <= 12 and (day is None or 1 <= day <= days_in_month(year, month))


def _edtf(year: int | None, month: int | None, day: int | None) -> str:
    parts = (f"{year:04d}" if year else "", f"-{month:02d}" if month else "", f"-{day:02d}" if day else "")
    return "".join(parts)


def _part_of(year: int, month: int | None, part: str) -> str:
    if month is None:
        first, last = _PART_MONTHS[part]
        return f"{year:04d}-{first:02d}/{year:04d}-{last:02d}"
    first, last = _PART_DAYS[part]
    return f"{_edtf(year, month, first)}/{_edtf(year, month, min(last, days_in_month(year, month)))}"


def _part_of_decade(year: int, part: str | None) -> str:
    if part is None:
        return f"{year // 10:03d}X"
    first, last = _PART_YEARS[part]
    return f"{year + first:04d}/{year + last:04d}"


def _tokenize(text: str, any_case: bool) -> tuple[str, list[_Token]]:
    """The kinds of all tokens, one letter each, and the tokens."""
    kinds: list[str] = []
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(text):
        group, word = match.lastgroup, match.group()
        if group == "W":
            lower = word.lower()
            if lower in _MONTHS:
                kind = "M" if len(lower) > 4 or lower in ("may", "june", "july") else "m"
                kind = kind if any_case or word[0].isupper() else "x"
            else:
                kind = _WORDS.get(lower, "x")
        else:
            kind = _KINDS.get(group or "", "." if word == "." else "x")
        kinds.append(kind)
        tokens.append(_Token(match.start(), match.end(), word))
    return "".join(kinds), tokens


def dates_in(text: str, *, any_case: bool = False) -> list[FoundDate]:
    """Every date of running English text, in order. ``any_case`` takes "january" for a month too.

    A date without a year that is tied by a dash or "to" to a date with one has its year ("19 January – 3
    February 1990"). Not read: lists of more than two days, seasons, centuries, a month alone unless a
    preposition, "early", "mid" or "late" stands before it.
    """
    if not any_case and not _QUICK.search(text):
        return []
    kinds, tokens = _tokenize(text, any_case)
    result: list[FoundDate] = []
    previous = -1
    for match in _FORMS.finditer(kinds):
        found = _read(match, kinds, tokens)
        if found is None:
            continue
        tied = previous >= 0 and kinds[previous : match.start()] in ("-", "&")
        if tied and result[-1].year is None and found.year is not None and found.month is not None:
            result[-1] = _with_year(result[-1], found.year)
        result.append(found)
        previous = match.end()
    return result


def _with_year(found: FoundDate, year: int) -> FoundDate:
    end_year = year if found.joined else None
    return FoundDate(
        found.start, found.end, year, found.month, found.day, end_year, found.end_month, found.end_day,
        found.joined, found.part, found.precision,
    )  # fmt: skip


def _read(match: re.Match[str], kinds: str, tokens: list[_Token]) -> FoundDate | None:
    """The date of one match of a form, None where its numbers are no date."""
    first, last = match.span()
    while kinds[last - 1] == ".":
        last -= 1
    start, end = tokens[first].start, tokens[last - 1].end
    form = match.lastgroup or ""
    words = [(kinds[i], tokens[i].text) for i in range(first, last)]
    if form in ("iso", "iso_month"):
        return _numbers(start, end, [int(n) for n in re.split(r"[-.]", words[0][1])])
    if form == "numeric":
        return _numeric(start, end, words[0][1])
    years = [int(word) for kind, word in words if kind == "Y"]
    months = [_MONTHS[word.lower()] for kind, word in words if kind in "Mm"]
    days = [int(word.rstrip("stndrh")) for kind, word in words if kind == "N"]
    part = next((_PARTS[word.lower()] for kind, word in words if kind == "P"), None)
    if form == "decade":
        return FoundDate(start, end, int(words[-1][1][:4]), part=part, precision="decade")
    if any(not 1 <= day <= 31 for day in days):
        return None
    if not months and any(not FIRST_YEAR <= year <= LAST_YEAR for year in years):
        return None
    joined = next(
        (name for sign, name in (("-", "to"), ("&", "and"), ("|", "or")) if _joins(sign, words)), None
    )
    precision = "day" if days else "month" if months else "year"
    return _pair(
        FoundDate(start, end, None, joined=joined, part=part, precision=precision), years, months, days
    )


def _joins(sign: str, words: list[tuple[str, str]]) -> bool:
    return any(kind == sign for at, (kind, _) in enumerate(words) if at and words[at - 1][0] != "P")


def _pair(frame: FoundDate, years: list[int], months: list[int], days: list[int]) -> FoundDate:
    """The frame with its first and, where two are joined, its second date filled."""

    def pick(values: list[int], at: int) -> int | None:
        return values[at] if values else None

    if frame.joined is None:
        ends: tuple[int | None, int | None, int | None] = (None, None, None)
    else:
        ends = (pick(years, -1), pick(months, -1), pick(days, -1))
    return FoundDate(
        frame.start, frame.end, pick(years, 0), pick(months, 0), pick(days, 0), *ends,
        frame.joined, frame.part, frame.precision,
    )  # fmt: skip


def _numbers(start: int, end: int, numbers: list[int]) -> FoundDate | None:
    """A date of the form year, month and perhaps day."""
    year, month, *day = numbers
    if not 1 <= month <= 12 or any(not 1 <= n <= 31 for n in day):
        return None
    return FoundDate(start, end, year, month, day[0] if day else None, precision="day" if day else "month")


def _numeric(start: int, end: int, text: str) -> FoundDate | None:
    """A date such as 19/01/1990. Day and month are None where both orders are possible."""
    first, second, year = (int(n) for n in re.split(r"[/.]", text))
    if first == second and 1 <= first <= 12:
        return FoundDate(start, end, year, first, first)
    if 12 < first <= 31 and 1 <= second <= 12:
        return FoundDate(start, end, year, second, first)
    if 12 < second <= 31 and 1 <= first <= 12:
        return FoundDate(start, end, year, first, second)
    return FoundDate(start, end, year, precision="year") if first <= 12 and second <= 12 else None
