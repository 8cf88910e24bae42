"""The two SHACL engines behind one small adapter: ``shacl`` (Rust, the default) and pySHACL, the reference.

Both give the same results for shapes inside the profile (:mod:`kgbuild.graph.shapes.lint`); a test holds that. A
fault of an engine is a :class:`ShapesError` and never a pass, an abort of its process included. The shapes that it is
given are linted first.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
import shacl

from kgbuild.core.apart import ProcessEnded, nothing_opened, run_apart
from kgbuild.core.errors import ShapesError
from kgbuild.core.formats import RDF_FORMATS
from kgbuild.core.terms import Term, iri, literal, parse_term
from kgbuild.graph.shapes.library import SH, ShapesGraph, sh

if TYPE_CHECKING:
    from rdflib import Graph

_BLANK: Final = "_:blank"
_ANONYMOUS: Final = "urn:kgbuild:anonymous-shape:"


@dataclass(frozen=True, slots=True)
class ShapeResult:
    """One result: this node breaks this shape, by this value.

    ``shape`` is the bare IRI of the nearest shape that has one, ``path`` the bare IRI of a plain predicate path.
    Blank nodes, whose names differ from run to run, are all written ``_:blank``.
    """

    shape: str
    focus: Term
    value: Term | None
    path: str | None
    severity: str

    def sort_key(self) -> tuple[str, ...]:
        """Results are listed by shape, focus node, path and value."""
        return (self.shape, self.focus, self.path or "", self.value or "", self.severity)


def validate(engine: str, shapes: str, data: Path | str, format: str = "ttl") -> list[ShapeResult]:
    """Validate by one of :data:`ENGINES`. ``shapes`` is Turtle, ``data`` a Turtle or N-Triples file or text.

    An engine runs queries of whoever wrote the shapes: in a process of its own, which opens nothing. Raises
    :class:`ShapesError` for whatever goes wrong in it.
    """
    try:
        return run_apart(_silently, _ENGINES[engine], shapes, data, format)
    except ProcessEnded as error:
        raise ShapesError(f"the validator {engine} failed: {error}", _TRY_OTHER) from error


def _silently(
    validate: Callable[[str, Path | str, str], list[ShapeResult]], shapes: str, data: Path | str, format: str
) -> list[ShapeResult]:
    """What an engine finds, without what it writes to the terminal when it fails."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    return validate(shapes, data, format)


def validate_fast(shapes: str, data: Path | str, format: str = "ttl") -> list[ShapeResult]:
    """Validate by the Rust engine. Raises :class:`ShapesError` for whatever goes wrong in it."""
    try:
        name = {"ttl": "turtle", "nt": "ntriples"}[format]
        text = data.read_text(encoding="utf-8") if isinstance(data, Path) else data
        with nothing_opened():
            report = shacl.Shapes.from_turtle(shapes).validate_text(text, format=name)
            results = [_fast_result(result) for result in report.results]
    except (KeyboardInterrupt, SystemExit, MemoryError, ShapesError):
        raise
    except BaseException as error:  # a Rust panic arrives as PanicException, a BaseException
        raise ShapesError(f"the validator `shacl` failed: {error}", _TRY_OTHER) from error
    return sorted(set(results), key=ShapeResult.sort_key)


_TRY_OTHER: Final = "try the reference engine: --engine pyshacl"


def _fast_result(result: shacl.Result) -> ShapeResult:
    shape = result.root_shape or result.source_shape or ""
    if not shape.startswith("<"):
        raise ShapesError(f"a result names no shape with an IRI (got {shape!r})", _TRY_OTHER)
    path = result.path
    plain = path is not None and path.startswith("<") and path.endswith(">") and path.count("<") == 1
    value = None if result.value is None else _canonical(result.value)
    return ShapeResult(
        shape[1:-1],
        _canonical(result.focus_node),
        value,
        path[1:-1] if path and plain else None,
        result.severity,
    )


def _canonical(term: str) -> Term:
    """A term in the form of :mod:`kgbuild.core.terms`, whatever the engine's own N-Triples style."""
    if not term.startswith('"'):
        return _BLANK if term.startswith("_:") else term
    found = parse_term(term)
    if not isinstance(found, ox.Literal):
        return term
    return literal(found.value, None if found.language else found.datatype.value, found.language)


def validate_reference(shapes: str, data: Path | str, format: str = "ttl") -> list[ShapeResult]:
    """Validate by pySHACL, with W3C SHACL Core and SHACL-SPARQL switched on and nothing else.

    Raises :class:`ShapesError` for whatever goes wrong in the engine, failures that it returns as reports included.
    """
    # rdflib and pySHACL take longer to import than a whole run of the default engine; only who asks for them pays.
    from rdflib import Graph

    with _quiet_literals():
        shapes_graph, nearest = _shapes_graph(shapes)
        data_graph = _to_rdflib(_parse(data, format))
        _reference_report(*(_to_rdflib(_parse(each, "ttl")) for each in (_SMALL_DATA, _SMALL_SHAPE)))
        try:
            with nothing_opened():
                report, text = _reference_report(data_graph, shapes_graph)
        except Exception as error:  # pySHACL lets errors of rdflib's parsers and of its own through
            raise ShapesError(f"the validator pySHACL failed: {error}") from error
    if not isinstance(report, Graph):
        raise ShapesError(f"the validator pySHACL failed: {report or text}")
    return sorted(set(_reference_results(report, nearest)), key=ShapeResult.sort_key)


_SMALL_DATA: Final = "<x:a> <x:b> 1 ."
_SMALL_SHAPE: Final = f"""<x:shape> a <{SH}NodeShape> ; <{SH}targetSubjectsOf> <x:b> ; <{SH}sparql> [
  <{SH}select> "SELECT DISTINCT $this WHERE {{ $this <x:b> ?o FILTER NOT EXISTS {{ ?o <x:b> ?p }} }} ORDER BY ?o" ] ."""
