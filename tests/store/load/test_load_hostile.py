"""Servers that misbehave: a clear message, exit code 2, the old graph intact, and the password nowhere."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import RunKgbuild

from kgbuild.store.load.client import Client, Limits
from kgbuild.store.load.credentials import Credentials
from kgbuild.store.load.graph_file import open_graph_file
from kgbuild.store.load.loader import load
from kgbuild.store.load.servers import PROFILES, ServerTarget
from kgbuild.store.load.target import RemoteError
from store.load.graphs import BASE, graph, lines_of, triples, write_project
from store.load.hostile import Fault, Handler, hostile

OLD = {"doc.a": triples("old", 20), "doc.b": triples("old", 5)}
NEW = {"doc.a": triples("new", 30), "doc.b": triples("new", 5)}
CANARY = "cAnArY:pass wörd"
LOGIN = Credentials("somebody", CANARY)


def is_put(handler: Handler) -> bool:
    """Whether a request brings triples of a graph of the project, or of the staging graph for it."""
    return "journal" not in handler.path and "graph=" in handler.path


def cut(handler: Handler) -> bool:
    """Cuts the connection when a graph comes."""
    if is_put(handler):
        handler.close_connection = True
        handler.connection.close()
        return True
    return False


def hang(handler: Handler) -> bool:
    """Takes a graph, and says nothing."""
    if is_put(handler):
        handler.server.released.wait(60)
        handler.close_connection = True
        return True
    return False


def answers(status: int, body: bytes = b"", **headers: str) -> Fault:
    """Answers so when a graph comes."""
    return lambda handler: is_put(handler) and handler.answer(status, body, **headers)


ELSEWHERE = "http://127.0.0.2:9/ds?secret"
FAULTS: dict[str, tuple[Fault, str]] = {
    "cut": (cut, "the connection was cut off"),
    "hangs": (hang, "no answer from"),
    "stores-nothing": (answers(200), "of 30 triples in"),
    "accepted-only": (answers(202), "202 Accepted"),
    "same-host": (answers(307, Location="/other"), "/other"),
    "other-host": (
        answers(307, Location="http://me:pw@127.0.0.2:9/ds"),
        "another address: http://127.0.0.2:9/ds",
    ),
    "unauthorised": (answers(401, WWW_Authenticate='Basic realm="x"'), "wants to know who asks (401"),
    "forbidden": (answers(403), "wants to know who asks (403"),
    "too-large": (answers(413), "too large (413"),
    "busy": (answers(429, Retry_After="1"), "429"),
    "broken": (
        answers(500, b"<html><h1>out of\x1b[31m order</h1>"),
        "500 Internal Server Error: out of[31m order",
    ),
    "no-page": (answers(404), "404"),
}


@pytest.mark.parametrize("profile", ["generic", "oxigraph"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_failed_load_leaves_the_old_graph(name: str, profile: str, tmp_path: Path) -> None:
    """Whether graphs are staged or sent directly: the message names the fault, and the old graphs are there."""
    fault, message = FAULTS[name]
    old, new = write_project(tmp_path / "old", OLD), write_project(tmp_path / "new", NEW)
    waited: list[float] = []
    with hostile() as server:
        client = Client(Limits(timeout=0.5, retries=2), sleep=waited.append)
        urls = dict.fromkeys(("query_url", "update_url", "graphs_url"), server.address)
        target = ServerTarget(client, server.address, PROFILES[profile], **urls)
        with open_graph_file(old / "out", BASE) as built:
            load(target, built)
        server.fault = fault
        with open_graph_file(new / "out", BASE) as built, pytest.raises(RemoteError) as caught:
            load(target, built)
        assert message in str(caught.value)
        assert "0 of 3 graphs replaced" in str(caught.value)
        assert str(caught.value).isprintable()
        for each, lines in lines_of(old / "out").items():
            assert server.lines(each) == lines
        assert waited == {"busy": [1, 1], "cut": [0.5, 1], "hangs": [0.5, 1], "broken": [0.5, 1]}.get(
            name, []
        )
        server.fault = lambda handler: False
        with open_graph_file(new / "out", BASE) as built:
            load(target, built)
            assert load(target, built).plan.empty
        for each, lines in lines_of(new / "out").items():
            assert server.lines(each) == lines
        assert {quad.graph_name.value for quad in server.store} == set(lines_of(new / "out"))


def test_what_passes_is_tried_again(tmp_path: Path) -> None:
    """429, 5xx and cut connections are tried again, with growing pauses or as long as the server asks, but bounded."""
    faults = iter(
        [
            lambda handler: handler.answer(429, Retry_After="3"),
            cut,
            lambda handler: handler.answer(503, Retry_After="100000"),
            lambda handler: handler.answer(503, Retry_After="Thu, 01 Jan 1970 00:00:00 GMT"),
            lambda handler: handler.answer(502, Retry_After="soon"),
        ]
    )
    new = write_project(tmp_path / "new", NEW)
    waited: list[float] = []
    notes: list[str] = []
    with hostile(lambda handler: is_put(handler) and next(faults, lambda handler: False)(handler)) as server:
        client = Client(Limits(timeout=5, retries=5), sleep=waited.append, notice=notes.append)
        with open_graph_file(new / "out", BASE) as built:
            load(ServerTarget(client, server.address, PROFILES["generic"]), built)
        assert waited == [3, 1, 60, 0, 8]
        assert len(notes) == 5
        assert server.lines(graph("doc.a")) == lines_of(new / "out")[graph("doc.a")]


def test_an_answer_that_is_lost_does_no_harm(tmp_path: Path) -> None:
    """A request that was carried out, and whose answer is lost, is sent again and changes nothing."""
    new = write_project(tmp_path / "new", NEW)
    lost = set()

    def lose(handler: Handler) -> bool:
        """Carries out every change once without an answer."""
        key = (handler.path, handler.body)
        if key in lost or b"query=" in handler.body:
            return False
        lost.add(key)
        handler.wfile = open("/dev/null", "wb")  # noqa: SIM115 (closed with the handler)
        handler.close_connection = True
        return False

    with hostile(lose) as server:
        client = Client(Limits(timeout=5, retries=1), sleep=lambda seconds: None)
        with open_graph_file(new / "out", BASE) as built:
            load(ServerTarget(client, server.address, PROFILES["generic"]), built)
        assert {quad.graph_name.value for quad in server.store} == set(lines_of(new / "out"))
        for each, lines in lines_of(new / "out").items():
            assert server.lines(each) == lines


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>hello</html>", b"[]", b'{"boolean": true}', b'{"results": {"bindings": [{"x": 1}]}}'],
)
def test_answers_that_are_no_results(body: bytes, tmp_path: Path) -> None:
    """What a query is answered with must be results."""
    new = write_project(tmp_path / "new", NEW)
    with (
        hostile(lambda handler: handler.answer(200, body)) as server,
        open_graph_file(new / "out", BASE) as built,
    ):
        target = ServerTarget(Client(Limits(timeout=5, retries=0)), server.address, PROFILES["generic"])
        with pytest.raises(RemoteError, match="does not answer a query with SPARQL results in JSON"):
            load(target, built)


def test_pages_without_end(tmp_path: Path) -> None:
    """A server that gives the same page of hashes again and again is left."""
    row = b'{"graph": {"value": "https://example.org/x"}, "low": {"value": "1"}, "high": {"value": "1"}}'
    body = b'{"results": {"bindings": [' + row + b"]}}"
    new = write_project(tmp_path / "new", NEW)
    with (
        hostile(lambda handler: handler.answer(200, body)) as server,
        open_graph_file(new / "out", BASE) as built,
    ):
        target = ServerTarget(Client(Limits(timeout=5, retries=0)), server.address, PROFILES["generic"])
        with pytest.raises(RemoteError, match="in pages"):
            load(target, built)
        assert len(server.seen) < 5


def test_other_graphs_are_left_alone(tmp_path: Path) -> None:
    """Whatever the store's meta and journal claim, nothing outside the project's own graphs is dropped."""
    old, new = write_project(tmp_path / "old", OLD), write_project(tmp_path / "new", {"doc.a": NEW["doc.a"]})
    describes, hash = (
        "<https://w3id.org/kgbuild/ns#describesGraph>",
        "<https://w3id.org/kgbuild/ns#graphHash>",
    )
    with hostile() as server:
        target = ServerTarget(Client(Limits(timeout=5, retries=0)), server.address, PROFILES["generic"])
        with open_graph_file(old / "out", BASE) as built:
            load(target, built)
        foreign = "https://example.org/other/graph/theirs"
        server.store.update(
            f"INSERT DATA {{ GRAPH <{foreign}> {{ <urn:a> <urn:b> <urn:c> }} "
            f'GRAPH <{graph("meta")}> {{ <urn:set> {describes} <{foreign}> ; {hash} "0" }} '
            f"GRAPH <{BASE}load/journal> {{ <{foreign}> {describes} <{foreign}> }} }}"
        )
        with open_graph_file(new / "out", BASE) as built:
            report = load(target, built)
        assert report.plan.drop == (graph("doc.b"),)
        assert {quad.graph_name.value for quad in server.store} == {foreign, graph("doc.a"), graph("meta")}


Guard = Callable[[Handler], bool]


def digest(handler: Handler) -> bool:
    """Wants a password by Digest, and accepts any."""
    if handler.headers.get("Authorization", "").startswith("Digest "):
        return False
    return handler.answer(401, WWW_Authenticate='Digest realm="r", nonce="n", qop="auth", algorithm=MD5')


def basic(handler: Handler) -> bool:
    """Wants a password by Basic, and the right one."""
    wanted = f"Basic {base64.b64encode(f'somebody:{CANARY}'.encode()).decode()}"
    if handler.headers.get("Authorization") == wanted:
        return False
    return handler.answer(401, WWW_Authenticate='Basic realm="r"')


def bearer(handler: Handler) -> bool:
    """Wants a token, and refuses without a question, as QLever does."""
    return handler.headers.get("Authorization") != "Bearer cAnArY" and handler.answer(403)


@pytest.mark.parametrize(
    ("guard", "line"),
    [(digest, f"somebody:{CANARY}"), (basic, f"somebody:{CANARY}\r"), (bearer, "Bearer cAnArY")],
)
def test_credentials_from_a_file(guard: Fault, line: str, tmp_path: Path, run: RunKgbuild) -> None:
    """What the server asks for is given, as it asks; and the password is found nowhere."""
    project, secret = write_project(tmp_path / "new", NEW), tmp_path / "secret"
    secret.write_text(f"{line}\n", newline="")
    with hostile(guard) as server:
        result = run(
            "load", server.address, "--profile", "generic", "--credentials", str(secret), cwd=project
        )
        assert result.returncode == 0, result.stderr
        assert server.lines(graph("doc.a"))
        assert not any("cAnArY" in str(each) for each in server.seen if "Bearer" not in str(each))
        assert not [quad for quad in server.store if "cAnArY" in str(quad)]
    assert "cAnArY" not in result.stdout + result.stderr
    assert not [path for path in project.rglob("*") if path.is_file() and b"cAnArY" in path.read_bytes()]


def test_credentials_from_standard_input(tmp_path: Path) -> None:
    """`--credentials -` reads the line from there."""
    project = write_project(tmp_path / "new", NEW)
    with hostile(basic) as server:
        result = subprocess.run(
            [
                *(sys.executable, "-m", "kgbuild", "load", server.address),
                *("--profile", "generic", "--credentials", "-"),
            ],
            input=f"somebody:{CANARY}\n".encode(),
            cwd=project,
            capture_output=True,
            timeout=300,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        assert server.lines(graph("doc.a"))
    assert b"cAnArY" not in result.stdout + result.stderr


def test_a_password_from_netrc(tmp_path: Path, run: RunKgbuild) -> None:
    """--netrc reads the file that NETRC names; without the option no netrc is read."""
    project, netrc = write_project(tmp_path / "new", NEW), tmp_path / "netrc"
    netrc.write_text('machine 127.0.0.1 login somebody password "cAnArY:pass wörd"\n')
    netrc.chmod(0o600)
    env = {"NETRC": str(netrc)}
    with hostile(basic) as server:
        command = ("load", server.address, "--profile", "generic")
        result = run(*command, cwd=project, env=env)
        assert result.returncode == 2
        assert "wants to know who asks" in result.stderr
        assert not [each for each in server.seen if "Authorization" in each[2]]
        result = run(*command, "--netrc", cwd=project, env=env)
        assert result.returncode == 0, result.stderr
        assert "cAnArY" not in result.stdout + result.stderr


def echo(handler: Handler) -> bool:
    """Refuses, and says back what it was told."""
    given = handler.headers.get("Authorization")
    if given is None:
        return handler.answer(401, WWW_Authenticate="Basic")
    told = base64.b64decode(given.removeprefix("Basic ")).decode()
    return handler.answer(400, f"{given} {told} {'x' * 250} {quote(told, safe='')} {told}".encode())


def lead(handler: Handler) -> bool:
    """Leads elsewhere, with the password in the address."""
    if "Authorization" not in handler.headers:
        return handler.answer(401, WWW_Authenticate="Basic")
    return handler.answer(307, Location=f"http://127.0.0.2:9/{quote(CANARY, safe='')}")


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize(
    "guard", [echo, lead, answers(500, b"cAnArY:pass w\xc3\xb6rd"), lambda h: h.answer(401)]
)
def test_a_password_is_in_no_message(guard: Fault, debug: bool, tmp_path: Path, run: RunKgbuild) -> None:
    """Not in messages, in which a server may say it back, and not in a traceback."""
    project, secret = write_project(tmp_path / "new", NEW), tmp_path / "secret"
    secret.write_text(f"somebody:{CANARY}")
    with hostile(guard) as server:
        result = run(
            *(["--debug"] if debug else []),
            *("load", server.address, "--profile", "generic", "--retries", "1", "--credentials", str(secret)),
            cwd=project,
        )
    assert result.returncode == (1 if debug else 2)
    assert "cAnArY" not in result.stdout + result.stderr
    assert base64.b64encode(f"somebody:{CANARY}".encode()).decode() not in result.stderr
    assert ("Traceback" in result.stderr) == debug


def test_a_password_goes_to_one_server_only(tmp_path: Path, run: RunKgbuild) -> None:
    """Redirects are not followed; addresses on two hosts get no password; plain http to another machine neither."""
    project, secret = write_project(tmp_path / "new", NEW), tmp_path / "secret"
    secret.write_text(f"somebody:{CANARY}")
    with hostile() as other:
        with hostile(lambda handler: handler.answer(307, Location=other.address)) as server:
            command = ("load", server.address, "--profile", "generic", "--credentials", str(secret))
            result = run(*command, cwd=project)
            assert result.returncode == 2
            assert f"another address: {other.address}" in result.stderr
            result = run(*command, "--update-url", other.address, cwd=project)
            assert "--update-url is not at" in result.stderr
        assert not other.seen
    result = run("load", "http://store.invalid/", "--credentials", str(secret), cwd=project)
    assert result.returncode == 2
    assert "--allow-plain-http" in result.stderr


@pytest.mark.parametrize("option", ["", "--query-url", "--update-url", "--graphs-url"])
def test_a_password_in_an_address_is_refused(option: str, tmp_path: Path, run: RunKgbuild) -> None:
    """It would stand in the list of processes and in the history of the shell; the message does not repeat it."""
    project = write_project(tmp_path / "new", NEW)
    address = "http://somebody:cAnArY@127.0.0.1:9/ds"
    arguments = [option, address, "http://127.0.0.1:9/ds"] if option else [address]
    result = run("load", *arguments, cwd=project)
    assert result.returncode == 2
    assert "others can see" in result.stderr
    assert "cAnArY" not in result.stdout + result.stderr


def test_the_environment_is_not_asked(tmp_path: Path, run: RunKgbuild) -> None:
    """No proxy of the environment is used."""
    project = write_project(tmp_path / "new", NEW)
    with hostile() as server, hostile() as proxy:
        env = dict.fromkeys(("http_proxy", "HTTP_PROXY", "all_proxy"), proxy.address)
        result = run("load", server.address, "--profile", "generic", cwd=project, env={**env, "no_proxy": ""})
        assert result.returncode == 0, result.stderr
        assert not proxy.seen


def test_a_dry_run_changes_nothing(tmp_path: Path, run: RunKgbuild) -> None:
    """--dry-run says what would be sent, and asks queries only."""
    project = write_project(tmp_path / "new", NEW)
    with hostile() as server:
        result = run("load", server.address, "--profile", "generic", "--dry-run", cwd=project)
        assert result.returncode == 0, result.stderr
        assert "to send: 3 graphs" in result.stdout
        assert {method for method, _, _ in server.seen} == {"POST"}
        assert not list(server.store)
