"""How answers compare, as the graph has it: the one place where the page learns of comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.graph import terms as t
from kgbuild.store.records import BuiltGraph


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
    for each in graph.comparisons.values():
        shared = graph.values(each.term, t.SHARED_AFFILIATION)
        notes = [each.note] if each.note is not None else []
        notes += [f"both voices belong to {graph.label(body)}" for body in shared]
        yield Compared(each.term, (each.left,), (each.right,), each.relation, tuple(notes))
