"""``kgbuild serve``: a read-only endpoint that answers as ``kgbuild query`` does, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests
from conftest import RunKgbuild

from kgbuild.core.terms import integer, iri
from kgbuild.graph import terms as t
from kgbuild.graph.write.nquads import nquads
from kgbuild.store.serve import endpoint
from kgbuild.store.serve.server import running_server
from kgbuild.store.sparql.process import QueryProcess

BASE = "https://example.org/served/"
PATIENCE = 60


def make_project(where: Path) -> Path:
    """A project whose graph has one triple in two graphs, and two more in each."""
    folder = where / "project"
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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


@contextmanager
def served(project: Path, scratch: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A running ``kgbuild serve``: its address, and its process."""
    scratch.mkdir(exist_ok=True)
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


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that the tests share which leave it as it was."""
    folder = tmp_path_factory.mktemp("shared")
    with served(make_project(folder), folder / "scratch") as (found, _):
        yield found


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
        assert "<html" in requests.get(f"{address}/query", timeout=PATIENCE).text
        process.send_signal(ending)
        assert process.wait(PATIENCE) == 0
        assert not list(scratch.iterdir())
        with pytest.raises(requests.ConnectionError):
            requests.get(address, timeout=PATIENCE)


def test_the_page_needs_nothing_from_elsewhere(address: str) -> None:
    """The query page names no script, style or picture, shows answers as text, and forbids a browser all else."""
    page = requests.get(f"{address}/query", timeout=PATIENCE)
    assert "//" not in page.text
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    query = "SELECT ?a { VALUES ?a { '<script>\\u001b\\u202e' } }"
    answer = requests.post(
        f"{address}/query", data={"query": query}, headers={"Accept": "text/html,*/*;q=0.1"}, timeout=PATIENCE
    )
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "<script" not in answer.text
    assert "<td>&lt;script&gt;" in answer.text
    assert not {"\x1b", "\u202e"} & set(answer.text)


def test_the_explorer_is_at_the_root(
    sample_copy: Path, address: str, tmp_path: Path, run: RunKgbuild
) -> None:
    """What is shown first is the explorer, with the query page a link away; a graph it cannot show is said."""
    assert run("build", "--no-shapes", cwd=sample_copy).returncode == 0
    with served(sample_copy, tmp_path / "explorer") as (root, _):
        page = requests.get(f"{root}/", timeout=PATIENCE)
        assert '<script type="text/plain" id="data">' in page.text
        assert '<meta name="sparql" content="/query">' in page.text
        assert "script-src" not in page.headers["Content-Security-Policy"]
    answer = requests.get(f"{address}/", timeout=PATIENCE)
    assert answer.status_code == 500
    assert "queries are at /query" in answer.text


def test_it_answers_as_query_does(address: str) -> None:
    """A triple that stands in two graphs counts once in the default graph, and in each graph by name."""
    for query, wanted in (
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "5"),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "6"),
        ("SELECT (COUNT(*) AS ?n) { ?claim ?p ?q . ?q ?r ?value }", "2"),
        ("SELECT (COUNT(*) AS ?n) { ?d a kg:Document }", "2"),
    ):
        assert ask(address, query).text.split() == ["n", wanted]
    graph = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "default-graph-uri": f"{BASE}graph/doc.a"}
    answer = requests.get(f"{address}/query", params=graph, headers={"Accept": "text/csv"}, timeout=PATIENCE)
    assert answer.text.split() == ["n", "3"]


@pytest.mark.parametrize(
    ("accept", "query", "media"),
    [
        ("*/*", "SELECT * { ?s ?p ?o }", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml", "ASK {}", "application/sparql-results+xml"),
        ("text/*", "SELECT * { ?s ?p ?o }", "text/csv"),
        ("text/csv", "ASK {}", "text/csv"),
        ("application/n-triples", "CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples"),
        ("*/*", "DESCRIBE doc:a", "text/turtle"),
        ("application/ld+json", "CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json"),
        ("image/png", "ASK {}", None),
    ],
)
def test_formats(accept: str, query: str, media: str | None, address: str) -> None:
    """An answer comes in the format that was asked for; where there is none of those, that is said."""
    answer = requests.get(
        f"{address}/query", params={"query": query}, headers={"Accept": accept}, timeout=PATIENCE
    )
    assert answer.status_code == (406 if media is None else 200)
    if media is not None:
        assert answer.headers["Content-Type"].partition(";")[0] == media


def test_it_changes_nothing(address: str) -> None:
    """Updates and uploads are refused, and so is a query that calls an update."""
    for refused in (
        requests.post(f"{address}/update", data={"update": "DROP ALL"}, timeout=PATIENCE),
        requests.put(f"{address}/store?default", data=b"", timeout=PATIENCE),
        requests.post(f"{address}/store", data=b"", timeout=PATIENCE),
        requests.delete(f"{address}/store?default", timeout=PATIENCE),
        requests.options(f"{address}/query", timeout=PATIENCE),
        ask(address, "DROP ALL"),
    ):
        assert 400 <= refused.status_code < 500
    assert ask(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text.split() == ["n", "5"]


@pytest.mark.parametrize("how", ["get", "form", "body", "address of a form", "address of a body"])
@pytest.mark.parametrize(
    "call", ["SERVICE SILENT <%s>", "FILTER(1<2)SERVICE#>\n<%s>", "BIND(true AS ?t) . ?s ?p trueSERVICE <%s>"]
)
def test_it_opens_no_connection(address: str, how: str, call: str) -> None:
    """A query that calls a SERVICE is refused, however it is sent, and nobody calls at the address that it names."""
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0.2)
        url = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/"
        query = f"SELECT * {{ {call % url} {{ ?s ?p ?o }} }}"
        head = {"Content-Type": "application/sparql-query"}
        endpoint, both = f"{address}/query", {"query": query}
        answer = {
            "get": lambda: requests.get(endpoint, params=both, timeout=PATIENCE),
            "form": lambda: ask(address, query),
            "body": lambda: requests.post(endpoint, data=query.encode(), headers=head, timeout=PATIENCE),
            "address of a form": lambda: requests.post(
                endpoint, params=both, data={"query": "ASK {}"}, timeout=PATIENCE
            ),
            "address of a body": lambda: requests.post(
                endpoint, params=both, data=b"ASK {}", headers=head, timeout=PATIENCE
            ),
        }[how]()
        assert answer.status_code == 400
        assert "SERVICE" in answer.text or "one query (got 2)" in answer.text
        with pytest.raises(TimeoutError):
            elsewhere.accept()


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ({"Host": "kgbuild.example.com"}, 421),
        ({"Host": "127.0.0.1.example.com"}, 421),
        ({"Origin": "http://example.com"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "localhost:7878"}, 200),
        ({"Host": "[::1]:7878", "Origin": "http://[::1]:7878"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_pages_of_other_sites_ask_nothing(head: dict[str, str], status: int, address: str) -> None:
    """A request that another site made a browser send, or sent to another name for this machine, gets no answer."""
    answer = requests.get(f"{address}/query", params={"query": "ASK {}"}, headers=head, timeout=PATIENCE)
    assert answer.status_code == status
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def sent(address: str, data: bytes) -> bytes:
    """What comes back for raw bytes."""
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), PATIENCE) as connection:
        connection.sendall(data)
        found = b""
        while block := connection.recv(65536):
            found += block
        return found


@pytest.mark.parametrize(
    ("request_lines", "status"),
    [
        (b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n", 413),
        (b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + b"9" * 10_000 + b"\r\n", 400),
        (b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n", 400),
        (b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 5\r\n", 400),
        (
            b"POST /query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            411,
        ),
        (b"POST /query HTTP/1.1\r\nHost: localhost\r\n", 411),
        (
            b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Type: text/plain\r\n",
            415,
        ),
        (b"POST /query?query=%ff HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n", 400),
        (b"GET /query?query=ASK{} HTTP/1.1\r\n", 400),
        (b"GET /query?query=ASK{} HTTP/1.1\r\nHost: localhost\r\nHost: example.com\r\n", 400),
        ("GET /query?query=ASK{'é'} HTTP/1.1\r\nHost: localhost\r\n".encode(), 400),
        (b"GET http://[ HTTP/1.1\r\nHost: localhost\r\n", 400),
        (b"GET /query?query=a&query=b HTTP/1.1\r\nHost: localhost\r\n", 400),
        (b"GET /query?" + b"a=1&" * 1000 + b" HTTP/1.1\r\nHost: localhost\r\n", 400),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n", 414),
        (b"GET /elsewhere HTTP/1.1\r\nHost: localhost\r\n", 404),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"A: b\r\n" * 200, 431),
        (b"BREW / HTTP/1.1\r\nHost: localhost\r\n", 501),
    ],
)
def test_strange_requests(request_lines: bytes, status: int, address: str) -> None:
    """What is not a request as the protocol has them gets a status of its own, and the server goes on."""
    answer = sent(address, request_lines + b"\r\n")
    assert answer.split()[1] == str(status).encode()
    assert b"Traceback" not in answer
    assert ask(address, "ASK {}").status_code == 200


def test_a_query_that_takes_too_long(project: Path, tmp_path: Path) -> None:
    """It ends with 503, in words and with no row, in every format; the server goes on."""
    with served(project, tmp_path / "scratch", "--timeout", "1") as (address, _):
        values = " ".join(map(str, range(400)))
        lists = " ".join(f"VALUES ?{name} {{ {values} }}" for name in "abcd")
        for accept in ("text/csv", "application/json", "application/sparql-results+xml", "text/html"):
            answer = requests.get(
                f"{address}/query",
                params={"query": f"SELECT (COUNT(*) AS ?n) {{ {lists} }}"},
                headers={"Accept": accept},
                timeout=PATIENCE,
            )
            assert answer.status_code == 503
            assert answer.text.startswith("the query was ended after 1 s")
        assert ask(address, "ASK {}").status_code == 200


def test_long_answers_come_whole(address: str) -> None:
    """An answer of many blocks is sent to its end, in the format that was asked for."""
    rows = " ".join(str(number) for number in range(50_000))
    answer = ask(address, f"SELECT ?n {{ VALUES ?n {{ {rows} }} }}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.text.split() == ["n", *rows.split()]


def test_many_clients_at_once(address: str) -> None:
    """Two hundred clients that come together are all answered."""
    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(lambda _: ask(address, "ASK {}").status_code, range(200)))
    assert answers == [200] * 200


def test_slow_clients_are_cut_off(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that drips in, or an answer that is not read, holds a connection for a time that is bounded."""
    monkeypatch.setattr(endpoint, "REQUEST_SECONDS", 0.5)
    monkeypatch.setattr(endpoint, "SENDING_BYTES_PER_SECOND", 1 << 30)
    with running_server(QueryProcess(project / "out"), "127.0.0.1", 0, timeout=30) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), PATIENCE) as dripping, suppress(OSError):
            for _ in range(PATIENCE * 10):
                dripping.sendall(b"G")
                time.sleep(0.1)
            pytest.fail("it was not cut off")
        numbers = " ".join(map(str, range(1000)))
        query = f"SELECT * {{ VALUES ?a {{ '{'x' * 30_000}' }} VALUES ?b {{ {numbers} }} }}"
        began = time.monotonic()
        whole = len(ask(address, query).content)
        assert whole > 20_000_000  # more than the system keeps for who does not read
        took = time.monotonic() - began
        body = urlencode({"query": query}).encode()
        with socket.create_connection((host, int(port)), PATIENCE) as deaf:
            deaf.sendall(b"POST /query HTTP/1.0\r\nHost: localhost\r\nContent-Length: %d\r\n" % len(body))
            deaf.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + body)
            assert requests.get(f"{address}/query", timeout=PATIENCE).status_code == 200
            read = 0
            with suppress(ConnectionResetError):
                time.sleep(2 + 3 * took)
                while block := deaf.recv(1 << 16):
                    read += len(block)
            assert read < whole


