"""Events with the dates that they are given, and who answered a question when, on axes of time."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.claims import Claim
from kgbuild.pictures.parts import Part, Span, Spans
from kgbuild.pictures.render import Picture
from kgbuild.pictures.words import leads_back
from kgbuild.provenance.study import Study
from kgbuild.provenance.timeline import Dating, EventDates, Telling
from kgbuild.report.timeline import answer
from kgbuild.report.words import count, said


def timeline_picture(
    study: Study, events: Sequence[EventDates] | None, tellings: Sequence[Telling] | None
) -> Picture:
    """Each date of each event, and each mention of each question by the date of its document; ``None``: not asked."""
    parts: list[Part] = []
    remarks = []
    if events:
        rows = [_dating(study, event, each) for event in events for each in (*event.dated, *event.open)]
        parts.append(Spans("Events, with each date they are given", rows))
        undated = sum(not event.dated and not event.open for event in events)
        if undated:
            remarks.append(f"{count(undated, 'event')} without a date in this corpus not shown")
    for telling in tellings or ():
        claims = (*telling.first, *telling.later, *telling.undated)
        title = f"{telling.question.label}: who answered when"
        parts.append(Spans(title, [_mention(study, claim) for claim in claims]))
    return Picture("What is dated when, and who said it when", parts, tuple(remarks))


def _dating(study: Study, event: EventDates, dating: Dating) -> Span:
    claims, time = dating.claims, dating.time
    inferred = all(any(each.identity == "inferred" for each in claim.identities) for claim in claims)
    return Span(
        label=study.label(event.event),
        start=time.start,
        end=time.end,
        value=time.edtf,
        note=", ".join([count(len(claims), "claim"), *([dating.mark] if dating.mark else [])]),
        kind="inferred" if inferred else "plain",
        fallback=study.name(event.event),
        tip="; ".join(map(leads_back, claims)),
    )


def _mention(study: Study, claim: Claim) -> Span:
    issued = study.issued(study.section_of(claim))
    return Span(
        label=f"{claim.document}: {said(study, claim)}",
        start=issued.start if issued is not None else None,
        end=issued.end if issued is not None else None,
        value=answer(study, claim),
        note=issued.edtf if issued is not None else "undated",
        kind="linked" if study.links.get(claim.term) else "open",
        fallback=claim.id,
        tip=leads_back(claim),
    )
