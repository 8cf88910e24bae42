"""A load as a page: what was sent and dropped, and what the store has now."""

from __future__ import annotations

from kgbuild.core.pages import Page
from kgbuild.core.terminal import count
from kgbuild.store.load.graph_file import GraphFile
from kgbuild.store.load.loader import LoadReport

COLUMNS = ("graph", "state", "quads", "found")


def load_page(built: GraphFile, target: str, report: LoadReport, *, dry_run: bool) -> Page:
    """Every graph with what became of it; people are shown those that changed, and the sums."""
    plan = report.plan
    sent = [*plan.send, *([built.meta] if plan.meta else [])]
    same = [*plan.same, *([] if plan.meta else [built.meta])]
    rows: list[tuple[str, str, int, int]] = [
        *(
            (each.graph, "to send" if dry_run else "sent", each.quads, report.found[each.graph])
            for each in sent
        ),
        *(
            (graph, "to drop", 0, plan.found[graph]) if dry_run else (graph, "dropped", 0, 0)
            for graph in plan.drop
        ),
        *((each.graph, "unchanged", each.quads, report.found[each.graph]) for each in same),
    ]
    page = Page(header=COLUMNS, rows=[*rows])
    page.data = {
        "target": target,
        "dry_run": dry_run,
        "interrupted": plan.interrupted,
        "graphs": [dict(zip(COLUMNS, row, strict=True)) for row in rows],
    }
    page.heading(f"{'Compared with' if dry_run else 'Loaded into'} {target}")
    if plan.interrupted:
        page.line("an earlier load was broken off; this one goes on from there")
    if plan.empty:
        page.line("nothing to send: the store has what was built")
    else:
        quads = sum(each.quads for each in sent)
        page.line(f"{'to send' if dry_run else 'sent'}: {count(len(sent), 'graph')}, {count(quads, 'quad')}")
        if plan.drop:
            page.line(f"{'to drop' if dry_run else 'dropped'}: {count(len(plan.drop), 'graph')}")
        heads = ("graph", "", "built", "found before" if dry_run else "found after")
        changed = [row for row in rows if row[1] != "unchanged"]
        prefix = f"{built.base}graph/"
        page.grid(
            heads,
            [
                (graph.removeprefix(prefix), state, f"{built_quads:,}", f"{found:,}")
                for graph, state, built_quads, found in changed
            ],
        )
    held = sum(report.found[each.graph] for each in (*built.sections, built.meta))
    page.line(
        f"the store counts {count(held, 'quad')} in {count(len(built.sections) + 1, 'graph')} of this project"
    )
    return page
