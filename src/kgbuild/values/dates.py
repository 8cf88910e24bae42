"""Times: the values of a mapping that say when, as EDTF with sortable bounds.

Source: EDTF (Library of Congress, 2019), levels 0 to 2; "Dates" in the design. :data:`GRAMMAR` is what a mapping may
write; the written English in it is what :mod:`kgbuild.values.datereader` reads, with :data:`WRITTEN` as examples.

Bounds are days as integers (yyyymmdd), inclusive, None is open. The qualifiers ``~ ? %`` stay in the EDTF
value and leave the bounds as they are. A time is ``throughout`` (all of the interval) or ``within`` (some
time in it). By default an interval with both ends written, a night, and ``since`` and ``until`` are
throughout; a day, month, year or decade, a set, an early or late part, an open EDTF interval, and ``after``,
``before``, ``by``, ``the day after`` are within.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from kgbuild.core.similar import mended
from kgbuild.values.calendars import in_calendar
from kgbuild.values.dateexpressions import DAY_PARTS, DateExpression
from kgbuild.values.datereader import read_dates
from kgbuild.values.days import iso_year, weekday_of
from kgbuild.values.edtf import GREGORIAN, Time, TimeRelation, no_day, parse_edtf
from kgbuild.values.errors import ValueSyntaxError
from kgbuild.values.relations import in_part_of_day, related

__all__ = ["GRAMMAR", "WRITTEN", "Time", "TimeRelation", "ValueSyntaxError", "parse_time", "weekday_of"]

GRAMMAR: Final = """\
time     = relation time | part "of" time | edtf | written ;
relation = "after" | "shortly after" | "before" | "shortly before" | "by" | "since" | "until"
         | [ "the" ] ( "day" | "week" ) ( "after" | "before" ) | count unit ( "after" | "before" ) ;
count    = a number, or "a", "one" … "twelve" ;
unit     = "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years" ;
part     = [ "the" ] ( "night" | "morning" | "afternoon" | "evening" ) ;
edtf     = a date, an interval, or a set of EDTF, levels 0 to 2: "1990-01-19", "1990-01-19/1990-01-20", "1340~",
           "198X", "1990-21" (spring), "-0043-03-15", "../1990-01", "[1667,1668..1670]", "1990-01-19T23:20:00Z" ;
written  = a date in English as in WRITTEN: "19 January 1990", "late September 2020", "the nineteenth century", … ;
"""

WRITTEN: Final[tuple[tuple[str, str], ...]] = (
    ("19 January 1990", "1990-01-19"),
    ("January 19, 1990", "1990-01-19"),
    ("20th of January 1990", "1990-01-20"),
    ("2021.01.19", "2021-01-19"),
    ("19-Jan-1990", "1990-01-19"),
    ("19.I.1990", "1990-01-19"),
    ("25 December 800", "0800-12-25"),
    ("January 1990", "1990-01"),
    ("early September 2020", "2020-09-01/2020-09-10"),
    ("mid-September 2020", "2020-09-11/2020-09-20"),
    ("late September 2020", "2020-09-21/2020-09-30"),
    ("early 1990", "1990-01/1990-04"),
    ("mid-1990", "1990-05/1990-08"),
    ("late 1990", "1990-09/1990-12"),
    ("first half of 1990", "1990-40"),
    ("the second quarter of 1990", "1990-34"),
    ("spring 1990", "1990-21"),
    ("winter 1990/91", "1990-12/1991-02"),
    ("the 1980s", "198X"),
    ("early 1980s", "1980/1983"),
    ("mid-1980s", "1984/1986"),
    ("late 1980s", "1987/1989"),
    ("end of the 1980s", "1987/1989"),
    ("the nineteenth century", "18XX"),
    ("early 19th century", "1800/1833"),
    ("first half of the 19th century", "1800/1849"),
    ("the 5th century BC", "-04XX"),
    ("44 BC", "-0043"),
    ("July and August 2020", "{2020-07,2020-08}"),
    ("July or August 2020", "[2020-07,2020-08]"),
    ("19, 20 and 21 January 1990", "{1990-01-19,1990-01-20,1990-01-21}"),
    ("19-20 January 1990", "1990-01-19/1990-01-20"),
    ("January 19-20, 1990", "1990-01-19/1990-01-20"),
    ("19 to 20 January 1990", "1990-01-19/1990-01-20"),
    ("31 December to 1 January 1990", "1989-12-31/1990-01-01"),
    ("July to August 2020", "2020-07/2020-08"),
    ("1988-1990", "1988/1990"),
    ("1980/81", "1980/1981"),
)
"""Written English → EDTF. "beginning of" and "start of" are early, "middle of" is mid, "end of" is late.

