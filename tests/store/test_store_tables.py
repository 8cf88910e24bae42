"""The tables of the graph hold what the records hold, in typed cells."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from conftest import ROOT

from kgbuild.core.project import load_project
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.pipeline.graphs import BuildResult
from kgbuild.store.records import BuiltGraph
from kgbuild.store.tables import Cell, Sheet, citation_rows, claim_rows, document_rows, entity_rows

TYPES = {"text": str, "date": str, "integer": int, "number": Decimal, "boolean": bool}


@pytest.fixture(scope="module")
def graph(sample: BuildResult) -> BuiltGraph:
    return BuiltGraph(sample.quads(), load_vocabulary(load_project(ROOT / "kgbuild.toml").ontology))


def rows(sheet: Sheet) -> dict[Cell, dict[str, Cell]]:
    return {row[0]: dict(zip(sheet.header, row, strict=True)) for row in sheet.rows}


@pytest.mark.parametrize(
    ("make", "count"), [(claim_rows, 644), (document_rows, 7), (entity_rows, 302), (citation_rows, 6)]
)
def test_a_row_each_with_cells_of_their_kind(
    graph: BuiltGraph, make: Callable[[BuiltGraph], Sheet], count: int
) -> None:
    """Every record has a row; its first cell names it alone; every cell is empty or of the kind of its column."""
    sheet = make(graph)
    assert len(sheet.rows) == len(rows(sheet)) == count
    assert len(set(sheet.header)) == len(sheet.header) == len(sheet.kinds)
    for row in sheet.rows:
        assert row[0]
        for kind, cell in zip(sheet.kinds, row, strict=True):
            assert cell is None or type(cell) is TYPES[kind]
            assert cell != ""


def test_a_figure(graph: BuiltGraph) -> None:
    """A quantity stands in number, low and high; an open bound is empty."""
    claims = rows(claim_rows(graph))
    exact = claims["letter-2020-01-17.toll.killed"]
    assert [exact[name] for name in ("value", "number", "low", "high", "unit", "population")] == [
        "131",
        131,
        131,
        131,
        "person",
        "civilians",
    ]
    assert (exact["kind"], exact["value_id"], exact["counts"]) == ("quantity", None, True)
    vague = next(row for row in claims.values() if row["property"] == "missing" and row["number"] is None)
    assert (vague["number"], vague["low"], vague["high"]) == (None, 200, None)


def test_a_date_an_entity_and_a_text(graph: BuiltGraph) -> None:
    """A date has its bounds, an entity its id and its label; a text has itself."""
    claims = rows(claim_rows(graph))
    date = claims["letter-2020-01-17.when.occurred"]
    assert (date["kind"], date["value_id"]) == ("date", None)
    assert str(date["earliest"]) <= str(date["latest"])
    place = claims["letter-2020-01-17.where.took_place_in.baku"]
    assert (place["value"], place["value_id"], place["earliest"]) == ("Baku", "baku", None)
    assert all(row["value_id"] is None for row in claims.values() if row["kind"] == "text")


def test_lists_in_a_cell(graph: BuiltGraph) -> None:
    """Voices of a chain, the outermost first, and other lists are joined; what is not there is an empty cell."""
    claims = rows(claim_rows(graph))
    assert claims["news-report-2026.toll.killed"]["chain"] == (
        "unnamed (the outlet, not named in the text) reports; unnamed (official figures) asserts"
    )
    report = claims["agency-report-2025.assessment-after.occurred"]
    assert report["identities"] == "decision-of-milli-majlis-1994-03 inferred"
    assert (report["sources"], report["bases"]) == (
        "letter-2025-01-20.decision.occurred",
        "by-source-and-slot",
    )
    assert claims["letter-2020-01-17.toll.killed"]["origins"] is None


def test_documents_and_entities(graph: BuiltGraph) -> None:
    """Claims are counted by document and part; an entity has its most special type, and what it lies in."""
    documents = rows(document_rows(graph))
    assert [documents[name]["claims"] for name in ("letter-2025-01-20", "letter-2025-01-20.annex")] == [
        133,
        110,
    ]
    assert documents["letter-2025-01-20.annex"]["copy_of"] == "ministry-statement-2025-01-20"
    entities = rows(entity_rows(graph))
    assert [entities["baku"][name] for name in ("kind", "type", "broader", "claims_about")] == [
        "place",
        "city",
        "azerbaijan",
        3,
    ]


def test_some_of_the_records(graph: BuiltGraph) -> None:
    """What is asked for is what the table holds, in that order."""
    some = list(graph.claims.values())[5:2:-1]
    assert [row[0] for row in claim_rows(graph, some).rows] == [claim.id for claim in some]
