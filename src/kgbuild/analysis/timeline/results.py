"""What is dated when, and by whom; and who said what first, as far as the documents of a corpus are dated.

Times are sorted by the bounds of their EDTF values. An interval with an open end, a date that nobody gives and a date
that is known only by another event are kept apart: where they belong is not recorded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise, product
from typing import Final

from kgbuild.analysis.origins.results import bodies_of
from kgbuild.analysis.study import Question, Study
from kgbuild.claims.claim import Claim, TimeNode
from kgbuild.claims.comparisons import Pair
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.values.edtf import Time, time_key

MARKS: Final = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}
"""The qualifiers of EDTF."""
_PRECISIONS: Final = ("century", "decade", "year", "month", "day")


@record
class Dating:
    """One time that an event is given, with all claims that give it.

    ``precision`` is the coarsest of its dates: *day*, *month*, *year*, *decade*, *century*; ``shape`` is *date*,
    *interval*, *open interval*, *one of several dates* or *several dates*; ``mark`` a value of :data:`MARKS`.
    """

    time: Time
    precision: str
    shape: str
    mark: str | None
    claims: tuple[Claim, ...]


@record
class EventDates:
    """An event with the times it is given: ``dated`` by their bounds, ``open`` ones apart.

    ``relative`` are the claims that set it after, before or beside other events, ``scoped`` those that say something
    else of it for a time of their own, ``beside`` the datings that do not count: denied, planned, negative.
    """

    event: Term
    dated: tuple[Dating, ...]
    open: tuple[Dating, ...]
    relative: tuple[Claim, ...]
    scoped: tuple[Claim, ...]
    beside: tuple[Claim, ...]


def event_dates(study: Study, only: Term | None = None) -> list[EventDates]:
    """Every event that claims are about, the earliest first, then those with open times only, then the undated."""
    by_event: dict[Term, list[Claim]] = defaultdict(list)
    for claim in sorted(study.claims, key=study.order):
        subject = claim.proposition.subject
        if study.kind(subject) == "event" and only in (None, subject):
            by_event[subject].append(claim)
    return sorted((_event(event, claims) for event, claims in by_event.items()), key=_event_key)


def _event(event: Term, claims: Sequence[Claim]) -> EventDates:
    giving = [claim for claim in claims if claim.predicate.dates_subject]
    datings = _datings(filter(_counts, giving))
    return EventDates(
        event=event,
        dated=tuple(dating for dating in datings if not _is_open(dating.time)),
        open=tuple(dating for dating in datings if _is_open(dating.time)),
        relative=tuple(claim for claim in claims if claim.predicate.relates_events and _counts(claim)),
        scoped=tuple(claim for claim in claims if claim.proposition.time is not None),
        beside=tuple(claim for claim in giving if not _counts(claim)),
    )


def _counts(claim: Claim) -> bool:
    return claim.counts and not claim.proposition.negative


def _is_open(time: Time) -> bool:
    return time.start is None or time.end is None


def _event_key(event: EventDates) -> tuple[object, ...]:
    if event.dated:
        return 0, time_key(event.dated[0].time), event.event
    if event.open:
        return 1, time_key(event.open[0].time), event.event
    return 2, event.event


def _datings(claims: Iterable[Claim]) -> list[Dating]:
    groups: dict[Time, list[Claim]] = defaultdict(list)
    for claim in claims:
        content = claim.proposition.object
        if isinstance(content, TimeNode) and content.time is not None:
            groups[content.time].append(claim)
    found = [Dating(time, *precision_of(time.edtf), tuple(claims)) for time, claims in groups.items()]
    return sorted(found, key=lambda dating: time_key(dating.time))


def precision_of(edtf: str) -> tuple[str, str, str | None]:
    """The precision, shape and mark of an EDTF value; see :class:`Dating`."""
    dates = _dates(edtf)
    coarsest = min(map(_precision, dates))
    marks = sorted({date[-1] for date in dates} & MARKS.keys())
    shape = (
        {"[": "one of several dates", "{": "several dates"}.get(edtf[0])
        or ("open interval" if ".." in edtf else None)
        or ("interval" if "/" in edtf else "date")
    )
    return _PRECISIONS[coarsest], shape, ", ".join(MARKS[mark] for mark in marks) or None


def first_date(edtf: str) -> str:
    """The first date that an EDTF value names: "1990-01-19" of "1990-01-19/1990-01-20"."""
    return _dates(edtf)[0]


def _dates(edtf: str) -> list[str]:
    return [date for date in re.split(r"[/,\[\]{}]", edtf) if date not in ("", "..")]


def _precision(date: str) -> int:
    bare = date.rstrip("?~%")
    if bare.endswith("XX"):
        return 0
    return 1 if bare.endswith("X") else 2 + bare.count("-")


@record
class Step:
    """A change in what one body says, from one date to the next: two claims and their comparison."""

    before: Claim
    after: Claim
    comparison: Pair

    @property
    def is_read_back(self) -> bool:
        """Whether the relation is read from the later claim to the earlier: a later figure *of* the earlier one."""
        return self.comparison.left.term != self.before.term


@record
class Course:
    """What the voices of one state or organisation said over the years, in the order of their documents' dates.

    ``steps`` compare each content with those of the date before, where they differ. ``basis`` are the ids of the
    claims that say which voice belongs to it; a voice of which nothing is recorded stands for itself.
    """

    body: Term
    basis: tuple[str, ...]
    dated: tuple[Claim, ...]
    undated: tuple[Claim, ...]
    steps: tuple[Step, ...]


@record
class QuestionTimeline:
    """Who answered a question when: ``first`` the dated mentions that none other is dated before, then the ``later``.

    First means first in this corpus. Where dates overlap several may be first. ``undated`` stand in documents without
    a date, or with an open one.
    """

    question: Question
    first: tuple[Claim, ...]
    later: tuple[Claim, ...]
    undated: tuple[Claim, ...]
    courses: tuple[Course, ...]


def question_timeline(study: Study, question: Question) -> QuestionTimeline:
    """Who answered a question when; only claims that count."""
    claims = [claim for claim in study.by_slot[question.slot] if claim.counts]
    dates = {claim.term: date for claim in claims if (date := date_of(study, claim)) is not None}
    dated = sorted(
        (c for c in claims if c.term in dates), key=lambda c: (time_key(dates[c.term]), *study.order(c))
    )
    earliest = min((dates[claim.term].end or 0 for claim in dated), default=0)
    first = [claim for claim in dated if (dates[claim.term].start or 0) <= earliest]
    return QuestionTimeline(
        question,
        tuple(first),
        tuple(dated[len(first) :]),
        tuple(claim for claim in claims if claim.term not in dates),
        _courses(study, claims, lambda claim: dates.get(claim.term)),
    )


def date_of(study: Study, claim: Claim) -> Time | None:
    """When a claim was made: the date of its part or document, where it is closed at both ends."""
    issued = study.issued(study.section_of(claim))
    return None if issued is None or _is_open(issued) else issued


def _courses(
    study: Study, claims: Sequence[Claim], date: Callable[[Claim], Time | None]
) -> tuple[Course, ...]:
    of_body: dict[Term, list[Claim]] = defaultdict(list)
    basis: dict[Term, set[str]] = defaultdict(set)
    for claim in claims:
        for body, why in bodies_of(study, claim.voice).items():
            of_body[body].append(claim)
            basis[body].update(why)
    courses = []
    for body, said in of_body.items():
        at: dict[tuple[float, float, str, str], list[Claim]] = defaultdict(list)
        for claim in said:
            when = date(claim)
            if when is not None:
                at[time_key(when)].append(claim)
        in_order = [at[key] for key in sorted(at)]
        if len(in_order) > 1:
            undated = tuple(claim for claim in said if date(claim) is None)
            dated = tuple(claim for group in in_order for claim in group)
            courses.append(Course(body, tuple(sorted(basis[body])), dated, undated, _steps(study, in_order)))
    return tuple(sorted(courses, key=lambda course: course.body))


def _steps(study: Study, in_order: Sequence[Sequence[Claim]]) -> tuple[Step, ...]:
    found = []
    for earlier, later in pairwise(in_order):
        for one, other in product(_contents(earlier), _contents(later)):
            comparison = None
            if one.proposition != other.proposition:
                comparison = study.comparisons.between(one, other)
            if comparison is not None:
                found.append(Step(one, other, comparison))
    return tuple(found)


def _contents(claims: Sequence[Claim]) -> list[Claim]:
    """The first of the claims of each content."""
    return list(reversed({claim.proposition: claim for claim in reversed(claims)}.values()))
