"""The SHACL test suite of the W3C, by both engines: what they find is what it expects, but for what is listed here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, SH, BNode, Literal, Namespace, URIRef

from kgbuild.core.errors import ShapesError
from kgbuild.core.terms import Term, iri, literal
from kgbuild.graph.shapes.engines import ShapeResult, validate_fast, validate_reference

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
ENGINES: dict[str, Callable[[str, str, str], list[ShapeResult]]] = {
    "shacl": validate_fast,
    "pyshacl": validate_reference,
}
GENID = "urn:genid:"
FAILS = "a failure"
"""What the suite expects where shapes are not to be accepted."""
DIFFERENCES: dict[tuple[str, str], str] = {
    ("shacl", "core/misc/severity-002"): "it gives a severity of one's own by the last part of its IRI",
    ("shacl", "sparql/pre-binding/unsupported-sparql-004"): "it takes a query that SHACL does not allow",
    ("pyshacl", "core/property/uniqueLang-002"): 'it does not take "1" for true',
    ("pyshacl", "sparql/node/prefixes-001"): "it does not take prefixes from what is imported",
    ("pyshacl", "sparql/pre-binding/pre-binding-005"): "it does not bind $this in nested groups",
    ("pyshacl", "sparql/pre-binding/shapesGraph-001"): "it has no $shapesGraph",
}
"""Engine and case, and what the engine does otherwise."""
Found = frozenset[tuple[Term, str | None, Term | None, str]]


def suite() -> Path | None:
    """Where the suite lies."""
    folder = os.environ.get("KGBUILD_SUITES")
    return Path(folder) / "shacl" if folder else None


def cases() -> list[str]:
    """The files of the suite that hold a case."""
    folder = suite()
    if folder is None:
        return []
    files = (
        path for path in sorted(folder.rglob("*.ttl")) if "sht:Validate" in path.read_text(encoding="utf-8")
    )
    return [path.relative_to(folder).as_posix().removesuffix(".ttl") for path in files]


@cache
def read(path: Path) -> rdflib.Graph:
    """A file of the suite, with its literals as they are written."""
    rdflib.NORMALIZE_LITERALS = False
    try:
        return rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())
    finally:
        rdflib.NORMALIZE_LITERALS = True


def text_of(path: Path, *, is_shapes: bool) -> str:
    """A file as N-Triples. In shapes blank nodes are named, as kgbuild asks for named shapes; but not in paths."""
    triples = [
        quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    ]
    kept = (
        {triple.object for triple in triples if triple.predicate.value == str(SH.path)}
        if is_shapes
        else set()
    )
    for _ in range(9):  # paths within paths
        kept |= {triple.object for triple in triples if triple.subject in kept}

    def name(node: object) -> str:
        return f"<{GENID}{node.value}>" if isinstance(node, ox.BlankNode) and node not in kept else str(node)

    write = name if is_shapes else str
    return "".join(f"{write(each.subject)} {each.predicate} {write(each.object)} .\n" for each in triples)


def term(node: object) -> Term | None:
    """A node as kgbuild writes it in results."""
    if node is None:
        return None
    if isinstance(node, Literal):
        return literal(
            str(node), None if node.language else node.datatype and str(node.datatype), node.language
        )
    return "_:blank" if isinstance(node, BNode) else iri(str(node))


def expected(graph: rdflib.Graph, case: URIRef) -> Found | str:
    """What the suite expects of a case."""
    result = graph.value(case, MF.result)
    if result == SHT.Failure:
        return FAILS
    found = set()
    for each in graph.objects(result, SH.result):
        path = graph.value(each, SH.resultPath)
        severity = graph.value(each, SH.resultSeverity)
        found.add((
            term(graph.value(each, SH.focusNode)) or "",
            str(path) if isinstance(path, URIRef) else None,
            term(graph.value(each, SH.value)),
            str(severity).removeprefix(str(SH)),
        ))  # fmt: skip
    return frozenset(found)


def found(engine: str, shapes: Path, data: Path) -> Found | str:
    """What an engine finds."""
    try:
        results = ENGINES[engine](text_of(shapes, is_shapes=True), text_of(data, is_shapes=False), "nt")
    except ShapesError:
        return FAILS
    return frozenset((each.focus, each.path, blank(each.value), each.severity) for each in results)


def blank(value: Term | None) -> Term | None:
    """A value that is a node of the shapes, which was named here."""
    return "_:blank" if value is not None and value.startswith(f"<{GENID}") else value


def entries(name: str) -> Iterator[tuple[rdflib.Graph, URIRef]]:
    """The cases of a file, each with the graph that describes it."""
    folder = suite()
    assert folder is not None
    graph = read(folder / f"{name}.ttl")
    for case in graph.subjects(RDF.type, SHT.Validate):
        assert isinstance(case, URIRef)
        yield graph, case


def part(graph: rdflib.Graph, case: URIRef, which: URIRef) -> Path:
    """The file with the data or the shapes of a case."""
    return Path(str(graph.value(graph.value(case, MF.action), which)).removeprefix("file://"))


@pytest.mark.parametrize(
    "name", cases() or [pytest.param("", marks=pytest.mark.skip("no suite (KGBUILD_SUITES)"))]
)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_case_of_the_suite(engine: str, name: str) -> None:
    """An engine finds what the suite expects, or differs as is written down; a difference that is gone is told."""
    for graph, case in entries(name):
        wanted = expected(graph, case)
        got = found(engine, part(graph, case, SHT.shapesGraph), part(graph, case, SHT.dataGraph))
        if (engine, name) in DIFFERENCES:
            assert got != wanted, "listed as different, and equal"
        else:
            assert got == wanted
