"""What the commands do: check a project, write its locks, build its graph. These modules alone know all stages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from kgbuild.anchoring import lock_of
from kgbuild.diagnostics import Diagnostic, Severity, sorted_findings, worst
from kgbuild.errors import KgbuildError
from kgbuild.graph.prefixes import prefixes
from kgbuild.graphs import BuildResult, GraphSink, Memory, build_graphs
from kgbuild.locks import write_lock
from kgbuild.project import Project
from kgbuild.validation import validate_graphs
from kgbuild.vocabulary import KG, Vocabulary
from kgbuild.workspace import Counts, Progress, Workspace
from kgbuild.write import (
    AtomicFiles,
    ContextTerm,
    JsonLdWriter,
    TrigWriter,
    TurtleWriter,
    build_context,
    write_atomic,
)

FORMATS: Final = ("nq", "ttl", "trig", "jsonld")
SUMS: Final = "SHA256SUMS"


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


def lock(project: Project, files: Sequence[Path] | None = None) -> tuple[CheckResult, list[str]]:
    """Look every quote up in the documents at hand and write the locks. Returns findings and the locks written.

    A mapping whose document is not at hand, or with an error, keeps its old lock.
    """
    space = Workspace(project)
    written: list[str] = []
    findings = list(space.findings)
    for path in space.mappings(files):
        result = space.local(path, locked=False)
        if result.evidence is not None and not result.evidence.verified:
            continue
        findings += result.findings
        if result.spec is None or result.evidence is None or worst(result.findings) is Severity.ERROR:
            continue
        target = path.with_suffix(".lock")
        text = write_lock(lock_of(result.spec, result.evidence)).encode()
        if not target.is_file() or text != target.read_bytes():
            write_atomic(target, text)
            written.append(project.relative(target))
    return CheckResult(sorted_findings(findings), space.counts), written


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
        memory = Memory()
        streams = {name: _HashingStream(files.open(folder / f"graph.{name}")) for name in formats}
        writers = {name: _writer(name, stream, space) for name, stream in streams.items() if name != "nq"}
        sinks: list[GraphSink] = [*writers.values()]
        if keep or shapes:
            sinks.append(memory)
        result = build_graphs(space, sinks, lines=streams.get("nq"), keep=keep)
        for writer in writers.values():
            writer.close()
        if shapes and result.ok:
            result.findings = sorted_findings(
                [*result.findings, *validate_graphs(space, memory.graphs).findings]
            )
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
