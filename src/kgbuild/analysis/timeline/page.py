"""The timeline of events and of statements as a page."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.analysis.conflicts.page import FROM_RIGHT, RELATIONS
from kgbuild.analysis.phrases import claim_object, quoted, voices_text
from kgbuild.analysis.study import Study
from kgbuild.analysis.timeline.results import Course, Dating, EventDates, QuestionTimeline, Step, date_of
from kgbuild.claims.claim import Claim
from kgbuild.core.pages import Page
from kgbuild.core.terminal import count

COLUMNS = (
    *("about", "what", "date", "start_day", "end_day", "extent", "precision", "mark", "value"),
    *("claim", "document", "document_date", "voice", "stance", "quote", "start", "end", "place", "notes"),
)


def timeline_page(
    study: Study, events: Sequence[EventDates] | None, timelines: Sequence[QuestionTimeline] | None
) -> Page:
    """The events that claims are about with their dates, and who answered which question when; ``None``: not asked."""
    page = Page(header=COLUMNS)
    data: dict[str, object] = {}
    if events is not None:
        placed: list[EventDates] = []
        undated: list[EventDates] = []
        for event in events:
            known = event.dated or event.open or event.relative or event.scoped
            (placed if known else undated).append(event)
        for event in placed:
            _event(page, study, event)
        _undated(page, study, undated)
        data["events"] = [_event_object(study, event) for event in events]
    if timelines is not None:
        for timeline in timelines:
            _question(page, study, timeline)
        data["statements"] = [_question_object(study, timeline) for timeline in timelines]
    page.data = data
    return page


def _event(page: Page, study: Study, event: EventDates) -> None:
    page.heading(study.label(event.event))
    if len(event.dated) + len(event.open) > 1:
        page.line(f"{len(event.dated) + len(event.open)} different dates, side by side:")
    elif not event.dated and not event.open:
        page.line("no date in this corpus")
    for dating in (*event.dated, *event.open):
        page.line(f"{date_text(dating)}: {count(len(dating.claims), 'claim')}")
        for claim in dating.claims:
            page.line(_claim(study, claim), 1)
            for note in _notes(study, claim):
                page.line(note, 2)
        page.rows += [_row(study, event.event, "date", claim, dating) for claim in dating.claims]
    for title, claims in (
        ("in relation to other events, without a date", event.relative),
        ("said of it for a time of its own", event.scoped),
    ):
        if claims:
            page.line(f"{title}:")
        for claim in claims:
            page.line(f"{claim.predicate.label}: {claim_answer(study, claim)}: {_claim(study, claim)}", 1)
            page.rows.append(_row(study, event.event, title, claim))
    for claim in event.beside:
        page.line(f"beside: {study.value(claim)}: {_claim(study, claim)} ({claim.stance}, {claim.modality})")
        page.rows.append(_row(study, event.event, "beside", claim))


def _undated(page: Page, study: Study, events: Sequence[EventDates]) -> None:
    """The events for which no claim gives a time, in one list, with any dates that do not count."""
    if not events:
        return
    page.heading("No date in this corpus")
    for event in events:
        page.line(study.label(event.event))
        for claim in event.beside:
            page.line(
                f"beside: {study.value(claim)}: {_claim(study, claim)} ({claim.stance}, {claim.modality})", 1
            )
            page.rows.append(_row(study, event.event, "beside", claim))


def date_text(dating: Dating) -> str:
    """ "1990-01-19/1990-01-20 (interval, to the day; all of it; night)"."""
    time = dating.time
    parts = [dating.shape, f"to the {dating.precision}"]
    if dating.mark is not None:
        parts.append(dating.mark)
    parts.append("all of it" if time.extent == "throughout" else "at some time in it")
    if time.part_of_day is not None:
        parts.append(time.part_of_day)
    if time.counted_from is not None:
        parts.append(f"counted from {time.counted_from.edtf}")
    return f"{time.edtf} ({', '.join(parts)})"


def _notes(study: Study, claim: Claim) -> list[str]:
    """What of a dating is not in its words: the year, or who or what is meant by a name."""
    notes = []
    if claim.year_basis is not None and claim.year_basis != "in-quote":
        basis = study.namer.vocabulary.choices("yearBases")[claim.year_basis]
        notes.append(f"year: {basis.definition[:1].lower()}{basis.definition[1:].rstrip('.')}")
    notes += [
        f"identity {ref.identity}: {ref.id}: {ref.reading or 'no reason given'}" for ref in claim.identities
    ]
    if claim.reading is not None:
        notes.append(f"read so: {claim.reading}")
    return notes


def _claim(study: Study, claim: Claim) -> str:
    return f"{claim.document}: {voices_text(study, claim)} {quoted(claim)} ({claim.place})"


def claim_answer(study: Study, claim: Claim) -> str:
    """What a claim answers, with what it is limited to: "131 (civilians)", "21 (after Declaration of …)"."""
    content = claim.proposition
    qualities = (content.population, content.place, content.severity)
    limits = [study.label(term) for term in qualities if term is not None]
    if content.time is not None:
        limits.append(study.time_text(content.time))
    negative = "not " if content.negative else ""
    limited = f" ({', '.join(limits)})" if limits else ""
    return f"{negative}{study.value(claim)}{limited}"


def _question(page: Page, study: Study, timeline: QuestionTimeline) -> None:
    page.heading(timeline.question.label)
    if not timeline.first:
        page.line("no dated mention in this corpus")
    several = len({claim.document for claim in timeline.first}) > 1
    what = "first dated mentions in this corpus (which of them came first is not recorded)" if several else ""
    for title, key, claims in (
        (what or "first dated mention in this corpus", "first", timeline.first),
        ("later", "later", timeline.later),
        ("in documents without a date", "undated", timeline.undated),
    ):
        if claims:
            page.line(f"{title}:")
        for claim in claims:
            when = date_of(study, claim)
            date = f"{when.edtf}: " if when is not None else ""
            page.line(f"{date}{claim_answer(study, claim)}: {_claim(study, claim)}", 1)
            for note in _notes(study, claim):
                page.line(note, 2)
            page.rows.append(_row(study, timeline.question.key, key, claim))
    for course in timeline.courses:
        _course(page, study, course)


def _course(page: Page, study: Study, course: Course) -> None:
    why = f" (affiliation by {count(len(course.basis), 'claim')})" if course.basis else ""
    answers_by_date: dict[str, dict[str, None]] = {}
    for claim in course.dated:
        when = date_of(study, claim)
        answers_by_date.setdefault(when.edtf if when is not None else "", {})[claim_answer(study, claim)] = (
            None
        )
    page.line(f"voices of {study.label(course.body)} over time{why}:")
    for date, answers in answers_by_date.items():
        page.line(f"{date}: {'; '.join(answers)}", 1)
    if course.undated:
        page.line(f"undated: {'; '.join(dict.fromkeys(claim_answer(study, c) for c in course.undated))}", 1)
    for step in course.steps:
        page.line(_step(study, step), 1)


def _step(study: Study, step: Step) -> str:
    notes = f" ({'; '.join(step.comparison.notes)})" if step.comparison.notes else ""
    name = RELATIONS[step.comparison.relation]
    relation = FROM_RIGHT.get(step.comparison.relation, name) if step.is_read_back else name
    return f"{claim_answer(study, step.before)} → {claim_answer(study, step.after)}: {relation}{notes}"


def _row(
    study: Study, about: str, what: str, claim: Claim, dating: Dating | None = None
) -> tuple[object, ...]:
    issued = study.issued(study.section_of(claim))
    time = dating.time if dating is not None else None
    return (
        *(study.name(about) if about.startswith("<") else about, what),
        *((time.edtf, time.start or "", time.end or "", time.extent) if time is not None else ("",) * 4),
        *((dating.precision, dating.mark or "") if dating is not None else ("", "")),
        *(claim_answer(study, claim), claim.id, claim.document, issued.edtf if issued is not None else ""),
        *(study.label(claim.voice), claim.stance, claim.quote.text),
        *(claim.anchor.span.start, claim.anchor.span.end, str(claim.place)),
        "; ".join(_notes(study, claim)),
    )


def _event_object(study: Study, event: EventDates) -> dict[str, object]:
    def dating(item: Dating) -> dict[str, object]:
        time = item.time
        return {
            "edtf": time.edtf,
            "start": time.start,
            "end": time.end,
            "extent": time.extent,
            "part_of_day": time.part_of_day,
            "counted_from": time.counted_from.edtf if time.counted_from is not None else None,
            "precision": item.precision,
            "shape": item.shape,
            "mark": item.mark,
            "claims": [
                {**claim_object(study, claim), "notes": _notes(study, claim)} for claim in item.claims
            ],
        }

    def claims(items: Sequence[Claim]) -> list[dict[str, object]]:
        return [
            {**claim_object(study, c), "property": c.predicate.key, "answer": claim_answer(study, c)}
            for c in items
        ]

    return {
        "event": study.name(event.event),
        "label": study.label(event.event),
        "dated": list(map(dating, event.dated)),
        "open": list(map(dating, event.open)),
        "relative": claims(event.relative),
        "scoped": claims(event.scoped),
        "beside": claims(event.beside),
    }


def _question_object(study: Study, timeline: QuestionTimeline) -> dict[str, object]:
    def claims(items: Sequence[Claim]) -> list[dict[str, object]]:
        return [
            {
                **claim_object(study, claim),
                "answer": claim_answer(study, claim),
                "notes": _notes(study, claim),
                "date": when.edtf if (when := date_of(study, claim)) is not None else None,
            }
            for claim in items
        ]

    return {
        "question": timeline.question.key,
        "label": timeline.question.label,
        "first": claims(timeline.first),
        "later": claims(timeline.later),
        "undated": claims(timeline.undated),
        "over_time": [
            {
                "body": study.name(course.body),
                "basis": list(course.basis),
                "dated": claims(course.dated),
                "undated": claims(course.undated),
                "steps": [
                    {
                        "before": step.before.id,
                        "after": step.after.id,
                        "from": study.name(step.comparison.left.term),
                        "relation": str(step.comparison.relation),
                        "notes": list(step.comparison.notes),
                    }
                    for step in course.steps
                ],
            }
            for course in timeline.courses
        ],
    }
