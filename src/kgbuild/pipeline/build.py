"""Builds a project: its graphs are made, written to files and validated with SHACL."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import AtomicFiles
from kgbuild.core.project import Project
from kgbuild.findings.diagnostics import sorted_findings
from kgbuild.graph.prefixes import prefixes
from kgbuild.graph.write.context import ContextTerm, build_context
from kgbuild.graph.write.jsonld import JsonLdWriter
from kgbuild.graph.write.turtle import Blocks, TrigWriter, TurtleWriter
from kgbuild.ontology.namespaces import KG
from kgbuild.ontology.vocabulary import Vocabulary
from kgbuild.pipeline.graphs import BuildResult, GraphSink, Memory, build_graphs
from kgbuild.pipeline.validate import validate_graphs
from kgbuild.pipeline.workspace import Progress, Workspace

FORMATS: Final = ("nq", "ttl", "trig", "jsonld")
SUMS: Final = "SHA256SUMS"


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
        blocks = Blocks(prefixes(space.project.base))
        writers = {
            name: _writer(name, stream, space, blocks) for name, stream in streams.items() if name != "nq"
        }
        sinks: list[GraphSink] = [*writers.values()]
        if keep or shapes:
            sinks.append(memory)
        result = build_graphs(space, sinks, lines=streams.get("nq"), keep=keep, trace=shapes)
        for writer in writers.values():
            writer.close()
        result.graphs = memory.graphs
        if shapes and result.ok:
            result.findings = sorted_findings([*result.findings, *validate_graphs(space, result).findings])
        result.documents.clear()
        if not keep:
            result.graphs = {}
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


def _writer(name: str, stream: _HashingStream, space: Workspace, blocks: Blocks) -> Writer:
    if name == "ttl":
        return TurtleWriter(stream, blocks)
    if name == "trig":
        return TrigWriter(stream, blocks)
    if name == "jsonld":
        return JsonLdWriter(stream, json_ld_context(space.vocabulary, prefixes(space.project.base)))
    raise KgbuildError(f"no format {name!r}", f"the formats are: {', '.join(FORMATS)}")


def json_ld_context(vocabulary: Vocabulary, names: Mapping[str, str]) -> dict[str, object]:
    """The JSON-LD context of a project, from what its ontology says of its terms."""
    entries = [ContextTerm(term.key, term.iri, term.value_type) for term in vocabulary.output_terms]
    entries.append(ContextTerm("contains", KG + "inDocument", KG + "iri", reverse=True))
    return build_context(entries, names)
