"""Compares the answers of a corpus to each question: which differ, and who is behind each side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from operator import itemgetter
from typing import NamedTuple

from kgbuild.claims.claim import Claim, Proposition
from kgbuild.claims.comparability import Comparison, Relation, Side, compare
from kgbuild.core.terms import Term
from kgbuild.findings.diagnostics import diagnostic
from kgbuild.mapping.registry import Bounds, Registry
from kgbuild.mapping.tree import Report


@dataclass(frozen=True, slots=True)
class Tagged:
    """A comparison with the affiliation that the voices of both sides share, and the years they spoke in."""

    comparison: Comparison
    slot: Term
    shared: tuple[Term, ...]
    notes: tuple[str, ...]


class Support(NamedTuple):
    """A claim behind a side: its id and IRI, its voice, and the year of its document or part."""

    id: str
    term: Term
    voice: Term
    year: int | None


@dataclass(frozen=True, slots=True)
class SlotSide:
    """One side in a slot, with the claims that stand behind it.

    ``bodies`` is filled when it is first needed: who the voices belong to, and the years they spoke in.
    """

    side: Side
    support: list[Support] = field(default_factory=list)
    bodies: dict[Term, set[int]] = field(default_factory=dict, compare=False, repr=False)


class Comparisons:
    """All comparisons of a corpus, made when they are asked for: pairs grow with the square of the sides of a slot.

    Claims are added one by one, all of them before anything is compared. Of each only its support is kept, so that a
    build need not hold all claims. ``affiliations`` has for each voice the bodies that it belongs to or acts for, as
    documents say, with the ids of the claims that say so.
    """

    def __init__(self, registry: Registry, report: Report) -> None:
        self.affiliations: dict[Term, dict[Term, list[str]]] = defaultdict(dict)
        self._registry = registry
        self._report = report
        self._contents: dict[Term, Proposition] = {}
        self._slots: dict[Term, dict[tuple[Term, bool], SlotSide]] = defaultdict(dict)
        self._names = {entity.term: entity.id for entity in registry.entities.values()}
        self._ancestors: dict[tuple[Term, Bounds], frozenset[Term]] = {}

    def add(self, claim: Claim) -> None:
        """Take a claim into account: on the side of its content as somebody asserts it, or as somebody denies it."""
        content = self._contents.setdefault(claim.proposition.term, claim.proposition)
        if content != claim.proposition:
            self._report(diagnostic("KG215", f"{content.term} is the hash of two contents", claim.place))
        if claim.counts or claim.denies:
            sides, key = self._slots[content.slot], (content.term, claim.denies)
            if key not in sides:
                sides[key] = SlotSide(Side(content, claim.denies))
            sides[key].support.append(Support(claim.id, claim.term, claim.voice, claim.year))
        if content.predicate.affiliation and claim.counts and not content.negative:
            self.affiliations[content.subject].setdefault(content.object_term, []).append(claim.id)

    def above(self, term: Term, when: Bounds = (None, None)) -> frozenset[Term]:
        """The terms above an entity in the registry's hierarchy, at some time within bounds."""
        if (term, when) not in self._ancestors:
            name = self._names.get(term)
            names = self._registry.ancestors(name, when) if name is not None else ()
            found = (self._registry.get(each) for each in names)
            self._ancestors[term, when] = frozenset(entity.term for entity in found if entity is not None)
        return self._ancestors[term, when]

    def pairs(self) -> Iterator[tuple[Term, SlotSide, SlotSide]]:
        """Every two sides of one slot, slots and sides in order."""
        for slot in sorted(self._slots):
            sides = self._slots[slot]
            for one, other in combinations(sorted(sides), 2):
                yield slot, sides[one], sides[other]

    def compare(self, slot: Term, left: SlotSide, right: SlotSide) -> Tagged | None:
        """The comparison of one pair; ``None`` where values of a many-valued property stand side by side."""
        when = _time_of(left.side, right.side)
        comparison = compare(left.side, right.side, lambda term: self.above(term, when))
        if comparison is None:
            return None
        return _tag(comparison, slot, left, right, self._reached)

    @cached_property
    def _reached(self) -> dict[Term, frozenset[Term]]:
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

    def sides(self, slot: Term) -> list[SlotSide]:
        """The sides of one slot, in order."""
        return [side for _, side in sorted(self._slots.get(slot, {}).items(), key=itemgetter(0))]

    def of(self, slot: Term) -> Iterator[Tagged]:
        """The comparisons of every two sides of one slot, in order."""
        for one, other in combinations(self.sides(slot), 2):
            tagged = self.compare(slot, one, other)
            if tagged is not None:
                yield tagged

    def __iter__(self) -> Iterator[Tagged]:
        for slot, left, right in self.pairs():
            tagged = self.compare(slot, left, right)
            if tagged is not None:
                yield tagged


def _time_of(left: Side, right: Side) -> Bounds:
    """The days of which both sides speak, as far as they say so."""
    times = [
        node.time
        for side in (left, right)
        if (node := side.proposition.time) is not None and node.time is not None
    ]
    starts = [time.start for time in times if time.start is not None]
    ends = [time.end for time in times if time.end is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    return (None, None) if start is not None and end is not None and start > end else (start, end)


def _tag(
    comparison: Comparison,
    slot: Term,
    left: SlotSide,
    right: SlotSide,
    affiliations: Mapping[Term, frozenset[Term]],
) -> Tagged:
    """A conflict whose sides have voices of one body or state is tagged so, with the years. A tag is no exemption."""
    if comparison.relation is not Relation.CONFLICT:
        return Tagged(comparison, slot, (), ())

    one, other = _bodies(left, affiliations), _bodies(right, affiliations)
    shared = set(one) & set(other)
    shared -= {above for body in shared for above in affiliations.get(body, frozenset()) - {body}}
    notes = []
    for body in sorted(shared):
        years = "; ".join(
            sorted((", ".join(map(str, sorted(side[body]))) or "undated") for side in (one, other))
        )
        same = all(each.voice == body for side in (left, right) for each in side.support)
        notes.append(
            f"{'one voice over time' if same else 'differs between voices of one body or state'} ({years})"
        )
    return Tagged(comparison, slot, tuple(sorted(shared)), tuple(notes))


def _bodies(side: SlotSide, affiliations: Mapping[Term, frozenset[Term]]) -> dict[Term, set[int]]:
    """The bodies that the voices of a side belong to, with the years. Made once for each side."""
    if not side.bodies:
        for each in side.support:
            for body in affiliations.get(each.voice, frozenset((each.voice,))):
                years = side.bodies.setdefault(body, set())
                if each.year is not None:
                    years.add(each.year)
    return side.bodies
