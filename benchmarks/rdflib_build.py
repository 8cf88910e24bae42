"""The yardstick: the same quads, as finished terms, added to an rdflib Dataset and serialised as N-Quads."""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset, Literal, URIRef


def main(path: Path) -> None:
    """Build and serialise. Reading the lines is pyoxigraph's work and a small part of the time."""
    dataset = Dataset()
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS):
        value = quad.object
        if isinstance(value, ox.Literal):
            datatype = None if value.language else URIRef(value.datatype.value)
            term = Literal(value.value, lang=value.language, datatype=datatype, normalize=False)
        else:
            term = URIRef(value.value)
        graph = dataset.graph(URIRef(quad.graph_name.value))
        graph.add((URIRef(quad.subject.value), URIRef(quad.predicate.value), term))
    dataset.serialize(path.with_suffix(".out"), format="nquads")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
