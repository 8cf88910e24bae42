"""Large pictures made smaller, nothing left out unsaid: what is alike becomes one box, what only passes on an edge.

Counts are kept: a box says how many it stands for, an edge ``via N`` how many it passes, ``N links`` how many it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from kgbuild.analysis.drawing.layers import resolved, step_of
from kgbuild.analysis.drawing.parts import Caption, Edge, Flow, Node
from kgbuild.core.terminal import count

LARGE: Final = 60
"""With more things than this a picture is condensed."""
_NAMES: Final = 3
_JOINED: Final = {
    "document": "documents",
    "part": "parts",
    "mention": "statements",
    "open": "statements",
    "claim": "claims",
}
"""Kinds of which several may be drawn as one, and what they are called then."""
T = TypeVar("T")


def condensed(flow: Flow, limit: int = LARGE) -> Flow:
    """A flow of more than ``limit`` things in fewer: what is alike as one, what only passes on; else all of a period.

    Works, voices and what is marked stay as they are.
    """
    if len(flow.nodes) <= limit:
        return flow
    flow = replace(flow, years=step_of(node.year for node in flow.nodes if node.year is not None))
    alike = _alike(flow)
    shorter = _alike(_passed(alike))
    if len(alike.nodes) <= limit:
        return alike
    return shorter if len(shorter.nodes) <= limit else _by_period(flow)


def packed(items: Sequence[T], limit: int = LARGE) -> list[Sequence[T]]:
    """Items in at most ``limit`` groups of neighbours, as even as may be; each by itself where there are no more."""
    size = -(-len(items) // limit) or 1
    return [items[start : start + size] for start in range(0, len(items), size)]


def folded(flows: Sequence[Flow], shown: Sequence[Flow], where: str) -> list[str]:
    """What is said below flows that are ``shown`` with less in them: how much, and ``where`` all of it is."""
    pairs = [(one, other) for one, other in zip(flows, shown, strict=True) if one is not other]
    if not pairs:
        return []
    things, boxes = (sum(len(pair[side].nodes) for pair in pairs) for side in (0, 1))
    links, lines = (sum(len(pair[side].edges) for pair in pairs) for side in (0, 1))
    return [
        f"Condensed: {things:,} things stand in {boxes:,} boxes, {count(links, 'link')} in {count(lines, 'arrow')}. "
        f"{where}"
    ]


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
        key = (node.kind, period[node.id], frozenset(before[node.id]), frozenset(after[node.id]))
        groups[key if _may_join(node) and node.count == 1 else node.id].append(node)
    return _grouped(flow, list(groups.values()))


def _by_period(flow: Flow) -> Flow:
    """All that stands in one period and is of one kind is one box."""
    period = _periods(flow)
    groups: dict[object, list[Node]] = defaultdict(list)
    for node in flow.nodes:
        groups[(node.kind, period[node.id]) if _may_join(node) else node.id].append(node)
    return _grouped(flow, list(groups.values()))


def _may_join(node: Node) -> bool:
    """Whether a thing may be drawn as one with others of its kind."""
    return node.kind in _JOINED and not node.marked


def _periods(flow: Flow) -> dict[str, tuple[int, bool]]:
    """The period of each thing, and whether that is by its own date."""
    years = {node.id: node.year for node in flow.nodes}
    found, _ = resolved(years, [(edge.source, edge.derived) for edge in flow.edges], flow.years)
    return {name: (period, years[name] is not None) for name, period in found.items()}


def _grouped(flow: Flow, groups: Sequence[Sequence[Node]]) -> Flow:
    """A flow whose groups are one box each, and whose edges of one kind between the same two boxes are one."""
    home = {node.id: group[0].id for group in groups for node in group}
    inside = Counter(
        home[edge.source]
        for edge in flow.edges
        if home[edge.source] == home[edge.derived] and edge.source != edge.derived
    )
    nodes = [group[0] if len(group) == 1 else _several(group, inside[group[0].id]) for group in groups]
    joined: dict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for edge in flow.edges:
        ends = home[edge.source], home[edge.derived]
        if ends[0] != ends[1] or edge.source == edge.derived:
            joined[(*ends, edge.kind)].append(edge)
    edges = [
        replace(found[0], source=source, derived=derived)
        if len(found) == 1
        else Edge(
            source, derived, kind, f"{len(found):,} links", "; ".join(edge.tip for edge in found if edge.tip)
        )
        for (source, derived, kind), found in joined.items()
    ]
    return replace(flow, nodes=nodes, edges=edges)


def _several(group: Sequence[Node], links: int) -> Node:
    number = sum(node.count for node in group)
    names = [node.texts[0].text if node.texts else node.id for node in group]
    years = sorted(node.year for node in group if node.year is not None)
    when = "undated" if not years else f"{years[0]}" if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
    texts = [
        Caption(f"{number:,} {_JOINED[group[0].kind]}, {when}", True),
        Caption(", ".join(names[:_NAMES]) + (", …" if len(names) > _NAMES else "")),
    ]
    if links:
        texts.append(Caption(f"{count(links, 'link')} among them"))
    return Node(
        id=group[0].id,
        texts=tuple(texts),
        kind=group[0].kind,
        year=years[0] if years else None,
        count=number,
        tip="; ".join(node.tip or node.id for node in group),
    )


def _passed(flow: Flow) -> Flow:
    """What has one source and one derived, by edges of one kind, becomes ``via N`` on an edge between those."""
    into, out = Counter(edge.derived for edge in flow.edges), Counter(edge.source for edge in flow.edges)
    by_source = {edge.source: edge for edge in flow.edges}
    by_derived = {edge.derived: edge for edge in flow.edges}
    counts = {node.id: node.count for node in flow.nodes}
    gone = {
        node.id
        for node in flow.nodes
        if into[node.id] == out[node.id] == 1
        and _may_join(node)
        and by_source[node.id].kind == by_derived[node.id].kind
    }
    edges: list[Edge] = []
    seen: set[str] = set()
    for edge in flow.edges:
        if edge.source in gone:
            continue
        last, names = edge, list[str]()
        while last.derived in gone:
            names.append(last.derived)
            last = by_source[last.derived]
        seen.update(names)
        if names:
            edge = Edge(
                edge.source,
                last.derived,
                edge.kind,
                f"via {sum(map(counts.__getitem__, names)):,}",
                "; ".join(names),
            )
        edges.append(edge)
    # A circle of such things, which nothing else leads into, stays as it is.
    edges += [edge for edge in flow.edges if edge.source in gone - seen]
    return replace(flow, nodes=[node for node in flow.nodes if node.id not in seen], edges=edges)
