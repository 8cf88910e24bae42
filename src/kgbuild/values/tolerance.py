"""How far an approximate date reaches when it is compared: "about 1340" (``1340~``) five years either way.

The bounds of such a time stay those of its digits; the tolerance counts in comparisons alone, and is shown there.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kgbuild.values.days import shifted
from kgbuild.values.edtf import Time, members, qualifiers

TOLERANCES: Final = (
    ("a day", "3 days", 3),
    ("a month", "1 month", 31),
    ("a season, quarter or half of a year", "3 months", 92),
    ("a year", "5 years", 5 * 366),
    ("a decade", "10 years", 10 * 366),
    ("a century", "50 years", 50 * 366),
)
"""By what is approximate: the tolerance in words, and in days."""

_MARKS: Final = re.compile("[?~%]")


class Reach(NamedTuple):
    """The bounds of a time with its tolerance; ``words`` is the tolerance, "" where it has none."""

    start: int | None
    end: int | None
    words: str


def reach(time: Time) -> Reach:
    """How far a time reaches in a comparison."""
    if time.is_exact or "?" in time.edtf:
        return Reach(time.start, time.end, "")
    written = time.in_calendar
    dates, marks = members(written), qualifiers(written)
    first = _unit(dates[0]) if "~" in marks[0] else None
    last = _unit(dates[-1]) if "~" in marks[-1] else None
    start, end = time.start, time.end
    if start is not None and first is not None:
        start = shifted(start, -TOLERANCES[first][2])
    if end is not None and last is not None:
        end = shifted(end, TOLERANCES[last][2])
    widest = max(unit for unit in (first, last, -1) if unit is not None)
    return Reach(start, end, TOLERANCES[widest][1] if widest >= 0 else "")


def _unit(date: str) -> int:
    """The number of the line of :data:`TOLERANCES` for one EDTF date."""
    plain = _MARKS.sub("", date).lstrip("-")
    if plain.count("-") == 2:
        return 0
    if "-" in plain:
        return 2 if plain[-2:].isdigit() and int(plain[-2:]) > 12 else 1
    return 5 if plain.endswith("XX") else 4 if plain.endswith("X") else 3
