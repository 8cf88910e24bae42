"""Loads into real stores: an Oxigraph server, a Virtuoso server, and a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import requests
from conftest import ROOT, RunKgbuild
from jena import Jena
from plain import plain_queries
from sample.arguments import ARGUMENTS

from kgbuild.core.terms import literal_text
from kgbuild.graph.prefixes import prefixes
from kgbuild.store.load.client import Limits
from kgbuild.store.load.directory import DirectoryTarget
from kgbuild.store.load.graph_file import open_graph_file
from kgbuild.store.load.loader import LoadReport, load
from kgbuild.store.load.target import RemoteError, Target
from kgbuild.store.sparql.content import Loaded
from kgbuild.store.sparql.library import read_query, with_values
from kgbuild.store.sparql.store import GraphStore, Table
from store.load.graphs import BASE, graph, lines_of, triples, write_graph, write_project
from store.load.servers import PATIENCE, Server

SAMPLE = "https://w3id.org/kgbuild/sample/"
PREFIXES = "".join(f"PREFIX {name}: <{start}>\n" for name, start in prefixes(SAMPLE).items())
NAMED = {
    path.stem: with_values(
        read_query(path), {name: values.split() for name, values in ARGUMENTS.get(path.stem, {}).items()}
    )
    for path in sorted((ROOT / "ontology" / "queries").glob("*.rq"))
}
PLAIN = plain_queries()
GRAPHS = {f"doc.{name}": triples(name, 30) for name in "abc"} | {"entities": triples("e", 4)}


@pytest.fixture(params=["folder", "oxigraph", "virtuoso"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    """A fresh store of each kind."""
    if request.param == "folder":
        yield DirectoryTarget(tmp_path / "store")
    else:
        yield request.getfixturevalue(request.param).target()


def send(target: Target, folder: Path, base: str = BASE) -> LoadReport:
    with open_graph_file(folder, base) as built:
        return load(target, built)


def names(sections: tuple[object, ...]) -> list[str]:
    return [getattr(section, "graph", "").removeprefix(f"{BASE}graph/") for section in sections]


def test_the_sample(server: Server, tmp_path: Path) -> None:
    """A server has every graph of the sample, term for term, and counts as many as were built; then nothing is sent.

    Virtuoso too gives back numbers, dates, booleans, languages and signs as they were sent. Queries have the rows that
    they have in kgbuild.
    """
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "graph.trig").symlink_to(ROOT / "out" / "graph.trig")
    first = send(server.target(), tmp_path / "out", SAMPLE)
    with open_graph_file(tmp_path / "out", SAMPLE) as built:
        assert first.plan.send == built.sections
        assert {each.graph: each.quads for each in (*built.sections, built.meta)} == first.found
        sent = {
            each.graph: {
                str(quad.triple)
                for quad in ox.parse(built.triples(each).read(), format=ox.RdfFormat.N_TRIPLES)
            }
            for each in (*built.sections, built.meta)
        }
    assert server.graphs() == sent
    assert send(server.target(), tmp_path / "out", SAMPLE).plan.empty
    assert answered_otherwise(server) == []


def answered_otherwise(server: Server) -> list[str]:
    """The queries to which a server gives other rows than kgbuild, over the union of the graphs.

    An Oxigraph server is asked every named query, and compared in their order; Virtuoso every query of the page on
    statements. It answers many named queries otherwise: the docs say which of its ways do that.
    """
    store = GraphStore(Loaded((ROOT / "out" / "graph.trig").read_bytes(), ox.RdfFormat.TRIG))
    is_whole = server.profile == "oxigraph"
    different = []
    for name, text in (NAMED if is_whole else PLAIN).items():
        answer = requests.post(
            server.address + ("/query" if is_whole else "/sparql"),
            data={"query": PREFIXES + text, **({"union-default-graph": ""} if is_whole else {})},
            headers={"Accept": "application/sparql-results+json"},
            timeout=PATIENCE,
        )
        assert answer.ok, f"{name}: {answer.text}"
        expected, variables = expected_rows(store, text)
        found = [
            tuple(row[each]["value"] if each in row else None for each in variables)
            for row in answer.json()["results"]["bindings"]
        ]
        if (found != expected) if is_whole else (Counter(found) != Counter(expected)):
            different.append(name)
    return different


def test_queries_in_jena(jena: Jena) -> None:
    """Jena gives the rows that kgbuild gives: to every named query, in their order, and to those on statements.

    The latter over the graphs by their names as well.
    """
    store = GraphStore(Loaded((ROOT / "out" / "graph.trig").read_bytes(), ox.RdfFormat.TRIG))
    different = []
    for name, text in {**NAMED, **PLAIN}.items():
        expected, variables = expected_rows(store, text)
        found = jena.rows(PREFIXES + text, variables)
        if (found != expected) if name in NAMED else (Counter(found) != Counter(expected)):
            different.append(name)
    for name, text in PLAIN.items():
        expected, variables = expected_rows(store, text)
        in_graph = text.replace("{\n", "{ GRAPH graph:statements {\n", 1)
        head, end, tail = (
            in_graph.rpartition("}\n") if in_graph.endswith("}\n") else in_graph.rpartition("} ")
        )
        if Counter(jena.rows(f"{PREFIXES}{head}}}{end}{tail}", variables, over="named")) != Counter(expected):
            different.append(f"{name}, by name")
    assert different == []


def expected_rows(store: GraphStore, text: str) -> tuple[list[tuple[str | None, ...]], tuple[str, ...]]:
    """What kgbuild answers, as a server's JSON has it: IRIs and the values of literals; and the names of columns."""
    table = store.query(text)
    assert isinstance(table, Table)
    rows = [
        tuple(
            None if term is None else literal_text(term) if term.startswith('"') else term.strip("<>")
            for term in row
        )
        for row in table.rows
    ]
    return rows, tuple(table.variables)


