"""Queries in processes of their own: nothing gets out, and whatever ends one is said in words."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT

from kgbuild.core.errors import KgbuildError
from kgbuild.core.service_calls import calls_service
from kgbuild.graph import terms as t
from kgbuild.store.sparql import process as module
from kgbuild.store.sparql.ask import answered
from kgbuild.store.sparql.process import QueryEnded, QueryProcess
from kgbuild.store.sparql.store import GraphStore, QueryError, Table, open_store

OUT = ROOT / "out"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EVASIONS = [
    "SELECT * { ?s ?p true. SERVICE SILENT <%s> { ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE <%s> { ?a ?b ?c } }",
    "SELECT * { ?a ?p ?b FILTER(?a<?b)SERVICE#>\n<%s>{ ?x ?y ?z } }",
    "SELECT * { FILTER('\\u0027\\u0027' != 'x') SERVICE <%s> { ?a ?b ?c } FILTER(\"'''\" != 'x') }",
    "SELECT * { ?s ?p '''\\u0027''' . SERVICE SILENT<%s>{ ?a ?b ?c } }",
    "SELECT * { BIND(<%s> AS ?u) SERVICE#\n#{\n?u#\n{ ?a ?b ?c } }",
    "SELECT * { SERV\\u0049CE <%s> { ?a ?b ?c } }",
    "PREFIX x: <%s> SELECT * { SERVICE x:a\\#b { ?a ?b ?c } }",
]


@pytest.fixture(scope="module")
def graph() -> Iterator[QueryProcess]:
    process = QueryProcess(OUT)
    yield process
    process.close()


@pytest.fixture
def canary() -> Iterator[socket.socket]:
    """A server that must never be called."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("query", EVASIONS)
def test_a_service_is_refused(query: str, graph: QueryProcess, canary: socket.socket) -> None:
    """However a query hides the word, it is refused before it runs, and nobody is called."""
    text = query % f"http://127.0.0.1:{canary.getsockname()[1]}/"
    with pytest.raises(QueryError, match="SERVICE"):
        graph.ask(text)


