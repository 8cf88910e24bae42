"""Columns of evidence for the claims in a table: document, voice, quote, characters, and place in the mapping."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kgbuild.core.terms import Term
from kgbuild.graph import terms as t
from kgbuild.store.sparql.store import GraphStore, Table

COLUMNS: Final = ("document", "voice", "quote", "start", "end", "at")
"""What is added for a claim in the column ``?claim``; beside ``?leftClaim`` stands ``?leftDocument``, and so on."""

WITH_SOURCE: Final = (*COLUMNS, "place", "url")
"""Besides, the place in the original ("page 3, line 12") and the address of it: columns only where one is known."""


def evidence_names(variable: str, columns: Sequence[str] = COLUMNS) -> tuple[str, ...]:
    """The names of the columns of evidence for the claims in a column."""
    start = re.sub("(c|C)laim$", "", variable)
    return tuple(f"{start}{name[0].upper()}{name[1:]}" if start else name for name in columns)


def with_evidence(table: Table, store: GraphStore) -> Table:
    """The table with columns of evidence for its claims and citations; unchanged where it has none."""
    kinds = tuple(f"<{store.base}{kind}/" for kind in ("claim", "citation"))
    holding = [
        at
        for at in range(len(table.variables))
        if any(term is not None and term.startswith(kinds) for row in table.rows if (term := row[at]))
    ]
    names = [name for at in holding for name in evidence_names(table.variables[at], WITH_SOURCE)]
    known: dict[Term, tuple[Term | None, ...]] = {}

    def evidence(term: Term | None) -> tuple[Term | None, ...]:
        if term is None or not term.startswith(kinds):
            return (None,) * len(WITH_SOURCE)
        if term not in known:
            known[term] = _evidence(term, store)
        return known[term]

    found = [[cell for at in holding for cell in evidence(row[at])] for row in table.rows]
    # A column of the original stands only where something is known of one.
    known_of = [any(cells[at] is not None for cells in found) for at in range(len(names))]
    new = [
        at
        for at, name in enumerate(names)
        if name not in table.variables and (known_of[at] or WITH_SOURCE[at % len(WITH_SOURCE)] in COLUMNS)
    ]
    rows = [(*row, *(cells[at] for at in new)) for row, cells in zip(table.rows, found, strict=True)]
    return Table((*table.variables, *(names[at] for at in new)), tuple(rows))


def _evidence(claim: Term, store: GraphStore) -> tuple[Term | None, ...]:
    def first(node: Term | None, predicate: Term) -> Term | None:
        found = store.values(node, predicate) if node is not None else []
        return found[0] if found else None

    anchor, document = first(claim, t.EVIDENCE), first(claim, t.IN_DOCUMENT)
    selectors = store.values(anchor, t.HAS_SELECTOR) if anchor is not None else []
    places = sorted({place for selector in selectors for place in store.values(selector, t.LABEL)})
    return (
        document,
        first(claim, t.SOURCE_VOICE),
        first(anchor, t.QUOTE),
        first(anchor, t.START),
        first(anchor, t.END),
        first(claim, t.MAPPED_AT),
        places[0] if places else None,
        first(document, t.URL),
    )
