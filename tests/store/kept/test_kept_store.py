"""The graph kept on disk: it answers as the graph itself does, whatever happened to it, and to what is kept."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgbuild.core.apart import no_connections, run_apart
from kgbuild.core.errors import KgbuildError
from kgbuild.core.kept import FOLDER, remove_folder
from kgbuild.graph import terms as t
from kgbuild.store.kept.about import ABOUT, LOCK, About, files_of_store, read_about
from kgbuild.store.kept.making import bring_up_to_date
from kgbuild.store.kept.opening import home_of
from kgbuild.store.kept.statements import statements
from kgbuild.store.sparql.content import OnDisk
from kgbuild.store.sparql.process import QueryEnded, QueryProcess
from kgbuild.store.sparql.store import GraphStore, QueryError, Table

BASE = "https://example.org/x/"
DOCUMENT = f"<{BASE}doc/a> {t.TYPE} {t.DOCUMENT} <{BASE}graph/a> .\n"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?q ?r ?s }"


def write(root: Path, lines: list[str]) -> Path:
    """A project whose graph has these lines, and that of a document."""
    file = root / "out" / "graph.nq"
    file.parent.mkdir(parents=True, exist_ok=True)
    (root / "kgbuild.toml").touch()
    new = file.with_suffix(".new")
    new.write_text("".join([DOCUMENT, *lines]), encoding="utf-8")
    new.rename(file)
    return file


def lines(count: int, graphs: int = 20) -> list[str]:
    """Statements in several graphs; some triples stand in more than one."""
    return [
        f'<{BASE}s/{n // 2 % 40}> <x:p> "{n // 2} <x:y> ." <{BASE}graph/g{n % graphs}> .\n'
        for n in range(count)
    ]


def rows(root: Path) -> tuple[int, list[str]]:
    """How many triples the kept graph of a project answers with, and the notes."""
    process = QueryProcess(root / "out", root)
    try:
        answer = process.ask(COUNT).answer
        assert isinstance(answer, Table)
        return int(str(answer.rows[0][0]).split('"')[1]), process.notes
    finally:
        process.close()


def about(root: Path) -> About:
    found = read_about(home_of(root))
    assert found is not None
    return found


def quads_on_disk(about: About) -> set[str]:
    return {
        str(quad) for quad in ox.Store.read_only(str(about.store)).quads_for_pattern(None, None, None, None)
    }


def graphs_on_disk(about: About) -> set[str]:
    return {str(graph) for graph in ox.Store.read_only(str(about.store)).named_graphs()}


def expected(file: Path) -> set[str]:
    """Every quad of a file, read by pyoxigraph alone, and the union of its graphs."""
    quads = list(ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS))
    union = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    return {str(quad) for quad in [*quads, *union]}


@pytest.mark.parametrize("seed", range(6))
def test_any_history_gives_the_store_of_the_last_graph(seed: int, tmp_path: Path) -> None:
    """However a graph changed, the store holds its graphs and their union as if it had been made from nothing."""
    rng = random.Random(seed)
    now = lines(120)
    made = set()
    for _ in range(4):
        kind = rng.choice(["some", "some", "gone", "moved", "all"])
        one = f"<{BASE}graph/g{rng.randrange(20)}>"
        if kind == "some":
            now = [line for line in now if one not in line or rng.random() < 0.5]
            now += [f'<{BASE}s/1> <x:p> "{rng.random()}" {one} .\n']
        elif kind == "gone":
            now = [line for line in now if one not in line]
        elif kind == "moved":
            now = [line.replace(one, f"<{BASE}graph/g{rng.randrange(25)}>") for line in now]
        else:
            now = [line.replace("x:p", f"x:p{rng.randrange(9)}") for line in now]
        file = write(tmp_path, sorted(now, key=lambda line: line.split()[-2]))
        run_apart(bring_up_to_date, file, home_of(tmp_path))
        found = about(tmp_path)
        made.add(found.folder)
        assert run_apart(quads_on_disk, found) == expected(file)
        assert run_apart(graphs_on_disk, found) == {graph.decode() for graph, _ in statements(file)}
        assert [path for path in made if path.exists()] == [found.folder]


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """After a change of one graph the store has files of the older one, by links; after none it is the same one."""
    file = write(tmp_path, lines(200))
    run_apart(bring_up_to_date, file, home_of(tmp_path))
    first = about(tmp_path)
    run_apart(bring_up_to_date, file, home_of(tmp_path))
    assert about(tmp_path) == first
    write(tmp_path, [*lines(200), f"<{BASE}s/1> <x:p> <x:new> <{BASE}graph/g7> .\n"])
    run_apart(bring_up_to_date, file, home_of(tmp_path))
    second = about(tmp_path)
    assert second.folder != first.folder
    assert {file for file in first.files.items() if file[0].endswith(".sst")} & set(second.files.items())
    assert second.fresh == first.fresh


def cut_short(store: Path) -> None:
    for path in store.glob("*.sst"):
        os.truncate(path, 100)


def flip_bits(store: Path) -> None:
    """What a failing disk does: other bytes, and nothing else to see."""
    for path in store.glob("*.sst"):
        times = path.stat()
        data = bytes(byte ^ 0xFF for byte in path.read_bytes())
        with path.open("r+b") as stream:
            stream.write(data)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def change_about(store: Path) -> None:
    path = store.parents[1] / ABOUT
    path.write_bytes(path.read_bytes().replace(b"/x/", b"/y/"))


def garble_about(store: Path) -> None:
    (store.parents[1] / ABOUT).write_text('["a", []]')


def take_a_file_away(store: Path) -> None:
    (store / "CURRENT").unlink()


@pytest.mark.parametrize("spoil", [cut_short, flip_bits, change_about, garble_about, take_a_file_away])
def test_a_damaged_store_is_made_anew(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    """Whatever happened to the store, the answer is right; it is said, and the next question finds a good one."""
    write(tmp_path, lines(60))
    assert rows(tmp_path) == (31, [])
    spoil(about(tmp_path).store)
    found, notes = rows(tmp_path)
    assert found == 31
    assert len(notes) == 1
    assert notes[0].startswith(f"the store {FOLDER}/graph cannot be used (")
    assert rows(tmp_path) == (31, [])


def test_a_store_from_elsewhere_is_not_opened(tmp_path: Path) -> None:
    """A copied project makes a store of its own: what came with it may hold anything."""
    one, other = tmp_path / "one", tmp_path / "other"
    write(one, lines(60))
    rows(one)
    shutil.copytree(one, other)
    found, notes = rows(other)
    assert found == 31
    assert "it was copied from another place" in notes[0]


def test_a_store_of_another_version_is_replaced_quietly(tmp_path: Path) -> None:
    """A newer kgbuild or pyoxigraph makes the store anew; nothing is wrong with the old one."""
    write(tmp_path, lines(60))
    rows(tmp_path)
    path = home_of(tmp_path) / ABOUT
    old = about(tmp_path)
    _, fields = json.loads(path.read_bytes())
    type(old)(**{**fields, "form": "older"}).write()
    assert read_about(home_of(tmp_path)) is None
    assert rows(tmp_path) == (31, [])
    assert not old.folder.exists()


def test_whoever_reads_keeps_the_store_it_reads(tmp_path: Path) -> None:
    """A graph that is built anew is answered from by those who ask then; the older store goes with its last reader."""
    write(tmp_path, lines(60))
    reading = QueryProcess(tmp_path / "out", tmp_path)
    before = reading.ask(COUNT).answer
    old = about(tmp_path).folder
    write(tmp_path, lines(100))
    assert rows(tmp_path)[0] == 51
    assert reading.ask(COUNT).answer == before
    assert old.exists()
    reading.close()
    write(tmp_path, lines(40))
    rows(tmp_path)
    assert [path.name for path in home_of(tmp_path).glob("v-*")] == [about(tmp_path).version]


def test_many_processes_at_once(tmp_path: Path) -> None:
    """Processes that all find no store make one, and all get the answer."""
    write(tmp_path, lines(60))
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(rows, [tmp_path] * 3)) == [(31, [])] * 3
    assert len(list(home_of(tmp_path).glob("v-*"))) == 1


def test_where_nothing_can_be_kept(tmp_path: Path) -> None:
    """Where there is no place for a store, or blank nodes stand in the graph, the graph itself is read."""
    write(tmp_path, lines(60))
    (tmp_path / FOLDER).write_text("in the way")
    assert rows(tmp_path) == (31, [])
    other = tmp_path / "other"
    write(other, [f"_:a <x:p> _:b <{BASE}graph/a> .\n"])
    assert rows(other) == (2, [])
    assert not (home_of(other) / ABOUT).exists()


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A graph that is not well-formed, or holds no document, is refused as without a store, and leaves none."""
    file = write(tmp_path, ["<x:a> <x:b> .\n"])
    with pytest.raises(KgbuildError, match=r"graph\.nq: ") as caught:
        rows(tmp_path)
    assert caught.value.hint == "run `kgbuild build`"
    file.write_text(f"<x:a> <x:b> <x:c> <{BASE}graph/a> .\n")
    with pytest.raises(KgbuildError, match="holds no document"):
        rows(tmp_path)
    assert [path.name for path in home_of(tmp_path).iterdir()] == [LOCK]


