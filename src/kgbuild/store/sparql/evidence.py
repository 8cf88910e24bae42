"""Columns of evidence for the claims in a table: document, voice, quote, characters, and place in the mapping."""

from __future__ import annotations

import re
from typing import Final

from kgbuild.core.terms import Term
from kgbuild.graph import terms as t
from kgbuild.store.sparql.store import GraphStore, Table

COLUMNS: Final = ("document", "voice", "quote", "start", "end", "at")
"""What is added for a claim in the column ``?claim``; beside ``?leftClaim`` stands ``?leftDocument``, and so on."""


def evidence_names(variable: str) -> tuple[str, ...]:
    """The names of the columns of evidence for the claims in a column."""
    start = re.sub("(c|C)laim$", "", variable)
    return tuple(f"{start}{name[0].upper()}{name[1:]}" if start else name for name in COLUMNS)


def with_evidence(table: Table, store: GraphStore) -> Table:
    """The table with columns of evidence for its claims and citations; unchanged where it has none."""
    kinds = tuple(f"<{store.base}{kind}/" for kind in ("claim", "citation"))
    holding = [
        at
        for at in range(len(table.variables))
        if any(term is not None and term.startswith(kinds) for row in table.rows if (term := row[at]))
    ]
    names = [name for at in holding for name in evidence_names(table.variables[at])]
    new = [place for place, name in enumerate(names) if name not in table.variables]
    known: dict[Term, tuple[Term | None, ...]] = {}

    def evidence(term: Term | None) -> tuple[Term | None, ...]:
        if term is None or not term.startswith(kinds):
            return (None,) * len(COLUMNS)
        if term not in known:
            known[term] = _evidence(term, store)
        return known[term]

    rows = []
    for row in table.rows:
        cells = [cell for at in holding for cell in evidence(row[at])]
        rows.append((*row, *(cells[place] for place in new)))
    return Table((*table.variables, *(names[place] for place in new)), tuple(rows))


def _evidence(claim: Term, store: GraphStore) -> tuple[Term | None, ...]:
    def first(node: Term | None, predicate: Term) -> Term | None:
        found = store.values(node, predicate) if node is not None else []
        return found[0] if found else None

    anchor = first(claim, t.EVIDENCE)
    return (
        first(claim, t.IN_DOCUMENT),
        first(claim, t.SOURCE_VOICE),
        first(anchor, t.QUOTE),
        first(anchor, t.START),
        first(anchor, t.END),
        first(claim, t.MAPPED_AT),
    )
