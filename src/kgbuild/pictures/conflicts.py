"""Answers to a question side by side on one axis, each with where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kgbuild.claims import TimeNode
from kgbuild.pictures.parts import Interval, Intervals, Part, Span, Spans
from kgbuild.pictures.render import Picture
from kgbuild.pictures.words import leads_back
from kgbuild.provenance.conflicts import Dispute, Position
from kgbuild.provenance.study import Study
from kgbuild.report.conflicts import RELATIONS, answer, scope
from kgbuild.report.words import count

_REMARK: Final = (
    "Rows stand in the order of their values. Where no lineage is recorded, nothing follows from that about where a "
    "statement came from."
)

_NAMED: Final = 3
"""How many documents of a side its row names; the tip has all."""
_PAIRS: Final = 60
"""How many pairs of sides stand below a picture by their numbers."""


def conflicts_picture(study: Study, disputes: Sequence[Dispute]) -> Picture:
    """Questions with a row for each side, in the order of values; how they stand to each other is said in words."""
    several = len(disputes) > 1
    remarks = []
    for dispute in disputes:
        question = f"{dispute.question.label}: " if several else ""
        remarks += [f"{question}{line}" for line in _standing(dispute)]
    title = "Answers side by side" if several or not disputes else disputes[0].question.label
    parts = [_part(study, dispute, dispute.question.label if several else "") for dispute in disputes]
    return Picture(title, parts, (*remarks, _REMARK))


def _part(study: Study, dispute: Dispute, title: str) -> Part:
    positions = dispute.positions
    if any(isinstance(each.side.proposition.object, TimeNode) for each in positions):
        return Spans(title, [Span(*_row(study, each)) for each in positions])
    return Intervals(title, [Interval(*_row(study, each)) for each in positions])


def _row(study: Study, position: Position) -> tuple[str, int | None, int | None, str, str, str, str, str]:
    lo, hi = position.bounds or (None, None)
    said_of = scope(study, position)
    named, more = position.documents[:_NAMED], len(position.documents) - _NAMED
    others = f" and {count(more, 'other')}" if more > 0 else ""
    label = f"side {position.number}: {', '.join(named)}{others}"
    note = "; ".join(
        [
            *([f"said of: {said_of}"] if said_of else []),
            *([count(len(position.origins), "recorded origin")] if position.origins else []),
            *([f"{len(position.unrecorded)} with lineage not recorded"] if position.unrecorded else []),
        ]
    )
    tip = "; ".join(map(leads_back, position.claims))
    ends = (None if lo is None else int(lo), None if hi is None else int(hi))
    return label, *ends, answer(study, position), note, _kind(position), f"side {position.number}", tip


def _kind(position: Position) -> str:
    if position.side.negative:
        return "denied"
    if position.origins and position.unrecorded:
        return "mixed"
    return "recorded" if position.origins else "open"


def _standing(dispute: Dispute) -> list[str]:
    """ "conflict: sides 1 and 2, 1 and 3"; of many pairs only their number, as `kgbuild conflicts` lists them."""
    found = []
    for relation, name in RELATIONS.items():
        pairs = [f"{pair.left} and {pair.right}" for pair in dispute.pairs if pair.relation is relation]
        if len(pairs) > _PAIRS:
            found.append(f"{name}: {len(pairs):,} pairs of sides; `kgbuild conflicts` lists them")
        elif pairs:
            found.append(f"{name}: sides {', '.join(pairs)}")
    return found
