"""Events with their dates, and who answered a question when, on axes of time; as DOT, by dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from kgbuild.analysis.conflicts.page import time_details
from kgbuild.analysis.drawing.condense import LARGE, packed
from kgbuild.analysis.drawing.parts import Axis, Caption, DotGraph, Edge, Mark, Node, Row
from kgbuild.analysis.drawing.render import Picture
from kgbuild.analysis.origins.picture import link_tip, mention_node
from kgbuild.analysis.phrases import claim_tip, voices_text
from kgbuild.analysis.study import Study
from kgbuild.analysis.timeline.page import claim_answer, date_text
from kgbuild.analysis.timeline.results import Dating, EventDates, QuestionTimeline, first_date
from kgbuild.claims.claim import Claim
from kgbuild.core.terminal import count
from kgbuild.values.dates import Time
from kgbuild.values.edtf import time_key

_PLACES: Final = 18
"""The most marks beside each other in a row of many."""
_NAMED: Final = 3
_ROWS: Final = 120
"""The most rows: one for each answer, or else one for each question, or else several questions share one."""


def timeline_picture(
    study: Study, events: Sequence[EventDates] | None, timelines: Sequence[QuestionTimeline] | None
) -> Picture:
    """Each date of each event, and each mention of each question by the date of its document; ``None``: not asked.

    Where these are many, a row is an event or an answer, with a mark for each of its dates. As DOT what belongs to one
    date stands beside it, and dates follow one another.
    """
    parts: list[Axis] = []
    remarks: list[str] = []
    graphs: list[DotGraph] = []
    if events:
        rows = _event_rows(study, events, remarks)
        parts += [Axis("Events, with each date they are given", rows, True)] if rows else []
        graphs.append(_event_graph(study, events))
        undated = sum(not event.dated and not event.open for event in events)
        if undated:
            remarks.append(f"{count(undated, 'event')} without a date in this corpus not shown")
    if timelines:
        parts += _question_axes(study, timelines, remarks)
        graphs.append(_question_graph(study, timelines))
    return Picture("What is dated when, and who said it when", parts, remarks, graphs)


def _event_rows(study: Study, events: Sequence[EventDates], remarks: list[str]) -> list[Row]:
    datings = {event: (*event.dated, *event.open) for event in events if event.dated or event.open}
    single = [
        _dating(study, event, each, named=number == 0)
        for event, found in datings.items()
        for number, each in enumerate(found)
    ]
    if len(single) <= LARGE:
        return single
    rows = [_dated_events(study, group, datings) for group in packed(list(datings))]
    remarks.append(
        f"Condensed: {count(len(single), 'date')} of {count(len(datings), 'event')} stand in "
        f"{count(len(rows), 'row')}. `kgbuild timeline --events` lists each."
    )
    return rows


def _dating(study: Study, event: EventDates, dating: Dating, *, named: bool) -> Row:
    """One date of an event; the first of its dates names the event."""
    note = [
        count(len(dating.claims), "claim"),
        *([dating.mark] if dating.mark else []),
        *time_details(dating.time),
    ]
    names = (study.label(event.event), study.name(event.event)) if named else ("", "")
    return Row(names[0], (_date_mark(dating),), dating.time.edtf, ", ".join(note), names[1])


def _date_mark(dating: Dating) -> Mark:
    inferred = all(any(each.identity == "inferred" for each in claim.identities) for claim in dating.claims)
    tip = f"{dating.time.edtf}: {'; '.join(map(claim_tip, dating.claims))}"
    return Mark(dating.time.start, dating.time.end, "inferred" if inferred else "plain", tip)


def _dated_events(
    study: Study, events: Sequence[EventDates], datings: dict[EventDates, tuple[Dating, ...]]
) -> Row:
    """One event, or several that follow one another, with all their dates."""
    found = [dating for event in events for dating in datings[event]]
    names = [study.label(event.event) for event in events]
    label = _few(names) if len(names) == 1 else f"{count(len(names), 'event')}: {_few(names)}"
    marks = [_date_mark(dating) for dating in sorted(found, key=lambda each: time_key(each.time))]
    note = count(sum(len(dating.claims) for dating in found), "claim")
    return Row(label, _joined(marks), _few([dating.time.edtf for dating in found]), note)


def _few(names: Iterable[str]) -> str:
    names = list(dict.fromkeys(names))
    more = len(names) - _NAMED
    return "; ".join(names[:_NAMED]) + (f" and {count(more, 'other')}" if more > 0 else "")


def _question_axes(study: Study, timelines: Sequence[QuestionTimeline], remarks: list[str]) -> list[Axis]:
    """An axis for each question with a row for each mention; where these are many, one with rows of many marks."""
    mentions = [(timeline, claim) for timeline in timelines for claim in _claims(timeline)]
    if len(mentions) <= LARGE:
        return [
            Axis(_when(timeline), [_mention(study, claim) for claim in _claims(timeline)], True)
            for timeline in timelines
        ]
    answers: dict[object, list[Claim]] = defaultdict(list)
    questions: dict[object, list[Claim]] = defaultdict(list)
    for timeline, claim in mentions:
        answers[timeline.question.slot, claim_answer(study, claim)].append(claim)
        questions[timeline.question.slot].append(claim)
    groups, what = (answers, "answer") if len(answers) <= _ROWS else (questions, "question")
    rows = [
        _many(study, [claim for claims in group for claim in claims], len(timelines) > 1)
        for group in packed(list(groups.values()), _ROWS)
    ]
    each = f"one for each {what}" if len(rows) == len(groups) else "several questions in each"
    remarks.append(
        f"Condensed: {count(len(mentions), 'mention')} of {count(len(questions), 'question')} stand in "
        f"{count(len(rows), 'row')}, {each}. `kgbuild timeline --statements` lists each; fewer are drawn with "
        "`--event` or `--question`."
    )
    return [Axis(_when(timelines[0]) if len(timelines) == 1 else "Who answered what when", rows, True)]


def _when(timeline: QuestionTimeline) -> str:
    return f"{timeline.question.label}: who answered when"


def _claims(timeline: QuestionTimeline) -> tuple[Claim, ...]:
    return (*timeline.first, *timeline.later, *timeline.undated)


def _mention(study: Study, claim: Claim) -> Row:
    issued = _issued(study, claim)
    date = issued.edtf if issued is not None else "undated"
    label = f"{claim.document}: {voices_text(study, claim)}"
    return Row(label, (_mention_mark(study, claim),), claim_answer(study, claim), date, claim.id)


def _mention_mark(study: Study, claim: Claim) -> Mark:
    issued = _issued(study, claim)
    ends = (None, None) if issued is None else (issued.start, issued.end)
    return Mark(*ends, "linked" if study.links.get(claim.term) else "open", claim_tip(claim))


def _issued(study: Study, claim: Claim) -> Time | None:
    return study.issued(study.section_of(claim))


def _many(study: Study, claims: Sequence[Claim], named: bool) -> Row:
    """What many mentions have in common: their questions, where these are ``named``, their answers, a mark a time."""
    asked = list(dict.fromkeys(study.questions[claim.proposition.slot] for claim in claims))
    documents = list(dict.fromkeys(claim.document for claim in claims))
    marks = [_mention_mark(study, claim) for claim in claims]
    undated = sum(mark.lo is None and mark.hi is None for mark in marks)
    note = [f"{count(len(documents), 'document')}: {_few(documents)}"]
    note += [f"{count(undated, 'mention')} undated"] if undated else []
    label = _few([question.label for question in asked]) if named else ""
    value = _few([claim_answer(study, claim) for claim in claims])
    return Row(label, _joined(marks), value, "; ".join(note), label and asked[0].key)


def _joined(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Marks of nearly one time as one, so that they do not lie on each other; long and open times stay as they are."""
    short = [mark for mark in marks if mark.lo is not None and mark.hi is not None]
    if not short:
        return tuple(marks)
    first, last = min(_years(mark.lo) for mark in short), max(_years(mark.hi) for mark in short)
    near = (last - first) / _PLACES
    groups: list[list[Mark]] = []
    others: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.lo or 0, each.hi or 0)):
        if mark.lo is None or mark.hi is None or _years(mark.hi) - _years(mark.lo) > max(near, 1):
            others.append(mark)
        elif groups and _years(mark.lo) - _years(groups[-1][0].lo) <= near:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return (*map(_one, groups), *(mark for mark in others if mark.lo is not None or mark.hi is not None))


