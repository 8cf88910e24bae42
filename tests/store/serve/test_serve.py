"""``kgbuild serve``: a read-only endpoint that answers as ``kgbuild query`` does, and leaves nothing behind."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from conftest import RunKgbuild

from kgbuild.core.terms import integer, iri
from kgbuild.graph import terms as t
from kgbuild.graph.write.nquads import nquads
from kgbuild.store.serve.gateway import MOST
from kgbuild.store.sparql.store import Table, open_store

BASE = "https://example.org/served/"
SERVER = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
PATIENCE = 60


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose graph has one triple in two graphs, and two more in each."""
    folder = tmp_path / "project"
    (folder / "out").mkdir(parents=True)
    (folder / "kgbuild.toml").write_text(f'base = "{BASE}"\n')
    lines = b""
    for name in ("doc.a", "doc.b"):
        shared = (iri(f"{BASE}qty/1"), t.QUAD_COUNT, integer(7))
        own = iri(f"{BASE}doc/{name[-1]}")
        more = [(own, t.TYPE, t.DOCUMENT), (own, t.DESCRIBES, iri(f"{BASE}qty/1"))]
        lines += nquads(iri(f"{BASE}graph/{name}"), sorted([shared, *more]))
    (folder / "out" / "graph.nq").write_bytes(lines)
    return folder


