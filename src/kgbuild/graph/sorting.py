"""Triples of a graph that many documents add to: sorted, each once, and put aside on disk where there are many."""

from __future__ import annotations

import contextlib
import heapq
import marshal
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO, Final, TypeAlias

from kgbuild.core.terms import Triple

MOST_IN_MEMORY: Final = 100_000
"""How many triples are kept before they are put aside on disk, sorted: some 40 MB."""
_CHUNK: Final = 20_000

_Run: TypeAlias = IO[bytes]


class SortedTriples:
    """Collects triples document by document, and gives each back once, sorted.

    However many there are, no more than ``most`` triples, and those of one document, are in memory.
    """

    def __init__(self, most: int = MOST_IN_MEMORY) -> None:
        self._most = most
        self._triples: set[Triple] = set()
        self._runs: list[_Run] = []

    def add(self, triples: Iterable[Triple]) -> None:
        """Take what one document adds."""
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
