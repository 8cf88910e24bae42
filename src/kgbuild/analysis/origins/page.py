"""The origins of figures as a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from kgbuild.analysis.origins.paths import LineagePath, lineage_paths
from kgbuild.analysis.origins.results import Figure, TracedMention
from kgbuild.analysis.phrases import basis_text, claim_object, quoted, voices_text
from kgbuild.analysis.study import Study
from kgbuild.core.pages import Page
from kgbuild.core.terminal import count

MANY = 100
"""Further ways than these are not counted out: there may be more than there are claims."""
COLUMNS = (
    *("question", "value", "claim", "document", "voice", "stance", "quote", "start", "end", "place"),
    *("origins", "basis"),
)


def origins_page(study: Study, figures: Sequence[Figure]) -> Page:
    """Figures with their mentions, recorded origins and what is not recorded, question by question."""
    page = Page(header=COLUMNS)
    data = []
    question = None
    for figure in figures:
        if figure.question is not question:
            question = figure.question
            page.heading(question.label)
        _figure(page, study, figure)
        data.append(_object(study, figure))
        page.rows += [_row(study, figure, mention) for mention in figure.mentions]
    page.data = data
    return page


def figure_summary(figure: Figure) -> str:
    """ "4 documents, 1 recorded origin, 2 with lineage not recorded"; what shared wording suggested is said apart."""
    parts = [
        count(len(figure.documents), "document"),
        count(len(figure.origins), "recorded origin"),
    ]
    if figure.unrecorded:
        parts.append(f"{len(figure.unrecorded)} with lineage not recorded")
    suggested = sum(mention.suggested for mention in figure.mentions)
    if suggested:
        parts.append(f"{count(suggested, 'mention')} traced by shared wording, not by what a text states")
    return ", ".join(parts)


def _figure(page: Page, study: Study, figure: Figure) -> None:
    page.line(f"{figure.value}: {figure_summary(figure)}")
    for mention in figure.mentions:
        claim = mention.claim
        page.line(f"{claim.document}: {voices_text(study, claim)} {quoted(claim)} ({claim.place})", 1)
        for chain in path_texts(study, mention):
            page.line(f"← {chain}", 2)
        if not mention.links:
            page.line("lineage not recorded", 2)
    if figure.bottleneck:
        names = ", ".join(study.label(term) for term in figure.bottleneck)
        page.line(f"every recorded way runs through: {names}", 1)
    elif figure.cut:
        page.line(f"the recorded ways share no one node; {figure.cut} would have to be taken out", 1)
    if figure.bases:
        page.line(
            f"links by basis: {', '.join(f'{basis_text(name)} {number}' for name, number in figure.bases)}", 1
        )
    for body in figure.bodies:
        why = (
            f" (affiliation by {count(len(body.basis), 'claim')})"
            if body.basis
            else " (affiliation not recorded)"
        )
        page.line(f"voices of {study.label(body.term)}: {count(len(body.documents), 'document')}{why}", 1)
    for claim in figure.beside:
        page.line(
            f"beside: {claim.document}: {voices_text(study, claim)} {quoted(claim)} ({claim.stance}, {claim.modality})",
            1,
        )


def path_texts(study: Study, mention: TracedMention, most: int = 6) -> list[str]:
    """The recorded ways of a mention: "annexed: Statement of the Ministry". Of many, ``most`` and how many more."""
    found = lineage_paths(study, mention.claim.term)
    shown = [_way(study, way) for way in islice(found, most)]
    more = sum(1 for _ in islice(found, MANY))
    if more:
        shown.append(f"{'more than ' if more == MANY else ''}{count(more, 'further way')}")
    return shown


def _way(study: Study, way: LineagePath) -> str:
    steps = []
    for link in way.links:
        name = study.name(link.source) if study.kind(link.source) == "claim" else study.label(link.source)
        steps.append(f"{basis_text(link.basis)}: {name}")
    end = " (in a circle)" if way.circle else " ← …" if way.cut else ""
    return " ← ".join(steps) + end


def _row(study: Study, figure: Figure, mention: TracedMention) -> tuple[object, ...]:
    claim = mention.claim
    return (
        figure.question.key,
        figure.value,
        claim.id,
        claim.document,
        study.label(claim.voice),
        claim.stance,
        claim.quote.text,
        claim.anchor.span.start,
        claim.anchor.span.end,
        str(claim.place),
        "; ".join(map(study.label, mention.origins)),
        "; ".join(sorted({link.basis for link in mention.links})),
    )


def _object(study: Study, figure: Figure) -> dict[str, object]:
    def mention_of(mention: TracedMention) -> dict[str, object]:
        return {
            **claim_object(study, mention.claim),
            "links": [
                {
                    "source": study.name(link.source),
                    "basis": link.basis,
                    "relation": link.relation,
                    "place": str(link.place),
                }
                for link in mention.links
            ],
            "origins": [study.name(origin) for origin in mention.origins],
            "lineage_not_recorded": [study.name(claim) for claim in mention.open_ends],
            "by_shared_wording": mention.suggested,
        }

    return {
        "question": figure.question.key,
        "label": figure.question.label,
        "value": figure.value,
        "documents": list(figure.documents),
        "origins": [{"name": study.name(o), "label": study.label(o)} for o in figure.origins],
        "lineage_not_recorded": [study.name(claim) for claim in figure.unrecorded],
        "links_by_basis": dict(figure.bases),
        "on_every_recorded_way": [study.name(term) for term in figure.bottleneck],
        "minimum_cut": figure.cut,
        "bodies": [
            {"name": study.name(body.term), "documents": list(body.documents), "basis": list(body.basis)}
            for body in figure.bodies
        ],
        "mentions": [mention_of(mention) for mention in figure.mentions],
        "beside": [claim_object(study, claim) for claim in figure.beside],
    }
