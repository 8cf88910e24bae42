"""Figures with their origins as a picture: each answer is a flow from its recorded origins to the statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kgbuild.analysis.drawing.condense import condensed, folded
from kgbuild.analysis.drawing.parts import Caption, Edge, Flow, Node
from kgbuild.analysis.drawing.render import Picture
from kgbuild.analysis.origins.page import figure_summary
from kgbuild.analysis.origins.results import Figure
from kgbuild.analysis.phrases import basis_text, claim_tip, voices_text
from kgbuild.analysis.study import Section, Study
from kgbuild.claims.claim import Claim
from kgbuild.claims.lineage import Link
from kgbuild.core.terms import Term

NOT_RECORDED: Final = (
    "Arrows lead from a source to what was taken from it, as the mappings record. Where no lineage is recorded, "
    "nothing follows from that about where a statement came from."
)


def origins_picture(study: Study, figures: Sequence[Figure]) -> Picture:
    """Figures that answer one question or more, each with its mentions and all that their lineage leads to."""
    questions = list(dict.fromkeys(figure.question.label for figure in figures))
    alone = len(questions) == 1
    flows = [figure_flow(study, figure, "" if alone else f"{figure.question.label} — ") for figure in figures]
    parts = list(map(condensed, flows))
    remarks = [*folded(flows, parts, "`kgbuild origins` lists each."), NOT_RECORDED]
    return Picture(questions[0] if alone else "Recorded origins", parts, remarks, flows)


def figure_flow(study: Study, figure: Figure, before: str = "") -> Flow:
    """One figure as a flow."""
    own = [mention.claim.term for mention in figure.mentions]
    terms = study.lineage_of(*own)
    links: dict[tuple[Term, Term, str], Link] = {}
    for link in (link for term in terms for link in study.links.get(term, ())):
        links.setdefault((link.source, link.derived, link.basis), link)
    marked = frozenset(figure.bottleneck if len(figure.traced) > 1 else ())
    nodes = [_node(study, term, marked) for term in terms]
    nodes.sort(key=lambda node: (node.year is None, node.year or 0, node.id))
    edges = [
        Edge(study.name(source), study.name(derived), basis, tip=link_tip(link))
        for (source, derived, basis), link in sorted(links.items(), key=lambda item: item[0])
    ]
    return Flow(f"{before}{figure.value}: {figure_summary(figure)}", nodes, edges)


def link_tip(link: Link) -> str:
    """What a link rests on, and where that stands."""
    return f"{basis_text(link.basis)}, {link.place}" if link.place is not None else basis_text(link.basis)


def _node(study: Study, term: Term, marked: frozenset[Term]) -> Node:
    name = study.name(term)
    claim = study.by_term.get(term)
    if claim is not None:
        return mention_node(study, claim, marked)
    section = study.sections.get(name)
    kind = study.kind(term)
    kind = {"doc": "document"}.get(kind, kind)
    year = section_year(study, section) if section is not None else None
    return Node(name, (Caption(study.label(term), fallback=name),), kind, year, term in marked, tip=name)


def mention_node(study: Study, claim: Claim, marked: frozenset[Term] = frozenset()) -> Node:
    """A claim as a box: its document with its date, its voices and its quote."""
    section = study.section_of(claim)
    issued = study.issued(section)
    texts = [
        Caption(claim.document, True),
        *([Caption(issued.edtf)] if issued is not None else []),
        Caption(voices_text(study, claim), fallback=study.name(claim.voice)),
        Caption(f"“{claim.quote.text}”", fallback=f"{claim.place}"),
    ]
    return Node(
        id=study.name(claim.term),
        texts=tuple(texts),
        kind="mention" if study.links.get(claim.term) else "open",
        year=section_year(study, section),
        marked=study.sections[claim.document].term in marked,
        tip=claim_tip(claim),
    )


def section_year(study: Study, section: Section) -> int | None:
    """The year of a document or part."""
    issued = study.issued(section)
    return None if issued is None or issued.start is None else issued.start // 10_000
