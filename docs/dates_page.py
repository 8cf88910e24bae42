"""The page of the reference on dates: which claimed date passes by which written one, and each language's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from babel import Locale

from kgbuild.values.calendars import CALENDARS
from kgbuild.values.datereader import read_dates
from kgbuild.values.dates import parse_time
from kgbuild.values.datestated import states
from kgbuild.values.days import iso_day
from kgbuild.values.edtf import group_bounds
from kgbuild.values.lexicon import lexicon, read_in_full, word_lists
from kgbuild.values.tolerance import TOLERANCES

# Short name, as a text writes it, and as a mapping does.
PAIRS = (
    ("on", "on 9 November 2019", "2019-11-09"),
    ("before", "before 9 November 2019", "before 2019-11-09"),
    ("shortly before", "shortly before 9 November 2019", "shortly before 2019-11-09"),
    ("by", "no later than 9 November 2019", "by 2019-11-09"),
    ("until", "until 9 November 2019", "until 2019-11-09"),
    ("from", "from 9 November 2019", ""),
    ("since", "since 9 November 2019", "since 2019-11-09"),
    ("after", "after 9 November 2019", "after 2019-11-09"),
    ("shortly after", "shortly after 9 November 2019", "shortly after 2019-11-09"),
    ("day before", "the day before 9 November 2019", "day before 2019-11-09"),
    ("day after", "the day after 9 November 2019", "day after 2019-11-09"),
    ("2 days after", "two days after 9 November 2019", "2 days after 2019-11-09"),
    ("1 week after", "a week after 9 November 2019", "1 week after 2019-11-09"),
    ("week after", "the week after 9 November 2019", "week after 2019-11-09"),
    ("morning", "on the morning of 9 November 2019", "morning of 2019-11-09"),
    ("afternoon", "on the afternoon of 9 November 2019", "afternoon of 2019-11-09"),
    ("evening", "on the evening of 9 November 2019", "evening of 2019-11-09"),
    ("night", "on the night of 9–10 November 2019", "night of 2019-11-09/2019-11-10"),
    ("dawn", "at dawn on 9 November 2019", ""),
    ("about", "about 9 November 2019", "2019-11-09~"),
    ("perhaps", "perhaps on 9 November 2019", "2019-11-09?"),
    ("to", "9 to 10 November 2019", "2019-11-09/2019-11-10"),
    ("and", "9 and 11 November 2019", "{2019-11-09,2019-11-11}"),
    ("or", "9 or 10 November 2019", "[2019-11-09,2019-11-10]"),
    ("month", "in November 2019", "2019-11"),
    ("early", "in early November 2019", "2019-11-01/2019-11-10"),
    ("season", "in the autumn of 2019", "2019-23"),
    ("quarter", "in the fourth quarter of 2019", "2019-36"),
    ("year", "in 2019", "2019"),
    ("decade", "in the 2010s", "201X"),
    ("century", "in the twenty-first century", "20XX"),
    ("digits", "on 09/11/2019", ""),
)
_GROUPS = (
    ("of, the, in", ("of", "the", "in", "year", "in_year", "year_behind", "month_behind")),
    ("to, and, or, between", ("to", "and", "or", "between", "between_behind", "from")),
    ("before", ("before", "before_behind", "before_or_until")),
    ("shortly before", ("shortly_before", "shortly_before_behind")),
    ("by", ("by", "by_behind", "or_by")),
    ("until", ("until", "until_behind", "before_or_until")),
    ("since", ("since", "since_behind", "since_after_from")),
    ("after", ("after", "after_behind")),
    ("shortly after", ("shortly_after", "shortly_after_behind")),
    ("days and weeks from a date", ("day_before", "day_after", "week_before", "week_after", "later", "earlier",
                                    "offset_after", "offset_before", "two_days", "two_weeks")),
    ("night", ("night", "night_to", "night_behind")),
    ("morning", ("morning", "morning_behind")),
    ("afternoon", ("afternoon", "afternoon_behind")),
    ("evening", ("evening", "evening_behind")),
    ("other parts of the day", ("other_parts",)),
    ("early, mid, late", ("early", "early_behind", "mid", "mid_behind", "late", "late_behind")),
    ("halves", ("first_half", "first_half_behind", "second_half", "second_half_behind", "half_year", "quarter")),
    ("century, decade", ("century", "century_before", "decade", "decade_before")),
    ("seasons", ("spring", "summer", "autumn", "winter")),
    ("approximate, uncertain", ("about", "about_behind", "perhaps")),
    ("eras and calendars", ("ce", "bce", "julian", "gregorian", "islamic", "persian", "hebrew")),
)  # fmt: skip
_ORDERS = {"d": "day first", "m": "month first", "y": "year first"}
SEASON_NAMES = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
HEAD = """\
# Dates in texts

