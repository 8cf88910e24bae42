"""Answers as text of the standard formats, all written by pyoxigraph.

Sources: SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats; RDF 1.1 Turtle, JSON-LD 1.1, N-Triples.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from kgbuild.core.formats import RDF_FORMATS
from kgbuild.core.terms import Term, literal, split_iri
from kgbuild.store.sparql.store import Table, Triples, readable

TABLE_FORMATS: Final = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS: Final = {name: RDF_FORMATS[name] for name in ("ttl", "jsonld", "nt")}


def write_table(table: Table, format: str) -> bytes:
    """A table in a format of :data:`TABLE_FORMATS`."""
    # pyoxigraph writes what a query answers; so the rows are asked for, as values.
    columns = "".join(f" ?{name}" for name in table.variables)
    rows = "".join(f"({' '.join(map(_value, row))})\n" for row in table.rows)
    answer = ox.Store().query(f"SELECT{columns or ' *'} WHERE {{ VALUES ({columns}) {{ {rows} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return answer.serialize(format=TABLE_FORMATS[format]) or b""


def _value(term: Term | None) -> str:
    # A query cannot name a blank node. Only BNODE() makes one, as the graph has none.
    if term is None:
        return "UNDEF"
    return f"<urn:blank:{term[2:]}>" if term.startswith("_:") else term


def shortened(table: Table, prefixes: Mapping[str, str]) -> Table:
    """The table with prefixed names, as texts, in place of IRIs."""
    rows = (
        tuple(
            literal(readable(term, prefixes)) if term is not None and term.startswith("<") else term
            for term in row
        )
        for row in table.rows
    )
    return Table(table.variables, tuple(rows))


def write_truth(truth: bool, format: str) -> bytes:
    """A truth value in ``json`` or ``xml``; the standard has no other format for one."""
    answer = ox.Store().query(f"ASK {{ FILTER({str(truth).lower()}) }}")
    assert isinstance(answer, ox.QueryBoolean)
    return answer.serialize(format=TABLE_FORMATS[format]) or b""


def write_triples(triples: Triples, format: str, prefixes: Mapping[str, str]) -> bytes:
    """Triples in a format of :data:`GRAPH_FORMATS`."""
    data = "".join(f"{line}\n" for line in triples.lines)
    quads = list(ox.parse(data.encode(), format=ox.RdfFormat.N_TRIPLES))
    used = _used(quads, prefixes)
    written = (
        ox.serialize((quad.triple for quad in quads), format=GRAPH_FORMATS[format], prefixes=used) or b""
    )
    if format == "jsonld":
        return json.dumps(json.loads(written), ensure_ascii=False, indent=1).encode()
    if format == "ttl":
        return _in_order(written, len(used))
    return written


def _in_order(turtle: bytes, count: int) -> bytes:
    """Turtle with its first ``count`` lines sorted: pyoxigraph declares prefixes in no order of its own."""
    lines = turtle.splitlines(keepends=True)
    return b"".join([*sorted(lines[:count]), *lines[count:]])


def _used(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that the triples need."""
    terms = {node for quad in quads for node in (quad.subject, quad.predicate, quad.object)}
    iris = {term.value for term in terms if isinstance(term, ox.NamedNode)}
    iris |= {term.datatype.value for term in terms if isinstance(term, ox.Literal)}
    namespaces = {split_iri(iri)[0] for iri in iris}
    return {name: namespace for name, namespace in prefixes.items() if namespace in namespaces}