An early, mid or late part of a month is days 1–10, 11–20, 21 to its end; of a year four months; of a decade
the years 0–3, 4–6, 7–9; of a century the years 0–33, 34–66, 67–99.
"""

_COUNTS: Final = {
    **dict.fromkeys(("a", "an", "one"), 1), "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_RELATIVE: Final = re.compile(
    rf"(?:(?:the\s+)?(?P<one>day|week)|(?P<count>[0-9]{{1,4}}|{'|'.join(_COUNTS)})\s+(?P<unit>day|week|month|year)s?)"
    r"\s+(?P<side>after|before)\s+(?=\S)"
    r"|(?:the\s+)?(?:(?P<shortly>shortly)\s+)?(?P<plain>after|before)\s+(?=\S)|(?P<bound>since|until|by)\s+(?=\S)",
    re.IGNORECASE,
)
_PART_OF_DAY: Final = re.compile(rf"(?:the\s+)?({'|'.join(DAY_PARTS)})\s+(?:of|from)\s+(?=\S)", re.IGNORECASE)
_LETTER: Final = re.compile(r"[^\W\d_]")
_YEARS: Final = re.compile(r"[0-9]{4}/[0-9]{2}")
_LEAD: Final = re.compile(r"(?:from\s+)?(?:the\s+)?", re.IGNORECASE)
_HELP: Final = "write `1990-01-19`, `1990-01`, `1990`, `1990-01-19/1990-01-20` or `19 January 1990`"
_WORDS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "early", "beginning", "start", "mid", "middle", "late", "end", "after", "before", "shortly", "since",
    "until", "day", *DAY_PARTS,
)  # fmt: skip
"""The words of a time that may be misspelt."""


def parse_time(text: str, extent: str | None = None, calendar: str | None = None) -> Time:
    """Read a time after :data:`GRAMMAR`; ``extent`` (``throughout``, ``within``) overrides the default.

    Its years, months and days are those of ``calendar`` (:data:`kgbuild.values.calendars.CALENDARS`), by default the
    Gregorian. Raises :class:`ValueSyntaxError` for what is no time, names a day that does not exist, or reads in two
    ways.
    """
    chosen = calendar or GREGORIAN
    try:
        time = _parse(text, chosen)
    except ValueSyntaxError as error:
        # "19 Janury 1990", "shorty after 1990": one word may be misspelt.
        if (read := mended(text, list(_WORDS), lambda each: _parse(each, chosen))) is None:
            raise
        raise ValueSyntaxError(error.message, error.start, error.end, f"write `{read}`") from None
    return time if extent is None or extent == time.extent else replace(time, extent=extent)


@lru_cache(maxsize=8192)
def _parse(text: str, calendar: str) -> Time:
    stripped = text.strip()
    return _expression(stripped, text.index(stripped), calendar)


def _expression(text: str, at: int, calendar: str) -> Time:
    """The time of an expression that begins at ``at`` of the whole value."""
    if not text:
        raise ValueSyntaxError("a time is missing", at, at, _HELP)
    match = _RELATIVE.match(text)
    if match is not None:
        inner = _expression(text[match.end() :], at + match.end(), calendar)
        return related(_relation(match), inner, at, at + match.end())
    match = _PART_OF_DAY.match(text)
    if match is not None:
        inner = _expression(text[match.end() :], at + match.end(), calendar)
        return in_part_of_day(match[1].lower(), inner, at + match.end(), at + len(text))
    if text[0] in "[{":
        return _spaced_set(text, at, calendar)
    return _without_relation(text, at, calendar)


def _spaced_set(text: str, at: int, calendar: str) -> Time:
    """A set of EDTF; blanks around its commas are left out of the value."""
    kept = [n for n, c in enumerate(text) if not c.isspace()]
    try:
        return _without_relation("".join(text[n] for n in kept), 0, calendar)
    except ValueSyntaxError as error:
        start, end = (at + (kept[n] if n < len(kept) else len(text)) for n in (error.start, error.end - 1))
        raise ValueSyntaxError(error.message, start, max(start, end + 1), error.help) from None


def _without_relation(text: str, at: int, calendar: str) -> Time:
    """A time without words before it: EDTF, or a date in English."""
    if calendar != GREGORIAN and not any(c.isalpha() and c != "X" for c in text):
        return in_calendar(text, calendar, at)
    # Words, or years as in "1980/81", are no EDTF.
    if _LETTER.search(text, 0, max(0, text.rfind(" "))) or _YEARS.fullmatch(text):
        return _written(text, at, calendar)
    time = parse_edtf(text, at)
    if time is None:
        return _written(text, at, calendar)
    return in_calendar(text, calendar, at) if calendar != GREGORIAN else time


def _relation(match: re.Match[str]) -> TimeRelation:
    sign = 1 if (match["side"] or "").lower() == "after" else -1
    if match["one"]:
        return (
            TimeRelation("week", sign)
            if match["one"].lower() == "week"
            else TimeRelation("offset", sign, "day")
        )
    if match["count"]:
        written = match["count"].lower()
        count = _COUNTS.get(written) or int(written)
        return TimeRelation("offset", sign * count, match["unit"].lower())
    if match["plain"]:
        return TimeRelation(("shortly " if match["shortly"] else "") + match["plain"].lower())
    return TimeRelation(match["bound"].lower())


def _written(text: str, at: int, calendar: str) -> Time:
    """A date in English after :data:`WRITTEN`."""
    lead = _LEAD.match(text)
    skipped = lead.end() if lead is not None else 0
    body = text[skipped:]
    stop = at + len(text)
    found = read_dates(body, "en")
    whole = (
        found[0]
        if len(found) == 1 and found[0].start == 0 and found[0].end == len(body.rstrip("."))
        else None
    )
    if (
        whole is None
        or whole.core is None
        or whole.core.mark
        or whole.weekday
        or whole.relation
        or whole.part_of_day
    ):
        raise ValueSyntaxError(f'"{text}" is not a time', at, stop, _written_help(text, body, found))
    _check_written(body, whole, at + skipped)
    edtf = whole.core.edtf()
    stated = whole.calendar or GREGORIAN
    if edtf is None:
        raise ValueSyntaxError(f'"{text}" is not a time', at, stop, _HELP)
    if whole.calendar is not None and stated != calendar:
        message = f'"{text}" is a date of the {stated} calendar'
        raise ValueSyntaxError(message, at, stop, f"write `calendar: {stated}` beside it")
    time = in_calendar(edtf, calendar, at) if calendar != GREGORIAN else parse_edtf(edtf, at)
    if time is None or (calendar == GREGORIAN and not whole.times):
        raise ValueSyntaxError(f'"{text}" is not a time', at, stop, _HELP)
    return time if whole.core.points[0].part is None else replace(time, extent="within")


def _written_help(text: str, body: str, found: tuple[DateExpression, ...]) -> str:
    """The help for words that are no time: the date in them where only a weekday or "about" is too much."""
    if len(found) == 1 and found[0].core is not None and found[0].end == len(body) and found[0].value:
        only = found[0]
        if only.core is not None and only.core.mark and only.start == 0:
            return f"write `{only.value}`"
        if (
            only.weekday is not None
            and only.weekday.start == 0
            and only.relation is None
            and not only.part_of_day
        ):
            return f"write `{body[only.start :]}`"
    return _HELP


def _check_written(text: str, found: DateExpression, at: int) -> None:
    """Raise on a written date without a year, with a day that does not exist, or that reads in two ways."""
    assert found.core is not None
    start, end = at + found.start, at + found.end
    if not found.core.complete and found.core.problem is None:
        raise ValueSyntaxError("the year is missing", start, end, f"write `{text} YEAR`")
    if (missing := found.core.impossible()) is not None:
        raise no_day(*missing, start, end)
    if found.problem is not None:
        first = found.core.points[0].year
        ways = (
            f"write `{iso_year(first)[:3]}X` or `{iso_year(first)[:2]}XX`"
            if "hundred" in found.problem and first
            else None
        )
        raise ValueSyntaxError(found.problem, start, end, ways)
