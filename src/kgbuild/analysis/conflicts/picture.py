"""Answers to a question side by side on one axis, each with its origins; as DOT, with all their claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kgbuild.analysis.conflicts.page import (
    DATES,
    pairs_by_relation,
    pairs_text,
    relation_reason,
    scope_text,
    side_answer,
    sum_text,
)
from kgbuild.analysis.conflicts.results import Dispute, Position, SidePair
from kgbuild.analysis.drawing.condense import packed
from kgbuild.analysis.drawing.parts import Axis, Caption, DotGraph, Edge, Mark, Node, Row
from kgbuild.analysis.drawing.render import Picture
from kgbuild.analysis.origins.picture import mention_node
from kgbuild.analysis.origins.results import traced_mention
from kgbuild.analysis.phrases import claim_tip, dates_of, dates_text
from kgbuild.analysis.study import Study
from kgbuild.claims.claim import TimeNode
from kgbuild.claims.comparability import Relation
from kgbuild.core.terminal import count

_REMARK: Final = (
    "Rows stand in the order of their values. Where no lineage is recorded, nothing follows from that about where a "
    "statement came from."
)

_NAMED: Final = 3
"""How many documents of a side its row names; the tip has all."""
_STANDS: Final[dict[tuple[Relation, bool | None], str]] = {
    (Relation.CONFLICT, None): "conflicts with",
    (Relation.LATER, True): "later figure than",
    (Relation.LATER, False): "earlier figure than",
    (Relation.PART, True): "part of",
    (Relation.PART, False): "total of",
    (Relation.AGREE, None): "agrees with",
    (Relation.COMPATIBLE, None): "compatible with",
    (Relation.NOT_STATED, None): "relation not stated to",
}
"""How a row says what its side is to others, read from the left side of the relation or from the right."""
_OTHERS: Final = 8
"""How many other sides a row names for each relation."""
_REASON: Final = 200
"""How long a reason may be to stand below a picture."""


def conflicts_picture(study: Study, disputes: Sequence[Dispute]) -> Picture:
    """Questions with a row for each side, in the order of values; how they stand to each other is said in words.

    As DOT each question is a graph of recorded origins, claims and sides, and of what two sides are to each other.
    """
    several = len(disputes) > 1
    remarks = []
    for dispute in disputes:
        question = f"{dispute.question.label}: " if several else ""
        remarks += [f"{question}{line}" for line in _standing(study, dispute)]
    title = "Answers side by side" if several or not disputes else disputes[0].question.label
    parts = [_axis(study, dispute, dispute.question.label if several else "") for dispute in disputes]
    rows, sides = sum(len(part.rows) for part in parts), sum(len(each.positions) for each in disputes)
    if rows < sides:
        remarks.append(f"Condensed: {sides:,} sides stand in {rows:,} rows. `kgbuild conflicts` lists each.")
    return Picture(title, parts, (*remarks, _REMARK), [_graph(study, dispute) for dispute in disputes])


def _axis(study: Study, dispute: Dispute, title: str) -> Axis:
    positions = dispute.positions
    days = any(isinstance(each.side.proposition.object, TimeNode) for each in positions)
    rows = [
        _row(study, dispute, group[0]) if len(group) == 1 else _several(study, group)
        for group in packed(positions)
    ]
    return Axis(title, rows, days)


def _row(study: Study, dispute: Dispute, position: Position) -> Row:
    label = f"side {position.number}: {_documents(position.documents)}"
    note = "; ".join((*_stands(dispute, position), *_note(study, position)))
    return Row(label, (_mark(position),), side_answer(position), note, f"side {position.number}")


def _several(study: Study, positions: Sequence[Position]) -> Row:
    """Neighbouring sides, of which there are too many for a row each."""
    first, last = positions[0], positions[-1]
    documents = list(dict.fromkeys(document for each in positions for document in each.documents))
    name = f"sides {first.number} to {last.number}"
    label = f"{name}: {_documents(documents)}"
    value = f"{side_answer(first)} … {side_answer(last)}"
    return Row(label, tuple(map(_mark, positions)), value, count(len(positions), "side"), name)


def _documents(documents: Sequence[str]) -> str:
    more = len(documents) - _NAMED
    return ", ".join(documents[:_NAMED]) + (f" and {count(more, 'other')}" if more > 0 else "")


def _mark(position: Position) -> Mark:
    lo, hi = position.bounds or (None, None)
    ends = (None if lo is None else float(lo), None if hi is None else float(hi))
    tip = f"side {position.number}: {'; '.join(map(claim_tip, position.claims))}"
    return Mark(*ends, _kind(position), tip)


def _stands(dispute: Dispute, position: Position) -> Iterator[str]:
    """How a side stands to the others: "conflicts with 2, 3"."""
    for (relation, from_left), words in _STANDS.items():
        others = sorted(
            {
                pair.right if pair.left == position.number else pair.left
                for pair in dispute.pairs
                if pair.relation is relation
                and position.number in (pair.left, pair.right)
                and from_left in (None, pair.left == position.number)
            }
        )
        if others:
            more = f" and {len(others) - _OTHERS} more" if len(others) > _OTHERS else ""
            yield f"{words} {', '.join(map(str, others[:_OTHERS]))}{more}"


def _note(study: Study, position: Position) -> Iterator[str]:
    dates = dates_text(dates_of(position.claims), DATES)
    if dates:
        yield f"as of {dates}"
    said_of = scope_text(study, position)
    if said_of:
        yield f"said of: {said_of}"
    if position.origins:
        yield count(len(position.origins), "recorded origin")
    if position.unrecorded:
        yield f"{len(position.unrecorded):,} with lineage not recorded"


def _kind(position: Position) -> str:
    if position.side.negative:
        return "denied"
    if position.origins and position.unrecorded:
        return "mixed"
    return "recorded" if position.origins else "open"


def _standing(study: Study, dispute: Dispute) -> Iterator[str]:
    """ "conflict: sides 1 and 2, 3 (time stated on one side only)"; of much only what it is, and where to read it."""
    groups: dict[tuple[str, str], list[SidePair]] = {}
    for name, reason, pairs in pairs_by_relation(study, dispute):
        shown = reason if len(reason) <= _REASON else "for reasons that `kgbuild conflicts` lists"
        groups.setdefault((name, shown), []).extend(pairs)
    for (name, reason), pairs in groups.items():
        sides = pairs_text(sorted(pairs, key=lambda pair: (pair.left, pair.right)))
        yield f"{name}: {sides}{f' ({reason})' if reason else ''}"
    for line in dispute.sums:
        yield sum_text(study, line)


def _graph(study: Study, dispute: Dispute) -> DotGraph:
    """A question with its sides, the claims that give them, the works in which their recorded lineage ends."""
    nodes = [Node("question", (Caption(dispute.question.label),), "question", tip=dispute.question.key)]
    edges: list[Edge] = []
    works: dict[str, Node] = {}
    for position in dispute.positions:
        side = f"side.{position.number}"
        texts = (Caption(side_answer(position), True), Caption(f"side {position.number}"))
        nodes.append(Node(side, (*texts, *map(Caption, _note(study, position))), "side"))
        edges.append(Edge("question", side, "answers"))
        for claim in position.claims:
            nodes.append(mention_node(study, claim))
            edges.append(Edge(study.name(claim.term), side, "gives"))
            for origin in traced_mention(study, claim).origins:
                name = study.name(origin)
                works[name] = Node(name, (Caption(study.label(origin)),), "work", tip=name)
                edges.append(Edge(name, study.name(claim.term), "ends in"))
    for pair in dispute.pairs:
        ends, reason = (f"side.{pair.left}", f"side.{pair.right}"), relation_reason(study, pair)
        tip = "; ".join([reason, *(f"said at {claim.place}" for claim in pair.basis)])
        edges.append(Edge(*ends, str(pair.relation), reason if len(reason) <= _REASON else "", tip))
    return DotGraph(dispute.question.label, [*nodes, *(works[name] for name in sorted(works))], edges)
