"""Parts and wholes: claims that say that one figure is included in another, or comes on top of it.

Nothing is summed that is not said to be included, and a sum is compared with anything only where the parts are said to
be all that the whole is made up of. Where no claim says anything, nothing is assumed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from kgbuild.claims.answers import GivenAnswer
from kgbuild.claims.claim import Claim, Proposition, QuantityNode
from kgbuild.claims.comparability import STATED
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.ontology.namespaces import KG
from kgbuild.values.numbers.quantity import Number, Quantity

INCLUDED: Final = "included_in"
ADDITIONAL: Final = "additional_to"
EXHAUSTIVE: Final = "consists_of"
_KINDS: Final = {KG + "includedIn": INCLUDED, KG + "additionalTo": ADDITIONAL, KG + "consistsOf": EXHAUSTIVE}
NOT_FIGURES: Final = "not-figures"
UNITS_DIFFER: Final = "units-differ"
NOT_ALL_COUNT: Final = "not-all-count"
IN_A_CIRCLE: Final = "in-a-circle"


@record
class PartStatement:
    """That the figure ``part`` is included in ``whole``, or comes on top of it: both are claims, and so is ``term``.

    ``document`` and ``voices`` say who says so, ``entry`` in which entry of the mapping.
    """

    kind: str
    part: Term
    whole: Term
    id: str
    term: Term
    document: str
    voices: tuple[Term, ...]

    @property
    def entry(self) -> str:
        """The entry of the mapping in which it stands."""
        return self.id.split(".")[1]


@record
class Sum:
    """The parts of a figure as one voice of one document names them, and what they add up to.

    ``within`` are parts that are said to be included in other parts: they are not counted again. ``lo`` and ``hi`` are
    the bounds of the sum (``None``: open) and ``content`` what it says, as the whole says it; ``reason`` says why there
    is none. ``exhaustive`` where the parts are said to be all of it. ``basis`` are the statements.
    """

    whole: GivenAnswer
    parts: tuple[GivenAnswer, ...]
    within: tuple[GivenAnswer, ...]
    lo: Number | None
    hi: Number | None
    content: Proposition | None
    exhaustive: bool
    reason: str | None
    basis: tuple[PartStatement, ...]


class Parts:
    """What claims say of parts and wholes. ``add`` takes every claim, counting or not."""

    def __init__(self) -> None:
        self._said: list[PartStatement] = []
        self._listed: Counter[tuple[Term, str, str]] = Counter()

    def __bool__(self) -> bool:
        """Whether anything is said of parts."""
        return bool(self._said)

    def add(self, claim: Claim) -> None:
        """Take a claim into account, if it is about parts and wholes."""
        kind = _KINDS.get(claim.predicate.iri)
        if kind is None:
            return
        one, other = claim.proposition.subject, claim.proposition.object_term
        part, whole = (other, one) if kind == EXHAUSTIVE else (one, other)
        voices = tuple(utterance.voice for utterance in claim.utterances)
        said = PartStatement(kind, part, whole, claim.id, claim.term, claim.document, voices)
        self._listed[whole, claim.document, said.entry] += kind == EXHAUSTIVE
        if claim.counts and not claim.proposition.negative:
            self._said.append(said)

    @cached_property
    def above(self) -> Mapping[Term, Sequence[PartStatement]]:
        """What is said of each figure: in which others it is included, and on top of which it comes."""
        found: dict[Term, list[PartStatement]] = defaultdict(list)
        for said in self._said:
            found[said.part].append(said)
        return found

    @cached_property
    def below(self) -> Mapping[Term, Sequence[PartStatement]]:
        """What is said to be included in each figure."""
        found: dict[Term, list[PartStatement]] = defaultdict(list)
        for said in self._said:
            if said.kind != ADDITIONAL:
                found[said.whole].append(said)
        return found

    def wholes(self, part: Term) -> Mapping[Term, Sequence[PartStatement]]:
        """The figures in which one is said to be included, over any number of steps, with what says so."""
        found: dict[Term, tuple[PartStatement, ...]] = {}
        todo: list[tuple[Term, tuple[PartStatement, ...]]] = [(part, ())]
        while todo:
            term, basis = todo.pop()
            for said in self.above.get(term, ()):
                if said.kind != ADDITIONAL and said.whole not in found:
                    found[said.whole] = (*basis, said)
                    todo.append((said.whole, found[said.whole]))
        return found

    def within(
        self, part: GivenAnswer, whole: GivenAnswer, answers: Mapping[Term, GivenAnswer]
    ) -> Sequence[PartStatement]:
        """The claims by which one figure is included in another, or in the same figure of another document."""
        if part.term not in self.above:
            return ()
        wholes = self.wholes(part.term)
        if whole.term in wholes:
            return wholes[whole.term]
        alike = (
            basis for term, basis in wholes.items() if term in answers and answers[term].key == whole.key
        )
        return next(alike, ())

    def on_top(self, added: GivenAnswer, base: GivenAnswer) -> Sequence[PartStatement]:
        """The claims by which one figure comes on top of another."""
        said = self.above.get(added.term, ())
        return tuple(each for each in said if each.kind == ADDITIONAL and each.whole == base.term)

    def siblings(self, one: GivenAnswer, other: GivenAnswer) -> Sequence[PartStatement]:
        """The claims by which one voice of one document names both as parts of one figure."""

        def named(answer: GivenAnswer) -> dict[tuple[object, ...], PartStatement]:
            above = self.above.get(answer.term, ())
            return {
                (each.document, each.voices, each.whole): each for each in above if each.kind != ADDITIONAL
            }

        first, second = named(one), named(other)
        return tuple(said for key in first if key in second for said in (first[key], second[key]))

    def roles(self, answer: GivenAnswer, answers: Mapping[Term, GivenAnswer]) -> tuple[PartStatement, ...]:
        """What is said of a figure that is only a part, where nothing in its scope shows that."""
        return tuple(
            said
            for said in self.above.get(answer.term, ())
            if (whole := answers.get(said.whole)) is not None and _one_scope(answer, whole)
        )

    def sums(self, whole: GivenAnswer, answers: Mapping[Term, GivenAnswer]) -> list[Sum]:
        """The parts of a figure, one list for each document and voice that names any."""
        groups: dict[tuple[str, str, str, tuple[Term, ...]], list[PartStatement]] = defaultdict(list)
        for said in self.below.get(whole.term, ()):
            # What one entry says a figure is made up of is one list; another entry may divide it otherwise.
            entry = said.entry if said.kind == EXHAUSTIVE else ""
            groups[said.kind, said.document, entry, said.voices].append(said)
        return [
            self._sum(whole, group, answers, exhaustive=kind == EXHAUSTIVE)
            for (kind, *_), group in sorted(groups.items(), key=lambda item: item[0])
        ]

    def _sum(
        self,
        whole: GivenAnswer,
        group: Sequence[PartStatement],
        answers: Mapping[Term, GivenAnswer],
        *,
        exhaustive: bool,
    ) -> Sum:
        named = {said.part: None for said in group}
        inner = {
            term
            for term in named
            if any(above in named and term not in self.wholes(above) for above in self.wholes(term))
        }
        known = {term: answers[term] for term in named if term in answers}
        outer = {known[t].content.term: known[t] for t in named if t in known and t not in inner}
        parts = tuple(sorted(outer.values(), key=_order))
        reason = self._reason(whole, group, parts, complete=len(known) == len(named), exhaustive=exhaustive)
        added = _added(whole, parts) if reason is None else None
        return Sum(
            whole=whole,
            parts=parts,
            within=tuple(sorted((known[term] for term in inner if term in known), key=_order)),
            lo=added.quantity.lo if added is not None else None,
            hi=added.quantity.hi if added is not None else None,
            content=replace(whole.content, object=added, _term="") if added is not None else None,
            exhaustive=exhaustive,
            reason=reason,
            basis=tuple(group),
        )

    def _reason(
        self,
        whole: GivenAnswer,
        group: Sequence[PartStatement],
        parts: Sequence[GivenAnswer],
        *,
        complete: bool,
        exhaustive: bool,
    ) -> str | None:
        """Why parts are not summed."""
        if any(said.part in self.wholes(said.whole) for said in group):
            return IN_A_CIRCLE
        counted = not any(answer.denied or answer.content.negative for answer in (whole, *parts))
        listed = self._listed[whole.term, group[0].document, group[0].entry]
        if not complete or not counted or (exhaustive and listed != len(group)):
            return NOT_ALL_COUNT
        objects = [answer.content.object for answer in (whole, *parts)]
        figures = [each for each in objects if isinstance(each, QuantityNode)]
        if len(figures) != len(objects):
            return NOT_FIGURES
        return UNITS_DIFFER if len({figure.unit for figure in figures}) > 1 else None


def _order(answer: GivenAnswer) -> tuple[str, str]:
    return answer.document, answer.id


def _one_scope(one: GivenAnswer, other: GivenAnswer) -> bool:
    """Whether two figures answer one question within one scope, so that they would seem to conflict."""
    first, second = one.content, other.content
    return first.slot == second.slot and qualifiers_of(first) == qualifiers_of(second)


def qualifiers_of(content: Proposition) -> tuple[Term | None, ...]:
    """The qualifiers of a proposition: population, severity, place, time."""
    time = content.time.term if content.time is not None else None
    return content.population, content.severity, content.place, time


def _added(whole: GivenAnswer, parts: Sequence[GivenAnswer]) -> QuantityNode:
    """The sum: open at an end where one of the parts is, and as little exact as the parts are."""
    figures = [node.quantity for part in parts if isinstance(node := part.content.object, QuantityNode)]
    lo, hi = _total([each.lo for each in figures]), _total([each.hi for each in figures])
    tolerance = _total([each.tolerance or 0 for each in figures]) or None
    if lo is not None and lo == hi:
        quantity = Quantity(lo, lo, hi, "exactly" if tolerance is None else "rounded", tolerance)
    elif {each.approximation for each in figures} <= STATED:
        quantity = Quantity(None, lo, hi, "range", tolerance)
    else:
        quantity = Quantity(None, lo, hi, "vague", tolerance)
    node = whole.content.object
    assert isinstance(node, QuantityNode)
    return replace(node, quantity=quantity, _term="")


def _total(bounds: Sequence[Number | None]) -> Number | None:
    total: Number = 0
    for bound in bounds:
        if bound is None:
            return None
        total += bound
    return total
