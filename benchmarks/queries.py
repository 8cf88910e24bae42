"""Three named queries on one graph, by kgbuild's store or by rdflib: seconds and rows of each, as JSON.

``python -m benchmarks.queries kgbuild|rdflib graph.nq``
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rdflib import Graph

from kgbuild.core.project import ontology_folder
from kgbuild.graph.prefixes import prefixes
from kgbuild.store.sparql.library import read_query, with_values
from kgbuild.store.sparql.store import Table, open_store

VALUES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "conflicts": {},
    "lineage": {},
    "find-words": {"words": ['"77 residents died"']},
}
QUERIES = {
    name: with_values(read_query(ontology_folder() / "queries" / f"{name}.rq"), values)
    for name, values in VALUES.items()
}
"""Conflicts with both sides, transitive derivation, and a text filter, from the library of named queries."""


def measured(ask: Callable[[str], int]) -> dict[str, tuple[float, int]]:
    """The seconds and the number of rows of each query."""
    found = {}
    for name, query in QUERIES.items():
        start = time.perf_counter()
        rows = ask(query)
        found[name] = (time.perf_counter() - start, rows)
    return found


def with_kgbuild(path: Path) -> tuple[float, dict[str, tuple[float, int]]]:
    """Seconds to load, and of each query."""
    start = time.perf_counter()
    store = open_store(path)
    loaded = time.perf_counter() - start

    def ask(query: str) -> int:
        answer = store.query(query)
        assert isinstance(answer, Table)
        return len(answer.rows)

    return loaded, measured(ask)


def with_rdflib(path: Path) -> tuple[float, dict[str, tuple[float, int]]]:
    """The same; rdflib is given one graph, which is quicker for it than a Dataset with a union."""
    start = time.perf_counter()
    graph = Graph().parse(path.with_suffix(".nt"), format="nt")
    loaded = time.perf_counter() - start
    names = prefixes("https://example.org/floods/")
    return loaded, measured(lambda query: len(list(graph.query(query, initNs=names))))


if __name__ == "__main__":
    seconds, answers = {"kgbuild": with_kgbuild, "rdflib": with_rdflib}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({"load": seconds, "queries": answers}))
