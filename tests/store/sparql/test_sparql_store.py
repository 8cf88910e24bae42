"""The embedded store: the union of the graphs, what is refused, and that nothing opens a connection."""

from __future__ import annotations

import socket
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT

from kgbuild.core.errors import KgbuildError
from kgbuild.graph import terms as t
from kgbuild.store.sparql.content import Loaded
from kgbuild.store.sparql.store import (
    GraphStore,
    QueryError,
    Table,
    Triples,
    open_store,
    readable,
    readable_rows,
)

BASE = "https://w3id.org/kgbuild/sample/"
DATA = f"""
<{BASE}doc/a> <x:p> "one" <{BASE}graph/doc.a> .
<{BASE}doc/a> <x:p> "one" <{BASE}graph/doc.b> .
<{BASE}doc/b> <x:p> "two" <{BASE}graph/doc.b> .
<{BASE}doc/b> {t.TYPE} {t.DOCUMENT} <{BASE}graph/doc.b> .
""".encode()


@pytest.fixture
def small() -> GraphStore:
    return GraphStore(Loaded(DATA, ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def store() -> GraphStore:
    return open_store(ROOT / "out")


def count(store: GraphStore, pattern: str) -> str:
    table = store.query(f"SELECT (COUNT(*) AS ?n) {pattern}")
    assert isinstance(table, Table)
    return readable_rows(table, store.prefixes)[0][0]


def test_the_union_counts_each_triple_once(small: GraphStore) -> None:
    """A triple that stands in two graphs is one triple of the default graph; GRAPH and FROM see each graph."""
    assert count(small, "{ ?s ?p ?o }") == "3"
    assert count(small, "{ GRAPH ?g { ?s ?p ?o } }") == "4"
    assert count(small, "FROM graph:doc.b { ?s ?p ?o }") == "3"
    assert count(small, "{ ?s ?p ?o }") == "3"


def test_a_graph_that_is_not_here(small: GraphStore) -> None:
    """FROM of a graph that was not built is refused, as kgbuild would have to fetch it; with what was meant."""
    with pytest.raises(QueryError, match="fetches nothing") as caught:
        small.query("SELECT * FROM graph:doc.bb { ?s ?p ?o }")
    assert caught.value.hint is not None
    with pytest.raises(QueryError, match=r"<http://example\.org/far>"):
        small.query("SELECT * FROM NAMED <http://example.org/far> { GRAPH ?g { ?s ?p ?o } }")


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "PREFIX x: <x:> DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR DEFAULT",
        "LOAD <http://127.0.0.1:9/x>",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(small: GraphStore, query: str) -> None:
    """An update changes nothing, and is told what it is."""
    with pytest.raises(QueryError, match="a query only reads"):
        small.query(query)
    assert count(small, "{ ?s ?p ?o }") == "3"


def test_no_query_opens_a_connection(store: GraphStore) -> None:
    """Nobody calls at an address that queries name in every way there is."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        for query in (
            f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{url}> AS ?u) SERVICE ?u {{ ?s ?p ?o }} }}",
            f"SELECT * {{ ?s ?p kg:a\\' . SERVICE <{url}> {{ ?a ?b ?c }} ?d ?e kg:b\\' }}",
            f"SELECT * FROM <{url}> {{ ?s ?p ?o }}",
            f"LOAD <{url}>",
            f"ASK {{ GRAPH <{url}> {{ ?s ?p ?o }} }}",
            f"DESCRIBE <{url}>",
        ):
            try:
                store.query(query)
            except QueryError:
                continue
        with pytest.raises(TimeoutError):
            server.accept()


def test_where_a_query_is_wrong(store: GraphStore) -> None:
    """The line and character are named, with the line, in a few words; a prefix that is not known is named."""
    with pytest.raises(QueryError) as caught:
        store.query("SELECT *\nWHERE { ?s ?p }")
    assert str(caught.value).splitlines()[1:] == ["  WHERE { ?s ?p }", "                 ^"]
    assert "line 2, character 16" in str(caught.value)
    with pytest.raises(QueryError, match="prefix `klaim:`") as caught:
        store.query("ASK { klaim:a ?p ?o }")
    assert caught.value.hint == "did you mean `claim:`?"


def test_the_name_of_a_claim_can_be_pasted(store: GraphStore) -> None:
    """A claim's name as a table shows it, with its dots, is understood in a query."""
    assert store.query("ASK { claim:letter-2020-01-17.toll.killed a kg:Claim }") is True


def test_answers_of_each_form(store: GraphStore) -> None:
    """SELECT gives a table, ASK a truth value, CONSTRUCT and DESCRIBE sorted triples, each once."""
    assert isinstance(store.query("SELECT * { ?c a kg:Citation }"), Table)
    assert store.query("ASK { ?c a kg:Citation }") is True
    found = store.query("CONSTRUCT { ?d a kg:Document } WHERE { ?c kg:inDocument ?d }")
    assert isinstance(found, Triples)
    assert len(found.lines) == 5
    assert list(found.lines) == sorted(found.lines)


def test_blank_nodes_have_lasting_names(store: GraphStore) -> None:
    """Blank nodes that a CONSTRUCT makes are named in the same way in every run."""
    query = "CONSTRUCT { ?c <x:p> [ <x:q> ?i ] } WHERE { ?c kg:intent ?i }"
    assert store.query(query) == open_store(ROOT / "out").query(query)


def test_what_stands_in_the_graph(small: GraphStore) -> None:
    """A term stands in the graph as subject, predicate or object."""
    assert small.holds(f"<{BASE}doc/a>")
    assert small.holds("<x:p>")
    assert small.holds('"two"')
    assert not small.holds('"three"')
    assert not small.holds(f"<{BASE}doc/c>")


def test_nodes_and_terms(store: GraphStore) -> None:
    """The names of the nodes of a kind, and the terms of vocabularies, each once and sorted."""
    assert store.nodes("doc") == sorted(store.nodes("doc"))
    assert "letter-2020-01-17" in store.nodes("doc")
    assert "<https://w3id.org/kgbuild/ns#killed>" in store.terms()
    assert not [term for term in store.terms() if term.startswith(f"<{BASE}")]


def test_readable_terms() -> None:
    """Literals by their text, IRIs by a prefix if there is one; everything else as it is."""
    names = {"a": "http://a/"}
    assert readable('"x\\ny"@en', names) == "x\ny"
    assert readable("<http://a/b>", names) == "a:b"
    assert readable("<http://c/b>", names) == "http://c/b"
    assert readable("_:b0", names) == "_:b0"


def test_no_graph_and_a_broken_one(tmp_path: Path) -> None:
    """A folder without a graph says what to run; a file that cannot be parsed is named."""
    with pytest.raises(KgbuildError, match="no graph in"):
        open_store(tmp_path)
    (tmp_path / "graph.nq").write_text("<a> <b")
    with pytest.raises(KgbuildError, match=r"graph\.nq"):
        open_store(tmp_path)
    (tmp_path / "graph.nq").write_text("<x:a> <x:b> <x:c> .")
    with pytest.raises(KgbuildError, match="holds no document"):
        open_store(tmp_path)


def test_the_base_is_that_of_the_graph() -> None:
    """The prefixes are those of the graph that is asked, not of the project in which somebody asks."""
    assert open_store(ROOT / "out" / "graph.ttl").prefixes["claim"] == f"{BASE}claim/"
