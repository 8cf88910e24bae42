"""SHACL over a project's graph, or over any RDF file: results stand at the words of the mappings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from kgbuild.core.places import Place
from kgbuild.core.project import CONFIG, Project
from kgbuild.core.terms import Term, Triple
from kgbuild.findings.diagnostics import Diagnostic, sorted_findings
from kgbuild.findings.levels import SHAPES, Levels
from kgbuild.graph.origins import DocumentOrigins, Origin, entity_origin
from kgbuild.graph.prefixes import prefixes
from kgbuild.graph.shapes.codes import shape_severities
from kgbuild.graph.shapes.findings import Origins, to_diagnostics
from kgbuild.graph.shapes.library import load_shapes
from kgbuild.graph.shapes.owners import find_owners, places_in
from kgbuild.graph.shapes.run import read_triples, validate_union
from kgbuild.graph.terms import CLAIM_PROPERTY, TYPE
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.pipeline.graphs import Memory, build_graphs
from kgbuild.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ShapesOutcome:
    """What a validation found, and how much it looked at: shapes that had a focus node, and focus nodes."""

    findings: list[Diagnostic]
    shapes: int
    focus_nodes: int


def validate_graphs(
    space: Workspace, graphs: Mapping[Term, Sequence[Triple]], engine: str = "shacl"
) -> ShapesOutcome:
    """Validate the union of all graphs with SHACL; results stand at the words that made their nodes.

    Raises :class:`ShapesError` where nothing was checked or the engine failed.
    """

    def union() -> Iterator[Triple]:
        return chain.from_iterable(graphs.values())

    trace = partial(_traced, space)
    outcome = _validate(space.project, space.vocabulary, union, Place.whole(CONFIG), engine, trace)
    return replace(outcome, findings=space.levels.settled(outcome.findings, SHAPES))


def validate_project(project: Project, engine: str = "shacl") -> ShapesOutcome:
    """Build the graph in memory and validate it. Errors of a lower floor stop it before the shapes."""
    space = Workspace(project)
    memory = Memory()
    result = build_graphs(space, [memory])
    if not result.ok:
        return ShapesOutcome(result.findings, 0, 0)
    outcome = validate_graphs(space, memory.graphs, engine)
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
        levels.read(project.relative(path), path.read_bytes())
    return replace(outcome, findings=levels.settled(outcome.findings, ()))


def claim_properties(vocabulary: Vocabulary) -> Iterator[Triple]:
    """What the shapes need of the ontology: which properties may stand in claims only."""
    for prop in vocabulary.properties.values():
        yield f"<{prop.iri}>", TYPE, CLAIM_PROPERTY


def _lines(triples: Iterable[Triple]) -> str:
    return "".join(f"{s} {p} {o} .\n" for s, p, o in triples)


Places = Mapping[Term, Sequence[Place]]
Trace = Callable[[Iterable[Term], Places], Origins]


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
    places = places_in(union())
    results = validation.results
    owners = find_owners([result.focus for result in results], union, places)
    nodes = {node for result in results for node in owners(result.focus)}
    nodes |= {result.value for result in results if result.value in places}
    origins = trace(nodes, places)
    findings = to_diagnostics(results, library, origins, owners, prefixes(project.base), nowhere)
    return ShapesOutcome(findings, validation.shapes_count, validation.focus_nodes)


def _keys_only(nodes: Iterable[Term], places: Places) -> Origins:
    """What made the nodes, as far as the data itself says: file, line and column."""
    return {node: [Origin(place, traced=False) for place in places.get(node, ())] for node in nodes}


def _traced(space: Workspace, nodes: Iterable[Term], places: Places) -> Origins:
    """What made the nodes, with the places of its words: the mappings that made them are read once more."""
    nodes = set(nodes)
    files = {place.file for node in nodes for place in places.get(node, ())}
    found: dict[Term, list[Origin]] = {}
    for entity in space.registry.entities.values():
        if entity.term in nodes:
            found.setdefault(entity.term, []).append(entity_origin(entity, space.registry))
    for path in space.project.mapping_files():
        if space.project.relative(path) not in files:
            continue
        local = space.pass_over(space.read(path), locked=True)
        if local.spec is None or local.evidence is None:
            continue
        document = DocumentOrigins(local.spec, local.evidence, space.namer, space.registry)
        for node, origin in document.nodes(local.claims):
            if node in nodes:
                found.setdefault(node, []).append(origin)
    return {**_keys_only(nodes, places), **found}
