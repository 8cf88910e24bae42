"""Results of a validation → findings at the words of the mappings that made the nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from kgbuild.core.places import Place
from kgbuild.core.terms import Term
from kgbuild.findings.diagnostics import Diagnostic, Related, sorted_findings
from kgbuild.graph.origins import Origin
from kgbuild.graph.shapes.engines import ShapeResult
from kgbuild.graph.shapes.library import NO_CODE, SEVERITIES, ShapeInfo, ShapesLibrary
from kgbuild.graph.shapes.owners import Owners

Origins = Mapping[Term, Sequence[Origin]]
"""Node → what made it, for the nodes that a mapping or the registry made."""
_MOST_PLACES: Final = 8


def to_diagnostics(
    results: Iterable[ShapeResult],
    library: ShapesLibrary,
    origins: Origins,
    owners: Owners,
    prefixes: Mapping[str, str],
    nowhere: Place,
) -> list[Diagnostic]:
    """One finding for each result, at the first place of its focus node; its other places are told beside.

    ``owners`` leads from nodes without an origin (propositions, anchors …) to those that have one; ``prefixes`` (name →
    namespace) shorten IRIs; ``nowhere`` is the place of a node that no mapping made, such as the file validated.
    """
    return sorted_findings(
        _finding(result, library, origins, owners, prefixes, nowhere) for result in results
    )


def _finding(
    result: ShapeResult,
    library: ShapesLibrary,
    origins: Origins,
    owners: Owners,
    prefixes: Mapping[str, str],
    nowhere: Place,
) -> Diagnostic:
    shape = library.shapes[result.shape]
    made = [(node, origin) for node in owners(result.focus) for origin in origins.get(node, ())]
    at = sorted({place_of(node, origin, result) for node, origin in made})
    related = [Related(place, "the same is written here") for place in at[1:_MOST_PLACES]]
    shown = {spot.term for _, origin in made for spot in origin.spots}
    if result.value != result.focus:
        related += _beside(result.value or "", origins, at, named=result.value in shown)
    traced = any(origin.traced for _, origin in made)
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


def place_of(node: Term, origin: Origin, result: ShapeResult) -> Place:
    """Where the thing is written that a result is about: its focus node, value or path; else the key of ``node``."""
    spots, path = origin.spots, f"<{result.path}>"
    if result.focus != node:
        for spot in spots:
            if spot.term == result.focus:
                return spot.place
    if result.value is not None:
        fitting = [spot for spot in spots if spot.term == result.value]
        fitting.sort(key=lambda spot: spot.predicate != path)
        if fitting:
            return fitting[0].place
    return next((spot.place for spot in spots if spot.predicate == path), origin.place)


def _beside(value: Term, origins: Origins, at: Sequence[Place], *, named: bool) -> Iterator[Related]:
    """Where the value of a result is made, if it is a node of its own such as another claim.

    An entity that is named at the finding itself is left out: the registry says nothing about it.
    """
    name = value.rpartition("/")[2].rstrip(">")
    for origin in origins.get(value, ()):
        if origin.place not in at and not (named and origin.entity):
            yield Related(origin.place, f"`{name}` is written here")


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
