"""A load as a page: what was sent and dropped, and what the store has now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from kgbuild.core.pages import Page
from kgbuild.core.terminal import count
from kgbuild.store.load.graph_file import GraphFile
from kgbuild.store.load.loader import LoadReport

COLUMNS: Final = ("graph", "state", "quads", "found")
_SAME: Final = "unchanged"
_Row: TypeAlias = tuple[str, str, int, int]


def load_page(built: GraphFile, target: str, report: LoadReport, *, dry_run: bool) -> Page:
    """Every graph with what became of it; people are shown those that changed, and the sums."""
    rows = list(_rows(built, report, dry_run=dry_run))
    page = Page(header=COLUMNS, rows=[*rows])
    page.data = {
        "target": target,
        "dry_run": dry_run,
        "interrupted": report.plan.interrupted,
        "graphs": [dict(zip(COLUMNS, row, strict=True)) for row in rows],
    }
    page.heading(f"{'Compared with' if dry_run else 'Loaded into'} {target}")
    if report.plan.interrupted:
        page.line("an earlier load was broken off; this one goes on from there")
    if report.plan.empty:
        page.line("nothing to send: the store has what was built")
    else:
        _changed(page, built, rows, dry_run=dry_run)
    held = sum(report.found[each.graph] for each in (*built.sections, built.meta))
    page.line(
        f"the store counts {count(held, 'quad')} in {count(len(built.sections) + 1, 'graph')} of this project"
    )
    return page


def _rows(built: GraphFile, report: LoadReport, *, dry_run: bool) -> Iterator[_Row]:
    """The graphs that are sent, those that are dropped, and those that stay."""
    plan = report.plan
    sent, dropped = _states(dry_run)
    for each in (*plan.send, *([built.meta] if plan.meta else [])):
        yield each.graph, sent, each.quads, report.found[each.graph]
    for graph in plan.drop:
        yield graph, dropped, 0, plan.found[graph] if dry_run else 0
    for each in (*plan.same, *([] if plan.meta else [built.meta])):
        yield each.graph, _SAME, each.quads, report.found[each.graph]


def _states(dry_run: bool) -> tuple[str, str]:
    """What a graph is called that is sent, and one that is dropped."""
    return ("to send", "to drop") if dry_run else ("sent", "dropped")


def _changed(page: Page, built: GraphFile, rows: Sequence[_Row], *, dry_run: bool) -> None:
    """How much is sent and dropped, and each of these graphs."""
    sent, dropped = _states(dry_run)
    quads = [row[2] for row in rows if row[1] == sent]
    page.line(f"{sent}: {count(len(quads), 'graph')}, {count(sum(quads), 'quad')}")
    gone = sum(row[1] == dropped for row in rows)
    if gone:
        page.line(f"{dropped}: {count(gone, 'graph')}")
    prefix = f"{built.base}graph/"
    page.grid(
        ("graph", "", "built", "found before" if dry_run else "found after"),
        [
            (graph.removeprefix(prefix), state, f"{number:,}", f"{found:,}")
            for graph, state, number, found in rows
            if state != _SAME
        ],
    )