"""A shape and a node that breaks it: pySHACL and rdflib load their parts when these first work."""


def _reference_report(data: Graph, shapes: Graph) -> tuple[Any, str]:
    import pyshacl  # late: see validate_reference

    _, report, text = pyshacl.validate(
        data,
        shacl_graph=shapes,
        inference="none",
        advanced=False,
        js=False,
        meta_shacl=False,
        do_owl_imports=False,
        inplace=True,
        allow_infos=False,
        allow_warnings=False,
        abort_on_first=False,
    )
    return report, text


@contextmanager
def _quiet_literals() -> Iterator[None]:
    """rdflib logs a traceback for each literal whose text is not of its datatype; shapes report these themselves."""

    def drop(_: logging.LogRecord) -> bool:
        return False

    logger = logging.getLogger("rdflib.term")
    logger.addFilter(drop)
    try:
        yield
    finally:
        logger.removeFilter(drop)


def _parse(data: Path | str, format: str) -> Iterator[ox.Triple]:
    if isinstance(data, Path):
        kind = RDF_FORMATS.get(data.suffix.lstrip("."), ox.RdfFormat.TURTLE)
        quads = ox.parse(path=str(data), format=kind, base_iri="http://example.org/data")
    else:
        quads = ox.parse(data.encode(), format=RDF_FORMATS[format], base_iri="http://example.org/data")
    try:
        for quad in quads:
            yield quad.triple if isinstance(quad, ox.Quad) else quad
    except (OSError, SyntaxError, ValueError) as error:
        raise ShapesError(f"the data cannot be read: {error}") from error


def _shapes_graph(shapes: str) -> tuple[Graph, dict[str, str]]:
    """The shapes for pySHACL, and for each property shape without IRI the one it gets here → the nearest real IRI."""
    triples = list(_parse(shapes, "ttl"))
    known = ShapesGraph([(str(t.subject), str(t.predicate), str(t.object)) for t in triples])
    holder = {part: shape for shape in known.shapes() for part in known.values(shape, sh("property"))}
    names: dict[str, str] = {}
    nearest: dict[str, str] = {}
    for part in sorted(part for part in holder if part.startswith("_:")):
        above = part
        seen = {part}
        while above.startswith("_:") and above in holder and holder[above] not in seen:
            above = holder[above]
            seen.add(above)
        names[part] = f"{_ANONYMOUS}{len(names)}"
        nearest[names[part]] = above.strip("<>")
    return _to_rdflib(iter(triples), names), nearest


def _caching_graph() -> Graph:
    """A graph that parses a query once. pySHACL has it parsed for every focus node, in four fifths of its time."""
    from rdflib import Graph  # late: see validate_reference
    from rdflib.plugins.sparql import prepareQuery

    class CachingGraph(Graph):
        def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
            if isinstance(query_object, str):
                if query_object not in prepared:
                    prepared[query_object] = prepareQuery(query_object, initNs=dict(self.namespaces()))
                query_object = prepared[query_object]
            return super().query(query_object, *args, **kwargs)

    prepared: dict[str, Any] = {}
    return CachingGraph()


def _to_rdflib(triples: Iterator[ox.Triple], names: Mapping[str, str] | None = None) -> Graph:
    """The triples as an rdflib graph, literals untouched (rdflib's own parser would rewrite ``"01"`` as ``"1"``)."""
    from rdflib import BNode, Literal, URIRef  # late: see validate_reference

    names = names or {}

    def convert(term: Any) -> Any:
        if isinstance(term, ox.NamedNode):
            return URIRef(term.value)
        if isinstance(term, ox.Literal):
            if term.language:
                return Literal(term.value, lang=term.language)
            return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
        name = names.get(str(term))
        return BNode(term.value) if name is None else URIRef(name)

    graph = _caching_graph()
    string = URIRef("http://www.w3.org/2001/XMLSchema#string")
    for triple in triples:
        s, p, o = convert(triple.subject), convert(triple.predicate), convert(triple.object)
        if isinstance(o, Literal) and o.datatype == string:
            o = Literal(str(o), datatype=string)
        graph.add((s, p, o))
    return graph


def _reference_results(report: Graph, nearest: Mapping[str, str]) -> Iterator[ShapeResult]:
    from rdflib import URIRef  # late: see validate_reference

    for root in report.subjects(URIRef(f"{SH}conforms")):
        for node in report.objects(root, URIRef(f"{SH}result")):
            one: dict[str, Any] = {
                name: report.value(node, URIRef(SH + name))
                for name in ("sourceShape", "focusNode", "value", "resultPath", "resultSeverity")
            }
            shape = nearest.get(str(one["sourceShape"]), str(one["sourceShape"]))
            path = one["resultPath"]
            yield ShapeResult(
                shape,
                _from_rdflib(one["focusNode"]),
                None if one["value"] is None else _from_rdflib(one["value"]),
                str(path) if isinstance(path, URIRef) else None,
                str(one["resultSeverity"]).removeprefix(SH),
            )


def _from_rdflib(term: Any) -> Term:
    from rdflib import BNode, URIRef  # late: see validate_reference

    if isinstance(term, URIRef):
        return iri(str(term))
    if isinstance(term, BNode):
        return _BLANK
    return literal(str(term), None if term.language else term.datatype and str(term.datatype), term.language)


_ENGINES: Final[Mapping[str, Callable[[str, Path | str, str], list[ShapeResult]]]] = {
    "shacl": validate_fast,
    "pyshacl": validate_reference,
}
ENGINES: Final = tuple(_ENGINES)