def test_only_what_changed_is_sent(target: Target, tmp_path: Path) -> None:
    """A changed graph is sent, one that is gone is dropped, ``meta`` follows; the others are not touched."""
    send(target, write_graph(tmp_path / "1", GRAPHS))
    changed = {**GRAPHS, "doc.b": triples("other", 30)}
    del changed["doc.c"]
    report = send(target, write_graph(tmp_path / "2", changed))
    assert names(report.plan.send) == ["doc.b"]
    assert report.plan.drop == (graph("doc.c"),)
    assert names(report.plan.same) == ["doc.a", "entities"]
    assert report.plan.meta
    rows = target.rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    ours = {row["g"] for row in rows if row["g"].startswith(BASE)}
    assert ours == {graph(name) for name in ("doc.a", "doc.b", "entities", "meta")}


def test_only_the_title_changed(target: Target, tmp_path: Path) -> None:
    """What ``meta`` says of the whole is compared as well: then ``meta`` alone is sent."""
    send(target, write_graph(tmp_path / "1", GRAPHS))
    report = send(target, write_graph(tmp_path / "2", GRAPHS, title='another "title"'))
    assert not report.plan.send
    assert report.plan.meta
    assert send(target, tmp_path / "2").plan.empty


def test_what_somebody_changed_in_the_store_is_put_right(target: Target, tmp_path: Path) -> None:
    """A graph that was dropped or has another size is sent again, whatever ``meta`` says."""
    folder = write_graph(tmp_path / "1", GRAPHS)
    send(target, folder)
    target.update(f"DROP SILENT GRAPH <{graph('doc.a')}>")
    target.update(f"INSERT DATA {{ GRAPH <{graph('doc.b')}> {{ <urn:a> <urn:b> <urn:c> }} }}")
    assert names(send(target, folder).plan.send) == ["doc.a", "doc.b"]
    target.update(f"DROP SILENT GRAPH <{graph('meta')}>")
    assert names(send(target, folder).plan.send) == ["doc.a", "doc.b", "doc.c", "entities"]


def test_an_empty_build_empties_the_store(target: Target, tmp_path: Path) -> None:
    """Graphs of the project go when they are no longer built; those of others stay."""
    send(target, write_graph(tmp_path / "1", GRAPHS))
    target.update("INSERT DATA { GRAPH <https://example.org/other/graph/doc.a> { <urn:a> <urn:b> <urn:c> } }")
    report = send(target, write_graph(tmp_path / "2", {}))
    assert len(report.plan.drop) == 4
    rows = target.rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert {row["g"] for row in rows if row["g"].startswith("https://example.org/")} == {
        "https://example.org/other/graph/doc.a",
        graph("meta"),
    }


