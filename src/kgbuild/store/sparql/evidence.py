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

WITH_PLACE: Final = (*COLUMNS, "place")
"""The place in the original besides ("page 3, line 12"): a column only where a text was extracted from one."""


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
    names = [name for at in holding for name in evidence_names(table.variables[at], WITH_PLACE)]
    known: dict[Term, tuple[Term | None, ...]] = {}

    def evidence(term: Term | None) -> tuple[Term | None, ...]:
        if term is None or not term.startswith(kinds):
            return (None,) * len(WITH_PLACE)
        if term not in known:
            known[term] = _evidence(term, store)
        return known[term]

    found = [[cell for at in holding for cell in evidence(row[at])] for row in table.rows]
    # A column of places in originals stands only where one is known.
    placed = [any(cells[at] is not None for cells in found) for at in range(len(names))]
    new = [
        at
        for at, name in enumerate(names)
        if name not in table.variables and (placed[at] or WITH_PLACE[at % len(WITH_PLACE)] in COLUMNS)
    ]
    rows = [(*row, *(cells[at] for at in new)) for row, cells in zip(table.rows, found, strict=True)]
    return Table((*table.variables, *(names[at] for at in new)), tuple(rows))


def _evidence(claim: Term, store: GraphStore) -> tuple[Term | None, ...]:
    def first(node: Term | None, predicate: Term) -> Term | None:
        found = store.values(node, predicate) if node is not None else []
        return found[0] if found else None

    anchor = first(claim, t.EVIDENCE)
    selectors = store.values(anchor, t.HAS_SELECTOR) if anchor is not None else []
    places = sorted({place for selector in selectors for place in store.values(selector, t.LABEL)})
    return (
        first(claim, t.IN_DOCUMENT),
        first(claim, t.SOURCE_VOICE),
        first(anchor, t.QUOTE),
        first(anchor, t.START),
        first(anchor, t.END),
        first(claim, t.MAPPED_AT),
        places[0] if places else None,
    )