def test_lines_of_any_form(tmp_path: Path) -> None:
    """Comments, other spaces and statements without a graph are read as pyoxigraph reads them."""
    file = tmp_path / "graph.nq"
    text = [
        DOCUMENT,
        "# a comment\n\n",
        f'  <x:a>\t<x:b>  "c d <{BASE}graph/a> ." .\n',
        f"<x:a> <x:b> <{BASE}graph/a> .\n",
        f'<x:a> <x:b> "e"@en <{BASE}graph/b> .\r\n',
        f"<x:a> <x:b> <x:c> <{BASE}graph/b> . # the end",
    ]
    file.write_text("".join(text), newline="")
    again = b"".join(
        b"%b %b .\n" % (triple, graph) if graph else b"%b .\n" % triple for graph, triple in statements(file)
    )
    as_read = [set(ox.parse(data, format=ox.RdfFormat.N_QUADS)) for data in (again, file.read_bytes())]
    assert as_read[0] == as_read[1]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[QueryProcess]:
    write(tmp_path, lines(400))
    process = QueryProcess(tmp_path / "out", tmp_path)
    process.holds(t.DOCUMENT)
    assert about(tmp_path).store.is_dir()
    yield process
    process.close()


def test_limits_hold_for_a_store_on_disk(kept: QueryProcess) -> None:
    """A query of the store ends in time, and the next one is answered."""
    with pytest.raises(QueryEnded, match="ended after 0\\.3 s"):
        kept.ask(ENDLESS, timeout=0.3)
    assert kept.ask("ASK { GRAPH ?g { ?s <x:p> ?o } }").answer is True
    with pytest.raises(QueryError, match=r"FROM names the graph .* which is not in the built graph"):
        kept.ask(f"SELECT * FROM <{BASE}graph/none> {{ ?s ?p ?o }}")


