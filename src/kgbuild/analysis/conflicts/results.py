"""Who answers one question differently: the sides of it, who stands behind each, and how they stand to each other.

A side is an answer as somebody asserts it, or as somebody denies it. How two sides stand to each other is decided in
:mod:`kgbuild.claims.comparability`, once for every two, however many documents are behind them. Only parts and wholes
are added here: a figure that is said to be part of another does not stand against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final, TypeAlias

from kgbuild.analysis.conflicts.parts import ADDITIONAL, Number, Parts, PartStatement, Sum
from kgbuild.analysis.html_table import table
from kgbuild.analysis.origins.results import traced_mention
from kgbuild.analysis.study import Question, Study
from kgbuild.claims.claim import Claim, Proposition, QuantityNode, TimeNode
from kgbuild.claims.comparability import Relation, Side, Standing
from kgbuild.claims.comparisons import SlotSide, Tagged
from kgbuild.core.records import record
from kgbuild.core.terms import Term

OPEN_RELATIONS: Final = frozenset({Relation.CONFLICT, Relation.NOT_STATED})
"""What makes a question one that is shown without being asked for."""

Bounds: TypeAlias = tuple[Number | None, Number | None]


@record
class Position:
    """One side of a question, ``number`` counts from 1: a value with its scope, and the claims that stand behind it.

    ``bounds`` are those of a figure, or the first and last day (yyyymmdd) of a date; ``None`` in them is open.
    ``origins`` are the works in which recorded lineage of the claims ends, ``unrecorded`` the claims in which it ends.
    ``roles`` say that the figure is part of another, or comes on top of it, where its scope does not show that.
    """

    number: int
    side: Side
    value: str
    bounds: Bounds | None
    claims: tuple[Claim, ...]
    documents: tuple[str, ...]
    origins: tuple[Term, ...]
    unrecorded: tuple[Term, ...]
    roles: tuple[PartStatement, ...]


@record
class SidePair:
    """How two sides, by their numbers, stand to each other; ``tags`` as in :class:`kgbuild.claims.comparisons.Tagged`.

    ``basis`` are the claims that say that the one is part of the other, or comes on top of it.
    """

    left: int
    right: int
    relation: Relation
    notes: tuple[str, ...]
    tags: tuple[str, ...]
    shared: tuple[Term, ...]
    basis: tuple[Claim, ...]


@record
class Dispute:
    """A question with all its sides, and every two of them that can be compared.

    ``apart`` counts the pairs of which nothing follows: values of a many-valued property, a denial of another value.
    ``beside`` are claims that do not count: demanded, planned, questioned.
    """

    question: Question
    positions: tuple[Position, ...]
    pairs: tuple[SidePair, ...]
    apart: int
    beside: tuple[Claim, ...]
    sums: tuple[Sum, ...]

    def _repr_html_(self) -> str:
        rows = [
            (
                each.number,
                f"{'not ' if each.side.proposition.negative else ''}{each.value}",
                "denied" if each.side.denied else "asserted",
                ", ".join(each.documents),
                len(each.origins),
                len(each.unrecorded),
                "; ".join(
                    f"{pair.relation.replace('-', ' ')}: {pair.right if pair.left == each.number else pair.left}"
                    for pair in self.pairs
                    if each.number in (pair.left, pair.right)
                ),
            )
            for each in self.positions
        ]
        header = (
            "side",
            "value",
            "",
            "documents",
            "recorded origins",
            "lineage not recorded",
            "relation to side",
        )
        return table(self.question.label, header, rows)

    @property
    def is_open(self) -> bool:
        """Whether anything in it is in conflict or of a relation that is not stated."""
        return any(pair.relation in OPEN_RELATIONS for pair in self.pairs) or any(
            each.relation is Relation.CONFLICT for each in self.sums
        )


def disputes(study: Study, questions: Iterable[Question]) -> Iterator[Dispute]:
    """Each of some questions with its sides and how they stand to each other, in the order given."""
    parts = Parts(study)
    for question in questions:
        yield _dispute(study, parts, question)


def narrowed_to(dispute: Dispute, claim: Claim) -> Dispute:
    """A dispute with those pairs alone that the side of one claim is part of."""
    own = {each.number for each in dispute.positions if claim in each.claims}
    pairs = tuple(pair for pair in dispute.pairs if pair.left in own or pair.right in own)
    return Dispute(dispute.question, dispute.positions, pairs, dispute.apart, dispute.beside, dispute.sums)


def _dispute(study: Study, parts: Parts, question: Question) -> Dispute:
    sides = _split(study, parts, study.comparisons.sides(question.slot))
    sides.sort(key=lambda item: _order(study, *item))
    positions = tuple(_position(study, number, *item) for number, item in enumerate(sides, start=1))
    pairs, apart = [], 0
    for left, right in combinations(positions, 2):
        one, other = sides[left.number - 1][0], sides[right.number - 1][0]
        tagged = study.comparisons.compare(question.slot, one, other)
        if tagged is None:
            apart += 1
        else:
            pairs.append(_pair(parts, left, right, tagged))
    return Dispute(
        question=question,
        positions=positions,
        pairs=tuple(pairs),
        apart=apart,
        beside=tuple(c for c in study.by_slot[question.slot] if not (c.counts or c.denies)),
        sums=tuple(parts.sums([claim for each in positions for claim in each.claims])),
    )


def _split(
    study: Study, parts: Parts, sides: Sequence[SlotSide]
) -> list[tuple[SlotSide, tuple[PartStatement, ...]]]:
    """The sides of a slot; what is said to be only a part, with nothing in its scope that shows it, by itself."""
    found: list[tuple[SlotSide, tuple[PartStatement, ...]]] = []
    for side in sides:
        groups: dict[frozenset[tuple[bool, Term]], SlotSide] = {}
        roles: dict[frozenset[tuple[bool, Term]], tuple[PartStatement, ...]] = {}
        for claim in side.support:
            said = tuple(each for each in parts.above.get(claim.term, ()) if _hidden(study, each))
            key = frozenset((each.kind == ADDITIONAL, each.whole) for each in said)
            roles[key] = (*roles.get(key, ()), *said)
            groups.setdefault(key, SlotSide(side.side)).support.append(claim)
        found += [(side if len(groups) == 1 else groups[key], roles[key]) for key in groups]
    return found


def _hidden(study: Study, said: PartStatement) -> bool:
    """Whether a part and its whole answer one question within one scope, so that they would seem to conflict."""
    part, whole = study.by_term.get(said.part), study.by_term.get(said.whole)
    if part is None or whole is None:
        return False
    one, other = part.proposition, whole.proposition
    return one.slot == other.slot and qualifiers_of(one) == qualifiers_of(other)


def qualifiers_of(content: Proposition) -> tuple[Term | None, ...]:
    """The qualifiers of a proposition: population, severity, place, time."""
    time = content.time.term if content.time is not None else None
    return content.population, content.severity, content.place, time


def _position(study: Study, number: int, side: SlotSide, roles: tuple[PartStatement, ...]) -> Position:
    claims = sorted((study.by_id[each.id] for each in side.support), key=study.order)
    mentions = [traced_mention(study, claim) for claim in claims]
    return Position(
        number=number,
        side=side.side,
        value=study.value(claims[0]),
        bounds=_bounds(side),
        claims=tuple(claims),
        documents=tuple(dict.fromkeys(claim.document for claim in claims)),
        origins=tuple(sorted({origin for mention in mentions for origin in mention.origins})),
        unrecorded=tuple(sorted({end for mention in mentions for end in mention.open_ends})),
        roles=tuple(sorted(roles, key=lambda said: said.claim.id)),
    )


def _bounds(side: SlotSide) -> Bounds | None:
    content = side.side.proposition.object
    if isinstance(content, QuantityNode):
        return content.quantity.lo, content.quantity.hi
    if isinstance(content, TimeNode) and content.time is not None:
        return content.time.start, content.time.end
    return None


def _order(study: Study, side: SlotSide, roles: tuple[PartStatement, ...]) -> tuple[object, ...]:
    """By value and scope, whoever gives it; an open end is below or above all."""
    bounds = _bounds(side)
    lo, hi = bounds or (None, None)
    content = side.side.proposition
    return (
        (bounds is None, lo is not None, lo or 0, hi is None, hi or 0),
        (study.value(study.by_id[side.support[0].id]), side.side.negative, side.side.denied),
        [term or "" for term in qualifiers_of(content)],
        (content.term, sorted((role.kind, role.whole) for role in roles)),
    )


def _pair(parts: Parts, left: Position, right: Position, tagged: Tagged) -> SidePair:
    compared = tagged.comparison
    found: _Found = (compared.relation, None, ())
    if parts.above and not (left.side.negative or right.side.negative):
        found = _of_parts(parts, left, right, tagged)
    relation, note, basis = found
    tagged_so = relation is compared.relation
    return SidePair(
        left=left.number,
        right=right.number,
        relation=relation,
        notes=compared.notes if note is None else (*compared.notes, note),
        tags=tagged.notes if tagged_so else (),
        shared=tagged.shared if tagged_so else (),
        basis=basis,
    )


_Found: TypeAlias = tuple[Relation, str | None, tuple[Claim, ...]]


def _of_parts(parts: Parts, left: Position, right: Position, tagged: Tagged) -> _Found:
    """The relation of two sides by what is said of parts and wholes; as it was, where nothing is said."""
    relation, standings = tagged.comparison.relation, tagged.comparison.standings
    if standings.get("unit") is Standing.DISJOINT:
        return relation, None, ()
    for part, whole in ((left, right), (right, left)):
        basis = _within(parts, part, whole)
        if basis:
            note = f"side {part.number} is said to be part of side {whole.number}"
            return (Relation.CONFLICT if _exceeds(part, whole) else Relation.COMPATIBLE), note, basis
        basis = _on_top(parts, part, whole)
        if basis:
            note = f"side {part.number} is said to come on top of side {whole.number}"
            return Relation.NOT_COMPARABLE, note, basis
    if relation in OPEN_RELATIONS:
        basis = _siblings(parts, left, right)
        if basis:
            return Relation.NOT_COMPARABLE, "they are said to be parts of one figure", basis
    if relation is Relation.CONFLICT and (left.roles or right.roles):
        roles = [role.claim for role in (*left.roles, *right.roles)]
        return Relation.NOT_STATED, "said of a part, or of what comes on top, on one side", tuple(roles)
    return relation, None, ()


def _within(parts: Parts, part: Position, whole: Position) -> tuple[Claim, ...]:
    """The claims by which a claim of one side is included in one of the other."""
    wanted = {claim.term for claim in whole.claims}
    found: dict[str, Claim] = {}
    for claim in part.claims:
        if claim.term in parts.above:
            for term, basis in parts.wholes(claim.term).items():
                if term in wanted:
                    found.update((each.id, each) for each in basis)
    return tuple(found.values())


def _on_top(parts: Parts, added: Position, base: Position) -> tuple[Claim, ...]:
    wanted = {claim.term for claim in base.claims}
    return tuple(
        said.claim
        for claim in added.claims
        for said in parts.above.get(claim.term, ())
        if said.kind == ADDITIONAL and said.whole in wanted
    )


def _siblings(parts: Parts, left: Position, right: Position) -> tuple[Claim, ...]:
    """The claims by which one voice of one document names both sides as parts of one figure."""

    def named(position: Position) -> dict[tuple[object, Term], PartStatement]:
        return {
            (said.by, said.whole): said
            for claim in position.claims
            for said in parts.above.get(claim.term, ())
            if said.kind != ADDITIONAL
        }

    one, other = named(left), named(right)
    return tuple(said.claim for key in one if key in other for said in (one[key], other[key]))


def _exceeds(part: Position, whole: Position) -> bool:
    lo = part.bounds[0] if part.bounds is not None else None
    hi = whole.bounds[1] if whole.bounds is not None else None
    return lo is not None and hi is not None and lo > hi
