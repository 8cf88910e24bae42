"""Acceptance: whatever is killed, and wherever, each graph is old or new, and the next load completes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from kgbuild.store.load.graph_file import open_graph_file
from kgbuild.store.load.loader import LoadReport, load
from kgbuild.store.load.plan import plan_load
from kgbuild.store.load.target import RemoteError, Target
from store.load.graphs import BASE, graph, lines_of, triples, write_project
from store.load.relay import MOMENTS, Relay
from store.load.servers import Server

# One graph stays, one changes but not in number, one grows, one shrinks, one goes, one is new.
OLD = {
    "doc.gone": triples("gone", 7),
    "doc.grows": triples("grows", 5),
    "doc.same": triples("same", 9),
    "doc.turns": triples("before", 40),
    "entities": triples("shrinks", 300),
}
NEW = {
    "doc.grows": triples("grows", 500),
    "doc.new": triples("new", 11),
    "doc.same": triples("same", 9),
    "doc.turns": triples("after", 40),
    "entities": triples("shrinks", 3),
}
POINTS = {"oxigraph": 20, "virtuoso": 5}


def send(target: Target, project: Path) -> LoadReport:
    with open_graph_file(project / "out", BASE) as built:
        return load(target, built)


def places(server: Server, old: Path, new: Path) -> list[tuple[int, str]]:
    """As many places as wanted, spread over a whole load of the new graph over the old one."""
    send(server.target(), old)
    relay = Relay(server.port, None, lambda: None)
    send(server.target(relay.port), new)
    relay.close()
    everywhere = [(request, moment) for request in range(len(relay.heads)) for moment in MOMENTS]
    wanted = POINTS[server.profile]
    assert len(everywhere) > 4 * wanted
    return [everywhere[number * len(everywhere) // wanted] for number in range(wanted)]


@pytest.fixture
def projects(tmp_path: Path) -> tuple[Path, Path]:
    return write_project(tmp_path / "old", OLD, "old"), write_project(tmp_path / "new", NEW, "new")


def check(server: Server, old: Path, new: Path, place: tuple[int, str]) -> None:
    """Each graph is old or new; the load of either project then completes, leaves nothing behind, and holds."""
    before, after = lines_of(old / "out"), lines_of(new / "out")
    found = server.graphs()
    if server.profile == "oxigraph":
        for name in before.keys() | after.keys():
            assert found.get(name, set()) in (before.get(name, set()), after.get(name, set())), (place, name)
        assert all(name in before.keys() | after.keys() or name.startswith(f"{BASE}load/") for name in found)
    next_one, wanted = ((new, after), (old, before))[place[0] % 2]
    send(server.target(), next_one)
    assert server.graphs() == wanted, place
    assert send(server.target(), next_one).plan.empty


def test_the_server_is_killed(server: Server, projects: tuple[Path, Path]) -> None:
    """The server dies at places all over a load, before, within and after a request."""
    old, new = projects
    for place in places(server, old, new):
        send(server.target(), old)
        relay = Relay(server.port, place, server.kill)
        with pytest.raises(RemoteError):
            send(server.target(relay.port), new)
        relay.close()
        assert relay.struck
        server.start()
        check(server, old, new, place)


def test_a_server_that_is_sent_graphs_directly_replaces_them_whole(oxigraph: Server, tmp_path: Path) -> None:
    """Oxigraph is killed while it takes a large graph, and while it stores it: the old one is there, or the new one."""
    before, after = {"doc.a": triples("before", 3000)}, {"doc.a": triples("after", 20_000)}
    old, new = write_project(tmp_path / "old", before), write_project(tmp_path / "new", after)
    either = [lines_of(folder / "out")[graph("doc.a")] for folder in (old, new)]
    relay = Relay(oxigraph.port, None, lambda: None)
    send(oxigraph.target(relay.port), new)
    relay.close()
    request = next(
        number for number, head in enumerate(relay.heads) if head.startswith(b"PUT") and b"doc.a" in head
    )
    found = []
    for moment, pause in (("half", 0.0), ("half", 0.2), *(("sent", 0.02 * 2**step) for step in range(6))):
        send(oxigraph.target(), old)
        relay = Relay(
            oxigraph.port, (request, moment), lambda pause=pause: (time.sleep(pause), oxigraph.kill())
        )
        with pytest.raises(RemoteError):
            send(oxigraph.target(relay.port), new)
        relay.close()
        oxigraph.start()
        found.append(oxigraph.graphs()[graph("doc.a")])
        assert found[-1] in either
    assert found[:2] == either[:1] * 2


def test_the_client_is_killed(server: Server, projects: tuple[Path, Path], tmp_path: Path) -> None:
    """``kgbuild load`` dies at places all over a load, before, within and after a request."""
    old, new = projects
    password = tmp_path / "password"
    password.write_text("dba:dba\n")
    for place in places(server, old, new):
        send(server.target(), old)
        clients: list[subprocess.Popen[bytes]] = []
        relay = Relay(server.port, place, lambda clients=clients: clients[0].kill())
        clients.append(
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "kgbuild", "load", f"http://127.0.0.1:{relay.port}"),
                    *("--profile", server.profile, "--credentials", str(password)),
                ],
                cwd=new,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        assert clients[0].wait(60) < 0, place
        relay.close()
        check(server, old, new, place)


def test_an_interrupted_load_goes_on(oxigraph: Server, projects: tuple[Path, Path]) -> None:
    """What a broken load has replaced is not sent again."""
    old, new = projects
    send(oxigraph.target(), old)
    relay = Relay(oxigraph.port, (15, "before"), lambda: None)
    with pytest.raises(RemoteError, match=r"[1-9] of 5 graphs replaced"):
        send(oxigraph.target(relay.port), new)
    relay.close()
    with open_graph_file(new / "out", BASE) as built:
        plan = plan_load(oxigraph.target(), built)
    assert plan.interrupted
    assert 0 < len(plan.send) < 4
    assert plan.finished
    report = send(oxigraph.target(), new)
    assert report.plan.send == plan.send
    assert oxigraph.graphs() == lines_of(new / "out")
