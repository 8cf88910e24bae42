"""One validation of the union of all graphs: cycles, uniqueness and classes need all of them at once.

Both engines call empty shapes and empty data conformant, so what was looked at is counted here,
and where that is nothing, it is an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgbuild.core.errors import ShapesError
from kgbuild.core.formats import RDF_FORMATS
from kgbuild.core.terms import Triple
from kgbuild.graph.shapes.engines import ENGINES, ShapeResult, validate
from kgbuild.graph.shapes.library import ShapesLibrary
from kgbuild.graph.shapes.lint import ShapeFault, lint
from kgbuild.graph.terms import TYPE
from kgbuild.ontology.namespaces import RDFS

_SUBCLASS: Final = f"<{RDFS}subClassOf>"


@dataclass(frozen=True, slots=True)
class Validation:
    """What a validation found, and what it looked at: shapes with a focus node, and distinct focus nodes."""

    results: list[ShapeResult]
    shapes_count: int
    focus_nodes: int


def validate_union(
    library: ShapesLibrary,
    data: Path | str,
    *,
    format: str = "ttl",
    engine: str = "shacl",
    ontology: str = "",
) -> Validation:
    """Validate a Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML file (by its suffix), or text in ``format``.

    Named graphs count as one union. ``ontology`` (N-Triples) is what the shapes need to know beside the data; it is not
    counted. Raises :class:`ShapesError` where the shapes are outside the profile, nothing
    was checked, or the engine failed.
    """
    if engine not in ENGINES:
        raise ShapesError(f"there is no engine `{engine}`", f"the engines are: {', '.join(ENGINES)}")
    _check(library, lint(library), engine)
    kind = data.suffix.lstrip(".") if isinstance(data, Path) else format
    if kind not in RDF_FORMATS:
        raise ShapesError(
            f"{data}: no format of RDF is known by `.{kind}`", f"one of: {', '.join(RDF_FORMATS)}"
        )
    if kind != "nt" and (ontology or kind != "ttl"):
        data, kind = _union(data, kind), "nt"
    shapes_count, focus_nodes = count_focus(library, read_triples(data, kind))
    if not library.shapes:
        raise ShapesError(
            "nothing was checked: there are no shapes", f"shapes were read from: {', '.join(library.files)}"
        )
    if focus_nodes == 0:
        raise ShapesError("nothing was checked: the data holds no node that a shape is about")
    if ontology:
        text = data.read_text(encoding="utf-8") if isinstance(data, Path) else data
        data = text + ontology
    return Validation(validate(engine, library.text, data, kind), shapes_count, focus_nodes)


def _check(library: ShapesLibrary, faults: list[ShapeFault], engine: str) -> None:
    """Stop at faults: a misspelt term always, what lies outside the profile only with the fast engine."""
    stopping = [fault for fault in faults if fault.always or engine == "shacl"]
    if not stopping:
        return
    lines = "\n".join(f"  {fault.shape}: {fault.message}" for fault in stopping)
    hint = (
        None
        if any(fault.always for fault in stopping)
        else "run all shapes by the reference: --engine pyshacl"
    )
    raise ShapesError(f"the shapes cannot be used ({', '.join(library.files)}):\n{lines}", hint)


def read_triples(data: Path | str, format: str = "ttl") -> Iterator[Triple]:
    """The triples of a file or text, in the form of :mod:`kgbuild.core.terms`; names of graphs are dropped.

    Raises :class:`ShapesError` for data that does not parse.
    """
    try:
        if isinstance(data, Path):
            kind = RDF_FORMATS.get(data.suffix.lstrip("."), ox.RdfFormat.TURTLE)
            parsed = ox.parse(path=str(data), format=kind, base_iri="http://example.org/data")
        else:
            parsed = ox.parse(data.encode(), format=RDF_FORMATS[format], base_iri="http://example.org/data")
        for quad in parsed:
            yield str(quad.subject), str(quad.predicate), str(quad.object)
    except SyntaxError as error:
        name = str(data) if isinstance(data, Path) else "data"
        raise ShapesError(f"{name}:{error.lineno}:{error.offset}: {error.msg}") from error
    except (OSError, ValueError) as error:
        raise ShapesError(f"the data cannot be read: {error}") from error


def _union(data: Path | str, format: str) -> str:
    return "".join(f"{s} {p} {o} .\n" for s, p, o in read_triples(data, format))


def count_focus(library: ShapesLibrary, triples: Iterator[Triple]) -> tuple[int, int]:
    """How many shapes have a focus node in the data, and how many distinct focus nodes there are."""
    shapes_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for shape in library.shapes.values():
        for target in shape.targets:
            shapes_of[target].add(shape.iri)
    classes = {term for kind, term in shapes_of if kind == "targetClass"}
    subjects = {term for kind, term in shapes_of if kind == "targetSubjectsOf"}
    objects = {term for kind, term in shapes_of if kind == "targetObjectsOf"}
    hit = {target for target in shapes_of if target[0] == "targetNode"}
    found = {hash(term) for _, term in hit}
    above: dict[str, set[str]] = defaultdict(set)
    others: dict[str, list[int]] = defaultdict(list)
    for s, p, o in triples:
        if p == TYPE:
            if o in classes:
                hit.add(("targetClass", o))
                found.add(hash(s))
            else:
                others[o].append(hash(s))
        elif p == _SUBCLASS:
            above[s].add(o)
        if p in subjects:
            hit.add(("targetSubjectsOf", p))
            found.add(hash(s))
        if p in objects:
            hit.add(("targetObjectsOf", p))
            found.add(hash(o))
    for name in above:
        inherited = _ancestors(name, above) & classes
        if inherited and name in others:
            hit |= {("targetClass", term) for term in inherited}
            found.update(others[name])
    return len({shape for target in hit for shape in shapes_of[target]}), len(found)


def _ancestors(name: str, above: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = [name]
    while todo:
        for parent in above.get(todo.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                todo.append(parent)
    return seen
