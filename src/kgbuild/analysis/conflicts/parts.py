"""Parts and wholes: what claims say of figures, that one is included in another or comes on top of it.

Nothing is summed that is not said to be included, and a sum is compared with its whole only where the parts are said
to be all that it is made up of. Where no claim says anything, nothing is assumed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Final, TypeAlias

from kgbuild.analysis.study import Study
from kgbuild.claims.claim import Claim, QuantityNode
from kgbuild.claims.comparability import Relation
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.ontology.namespaces import KG

Number: TypeAlias = int | Decimal

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
    """That the figure ``part`` is included in ``whole``, or comes on top of it, as a claim says. Both are claims."""

    kind: str
    part: Term
    whole: Term
    claim: Claim

    @property
    def by(self) -> tuple[str, tuple[Term, ...]]:
        """Who says so: the document, and the voices in it."""
        return self.claim.document, tuple(utterance.voice for utterance in self.claim.utterances)


@record
class Sum:
    """The parts of a figure as one document says they are, and what they add up to.

    ``within`` are parts that are said to be included in other parts: they are not counted again. ``lo`` and ``hi`` are
    the bounds of the sum (``None``: open); ``reason`` says why there is none. ``relation`` to the whole is had only
    where the parts are said to be all of it (``exhaustive``). ``basis`` are the claims that say so.
    """

    whole: Claim
    parts: tuple[Claim, ...]
    within: tuple[Claim, ...]
    lo: Number | None
    hi: Number | None
    exhaustive: bool
    relation: Relation | None
    reason: str | None
    basis: tuple[Claim, ...]


class Parts:
    """What the claims of a study say of parts and wholes."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._said: list[PartStatement] = []
        for claim in study.claims:
            kind = _KINDS.get(claim.predicate.iri)
            if kind is not None and claim.counts and not claim.proposition.negative:
                one, other = claim.proposition.subject, claim.proposition.object_term
                part, whole = (other, one) if kind == EXHAUSTIVE else (one, other)
                self._said.append(PartStatement(kind, part, whole, claim))

    @cached_property
    def above(self) -> Mapping[Term, Sequence[PartStatement]]:
        """What is said of each figure: in which others it is included, and on top of which it comes."""
        found: dict[Term, list[PartStatement]] = defaultdict(list)
        for said in self._said:
            found[said.part].append(said)
        return found

    @cached_property
    def _below(self) -> Mapping[Term, Sequence[PartStatement]]:
        found: dict[Term, list[PartStatement]] = defaultdict(list)
        for said in self._said:
            if said.kind != ADDITIONAL:
                found[said.whole].append(said)
        return found

    def wholes(self, part: Term) -> Mapping[Term, Sequence[Claim]]:
        """The figures in which one is said to be included, over any number of steps, with the claims that say so."""
        found: dict[Term, tuple[Claim, ...]] = {}
        todo: list[tuple[Term, tuple[Claim, ...]]] = [(part, ())]
        while todo:
            term, basis = todo.pop()
            for said in self.above.get(term, ()):
                if said.kind != ADDITIONAL and said.whole not in found:
                    found[said.whole] = (*basis, said.claim)
                    todo.append((said.whole, found[said.whole]))
        return found

    def sums(self, claims: Sequence[Claim]) -> list[Sum]:
        """The parts of each of some figures, one list for each document and voice that names any."""
        return [each for claim in claims for each in self._sums_of(claim)]

    def _sums_of(self, whole: Claim) -> list[Sum]:
        groups: dict[tuple[str, str, str, tuple[Term, ...]], list[PartStatement]] = defaultdict(list)
        for said in self._below.get(whole.term, ()):
            document, voices = said.by
            # What one entry says a figure is made up of is one list; another entry may divide it otherwise.
            entry = said.claim.id.split(".")[1] if said.kind == EXHAUSTIVE else ""
            groups[said.kind, document, entry, voices].append(said)
        return [
            self._sum(whole, group, exhaustive=kind == EXHAUSTIVE)
            for (kind, *_), group in sorted(groups.items(), key=lambda item: item[0])
        ]

    def _sum(self, whole: Claim, group: Sequence[PartStatement], *, exhaustive: bool) -> Sum:
        named = {said.part: None for said in group}
        inner = {
            term
            for term in named
            if any(
                above in named and term not in self.wholes(above) for above in self.wholes(term)
            )
        }  # fmt: skip
        known = {term: self._study.by_term[term] for term in named if term in self._study.by_term}
        outer = {known[t].proposition.term: known[t] for t in named if t in known and t not in inner}
        parts = tuple(sorted(outer.values(), key=self._study.order))
        reason = self._reason(whole, group, parts, complete=len(known) == len(named), exhaustive=exhaustive)
        lo, hi = (None, None) if reason is not None else _added(parts)
        relation = None
        if exhaustive and reason is None:
            relation = Relation.AGREE if _meets(whole, lo, hi, parts) else Relation.CONFLICT
        return Sum(
            whole=whole,
            parts=parts,
            within=tuple(sorted((known[term] for term in inner if term in known), key=self._study.order)),
            lo=lo,
            hi=hi,
            exhaustive=exhaustive,
            relation=relation,
            reason=reason,
            basis=tuple(said.claim for said in group),
        )

    def _reason(
        self,
        whole: Claim,
        group: Sequence[PartStatement],
        parts: Sequence[Claim],
        *,
        complete: bool,
        exhaustive: bool,
    ) -> str | None:
        """Why parts are not summed."""
        if any(said.part in self.wholes(said.whole) for said in group):
            return IN_A_CIRCLE
        counted = all(claim.counts and not claim.proposition.negative for claim in (whole, *parts))
        if not complete or not counted or (exhaustive and not self._whole_list(group)):
            return NOT_ALL_COUNT
        objects = [claim.proposition.object for claim in (whole, *parts)]
        figures = [each for each in objects if isinstance(each, QuantityNode)]
        if len(figures) != len(objects):
            return NOT_FIGURES
        return UNITS_DIFFER if len({figure.unit for figure in figures}) > 1 else None

    def _whole_list(self, group: Sequence[PartStatement]) -> bool:
        """Whether all that an entry names counts, in one voice: else what it is made up of is said only in part."""
        first = group[0].claim
        entry = first.id.split(".")[1]
        listed = [
            claim
            for claim in self._study.by_slot[first.proposition.slot]
            if claim.document == first.document and claim.id.split(".")[1] == entry
        ]
        return len(listed) == len(group)


