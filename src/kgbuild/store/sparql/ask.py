"""Queries answered: with evidence, and with the reasons for an empty answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kgbuild.core.records import record
from kgbuild.store.sparql.evidence import with_evidence
from kgbuild.store.sparql.store import Answer, GraphStore, Table, Triples


@record
class Reply:
    """An answer, the prefixes that make it readable, and notes, such as why it is empty, each with a help or none."""

    answer: Answer
    prefixes: Mapping[str, str]
    notes: tuple[tuple[str, str | None], ...] = ()


def is_empty(answer: Answer) -> bool:
    """Whether an answer has no row and no triple."""
    return (isinstance(answer, Table) and not answer.rows) or (
        isinstance(answer, Triples) and not answer.lines
    )


def answered(store: GraphStore, text: str, *, evidence: bool = False) -> Reply:
    """The answer to a query; ``evidence`` adds to each row the evidence of its claims. Raises :class:`QueryError`."""
    answer = store.query(text)
    if isinstance(answer, Table) and answer.rows and evidence:
        return _evident(answer, store)
    return Reply(answer, store.prefixes)


def with_reasons(reply: Reply, text: str, store: GraphStore) -> Reply:
    """An empty reply to a query, with the reasons why it is empty."""
    # Imported only for an empty answer: to import rdflib takes longer than most queries.
    from kgbuild.store.sparql.why_empty import why_empty

    return replace(reply, notes=tuple((reason.text, reason.help) for reason in why_empty(text, store)))


def _evident(table: Table, store: GraphStore) -> Reply:
    wider = with_evidence(table, store)
    if wider.variables != table.variables:
        return Reply(wider, store.prefixes)
    note = ("no column holds a claim whose evidence is not shown already", "select the claim itself")
    return Reply(table, store.prefixes, (note,))
