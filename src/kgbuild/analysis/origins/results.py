"""From how many sources does a figure come? Mentions, recorded origins, and what is not recorded.

A mention is a claim that counts (asserted, reported or acknowledged, of actual or habitual content). Its recorded
lineage ends in works, which are *recorded origins*, or in claims of which nothing further is recorded (itself, where it
has no links at all). These are counted apart: nothing follows from them about where they came from. So an echo, which
ends where its source does, never adds to either count. The bottleneck is found on the graph from the
derived mentions through documents, voices and sources to the origins: the nodes on every path and the size of a minimum
vertex cut (dominators: Cooper, Harvey, Kennedy 2001; vertex connectivity: Esfahanian 2013, by shortest augmenting
paths, which takes a twentieth of the time of networkx's default on 400 documents with a source of their own each).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import networkx as nx
from networkx.algorithms.flow import shortest_augmenting_path

from kgbuild.analysis.html_table import html_table
from kgbuild.analysis.origins.shared import SharedWording, Suggestions
from kgbuild.analysis.study import Question, Study
from kgbuild.claims.claim import Claim
from kgbuild.claims.lineage import Link
from kgbuild.core.records import record
from kgbuild.core.terms import Term

START, END = "start", "end"


@record
class TracedMention:
    """One mention of a figure: the claim, the links that lead on from it, and where they end: works and claims.

    Both are empty where the recorded lineage only leads back to itself. ``suggested``: some link in its lineage rests
    on shared wording that a mapper accepted.
    """

    claim: Claim
    links: tuple[Link, ...]
    origins: tuple[Term, ...]
    open_ends: tuple[Term, ...]
    suggested: bool = False


@record
class Body:
    """A state or organisation, or a voice with no recorded affiliation: the documents whose mentions are its voices'.

    ``basis`` are the ids of the claims that say which voice belongs to it.
    """

    term: Term
    documents: tuple[str, ...]
    voices: tuple[Term, ...]
    basis: tuple[str, ...]


@record
class Figure:
    """One answer to a question, with all who give it.

    ``origins`` are the works in which recorded lineage ends, ``unrecorded`` the claims of unrecorded lineage in which
    it ends. ``bases`` counts the links from mentions by their basis. ``bottleneck`` are the nodes on every recorded
    path from the mentions; ``cut`` is the least number of documents, works or voices without which no path is left (0
    where nothing is recorded). ``beside`` are claims of it that do not count: denied, demanded, planned. ``shared`` is
    the wording that its documents share and that no lineage explains: a suggestion, in none of the counts.
    """

    question: Question
    value: str
    mentions: tuple[TracedMention, ...]
    documents: tuple[str, ...]
    origins: tuple[Term, ...]
    unrecorded: tuple[Term, ...]
    bases: tuple[tuple[str, int], ...]
    bottleneck: tuple[Term, ...]
    cut: int
    bodies: tuple[Body, ...]
    beside: tuple[Claim, ...]
    shared: tuple[SharedWording, ...] = ()

    @property
    def traced(self) -> tuple[str, ...]:
        """The documents with a mention whose lineage is recorded."""
        return _documents([mention.claim for mention in self.mentions if mention.links])

    def _repr_html_(self) -> str:
        counts = f"documents: {len(self.documents)}; recorded origins: {len(self.origins)}"
        title = (
            f"{self.question.label}: {self.value} ({counts}; lineage not recorded: {len(self.unrecorded)})"
        )
        rows = [
            (
                each.claim.id,
                f"“{each.claim.quote.text}”",
                ", ".join(dict.fromkeys(link.basis for link in each.links)) or "lineage not recorded",
            )
            for each in self.mentions
        ]
        return html_table(title, ("claim", "quote", "links"), rows)


def origins_of(study: Study, question: Question, suggestions: Suggestions | None = None) -> list[Figure]:
    """Each answer to a question with its origins, the one that most documents give first."""
    answers = answers_of(study, question)
    figures = [_figure(study, question, value, claims, suggestions) for value, claims in answers.items()]
    return sorted(figures, key=lambda figure: (-len(figure.documents), figure.value))


def answers_of(study: Study, question: Question) -> Mapping[str, Sequence[Claim]]:
    """The claims that give each answer to a question, those that do not count with them."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in study.by_slot.get(question.slot, ()):
        polarity = "not " if claim.proposition.negative else ""
        groups[polarity + study.value(claim)].append(claim)
    return groups


