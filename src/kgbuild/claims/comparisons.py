"""Compares the answers of a corpus to each question, claim by claim: how two stand to each other, and why.

This is the one comparison: the graph, the commands, tables and pictures read it. What two contents are to each other is
decided in :mod:`kgbuild.claims.comparability`; here is added what depends on who says it: that a figure is said to be
part of another, that one voice gives a later figure, that two voices belong to one body.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from operator import attrgetter
from typing import Final, TypeAlias

from kgbuild.claims.answers import GivenAnswer, answer_of, is_later
from kgbuild.claims.claim import Claim, Proposition, QuantityNode, TimeNode
from kgbuild.claims.comparability import UNIT, Comparison, Relation, Side, Standing, compare, exceeds
from kgbuild.claims.parts import ADDITIONAL, Parts, PartStatement, Sum
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.findings.diagnostics import diagnostic
from kgbuild.mapping.registry import Bounds, Registry
from kgbuild.mapping.tree import Report
from kgbuild.values.edtf import Time

MOST_PAIRS: Final = 5_000
"""How many pairs of claims of one question are compared: those of a hundred claims, or of a hundred answers."""


@record
class Pair:
    """How two claims that answer one question stand to each other; the relation is read from ``left`` to ``right``.

    ``standings`` say how they stand in each quality, ``notes`` what the relation rests on. ``shared`` are the bodies or
    states to which the voices of two claims in conflict belong, ``basis`` the claims that make one a part of the other.
    """

    left: GivenAnswer
    right: GivenAnswer
    relation: Relation
    standings: Mapping[str, Standing]
    notes: tuple[str, ...]
    shared: tuple[Term, ...] = ()
    basis: tuple[PartStatement, ...] = ()


@record
class SumPair:
    """How a sum stands to its whole, or to another answer to the same question."""

    sum: Sum
    answer: GivenAnswer
    relation: Relation
    notes: tuple[str, ...]


@record
class Extent:
    """How many claims and answers a question has, and the claims of which every two are compared.

    All of them; else one for each answer (``by_answer``); else none.
    """

    claims: int
    answers: int
    compared: tuple[GivenAnswer, ...]

    @property
    def by_answer(self) -> bool:
        """Whether one claim stands for each answer."""
        return len(self.compared) < self.claims and bool(self.compared)

    @property
    def is_whole(self) -> bool:
        """Whether every two claims are compared."""
        return len(self.compared) == self.claims


_Found: TypeAlias = tuple[Relation, GivenAnswer, GivenAnswer, str, Sequence[PartStatement]]


class Comparisons:
    """All comparisons of a corpus, made when they are asked for: pairs grow with the square of the claims of a slot.

    Claims are added one by one, all of them before anything is compared. Of each only a :class:`GivenAnswer` is kept,
    so that a build need not hold all claims. ``affiliations`` has for each voice the bodies that it belongs to or acts
    for, as documents say, with the ids of the claims that say so.
    """

    def __init__(self, registry: Registry, report: Report) -> None:
        self.affiliations: dict[Term, dict[Term, list[str]]] = defaultdict(dict)
        self.parts = Parts()
        self._registry = registry
        self._report = report
        self._contents: dict[Term, Proposition] = {}
        self._slots: dict[Term, list[GivenAnswer]] = defaultdict(list)
        self._names = {entity.term: entity.id for entity in registry.entities.values()}
        self._ancestors: dict[tuple[Term, Bounds], frozenset[Term]] = {}
        self._dated: dict[Term, list[Time]] = defaultdict(list)
        self._last_given: dict[tuple[Term, Term], int] = {}

    def add(self, claim: Claim) -> None:
        """Take a claim into account: as it asserts its content, or as it denies it."""
        content = self._contents.setdefault(claim.proposition.term, claim.proposition)
        if content != claim.proposition:
            self._report(diagnostic("KG215", f"{content.term} is the hash of two contents", claim.place))
        answer = answer_of(claim)
        if answer is not None:
            self._slots[content.slot].append(answer)
            if answer.as_of is not None and answer.as_of.start is not None:
                given = self._last_given.get((answer.voice, content.term), answer.as_of.start)
                self._last_given[answer.voice, content.term] = max(given, answer.as_of.start)
        self.parts.add(claim)
        if not claim.counts or content.negative:
            return
        if content.predicate.affiliation:
            self.affiliations[content.subject].setdefault(content.object_term, []).append(claim.id)
        if content.predicate.dates_subject and isinstance(content.object, TimeNode):
            self._dated[content.subject] += [content.object.time] if content.object.time is not None else []

    # What is compared

    @property
    def slots(self) -> Sequence[Term]:
        """The questions that are answered, in order."""
        return sorted(self._slots)

    def answers(self, slot: Term) -> Sequence[GivenAnswer]:
        """The answers to one question, claim by claim, in the order of their IRIs."""
        return sorted(self._slots.get(slot, ()), key=attrgetter("term"))

    def extent(self, slot: Term) -> Extent:
        """Which claims of a question are compared, every two of them."""
        answers = self.answers(slot)
        firsts: dict[tuple[Term, bool], GivenAnswer] = {}
        for answer in answers:
            firsts.setdefault(answer.key, answer)
        for chosen in (tuple(answers), tuple(firsts.values())):
            if len(chosen) * (len(chosen) - 1) // 2 <= MOST_PAIRS:
                return Extent(len(answers), len(firsts), chosen)
        return Extent(len(answers), len(firsts), ())

    def pairs(self, slot: Term) -> Iterator[Pair]:
        """The comparisons of every two claims of one question that are compared, in order."""
        for one, other in combinations(self.extent(slot).compared, 2):
            pair = self.compare(one, other)
            if pair is not None:
                yield pair

    def compare(self, one: GivenAnswer, other: GivenAnswer) -> Pair | None:
        """How two claims of one question stand to each other, from the one to the other.

        A relation with a direction of its own turns them. ``None`` where nothing follows from their difference: values
        of a many-valued property stand side by side.
        """
        if one.key == other.key and one.content.predicate.many:
            return None
        found = self._compared(one, other)
        if found is None:
            return None
        added = self._by_parts(one, other, found) if self.parts else None
        if added is None and found.relation is Relation.CONFLICT and one.voice == other.voice:
            added = self._revision(one, other)
        if added is None:
            shared = self._shared(one, other) if found.relation is Relation.CONFLICT else ()
            return Pair(one, other, found.relation, found.standings, found.notes, shared)
        relation, left, right, note, basis = added
        turned = found if left is one else self._compared(left, right) or found
        return Pair(left, right, relation, turned.standings, (*turned.notes, note), (), tuple(basis))

    def turned(self, pair: Pair) -> Pair:
        """The same comparison from the other side; as it is where its relation has a direction."""
        return self.compare(pair.right, pair.left) or pair

    def between(self, one: Claim, other: Claim) -> Pair | None:
        """How two claims stand to each other; ``None`` where they are not compared."""
        first, second = answer_of(one), answer_of(other)
        return self.compare(first, second) if first is not None and second is not None else None

    def _compared(self, one: GivenAnswer, other: GivenAnswer) -> Comparison | None:
        when = self._time_of(one.side, other.side)
        return compare(one.side, other.side, lambda term: self.above(term, when))

    def above(self, term: Term, when: Bounds = (None, None)) -> frozenset[Term]:
        """The terms above an entity in the registry's hierarchy, at some time within bounds."""
        if (term, when) not in self._ancestors:
            name = self._names.get(term)
            names = self._registry.ancestors(name, when) if name is not None else ()
            found = (self._registry.get(each) for each in names)
            self._ancestors[term, when] = frozenset(entity.term for entity in found if entity is not None)
        return self._ancestors[term, when]

    def _time_of(self, left: Side, right: Side) -> Bounds:
        """The days of which both sides speak, as far as they say so; else those at which their subject is dated."""
        times = [
            node.time
            for side in (left, right)
            if (node := side.proposition.time) is not None and node.time is not None
        ]
        if not times:
            return _hull(self._dated.get(left.proposition.subject, ()))
        starts = [time.start for time in times if time.start is not None]
        ends = [time.end for time in times if time.end is not None]
        start, end = max(starts, default=None), min(ends, default=None)
        return (None, None) if start is not None and end is not None and start > end else (start, end)

    # Parts and wholes

    @cached_property
    def _by_term(self) -> Mapping[Term, GivenAnswer]:
        return {answer.term: answer for answers in self._slots.values() for answer in answers}

    def role_key(self, answer: GivenAnswer) -> frozenset[tuple[str, Term]]:
        """What keeps a figure apart from the same figure elsewhere: that it is said to be part of another content."""
        return frozenset((role.kind, self._by_term[role.whole].content.term) for role in self.roles(answer))

    def roles(self, answer: GivenAnswer) -> tuple[PartStatement, ...]:
        """What is said of a figure that is only a part, or comes on top, where its scope does not show that."""
        return self.parts.roles(answer, self._by_term) if self.parts else ()

    def _by_parts(self, one: GivenAnswer, other: GivenAnswer, found: Comparison) -> _Found | None:
        """The relation by what is said of parts and wholes; ``None`` where nothing is said."""
        if one.side.negative or other.side.negative or found.standings.get(UNIT) is Standing.DISJOINT:
            return None
        for part, whole in ((one, other), (other, one)):
            basis = self.parts.within(part, whole, self._by_term)
            if basis and exceeds(part.content, whole.content):
                return (
                    Relation.CONFLICT,
                    part,
                    whole,
                    "the left is said to be part of the right, and is greater",
                    basis,
                )
            if basis:
                return Relation.PART, part, whole, "the left is said to be part of the right", basis
            basis = self.parts.on_top(part, whole)
            if basis:
                return (
                    Relation.NOT_COMPARABLE,
                    part,
                    whole,
                    "the left is said to come on top of the right",
                    basis,
                )
        basis = self.parts.siblings(one, other)
        if basis:
            return Relation.NOT_COMPARABLE, one, other, "they are said to be parts of one figure", basis
        if found.relation in (Relation.NOT_STATED, Relation.NOT_COMPARABLE):
            return None
        return self._by_roles(one, other, found)

    def _by_roles(self, one: GivenAnswer, other: GivenAnswer, found: Comparison) -> _Found | None:
        """A figure that is said to be only a part answers for no total: it may not be more than one, that is all."""
        mine, others = self.roles(one), self.roles(other)
        if not (mine or others) or (mine and others and found.relation is not Relation.CONFLICT):
            return None
        basis = (*mine, *others)
        if (mine and others) or any(role.kind == ADDITIONAL for role in basis):
            return Relation.NOT_STATED, one, other, "said of a part, or of what comes on top", basis
        part, whole = (one, other) if mine else (other, one)
        if exceeds(part.content, whole.content):
            return (
                Relation.CONFLICT,
                part,
                whole,
                "the left is said to be part of a total, and is greater",
                basis,
            )
        note = "the left is said to be part of another total, and is not greater"
        return Relation.COMPATIBLE, part, whole, note, basis

    def _revision(self, one: GivenAnswer, other: GivenAnswer) -> _Found | None:
        """One voice gives another figure as of a later time, and no longer the earlier one.

        That it is not so is no figure.
        """
        if not (
            isinstance(one.content.object, QuantityNode) and isinstance(other.content.object, QuantityNode)
        ):
            return None
        if one.side.negative or other.side.negative:
            return None
        for later, earlier in ((one, other), (other, one)):
            start = later.as_of.start if later.as_of is not None else None
            if is_later(later, earlier) and start is not None:
                kept = self._last_given.get((later.voice, earlier.content.term), 0) >= start
                return None if kept else (Relation.LATER, later, earlier, "one voice, as of a later time", ())
        return None

    def sums(self, slot: Term) -> list[Sum]:
        """What the parts of the figures of one question add up to."""
        if not self.parts:
            return []
        return [
            each
            for answer in self.answers(slot)
            if answer.term in self.parts.below and not answer.denied
            for each in self.parts.sums(answer, self._by_term)
        ]

    def sum_pairs(self, each: Sum) -> Iterator[SumPair]:
        """How a sum of all parts stands to its whole, and to every other total that the question is answered by.

        The sum of a figure that is itself only a part answers for no total: it is compared with that figure alone.
        """
        if each.content is None or not each.exhaustive:
            return
        made = Side(each.content)
        own = {each.whole.term, *(part.term for part in each.parts)}
        totals = () if self.roles(each.whole) else self.extent(each.whole.content.slot).compared
        others = (answer for answer in totals if answer.term not in own and not self.roles(answer))
        for answer in (each.whole, *others):
            when = self._time_of(made, answer.side)
            found = compare(made, answer.side, lambda term, when=when: self.above(term, when))  # type: ignore[misc]
            if found is not None:
                yield SumPair(each, answer, found.relation, found.notes)

    # Who speaks

    @cached_property
    def reached(self) -> Mapping[Term, frozenset[Term]]:
        """For each voice, itself and all that it belongs to or acts for, over any number of steps."""
        reached: dict[Term, frozenset[Term]] = {}
        for voice in self.affiliations:
            seen: set[Term] = set()
            todo = [voice]
            while todo:
                node = todo.pop()
                if node not in seen:
                    seen.add(node)
                    todo.extend(self.affiliations.get(node, ()))
            reached[voice] = frozenset(seen)
        return reached

    def _shared(self, one: GivenAnswer, other: GivenAnswer) -> tuple[Term, ...]:
        """The nearest bodies or states to which both voices belong."""
        first, second = (self.reached.get(each.voice, frozenset((each.voice,))) for each in (one, other))
        shared = first & second
        above = {term for body in shared for term in self.reached.get(body, frozenset()) - {body}}
        return tuple(sorted(shared - above))


def _hull(times: Iterable[Time]) -> Bounds:
    """The first and the last day of some times; open where one of them is, or where there is none."""
    known = list(times)
    starts, ends = [time.start for time in known], [time.end for time in known]
    return (
        min((day for day in starts if day is not None), default=None) if None not in starts else None,
        max((day for day in ends if day is not None), default=None) if None not in ends else None,
    )


def tag_notes(pairs: Sequence[Pair]) -> dict[Term, str]:
    """The bodies that the voices of pairs in conflict share, and for each, in words, that they do, with the years.

    A tag is no exemption.
    """
    notes = {}
    for body in sorted({body for pair in pairs for body in pair.shared}):
        tagged = [pair for pair in pairs if body in pair.shared]
        lefts, rights = (
            {end(pair).year for pair in tagged} for end in (attrgetter("left"), attrgetter("right"))
        )
        sides = [{str(year) for year in years if year is not None} for years in (lefts, rights)]
        years = "; ".join(sorted(", ".join(sorted(each)) or "undated" for each in sides))
        same = all(pair.left.voice == body == pair.right.voice for pair in tagged)
        notes[body] = f"{'one voice' if same else 'differs between voices of one body or state'} ({years})"
    return notes
