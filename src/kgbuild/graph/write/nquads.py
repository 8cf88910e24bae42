"""N-Quads, as RDF 1.1 N-Quads section 2 and the canonical form of RDF 1.2 N-Quads section 4 have it."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.core.terms import Term, Triple


def nquads(name: Term, triples: Sequence[Triple]) -> bytes:
    """The N-Quads of one graph: what its hash in ``meta`` is taken over."""
    end = f" {name} .\n"
    return "".join([f"{s} {p} {o}{end}" for s, p, o in triples]).encode()
