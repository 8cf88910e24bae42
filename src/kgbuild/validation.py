"""SHACL over a project's graph, or over any RDF file: results stand at the lines of the mappings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from kgbuild.diagnostics import Diagnostic, sorted_findings
from kgbuild.graph.prefixes import prefixes
from kgbuild.graph.terms import CLAIM_PROPERTY, TYPE
from kgbuild.graphs import Memory, build_graphs
from kgbuild.levels import SHAPES, Levels
from kgbuild.project import CONFIG, Project
from kgbuild.shapes.findings import to_diagnostics
from kgbuild.shapes.library import load_shapes
from kgbuild.shapes.owners import find_owners, places_in
from kgbuild.shapes.run import read_triples, validate_union
from kgbuild.spans import Place
from kgbuild.terms import Term, Triple
from kgbuild.vocabulary import Vocabulary, load_vocabulary
from kgbuild.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ShapesOutcome:
    """What a validation found, and how much it looked at: shapes that had a focus node, and focus nodes."""

    findings: list[Diagnostic]
    shapes: int
    focus_nodes: int


def validate_graphs(
    space: Workspace, graphs: Mapping[Term, Sequence[Triple]], engine: str = "shacl"
) -> ShapesOutcome:
    """Validate the union of all graphs with SHACL; results stand at the lines that made their nodes.

    Raises :class:`ShapesError` where nothing was checked or the engine failed.
    """

    def union() -> Iterator[Triple]:
        return chain.from_iterable(graphs.values())

    outcome = _validate(space.project, space.vocabulary, union, Place.whole(CONFIG), engine)
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
    vocabulary, levels = load_vocabulary(project.ontology), Levels(project)
    outcome = _validate(project, vocabulary, lambda: iter(triples), nowhere, engine)
    for path in project.mapping_files():
        levels.read(project.relative(path), path.read_bytes())
    return replace(outcome, findings=levels.settled(outcome.findings, ()))


def claim_properties(vocabulary: Vocabulary) -> Iterator[Triple]:
    """What the shapes need of the ontology: which properties may stand in claims only."""
    for prop in vocabulary.properties.values():
        yield f"<{prop.iri}>", TYPE, CLAIM_PROPERTY


def _lines(triples: Iterable[Triple]) -> str:
    return "".join(f"{s} {p} {o} .\n" for s, p, o in triples)


def _validate(
    project: Project,
    vocabulary: Vocabulary,
    union: Callable[[], Iterator[Triple]],
    nowhere: Place,
    engine: str,
) -> ShapesOutcome:
    library = load_shapes(project.shapes)
    data, ontology = _lines(union()), _lines(claim_properties(vocabulary))
    validation = validate_union(library, data, format="nt", engine=engine, ontology=ontology)
    places = places_in(union())
    owners = find_owners([result.focus for result in validation.results], union, places)
    findings = to_diagnostics(validation.results, library, places, owners, prefixes(project.base), nowhere)
    return ShapesOutcome(findings, validation.shapes_count, validation.focus_nodes)
