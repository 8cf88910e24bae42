"""The rows of a query for people: what stands behind a claim below its row, where it has no room beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kgbuild.report.tables import fits, render_table
from kgbuild.report.text import DEFAULT_WIDTH
from kgbuild.sparql.evidence import COLUMNS, evidence_names


def render_answer(header: Sequence[str], rows: Sequence[Sequence[str]], *, width: int = DEFAULT_WIDTH) -> str:
    """A table. Where it is too wide, the columns of evidence become a line below each row, one for each claim."""
    groups = list(_groups(header))
    behind = {at for group in groups for at in group.values()}
    kept = [at for at in range(len(header)) if at not in behind]
    if not groups or not kept or fits(header, rows, width=width):
        return render_table(header, rows, width=width)
    below = [
        [text for group in groups if (text := _evidence({name: row[at] for name, at in group.items()}))]
        for row in rows
    ]
    return render_table(
        [header[at] for at in kept], [[row[at] for at in kept] for row in rows], width=width, below=below
    )


def _groups(header: Sequence[str]) -> Iterator[Mapping[str, int]]:
    """For each claim whose quote and place are among the columns, where the columns of its evidence stand."""
    for variable in header:
        if not variable.endswith(("quote", "Quote")):
            continue
        start = variable[: -len("quote")]
        claim = f"{start}Claim" if start else "claim"
        named = {"claim": claim, **dict(zip(COLUMNS, evidence_names(claim), strict=True))}
        group = {name: header.index(column) for name, column in named.items() if column in header}
        if "at" in group:
            yield group


def _evidence(cells: Mapping[str, str]) -> str:
    """ "“131 civilians were killed” · characters 1329–1354 · claim:… · doc:… · agent:… · mappings/….yaml:140:5"."""
    if not cells["quote"]:
        return ""
    parts = [f"“{cells['quote']}”"]
    if cells.get("start") and cells.get("end"):
        parts.append(f"characters {cells['start']}–{cells['end']}")
    parts += [cells[name] for name in ("claim", "document", "voice", "at") if cells.get(name)]
    return " · ".join(parts)
