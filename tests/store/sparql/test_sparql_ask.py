"""Asking: evidence beside claims, and the reasons of an empty answer."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import ROOT

from kgbuild.graph import terms as t
from kgbuild.store.sparql.ask import Reply, answered, is_empty, with_reasons
from kgbuild.store.sparql.content import Loaded
from kgbuild.store.sparql.evidence import COLUMNS, evidence_names
from kgbuild.store.sparql.store import GraphStore, Table, open_store, readable_rows

BASE = "https://w3id.org/kgbuild/sample/"
OUT = ROOT / "out"


@pytest.fixture(scope="module")
def store() -> GraphStore:
    return open_store(OUT)


def ask(store: GraphStore, query: str, *, evidence: bool = False) -> Reply:
    """What a process that answers queries replies, in this process."""
    reply = answered(store, query, evidence=evidence)
    return with_reasons(reply, query, store) if is_empty(reply.answer) else reply


def cells(store: GraphStore, query: str) -> list[dict[str, str]]:
    table = ask(store, query, evidence=True).answer
    assert isinstance(table, Table)
    return [dict(zip(table.variables, row, strict=True)) for row in readable_rows(table, store.prefixes)]


def test_evidence_of_a_claim(store: GraphStore) -> None:
    """Document, voice, quote, characters and mapping place stand beside the claim."""
    (row,) = cells(store, "SELECT ?claim { VALUES ?claim { claim:letter-2020-01-17.toll.killed } }")
    assert row == {
        "claim": "claim:letter-2020-01-17.toll.killed",
        "document": "doc:letter-2020-01-17",
        "voice": "agent:permanent-mission-of-azerbaijan",
        "quote": "131 civilians were killed",
        "start": "1329",
        "end": "1354",
        "at": "mappings/letter-2020-01-17.yaml:155:5",
    }


def test_evidence_of_two_claims_in_a_row(store: GraphStore) -> None:
    """Each column with claims has its own columns of evidence, named after it; a row without a claim has none."""
    (row,) = cells(
        store,
        """SELECT ?leftClaim ?c ?none {
             BIND(claim:letter-2020-01-17.toll.killed AS ?leftClaim) BIND(claim:letter-2025-01-20.toll.killed AS ?c)
             OPTIONAL { ?none a <x:nothing> } }""",
    )
    assert row["leftQuote"] == "131 civilians were killed"
    assert row["cQuote"] == "150 civilians were killed"
    assert {name for name in row if name.startswith("left")} == {"leftClaim", *evidence_names("leftClaim")}
    assert len(row) == 3 + 2 * len(COLUMNS)


def test_evidence_of_citations(store: GraphStore) -> None:
    """A citation has a quote and a line too; a voice it has none."""
    rows = cells(store, "SELECT ?citation { ?citation a kg:Citation }")
    assert len(rows) == 6
    assert all(row["citationQuote"] and row["citationAt"] for row in rows)


def test_columns_that_are_there_are_not_added_twice(store: GraphStore) -> None:
    """A query that selects the quote itself keeps its own column."""
    query = "SELECT ?claim ?quote { ?claim kg:property kg:killed ; kg:evidence/kg:quote ?quote }"
    table = ask(store, query, evidence=True).answer
    assert isinstance(table, Table)
    assert table.variables == ("claim", "quote", "document", "voice", "start", "end", "at")


def test_evidence_where_there_is_no_claim(store: GraphStore) -> None:
    """A table without claims is left as it is, and that is said."""
    reply = ask(store, "SELECT ?d { ?d a kg:Document }", evidence=True)
    assert isinstance(reply.answer, Table)
    assert reply.answer.variables == ("d",)
    assert "no column holds a claim" in reply.notes[0][0]


@pytest.mark.parametrize(
    ("query", "note", "help"),
    [
        (
            "SELECT * { ?c kg:property kg:kiled ; kg:inDocument ?d }",
            "nothing matches `?c kg:property kg:kiled`: kg:kiled stands nowhere in the graph",
            "did you mean kg:killed?",
        ),
        (
            "SELECT * { ?c kg:inDocument doc:letter-2020-01-18 }",
            "nothing matches `?c kg:inDocument doc:letter-2020-01-18`: "
            "doc:letter-2020-01-18 stands nowhere in the graph",
            "did you mean doc:letter-2020-01-17?",
        ),
        (
            "SELECT * { ?c kg:property kg:killed ; kg:inDocument doc:news-report-2026 ; kg:stance kg:reports }",
            "`?c kg:inDocument doc:news-report-2026` and `?c kg:stance kg:reports` each have a match, but not together",
            None,
        ),
        ("SELECT * { ?c kg:depth 77 }", "nothing matches `?c kg:depth 77`", None),
        (
            "SELECT * { ?c kg:depth ?d FILTER(?d > 77) }",
            "each pattern has a match, also all together: a FILTER, MINUS or HAVING leaves no row",
            None,
        ),
        (
            "SELECT * { { ?c kg:nothing ?d } UNION { ?c kg:nowhere ?d } }",
            "nothing matches `?c kg:nowhere ?d`: kg:nowhere stands nowhere in the graph",
            None,
        ),
        (
            "SELECT * { VALUES ?e { event:baku-1990-01-19 } ?c kg:inDocument ?e }",
            "`VALUES ?e { event:baku-1990-01-19 }` and `?c kg:inDocument ?e` each have a match, but not together",
            None,
        ),
        (
            "SELECT * { GRAPH graph:entities { ?c kg:property kg:killed } }",
            "nothing matches `GRAPH graph:entities { ?c kg:property kg:killed }`",
            None,
        ),
        (
            "SELECT * { ?c kg:content/rdf:sbject ?e }",
            "nothing matches `?c kg:content/rdf:sbject ?e`: rdf:sbject stands nowhere in the graph",
            "did you mean rdf:subject?",
        ),
        ("DESCRIBE event:nothing", "nothing is said of event:nothing", None),
        (
            "SELECT ?d (COUNT(?c) AS ?n) { ?c kg:inDocument ?d ; kg:depth 77 } GROUP BY ?d",
            "nothing matches `?c kg:depth 77`",
            None,
        ),
    ],
)
def test_why_nothing_is_found(store: GraphStore, query: str, note: str, help: str | None) -> None:
    """The pattern that has no match is named, with the term that is not in the graph and what was meant."""
    assert (note, help) in ask(store, query).notes


def test_what_may_be_absent_is_not_blamed(store: GraphStore) -> None:
    """OPTIONAL, MINUS, NOT EXISTS and a path of no step need no match."""
    query = """SELECT * { ?c kg:depth 77 ; kg:nothing* ?x OPTIONAL { ?c kg:nothing ?d } MINUS { ?c kg:nowhere ?e }
               FILTER NOT EXISTS { ?c kg:never ?f } }"""
    assert [note for note, _ in ask(store, query).notes] == ["nothing matches `?c kg:depth 77`"]


def test_three_patterns_that_do_not_meet() -> None:
    """Where every two patterns meet and three do not, the three are named."""
    lines = [
        *("<x:a> <x:p> <x:b>", "<x:b> <x:q> <x:c>", "<x:c> <x:r> <x:d>", "<x:e> <x:r> <x:a>"),
        f"<{BASE}doc/a> {t.TYPE} {t.DOCUMENT}",
    ]
    data = "".join(f"{line} .\n" for line in lines).encode()
    small = GraphStore(Loaded(data, ox.RdfFormat.N_TRIPLES))
    ((note, help),) = ask(small, "SELECT * { ?x <x:p> ?y . ?y <x:q> ?z . ?z <x:r> ?x }").notes
    assert note.startswith("nothing matches `")
    assert note.count("`") == 6
    assert help is None
