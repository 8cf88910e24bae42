"""Turns the results of a validation into findings at the words of the mappings that made the nodes.

A result is about any node of the graph. An anchor, a quantity or a proposition has no key in a mapping; the claims,
parts and citations that lead to it have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final

from kgbuild.core.places import Place
from kgbuild.core.terms import Term, Triple, literal_text
from kgbuild.findings.diagnostics import Diagnostic, Related, sorted_findings
from kgbuild.graph import terms as t
from kgbuild.graph.shapes.engines import ShapeResult
from kgbuild.graph.shapes.library import NO_CODE, SEVERITIES, ShapeInfo, ShapesLibrary
from kgbuild.graph.sinks import WrittenNode
from kgbuild.graph.statements import TELLS_OF
from kgbuild.ontology.namespaces import ST

Places = Mapping[Term, Sequence[WrittenNode]]
"""Node → where it is written, for the nodes that have a key in a mapping or the registry."""
Owners = Callable[[Term], Sequence[Term]]
"""Node → the nodes with a place that lead to it, sorted."""
_MOST_PLACES: Final = 8
_DEPTH: Final = 5
# A few nodes point at what they belong to, instead of being pointed at.
_UPWARDS: Final = frozenset({t.ABOUT_CLAIM, t.DERIVED, t.LEFT, t.RIGHT}) | TELLS_OF
# These lead to a node without owning it.
_NOT_OWNING: Final = frozenset(
    {t.TYPE, t.MAPPED_AT, t.DERIVED_FROM, t.ORIGIN, t.PROV_ENTITY, t.IN_DOCUMENT, t.HAS_INCONSISTENCY}
)
# Statements name much and own nothing.
_OF_STATEMENTS: Final = f"<{ST}"


def to_diagnostics(
    results: Iterable[ShapeResult],
    library: ShapesLibrary,
    places: Places,
    owners: Owners,
    prefixes: Mapping[str, str],
    nowhere: Place,
) -> list[Diagnostic]:
    """One finding for each result, at the first place of its focus node; its other places stand beside it.

    ``places`` says where nodes are written. ``owners`` leads from nodes without a place of their own (propositions,
    anchors …) to those that have one; ``prefixes`` (name → namespace) shorten IRIs; ``nowhere`` is the place of a node
    that no mapping made, such as the file validated.
    """
    return sorted_findings(_finding(result, library, places, owners, prefixes, nowhere) for result in results)


def _finding(
    result: ShapeResult,
    library: ShapesLibrary,
    places: Places,
    owners: Owners,
    prefixes: Mapping[str, str],
    nowhere: Place,
) -> Diagnostic:
    shape = library.shapes[result.shape]
    made = [(node, written) for node in owners(result.focus) for written in places.get(node, ())]
    at = sorted({place_of(node, written, result) for node, written in made})
    related = [Related(place, "the same is written here") for place in at[1:_MOST_PLACES]]
    shown = {o for _, written in made for _, _, o, place in written.said if place is not None}
    if result.value != result.focus:
        related += _beside(result.value or "", places, at, named=result.value in shown)
    traced = any(written.traced for _, written in made)
    notes = [*_facts(result, prefixes, shown if traced else None), _named(shape)]
    if len(at) > _MOST_PLACES:
        notes.append(f"and {len(at) - _MOST_PLACES} more places")
    return Diagnostic(
        code=shape.code,
        message=shape.message,
        place=at[0] if at else nowhere,
        notes=tuple(notes),
        help=f"for example:\n{shape.right}" if shape.right else None,
        related=tuple(related),
        severity=SEVERITIES[result.severity],
    )


def place_of(node: Term, written: WrittenNode, result: ShapeResult) -> Place:
    """Where the thing is written that a result is about: its focus node, value or path; else the key of ``node``."""
    focus, path, value = result.focus, f"<{result.path}>", result.value
    said = [((s, p, o), place) for s, p, o, place in written.said if place is not None]
    exact = [place for triple, place in said if triple == (focus, path, value)]
    named = [place for (_, _, o), place in said if o == focus] if focus != node else []
    valued = sorted(((p != path, place) for (_, p, o), place in said if o == value), key=itemgetter(0))
    found = [
        *exact,
        *named,
        *(place for _, place in valued),
        *(place for (_, p, _), place in said if p == path),
    ]
    return found[0] if found else written.place


def _beside(value: Term, places: Places, at: Sequence[Place], *, named: bool) -> Iterator[Related]:
    """Where the value of a result is made, if it is a node of its own such as another claim.

    An entity that is named at the finding itself is left out: the registry says nothing about it.
    """
    name = value.rpartition("/")[2].rstrip(">")
    for written in places.get(value, ()):
        if written.place not in at and not (named and written.entity):
            yield Related(written.place, f"`{name}` is written here")


def _facts(result: ShapeResult, prefixes: Mapping[str, str], shown: Collection[Term] | None) -> Iterator[str]:
    """Node, property and value of a result, as far as no words of a mapping say the same.

    ``shown`` are the terms that could be underlined, ``None`` where nothing but lines is known.
    """
    value = result.value if result.value != result.focus else None
    if shown is None:
        yield f"node: {shorten(result.focus, prefixes)}"
        if result.path is not None:
            yield f"property: {shorten(f'<{result.path}>', prefixes)}"
    elif value is not None and (value in shown or value.startswith("<")):
        return
    if value is not None:
        yield f"value: {shorten(value, prefixes)}"


def _named(shape: ShapeInfo) -> str:
    """The shape in plain words, with what leads to more about it."""
    more = f"<{shape.iri}>" if shape.code == NO_CODE else shape.code
    return f"shape: {shape.label} ({more})" if shape.label else f"shape: {shape.iri}"


def shorten(term: Term, prefixes: Mapping[str, str]) -> str:
    """A term as a person reads it: ``claim:letter.toll.killed``, ``"words"``, ``150``."""
    if term.startswith("<"):
        bare = term[1:-1]
        fitting = [(len(space), name) for name, space in prefixes.items() if space and bare.startswith(space)]
        if not fitting:
            return term
        length, name = max(fitting)
        return f"{name}:{bare[length:]}"
    text, mark, datatype = term.rpartition("^^")
    return text.strip('"') if mark and text.startswith('"') and datatype.startswith("<") else term


def find_owners(
    nodes: Iterable[Term], triples: Callable[[], Iterable[Triple]], placed: Collection[Term]
) -> Owners:
    """For the nodes asked for, their nearest owners in ``placed``.

    ``triples`` gives the union again at each call: the data is read once for every step upwards (mostly one to three),
    and only what leads to the nodes asked for is kept.
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
            if p in _NOT_OWNING or (p.startswith(_OF_STATEMENTS) and p not in _UPWARDS):
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
        file, line, column = literal_text(o).rsplit(":", 2)
        if line.isdecimal() and column.isdecimal():
            found[s].append(Place(file, int(line), int(column), int(line), int(column) + 1))
    return {node: sorted(places) for node, places in found.items()}