def _figure(
    study: Study, question: Question, value: str, claims: Sequence[Claim], suggestions: Suggestions | None
) -> Figure:
    counted = [claim for claim in claims if claim.counts]
    mentions = tuple(traced_mention(study, claim) for claim in counted)
    bases: dict[str, int] = defaultdict(int)
    for mention in mentions:
        for link in mention.links:
            bases[link.basis] += 1
    bottleneck, cut = _bottleneck(study, [mention.claim for mention in mentions if mention.links])
    return Figure(
        question=question,
        value=value,
        mentions=mentions,
        documents=_documents(counted),
        origins=tuple(sorted({origin for mention in mentions for origin in mention.origins})),
        unrecorded=tuple(sorted({end for mention in mentions for end in mention.open_ends})),
        bases=tuple(sorted(bases.items())),
        bottleneck=bottleneck,
        cut=cut,
        bodies=_bodies(study, counted),
        beside=tuple(claim for claim in claims if not claim.counts),
        shared=suggestions.among(study, counted) if suggestions is not None else (),
    )


def traced_mention(study: Study, claim: Claim) -> TracedMention:
    """A claim with its recorded lineage."""
    links = tuple(study.links.get(claim.term, ()))
    ends = ends_of(study, claim)
    works = tuple(end for end in ends if study.kind(end) != "claim")
    open_ends = tuple(end for end in ends if study.kind(end) == "claim")
    return TracedMention(claim, links, works, open_ends, claim.term in study.suggested)


def ends_of(study: Study, claim: Claim) -> tuple[Term, ...]:
    """The works and claims in which the recorded lineage of a claim ends: itself, where nothing is recorded."""
    return study.corpus.origins.get(claim.term, ()) if study.links.get(claim.term) else (claim.term,)


def _documents(claims: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.document for claim in claims))


def speech_graph(study: Study, claims: Sequence[Claim]) -> nx.DiGraph[Term]:
    """The paths by which claims came, as recorded: claim → document → its voices, outermost first → sources → …

    The node ``start`` leads to the claims given, every end of recorded lineage to the node ``end``. Documents, works
    and voices are one node each, whichever paths use them; unnamed voices are left out, as nothing is known of
    who they are.
    """
    graph: nx.DiGraph[Term] = nx.DiGraph()
    graph.add_nodes_from((START, END))
    given = [claim.term for claim in claims]
    graph.add_edges_from((START, term) for term in given)
    for node in sorted(study.lineage_of(*given)):
        last = node
        claim = study.by_term.get(node)
        if claim is not None:
            voices = (utterance.voice for utterance in claim.utterances)
            steps = [study.sections[claim.document].term, *(v for v in voices if not study.is_unnamed(v))]
            nx.add_path(graph, [node, *steps])
            last = steps[-1]
        links = study.links.get(node, ())
        graph.add_edges_from((last, link.source) for link in links)
        if not links:
            graph.add_edge(last, END)
    graph.remove_edges_from([(node, node) for node in graph if graph.has_edge(node, node)])
    return graph


def _bottleneck(study: Study, claims: Sequence[Claim]) -> tuple[tuple[Term, ...], int]:
    """The documents, works and voices on every path, in their order, and the size of a minimum vertex cut."""
    if not claims:
        return (), 0
    graph = speech_graph(study, claims)
    above = nx.immediate_dominators(graph, START)
    node, found = END, []
    while (node := above.get(node, START)) not in (START, None):
        found.append(node)
    on_all = tuple(term for term in reversed(found) if study.kind(term) != "claim")
    if found:
        return on_all, 1
    return on_all, int(nx.node_connectivity(graph, START, END, flow_func=shortest_augmenting_path))


def _bodies(study: Study, claims: Sequence[Claim]) -> tuple[Body, ...]:
    """The mentions by the states and organisations that their innermost voices belong to, as far as documents say."""
    documents: dict[Term, dict[str, None]] = defaultdict(dict)
    voices: dict[Term, set[Term]] = defaultdict(set)
    basis: dict[Term, set[str]] = defaultdict(set)
    for claim in claims:
        for body, why in bodies_of(study, claim.voice).items():
            documents[body][claim.document] = None
            voices[body].add(claim.voice)
            basis[body].update(why)
    found = [
        Body(body, tuple(documents[body]), tuple(sorted(voices[body])), tuple(sorted(basis[body])))
        for body in documents
    ]
    return tuple(sorted(found, key=lambda body: (-len(body.documents), body.term)))


def bodies_of(study: Study, voice: Term) -> dict[Term, frozenset[str]]:
    """The outermost bodies that a voice belongs to over any number of steps, with the claims that say so.

    A voice of which no affiliation is recorded stands for itself, with no claims.
    """
    found: dict[Term, frozenset[str]] = {}
    todo: list[tuple[Term, frozenset[str]]] = [(voice, frozenset())]
    seen: set[Term] = set()
    while todo:
        node, why = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        above = study.affiliations.get(node, {})
        if not above:
            found[node] = found.get(node, frozenset()) | why
        todo += [(body, why | frozenset(claims)) for body, claims in above.items()]
    return found
