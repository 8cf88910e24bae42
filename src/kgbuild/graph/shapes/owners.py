"""From any node of the graph back to the nodes that have a place in a mapping.

An anchor, a quantity or a proposition is no line of a mapping; the claims, parts and citations that lead to it are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

from kgbuild.core.places import Place
from kgbuild.core.terms import Term, Triple, term_text
from kgbuild.graph import terms as t

Owners = Callable[[Term], Sequence[Term]]
"""Node → the nodes with a place that lead to it, sorted."""
_DEPTH: Final = 5
# A few nodes point at what they belong to, instead of being pointed at.
_UPWARDS: Final = frozenset({t.ABOUT_CLAIM, t.DERIVED, t.LEFT, t.RIGHT})
# These lead to a node without owning it.
_NOT_OWNING: Final = frozenset(
    {t.TYPE, t.MAPPED_AT, t.DERIVED_FROM, t.ORIGIN, t.PROV_ENTITY, t.IN_DOCUMENT, t.HAS_INCONSISTENCY}
)


def find_owners(
    nodes: Iterable[Term], triples: Callable[[], Iterable[Triple]], placed: Collection[Term]
) -> Owners:
    """For the nodes asked, their nearest owners in ``placed``.

    ``triples`` gives the union anew at each call: the data is read once a step upwards (mostly one to three), and only
    what lies above the nodes asked is kept.
    """
    asked = sorted({node for node in nodes if node not in placed})
    above: dict[Term, set[Term]] = defaultdict(set)
    frontier, seen = set(asked), set(asked)
    for _ in range(_DEPTH):
        if not frontier:
            break
        found: set[Term] = set()
        spoken_of: dict[Term, Term] = {}
        for s, p, o in triples():
            if p in _NOT_OWNING:
                continue
            if o in frontier and p not in _UPWARDS:
                above[o].add(s)
                found.add(s)
            if s in frontier:
                if p in _UPWARDS:
                    above[s].add(o)
                    found.add(o)
                elif p == t.SUBJECT:
                    spoken_of[s] = o
        # What nothing leads to, such as a link of the hierarchy, belongs to its subject.
        for node in spoken_of.keys() - above.keys():
            above[node].add(spoken_of[node])
            found.add(spoken_of[node])
        frontier = {node for node in found if node not in placed and node not in seen}
        seen |= found
    nearest = {node: _nearest(node, above, placed) for node in asked}
    return lambda node: (node,) if node in placed else nearest.get(node, ())


def _nearest(node: Term, above: Mapping[Term, set[Term]], placed: Collection[Term]) -> tuple[Term, ...]:
    """The placed nodes above a node with the fewest steps between."""
    level, seen = {node}, {node}
    while level:
        level = {owner for current in level for owner in above.get(current, ())} - seen
        found = {owner for owner in level if owner in placed}
        if found:
            return tuple(sorted(found))
        seen |= level
    return ()


def places_in(triples: Iterable[Triple]) -> dict[Term, list[Place]]:
    """The mapping places that a graph brings along (its ``places`` graph), by node."""
    found: dict[Term, list[Place]] = defaultdict(list)
    for s, p, o in triples:
        if p != t.MAPPED_AT:
            continue
        file, line, column = term_text(o).rsplit(":", 2)
        if line.isdecimal() and column.isdecimal():
            found[s].append(Place(file, int(line), int(column), int(line), int(column) + 1))
    return {node: sorted(places) for node, places in found.items()}