def test_more_connections_than_there_is_room_for(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more than the limit is turned away with 503, and taken when another has gone."""
    monkeypatch.setattr(endpoint, "CONNECTIONS", 2)
    with running_server(QueryProcess(project / "out"), "127.0.0.1", 0, timeout=30) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        held = [socket.create_connection((host, int(port)), PATIENCE) for _ in range(2)]
        assert b" 503 " in sent(address, b"")
        for connection in held:
            connection.close()
        statuses = []
        while 200 not in statuses and len(statuses) < 100:
            statuses.append(requests.get(f"{address}/query", timeout=PATIENCE).status_code)
        assert statuses[-1] == 200


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_is_left_of_a_server_that_is_killed(project: Path, tmp_path: Path) -> None:
    """Not even kill -9 leaves a process or a file."""
    scratch = tmp_path / "scratch"
    with served(project, scratch) as (address, process):
        assert ask(address, "ASK {}").status_code == 200
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        assert children
        process.kill()
        until = time.monotonic() + PATIENCE
        while any(map(runs, children)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(map(runs, children))
        assert not list(scratch.iterdir())


def runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_port_that_is_taken(project: Path, run: RunKgbuild) -> None:
    """The message says so, and how to get another one."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]), cwd=project)
    assert result.returncode == 2
    assert "address already in use" in result.stderr
    assert "--port 0" in result.stderr


def test_without_a_graph(project: Path, run: RunKgbuild) -> None:
    """Nothing is served where there is no graph, and it is said what makes one."""
    (project / "out" / "graph.nq").unlink()
    result = run("serve", "--port", "0", cwd=project)
    assert result.returncode == 2
    assert "kgbuild build" in result.stderr