def ask_service(found: About, text: str) -> str:
    try:
        GraphStore(OnDisk(found)).read(text, bool)
    except KgbuildError as error:
        return str(error)
    return "it was answered"


def test_no_query_of_a_store_on_disk_opens_a_connection(
    kept: QueryProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the reading of a query sees no SERVICE, the store on disk finds no way out either."""
    monkeypatch.setattr("kgbuild.store.sparql.tokens.calls_service", lambda text: False)
    monkeypatch.setattr("kgbuild.core.apart._threads", lambda: 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        text = f"ASK {{ SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{ }} }}"
        assert run_apart(ask_service, about(tmp_path), text) != "it was answered"
        with pytest.raises(TimeoutError):
            server.accept()


def what_is_refused() -> list[str]:
    """What a process cannot do any more, in one that never will again."""
    assert no_connections()
    found = []
    for name, do in {
        "connect": lambda: socket.create_connection(("127.0.0.1", 9), 1),
        "resolve": lambda: socket.getaddrinfo("example.org", 80),
        "run": lambda: os.execv("/bin/true", ["true"]),
        "read": lambda: Path("/etc/passwd").read_bytes(),
    }.items():
        try:
            do()
        except OSError:
            found.append(name)
    return found


def test_what_a_process_of_a_store_cannot_do() -> None:
    """It connects to nothing and starts no program; it reads files, because a store opens them as it needs them."""
    assert run_apart(what_is_refused) == ["connect", "resolve", "run"]


def test_where_the_system_has_no_such_filter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No store is kept, and the graph itself is read."""
    monkeypatch.setattr("kgbuild.core.apart._CALLS", {})
    monkeypatch.setattr("kgbuild.core.apart._threads", lambda: 1)
    write(tmp_path, lines(60))
    assert rows(tmp_path) == (31, [])
    assert not (tmp_path / FOLDER).exists()


def many_files(home: Path, file: Path) -> int:
    """Make the store of a file in so many parts that it is not opened whole at once."""
    found = read_about(home)
    assert found is not None
    store = ox.Store(str(found.store))
    for number in range(3):
        for part in range(4):
            node = ox.NamedNode(f"{BASE}part/{number}/{part}")
            quads = [ox.Quad(node, ox.NamedNode("x:q"), ox.Literal(str(n)), node) for n in range(300)]
            store.bulk_extend(quads)
    store.flush()
    del store
    replace(found, files=files_of_store(found.store)).write()
    return sum(path.suffix == ".sst" for path in found.store.iterdir())


def test_a_store_of_many_files(tmp_path: Path) -> None:
    """Files that are not open when a query begins are opened by it."""
    file = write(tmp_path, lines(60))
    run_apart(bring_up_to_date, file, home_of(tmp_path))
    assert run_apart(many_files, home_of(tmp_path), file) > 16
    process = QueryProcess(file, tmp_path)
    answer = process.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", timeout=30).answer
    assert isinstance(answer, Table)
    assert answer.rows[0][0] == '"3661"^^<http://www.w3.org/2001/XMLSchema#integer>'
    process.close()


def test_a_link_out_of_the_project(tmp_path: Path) -> None:
    """Nothing is written or removed through a link that leads out of the project."""
    root, other = tmp_path / "project", tmp_path / "other"
    write(root, lines(60))
    other.mkdir()
    (root / FOLDER).symlink_to(other)
    for job in (rows, remove_folder):
        with pytest.raises(KgbuildError, match="leads out of the project"):
            job(root)
    assert list(other.iterdir()) == []
