"""Who answers a question differently: its sides, who is behind each, and how they compare.

A side is an answer that somebody asserts, or that somebody denies. How two claims compare is decided in
:mod:`kgbuild.claims.comparisons`, for every reader of the graph alike; here the pairs of claims are gathered by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from kgbuild.analysis.html_table import html_table
from kgbuild.analysis.origins.results import traced_mention
from kgbuild.analysis.study import Question, Study
from kgbuild.claims.answers import GivenAnswer
from kgbuild.claims.claim import Claim, QuantityNode, TimeNode
from kgbuild.claims.comparability import Relation, Side
from kgbuild.claims.comparisons import Extent, Pair, SumPair, tag_notes
from kgbuild.claims.parts import Sum, qualifiers_of
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.values.numbers.quantity import Number

OPEN_RELATIONS: Final = frozenset({Relation.CONFLICT, Relation.NOT_STATED})
"""What makes a question one that is shown without being asked for."""

_OF_SUMS: Final = (
    Relation.AGREE,
    Relation.CONFLICT,
    Relation.COMPATIBLE,
    Relation.NOT_STATED,
    Relation.NOT_COMPARABLE,
)

SideBounds: TypeAlias = tuple[Number | None, Number | None]


@record
class Position:
    """One side of a question, ``number`` counts from 1: a value with its scope, and the claims that stand behind it.

    ``bounds`` are those of a figure, or the first and last day (yyyymmdd) of a date; ``None`` in them is open.
    ``roles`` say of what other figure it is said to be part, or on top of which it comes, where its scope does not show
    that: the kind of the statement and that figure. ``origins`` are the works in which recorded lineage of the claims
    ends, ``unrecorded`` the claims in which it ends.
    """

    number: int
    side: Side
    value: str
    bounds: SideBounds | None
    claims: tuple[Claim, ...]
    documents: tuple[str, ...]
    origins: tuple[Term, ...]
    unrecorded: tuple[Term, ...]
    roles: tuple[tuple[str, str], ...]


@record
class SidePair:
    """How two sides, by their numbers, compare, in the claims of ``pairs``: from the left to the right.

    Two sides may compare in several ways: what one voice revises stands against what another says. ``tags`` say what
    the voices in conflict share, one for each of ``shared``. ``basis`` are the claims that say that the one is part of
    the other, or comes on top of it.
    """

    left: int
    right: int
    relation: Relation
    notes: tuple[str, ...]
    tags: tuple[str, ...]
    shared: tuple[Term, ...]
    basis: tuple[Claim, ...]
    pairs: tuple[Pair, ...]


@record
class SumLine:
    """What the parts of a figure add up to, how that stands to the whole, and to the other sides, by their numbers.

    ``sides`` has the sides of each relation. ``relation`` is there only where the parts are said to be all of it.
    """

    sum: Sum
    relation: Relation | None
    notes: tuple[str, ...]
    sides: tuple[tuple[Relation, tuple[int, ...]], ...]


@record
class Dispute:
    """A question with all its sides, and how every two of them compare.

    ``apart`` counts the pairs of sides of which nothing follows: values of a many-valued property, a denial of another
    value. ``beside`` are claims that do not count: demanded, planned, questioned. ``extent`` says which claims were
    compared, where there are too many.
    """

    question: Question
    positions: tuple[Position, ...]
    pairs: tuple[SidePair, ...]
    apart: int
    beside: tuple[Claim, ...]
    sums: tuple[SumLine, ...]
    extent: Extent

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
        return html_table(self.question.label, header, rows)

    @property
    def has_rivals(self) -> bool:
        """Whether voices give different answers that the ontology wants side by side: causes, who did it."""
        voices = {frozenset(claim.voice for claim in each.claims) for each in self.positions}
        return self.question.predicate.rivals and len(voices) > 1

    def has(self, relation: Relation) -> bool:
        """Whether two of its sides, or what parts add up to and some total, have a relation."""
        found = (*(pair.relation for pair in self.pairs), *(each.relation for each in self.sums))
        return relation in found

    @property
    def is_open(self) -> bool:
        """Whether anything in it is in conflict or of a relation that is not stated."""
        return self.has(Relation.CONFLICT) or any(pair.relation in OPEN_RELATIONS for pair in self.pairs)


def disputes(study: Study, questions: Iterable[Question]) -> Iterator[Dispute]:
    """Each of some questions with its sides and how they stand to each other, in the order given."""
    for question in questions:
        yield _dispute(study, question)


def narrowed_to(dispute: Dispute, claim: Claim) -> Dispute:
    """A dispute with those pairs alone that the side of one claim is part of."""
    own = {each.number for each in dispute.positions if claim in each.claims}
    pairs = tuple(pair for pair in dispute.pairs if pair.left in own or pair.right in own)
    return replace(dispute, pairs=pairs)


def _dispute(study: Study, question: Question) -> Dispute:
    compared = study.comparisons
    sides: dict[_Key, list[GivenAnswer]] = defaultdict(list)
    for answer in compared.answers(question.slot):
        sides[_key(study, answer)].append(answer)
    in_order = sorted(sides.values(), key=lambda answers: _order(study, answers))
    positions = tuple(_position(study, *item) for item in enumerate(in_order, start=1))
    numbers = {answer.term: n for n, answers in enumerate(in_order, start=1) for answer in answers}
    extent = compared.extent(question.slot)
    pairs = _side_pairs(study, numbers, compared.pairs(question.slot))
    met = {frozenset((pair.left, pair.right)) for pair in pairs}
    chosen = {numbers[answer.term] for answer in extent.compared}
    return Dispute(
        question=question,
        positions=positions,
        pairs=pairs,
        apart=len(chosen) * (len(chosen) - 1) // 2 - len(met),
        beside=tuple(c for c in study.by_slot[question.slot] if not (c.counts or c.denies)),
        sums=tuple(_sum_line(study, numbers, each) for each in compared.sums(question.slot)),
        extent=extent,
    )


_Key: TypeAlias = tuple[Term, bool, frozenset[tuple[str, Term]]]


def _key(study: Study, answer: GivenAnswer) -> _Key:
    """What is one side: an answer, and of what is said to be only a part, that it is one."""
    return (*answer.key, study.comparisons.role_key(answer))


def _side_pairs(study: Study, numbers: Mapping[Term, int], pairs: Iterable[Pair]) -> tuple[SidePair, ...]:
    """The pairs of claims by the sides in which they stand and what they rest on; those within one side agree."""
    groups: dict[tuple[int, int, Relation, tuple[str, ...]], list[Pair]] = defaultdict(list)
    for pair in pairs:
        left, right = numbers[pair.left.term], numbers[pair.right.term]
        if left == right:
            continue
        shown = study.comparisons.turned(pair) if left > right else pair
        left, right = numbers[shown.left.term], numbers[shown.right.term]
        groups[left, right, shown.relation, shown.notes].append(shown)
    found = []
    for (left, right, relation, notes), group in groups.items():
        tags = tag_notes(group)
        said = {each.id: each for pair in group for each in pair.basis}
        found.append(
            SidePair(
                left=left,
                right=right,
                relation=relation,
                notes=notes,
                tags=tuple(tags.values()),
                shared=tuple(tags),
                basis=tuple(study.by_id[name] for name in sorted(said)),
                pairs=tuple(group),
            )
        )
    return tuple(
        sorted(found, key=lambda pair: (sorted((pair.left, pair.right)), str(pair.relation), pair.notes))
    )


def _sum_line(study: Study, numbers: Mapping[Term, int], each: Sum) -> SumLine:
    found: list[SumPair] = list(study.comparisons.sum_pairs(each))
    own = next((pair for pair in found if pair.answer is each.whole), None)
    sides: dict[Relation, set[int]] = defaultdict(set)
    for pair in found:
        if numbers[pair.answer.term] != numbers[each.whole.term]:
            sides[pair.relation].add(numbers[pair.answer.term])
    return SumLine(
        each,
        own.relation if own is not None else None,
        own.notes if own is not None else (),
        tuple((relation, tuple(sorted(sides[relation]))) for relation in _OF_SUMS if relation in sides),
    )


def _position(study: Study, number: int, answers: Sequence[GivenAnswer]) -> Position:
    claims = sorted((study.by_id[each.id] for each in answers), key=study.order)
    mentions = [traced_mention(study, claim) for claim in claims]
    roles = {said.id: said for answer in answers for said in study.comparisons.roles(answer)}
    return Position(
        number=number,
        side=answers[0].side,
        value=study.value(claims[0]),
        bounds=_bounds(answers[0]),
        claims=tuple(claims),
        documents=tuple(dict.fromkeys(claim.document for claim in claims)),
        origins=tuple(sorted({origin for mention in mentions for origin in mention.origins})),
        unrecorded=tuple(sorted({end for mention in mentions for end in mention.open_ends})),
        roles=tuple(
            dict.fromkeys(
                (roles[name].kind, study.value(study.by_term[roles[name].whole])) for name in sorted(roles)
            )
        ),
    )


def _bounds(answer: GivenAnswer) -> SideBounds | None:
    content = answer.content.object
    if isinstance(content, QuantityNode):
        return content.quantity.lo, content.quantity.hi
    if isinstance(content, TimeNode) and content.time is not None:
        return content.time.start, content.time.end
    return None


def _order(study: Study, answers: Sequence[GivenAnswer]) -> tuple[object, ...]:
    """By value and scope, whoever gives it; an open end is below or above all."""
    first = answers[0]
    bounds = _bounds(first)
    lo, hi = bounds or (None, None)
    return (
        (bounds is None, lo is not None, lo or 0, hi is None, hi or 0),
        (study.value(study.by_id[first.id]), first.side.negative, first.denied),
        [term or "" for term in qualifiers_of(first.content)],
        (first.content.term, sorted(_key(study, first)[2])),
    )