def _one(marks: Sequence[Mark]) -> Mark:
    """Marks of nearly one time as one, where the first begins."""
    kinds = {mark.kind for mark in marks}
    kind = kinds.pop() if len(kinds) == 1 else "some" if "linked" in kinds else "plain"
    tip = "; ".join(mark.tip for mark in marks)
    return Mark(marks[0].lo, marks[0].lo, kind, tip, len(marks))


def _years(day: float | None) -> float:
    """A day (yyyymmdd) in years, close enough to find out which marks would touch."""
    day = day or 0
    return day // 10_000 + (day // 100 % 100 - 1) / 12 + day % 100 / 372


def _event_graph(study: Study, events: Sequence[EventDates]) -> DotGraph:
    """Events with their dates, and with what claims say of two events: that one followed the other, led to it …"""
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    ranks: dict[tuple[int, str], list[str]] = defaultdict(list)

    def event_node(term: str) -> str:
        name = f"event.{study.name(term)}"
        nodes.setdefault(name, Node(name, (Caption(study.label(term), True),), "event", tip=study.name(term)))
        return name

    for event in events:
        for number, dating in enumerate((*event.dated, *event.open)):
            name = f"dating.{study.name(event.event)}.{number}"
            texts = (Caption(date_text(dating)), Caption(count(len(dating.claims), "claim")))
            mark = _date_mark(dating)
            nodes[name] = Node(name, texts, "dating", tip=mark.tip)
            edges.append(Edge(event_node(event.event), name, "dated"))
            ranks[_rank(dating.time)].append(name)
        said_of: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in event.relative:
            if isinstance(claim.proposition.object, str):
                said_of[claim.predicate.label, claim.proposition.object].append(claim)
        for (label, other), claims in said_of.items():
            ends = event_node(event.event), event_node(other)
            text = f"{label} ({count(len(claims), 'claim')})"
            edges.append(Edge(*ends, "event", text, "; ".join(map(claim_tip, claims))))
    return DotGraph("Events", list(nodes.values()), edges, _in_order(ranks))


