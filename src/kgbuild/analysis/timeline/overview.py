"""The timeline on one screen: the events that most documents date, and who answered the most asked questions first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kgbuild.analysis.study import Study
from kgbuild.analysis.timeline.page import claim_answer
from kgbuild.analysis.timeline.results import Dating, EventDates, QuestionTimeline, date_of
from kgbuild.claims.claim import Claim
from kgbuild.core.pages import SCREEN, Heading, Line, PageBlock
from kgbuild.core.short import short_grid
from kgbuild.core.terminal import count
from kgbuild.values.edtf import time_key


def timeline_overview(
    study: Study, events: Sequence[EventDates] | None, timelines: Sequence[QuestionTimeline] | None
) -> list[PageBlock]:
    """Of events and of statements, as far as asked for, what fits on a screen."""
    room = (SCREEN - 2) // ((events is not None) + (timelines is not None))
    blocks: list[PageBlock] = []
    if events is not None:
        blocks += _events(study, events, room)
    if timelines is not None:
        blocks += _statements(study, timelines, room)
    return [
        *blocks,
        Line("everything: `--details`; one event or question: `--event ID`, `--question QUESTION`"),
    ]


def _events(study: Study, events: Sequence[EventDates], room: int) -> list[PageBlock]:
    dated = [event for event in events if event.dated]
    others = len(events) - len(dated)
    head: list[PageBlock] = [
        Heading("What is dated when"),
        Line(
            f"{count(len(dated), 'event')} with a date, those of most documents first; {others} without one"
        ),
    ]
    by_weight = sorted(
        dated, key=lambda event: (-len(_documents(event.dated)), time_key(event.dated[0].time))
    )
    rows = []
    for event in by_weight:
        most = max(event.dated, key=lambda dating: len({claim.document for claim in dating.claims}))
        others = len(event.dated) + len(event.open) - 1
        part = f", {most.time.part_of_day}" if most.time.part_of_day is not None else ""
        rows.append((
            f"{most.time.edtf}{part}",
            study.label(event.event),
            str(len(_documents(event.dated))),
            count(others, "other date") if others else "",
        ))  # fmt: skip
    return [*head, *short_grid(("date", "event", "documents", "besides"), rows, room - 4)]


def _documents(datings: Iterable[Dating]) -> set[str]:
    return {claim.document for dating in datings for claim in dating.claims}


def _statements(study: Study, timelines: Sequence[QuestionTimeline], room: int) -> list[PageBlock]:
    head: list[PageBlock] = [
        Heading("Who said it first"),
        Line(
            f"{count(len(timelines), 'question')}; first means first dated in this corpus; documents without a date "
            "stand apart"
        ),
    ]
    rows = [
        (
            each.question.label,
            _said(study, each.first),
            _said(study, each.later),
            _said(study, each.undated, dated=False),
        )
        for each in sorted(timelines, key=_weight)
    ]
    return [*head, *short_grid(("question", "first", "later", "undated"), rows, room - 4)]


def _weight(timeline: QuestionTimeline) -> tuple[object, ...]:
    documents = {c.document for c in (*timeline.first, *timeline.later, *timeline.undated)}
    return timeline.question.predicate.takes != "quantity", -len(documents), timeline.question.key


def _said(study: Study, claims: Iterable[Claim], *, dated: bool = True) -> str:
    """What claims answer, each with its date: "2020-01-17: 131 (civilians)"."""
    texts: dict[str, None] = {}
    for claim in claims:
        when = date_of(study, claim) if dated else None
        answer = claim_answer(study, claim)
        texts[f"{when.edtf}: {answer}" if when is not None else answer] = None
    first, *others = list(texts) or [""]
    return (
        f"{first}; {others[0]}"
        if len(others) == 1
        else f"{first} and {len(others)} more"
        if others
        else first
    )
