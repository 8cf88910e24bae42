"""Results of a validation → findings at the lines of the mappings that made the nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kgbuild.diagnostics import Diagnostic, Related, Severity, sorted_findings
from kgbuild.shapes.engines import ShapeResult
from kgbuild.shapes.library import ShapesLibrary
from kgbuild.shapes.owners import Owners
from kgbuild.spans import Place
from kgbuild.terms import Term

_WEIGHTS: Final = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.INFO}
_MOST_PLACES: Final = 8


def to_diagnostics(
    results: Iterable[ShapeResult],
    library: ShapesLibrary,
    places: Mapping[Term, Sequence[Place]],
    owners: Owners,
    prefixes: Mapping[str, str],
    nowhere: Place,
) -> list[Diagnostic]:
    """One finding for each result, at the first place of its focus node; its other places are told beside.

    ``owners`` leads from nodes without a place (propositions, anchors …) to those that have one; ``prefixes`` (name →
    namespace) shorten IRIs; ``nowhere`` is the place of a node that no mapping made, such as the file validated.
    """
    return sorted_findings(_finding(result, library, places, owners, prefixes, nowhere) for result in results)


def _finding(
    result: ShapeResult,
    library: ShapesLibrary,
    places: Mapping[Term, Sequence[Place]],
    owners: Owners,
    prefixes: Mapping[str, str],
    nowhere: Place,
) -> Diagnostic:
    shape = library.shapes[result.shape]
    at = sorted({place for node in owners(result.focus) for place in places.get(node, ())})
    notes = [f"node: {shorten(result.focus, prefixes)}"]
    if result.path is not None:
        notes.append(f"property: {shorten(f'<{result.path}>', prefixes)}")
    if result.value is not None and result.value != result.focus:
        notes.append(f"value: {shorten(result.value, prefixes)}")
    notes.append(f"shape: {result.shape}")
    if len(at) > _MOST_PLACES:
        notes.append(f"and {len(at) - _MOST_PLACES} more places")
    return Diagnostic(
        code=shape.code,
        message=shape.message,
        place=at[0] if at else nowhere,
        notes=tuple(notes),
        related=tuple(Related(place, "the same node is made here") for place in at[1:_MOST_PLACES]),
        severity=_WEIGHTS[result.severity],
    )


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
