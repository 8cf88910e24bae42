"""Makes all graphs of a project, one after the other: documents by id, then the graphs of the corpus."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kgbuild.claims.claim import Claim, Namer
from kgbuild.claims.comparisons import Comparisons
from kgbuild.claims.lineage import Corpus
from kgbuild.core.places import Place
from kgbuild.core.terms import Term, Triple, literal
from kgbuild.core.version import VERSION
from kgbuild.findings.diagnostics import Diagnostic, Severity, worst
from kgbuild.graph import terms as t
from kgbuild.graph.comparisons import comparison_chunks
from kgbuild.graph.corpus import (
    GraphRecord,
    emit_entities,
    emit_hierarchy,
    emit_lineage,
    emit_presence,
    meta_triples,
    place_chunks,
)
from kgbuild.graph.document import emit_document
from kgbuild.graph.sinks import Collected, Traced, WrittenNode
from kgbuild.graph.sorting import SortedTriples
from kgbuild.graph.statements import Statements, conflict_triples
from kgbuild.graph.write.nquads import nquads
from kgbuild.pipeline.local import LocalResult
from kgbuild.pipeline.workspace import Counts, Workspace


class Lines(Protocol):
    """Takes the lines of the N-Quads file."""

    def write(self, data: bytes, /) -> object:
        """Take bytes."""


class GraphSink(Protocol):
    """Takes the graphs of a build one after the other, as the writers of :mod:`kgbuild.graph.write` do."""

    def graph(self, name: Term, triples: Sequence[Triple]) -> None:
        """Take one graph: sorted triples, each once."""


@dataclass(slots=True)
class BuildResult:
    """The result of a build: claims, findings, counts, and the graphs by name, sorted triples each.

    ``claims``, ``graphs`` and ``documents`` (what each document's graph is made from) are empty where the build was not
    asked to keep them.
    """

    findings: list[Diagnostic]
    counts: Counts
    claims: list[Claim] = field(default_factory=list)
    graphs: dict[Term, list[Triple]] = field(default_factory=dict)
    documents: list[LocalResult] = field(default_factory=list, repr=False)
    corpus: Corpus | None = None
    comparisons: Comparisons | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing was found at the level of an error."""
        return worst(self.findings) is not Severity.ERROR

    def quads(self) -> Iterator[tuple[Term, Term, Term, Term]]:
        """All quads (graph, subject, predicate, object) in the order in which they are written."""
        for name, triples in self.graphs.items():
            for s, p, o in triples:
                yield name, s, p, o

    def dataset(self) -> object:
        """The graphs as an ``rdflib.Dataset``."""
        # rdflib takes longer to import than a whole build of a small project; only who asks for it pays.
        from kgbuild.graph.write.dataset import to_dataset

        return to_dataset(self.graphs)


class _Graphs:
    """Hands each graph to the N-Quads stream and every sink, with its hash and size kept for ``meta``."""

    def __init__(self, lines: Lines | None, sinks: Sequence[GraphSink], namer: Namer) -> None:
        self._lines = lines
        self._sinks = sinks
        self._namer = namer
        self.records: list[GraphRecord] = []

    def add(self, name: str, chunks: Iterable[list[Triple]]) -> None:
        """One graph, in chunks of sorted triples that break between subjects; an empty graph is left out.

        N-Quads are written chunk by chunk; the other sinks need the whole graph.
        """
        node = self._namer.node("graph", name)
        digest, count = hashlib.sha256(), 0
        whole: list[Triple] = []
        for triples in chunks:
            count += len(triples)
            lines = nquads(node, triples)
            digest.update(lines)
            if self._lines is not None:
                self._lines.write(lines)
            if self._sinks:
                whole += triples
        if count:
            self.records.append(GraphRecord(name, node, count, digest.hexdigest()))
            for sink in self._sinks:
                sink.graph(node, whole)


def build_graphs(
    space: Workspace,
    sinks: Sequence[GraphSink],
    *,
    lines: Lines | None = None,
    keep: bool = False,
    trace: bool = False,
    locked: bool = True,
) -> BuildResult:
    """Run both passes and hand every graph to the sinks: documents by id, what they share, then the corpus by name.

    Each document's graph is made, handed on and dropped before the next one is read. ``keep`` holds on to the claims,
    ``trace`` to all that :func:`trace_places` needs. Without ``locked``, locks are asked only for documents that are
    not at hand.
    """
    paths = space.mappings()
    graphs = _Graphs(lines, sinks, space.namer)
    shared, statements = SortedTriples(), SortedTriples()
    places: list[tuple[Term, Place]] = []
    inner: list[tuple[Term, Term]] = []
    comparisons = Comparisons(space.registry, space.findings.append)
    result = BuildResult([], space.counts, comparisons=comparisons)
    for done, path in enumerate(paths, 1):
        local = space.local(path, locked=locked)
        if local.spec is not None and local.evidence is not None:
            collected = Collected()
            emit_document(local.spec, local.evidence, local.claims, space.namer, collected)
            graphs.add(f"doc.{local.spec.id}", [collected.triples()])
            shared.add(collected.shared_triples())
            statements.add(Statements(local.spec, local.evidence, space.namer).triples(local.claims))
            places += collected.places
            if trace:
                result.documents.append(local)
        for claim in local.claims:
            comparisons.add(claim)
            inner += [(utterance.term, utterance.voice) for utterance in claim.utterances[1:]]
        if keep:
            result.claims += local.claims
        if space.progress is not None:
            space.progress(done, len(paths))
    graphs.add("shared", shared.chunks())
    result.corpus = space.finish()
    _corpus_graphs(space, graphs, comparisons, statements, result.corpus, inner, places)
    space.counts.quads = sum(record.quads for record in graphs.records)
    result.findings = space.settled()
    return result


def _corpus_graphs(
    space: Workspace,
    graphs: _Graphs,
    comparisons: Comparisons,
    statements: SortedTriples,
    corpus: Corpus,
    inner: Sequence[tuple[Term, Term]],
    places: list[tuple[Term, Place]],
) -> None:
    namer, registry = space.namer, space.registry
    used = space.used_names()
    derived, entities, hierarchy = Collected(), Collected(), Collected()
    emit_lineage(corpus, namer, derived)
    emit_presence(corpus, inner, derived)
    emit_entities(registry, used, namer, entities)
    emit_hierarchy(registry, used, namer, hierarchy)
    graphs.add(
        "comparisons",
        comparison_chunks(comparisons, namer, lambda pair: statements.add(conflict_triples(pair, namer))),
    )
    graphs.add("derived", [derived.triples()])
    graphs.add("entities", [entities.triples()])
    graphs.add("hierarchy", [hierarchy.triples()])
    places += entities.places
    graphs.add("places", place_chunks(places))
    graphs.add("statements", statements.chunks())
    about = {t.TITLE: literal(space.project.title, language=space.project.language)}
    if space.project.license:
        about[t.LICENSE] = literal(space.project.license)
    if space.project.creator:
        about[t.CREATOR] = literal(space.project.creator)
    graphs.add("meta", [meta_triples(list(graphs.records), namer, about, registry, VERSION)])


def trace_places(
    space: Workspace, result: BuildResult, files: Collection[str], nodes: Collection[Term]
) -> dict[Term, WrittenNode]:
    """Where nodes are written that a build made from some files: what made them is run once more, and places kept."""
    traced = Traced(nodes)
    emit_entities(space.registry, (), space.namer, traced)
    for written in traced.written.values():
        written.entity = True
    emit_hierarchy(space.registry, (), space.namer, traced)
    for local in result.documents:
        if local.file in files and local.spec is not None and local.evidence is not None:
            emit_document(local.spec, local.evidence, local.claims, space.namer, traced)
    if result.corpus is not None:
        emit_lineage(result.corpus, space.namer, traced)
    return traced.written


class Memory:
    """A sink that keeps every graph."""

    def __init__(self) -> None:
        self.graphs: dict[Term, list[Triple]] = {}

    def graph(self, name: Term, triples: Sequence[Triple]) -> None:
        """Keep one graph."""
        self.graphs[name] = list(triples)
