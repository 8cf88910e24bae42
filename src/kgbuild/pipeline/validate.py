"""Validates the graph of a project, or any RDF file, with SHACL; findings point at the words of the mappings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from kgbuild.core.files import CONFIG, read_file
from kgbuild.core.places import Place
from kgbuild.core.project import Project
from kgbuild.core.terms import Term, Triple
from kgbuild.findings.diagnostics import Diagnostic, sorted_findings
from kgbuild.findings.levels import SHAPES, Levels
from kgbuild.graph.prefixes import prefixes
from kgbuild.graph.shapes.findings import Places, find_owners, places_in, to_diagnostics
from kgbuild.graph.shapes.library import load_shapes, shape_severities
from kgbuild.graph.shapes.run import read_triples, validate_union
from kgbuild.graph.sinks import WrittenNode
from kgbuild.graph.terms import CLAIM_PROPERTY, TYPE
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.pipeline.graphs import BuildResult, Memory, build_graphs, trace_places
from kgbuild.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ShapesOutcome:
    """What a validation found, and how much it looked at: shapes that had a focus node, and focus nodes."""

    findings: list[Diagnostic]
    shapes: int
    focus_nodes: int


def validate_graphs(space: Workspace, result: BuildResult, engine: str = "shacl") -> ShapesOutcome:
    """Validate the union of the graphs of a build with SHACL; findings point at the words that made the nodes.

    The build must have kept what :func:`trace_places` needs. Raises :class:`ShapesError` where nothing was checked or
    the engine failed.
    """

    def union() -> Iterator[Triple]:
        return chain.from_iterable(result.graphs.values())

    def trace(nodes: Collection[Term], keys: Keys) -> Places:
        files = {place.file for node in nodes for place in keys.get(node, ())}
        found = trace_places(space, result, files, nodes)
        return {**_keys_only(nodes, keys), **{node: [written] for node, written in found.items()}}

    outcome = _validate(space.project, space.vocabulary, union, Place.whole(CONFIG), engine, trace)
    return replace(outcome, findings=space.levels.settled(outcome.findings, SHAPES))


def validate_project(project: Project, engine: str = "shacl") -> ShapesOutcome:
    """Build the graph in memory and validate it. Errors of the passes before stop it."""
    space = Workspace(project)
    memory = Memory()
    result = build_graphs(space, [memory], trace=True)
    if not result.ok:
        return ShapesOutcome(result.findings, 0, 0)
    result.graphs = memory.graphs
    outcome = validate_graphs(space, result, engine)
    return replace(outcome, findings=sorted_findings([*result.findings, *outcome.findings]))


def validate_file(project: Project, file: Path, engine: str = "shacl") -> ShapesOutcome:
    """Validate any RDF file with the shapes of the project; its ``kg:mappedAt`` lead to mapping lines, if it has them.

    Raises :class:`ShapesError`.
    """
    triples = list(read_triples(file, file.suffix.lstrip(".")))
    nowhere = Place.whole(project.relative(file.resolve()))
    vocabulary, levels = load_vocabulary(project.ontology), Levels(project, shape_severities)
    outcome = _validate(project, vocabulary, lambda: iter(triples), nowhere, engine, _keys_only)
    for path in project.mapping_files():
        levels.read(project.relative(path), read_file(path))
    return replace(outcome, findings=levels.settled(outcome.findings, ()))


def claim_properties(vocabulary: Vocabulary) -> Iterator[Triple]:
    """What the shapes need of the ontology: which properties may stand in claims only."""
    for prop in vocabulary.properties.values():
        yield f"<{prop.iri}>", TYPE, CLAIM_PROPERTY


def _lines(triples: Iterable[Triple]) -> str:
    return "".join(f"{s} {p} {o} .\n" for s, p, o in triples)


Keys = Mapping[Term, Sequence[Place]]
"""The places that the data itself gives its nodes: file, line and column of a key."""
Trace = Callable[[Collection[Term], Keys], Places]


def _validate(
    project: Project,
    vocabulary: Vocabulary,
    union: Callable[[], Iterator[Triple]],
    nowhere: Place,
    engine: str,
    trace: Trace,
) -> ShapesOutcome:
    library = load_shapes(project.shapes)
    data, ontology = _lines(union()), _lines(claim_properties(vocabulary))
    validation = validate_union(library, data, format="nt", engine=engine, ontology=ontology)
    keys = places_in(union())
    results = validation.results
    owners = find_owners([result.focus for result in results], union, keys)
    nodes = {node for result in results for node in owners(result.focus)}
    nodes |= {result.value for result in results if result.value in keys}
    places = trace(nodes, keys)
    findings = to_diagnostics(results, library, places, owners, prefixes(project.base), nowhere)
    return ShapesOutcome(findings, validation.shapes_count, validation.focus_nodes)


def _keys_only(nodes: Iterable[Term], keys: Keys) -> Places:
    """Where nodes are written, as far as the data itself says."""
    return {node: [WrittenNode(place, traced=False) for place in keys.get(node, ())] for node in nodes}
