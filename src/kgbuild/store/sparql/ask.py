"""Asking a store: the answer with its evidence, and the reasons where it is empty; with a time limit, in a process."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from kgbuild.core.errors import KgbuildError
from kgbuild.core.records import record
from kgbuild.store.sparql.evidence import with_evidence
from kgbuild.store.sparql.store import Answer, GraphStore, QueryError, Table, Triples, open_store


@record
class Reply:
    """An answer, the prefixes that make it readable, and notes: why it is empty, for instance, with a help or none."""

    answer: Answer
    prefixes: Mapping[str, str]
    notes: tuple[tuple[str, str | None], ...] = ()


def ask(store: GraphStore, text: str, *, evidence: bool = False) -> Reply:
    """The answer to a query; ``evidence`` adds to each row what stands behind the claims in it.

    Raises :class:`QueryError`.
    """
    answer = store.query(text)
    if isinstance(answer, Table):
        if not answer.rows:
            return Reply(answer, store.prefixes, _reasons(text, store))
        return _evident(answer, store) if evidence else Reply(answer, store.prefixes)
    if isinstance(answer, Triples) and not answer.lines:
        return Reply(answer, store.prefixes, _reasons(text, store))
    return Reply(answer, store.prefixes)


def _evident(table: Table, store: GraphStore) -> Reply:
    wider = with_evidence(table, store)
    if wider.variables != table.variables:
        return Reply(wider, store.prefixes)
    note = ("no column holds a claim whose evidence is not shown already", "select the claim itself")
    return Reply(table, store.prefixes, (note,))


def _reasons(text: str, store: GraphStore) -> tuple[tuple[str, str | None], ...]:
    # Only an empty answer pays for rdflib, which takes longer to import than most queries to run.
    from kgbuild.store.sparql.why_empty import why_empty

    return tuple((reason.text, reason.help) for reason in why_empty(text, store))


def ask_within(seconds: float, path: Path, text: str, *, evidence: bool = False) -> Reply:
    """The same in a process of its own, which is ended after so many seconds; loading the graph does not count.

    Raises :class:`QueryError`, where the time is over too, and :class:`KgbuildError` where there is no graph.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, path, text, evidence), daemon=True)
    process.start()
    theirs.close()
    try:
        _received(ours)
        if not ours.poll(seconds):
            raise QueryError(
                f"the query was ended after {seconds:g} s", "ask for less, or give it more: --timeout"
            )
        reply = _received(ours)
        assert isinstance(reply, Reply)
        return reply
    finally:
        process.kill()
        process.join()
        ours.close()


def _received(connection: Connection) -> object:
    try:
        found: object = connection.recv()
    except EOFError:
        raise QueryError("the process that ran the query ended without an answer") from None
    if isinstance(found, KgbuildError):
        raise found
    return found


def _work(connection: Connection, path: Path, text: str, evidence: bool) -> None:
    try:
        store = open_store(path)
        connection.send("loaded")
        connection.send(ask(store, text, evidence=evidence))
    except KgbuildError as error:
        connection.send(error)
