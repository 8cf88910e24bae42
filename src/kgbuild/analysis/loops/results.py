"""Circular reporting: documents, voices or claims whose recorded sources lead back to themselves.

Loops are looked for on three graphs, each with an edge from what is derived to its source. *claims*: derivations.
*documents* (works are nodes too): derivations of claims, documents and parts, and citations. *voices*: derivations
(from the voice of a claim to that of its source), citations (between the voices of the documents), and attributions
(from each voice of a chain to the one whose words it gives). Citations that dispute or refute are no edges. A document
or voice that leads to itself is no loop, a claim is. Unnamed voices are no nodes: nobody knows who they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import networkx as nx

from kgbuild.analysis.study import Citation, Section, Study
from kgbuild.analysis.views import DISPUTING, link_type
from kgbuild.claims.claim import Claim
from kgbuild.claims.lineage import Link
from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.values.dates import Time

COUNTED: Final[Mapping[str, tuple[str, ...]]] = {
    "claims": ("derivations",),
    "documents": ("derivations", "citations"),
    "voices": ("derivations", "citations", "attributions"),
}
"""Which things recorded are edges between claims, documents and voices."""


@record
class StepEvidence:
    """One thing recorded that makes an edge: it *derives*, *quotes*, *annexes*, *relays*, *cites*, *attributes*.

    ``derived`` and ``source`` are what it stands between: claims, documents, parts or works; in an attribution the
    claim and the inner voice. ``dates`` are those of their documents; ``backwards`` says that the source is dated
    after what is derived from it.
    """

    kind: str
    derived: Term
    source: Term
    place: Place | None
    dates: tuple[Time | None, Time | None]
    question: Term | None

    @property
    def backwards(self) -> bool:
        """Whether the source is dated wholly after what is derived from it."""
        derived, source = self.dates
        return (
            derived is not None
            and source is not None
            and derived.end is not None
            and source.start is not None
            and source.start > derived.end
        )


@record
class LoopStep:
    """Two neighbours of a loop with all that is recorded between them."""

    derived: Term
    source: Term
    evidence: tuple[StepEvidence, ...]


@record
class Loop:
    """Nodes that all lead to each other (``members``), with one of their shortest loops.

    ``level`` is a key of :data:`COUNTED`. ``question`` is the slot to which something on every edge of the loop
    belongs, if there is one: else the edges are about different things, and nothing need have gone round.
    """

    level: str
    members: tuple[Term, ...]
    edges: tuple[LoopStep, ...]
    question: Term | None

    @property
    def backwards(self) -> bool:
        """Whether time runs backwards on some edge, in all that is recorded of it and has dates."""
        for edge in self.edges:
            dated = [item for item in edge.evidence if None not in item.dates]
            if dated and all(item.backwards for item in dated):
                return True
        return False


Between = Mapping[tuple[Term, Term], Sequence[StepEvidence]]
"""The edges of a graph: what is recorded between two nodes."""


def loops_of(study: Study) -> list[Loop]:
    """The loops between claims, documents and voices, one for each strongly connected component."""
    found = []
    graphs = {"claims": _claims(study), "documents": _documents(study), "voices": _voices(study)}
    for level, between in graphs.items():
        graph: nx.DiGraph[Term] = nx.DiGraph()
        graph.add_edges_from(sorted(between))
        rank = _ranks(study, graph)
        for members in nx.strongly_connected_components(graph):
            if len(members) > 1 or any(graph.has_edge(node, node) for node in members):
                cycle = shortest_loop(graph, members, rank)
                edges = tuple(
                    LoopStep(one, other, tuple(between[one, other]))
                    for one, other in zip(cycle, (*cycle[1:], cycle[0]), strict=True)
                )
                ordered = tuple(sorted(members, key=rank.__getitem__))
                found.append(Loop(level, ordered, edges, _shared(edges)))
        found.sort(key=lambda loop: (list(COUNTED).index(loop.level), len(loop.edges), loop.members))
    return found


def shortest_loop(graph: nx.DiGraph[Term], members: set[Term], rank: Mapping[Term, int]) -> tuple[Term, ...]:
    """A shortest loop within a strongly connected component, from its first node by ``rank``.

    After the shortest loop through one node is known, that node is taken out, and with it all that was strongly
    connected by it alone: so a long ring takes one search, not one for each node.
    """
    own = [node for node in members if graph.has_edge(node, node)]
    if own:
        return (min(own, key=rank.__getitem__),)
    inner = graph.subgraph(members)
    least = 2 if any(graph.has_edge(other, one) for one, other in inner.edges) else 3
    best: list[Term] = []
    todo = [members]
    while todo and (not best or len(best) > least):
        group = todo.pop()
        if len(group) > 1:
            start = min(group, key=rank.__getitem__)
            longest = len(best) - 1 if best else len(group)
            best = _loop_through(graph.subgraph(group), start, rank, longest) or best
            todo += nx.strongly_connected_components(graph.subgraph(group - {start}))
    first = min(range(len(best)), key=lambda at: rank[best[at]])
    return (*best[first:], *best[:first])


def _loop_through(graph: nx.DiGraph[Term], start: Term, rank: Mapping[Term, int], longest: int) -> list[Term]:
    """A shortest loop through a node, of at most so many nodes; empty where there is none."""
    parents = {start: start}
    steps = nx.bfs_predecessors(
        graph,
        start,
        depth_limit=longest - 1,
        sort_neighbors=lambda nodes: sorted(nodes, key=rank.__getitem__),
    )
    for node, parent in steps:
        parents[node] = parent
        if graph.has_edge(node, start):
            back = [node]
            while back[-1] != start:
                back.append(parents[back[-1]])
            return back[::-1]
    return []


def _ranks(study: Study, graph: nx.DiGraph[Term]) -> dict[Term, int]:
    """The nodes in the order of their dates, then of their names."""

    def key(node: Term) -> tuple[int, int, Term]:
        claim = study.by_term.get(node)
        section = study.section_of(claim) if claim else study.sections.get(study.name(node))
        return (*(study.date_key(section) if section else (0, 0)), node)

    return {node: number for number, node in enumerate(sorted(graph, key=key))}


def _shared(edges: Sequence[LoopStep]) -> Term | None:
    """The question that something on every edge belongs to."""
    asked = [{item.question for item in edge.evidence} - {None} for edge in edges]
    shared = set.intersection(*asked) if asked else set()
    return min((slot for slot in shared if slot is not None), default=None)


def _claims(study: Study) -> Between:
    found: dict[tuple[Term, Term], list[StepEvidence]] = defaultdict(list)
    for link in study.corpus.links:
        if link.derived in study.by_term and link.source in study.by_term:
            found[link.derived, link.source].append(_of_link(study, link))
    return found


def _documents(study: Study) -> Between:
    found: dict[tuple[Term, Term], list[StepEvidence]] = defaultdict(list)
    items = [*(_of_link(study, link) for link in study.corpus.links), *_citing(study)]
    for item in items:
        one, other = _whole(study, item.derived), _whole(study, item.source)
        if one != other:
            found[one, other].append(item)
    return found


def _voices(study: Study) -> Between:
    found: dict[tuple[Term, Term], list[StepEvidence]] = defaultdict(list)

    def add(one: Term | None, other: Term | None, item: StepEvidence) -> None:
        named = one is not None and other is not None and not study.is_unnamed(one)
        if named and one != other and not study.is_unnamed(other or ""):
            found[one or "", other or ""].append(item)

    for link in study.corpus.links:
        add(_voice(study, link.derived), _voice(study, link.source), _of_link(study, link))
    for item in _citing(study):
        add(_voice(study, item.derived), _voice(study, item.source), item)
    for claim in study.claims:
        date = study.issued(study.section_of(claim))
        for outer, inner in zip(claim.utterances, claim.utterances[1:], strict=False):
            item = StepEvidence(
                "attributes", claim.term, inner.voice, claim.place, (date, None), claim.proposition.slot
            )
            add(outer.voice, inner.voice, item)
    return found


def _of_link(study: Study, link: Link) -> StepEvidence:
    dates = _date(study, link.derived), _date(study, link.source)
    claim = study.by_term.get(link.derived)
    slot = claim.proposition.slot if claim is not None else None
    return StepEvidence(link_type(study, link), link.derived, link.source, link.place, dates, slot)


def _citing(study: Study) -> Iterator[StepEvidence]:
    for citation in study.citations:
        if citation.spec.how not in DISPUTING:
            yield _of_citation(study, citation)


def _of_citation(study: Study, citation: Citation) -> StepEvidence:
    target = citation.spec.target.term
    dates = _date(study, citation.source), _date(study, target)
    return StepEvidence("cites", citation.source, target, citation.spec.place, dates, None)


def _section(study: Study, term: Term) -> Section | None:
    """The document or part that a claim stands in, or that a node is."""
    claim: Claim | None = study.by_term.get(term)
    if claim is not None:
        return study.section_of(claim)
    return study.sections.get(study.name(term)) if study.kind(term) in ("doc", "part") else None


def _date(study: Study, term: Term) -> Time | None:
    section = _section(study, term)
    return study.issued(section) if section is not None else None


def _whole(study: Study, term: Term) -> Term:
    """The document of a claim or part; anything else is a node of its own."""
    section = _section(study, term)
    return study.sections[section.document].term if section is not None else term


def _voice(study: Study, term: Term) -> Term | None:
    """The voice of a claim (the innermost), or in whose name a document or part speaks."""
    claim = study.by_term.get(term)
    if claim is not None:
        return claim.voice
    section = _section(study, term)
    if section is None:
        return None
    return section.voice or study.sections[section.document].voice
