"""Conflicts that only one graph has: two answers to one question, each with the claims that give it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property
from typing import Final, TypeAlias

from kgbuild.built import BuiltClaim, BuiltComparison
from kgbuild.claims import counting
from kgbuild.differences.aspects import Reading
from kgbuild.differences.results import APPEARED, WENT, Answer, ConflictChange
from kgbuild.differences.wording import answer_text, item_of, question_text
from kgbuild.terms import Term

CONFLICT: Final = "conflict"
_Side: TypeAlias = tuple[Term, bool]


def conflict_changes(old: Reading, new: Reading) -> list[ConflictChange]:
    """The conflicts that appeared, then those that went."""
    before, after = _Compared(old), _Compared(new)
    return [*after.lacking(before, APPEARED), *before.lacking(after, WENT)]


class _Compared:
    """The comparisons of one graph by what is compared, and the claims on each side."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.found: dict[Hashable, BuiltComparison] = {
            self._key(comparison): comparison for comparison in reading.graph.comparisons.values()
        }

    def _key(self, comparison: BuiltComparison) -> Hashable:
        return frozenset((self.reading.key(term), denied) for term, denied in sides_of(comparison))

    @cached_property
    def _claims(self) -> Mapping[_Side, list[BuiltClaim]]:
        """Who stands on a side: claims that count, and denials passed on by voices whose stance counts."""
        vocabulary = self.reading.graph.vocabulary
        stances, modalities = (
            counting(vocabulary.choices("stances")),
            counting(vocabulary.choices("modalities")),
        )
        claims: dict[_Side, list[BuiltClaim]] = defaultdict(list)
        for claim in self.reading.graph.claims.values():
            relayed = (
                all(said.stance in stances for said in claim.chain[:-1]) and claim.modality in modalities
            )
            denies = claim.stance == "denies" and relayed
            if claim.counts or denies:
                claims[claim.content.term, denies].append(claim)
        return claims

    def lacking(self, other: _Compared, how: str) -> Iterator[ConflictChange]:
        """The conflicts that are none in the other graph, in the order of their questions and answers."""
        changes = []
        for key, comparison in self.found.items():
            there = other.found.get(key)
            if comparison.relation == CONFLICT and (there is None or there.relation != CONFLICT):
                left, right = sorted(map(self._answer, sides_of(comparison)), key=_order)
                question = question_text(self.reading.graph, comparison.left)
                changes.append(
                    ConflictChange(question, how, (left, right), there.relation if there else None)
                )
        return iter(sorted(changes, key=lambda change: (change.question, *map(_order, change.answers))))

    def _answer(self, side: _Side) -> Answer:
        graph = self.reading.graph
        claims = tuple(item_of(graph, claim.term) for claim in self._claims.get(side, ()))
        return Answer(answer_text(graph, side[0]), side[1], claims)


def _order(answer: Answer) -> tuple[object, ...]:
    return answer.value, answer.denied, tuple(item.id for item in answer.claims)


def sides_of(comparison: BuiltComparison) -> tuple[_Side, _Side]:
    """Both sides of a comparison: a proposition, and whether it is denied."""
    return (comparison.left, comparison.left_denied), (comparison.right, comparison.right_denied)