@contextmanager
def served(project: Path, scratch: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A running ``kgbuild serve``: its address, and its process."""
    if SERVER is None:
        pytest.skip("no Oxigraph server (pip install oxigraph)")
    scratch.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "kgbuild", "serve", "--port", "0", *arguments],
        cwd=project,
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def ask(address: str, query: str) -> requests.Response:
    return requests.post(
        f"{address}/query", data={"query": query}, headers={"Accept": "text/csv"}, timeout=PATIENCE
    )


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_serves_and_stops(project: Path, tmp_path: Path, ending: signal.Signals) -> None:
    """It answers at the address it prints, on the loopback address; stopped, it leaves no process and no file."""
    scratch = tmp_path / "scratch"
    with served(project, scratch) as (address, process):
        assert address.startswith("http://127.0.0.1:")
        assert "<html" in requests.get(f"{address}/sparql/", timeout=PATIENCE).text
        process.send_signal(ending)
        assert process.wait(PATIENCE) == 0
        assert not list(scratch.iterdir())
        with pytest.raises(requests.ConnectionError):
            requests.get(address, timeout=PATIENCE)


def test_the_page_needs_nothing_from_elsewhere(project: Path, tmp_path: Path) -> None:
    """The query page names no script or style of another host, and may send queries to its own alone."""
    with served(project, tmp_path / "scratch") as (address, _):
        answer = requests.get(f"{address}/sparql/", timeout=PATIENCE)
        assert answer.headers["Content-Security-Policy"] == "connect-src 'self'"
        assert "//" not in answer.text.replace("<!--", "")
        for name in ("yasgui.min.js", "yasgui.min.css"):
            assert name in answer.text
            assert requests.get(f"{address}/sparql/{name}", timeout=PATIENCE).status_code == 200
        asked = requests.post(f"{address}/sparql/sparql", data={"query": "ASK {}"}, timeout=PATIENCE)
        assert asked.status_code == 200


def test_the_explorer_is_at_the_root(
    sample_copy: Path, project: Path, tmp_path: Path, run: RunKgbuild
) -> None:
    """What is shown first is the explorer, with the query page a link away; a graph it cannot show is said."""
    assert run("build", "--no-shapes", cwd=sample_copy).returncode == 0
    with served(sample_copy, tmp_path / "scratch") as (address, _):
        page = requests.get(f"{address}/", timeout=PATIENCE).text
        assert '<script type="text/plain" id="data">' in page
        assert '<meta name="sparql" content="/sparql/">' in page
    with served(project, tmp_path / "other") as (address, _):
        answer = requests.get(f"{address}/", timeout=PATIENCE)
        assert answer.status_code == 500
        assert "mappings" in answer.text


def test_it_answers_as_query_does(project: Path, tmp_path: Path) -> None:
    """A triple that stands in two graphs counts once in the default graph, and in each graph by name."""
    store = open_store(project / "out")
    with served(project, tmp_path / "scratch") as (address, _):
        for query, wanted in (
            ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "5"),
            ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "6"),
            ("SELECT (COUNT(*) AS ?n) { ?claim ?p ?q . ?q ?r ?value }", "2"),
        ):
            table = store.query(query)
            assert isinstance(table, Table)
            assert store.readable(table.rows[0][0] or "") == wanted
            assert ask(address, query).text.split() == ["n", wanted]


def test_it_changes_nothing(project: Path, tmp_path: Path) -> None:
    """Updates and uploads are refused, and so is a query that calls an update."""
    with served(project, tmp_path / "scratch") as (address, _):
        for refused in (
            requests.post(f"{address}/update", data={"update": "DROP ALL"}, timeout=PATIENCE),
            requests.put(f"{address}/store?default", data=b"", timeout=PATIENCE),
            requests.post(f"{address}/store", data=b"", timeout=PATIENCE),
            requests.delete(f"{address}/store?default", timeout=PATIENCE),
            ask(address, "DROP ALL"),
        ):
            assert 400 <= refused.status_code < 500
        assert ask(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text.split() == ["n", "5"]


@pytest.mark.parametrize("how", ["get", "form", "body"])
def test_it_opens_no_connection(project: Path, tmp_path: Path, how: str) -> None:
    """A query that calls a SERVICE is refused, however it is sent, and nobody calls at the address that it names."""
    with (
        served(project, tmp_path / "scratch") as (address, _),
        socket.create_server(("127.0.0.1", 0)) as elsewhere,
    ):
        elsewhere.settimeout(0.5)
        url = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/"
        query = f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}"
        if how == "get":
            answer = requests.get(f"{address}/query", params={"query": query}, timeout=PATIENCE)
        elif how == "form":
            answer = ask(address, query)
        else:
            head = {"Content-Type": "application/sparql-query"}
            answer = requests.post(f"{address}/query", data=query.encode(), headers=head, timeout=PATIENCE)
        assert answer.status_code == 400
        assert "SERVICE" in answer.text
        with pytest.raises(TimeoutError):
            elsewhere.accept()


def test_what_the_gateway_refuses(project: Path, tmp_path: Path) -> None:
    """A body that is too long, of unknown length, or no query is refused before the server sees it."""
    with served(project, tmp_path / "scratch") as (address, _):
        endpoint = f"{address}/query"
        caller = http.client.HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE)
        caller.putrequest("POST", "/query")
        caller.putheader("Content-Length", str(MOST + 1))
        caller.endheaders()
        assert caller.getresponse().status == 413
        caller.close()
        assert requests.post(endpoint, data=iter([b"x"]), timeout=PATIENCE).status_code == 411
        head = {"Content-Type": "text/plain"}
        assert requests.post(endpoint, data=b"ASK {}", headers=head, timeout=PATIENCE).status_code == 415
        assert requests.patch(endpoint, data=b"", timeout=PATIENCE).status_code == 403


def test_long_answers_come_whole(project: Path, tmp_path: Path) -> None:
    """An answer of many blocks is handed on to its end, in the format that was asked for."""
    with served(project, tmp_path / "scratch") as (address, _):
        rows = " ".join(str(number) for number in range(50_000))
        answer = ask(address, f"SELECT ?n {{ VALUES ?n {{ {rows} }} }}")
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert answer.text.split() == ["n", *rows.split()]


def test_a_port_that_is_taken(project: Path, run: RunKgbuild) -> None:
    """The message says so, and how to get another one."""
    if SERVER is None:
        pytest.skip("no Oxigraph server (pip install oxigraph)")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]), cwd=project)
    assert result.returncode == 2
    assert "address already in use" in result.stderr
    assert "--port 0" in result.stderr


def test_a_server_that_is_not_installed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the extra that brings it."""
    from kgbuild.store.serve.server import ServeError, running_server

    monkeypatch.setattr("shutil.which", lambda *args, **kwargs: None)
    with (
        pytest.raises(ServeError, match="not installed") as caught,
        running_server(project / "out", "127.0.0.1", 0, timeout=1),
    ):
        pass
    assert caught.value.hint == "pip install 'kgbuild[serve]'"


def test_a_server_that_ends_by_itself(project: Path, tmp_path: Path, run: RunKgbuild) -> None:
    """It is said at once, with its last words; no graph, no server."""
    program = tmp_path / "oxigraph"
    program.write_text("#!/bin/sh\necho out of luck >&2\nexit 7\n")
    program.chmod(0o755)
    from kgbuild.store.serve import server

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "_program", lambda: str(program))
        with pytest.raises(server.ServeError, match="out of luck"):  # noqa: SIM117
            with server.running_server(project / "out", "127.0.0.1", 0, timeout=1):
                pass
    (project / "out" / "graph.nq").unlink()
    result = run("serve", "--port", "0", cwd=project)
    assert result.returncode == 2
    assert "kgbuild build" in result.stderr or "not installed" in result.stderr
