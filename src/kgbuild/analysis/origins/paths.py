"""The recorded ways by which a claim came: from it, link by link, to where nothing further is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.analysis.study import Study
from kgbuild.claims.lineage import Link
from kgbuild.core.records import record
from kgbuild.core.terms import Term

LONGEST = 12
"""How many links of a way are followed."""


@record
class LineagePath:
    """One way, the links nearest to the claim first.

    ``circle``: its last link leads back to a node of the way; ``cut``: more links follow, after :data:`LONGEST`.
    """

    links: tuple[Link, ...]
    circle: bool
    cut: bool


def lineage_paths(study: Study, term: Term) -> Iterator[LineagePath]:
    """Every recorded way from a node on, one after another: there may be more than anybody can read."""
    links: list[Link] = []
    open_nodes = [term]
    todo = [iter(study.links.get(term, ()))]
    while todo:
        link = next(todo[-1], None)
        if link is None:
            todo.pop()
            open_nodes.pop()
            if links:
                links.pop()
            continue
        further = study.links.get(link.source, ())
        circle = link.source in open_nodes
        cut = bool(further) and not circle and len(links) + 1 >= LONGEST
        if further and not circle and not cut:
            links.append(link)
            open_nodes.append(link.source)
            todo.append(iter(further))
        else:
            yield LineagePath((*links, link), circle, cut)
