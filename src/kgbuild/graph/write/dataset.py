"""The graph as an :class:`rdflib.Dataset`, for users of rdflib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rdflib import Dataset, URIRef

from kgbuild.core.terms import Term, Triple
from kgbuild.graph.prefixes import STANDARD
from kgbuild.graph.write.nquads import nquads


def to_dataset(graphs: Mapping[Term, Sequence[Triple]]) -> Dataset:
    """A data set with one named graph for each graph of the build; its default graph is their union."""
    dataset = Dataset(default_union=True)
    for prefix, namespace in STANDARD.items():
        dataset.bind(prefix, namespace)
    for name, triples in graphs.items():
        dataset.graph(URIRef(name[1:-1])).parse(data=nquads(name, triples).decode(), format="nquads")
    return dataset
