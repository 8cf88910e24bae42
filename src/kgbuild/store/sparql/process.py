"""Queries answered in processes of their own, which open no connection, and end in time and in words.

One process reads the graph. For each job it forks another, which shares the graph with it, answers, and is gone: a
limit, or an abort of the store, ends that one only. All of them end with the process that asks.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import threading
import weakref
from collections.abc import Mapping
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from kgbuild.core.apart import (
    Child,
    die_with_parent,
    limit_memory,
    no_connections,
    run_apart,
    signal_name,
    start,
)
from kgbuild.core.errors import KgbuildError
from kgbuild.core.kept import FOLDER
from kgbuild.core.limits import QUERY_MEMORY
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.store.kept.making import forget
from kgbuild.store.kept.opening import NAME, held_store, home_of
from kgbuild.store.sparql.ask import Reply, answered, is_empty, with_reasons
from kgbuild.store.sparql.content import DamagedStore, OnDisk
from kgbuild.store.sparql.store import GraphStore, QueryError, file_at, open_store

_LAST_WORDS: Final = 4096
R = TypeVar("R", covariant=True)


class QueryEnded(QueryError):
    """A query was ended before its answer was there: by its limits, or by a fault of the store."""


class Job(Protocol[R]):
    """What is to be done with the graph."""

    def prepare(self, store: GraphStore) -> None:
        """Load what the job needs. It is kept for later jobs; nothing that a user wrote is run here."""

    def work(self, store: GraphStore) -> R:
        """The result, from a process that opens no connection."""


@record
class _Ask:
    text: str
    evidence: bool

    def prepare(self, store: GraphStore) -> None:
        store.prepare(self.text)

    def work(self, store: GraphStore) -> Reply:
        return answered(store, self.text, evidence=self.evidence)


@record
class _Reasons:
    text: str
    reply: Reply

    def prepare(self, store: GraphStore) -> None:
        store.prepare(self.text)
        with_reasons(
            self.reply, "ASK {}", store
        )  # imports all of rdflib that it needs: later nothing can be imported

    def work(self, store: GraphStore) -> Reply:
        return with_reasons(self.reply, self.text, store)


@record
class _Holds:
    term: Term

    def prepare(self, store: GraphStore) -> None:
        pass

    def work(self, store: GraphStore) -> bool:
        return store.holds(self.term)


@record
class _Nodes:
    kind: str

    def prepare(self, store: GraphStore) -> None:
        pass

    def work(self, store: GraphStore) -> list[str]:
        return store.nodes(self.kind)


class QueryProcess:
    """The graph at a path, read once, in a process that answers jobs. Threads may share it.

    ``root`` is the project that it was built in, where one is to keep the graph on disk in a store that opens at once
    (:mod:`kgbuild.store.kept`). The process starts when it is first asked, and again where it has ended. Raises
    :class:`KgbuildError` and :class:`OSError` where there is no graph or it cannot be read.
    """

    def __init__(self, path: Path, root: Path | None = None) -> None:
        self._path, self._root = path, root
        self._faults: list[str] = []
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._facts: tuple[str, Mapping[str, str]] | None = None
        self._end: weakref.finalize[Any, Any] | None = None

    @cached_property
    def base(self) -> str:
        """Where the IRIs of the graph's project begin."""
        return self._known()[0]

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that a query need not declare."""
        return self._known()[1]

    def _known(self) -> tuple[str, Mapping[str, str]]:
        with self._lock:
            self._started()
            assert self._facts is not None
            return self._facts

    def ask(self, text: str, *, evidence: bool = False, timeout: float | None = None) -> Reply:
        """The answer to a query, with the reasons where it is empty; ``evidence`` adds that of the claims in each row.

        Raises :class:`QueryError`; the time limit does not count the loading of the graph.
        """
        reply = self.run(_Ask(text, evidence), timeout)
        return self.run(_Reasons(text, reply), timeout) if is_empty(reply.answer) else reply

    def holds(self, term: Term) -> bool:
        """Whether a term is in the graph, as subject, predicate or object."""
        return self.run(_Holds(term))

    def nodes(self, kind: str) -> list[str]:
        """The names of all nodes of a kind (``event``, ``claim``) that are described in the graph, sorted."""
        return self.run(_Nodes(kind))

    def run(self, job: Job[R], timeout: float | None = None) -> R:
        """The result of a job. Raises what the job raises of :class:`KgbuildError`, and :class:`QueryEnded`."""
        ours, theirs = socket.socketpair()
        with Connection(ours.detach()) as answers:
            with self._lock, theirs:
                child = self._started()
                with contextlib.suppress(OSError):  # it has ended: seen below
                    socket.send_fds(child.socket, [b"j"], [theirs.fileno()])
            try:
                answers.send((job, timeout))
                outcome, result = answers.recv()
            except (EOFError, ConnectionError, BrokenPipeError):
                with self._lock:
                    if self._child is child:
                        self._stop()
                raise QueryEnded("the process that reads the graph ended", "ask again") from None
        if outcome == "damaged":
            self._begin_anew(child, result)
            return self.run(job, timeout)
        if outcome == "ended":
            raise _ended(timeout, *result)
        if outcome == "raised":
            raise result
        done: R = result
        return done

    @property
    def notes(self) -> list[str]:
        """Why a store of earlier questions was made anew, where one was of no use."""
        return [
            f"the store {FOLDER}/{NAME} cannot be used ({fault}); it is made anew" for fault in self._faults
        ]

    def _begin_anew(self, child: Child, fault: str) -> None:
        """Forget a store that cannot be read; the next one that cannot is not made anew, and the graph read itself."""
        with self._lock:
            if self._child is not child:
                return  # somebody else has seen it
            self._stop()
            assert self._root is not None
            if self._faults:
                self._root = None
                return
            self._faults.append(fault)
            forget(home_of(self._root))

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()

    def _started(self) -> Child:
        if self._child is None:
            child = start(answer_jobs, self._path, self._root)
            with Connection(os.dup(child.socket.fileno()), writable=False) as first:
                try:
                    outcome, facts = first.recv()
                except (EOFError, ConnectionError):
                    outcome, facts = "raised", _ended(None, child.end(), "")
            if outcome == "raised":
                child.end()
                raise facts
            *known, fault = facts
            self._child, self._facts = child, (known[0], known[1])
            if fault is not None:
                self._faults.append(fault)
            self._end = weakref.finalize(self, child.end)
        return self._child

    def _stop(self) -> None:
        if self._end is not None:
            self._end()
        self._child = self._end = None


def _ended(timeout: float | None, number: int, words: str) -> QueryEnded:
    """The error for a process that a signal ended, with its last words."""
    if number == signal.SIGALRM:
        return QueryEnded(
            f"the query was ended after {timeout or 0:g} s", "ask for less, or give it more: --timeout"
        )
    if number == signal.SIGKILL or "memory allocation" in words:
        return QueryEnded(
            f"the query was ended: it needs more memory than there is (at most {QUERY_MEMORY >> 30} GiB)",
            "ask for less, for example with LIMIT",
        )
    lines = [
        line for line in words.splitlines() if line and "panicked at" not in line and "RUST_BACK" not in line
    ]
    said = lines[0] if lines else signal_name(number)
    if "total order" in words:
        return QueryEnded(
            f"the store cannot sort these values: {said}", "sort by one kind of value: ORDER BY STR(?x)"
        )
    return QueryEnded(f"the store broke off: {said}")


def answer_jobs(control: socket.socket, path: Path, root: Path | None) -> None:
    """Read a graph and answer jobs about it, until ``control`` is closed at its other end."""
    with Connection(os.dup(control.fileno()), readable=False) as first:
        try:
            store, fault = _opened(path, root, control)
        except (KgbuildError, OSError) as error:
            first.send(("raised", error))
            return
        first.send(("done", (store.base, store.prefixes, fault)))
    _Jobs(control, store).answer()


def _opened(path: Path, root: Path | None, control: socket.socket) -> tuple[GraphStore, str | None]:
    """The graph from its store on disk, where one is kept, else read; and why an older store is of no use."""
    if root is None or not run_apart(no_connections):
        return open_store(path), None
    held, fault = held_store(file_at(path), root, control)
    return (open_store(path) if held is None else GraphStore(OnDisk(held.about))), fault


@record
class _Running:
    """A process that works on a job: its id, where its answer goes, where its complaints come from, and their end."""

    pid: int
    answers: Connection
    complaints: int
    words: bytearray


class _Jobs:
    """Starts a process for each job, and reports those that end before their work is done."""

    def __init__(self, control: socket.socket, store: GraphStore) -> None:
        self._control, self._store = control, store
        self._ready = selectors.DefaultSelector()
        self._ready.register(control, selectors.EVENT_READ)

    def answer(self) -> None:
        """Answer until the other end is closed; whatever still runs then is killed."""
        try:
            while True:
                for key, _ in self._ready.select():
                    if key.data is None:
                        data, descriptors, _, _ = socket.recv_fds(self._control, 1, 1)
                        if not data:
                            return
                        self._begin(Connection(descriptors[0]))
                    elif key.fileobj == key.data.complaints:
                        self._hear(key.data)
                    elif not key.data.answers.closed:  # whoever asked is gone
                        self._ready.unregister(key.fileobj)
                        os.kill(key.data.pid, signal.SIGKILL)
        finally:
            for key in list(self._ready.get_map().values()):
                if key.data is not None and key.fileobj == key.data.complaints:
                    os.kill(key.data.pid, signal.SIGKILL)
                    os.waitpid(key.data.pid, 0)

    def _begin(self, answers: Connection) -> None:
        try:
            job, timeout = answers.recv()
            job.prepare(self._store)
        except (EOFError, ConnectionError):
            answers.close()
            return
        except KgbuildError as error:
            _send(answers, ("raised", error))
            answers.close()
            return
        complaints, theirs = os.pipe()
        mother = os.getpid()
        pid = os.fork()
        if pid == 0:
            _work(self._store, job, timeout, answers, theirs, mother)
        os.close(theirs)
        running = _Running(pid, answers, complaints, bytearray())
        self._ready.register(complaints, selectors.EVENT_READ, running)
        self._ready.register(answers, selectors.EVENT_READ, running)

    def _hear(self, running: _Running) -> None:
        """Keep the first complaints of a process; where there are no more, it has ended."""
        if block := os.read(running.complaints, _LAST_WORDS):
            running.words.extend(block[: _LAST_WORDS - len(running.words)])
            return
        self._ready.unregister(running.complaints)
        os.close(running.complaints)
        _, status = os.waitpid(running.pid, 0)
        if status:
            number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            _send(running.answers, ("ended", (number, running.words.decode("utf-8", "replace"))))
        if running.answers in self._ready.get_map():
            self._ready.unregister(running.answers)
        running.answers.close()


def _send(answers: Connection, message: object) -> None:
    with contextlib.suppress(BrokenPipeError, ConnectionError):  # whoever asked is gone
        answers.send(message)


def _work(
    store: GraphStore,
    job: Job[object],
    timeout: float | None,
    answers: Connection,
    complaints: int,
    mother: int,
) -> None:
    """Do a job and leave. Its limits end this process by a signal, whatever code it is in."""
    code = 1
    try:
        os.dup2(complaints, 2)
        kept = answers.fileno()
        os.closerange(3, kept)
        os.closerange(kept + 1, 1 << 16)
        die_with_parent(mother)
        limit_memory(QUERY_MEMORY)
        message = _result(store, job, timeout)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.send(message)
        code = 0
    except MemoryError:
        os.write(2, b"memory allocation failed\n")
    except Exception as error:  # noqa: BLE001 -- said by the process that waits for this one
        os.write(2, f"{type(error).__name__}: {error}\n".encode("utf-8", "replace")[:_LAST_WORDS])
    finally:
        os._exit(code)


def _result(store: GraphStore, job: Job[object], timeout: float | None) -> tuple[str, object]:
    try:
        store.open()
        if timeout is not None:
            signal.setitimer(signal.ITIMER_REAL, timeout)
        return "done", job.work(store)
    except DamagedStore as error:
        return "damaged", str(error)
    except KgbuildError as error:
        return "raised", error
