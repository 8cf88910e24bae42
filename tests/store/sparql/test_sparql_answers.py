"""Answers in the standard formats say what the store found; independent readers read them back."""

from __future__ import annotations

import csv
import io
import json

import pyld.jsonld
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.query import Result

from kgbuild.core.terms import integer, iri, literal, literal_text
from kgbuild.store.sparql.answers import GRAPH_FORMATS, TABLE_FORMATS, write_table, write_triples, write_truth
from kgbuild.store.sparql.store import Table, Triples

XML_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff"))
TERMS = st.one_of(
    st.none(),
    st.integers(0, 10**9).map(integer),
    XML_TEXT.map(literal),
    XML_TEXT.map(lambda text: literal(text, language="az")),
    st.sampled_from([iri("https://example.org/a"), iri("https://example.org/ü")]),
)
TABLES = st.lists(st.tuples(TERMS, TERMS), max_size=5).map(lambda rows: Table(("a", "b"), tuple(rows)))


def n3(term: rdflib.term.Node | None) -> str | None:
    if term is None:
        return None
    if isinstance(term, rdflib.Literal):
        return literal(str(term), str(term.datatype) if term.datatype else None, term.language)
    return f"<{term}>"


@given(TABLES)
@pytest.mark.parametrize("format", ["json", "xml"])
def test_rdflib_reads_json_and_xml(format: str, table: Table) -> None:
    """Every term of every row comes back from rdflib's reader, which leaves out rows without any."""
    result = Result.parse(io.BytesIO(write_table(table, format)), format=format)
    assert [tuple(map(n3, row)) for row in result] == [row for row in table.rows if row != (None, None)]


@given(TABLES)
@pytest.mark.parametrize("format", ["json", "xml", "tsv"])
def test_pyoxigraph_reads_them(format: str, table: Table) -> None:
    """Every term of every row comes back from pyoxigraph's reader."""
    found = ox.parse_query_results(write_table(table, format), format=TABLE_FORMATS[format])
    assert isinstance(found, ox.QuerySolutions)
    rows = [tuple(None if row[name] is None else str(row[name]) for name in table.variables) for row in found]
    assert rows == list(table.rows)


@given(TABLES)
def test_csv_holds_the_texts(table: Table) -> None:
    """CSV has the text of literals and the IRI of nodes, as the standard says, and is read by Python's reader."""
    rows = list(csv.reader(io.StringIO(write_table(table, "csv").decode(), newline="")))
    assert rows[0] == ["a", "b"]

    def cell(term: str | None) -> str:
        if term is None:
            return ""
        return literal_text(term) if term.startswith('"') else term[1:-1]

    assert rows[1:] == [list(map(cell, row)) for row in table.rows]


def test_a_table_without_rows_or_columns() -> None:
    """No row and no column is an answer too."""
    assert write_table(Table(("a",), ()), "csv") == b"a\r\n"
    assert json.loads(write_table(Table((), ((),)), "json"))["results"]["bindings"] == [{}]


def test_a_blank_node_of_a_query() -> None:
    """BNODE() makes a blank node; in a table it has a name that no other node has."""
    assert b"urn:blank:x1" in write_table(Table(("a",), (("_:x1",),)), "csv")


@pytest.mark.parametrize("truth", [True, False])
def test_truth_values(truth: bool) -> None:
    """JSON and XML of an ASK are read back by both readers."""
    for format in ("json", "xml"):
        written = write_truth(truth, format)
        found = ox.parse_query_results(written, format=TABLE_FORMATS[format])
        assert isinstance(found, ox.QueryBoolean)
        assert bool(found) is truth
        assert Result.parse(io.BytesIO(written), format=format).askAnswer is truth


LINES = (
    '<http://a/b.c> <http://a/p> "one\\n\\"two\\""@en .',
    "<http://a/b.c> <http://a/p> <http://a/d> .",
    '<http://a/d> <http://x/q> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .',
)


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_triples_are_read_back(format: str) -> None:
    """Turtle, JSON-LD and N-Triples give back the same triples, by pyoxigraph, rdflib and PyLD."""
    written = write_triples(Triples(LINES), format, {"a": "http://a/", "unused": "http://unused/"})
    found = {f"{q.triple} ." for q in ox.parse(written, format=GRAPH_FORMATS[format])}
    assert found == set(LINES)
    name = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt"}[format]
    assert len(rdflib.Graph().parse(data=written, format=name)) == len(LINES)
    if format == "jsonld":
        quads = pyld.jsonld.to_rdf(json.loads(written), {"format": "application/n-quads"})
        assert sorted(quads.splitlines()) == sorted(LINES)
    if format == "ttl":
        assert written.startswith(b"@prefix a: <http://a/> .\n")
        assert b"unused" not in written


def test_prefixes_are_in_order() -> None:
    """Turtle declares the prefixes that it uses, sorted, before anything else."""
    names = {name: f"http://{name}/" for name in "qwertyuiop"}
    lines = tuple(sorted(f"<http://{name}/s> <http://{name}/p> <http://{name}/o> ." for name in names))
    head = write_triples(Triples(lines), "ttl", names).decode().splitlines()[: len(names)]
    assert head == sorted(f"@prefix {name}: <{namespace}> ." for name, namespace in names.items())
