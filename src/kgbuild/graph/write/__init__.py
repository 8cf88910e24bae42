"""Writing graphs: N-Quads, Turtle, TriG and JSON-LD, with the same bytes for the same triples.

In: one graph at a time, as a sorted list of triples without duplicates. Out: a binary stream, which ``close()`` ends
and leaves open. Terms are canonical N-Triples (:mod:`kgbuild.core.terms`), so nothing is parsed or checked again here.
"""