{made}A claim's date passes if it *equals* a date that was read in its quote or context, with all the words that
belong to it: value, precision, bounds, relation, part of the day, whether it is approximate. What can be read
in two ways is a finding. What a mapping may write is in [the mapping reference](mapping.md#dates); this page
says what is read in texts.

## Claimed against written

Rows are what the text says, columns what the claim says, all of 9 November 2019; ✓ passes, · is a finding. A
relation that gives a day ("the day after") passes as that day too. "From" is *since*, or where something comes
from: both pass. A list states each of its days. A part of the day that no mapping can name ("at dawn") leaves
the day.

"""


def dates_page(made: str) -> str:
    """The text of the page."""
    out = [HEAD.format(made=made), _pairs()]
    out += ["\n## Forms\n\n", _FORMS]
    out += ["\n## Approximate dates in comparisons\n\n", _TOLERANCE]
    out.append(
        _table(
            ("approximate", "tolerance, either way"), ((what, f"±{words}") for what, words, _ in TOLERANCES)
        )
    )
    out += ["\n## Seasons\n\n", _SEASONS]
    rows = (
        (f"`1990-{code}`", name, *map(iso_day, group_bounds(1990, code)))
        for code, name in SEASON_NAMES.items()
    )
    out.append(_table(("EDTF", "season", "first day", "last day"), rows))
    out += ["\n## Calendars\n\n", _CALENDARS, ", ".join(f"`{name}`" for name in CALENDARS), ".\n"]
    out += ["\n## Words of each language\n\n", _WORDS]
    for code in read_in_full():
        name = Locale.parse(code).get_language_name("en")
        out.append(f"\n### {name} (`{code}`)\n\n" + "".join(_words(code)))
    return "".join(out)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(header)]
    lines.append(["---"] * len(lines[0]))
    lines += [list(row) for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _pairs() -> str:
    claimed = [(name, parse_time(value)) for name, _, value in PAIRS if value]
    rows = []
    for name, written, _ in PAIRS:
        (found,) = read_dates(written, "en")
        rows.append((f"**{name}**: {written}", *("✓" if states(found, time) else "·" for _, time in claimed)))
    return _table(("written \\ claimed", *(name for name, _ in claimed)), rows)


def _words(code: str) -> Iterator[str]:
    words = word_lists(code)
    for title, roles in _GROUPS:
        phrases = [phrase for role in roles for phrase in words.get(role, ())]
        if phrases:
            yield f"* {title}: {', '.join(dict.fromkeys(phrases))}\n"
    order = {"d": "day first", "m": "month first", "y": "year first"}.get(
        (lexicon(code) or "").order[:1], "not settled"
    )
    yield f"* digits such as 03/04/1990: {order}\n"


_FORMS = """\
In every language of the CLDR: days with the name of the month in its order, whole and short names, weekdays
beside them, digits of any script, `19.I.1990`, `19-Jan-1990`, `1990-01-19`, `1990/01/19`, `1990.01.19`,
`19/01/1990` (where the language, its territory or a number over 12 settles the order), `1990-01`, `1988–90`,
`1980/81`, years from 1000 to 2100. Dates with English months are read in texts of all languages, for
letterheads. In the languages below also centuries, decades, seasons, quarters, eras, relations, parts of the
day, lists and stretches ("19, 20 and 21 January"), `3 February 1688/9`, `25 October (7 November) 1917`, time of
day and zone. Not read, and so a finding: two-digit years, 03/04/1990 where nothing settles it, "the 1900s",
"the eighties", regnal years. A language that the CLDR does not know: "dates in the language cannot be read".
"""
_TOLERANCE = """\
`1340~` keeps the bounds of 1340. Compared with another time, it reaches as far as its tolerance; what meets
only so is *compatible*, with the tolerance in a note, and never *agree*. `?` has no tolerance.

"""
_SEASONS = """\
The specification gives no months. Bounds are those of the northern hemisphere; a winter can be the one that
begins in its year or the one that ends in it.

"""
_CALENDARS = """\
`calendar:` beside the `value` of a date or date of issue says in which calendar its years, months and days are
given:
"""
_WORDS = """\
Names of months and weekdays are those of the CLDR, in all their forms. Of every other language only these are
known.
"""