def _question_graph(study: Study, timelines: Sequence[QuestionTimeline]) -> DotGraph:
    """Questions with the claims that answer them, by the dates of their documents, and the links between these."""
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    ranks: dict[tuple[int, str], list[str]] = defaultdict(list)
    for timeline in timelines:
        question = f"question.{timeline.question.key}"
        nodes[question] = Node(
            question, (Caption(timeline.question.label),), "question", tip=timeline.question.key
        )
        claims = {claim.term: claim for claim in _claims(timeline)}
        for term, claim in claims.items():
            node = mention_node(study, claim)
            nodes[node.id] = Node(
                node.id, (Caption(claim_answer(study, claim), True), *node.texts), node.kind, tip=node.tip
            )
            edges.append(Edge(question, node.id, "answers"))
            issued = _issued(study, claim)
            if issued is not None and issued.start is not None:
                ranks[_rank(issued)].append(node.id)
            edges += [
                Edge(study.name(link.source), node.id, link.basis, tip=link_tip(link))
                for link in study.links.get(term, ())
                if link.source in claims
            ]
    return DotGraph("Statements", list(nodes.values()), edges, _in_order(ranks))


def _rank(time: Time) -> tuple[int, str]:
    """Where a time stands in a chain of dates, and how that date is called."""
    return (time.start or 0, first_date(time.edtf)) if time.start is not None else (0, "open start")


def _in_order(ranks: dict[tuple[int, str], list[str]]) -> list[tuple[str, Sequence[str]]]:
    return [(name, ranks[start, name]) for start, name in sorted(ranks)]
