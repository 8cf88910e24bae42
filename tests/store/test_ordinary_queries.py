"""Ordinary queries, some of which once ended the process, have one answer in the CLI, in Python and from the server."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from conftest import RunKgbuild
from fuzz import make_template

import kgbuild
from kgbuild.api.open_graph import OpenGraph
from store.serve.test_serve import ask, served

QUERIES = (
    "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY DESC(?o)",
    "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY ?o",
    "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?o ORDER BY DESC(?n) ?o",
    "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?o ORDER BY ?o",
    "SELECT ?p (MIN(STR(?o)) AS ?m) { ?s ?p ?o } GROUP BY ?p ORDER BY ?m ?p",
    "SELECT ?p (MAX(?o) AS ?m) { ?s ?p ?o FILTER isNumeric(?o) } GROUP BY ?p ORDER BY DESC(?m) ?p",
    "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?p HAVING (COUNT(*) > 5) ORDER BY DESC(?n) ?p",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "SELECT DISTINCT ?g ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o ?g",
    "SELECT DISTINCT ?o { GRAPH ?g { ?s kg:quote ?o } } ORDER BY DESC(?o) LIMIT 50 OFFSET 3",
    "SELECT DISTINCT ?o (DATATYPE(?o) AS ?d) { ?s ?p ?o FILTER isLiteral(?o) } ORDER BY ?d ?o LANG(?o)",
    "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY STRLEN(STR(?o)) STR(?o) ?o",
    "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY IF(isLiteral(?o), ?o, 1) STR(?o) ?o",
    "SELECT DISTINCT ?x { { ?s ?p ?x } UNION { ?x ?p ?o } } ORDER BY ?x",
    "SELECT ?c ?o { ?c kg:content ?p . ?p rdf:object ?o } ORDER BY ?o ?c",
    "SELECT ?c ?o { ?c a kg:Claim OPTIONAL { ?c kg:depth ?o } } ORDER BY DESC(?o) ?c",
    "SELECT DISTINCT ?o { { SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY ?o LIMIT 90 } } ORDER BY DESC(?o)",
    "SELECT (GROUP_CONCAT(DISTINCT ?l; SEPARATOR='|') AS ?n) { SELECT ?l { ?s rdfs:label ?l } ORDER BY ?l }",
    "SELECT ?o { VALUES ?o { 1 'a' 2.5 'b'@en true <urn:x> '2020-01-01'^^xsd:date UNDEF 9 } } ORDER BY ?o",
    "SELECT ?y (COUNT(*) AS ?n) { ?s ?p ?d FILTER(DATATYPE(?d) = xsd:date) } GROUP BY (YEAR(?d) AS ?y) ORDER BY ?y",
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project of the flood, built."""
    return make_template(tmp_path_factory.mktemp("ordinary"))


@pytest.fixture(scope="module")
def address(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(project, tmp_path_factory.mktemp("scratch")) as (found, _):
        yield found


@pytest.fixture(scope="module")
def opened(project: Path) -> OpenGraph:
    return kgbuild.open(project)


def test_there_are_twenty() -> None:
    assert len(set(QUERIES)) == 20


@pytest.mark.parametrize("query", QUERIES)
def test_one_answer(query: str, project: Path, address: str, opened: OpenGraph, run: RunKgbuild) -> None:
    """The same rows in the same order."""
    told = run("query", "-e", query, "--format", "csv", cwd=project)
    assert told.returncode == 0, told.stderr
    served_answer: requests.Response = ask(address, query)
    assert served_answer.status_code == 200, served_answer.text
    rows = list(csv.reader(told.stdout.splitlines()))
    assert list(csv.reader(served_answer.content.decode().splitlines())) == rows
    assert len(rows) > 1
    assert len(opened.query(query)) == len(rows) - 1  # type: ignore[arg-type] # rows, as it is a SELECT
