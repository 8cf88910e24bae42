"""The statements of an RDF file, graph by graph, as lines of N-Quads; nothing of it is kept in memory.

Source: RDF 1.1 N-Quads, whose canonical lines have one space between terms and none in an IRI.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kgbuild.store.records import format_of

_CANONICAL: Final = re.compile(rb"[^ ]+ [^ ]+ .+ (<[^ <>]+>|_:[^ ]+) \.\n")
_SPACES: Final = 4
"""Spaces that a line with a graph has at least: without one it may end alike, in its object."""
_BLOCK: Final = 1 << 20

Statement = tuple[bytes, bytes]
"""The graph of a statement (empty for that without a name), and its triple."""


def statements(file: Path) -> Iterator[Statement]:
    """Every statement of a file, in its order. Raises :class:`SyntaxError`, :class:`OSError`."""
    if file.suffix != ".nq":
        with file.open("rb"):
            pass  # the errors of pyoxigraph do not name the file
        yield from map(_statement, ox.parse(path=str(file), format=format_of(file)))
        return
    graph, ending = b"", b"\0"
    with file.open("rb") as stream:
        for line in stream:
            if line.endswith(ending) and line.count(b" ") >= _SPACES:
                yield graph, line[: -len(ending)]
            elif found := _CANONICAL.fullmatch(line):
                graph = found[1]
                ending = b" " + graph + b" .\n"
                yield graph, line[: -len(ending)]
            else:
                yield from map(_statement, ox.parse(line, format=ox.RdfFormat.N_QUADS))


def _statement(quad: ox.Quad) -> Statement:
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
    return graph.encode(), f"{quad.subject} {quad.predicate} {quad.object}".encode()


def quad_line(graph: bytes, triple: bytes) -> bytes:
    """A statement as a line of N-Quads."""
    return b"%b %b .\n" % (triple, graph) if graph else b"%b .\n" % triple


def triple_line(graph: bytes, triple: bytes) -> bytes:
    """A statement as a line of N-Triples."""
    return b"%b .\n" % triple


class Digests:
    """The digest of each graph that passes, by its name."""

    def __init__(self) -> None:
        self._hashes: dict[bytes, hashlib._Hash] = {}

    def passing(self, found: Iterable[Statement]) -> Iterator[Statement]:
        """The same statements, counted into the digests of their graphs."""
        last, digest = None, hashlib.sha256()
        for graph, triple in found:
            if graph != last:
                last, digest = graph, self._hashes.setdefault(graph, hashlib.sha256())
            digest.update(triple + b"\n")
            yield graph, triple

    def by_graph(self) -> dict[str, str]:
        """The digests, once all statements have passed."""
        return {graph.decode(): digest.hexdigest() for graph, digest in self._hashes.items()}


def as_stream(found: Iterable[Statement], line: Callable[[bytes, bytes], bytes]) -> io.BufferedReader:
    """Statements as a stream of their lines, made as it is read."""
    return io.BufferedReader(_Lines(line(graph, triple) for graph, triple in found), _BLOCK)


class _Lines(io.RawIOBase):
    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._block = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any, /) -> int:
        if not self._block:
            self._block = memoryview(b"".join(_some(self._lines)))
        place = memoryview(into).cast("B")
        size = min(len(place), len(self._block))
        place[:size] = self._block[:size]
        self._block = self._block[size:]
        return size


def _some(lines: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for line in lines:
        yield line
        size += len(line)
        if size >= _BLOCK:
            return
