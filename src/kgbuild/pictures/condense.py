"""Large flows made smaller, nothing left out unsaid: what is alike becomes one box, what only passes on an edge.

Counts are kept: a box says how many it stands for, an edge ``via N`` how many it passes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kgbuild.pictures.layers import periods_of
from kgbuild.pictures.parts import Edge, Flow, Node, Text

_NAMES: Final = 3
_PLAIN: Final = frozenset({"document", "part", "mention", "open", "claim", "many"})


def condensed(flow: Flow, limit: int) -> Flow:
    """A flow of more than ``limit`` things in fewer: by likeness first, and if need be by period.

    Works, voices and what is marked stay as they are as long as they can.
    """
    for step in (_alike, _passed, _alike, _by_period):
        if len(flow.nodes) <= limit:
            break
        flow = step(flow)
    return flow


def _alike(flow: Flow) -> Flow:
    """What stands in one period with the same sources and the same derived, by the same kinds of edges, is one box."""
    period = _periods(flow)
    before: dict[str, set[tuple[str, str]]] = defaultdict(set)
    after: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for edge in flow.edges:
        before[edge.derived].add((edge.source, edge.kind))
        after[edge.source].add((edge.derived, edge.kind))
    groups: dict[object, list[Node]] = defaultdict(list)
    for node in flow.nodes:
        key: object = (node.kind, period[node.id], frozenset(before[node.id]), frozenset(after[node.id]))
        plain = node.kind in _PLAIN and not node.marked and node.count == 1
        groups[key if plain else node.id].append(node)
    return _grouped(flow, list(groups.values()))


def _by_period(flow: Flow) -> Flow:
    """All that stands in one period and is of one kind is one box."""
    period = _periods(flow)
    groups: dict[object, list[Node]] = defaultdict(list)
    for node in flow.nodes:
        plain = node.kind in _PLAIN and not node.marked
        groups[(node.kind, period[node.id]) if plain else node.id].append(node)
    return _grouped(flow, list(groups.values()))


def _periods(flow: Flow) -> dict[str, object]:
    known = periods_of(node.year for node in flow.nodes if node.year is not None)
    return {node.id: known[node.year] if node.year is not None else None for node in flow.nodes}


def _grouped(flow: Flow, groups: Sequence[Sequence[Node]]) -> Flow:
    """A flow whose groups are one box each, and whose edges between the same two boxes are one."""
    nodes: list[Node] = []
    home: dict[str, str] = {}
    for group in groups:
        node = group[0] if len(group) == 1 else _several(group)
        nodes.append(node)
        home.update((each.id, node.id) for each in group)
    joined: dict[tuple[str, str, str, str], list[Edge]] = defaultdict(list)
    for edge in flow.edges:
        ends = home[edge.source], home[edge.derived]
        if ends[0] != ends[1] or edge.source == edge.derived:
            joined[(*ends, edge.kind, edge.text)].append(edge)
    edges = [
        replace(found[0], source=source, derived=derived)
        if len(found) == 1
        else Edge(source, derived, kind, text or "", tip=f"{len(found)} links")
        for (source, derived, kind, text), found in joined.items()
    ]
    return Flow(flow.title, nodes, edges)


def _several(group: Sequence[Node]) -> Node:
    count = sum(node.count for node in group)
    names = [node.id for node in group if node.count == 1]
    shown = ", ".join(names[:_NAMES]) + (" …" if count > _NAMES else "")
    years = sorted(node.year for node in group if node.year is not None)
    when = "" if not years else f", {years[0]}" if years[0] == years[-1] else f", {years[0]}–{years[-1]}"
    return Node(
        id=f"{group[0].id} and {count - 1} more",
        texts=(Text(f"{count} of them{when}", True), Text(shown)),
        kind=group[0].kind,
        year=years[0] if years else None,
        count=count,
        tip=", ".join(names),
    )


def _passed(flow: Flow) -> Flow:
    """What has one source and one derived, by edges of one kind, becomes ``via N`` on an edge between those."""
    into, out = Counter(e.derived for e in flow.edges), Counter(e.source for e in flow.edges)
    by_source = {edge.source: edge for edge in flow.edges}
    by_derived = {edge.derived: edge for edge in flow.edges}
    kind = {node.id: node for node in flow.nodes}

    def passes(name: str) -> bool:
        node = kind[name]
        return (
            into[name] == out[name] == 1
            and node.kind in _PLAIN
            and not node.marked
            and by_source[name].kind == by_derived[name].kind
            and by_source[name].derived != name
        )

    gone = {node.id for node in flow.nodes if passes(node.id)}
    edges: list[Edge] = []
    seen: set[str] = set()
    for edge in flow.edges:
        if edge.source in gone:
            continue
        number, last, names = 0, edge, list[str]()
        while last.derived in gone:
            seen.add(last.derived)
            number += kind[last.derived].count
            names.append(last.derived)
            last = by_source[last.derived]
        text = f"via {number}" if number else edge.text
        edges.append(replace(edge, derived=last.derived, text=text, tip=", ".join(names) or edge.tip))
    lost = gone - seen  # a circle that nothing else leads into stays as it is
    edges += [edge for edge in flow.edges if edge.source in lost]
    return Flow(flow.title, [node for node in flow.nodes if node.id not in seen], edges)
