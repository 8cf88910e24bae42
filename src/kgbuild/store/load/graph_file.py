"""The built graph on disk, graph by graph. Sources: RDF 1.1 N-Quads section 2, RDF 1.1 N-Triples section 2.

``graph.nq`` is sorted by graph, so each graph is one section of the file. One pass finds the sections and hashes them,
and a graph that has to be sent is read from its place. The file is never held in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgbuild.core.errors import KgbuildError
from kgbuild.core.locks import scratch_folder
from kgbuild.graph import terms as t
from kgbuild.graph.write.nquads import nquads
from kgbuild.store.records import graph_file, read_quads

_BLOCK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class GraphSection:
    """One graph in ``graph.nq``: its IRI, where its lines are, how many there are, and their SHA-256."""

    graph: str
    start: int
    length: int
    quads: int
    sha256: str

    @property
    def ending(self) -> bytes:
        """What every line ends with: the graph's name. No other place of a line holds a line feed."""
        return f" <{self.graph}> .\n".encode()


class TripleStream:
    """The triples of a section as a readable stream of N-Triples of known length, which can be read again."""

    def __init__(self, path: Path, section: GraphSection) -> None:
        self._path = path
        self._section = section
        self._length = section.length - section.quads * (len(section.ending) - len(b" .\n"))
        self._blocks = iter(self)
        self._rest = b""
        self._position = 0

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        return triples_of(self._path, self._section, _BLOCK)

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes (all that are left, without one); nothing at the end."""
        while size < 0 or len(self._rest) < size:
            block = next(self._blocks, None)
            if block is None:
                break
            self._rest += block
        size = len(self._rest) if size < 0 else size
        data, self._rest = self._rest[:size], self._rest[size:]
        self._position += len(data)
        return data

    def seek(self, position: int) -> int:
        """Start again; ``position`` must be 0."""
        if position:
            raise ValueError("a graph can only be read from its start")
        self._blocks = iter(self)
        self._rest = b""
        self._position = 0
        return 0

    def tell(self) -> int:
        """How many bytes were read."""
        return self._position


def triples_of(path: Path, section: GraphSection, size: int) -> Iterator[bytes]:
    """The N-Triples of a section, in parts of whole lines that hold about ``size`` bytes at most."""
    with path.open("rb") as stream:
        stream.seek(section.start)
        left = section.length
        while left > 0:
            # readlines() goes on to the end of the line on which the size is reached.
            block = b"".join(stream.readlines(min(size, left)))[:left]
            left -= len(block)
            if not block:
                raise KgbuildError(f"{path} became shorter while it was read", "run `kgbuild load` again")
            yield block.replace(section.ending, b" .\n")


@dataclass(frozen=True, slots=True)
class GraphFile:
    """The built graph of a project: its sections in the order of the file, and ``meta``, which is not among them."""

    path: Path
    base: str
    sections: tuple[GraphSection, ...]
    meta: GraphSection

    def triples(self, section: GraphSection) -> TripleStream:
        """The triples of a section, as a stream."""
        return TripleStream(self.path, section)

    def parts(self, section: GraphSection, size: int) -> Iterator[bytes]:
        """The triples of a section, in parts of whole lines."""
        return triples_of(self.path, section, size)

    def general(self) -> list[str]:
        """What ``meta`` says of the whole, as N-Triples patterns: title, versions, hashes of ontology and registry."""
        about = f"<{self.base}dataset/all> "
        return [
            line
            for line in self.triples(self.meta).read().decode().splitlines()
            if line.startswith(about) and not line.startswith(f"{about}{t.SUBSET} ")
        ]


@contextmanager
def open_graph_file(folder: Path, base: str) -> Iterator[GraphFile]:
    """The graph built in ``folder``, from ``graph.nq`` or, where that is absent, from another file with graph names.

    Raises :class:`KgbuildError` where there is none, or where it is not what its own ``meta`` says.
    """
    file = graph_file(folder)
    if file.suffix == ".nq":
        yield _checked(file, base)
        return
    if file.suffix == ".ttl":
        raise KgbuildError(f"{file} has no graph names", "run `kgbuild build --only nq`")
    with scratch_folder() as folder:
        path = folder / "graph.nq"
        with path.open("wb") as stream:
            # One graph in memory at a time, sorted as graph.nq is.
            for graph, quads in groupby(read_quads(file), key=lambda quad: quad[0]):
                stream.write(nquads(graph, sorted(quad[1:] for quad in quads)))
        yield _checked(path, base)


def _checked(path: Path, base: str) -> GraphFile:
    sections = {section.graph: section for section in _sections(path)}
    meta = sections.pop(f"{base}graph/meta", None)
    if meta is None:
        raise KgbuildError(f"{path} holds no graph <{base}graph/meta>", "run `kgbuild build`")
    built = GraphFile(path, base, tuple(sections.values()), meta)
    said: dict[str, dict[str, str]] = {}
    for quad in ox.parse(built.triples(meta).read(), format=ox.RdfFormat.N_TRIPLES):
        said.setdefault(str(quad.predicate), {})[str(quad.subject)] = getattr(quad.object, "value", "")
    graphs, hashes = said.get(t.DESCRIBES, {}), said.get(t.GRAPH_HASH, {})
    wanted = {graph: hashes.get(node) for node, graph in graphs.items()}
    found = {section.graph: section.sha256 for section in built.sections}
    for graph in sorted(wanted.keys() | found.keys()):
        if wanted.get(graph) != found.get(graph):
            raise KgbuildError(f"{path}: <{graph}> is not as the meta graph says", "run `kgbuild build`")
    return built


def _sections(path: Path) -> Iterator[GraphSection]:
    """The graphs of a file of N-Quads, one after the other. Raises :class:`KgbuildError` for one that comes twice."""
    seen: set[bytes] = set()
    ending, start, position, quads, digest = b"", 0, 0, 0, hashlib.sha256()

    def section() -> GraphSection:
        return GraphSection(ending[2:-4].decode(), start, position - start, quads, digest.hexdigest())

    with path.open("rb") as stream:
        for line in stream:
            if not quads or not line.endswith(ending):
                if quads:
                    yield section()
                ending = b" " + line[:-3].rpartition(b" ")[2] + b" .\n"
                if not line.endswith(ending) or not ending.startswith(b" <") or ending in seen:
                    raise KgbuildError(
                        f"{path} is not sorted by graph, as kgbuild writes it", "run `kgbuild build`"
                    )
                seen.add(ending)
                start, quads, digest = position, 0, hashlib.sha256()
            digest.update(line)
            quads += 1
            position += len(line)
        if quads:
            yield section()
