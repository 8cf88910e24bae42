"""Three typical queries on one graph, by kgbuild's store or by rdflib: seconds and rows of each, as JSON.

``python -m benchmarks.queries kgbuild|rdflib graph.nq``
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rdflib import Graph

from kgbuild.sparql.store import Table, open_store
from kgbuild.sparql.words import spelled_out

QUERIES = {
    "conflicts, both sides with their quotes": """
        SELECT ?leftClaim ?leftQuote ?rightClaim ?rightQuote WHERE {
          ?comparison kg:relation kg:conflict ; kg:left ?left ; kg:right ?right .
          ?leftClaim kg:content ?left ; kg:evidence ?leftAnchor . ?leftAnchor kg:quote ?leftQuote .
          ?rightClaim kg:content ?right ; kg:evidence ?rightAnchor . ?rightAnchor kg:quote ?rightQuote }""",
    "everything a claim is derived from": """
        SELECT ?claim ?source WHERE { ?claim a kg:QuantityClaim ; prov:wasDerivedFrom+ ?source }""",
    "quotes that hold some words": """
        SELECT ?claim ?quote WHERE { ?claim kg:evidence ?anchor . ?anchor kg:quote ?quote
          FILTER(CONTAINS(LCASE(?quote), "77 residents died")) }""",
}


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
    names = {
        "kg": "https://w3id.org/kgbuild/ns#",
        "prov": "http://www.w3.org/ns/prov#",
    }
    return loaded, measured(lambda query: len(list(graph.query(spelled_out(query, names), initNs=names))))


if __name__ == "__main__":
    seconds, answers = {"kgbuild": with_kgbuild, "rdflib": with_rdflib}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({"load": seconds, "queries": answers}))