@pytest.mark.parametrize("query", EVASIONS)
def test_a_service_that_is_not_refused_calls_nobody(
    query: str, canary: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the reading of a query sees nothing, the store still finds no way out."""
    monkeypatch.setattr("kgbuild.store.sparql.tokens.calls_service", lambda text: False)
    store = open_store(OUT)
    text = query % f"http://127.0.0.1:{canary.getsockname()[1]}/"
    with contextlib.suppress(QueryError):
        answered(store, text)


def test_the_store_would_call() -> None:
    """What the tests above rest on: without them, the store of this version does open a connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            connection, _ = server.accept()
            connection.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        with pytest.raises((OSError, RuntimeError)):
            bool(ox.Store().query(f"ASK {{ SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{ }} }}"))
        thread.join(30)
        assert not thread.is_alive()


MIXED = [
    "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?o ORDER BY ?o",
    "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?o ORDER BY DESC(?o) ?n",
    "SELECT ?p (MIN(?o) AS ?m) { ?s ?p ?o } GROUP BY ?p ORDER BY ?m",
    "SELECT ?p { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(MAX(?o)) # the end",
    "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY DESC(?o)",
    "SELECT DISTINCT ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o LIMIT 100 OFFSET 7",
    "SELECT * { { SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY ASC (?o) LIMIT 9 } } ORDER BY ?o",
    "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY IF(isLiteral(?o), ?o, 1) STR(?o)",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY ?o LIMIT 20",
]


@pytest.mark.parametrize("query", MIXED)
def test_sorts_over_mixed_values(query: str, graph: QueryProcess) -> None:
    """Values of every kind in one column are sorted; the embedded store alone may abort over them."""
    for _ in range(3):  # the order in which values come to be sorted is another each time
        answer = graph.ask(query).answer
        assert not isinstance(answer, bool)


def test_an_endless_query_ends(graph: QueryProcess) -> None:
    """A query that would run for ever is ended; one that is quick answers as without a limit."""
    start = time.monotonic()
    with pytest.raises(QueryEnded, match=r"ended after 0\.3 s") as caught:
        graph.ask(ENDLESS, timeout=0.3)
    assert caught.value.hint is not None
    assert time.monotonic() - start < 60
    query = "SELECT ?claim { ?claim kg:property kg:missing } ORDER BY ?claim"
    within = graph.ask(query, evidence=True, timeout=60)
    assert within.answer == answered(open_store(OUT), query, evidence=True).answer


def test_a_query_that_needs_too_much(graph: QueryProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound on memory is said as such, and the next query is answered."""
    monkeypatch.setattr(module, "QUERY_MEMORY", 64 << 20)
    monkeypatch.setattr(
        "kgbuild.core.apart._threads", lambda: 1
    )  # a new interpreter would not see the change
    small = QueryProcess(OUT)
    with pytest.raises(QueryEnded, match="memory"):
        small.ask("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a")
    assert small.ask("ASK {}").answer is True
    small.close()


def test_an_abort_of_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that ends its process ends that query only, in words."""

    def abort(self: GraphStore, text: str) -> None:
        os.write(2, b"thread panicked at x:1:\nthe comparison is no total order\n")
        os.abort()

    monkeypatch.setattr(GraphStore, "query", abort)
    monkeypatch.setattr(
        "kgbuild.core.apart._threads", lambda: 1
    )  # a new interpreter would not see the change
    aborting = QueryProcess(OUT)
    with pytest.raises(QueryEnded, match="cannot sort these values: the comparison is no total order"):
        aborting.ask("ASK {}")
    assert aborting.holds(t.DOCUMENT)
    aborting.close()


def test_errors_of_the_other_process(graph: QueryProcess, tmp_path: Path) -> None:
    """What goes wrong in the process of a query is said with its help."""
    with pytest.raises(QueryError, match="not SPARQL"):
        graph.ask("SELECT")
    with pytest.raises(QueryError, match="prefix `kgg:`") as caught:
        graph.ask("ASK { ?s kgg:a ?o }")
    assert caught.value.hint == "did you mean `kg:`?"
    with pytest.raises(KgbuildError, match="no graph in") as missing:
        QueryProcess(tmp_path).ask("ASK {}")
    assert missing.value.hint == "run `kgbuild build` first"


def test_a_process_that_is_killed_starts_again(graph: QueryProcess) -> None:
    """Whoever asks while it goes is told; whoever asks next is answered."""
    assert graph.ask("ASK {}").answer is True
    child = graph._child
    assert child is not None
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(QueryEnded, match="ended"):
        graph.ask("ASK {}")
    assert graph.ask("ASK {}").answer is True


def test_many_at_once(graph: QueryProcess) -> None:
    """Threads share a process; each gets its own answer."""
    with ThreadPoolExecutor(20) as pool:
        queries = [f"SELECT ?n {{ VALUES ?n {{ {number} }} }}" for number in range(60)]
        answers = [reply.answer for reply in pool.map(graph.ask, queries)]
    for number, answer in enumerate(answers):
        assert isinstance(answer, Table)
        assert str(answer.rows[0][0]).startswith(f'"{number}"')


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_all_end_together(tmp_path: Path) -> None:
    """A kill of the process that asks ends the one that reads the graph, and the one that works on an endless query."""
    script = tmp_path / "ask.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom kgbuild.store.sparql.process import QueryProcess\n"
        f"graph = QueryProcess(Path({str(OUT)!r}))\ngraph.holds('<x:y>')\n"
        f"print(graph._child.pid, flush=True)\ngraph.ask({ENDLESS!r})\n"
    )
    asking = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    reader = int(asking.stdout.readline())
    working: list[int] = []
    while not working:
        working = [int(pid) for pid in Path(f"/proc/{reader}/task/{reader}/children").read_text().split()]
    asking.kill()
    asking.communicate()
    until = time.monotonic() + 30
    while any(map(alive, [reader, *working])) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, [reader, *working]))


def test_a_process_with_threads_is_not_forked() -> None:
    """A program with other threads, such as a notebook, gets the same answers, from a new interpreter."""
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    try:
        process = QueryProcess(OUT)
        assert process.ask("ASK { ?c a kg:Claim }").answer is True
        process.close()
    finally:
        over.set()
        other.join()


GROWING = [
    "service",
    "service#",
    "service<",
    "a-",
    "a:b.",
    "'",
    "\"\"\"'''",
    "service#\n",
    "service silent ",
    "<",
    "(",
]


@pytest.mark.parametrize("unit", GROWING)
def test_reading_a_query_takes_no_more_than_its_length(unit: str) -> None:
    """The work of the reader grows with the length of a text, however it is made (steps are counted, not seconds)."""
    steps = [_steps((unit * 8000)[:size]) for size in (2000, 8000)]
    assert steps[1] <= 5 * steps[0] + 100


def _steps(text: str) -> int:
    """How many lines of Python a look for SERVICE runs."""
    count = 0

    def trace(frame: object, event: str, argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        calls_service(text)
    finally:
        sys.settrace(before)
    return count
