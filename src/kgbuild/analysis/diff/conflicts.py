"""Conflicts that only one graph has: two answers to one question, each with the claims that give it.

Where claims conflict in both graphs, and one of them now gives another answer, no conflict appeared and none went
away: the claim changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Set
from functools import cached_property
from itertools import product
from typing import Final, TypeAlias

from kgbuild.analysis.diff.aspects import Reading
from kgbuild.analysis.diff.pairs import Matched
from kgbuild.analysis.diff.results import APPEARED, WENT, ConflictAnswer, ConflictChange
from kgbuild.analysis.diff.words import answer_text, item_of, question_text
from kgbuild.claims.claim import counted_keys
from kgbuild.core.terms import Term
from kgbuild.store.records import BuiltComparison

CONFLICT: Final = "conflict"
_Side: TypeAlias = tuple[Term, bool]


def conflict_changes(matched: Matched) -> list[ConflictChange]:
    """The conflicts that appeared, then those that went."""
    before, after = _Compared(matched.old), _Compared(matched.new)
    olds = {other: one for one, other in matched.pairs if one and other}
    news = {one: other for other, one in olds.items()}
    return [*after.beyond(before, olds, APPEARED), *before.beyond(after, news, WENT)]


class _Compared:
    """The comparisons of one graph by what is compared, and the claims on each side."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._found: dict[Hashable, BuiltComparison] = {}
        for each in reading.graph.comparisons.values():
            if not {each.left, each.right} <= self._sides.keys():
                continue  # foreign RDF: a claim that does not count
            key = self._key(*self._sides_of(each))
            # Two answers may stand to each other in several ways: of the claims that conflict, it is a conflict.
            if key not in self._found or each.relation == CONFLICT:
                self._found[key] = each

    def _sides_of(self, comparison: BuiltComparison) -> tuple[_Side, _Side]:
        return self._sides[comparison.left], self._sides[comparison.right]

    def _key(self, left: _Side, right: _Side) -> Hashable:
        return frozenset((self._reading.key(term), denied) for term, denied in (left, right))

    @cached_property
    def _sides(self) -> Mapping[Term, _Side]:
        """On which side a claim stands: claims that count, and denials passed on by voices whose stance counts."""
        graph = self._reading.graph
        stances = counted_keys(graph.vocabulary.choices("stances"))
        modalities = counted_keys(graph.vocabulary.choices("modalities"))
        sides = {}
        for claim in graph.claims.values():
            relayed = (
                all(said.stance in stances for said in claim.chain[:-1]) and claim.modality in modalities
            )
            denies = claim.stance == "denies" and relayed
            if claim.counts or denies:
                sides[claim.term] = (claim.content.term, denies)
        return sides

    @cached_property
    def _claims(self) -> Mapping[_Side, list[Term]]:
        claims: dict[_Side, list[Term]] = defaultdict(list)
        for claim, side in self._sides.items():
            claims[side].append(claim)
        return claims

    def beyond(self, other: _Compared, partners: Mapping[Term, Term], how: str) -> list[ConflictChange]:
        """The conflicts that the other graph does not have, in the order of their questions and answers."""
        changes = []
        for key, comparison in self._found.items():
            there = other._found.get(key)
            if comparison.relation != CONFLICT or (there is not None and there.relation == CONFLICT):
                continue
            left, right = self._sides_of(comparison)
            if not other._conflict(
                *({partners.get(claim) for claim in self._claims[side]} for side in (left, right))
            ):
                answers = sorted((self._answer(left), self._answer(right)), key=_order)
                question = question_text(self._reading.graph, left[0])
                otherwise = there.relation if there is not None else None
                changes.append(ConflictChange(question, how, (answers[0], answers[1]), otherwise))
        return sorted(changes, key=lambda change: (change.question, *map(_order, change.answers)))

    def _conflict(self, left: Set[Term | None], right: Set[Term | None]) -> bool:
        """Whether every claim of the one conflicts with every claim of the other in this graph."""
        lefts, rights = ({self._sides.get(claim or "") for claim in claims} for claims in (left, right))
        return all(
            one is not None
            and other is not None
            and (found := self._found.get(self._key(one, other))) is not None
            and found.relation == CONFLICT
            for one, other in product(lefts, rights)
        )

    def _answer(self, side: _Side) -> ConflictAnswer:
        graph = self._reading.graph
        claims = tuple(item_of(graph, claim) for claim in self._claims[side])
        return ConflictAnswer(answer_text(graph, side[0]), side[1], claims)


def _order(answer: ConflictAnswer) -> tuple[object, ...]:
    return answer.value, answer.denied, tuple(item.id for item in answer.claims)
