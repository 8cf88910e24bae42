"""A store on disk made from an RDF file, or brought up to date graph by graph.

The default graph of the store is the union of all graphs, each triple once; each graph is there by its name, too. A
store is never changed once it is described: the next one begins with links to its files.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgbuild.core.errors import KgbuildError
from kgbuild.core.locks import alone, take
from kgbuild.store.bases import base_of
from kgbuild.store.kept.about import (
    ABOUT,
    GRAPHS,
    LOCK,
    STORE,
    About,
    ForeignStore,
    files_of_store,
    read_about,
    stamp_of,
)
from kgbuild.store.kept.statements import (
    Digests,
    Statement,
    as_stream,
    quad_line,
    statements,
    triple_line,
)


class BlankNodes(KgbuildError):
    """A graph with blank nodes: two readings of it are not the same, so it is not kept."""


_MOST_CHANGED: Final = 3
"""A store is made anew where more than one graph in so many changed: that is quicker."""
_MOST_GROWN: Final = 2
"""How many times the size of a store made anew an older one may have."""


def bring_up_to_date(file: Path, home: Path) -> str | None:
    """See to it that the store at ``home`` holds the graph of a file. Another process that does so is waited for.

    Returns why an older store could not be used, if it was damaged. Raises :class:`KgbuildError` for a file that is
    not well-formed or holds no document, :class:`OSError` where nothing can be kept there.
    """
    home.mkdir(parents=True, exist_ok=True)
    with alone(home / LOCK):
        try:
            old, note = _usable(home), None
        except ForeignStore as error:
            old, note = None, str(error)
        if old is not None and old.holds(file):
            return note
        _sweep(home, old)
        version = f"v-{secrets.token_hex(8)}"
        try:
            about = _made(file, home, version, old)
            if not about.holds(file):  # it was written anew meanwhile
                shutil.rmtree(about.folder, ignore_errors=True)
                return note
            about.write()
        except BaseException as error:
            traceback.clear_frames(error.__traceback__)  # else the store would stay open, and write
            shutil.rmtree(home / version, ignore_errors=True)
            if isinstance(error, SyntaxError):
                raise KgbuildError(f"{file}: {error}", "run `kgbuild build`") from error
            raise
        _sweep(home, about)
        return note


def forget(home: Path) -> None:
    """Let the next question make the store anew. Raises :class:`OSError`."""
    with alone(home / LOCK):
        (home / ABOUT).unlink(missing_ok=True)


def _usable(home: Path) -> About | None:
    about = read_about(home)
    if about is not None:
        about.check()
    return about


def _sweep(home: Path, current: About | None) -> None:
    """Remove every store but the current one, and those in which somebody reads."""
    for folder in home.glob("v-*"):
        if current is not None and folder == current.folder:
            continue
        if folder.is_symlink():
            folder.unlink()
            continue
        with contextlib.suppress(OSError):
            descriptor = os.open(folder / LOCK, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o666)
            try:
                if take(descriptor):
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(descriptor)


def _made(file: Path, home: Path, version: str, old: About | None) -> About:
    """The store of a file, from an older one if that is quicker."""
    stamp, folder = stamp_of(file), home / version
    folder.mkdir()
    (folder / LOCK).touch()
    about = About(str(home), version, str(file), stamp, "", {}, 0, "")
    if old is not None:
        with contextlib.suppress(ForeignStore, OSError, RuntimeError):
            if (updated := _updated(file, about, old)) is not None:
                return updated
        shutil.rmtree(folder / STORE, ignore_errors=True)
    digests = Digests()
    store = ox.Store(folder / STORE)
    store.bulk_load(as_stream(digests.passing(_named(file)), quad_line), format=ox.RdfFormat.N_QUADS)
    store.bulk_load(as_stream(statements(file), triple_line), format=ox.RdfFormat.N_TRIPLES)
    base = base_of(store)
    store.flush()
    del store  # it closes its files
    made = _described(about, base, digests.by_graph())
    return replace(made, fresh=made.size)


def _named(file: Path) -> Iterator[Statement]:
    """The statements of a file. Raises :class:`BlankNodes`."""
    for graph, triple in statements(file):
        if triple.startswith(b"_:") or graph.startswith(b"_:") or triple.split(b" ", 2)[2].startswith(b"_:"):
            raise BlankNodes("the graph has blank nodes")
        yield graph, triple


def _described(about: About, base: str, digests: dict[str, str]) -> About:
    data = json.dumps(digests).encode()
    (about.folder / GRAPHS).write_bytes(data)
    files = files_of_store(about.store)
    return replace(about, base=base, files=files, graphs=hashlib.sha256(data).hexdigest())


def _updated(file: Path, about: About, old: About) -> About | None:
    """The older store with the graphs that changed put in place of what they were; None where too many did."""
    before, passed = old.digests(), Digests()
    for _ in passed.passing(_named(file)):
        pass
    after = passed.by_graph()
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if "" in before or "" in after:
        return None  # what has no graph cannot be told from the union
    if len(changed) * _MOST_CHANGED > len(after) or old.size > old.fresh * _MOST_GROWN:
        return None
    _link(old.store, about.store)
    store = ox.Store(about.store)
    names = {name.encode() for name in changed}
    now: dict[bytes, list[bytes]] = {name: [] for name in names}
    for graph, triple in statements(file):
        if graph in names:
            now[graph].append(triple_line(graph, triple))
    for name in sorted(changed):
        _replace(store, name, now[name.encode()])
    base = base_of(store)
    store.flush()
    del store
    return replace(_described(about, base, after), fresh=old.fresh)


def _link(old: Path, new: Path) -> None:
    """Copy a store; files that are never changed once they are written are linked."""
    new.mkdir()
    for name in files_of_store(old):
        if name.endswith(".sst"):
            try:
                os.link(old / name, new / name)
                continue
            except OSError:
                pass  # the disk has no links, or not so many
        shutil.copyfile(old / name, new / name)


def _replace(store: ox.Store, name: str, lines: Sequence[bytes]) -> None:
    """Put the triples of a graph in place of what it was; the union keeps what stands in another graph, too."""
    graph = ox.NamedNode(name[1:-1])
    now = {quad.triple for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES)}
    before = {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}
    for triple in before - now:
        s, p, o = triple.subject, triple.predicate, triple.object
        store.remove(ox.Quad(s, p, o, graph))
        if all(quad.graph_name == ox.DefaultGraph() for quad in store.quads_for_pattern(s, p, o, None)):
            store.remove(ox.Quad(s, p, o))
    if not now:
        store.remove_graph(graph)
    store.extend(_in_both(now - before, graph))


def _in_both(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    for triple in triples:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        yield ox.Quad(triple.subject, triple.predicate, triple.object)
