"""The questions a historian asks of the sample, answered whole: with document, voice, quote, offsets and line."""

from __future__ import annotations

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgbuild.graphs import BuildResult
from kgbuild.sparql.store import GraphStore, Table, rows_of
from kgbuild.write import nquads

HERE = Path(__file__).parent
QUERIES = sorted((HERE / "queries").glob("*.rq"))
BASE = "https://w3id.org/kgbuild/sample/"


@pytest.fixture(scope="module")
def store(sample: BuildResult) -> GraphStore:
    data = b"".join(nquads(name, triples) for name, triples in sample.graphs.items())
    return GraphStore(data, ox.RdfFormat.N_QUADS)


def test_no_question_is_lost() -> None:
    """Each query has its answer and each answer its query; there are ten."""
    assert {path.stem for path in QUERIES} == {path.stem for path in (HERE / "answers").glob("*.csv")}
    assert len(QUERIES) == 10


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_answer_is_the_expected_table(query: Path, store: GraphStore) -> None:
    """The whole answer, rows and columns, equals the table that was read against the documents."""
    table = store.query(query.read_text(encoding="utf-8"))
    assert isinstance(table, Table)
    with (HERE / "answers" / f"{query.stem}.csv").open(encoding="utf-8", newline="") as stream:
        expected = list(csv.reader(stream))
    assert [list(table.variables), *rows_of(table, store)] == expected


def test_the_table_of_figures_holds(store: GraphStore) -> None:
    """The relations that the design demands for killed, wounded, missing and detained, by document."""
    table = store.query((HERE / "queries" / "relations.rq").read_text(encoding="utf-8"))
    assert isinstance(table, Table)
    names = {
        "letter-2025-01-20": "000",
        "letter-2020-01-17": "001",
        "agency-report-2025": "002",
        "ombudsman-statement-2021-01-19": "003",
        "news-report-2026": "004",
    }
    found = set()
    for row in rows_of(table, store):
        cells = dict(zip(table.variables, row, strict=True))
        pair = sorted(
            f"{names[cells[f'{side}Doc'].removeprefix('doc:')]} {cells[f'{side}Quote'].split()[0]}"
            for side in ("left", "right")
        )
        found.add((cells["property"], cells["relation"], *pair))
    killed = {
        ("kg:killed", "kg:agree", "000 150", "002 150"),
        ("kg:killed", "kg:agree", "002 150", "004 150"),
        ("kg:killed", "kg:agree", "002 150", "003 killed"),
        ("kg:killed", "kg:conflict", "000 150", "001 131"),
        ("kg:killed", "kg:conflict", "001 131", "003 killed"),
        ("kg:killed", "kg:conflict", "001 131", "004 150"),
        ("kg:killed", "kg:relationNotStated", "001 131", "002 150"),
        *(
            ("kg:killed", "kg:relationNotStated", *sorted((other, "003 21")))
            for other in ("000 150", "001 131", "002 150", "003 killed", "004 150")
        ),
    }
    assert {row for row in found if row[0] == "kg:killed"} == killed
    assert {row[1] for row in found if row[0] == "kg:wounded"} == {"kg:agree"}
    assert {row for row in found if row[0] == "kg:missing"} == {
        ("kg:missing", "kg:conflict", "000 4", "003 hundreds"),
        ("kg:missing", "kg:conflict", "002 four", "003 hundreds"),
        ("kg:missing", "kg:conflict", "003 hundreds", "004 four"),
    }
    # 841 detained and 841 imprisoned are one proposition: they agree by being the same node.
    assert not {row for row in found if row[0] == "kg:detained"}
    # "hundreds" missing is another question than 841 detained: never compared.
    assert not {row for row in found if row[0] == "kg:missing" and "841" in " ".join(row)}


def test_a_conflict_of_one_state_is_tagged(store: GraphStore) -> None:
    """131 against 150 is tagged with the years in which voices of one state said each; the tag exempts nothing."""
    table = store.query(
        """SELECT DISTINCT ?note WHERE {
             ?c kg:relation kg:conflict ; kg:slot/rdf:predicate kg:killed ; kg:note ?note ;
                kg:sharedAffiliation agent:republic-of-azerbaijan }"""
    )
    assert isinstance(table, Table)
    assert rows_of(table, store) == [["differs between voices of one body or state (2020; 2021, 2025)"]]
