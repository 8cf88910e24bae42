"""A built graph opened in Python: queries, tables, views, and what notebooks show."""

from __future__ import annotations

import sys
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT

import kgbuild
from kgbuild.api.open_graph import OpenGraph, Rows
from kgbuild.core.errors import KgbuildError
from kgbuild.core.terms import literal
from kgbuild.store.sparql.ask import Reply
from kgbuild.store.sparql.store import QueryError, Table, Triples
from kgbuild.store.tables import claim_rows

HOSTILE = "<script>alert('x')</script> & \"<b>\" </td> \u202e\x1b[31m"
QUERY = (
    "SELECT ?claim ?n WHERE { ?claim kg:property kg:killed ; kg:content/rdf:object/kg:lo ?n } ORDER BY ?claim"
)


@pytest.fixture(scope="module")
def graph() -> OpenGraph:
    return kgbuild.open(ROOT)


def rows(graph: OpenGraph, query: str, **more: object) -> Rows:
    found = graph.query(query, **more)  # type: ignore[arg-type]
    assert isinstance(found, Rows)
    return found


def test_rows_of_a_query(graph: OpenGraph) -> None:
    """A row maps variables to names, numbers and texts; rows have a length and slices."""
    found = rows(graph, QUERY)
    assert len(found) == 6
    assert found[1] == {"claim": "claim:letter-2020-01-17.toll.killed", "n": 131}
    assert list(found) == found[:]
    assert found.variables == ("claim", "n")


def test_values_are_pythons(graph: OpenGraph) -> None:
    """Numbers, truth values and what is unbound come as Python's own."""
    (row,) = rows(graph, 'SELECT ?a ?b ?c ?d ?e { VALUES (?a ?b ?c ?d) { (1 1.5 true "x"@az) } }')
    assert row == {"a": 1, "b": Decimal("1.5"), "c": True, "d": "x", "e": None}


def test_other_answers(graph: OpenGraph) -> None:
    """ASK gives a truth value, CONSTRUCT triples."""
    assert graph.query("ASK { ?c a kg:Claim }") is True
    assert graph.query("ASK{}") is True
    assert isinstance(graph.query("CONSTRUCT { ?c a kg:Claim } WHERE { ?c a kg:Claim }"), Triples)


def test_evidence_and_notes(graph: OpenGraph) -> None:
    """Evidence stands beside claims; an empty answer says why."""
    assert rows(graph, QUERY, evidence=True)[1]["at"] == "mappings/letter-2020-01-17.yaml:155:5"
    notes = rows(graph, "SELECT * { ?c kg:property kg:kiled }").notes
    assert notes[0].endswith("did you mean kg:killed?")


def test_a_time_limit(graph: OpenGraph) -> None:
    """A query that takes too long is ended."""
    with pytest.raises(QueryError, match="was ended"):
        graph.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=0.2)


def test_named_queries(sample_copy: Path) -> None:
    """A query is asked by its name, with one value or several for its parameters."""
    (sample_copy / "queries").mkdir()
    (sample_copy / "queries" / "deaths.rq").write_text(
        "#+ parameter event: event. The event.\nSELECT ?claim WHERE {\n  VALUES ?event { UNDEF }\n"
        "  ?claim kg:property kg:killed ; kg:content/rdf:subject ?event }"
    )
    kgbuild.build(sample_copy, out=sample_copy / "out", formats=["nq"], shapes=False)
    graph = kgbuild.open(sample_copy / "kgbuild.toml")
    assert len(rows(graph, "deaths")) == 6
    assert len(rows(graph, "deaths", event="baku-1990-01-19")) == 6
    assert len(rows(graph, "deaths", event=["baku-1990-01-19", "clashes-2020-09"])) == 6
    with pytest.raises(KgbuildError, match="no parameter `evnt`"):
        graph.query("deaths", evnt="x")
    with pytest.raises(KgbuildError, match="no query named `death`"):
        graph.query("death")
    with pytest.raises(KgbuildError, match="only a named query"):
        graph.query("ASK {}", event="x")


