"""The recorded ways by which claims came, and where all of them meet.

Both questions asked here are old ones of graphs: the nodes on every way from a start to an end (its dominators), and
the least number of nodes without which none is left (as many as there are ways without a shared node; Menger 1927).
They are asked of a small graph for each figure of a corpus, so each is answered on plain dictionaries: making a
networkx graph of each takes many times as long as the answer. The tests hold both to networkx.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from kgbuild.claims import Claim
from kgbuild.provenance.study import Study
from kgbuild.terms import Term

START: Final = "start"
END: Final = "end"

Ways: TypeAlias = Mapping[Term, Mapping[Term, None]]
"""For each node those that it leads to, in the order in which they were found."""


def ways_of(study: Study, claims: Sequence[Claim]) -> Ways:
    """The ways by which claims came, as recorded: claim → document → its voices, outermost first → sources → …

    ``start`` leads to the claims given, every end of recorded lineage to ``end``. Documents, works and voices are one
    node each, whoever's way leads through them; unnamed voices are left out, as nothing is known of who they are.
    """
    todo = [claim.term for claim in claims]
    ways: dict[Term, dict[Term, None]] = {START: dict.fromkeys(todo), END: {}}
    seen = set(todo)
    while todo:
        node = last = todo.pop()
        claim = study.by_term.get(node)
        if claim is not None:
            voices = (utterance.voice for utterance in claim.utterances)
            steps = [study.sections[claim.document].term, *(v for v in voices if not study.is_unnamed(v))]
            for step in steps:
                if step != last:
                    ways.setdefault(last, {})[step] = None
                last = step
        onward = ways.setdefault(last, {})
        links = study.links.get(node, ())
        for link in links:
            if link.source != last:
                onward[link.source] = None
            if link.source not in seen:
                seen.add(link.source)
                todo.append(link.source)
        if not links:
            onward[END] = None
    return ways


def bottleneck(ways: Ways) -> tuple[list[Term], int]:
    """The nodes on every way from start to end, in its order, and the least number of nodes that cuts all ways off."""
    way = _one_way(ways)
    if way is None:
        return [], 0
    on_all = _on_all(ways, way)
    return on_all, 1 if on_all else _cut(ways)


def _one_way(ways: Ways) -> list[Term] | None:
    """Some way from start to end."""
    before: dict[Term, Term] = {START: START}
    todo = [START]
    while todo:
        node = todo.pop()
        for step in ways.get(node, ()):
            if step not in before:
                before[step] = node
                todo.append(step)
    if END not in before:
        return None
    way = [END]
    while way[-1] != START:
        way.append(before[way[-1]])
    return way[::-1]


def _on_all(ways: Ways, way: Sequence[Term]) -> list[Term]:
    """The nodes of one way that no other way goes round.

    ``furthest`` is how far along it one comes from the nodes before, by nodes that do not lie on it.
    """
    position = {node: number for number, node in enumerate(way)}
    seen: set[Term] = set()
    found: list[Term] = []
    furthest = 0
    for number, node in enumerate(way[:-1]):
        if number and furthest == number:
            found.append(node)
        todo = [node]
        while todo:
            for step in ways.get(todo.pop(), ()):
                if step in position:
                    furthest = max(furthest, position[step])
                elif step not in seen:
                    seen.add(step)
                    todo.append(step)
    return found


_Node: TypeAlias = tuple[Term, bool]
"""A node as it is come to (``False``) and as it is left (``True``)."""


def _cut(ways: Ways) -> int:
    """How many ways there are that share no node: found one by one, each free to turn earlier ones aside."""
    taken: dict[_Node, dict[_Node, None]] = {}  # for each node those from which a way comes to it

    def steps(node: _Node) -> Iterator[_Node]:
        term, left = node
        yield from tuple(taken.get(node, ()))
        for step in ((following, False) for following in ways.get(term, ())) if left else ((term, True),):
            if node not in taken.get(step, ()):
                yield step

    def one_more() -> bool:
        before: dict[_Node, _Node] = {}
        first, last = (START, True), (END, False)
        todo = [(first, steps(first))]
        while todo:
            node, following = todo[-1]
            step = next((each for each in following if each not in before and each != first), None)
            if step is None:
                todo.pop()
                continue
            before[step] = node
            if step == last:
                break
            todo.append((step, steps(step)))
        else:
            return False
        node = last
        while node != first:
            from_node = before[node]
            if node in taken.get(from_node, ()):
                del taken[from_node][node]
            else:
                taken.setdefault(node, {})[from_node] = None
            node = from_node
        return True

    found = 0
    while one_more():
        found += 1
    return found
