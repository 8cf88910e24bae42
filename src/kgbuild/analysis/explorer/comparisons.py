"""How answers compare, as the graph has it: the one place where the page learns of comparisons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.graph import terms as t
from kgbuild.store.records import BuiltGraph

_DENIES: Final = "denies"


@record
class Compared:
    """A comparison of the graph: the claims on either side, how they relate, and why."""

    term: Term
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    relation: str
    notes: tuple[str, ...]


def compared(graph: BuiltGraph) -> Iterator[Compared]:
    """Every comparison, in the order of their IRIs."""
    sides: dict[tuple[Term, bool], list[Term]] = defaultdict(list)
    for claim in graph.claims.values():
        if claim.counts or claim.stance == _DENIES:
            sides[claim.content.term, claim.stance == _DENIES].append(claim.term)
    for each in graph.comparisons.values():
        shared = graph.values(each.term, t.SHARED_AFFILIATION)
        notes = [*each.notes, *(f"both voices belong to {graph.label(body)}" for body in shared)]
        yield Compared(
            each.term,
            tuple(sides[each.left, each.left_denied]),
            tuple(sides[each.right, each.right_denied]),
            each.relation,
            tuple(notes),
        )