def test_tables_are_data_frames(graph: OpenGraph) -> None:
    """Claims, documents, entities and citations, a row each, with whole numbers and truth values as such."""
    claims = graph.claims()
    assert list(claims.columns) == list(claim_rows(graph.records).header)
    assert len(claims) == len(graph.records.claims)
    assert claims.number.sum() > 0
    assert str(claims.counts.dtype) == "boolean"
    killed = claims[(claims.property == "killed") & (claims.subject == "baku-1990-01-19")]
    assert sorted(killed.low) == [21, 131, 150, 150, 150, 150]
    assert claims.isna().sum().sum() > 0
    assert len(graph.documents()) == 7
    assert len(graph.citations()) == 6
    assert set(graph.entities().id) >= {"civilians", "baku-1990-01-19"}


def test_rows_as_a_data_frame(graph: OpenGraph) -> None:
    """Columns of whole numbers are numbers; an answer without rows keeps its columns."""
    frame = rows(graph, QUERY).dataframe()
    assert str(frame.dtypes["n"]) == "Int64"
    empty = rows(graph, "SELECT ?x ?y { ?x kg:nothing ?y }").dataframe()
    assert list(empty.columns) == ["x", "y"]
    mixed = rows(graph, "SELECT ?v ?w { VALUES (?v ?w) { (1 1) (2.5 'x') } }").dataframe()
    assert str(mixed.dtypes["v"]) == "Float64"
    assert list(mixed.w) == ["1", "x"]


def test_without_pandas(graph: OpenGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pandas is not installed, tables say what to install, and queries answer as before."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(KgbuildError, match="pandas is not installed") as caught:
        graph.claims()
    assert caught.value.hint == "run `pip install 'kgbuild[pandas]'`"
    assert len(rows(graph, QUERY)) == 6


def test_views(graph: OpenGraph) -> None:
    """rdflib and networkx get the same graph."""
    assert len(graph.dataset()) == len(kgbuild.open(ROOT / "out" / "graph.ttl").dataset())  # type: ignore[arg-type]
    assert graph.provenance().number_of_nodes() > len(graph.records.claims)


def test_a_file_without_a_project(tmp_path: Path) -> None:
    """A file of RDF is opened without mappings; what needs them says so."""
    target = tmp_path / "graph.ttl"
    target.write_bytes((ROOT / "out" / "graph.ttl").read_bytes())
    graph = kgbuild.open(target)
    assert len(rows(graph, QUERY)) == 6
    with pytest.raises(KgbuildError, match="no mappings to study"):
        graph.provenance()


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    """A folder without a graph says what to run; an id that is nearly one says which."""
    with pytest.raises(KgbuildError, match="no graph in"):
        kgbuild.open(tmp_path)
    with pytest.raises(KgbuildError, match="no claim") as caught:
        kgbuild.open(ROOT).claim("letter-2020-01-17.toll.kiled")
    assert caught.value.hint == "did you mean `letter-2020-01-17.toll.killed`?"


def test_a_claim(graph: OpenGraph) -> None:
    """A claim has its record and the cells of its row; it is shown with its quote and line."""
    claim = graph.claim("letter-2020-01-17.toll.killed")
    assert claim.record.evidence.quote == "131 civilians were killed"
    assert claim.cells["low"] == 131
    assert "mappings/letter-2020-01-17.yaml:155:5" in repr(claim)
    assert "131 civilians were killed" in claim._repr_html_()


class _Tags(HTMLParser):
    """Every tag of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_strings_are_shown_as_text() -> None:
    """Markup in literals and names of variables is text in a notebook, and control characters are made visible."""
    found = Rows(Table(("a",), ((literal(HOSTILE),),)), Reply(True, {}, ((HOSTILE, HOSTILE),)))
    page = _Tags(found._repr_html_())
    assert page.tags == {"table", "thead", "tbody", "tr", "th", "td", "p"}
    assert "<script>alert('x')</script>" in page.text
    assert "\x1b" not in page.text


def test_long_answers_are_cut_in_notebooks(graph: OpenGraph) -> None:
    """A notebook shows fifty rows and says how many more there are."""
    page = _Tags(rows(graph, "SELECT ?c { ?c a kg:Claim }")._repr_html_())
    assert page.text.count("claim:") == 50
    assert "594 more rows" in page.text
