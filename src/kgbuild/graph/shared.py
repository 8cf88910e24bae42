"""The graph of what documents share: propositions, questions, figures and times, each described once.

Their IRIs are hashes of what they are, so that two documents that say the same lead to one node. In a graph of its own
it is one node with one description, whatever graphs a store puts together.
"""

from __future__ import annotations

import contextlib
import heapq
import marshal
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO, Final, TypeAlias

from kgbuild.core.terms import Triple

SHARED: Final = "shared"
"""The name of the graph."""
MOST_IN_MEMORY: Final = 200_000
"""How many triples are kept before they are put aside on disk, sorted: some 80 MB."""
_CHUNK: Final = 20_000

_Run: TypeAlias = IO[bytes]


class SharedNodes:
    """Collects the triples of shared nodes document by document, and gives each back once, sorted.

    However many there are, no more than ``most`` triples, and those of one document, are in memory.
    """

    def __init__(self, most: int = MOST_IN_MEMORY) -> None:
        self._most = most
        self._triples: set[Triple] = set()
        self._runs: list[_Run] = []

    def add(self, triples: Iterable[Triple]) -> None:
        """Take what one document says of them."""
        self._triples.update(triples)
        if len(self._triples) > self._most:
            self._put_aside()

    def chunks(self) -> Iterator[list[Triple]]:
        """All triples, sorted, each once, in chunks that break between subjects. To be asked for once."""
        with contextlib.ExitStack() as files:
            runs = [_read(files.enter_context(run)) for run in self._runs]
            yield from _chunks(heapq.merge(sorted(self._triples), *runs))

    def _put_aside(self) -> None:
        run = tempfile.TemporaryFile()  # noqa: SIM115 it is read at the end
        found = sorted(self._triples)
        for start in range(0, len(found), _CHUNK):
            marshal.dump(found[start : start + _CHUNK], run)
        self._runs.append(run)
        self._triples.clear()


def _chunks(merged: Iterable[Triple]) -> Iterator[list[Triple]]:
    chunk: list[Triple] = []
    for _, of_subject in groupby((triple for triple, _ in groupby(merged)), key=lambda triple: triple[0]):
        chunk += of_subject
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _read(run: _Run) -> Iterator[Triple]:
    run.seek(0)
    while run.peek(1):  # type: ignore[attr-defined]
        yield from marshal.load(run)
