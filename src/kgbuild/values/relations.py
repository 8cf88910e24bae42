"""How a time stands to the one that it is counted from, and its part of a day: "two days after", "evening of"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kgbuild.values.days import day_of, days_in_month, iso_day, parts_of, shifted
from kgbuild.values.edtf import GREGORIAN, Time, TimeRelation, date_bounds, edge_of
from kgbuild.values.errors import ValueSyntaxError

_DAYS: Final = re.compile(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}(?:/-?[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_MONTHS: Final = re.compile(r"(-?[0-9]{4})-(0[1-9]|1[0-2])")
_YEARS: Final = re.compile(r"-?[0-9]{4}")


def related(relation: TimeRelation, inner: Time, at: int = 0, stop: int = 0) -> Time:
    """The time that "after", "the day after", "until" … an inner time mean. Bounds days are included.

    Raises :class:`ValueSyntaxError` where there is no such time, at ``at`` to ``stop`` of a mapping's value.
    """
    if relation.kind in ("offset", "week"):
        time = _moved(relation, inner, at, stop)
        return replace(time, counted_from=inner, relation=relation)
    later = relation.kind in ("after", "shortly after", "since")
    wanted = inner.end if relation.kind in ("after", "shortly after", "until", "by") else inner.start
    if wanted is None:
        raise ValueSyntaxError(f'"{relation}" takes a time that is not open', at, stop)
    whole = relation.kind in ("since", "until")
    edge = edge_of(inner.edtf, first=relation.kind == "since") if whole else iso_day(wanted)
    edtf = f"{edge}/.." if later else f"../{edge}"
    start, end = (wanted, None) if later else (None, wanted)
    extent = "throughout" if whole else "within"
    return Time(edtf, extent, None, start, end, inner, relation)


def _moved(relation: TimeRelation, inner: Time, at: int, stop: int) -> Time:
    """So many days after or before a day, or each end of a night or another run of days; months and years likewise."""
    if relation.kind == "week":
        return _week(relation, inner, at, stop)
    days = {"day": 1, "week": 7}.get(relation.unit, 0) * relation.count
    if days:
        if not _DAYS.fullmatch(inner.edtf) or inner.start is None or inner.end is None:
            unit = "the day" if abs(relation.count) == 1 and relation.unit == "day" else "a number of days"
            raise ValueSyntaxError(f"{unit} after or before takes a day or an interval of days", at, stop)
        first, last = shifted(inner.start, days), shifted(inner.end, days)
        edtf = iso_day(first) if first == last else f"{iso_day(first)}/{iso_day(last)}"
        return Time(edtf, "within", None, first, last)
    months = {"month": 1, "year": 12}[relation.unit] * relation.count
    if inner.start is None or inner.end is None or not inner.is_exact or inner.calendar != GREGORIAN:
        raise ValueSyntaxError(f"{relation} takes a day, a month or a year", at, stop)
    year, month, day = parts_of(inner.start)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    month += 1
    if _YEARS.fullmatch(inner.edtf) and relation.unit == "year":
        text = iso_day(day_of(year, 1, 1))[:-6]
    elif _MONTHS.fullmatch(inner.edtf):
        text = iso_day(day_of(year, month, 1))[:-3]
    elif inner.start == inner.end:
        text = iso_day(day_of(year, month, min(day, days_in_month(year, month))))
    else:
        raise ValueSyntaxError(f"{relation} takes a day, a month or a year", at, stop)
    bounds = date_bounds(text)
    assert bounds is not None
    return Time(text, "within", None, *bounds)


def _week(relation: TimeRelation, inner: Time, at: int, stop: int) -> Time:
    """The seven days that follow a day, or come before it."""
    if inner.start is None or inner.end is None or not _DAYS.fullmatch(inner.edtf):
        raise ValueSyntaxError(f"{relation} takes a day or an interval of days", at, stop)
    first, last = (inner.end, inner.end)
    first, last = (
        (shifted(inner.end, 1), shifted(inner.end, 7))
        if relation.count > 0
        else (shifted(inner.start, -7), shifted(inner.start, -1))
    )
    return Time(f"{iso_day(first)}/{iso_day(last)}", "within", None, first, last)


def in_part_of_day(part: str, inner: Time, at: int = 0, stop: int = 0) -> Time:
    """The night between two days, or the morning, afternoon or evening of one day."""
    if (
        inner.start is None
        or inner.end is None
        or inner.part_of_day is not None
        or inner.counted_from is not None
    ):
        raise ValueSyntaxError(f"the {part} of an open time is not read", at, stop)
    if part != "night":
        if inner.start != inner.end:
            raise ValueSyntaxError(f"the {part} is of one day", at, stop)
        return replace(inner, part_of_day=part)
    if inner.start == inner.end:
        here = iso_day(inner.start)
        before, after = iso_day(shifted(inner.start, -1)), iso_day(shifted(inner.start, 1))
        help = f"write `night of {here}/{after}` or `night of {before}/{here}`"
        raise ValueSyntaxError("a night lies between two days", at, stop, help)
    if inner.extent != "throughout" or shifted(inner.start, 1) != inner.end:
        raise ValueSyntaxError("a night lies between two days that follow one another", at, stop)
    return replace(inner, part_of_day="night")
