"""The pipeline: settings → local passes → corpus pass → graphs → files → shapes. It alone knows all stages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from kgbuild.anchoring import lock_of
from kgbuild.claims import Claim, Namer
from kgbuild.corpus import Corpus, check_unused, corpus_pass
from kgbuild.diagnostics import Diagnostic, Severity, sorted_findings, worst
from kgbuild.documents import Library, read_library
from kgbuild.errors import KgbuildError
from kgbuild.graph import terms as t
from kgbuild.graph.corpus import (
    GraphRecord,
    comparison_chunks,
    derived_triples,
    entity_triples,
    hierarchy_triples,
    meta_triples,
    place_chunks,
)
from kgbuild.graph.document import DocumentGraph
from kgbuild.graph.prefixes import prefixes
from kgbuild.local import LocalInput, LocalResult, local_pass
from kgbuild.locks import write_lock
from kgbuild.project import Project
from kgbuild.registry import Registry, load_registry
from kgbuild.spans import Place
from kgbuild.strangers import find_lookalikes
from kgbuild.summaries import Summary
from kgbuild.terms import Term, Triple, literal
from kgbuild.version import VERSION
from kgbuild.vocabulary import KG, Vocabulary, load_vocabulary
from kgbuild.write import (
    AtomicFiles,
    ContextTerm,
    JsonLdWriter,
    TrigWriter,
    TurtleWriter,
    build_context,
    nquads,
    write_atomic,
)

FORMATS: Final = ("nq", "ttl", "trig", "jsonld")
SUMS: Final = "SHA256SUMS"

Progress = Callable[[int, int], None]
"""Called with (done, total) after each document."""


class Lines(Protocol):
    """Takes the lines of the N-Quads file."""

    def write(self, data: bytes, /) -> object:
        """Take bytes."""


class GraphSink(Protocol):
    """Takes the graphs of a build one after the other; the writers of :mod:`kgbuild.write` are such."""

    def graph(self, name: Term, triples: Sequence[Triple]) -> None:
        """Take one graph: sorted triples, each once."""


@dataclass(slots=True)
class Counts:
    """What a run looked at: documents verified against their text, taken from their lock, or lacking both."""

    verified: int = 0
    from_lock: int = 0
    missing: int = 0
    claims: int = 0
    citations: int = 0
    quads: int = 0

    @property
    def documents(self) -> int:
        """All mappings that could be read."""
        return self.verified + self.from_lock + self.missing


class Workspace:
    """A project with its vocabulary, registry and the documents at hand, ready for passes over its mappings."""

    def __init__(self, project: Project, progress: Progress | None = None) -> None:
        self.project = project
        self.vocabulary: Vocabulary = load_vocabulary(project.ontology)
        self.namer = Namer(project.base, self.vocabulary)
        self.findings: list[Diagnostic] = []
        self.registry: Registry = load_registry(
            project.registry,
            project.relative(project.registry),
            project.base,
            self.vocabulary,
            self.findings.append,
        )
        self.library: Library = read_library(project.documents)
        self.progress = progress
        self.counts = Counts()
        self.summaries: list[Summary] = []
        self._claimed: set[str] = set()
        self._unverified: list[LocalResult] = []

    def mappings(self, files: Sequence[Path] | None = None) -> list[Path]:
        """The mapping files: all, or the given ones. Raises :class:`KgbuildError` where there is none."""
        paths = self.project.mapping_files() if files is None else list(files)
        if not paths:
            raise KgbuildError(
                f"no mapping in {self.project.mappings}",
                "write one there: a file ending in .yaml, one a document",
            )
        return paths

    def read(self, path: Path) -> LocalInput:
        """The bytes of a mapping and its lock. Raises :class:`OSError`."""
        lock = path.with_suffix(".lock")
        return LocalInput(
            self.project.relative(path),
            path.read_bytes(),
            self.project.relative(lock),
            lock.read_bytes() if lock.is_file() else None,
        )

    def local(self, path: Path, *, locked: bool) -> LocalResult:
        """The local pass over one mapping, counted; its summary and what the other checks need of it are kept."""
        item = self.read(path)
        result = local_pass(
            item, self.library.texts, self.namer, self.registry, language=self.project.language, locked=locked
        )
        counts = self.counts
        counts.claims += len(result.claims)
        self.findings += result.findings
        if result.summary is not None:
            self.summaries.append(result.summary)
        if result.spec is not None:
            counts.citations += len(result.spec.citations)
            self._claimed.add(result.spec.text_hash)
            verified = result.evidence is not None and result.evidence.verified
            counts.verified += verified
            counts.from_lock += result.evidence is not None and not verified
            counts.missing += result.evidence is None
            if self.library.texts and not verified:
                self._unverified.append(result)
        return result

    def finish(self) -> Corpus:
        """Once every mapping was passed: files that look like documents but differ, and the corpus pass."""
        strangers = [layer for layer in self.library.texts.values() if layer.hash not in self._claimed]
        self.findings += find_lookalikes(self._unverified, strangers)
        corpus = corpus_pass(self.summaries, self.registry, self.findings.append)
        if worst(self.findings) is not Severity.ERROR:
            # Where a mapping has errors, what it does not use is a consequence of them.
            check_unused(self.summaries, self.registry, self.findings.append)
        return corpus


@dataclass(slots=True)
class CheckResult:
    """The outcome of a check: findings, sorted by place, and what was looked at."""

    findings: list[Diagnostic]
    counts: Counts


def check(
    project: Project,
    files: Sequence[Path] | None = None,
    *,
    locked: bool = False,
    progress: Progress | None = None,
) -> CheckResult:
    """Read and check the mappings; nothing is written. ``files`` limits the findings, not what the corpus pass sees."""
    space = Workspace(project, progress)
    paths = space.mappings()
    if files is not None:
        wanted = {project.relative(path.resolve()) for path in files}
        absent = wanted - {project.relative(path) for path in paths}
        if absent:
            raise KgbuildError(f"no mapping of this project: {', '.join(sorted(absent))}")
    for done, path in enumerate(paths, 1):
        space.local(path, locked=locked)
        if progress is not None:
            progress(done, len(paths))
    space.finish()
    findings = sorted_findings(space.findings)
    if files is not None:
        others = {project.relative(path) for path in paths} - wanted
        findings = [finding for finding in findings if finding.place.file not in others]
    return CheckResult(findings, space.counts)


@dataclass(slots=True)
class BuildResult:
    """The outcome of a build: claims, findings, counts, and the graphs by name, sorted triples each.

    ``claims`` and ``graphs`` are empty where the build was told not to keep them.
    """

    findings: list[Diagnostic]
    counts: Counts
    claims: list[Claim] = field(default_factory=list)
    graphs: dict[Term, list[Triple]] = field(default_factory=dict)
    corpus: Corpus | None = None

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
        from kgbuild.rdflib_view import to_dataset

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
    space: Workspace, sinks: Sequence[GraphSink], *, lines: Lines | None = None, keep: bool = False
) -> BuildResult:
    """Run both passes and hand every graph to the sinks: documents by id, then the graphs of the corpus by name.

    Each document's graph is made, handed on and dropped before the next one is read (``keep`` holds on to its claims).
    """
    paths = space.mappings()
    graphs = _Graphs(lines, sinks, space.namer)
    places = [(entity.term, entity.place) for entity in space.registry.entities.values()]
    result = BuildResult([], space.counts)
    for done, path in enumerate(paths, 1):
        local = space.local(path, locked=True)
        if local.spec is not None and local.evidence is not None:
            document = DocumentGraph(local.spec, local.evidence, space.namer)
            graphs.add(f"doc.{local.spec.id}", [document.triples(local.claims)])
            places += document.places(local.claims)
        if keep:
            result.claims += local.claims
        if space.progress is not None:
            space.progress(done, len(paths))
    result.corpus = space.finish()
    _corpus_graphs(space, graphs, result.corpus, places)
    space.counts.quads = sum(record.quads for record in graphs.records)
    result.findings = sorted_findings(space.findings)
    return result


def _corpus_graphs(
    space: Workspace, graphs: _Graphs, corpus: Corpus, places: list[tuple[Term, Place]]
) -> None:
    namer, registry = space.namer, space.registry
    used = {name for summary in space.summaries for name in summary.used}
    graphs.add("comparisons", comparison_chunks(corpus.comparisons, namer))
    graphs.add("derived", [derived_triples(corpus, namer)])
    graphs.add("entities", [entity_triples(registry, used, namer)])
    graphs.add("hierarchy", [hierarchy_triples(registry, used, namer)])
    graphs.add("places", place_chunks(places))
    about = {t.TITLE: literal(space.project.title, language=space.project.language)}
    if space.project.license:
        about[t.LICENSE] = literal(space.project.license)
    if space.project.creator:
        about[t.CREATOR] = literal(space.project.creator)
    graphs.add("meta", [meta_triples(list(graphs.records), namer, about, registry, VERSION)])


def lock(project: Project, files: Sequence[Path] | None = None) -> tuple[CheckResult, list[str]]:
    """Look every quote up in the documents at hand and write the locks. Returns findings and the locks written.

    A mapping whose document is not at hand, or with an error, keeps its old lock.
    """
    space = Workspace(project)
    written: list[str] = []
    for path in space.mappings(files):
        result = space.local(path, locked=False)
        failed = worst(result.findings) is Severity.ERROR
        if result.spec is None or result.evidence is None or failed or not result.evidence.verified:
            continue
        target = path.with_suffix(".lock")
        text = write_lock(lock_of(result.spec, result.evidence)).encode()
        if not target.is_file() or text != target.read_bytes():
            write_atomic(target, text)
            written.append(project.relative(target))
    return CheckResult(sorted_findings(space.findings), space.counts), written


def build(
    project: Project,
    *,
    out: Path | None = None,
    formats: Sequence[str] = FORMATS,
    keep: bool = False,
    shapes: bool = True,
    progress: Progress | None = None,
) -> BuildResult:
    """Build a project's graph and write it to ``out``; nothing there changes where an error is found.

    ``keep`` holds on to claims and graphs; ``shapes`` validates with SHACL. Raises :class:`KgbuildError`.
    """
    space = Workspace(project, progress)
    folder = project.out if out is None else out
    with AtomicFiles() as files:
        memory = _Memory()
        streams = {name: _HashingStream(files.open(folder / f"graph.{name}")) for name in formats}
        writers = {name: _writer(name, stream, space) for name, stream in streams.items() if name != "nq"}
        sinks: list[GraphSink] = [*writers.values()]
        if keep or shapes:
            sinks.append(memory)
        result = build_graphs(space, sinks, lines=streams.get("nq"), keep=keep)
        for writer in writers.values():
            writer.close()
        if shapes and result.ok:
            result.findings = sorted_findings([*result.findings])
        if keep:
            result.graphs = memory.graphs
        # The format of sha256sum(1), so that `sha256sum -c SHA256SUMS` checks the files.
        if streams:
            sums = "".join(f"{streams[name].digest()}  graph.{name}\n" for name in sorted(streams))
            files.open(folder / SUMS).write(sums.encode())
        if not result.ok:
            files.discard()
    return result


class _HashingStream:
    """A stream that takes the SHA-256 of what is written to it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        """Write bytes."""
        self._hash.update(data)
        return self._stream.write(data)

    def digest(self) -> str:
        """The SHA-256 of what was written so far, in hex."""
        return self._hash.hexdigest()


class _Memory:
    """A sink that keeps every graph."""

    def __init__(self) -> None:
        self.graphs: dict[Term, list[Triple]] = {}

    def graph(self, name: Term, triples: Sequence[Triple]) -> None:
        self.graphs[name] = list(triples)


class Writer(GraphSink, Protocol):
    """A sink that ends a document."""

    def close(self) -> None:
        """Write what is left."""


def _writer(name: str, stream: _HashingStream, space: Workspace) -> Writer:
    names = prefixes(space.project.base)
    if name == "ttl":
        return TurtleWriter(stream, names)
    if name == "trig":
        return TrigWriter(stream, names)
    if name == "jsonld":
        return JsonLdWriter(stream, json_ld_context(space.vocabulary, names))
    raise KgbuildError(f"no format {name!r}", f"the formats are: {', '.join(FORMATS)}")


def json_ld_context(vocabulary: Vocabulary, names: Mapping[str, str]) -> dict[str, object]:
    """The JSON-LD context of a project, from what its ontology says of its terms."""
    entries = [ContextTerm(term.key, term.iri, term.value_type) for term in vocabulary.output_terms]
    entries.append(ContextTerm("contains", KG + "inDocument", KG + "iri", reverse=True))
    return build_context(entries, names)