def _added(parts: Sequence[Claim]) -> tuple[Number | None, Number | None]:
    """The bounds of a sum: open where one of the bounds is."""
    lows: list[Number | None] = []
    highs: list[Number | None] = []
    for part in parts:
        node = part.proposition.object
        if isinstance(node, QuantityNode):
            lows.append(node.quantity.lo)
            highs.append(node.quantity.hi)
    return _total(lows), _total(highs)


def _total(bounds: Sequence[Number | None]) -> Number | None:
    total: Number = 0
    for bound in bounds:
        if bound is None:
            return None
        total += bound
    return total


def _meets(whole: Claim, lo: Number | None, hi: Number | None, parts: Sequence[Claim]) -> bool:
    """Whether a sum and its whole overlap; what is rounded is compared with its tolerance, as everywhere."""
    node = whole.proposition.object
    if not isinstance(node, QuantityNode):
        return False
    slack = sum((_tolerance(claim) for claim in (whole, *parts)), start=Decimal(0))
    low, high = node.quantity.lo, node.quantity.hi
    below = hi is not None and low is not None and hi + slack < low
    return not below and not (lo is not None and high is not None and high + slack < lo)


def _tolerance(claim: Claim) -> Decimal:
    node = claim.proposition.object
    return Decimal((node.quantity.tolerance or 0) if isinstance(node, QuantityNode) else 0)