def test_many_graphs(tmp_path: Path) -> None:
    """More graphs than one page of an answer holds are compared, counted and continued."""
    graphs = {f"doc.{number:04}": triples(str(number), 1) for number in range(2345)}
    folder = write_graph(tmp_path / "1", graphs)
    target = DirectoryTarget(tmp_path / "store")
    assert len(send(target, folder).plan.send) == len(graphs)
    assert send(target, folder).plan.empty
    del graphs["doc.1234"]
    assert send(target, write_graph(tmp_path / "2", graphs)).plan.drop == (graph("doc.1234"),)


def test_a_graph_in_parts(server: Server, tmp_path: Path) -> None:
    """A graph larger than a request may be arrives whole, and takes the place of the old one."""
    target = server.target(limits=Limits(part=64 << 10))
    send(target, write_graph(tmp_path / "1", {"doc.a": triples("a", 10)}))
    folder = write_graph(tmp_path / "2", {"doc.a": triples("a", 3000)})
    with open_graph_file(folder, BASE) as built:
        assert len(list(built.parts(built.sections[0], 64 << 10))) > 4
    assert send(target, folder).found[graph("doc.a")] == 3000
    assert server.graphs() == lines_of(folder)
    assert send(target, folder).plan.empty


def test_a_folder_that_is_no_store(tmp_path: Path) -> None:
    """A folder with other things in it is left alone; a store that is open elsewhere is named."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(RemoteError, match="is not an Oxigraph store"):
        DirectoryTarget(tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]
    store = DirectoryTarget(tmp_path / "store")
    with pytest.raises(RemoteError, match="cannot be opened"):
        DirectoryTarget(tmp_path / "store")
    del store


def test_the_command(oxigraph: Server, tmp_path: Path, run: RunKgbuild) -> None:
    """The kind of the server is asked of it; what was sent and what the server counts is shown, and as JSON."""
    project = write_project(tmp_path / "project", GRAPHS)
    result = run("load", oxigraph.address, cwd=project)
    assert result.returncode == 0, result.stderr
    assert "sent: 5 graphs, 111 quads" in result.stdout
    assert "the store counts 111 quads in 5 graphs of this project" in result.stdout
    assert result.stderr == ""
    result = run("load", oxigraph.address, "--format", "csv", cwd=project)
    assert result.stdout.splitlines()[1] == f"{graph('doc.a')},unchanged,30,30"
    result = run("load", oxigraph.address, cwd=project)
    assert "nothing to send" in result.stdout
    assert oxigraph.graphs() == lines_of(project / "out")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ftp://127.0.0.1/"], "neither an http:// nor"),
        (["http://"], "neither an http:// nor"),
        (["http://127.0.0.1:port/"], "not the address of a server"),
        (["http://127.0.0.1/?x=1"], "without ? and #"),
        (["store", "--profile", "virtuoso"], "--profile is for servers"),
        (["store", "--netrc"], "--netrc is for servers"),
        (["http://127.0.0.1:1/", "--retries", "0"], "connection refused"),
        (["http://127.0.0.1:1/", "--credentials", "none"], "none"),
        (["http://127.0.0.1:1/", "--credentials", "empty"], "holds no credentials"),
        (["http://127.0.0.1:1/", "--credentials", "empty", "--netrc"], "not both"),
        (["http://127.0.0.1:1/", "--profile", "virtuso"], "Did you mean 'virtuoso'?"),
    ],
)
def test_what_cannot_be_done(arguments: list[str], message: str, tmp_path: Path, run: RunKgbuild) -> None:
    """Exit code 2 and a message that names what is wrong."""
    project = write_project(tmp_path / "project", GRAPHS)
    (project / "empty").write_text("\n")
    result = run("load", *arguments, cwd=project)
    assert result.returncode == 2
    assert message in result.stderr
    assert "internal fault" not in result.stderr
    assert not (project / "store").exists()
