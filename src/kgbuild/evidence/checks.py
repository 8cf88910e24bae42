"""Does the quote say what the claim says? Numbers, dates, weekdays and anniversaries are checked against its words.

A ``reading`` explains what the words alone do not show; ``sic`` keeps a fault of the document as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kgbuild.evidence.figures import Figures
from kgbuild.evidence.finder import Anchor
from kgbuild.findings.diagnostics import diagnostic
from kgbuild.mapping.model import Amount, ClaimSpec, Datum
from kgbuild.mapping.tree import Report
from kgbuild.values.dates import Time, date_components_missing, parse_time, weekday_of, weekdays_in
from kgbuild.values.numbers.reader import read_ordinals

_ANNIVERSARY: Final = re.compile(r"\s+anniversary\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A weekday or anniversary of the document that contradicts its date, kept because the mapper said so.

    ``kind`` is ``Weekday`` or ``Anniversary``.
    """

    kind: str
    stated: str
    computed: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the words of a claim's quote showed: where the year came from, and a kept inconsistency."""

    year_basis: str | None = None
    inconsistency: Inconsistency | None = None


def check_claim(
    spec: ClaimSpec, anchor: Anchor, years: dict[str, int], figures: Figures, report: Report
) -> Checked:
    """Check a claim against the words of its quote and context. ``years``: the year in which each event occurred,
    by its id, as far as the same mapping says so."""
    if isinstance(spec.value, Amount):
        figures.check(spec, spec.value, anchor, report)
        return Checked()
    quotes = (spec.quote.text,) if spec.quote.context is None else (spec.quote.text, spec.quote.context)
    if not isinstance(spec.value, Time):
        return Checked()
    basis = _check_date(spec, spec.value, quotes, anchor, report)
    if basis is None and spec.reading is None:
        return Checked()  # of a date that is not the document's, no weekday can be wrong
    return Checked(
        basis,
        _weekday(spec, spec.value, quotes, report) or _anniversary(spec, spec.value, quotes, years, report),
    )


def _check_date(
    spec: ClaimSpec, time: Time, quotes: Sequence[str], anchor: Anchor, report: Report
) -> str | None:
    """Where the year comes from (a key of the list ``yearBases``); a finding where the date is not in the words."""
    missing = date_components_missing(time, quotes[:1])
    if not missing:
        return "in-quote"
    missing = date_components_missing(time, quotes)
    if not missing:
        return "in-context"
    if missing == {"year"} and anchor.year is not None and time.edtf.startswith(str(anchor.year)):
        return "nearest-date"
    if spec.reading is None:
        notes = [f"neither quote nor context gives the {', '.join(sorted(missing))}"]
        if missing == {"year"} and anchor.year is not None:
            notes.append(f"the nearest earlier full date of the text is of {anchor.year}")
        report(
            diagnostic(
                "KG306",
                f"the quote does not state the date of `{spec.property.key}`",
                spec.value_place,
                label="not in the quote",
                notes=notes,
                help="quote the words that hold the date, give them as `context:`, or add `reading:` with why",
            )
        )
    return None


def _weekday(spec: ClaimSpec, time: Time, quotes: Sequence[str], report: Report) -> Inconsistency | None:
    if time.start is None or time.start != time.end:
        return None
    stated = [day.name for quote in quotes for day in weekdays_in(quote)]
    computed = weekday_of(time.start)
    if not stated or computed.casefold() in (name.casefold() for name in stated):
        return None
    if spec.sic is None and spec.reading is None:
        report(
            diagnostic(
                "KG311",
                f"{time.edtf} is a {computed.capitalize()}, and the quote says {stated[0].capitalize()}",
                spec.value_place,
                help="correct the date, or add `sic:` with a note if the document itself is inconsistent",
            )
        )
        return None
    return Inconsistency("Weekday", stated[0].casefold(), computed.casefold())


def _anniversary(
    spec: ClaimSpec, time: Time, quotes: Sequence[str], years: dict[str, int], report: Report
) -> Inconsistency | None:
    year = years.get(spec.subject.id)
    if year is None or time.start is None or time.end is None or time.start // 10000 != time.end // 10000:
        return None
    computed = time.start // 10000 - year
    for quote in quotes:
        for ordinal in read_ordinals(quote) if "anniversary" in quote.casefold() else ():
            if not _ANNIVERSARY.match(quote, ordinal.end) or ordinal.value == computed:
                continue
            if spec.sic is None and spec.reading is None:
                report(
                    diagnostic(
                        "KG312",
                        f"{time.edtf} is {computed} years after {year}, and the quote says "
                        f"{quote[ordinal.start : ordinal.end]}",
                        spec.value_place,
                        help="correct the date, or add `sic:` with a note if the document itself is inconsistent",
                    )
                )
                return None
            return Inconsistency("Anniversary", str(ordinal.value), str(computed))
    return None


def check_issued(issued: Datum, report: Report) -> None:
    """The date of issue must stand in the words that are given for it, unless a reading explains them."""
    if issued.quote is None or issued.reading is not None:
        return
    from_words = date_components_missing(parse_time(issued.value), [issued.quote.text])
    if from_words:
        report(
            diagnostic(
                "KG316",
                f"the words given for the date of issue do not state its {', '.join(sorted(from_words))}",
                issued.place,
                notes=[f"the words are: “{issued.quote.text}”"],
                help=f"write `issued: {{value: {issued.value}, quote: WORDS}}`, with `reading: WHY` where they are not "
                "English, or leave it out if the text does not show it",
            )
        )
