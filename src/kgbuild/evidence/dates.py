"""Does the quote say the date that is claimed? Dates, weekdays and anniversaries are checked against its words.

With the document at hand the words around the quote are read too, so that a quote cannot cut a date; from a lock the
words of quote and context alone. A ``reading`` explains what the words do not show; ``sic`` keeps a fault of the
document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from kgbuild.evidence.datetext import TextDates
from kgbuild.evidence.finder import Anchor, Span, as_yaml
from kgbuild.findings.diagnostics import diagnostic
from kgbuild.mapping.model import ClaimSpec, Datum, QuoteSpec
from kgbuild.mapping.tree import Report
from kgbuild.values.calendars import in_calendar
from kgbuild.values.dateexpressions import DateExpression
from kgbuild.values.datereader import anniversaries_in, read_all
from kgbuild.values.dates import parse_time
from kgbuild.values.datestated import each_stated, states, without_part_of_day, year_given, year_of
from kgbuild.values.days import WEEKDAYS, parts_of, weekday_of
from kgbuild.values.edtf import GREGORIAN, Time, TimeRelation
from kgbuild.values.errors import ValueSyntaxError
from kgbuild.values.lexicon import lexicon

_LAST_JULIAN_YEAR = 1930
"""No country reckoned by the Julian calendar after this year."""


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


@dataclass(frozen=True, slots=True)
class QuotedDates:
    """The dates of a quote or context: those that it holds whole, and those that it cuts."""

    whole: tuple[DateExpression, ...] = ()
    cut: tuple[DateExpression, ...] = ()
    text: str = ""
    is_open: bool = False
    """Whether words of it are not at hand: the middle of a range, from the lock."""


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """What a date can be checked against: the text, if it is at hand, its language, and the dates of events.

    ``known`` is when each event occurred, by its id, as far as the same mapping says so.
    """

    text: TextDates | None = None
    language: str = "en"
    known: Mapping[str, Time] | None = None

    def passage(self, words: str, span: Span, *, explained: bool = False) -> QuotedDates:
        """The dates of a quote that stands at a place of the text.

        Where a reading explains the date, only the written words of a range are read: from the lock no more is known,
        and the graph must be the same.
        """
        is_range = " … " in words
        if self.text is not None and span.match != "repaired" and not (is_range and explained):
            near = self.text.within(span.start, span.end)
            inside = [e for e in near if span.start <= e.start and e.end <= span.end]
            kept = tuple(_without_outer_weekday(e, span) for e in inside)
            return QuotedDates(kept, tuple(e for e in near if e not in inside), words)
        found = [e for half in words.split(" … ") for e in read_all(half, self.language)]
        return QuotedDates(tuple(found), (), words, is_range and not explained)

    def passages(
        self, quote: QuoteSpec, anchor: Anchor, *, explained: bool = False
    ) -> tuple[QuotedDates, QuotedDates]:
        """The dates of a quote and of its context."""
        first = self.passage(quote.text, anchor.span, explained=explained)
        if quote.context is None or anchor.context is None:
            return first, QuotedDates()
        return first, self.passage(quote.context, anchor.context, explained=explained)


def _without_outer_weekday(expression: DateExpression, span: Span) -> DateExpression:
    weekday = expression.weekday
    if weekday is None or (span.start <= weekday.start and weekday.end <= span.end):
        return expression
    return replace(expression, weekday=None)


def with_year(quote: QuoteSpec, anchor: Anchor, text: TextDates, part_start: int) -> Anchor:
    """The anchor with the year that the text gives to a date without one in its quote, or else in its context."""
    words = [quote.text, quote.context or ""]
    words += (text.text[span.start : span.end] for span in (anchor.span, anchor.context) if span is not None)
    if not text.may_lack_a_year("\n".join(dict.fromkeys(words)), anchor.span.start):
        return anchor
    evidence = DateEvidence(text)
    for passage in evidence.passages(quote, anchor):
        for each in reversed(passage.whole):
            if each.lacks_year:
                found = text.year_for(each, part_start)
                return anchor if found is None else replace(anchor, year=found[0], year_from=found[1])
    return anchor


def check_date(
    spec: ClaimSpec, time: Time, anchor: Anchor, evidence: DateEvidence, report: Report
) -> Checked:
    """Check the date of a claim against the words of its quote and context."""
    quote, context = evidence.passages(spec.quote, anchor, explained=spec.reading is not None)
    stated = _stated(time, quote, context, anchor, evidence)
    if stated is None and quote.is_open and spec.reading is None:
        stated = (
            "in-quote",
            None,
        )  # the middle of a range states it: what else may is checked with the document
    if stated is None and spec.reading is None:
        _not_stated(spec, time, quote, context, anchor, evidence, report)
        return Checked()  # of a date that is not the document's, no weekday can be wrong
    expression = stated[1] if stated is not None else None
    kept = _weekday(spec, time, expression, (quote, context), report)
    if kept is None:
        kept = _anniversary(spec, time, (quote, context), evidence, report)
    return Checked(stated[0] if stated is not None else None, kept)


Stated: TypeAlias = tuple[str | None, DateExpression | None]


def _stated(
    time: Time, quote: QuotedDates, context: QuotedDates, anchor: Anchor, evidence: DateEvidence
) -> Stated | None:
    """Where the year comes from (a key of the list ``yearBases``) and the expression that states the date."""
    for each in quote.whole:
        if states(each, time):
            return "in-quote", each
    if each_stated(quote.whole, time):
        return "in-quote", None
    return (
        _counted(time, quote, context, evidence)
        or _yearless(time, quote, context, anchor)
        or _in_context(time, quote, context, anchor)
        or _parted(time, quote, context)
    )


def _counted(time: Time, quote: QuotedDates, context: QuotedDates, evidence: DateEvidence) -> Stated | None:
    """ "The day after the tragedy": words that count from a date which context or an event of the mapping gives."""
    inner = time.counted_from
    if inner is None or not any(e.core is None and e.relation == time.relation for e in quote.whole):
        return None
    for passage, basis in ((quote, "in-quote"), (context, "in-context")):
        if any(states(each, inner) for each in passage.whole):
            return basis, None
    # The year then stands in neither: it is that of the event.
    return (None, None) if inner in (evidence.known or {}).values() else None


def _yearless(time: Time, quote: QuotedDates, context: QuotedDates, anchor: Anchor) -> Stated | None:
    """A date without its year: from the quote or the sentence, the context, or the nearest earlier full date."""
    for each in quote.whole:
        if not each.lacks_year:
            continue
        here, around = _years(quote), _years(context)
        if anchor.year_from == "sentence" and anchor.year is not None:
            basis = (
                "in-quote"
                if anchor.year in here
                else "in-context"
                if anchor.year in around
                else "in-sentence"
            )
            sources = [(anchor.year, basis)]
        else:
            sources = [*((year, "in-quote") for year in here), *((year, "in-context") for year in around)]
            sources += [(anchor.year, "nearest-date")] if anchor.year is not None else []
        for year, basis in sources:
            if states(completed := each.with_year(year), time):
                return basis, completed
    return None


def _years(passage: QuotedDates) -> list[int]:
    return [year for each in passage.whole if (year := year_given(each)) is not None]


def _in_context(time: Time, quote: QuotedDates, context: QuotedDates, anchor: Anchor) -> Stated | None:
    for each in context.whole:
        if states(each, time):
            return "in-context", each
    if each_stated(context.whole, time):
        return "in-context", None
    for each in context.whole:
        if not each.lacks_year:
            continue
        if any(states(each.with_year(year), time) for year in (*_years(quote), *_years(context))):
            return "in-context", each
        if anchor.year is not None and states(each.with_year(anchor.year), time):
            return "in-sentence" if anchor.year_from == "sentence" else "nearest-date", each
    return None


def _parted(time: Time, quote: QuotedDates, context: QuotedDates) -> Stated | None:
    """A date in one of quote and context, its part of the day in the other."""
    if time.part_of_day is None:
        return None
    plain = without_part_of_day(time)
    for dated, parted in ((context, quote), (quote, context)):
        alone = any(
            e.core is None and e.relation is None and e.part_of_day == time.part_of_day for e in parted.whole
        )
        found = next((each for each in dated.whole if states(each, plain)), None)
        if alone and found is not None:
            return "in-context" if dated is context else "in-quote", found
    return None


def _not_stated(
    spec: ClaimSpec,
    time: Time,
    quote: QuotedDates,
    context: QuotedDates,
    anchor: Anchor,
    evidence: DateEvidence,
    report: Report,
) -> None:
    notes = list(_notes(quote, anchor, evidence))
    cut = next(
        (e for e in (*quote.cut, *context.cut) if e.core is not None and evidence.text is not None), None
    )
    help = "quote the words that hold the date, give them as `context:`, or add `reading:` with why"
    label = "not in the quote"
    if cut is not None and evidence.text is not None:
        words = " ".join(evidence.text.text[cut.start : cut.end].split())
        notes.append(f"the quote cuts “{words}”")
        help = f"quote all of “{words}”"
        label = "cut by the quote"
    elif (value := _only_value(quote, anchor)) is not None:
        help = f"write `{value}`"
    report(
        diagnostic(
            "KG306",
            f"the quote does not state the date of `{spec.property.key}`",
            spec.value_place,
            label=label,
            notes=notes,
            help=help,
        )
    )


def _notes(quote: QuotedDates, anchor: Anchor, evidence: DateEvidence) -> Iterator[str]:
    """What the quote says instead."""
    if lexicon(evidence.language) is None:
        yield f"dates in the language `{evidence.language}` cannot be read"
        return
    dates = [e for e in quote.whole if e.core is not None]
    stated = [each.written for each in dates if each.written is not None]
    if stated:
        yield f"the quote states: {', '.join(stated)}"
    for each in dates:
        if each.problem is not None:
            yield f"not read: {each.problem}"
        elif each.lacks_year and anchor.year is None:
            yield "no year stands with the date, in its sentence or before it"
        elif each.lacks_year:
            where = (
                "its sentence gives"
                if anchor.year_from == "sentence"
                else "the nearest earlier full date gives"
            )
            yield f"the date has no year; {where} {anchor.year}"
        elif each.others:
            yield "the words can say two things: " + " or ".join(
                _way(each, other) for other in (each.relation, *each.others)
            )
    if not dates and not quote.cut:
        yield "the quote states no date"


def _way(expression: DateExpression, relation: TimeRelation | None) -> str:
    """One of the ways in which words can be meant, as a mapping writes it."""
    return replace(expression, relation=relation, others=()).written or ""


def _only_value(quote: QuotedDates, anchor: Anchor) -> str | None:
    """The one date of a quote as a mapping writes it."""
    dates = [e for e in quote.whole if e.core is not None]
    if len(dates) != 1:
        return None
    only = dates[0]
    if only.lacks_year and anchor.year is not None:
        only = only.with_year(anchor.year)
    return only.written


def _weekday(
    spec: ClaimSpec,
    time: Time,
    expression: DateExpression | None,
    passages: Sequence[QuotedDates],
    report: Report,
) -> Inconsistency | None:
    """The weekday beside the date; where a reading gives the date, a weekday that stands in place of one."""
    if time.start is None or time.start != time.end:
        return None
    weekday = expression.weekday if expression is not None else None
    if expression is None and spec.reading is not None:
        found = [e for passage in passages for e in passage.whole]
        if not any(e.core is not None for e in found):
            weekday = next((e.weekday for e in found if e.weekday is not None), None)
    computed = weekday_of(time.start)
    if weekday is None or computed == WEEKDAYS[weekday.number]:
        return None
    stated = WEEKDAYS[weekday.number]
    if spec.sic is None and spec.reading is None:
        old = f"{time.edtf} of the Julian calendar is a {stated}: add `calendar: julian` if the text reckons by it"
        report(
            diagnostic(
                "KG311",
                f"{time.in_calendar} is a {computed}, and the quote says {stated}",
                spec.value_place,
                notes=[old] if _old_style(time, stated) else [],
                help="correct the date, or add `sic:` with a note if the document itself is inconsistent",
            )
        )
        return None
    return Inconsistency("Weekday", stated.casefold(), computed.casefold())


def _old_style(time: Time, stated: str) -> bool:
    """Whether a day has the weekday that is stated in the Julian calendar, and can be of it."""
    if time.calendar != GREGORIAN or time.start is None or parts_of(time.start)[0] > _LAST_JULIAN_YEAR:
        return False
    try:
        day = in_calendar(time.edtf, "julian").start
    except ValueSyntaxError:
        return False
    return day is not None and weekday_of(day) == stated


def _anniversary(
    spec: ClaimSpec, time: Time, passages: Sequence[QuotedDates], evidence: DateEvidence, report: Report
) -> Inconsistency | None:
    """The ordinal of an anniversary of the event that the claim is about, unless it dates the event itself."""
    event = (evidence.known or {}).get(spec.subject.id)
    first, now = year_of(event) if event is not None else None, year_of(time)
    if first is None or now is None or spec.property.dates_subject:
        return None
    computed = now - first
    for passage in passages:
        for number, words in anniversaries_in(passage.text, evidence.language):
            if number == computed:
                continue
            if spec.sic is None and spec.reading is None:
                report(
                    diagnostic(
                        "KG312",
                        f"{time.edtf} is {computed} years after {first}, and the quote says {words}",
                        spec.value_place,
                        help="correct the date, or add `sic:` with a note if the document itself is inconsistent",
                    )
                )
                return None
            return Inconsistency("Anniversary", str(number), str(computed))
    return None


def check_issued(issued: Datum, anchor: Anchor | None, evidence: DateEvidence, report: Report) -> None:
    """The date of issue must stand in the words that are given for it, unless a reading explains them."""
    if issued.quote is None or issued.reading is not None or anchor is None:
        return
    time = parse_time(issued.written or issued.value, calendar=issued.calendar)
    passage = evidence.passage(issued.quote.text, anchor.span)
    if passage.is_open or _any_states(passage.whole, time):
        return
    value = _only_value(passage, replace(anchor, year=None))
    report(
        diagnostic(
            "KG316",
            "the words given for the date of issue do not state it",
            issued.place,
            notes=[
                f"the words are: “{issued.quote.text}”",
                *_notes(passage, replace(anchor, year=None), evidence),
            ],
            help=f"write `issued: {{value: {value}, quote: {as_yaml(issued.quote.text)}}}`"
            if value is not None and "{" not in value
            else f"write `issued: {{value: {issued.value}, quote: WORDS}}`, with `reading: WHY` where they do not show "
            "it, or leave it out if the text does not show it",
        )
    )


def _any_states(expressions: Iterable[DateExpression], time: Time) -> bool:
    return any(states(each, time) for each in expressions)
