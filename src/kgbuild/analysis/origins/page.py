"""The origins of figures as a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from kgbuild.analysis.origins.paths import LineagePath, lineage_paths
from kgbuild.analysis.origins.results import Figure, TracedMention
from kgbuild.analysis.origins.shared import Suggestions
from kgbuild.analysis.origins.unrecorded import unrecorded_text
from kgbuild.analysis.phrases import basis_text, claim_object, quoted, voices_text
from kgbuild.analysis.study import Study
from kgbuild.core.pages import Page
from kgbuild.core.terminal import count

MANY = 100
"""The most further paths that are counted: there may be more than there are claims."""
COLUMNS = (
    *("question", "value", "claim", "document", "voice", "stance", "quote", "start", "end", "place"),
    *("origins", "basis"),
)


def origins_page(study: Study, figures: Sequence[Figure], suggestions: Suggestions | None = None) -> Page:
    """Figures with their mentions, recorded origins and what is not recorded, question by question.

    ``suggestions`` are those that the figures were made with: of documents not at hand there are none.
    """
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
    if suggestions is not None and suggestions.missing:
        missing = len(suggestions.missing)
        everything = missing + len(suggestions.compared)
        page.heading(
            f"Shared wording was not looked for in {missing} of {count(everything, 'document')}: not at hand"
        )
    page.data = data
    return page


def figure_summary(figure: Figure) -> str:
    """ "4 documents, 1 recorded origin, 2 with lineage not recorded". What shared wording suggests is counted apart."""
    parts = [
        count(len(figure.documents), "document"),
        count(len(figure.origins), "recorded origin"),
    ]
    if figure.unrecorded:
        parts.append(f"{len(figure.unrecorded)} with lineage not recorded")
    suggested = sum(mention.suggested for mention in figure.mentions)
    if suggested:
        parts.append(f"{count(suggested, 'mention')} traced by shared wording, not by what a text states")
    if figure.shared:
        alike = {name for wording in figure.shared for name in wording.documents}
        parts.append(f"{count(len(alike), 'document')} with shared wording, suggested and not recorded")
    return ", ".join(parts)


def _figure(page: Page, study: Study, figure: Figure) -> None:
    page.line(f"{figure.value}: {figure_summary(figure)}")
    for mention in figure.mentions:
        claim = mention.claim
        page.line(f"{claim.document}: {voices_text(study, claim)} {quoted(claim)} ({claim.place})", 1)
        for chain in path_texts(study, mention):
            page.line(f"← {chain}", 2)
        if not mention.links:
            page.line(unrecorded_text(study, mention.claim), 2)
    _bottleneck(page, study, figure)
    for wording in figure.shared:
        one, other = wording.documents
        page.line(
            f"suggested, not recorded: {one} and {other} share wording around it ({count(wording.words, 'word')}; "
            f"`kgbuild reuse` shows passage {wording.passage}): a copy or a common source",
            1,
        )
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


def _bottleneck(page: Page, study: Study, figure: Figure) -> None:
    """What every recorded path runs through, and of how many documents there is one: of others nothing is known."""
    traced, everyone = len(figure.traced), len(figure.documents)
    if traced < 2:
        return
    paths = (
        "every path" if traced == everyone else f"every recorded path, of {traced} of {everyone} documents,"
    )
    if figure.bottleneck:
        names = ", ".join(study.label(term) for term in figure.bottleneck)
        page.line(f"{paths} runs through: {names}", 1)
    elif figure.cut > 1:
        page.line(f"{paths} has its own way: {figure.cut} nodes would have to be taken out to leave none", 1)


def path_texts(study: Study, mention: TracedMention, most: int = 6) -> list[str]:
    """The recorded paths of a mention: "annexed: Statement of the Ministry". Of many, ``most`` and how many more."""
    found = lineage_paths(study, mention.claim.term)
    shown = [_path_text(study, path) for path in islice(found, most)]
    more = sum(1 for _ in islice(found, MANY))
    if more:
        shown.append(f"{'more than ' if more == MANY else ''}{count(more, 'further way')}")
    return shown


def _path_text(study: Study, path: LineagePath) -> str:
    steps = []
    for link in path.links:
        name = study.name(link.source) if study.kind(link.source) == "claim" else study.label(link.source)
        steps.append(f"{basis_text(link.basis)}: {name}")
    end = " (in a circle)" if path.circle else " ← …" if path.cut else ""
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
        "suggested_by_shared_wording": [
            {"passage": wording.passage, "documents": list(wording.documents)} for wording in figure.shared
        ],
        "bodies": [
            {"name": study.name(body.term), "documents": list(body.documents), "basis": list(body.basis)}
            for body in figure.bodies
        ],
        "mentions": [mention_of(mention) for mention in figure.mentions],
        "beside": [claim_object(study, claim) for claim in figure.beside],
    }
