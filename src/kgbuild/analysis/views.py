"""Views of the provenance as plain :mod:`networkx` graphs, for any algorithm or backend of networkx.

Nodes are IRIs with ``kind`` (document, part, work, claim, voice), ``name``, ``label`` and, where dated, ``date``. An
edge leads from what is derived to its source, from a claim to its voices, from a document to what it cites.
"""

from __future__ import annotations

from typing import TypeAlias

import networkx as nx

from kgbuild.analysis.attributes import flat_attributes
from kgbuild.analysis.study import Study
from kgbuild.claims.lineage import Link
from kgbuild.core.terms import Term

_KINDS = {
    "doc": "document",
    "part": "part",
    "work": "work",
    "claim": "claim",
    "voice": "voice",
    "agent": "voice",
}
ProvenanceGraph: TypeAlias = "nx.MultiDiGraph[Term]"
"""Everything recorded, as :func:`provenance_graph` makes it."""
DISPUTING = frozenset({"disputes", "refutes"})


def provenance_graph(study: Study) -> ProvenanceGraph:
    """Everything: documents, parts, works, claims and voices, with an edge for each thing recorded.

    Edges have ``type``: *relays*, *quotes*, *annexes*, *derives* (lineage), *cites*, *disputes* (citations), *within*
    (a claim or part in its document), *said by* (a claim and its voices, with ``depth`` and ``stance``); where they
    have them, ``claim`` (an id), ``quote``, ``start`` and ``end`` (characters), ``basis``, ``place`` (of the mapping).
    """
    graph: ProvenanceGraph = nx.MultiDiGraph()
    for section in study.sections.values():
        add_node(graph, study, section.term)
        if section.id != section.document:
            whole = study.sections[section.document].term
            graph.add_edge(section.term, whole, type="within", place=str(section.place))
    for claim in study.claims:
        add_node(graph, study, claim.term)
        evidence = {
            "claim": claim.id,
            "quote": claim.quote.text,
            "start": claim.anchor.span.start,
            "end": claim.anchor.span.end,
            "place": str(claim.place),
        }
        graph.add_edge(claim.term, study.section_of(claim).term, type="within", **evidence)
        for utterance in claim.utterances:
            add_node(graph, study, utterance.voice)
            said = {"depth": utterance.depth, "stance": utterance.stance}
            graph.add_edge(claim.term, utterance.voice, type="said by", **said, **evidence)
    for link in study.corpus.links:
        add_node(graph, study, link.derived)
        add_node(graph, study, link.source)
        claim_id = study.name(link.derived) if link.derived in study.by_term else None
        graph.add_edge(
            link.derived,
            link.source,
            type=link_type(study, link),
            basis=link.basis,
            place=str(link.place),
            claim=claim_id,
        )
    for citation in study.citations:
        spec = citation.spec
        add_node(graph, study, spec.target.term)
        kind = "disputes" if spec.how in DISPUTING else "cites"
        graph.add_edge(
            citation.source,
            spec.target.term,
            type=kind,
            how=spec.how,
            quote=spec.quote.text,
            place=str(spec.place),
        )
    return graph


def document_graph(study: Study) -> nx.DiGraph[Term]:
    """Documents, works and cited things alone: an edge for each two that are connected, with what connects them.

    Edges have ``types`` (sorted), ``claims`` (how many claims of the one are derived from the other, through claims or
    directly) and ``bases`` (sorted).
    """
    graph: nx.DiGraph[Term] = nx.DiGraph()
    for section in study.documents:
        add_node(graph, study, section.term)

    def whole(term: Term) -> Term:
        claim = study.by_term.get(term)
        if claim is not None:
            return study.sections[claim.document].term
        if study.kind(term) == "part":
            return study.sections[study.sections[study.name(term)].document].term
        return term

    def join(source: Term, target: Term, kind: str, *, claims: int = 0, basis: str | None = None) -> None:
        if source == target:
            return
        for term in (source, target):
            add_node(graph, study, term)
        if not graph.has_edge(source, target):
            graph.add_edge(source, target, types=(), claims=0, bases=())
        edge = graph.edges[source, target]
        edge["types"] = tuple(sorted({*edge["types"], kind}))
        edge["claims"] += claims
        if basis is not None:
            edge["bases"] = tuple(sorted({*edge["bases"], basis}))

    for link in study.corpus.links:
        kind = link_type(study, link)
        of_claim = int(link.derived in study.by_term)
        join(whole(link.derived), whole(link.source), kind, claims=of_claim, basis=link.basis)
    for citation in study.citations:
        kind = "disputes" if citation.spec.how in DISPUTING else "cites"
        join(study.sections[citation.document].term, whole(citation.spec.target.term), kind)
    return graph


def link_type(study: Study, link: Link) -> str:
    """What a derivation is called: *annexes*, *quotes*, *relays* (a document or part as such), or *derives*."""
    if link.basis == "annexed":
        return "annexes"
    if link.relation == "quotes":
        return "quotes"
    return "derives" if study.kind(link.derived) == "claim" else "relays"


def add_node(graph: nx.Graph[Term], study: Study, term: Term) -> None:
    """Add a node with its kind, name, label and date, unless it is there."""
    if term in graph:
        return
    path, name = study.kind(term), study.name(term)
    attributes = {"kind": _KINDS.get(path, path), "name": name, "label": study.label(term)}
    section = study.sections.get(name) if path in ("doc", "part") else None
    issued = study.issued(section) if section is not None else None
    if issued is not None:
        attributes["date"] = issued.edtf
    graph.add_node(term, **attributes)


_TAKEN = {"type": "relation", "start": "first_character", "end": "last_character"}
"""Names of attributes that mean something else in GEXF (directed or not; when a node or edge came and went)."""


def flat(graph: nx.Graph[Term]) -> nx.Graph[str]:
    """A copy for files of other programs (GraphML, GEXF), with plain values.

    Nodes are IRIs without angle brackets. Lists become texts joined with "; ", what is not known (``None``) is left
    out, as these formats know neither. ``type``, ``start`` and ``end`` are called ``relation``, ``first_character`` and
    ``last_character``.
    """
    copy: nx.Graph[str] = graph.__class__()
    for node, data in graph.nodes(data=True):
        copy.add_node(node[1:-1], **flat_attributes(data, _TAKEN))
    for source, target, data in graph.edges(data=True):
        copy.add_edge(source[1:-1], target[1:-1], **flat_attributes(data, _TAKEN))
    return copy
