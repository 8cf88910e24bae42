"""N-Quads, as RDF 1.1 N-Quads section 2 and the canonical form of RDF 1.2 N-Quads section 4 have it."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.terms import Term, Triple
from kgbuild.write.names import ByteSink


def nquads(name: Term, triples: Sequence[Triple]) -> bytes:
    """The N-Quads of one graph: what its hash in ``meta`` is taken over."""
    end = f" {name} .\n"
    return "".join([f"{s} {p} {o}{end}" for s, p, o in triples]).encode()


class NQuadsWriter:
    """Writes graphs as N-Quads, one line a quad, in the order they are given (RDF 1.1 N-Quads, section 2)."""

    __slots__ = ("_stream",)

    def __init__(self, stream: ByteSink) -> None:
        self._stream = stream

    def graph(self, name: Term, triples: Sequence[Triple]) -> None:
        """Write one graph. ``triples`` are sorted and without duplicates."""
        self._stream.write(nquads(name, triples))

    def close(self) -> None:
        """Nothing is left to write; the stream stays open."""
