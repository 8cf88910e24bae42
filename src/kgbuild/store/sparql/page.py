"""The rows of a query for people: the evidence of a claim is put below its row, where there is no room beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kgbuild.core.terminal import DEFAULT_WIDTH, wrap
from kgbuild.core.text_table import fits, render_table
from kgbuild.store.sparql.evidence import WITH_SOURCE, evidence_names


def render_answer(header: Sequence[str], rows: Sequence[Sequence[str]], *, width: int = DEFAULT_WIDTH) -> str:
    """A table within ``width`` cells. Nothing is left out of one that is too wide.

    What is the same in every row, and the names of empty columns, are written above it; the columns of evidence
    become a line below each row, one for each claim.
    """
    if not rows or fits(header, rows, width=width):
        return render_table(header, rows, width=width)
    groups = list(_groups(header))
    behind = {at for group in groups for at in group.values()}
    free = [at for at in range(len(header)) if at not in behind]
    same = [at for at in free if len(rows) > 1 and len({row[at] for row in rows}) == 1]
    kept = [at for at in free if at not in same]
    if not kept:
        kept, same = free, []
    if not kept:
        return render_table(header, rows, width=width)
    below = [[text for group in groups if (text := _evidence(row, group))] for row in rows]
    table = render_table(
        [header[at] for at in kept], [[row[at] for at in kept] for row in rows], width=width, below=below
    )
    return "".join(f"{line}\n" for line in _above(header, rows[0], same, width)) + table


def _above(header: Sequence[str], row: Sequence[str], same: Sequence[int], width: int) -> Iterator[str]:
    """What is the same in every row."""
    filled = [f"{header[at]} {row[at]}" for at in same if row[at]]
    empty = [header[at] for at in same if not row[at]]
    for what, names in (("in every row", " · ".join(filled)), ("without a value", ", ".join(empty))):
        if names:
            yield from wrap(f"{what}: {names}", width)


def _groups(header: Sequence[str]) -> Iterator[Mapping[str, int]]:
    """For each claim whose quote and place are among the columns, where the columns of its evidence stand."""
    for variable in header:
        if not variable.endswith(("quote", "Quote")):
            continue
        start = variable[: -len("quote")]
        claim = f"{start}Claim" if start else "claim"
        named = {"claim": claim, **dict(zip(WITH_SOURCE, evidence_names(claim, WITH_SOURCE), strict=True))}
        named["label"] = f"{named['voice']}Label"
        group = {name: header.index(column) for name, column in named.items() if column in header}
        if "at" in group:
            yield group


def _evidence(row: Sequence[str], group: Mapping[str, int]) -> str:
    """ "“131 civilians were killed” · characters 1329–1354 · Permanent Mission … · claim:… · mappings/….yaml:140:5"."""
    cells = {name: row[at] for name, at in group.items()}
    if not cells["quote"]:
        return ""
    parts = [f"“{cells['quote']}”"]
    if cells.get("start") and cells.get("end"):
        parts.append(f"characters {cells['start']}–{cells['end']}")
    parts += [cells.get("place", ""), cells.get("url", "")]
    label, voice = cells.get("label"), cells.get("voice")
    parts += [f"{label} ({voice})" if label and voice else label or voice or ""]
    parts += [cells.get(name, "") for name in ("claim", "document", "at")]
    return " · ".join(part for part in parts if part)
