"""Graphs on their way out: N-Quads, Turtle, TriG and JSON-LD, with the same bytes for the same triples.

Each writer is given one graph at a time, as a sorted list of triples without duplicates, and writes it to a
binary stream; ``close()`` ends the document and leaves the stream open. N-Quads need no writer: :func:`nquads`.
Terms are canonical N-Triples (:mod:`kgbuild.terms`), so nothing is parsed or checked again here.
:class:`AtomicFiles` makes files appear whole or not at all.
"""

from kgbuild.write.atomic import AtomicFiles, write_atomic
from kgbuild.write.context import ContextTerm, build_context
from kgbuild.write.jsonld import JsonLdWriter
from kgbuild.write.names import ByteSink
from kgbuild.write.nquads import nquads
from kgbuild.write.turtle import Blocks, TrigWriter, TurtleWriter

__all__ = [
    "AtomicFiles",
    "Blocks",
    "ByteSink",
    "ContextTerm",
    "JsonLdWriter",
    "TrigWriter",
    "TurtleWriter",
    "build_context",
    "nquads",
    "write_atomic",
]
