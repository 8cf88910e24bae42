"""What loses its support without a document or a voice, as a page."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.analysis.phrases import claim_object, quoted, short_name, voices_text
from kgbuild.analysis.retract.results import AnswerCounts, CountChange, Loss, Retraction
from kgbuild.analysis.study import Study
from kgbuild.claims.claim import Claim
from kgbuild.core.pages import Heading, Line, Page, PageBlock
from kgbuild.core.short import short_grid
from kgbuild.core.terminal import count
from kgbuild.core.terms import Term

COLUMNS = (
    *("change", "question", "value", "claim", "document", "quote", "start", "end", "place"),
    *("lost", "kept", "new", "documents_before", "documents_after", "origins_before", "origins_after"),
    *("unrecorded_before", "unrecorded_after"),
)
_COUNTS = ("question", "answer", "documents", "recorded origins", "lineage not recorded")
_DEFINITIONS = {
    "document": "without a document its claims and citations are gone, and every link to them",
    "voice": "without a voice every claim is gone in whose chain it stands, at any depth; documents stay",
}


def retract_page(study: Study, found: Retraction) -> Page:
    """What is gone, which claims lose recorded support, and the counts of every answer that changes."""
    page = Page(header=COLUMNS)
    page.heading(f"Without {study.label(found.term)}")
    page.line(f"{_DEFINITIONS[found.kind]}; the lineage is made anew from what is left")
    page.line(f"{count(len(found.gone), 'claim')} gone")
    everything = [loss for loss in found.losses if not loss.kept]
    some = [loss for loss in found.losses if loss.kept]
    page.line(f"{count(len(everything), 'claim')} of others lose all recorded support")
    page.line(f"{count(len(some), 'claim')} of others lose part of it")
    page.line("nothing is said here of whether a claim is true: only of what is recorded for it")
    for title, losses in (("Lose all recorded support", everything), ("Lose part of it", some)):
        if losses:
            page.heading(title, 2)
            for loss in losses:
                _loss(page, study, loss)
    _changes(page, study, found)
    page.short = _overview(study, found, page.blocks[:6])
    page.rows += [_loss_row(study, loss) for loss in found.losses]
    page.rows += [_change_row(change) for change in found.changes]
    page.data = _object(study, found)
    return page


def _overview(study: Study, found: Retraction, head: Sequence[PageBlock]) -> list[PageBlock]:
    """The counts, the answers that nobody gives any more, those whose origins are lost, and what is lost on the way."""
    blocks = list(head)
    lost = [change for change in found.changes if not change.after.documents]
    fewer = [change for change in found.changes if change.after.documents]
    fewer.sort(
        key=lambda change: (
            change.after.origins >= change.before.origins,
            change.question.predicate.takes != "quantity",
            -change.before.documents,
        )
    )
    for title, changes, room in (
        ("Answers that other documents give too, before → after", fewer, 26),
        ("Answers that nobody gives any more", lost, 16),
    ):
        if changes:
            rows = [_change_texts(change) for change in changes]
            blocks += [Heading(f"{title} ({len(changes)})", 2), *short_grid(_COUNTS, rows, room)]
    return [*blocks, Line("everything, with each claim that loses support: `--details`")]


def _loss(page: Page, study: Study, loss: Loss) -> None:
    claim = loss.claim
    label = study.questions[claim.proposition.slot].label
    page.line(f"{claim.document}: {label}: {study.value(claim)}")
    page.line(f"{voices_text(study, claim)} {quoted(claim)} ({claim.place})", 1)
    for what, terms in (("lost", loss.lost), ("kept", loss.kept), ("now ends in", loss.new)):
        for term in terms:
            page.line(f"{what}: {short_name(study, term)}", 1)
    if loss.links[1]:
        return
    section = study.section_of(claim)
    works = [
        link.source for term in {section.term, _whole(study, claim)} for link in study.links.get(term, ())
    ]
    if works:
        names = ", ".join(study.label(term) for term in sorted(set(works)))
        page.line(f"its document as a whole declares {names} as its source; no link of this claim is left", 1)
    else:
        page.line("nothing about where it came from is recorded any more", 1)


def _whole(study: Study, claim: Claim) -> Term:
    return study.sections[claim.document].term


def _changes(page: Page, study: Study, found: Retraction) -> None:
    if not found.changes:
        return
    page.heading("Counts per answer, before → after", 2)
    page.grid(
        _COUNTS,
        [_change_texts(change) for change in found.changes],
    )


def _change_texts(change: CountChange) -> tuple[str, ...]:
    return (
        change.question.label,
        change.value,
        _arrow(change.before.documents, change.after.documents),
        _arrow(change.before.origins, change.after.origins),
        _arrow(change.before.unrecorded, change.after.unrecorded),
    )


def _arrow(before: int, after: int) -> str:
    return str(before) if before == after else f"{before} → {after}"


def _loss_row(study: Study, loss: Loss) -> tuple[object, ...]:
    claim = loss.claim
    return (
        "part" if loss.kept else "all",
        study.questions[claim.proposition.slot].key,
        *(study.value(claim), claim.id, claim.document, claim.quote.text),
        *(claim.anchor.span.start, claim.anchor.span.end, str(claim.place)),
        *("; ".join(map(study.name, terms)) for terms in (loss.lost, loss.kept, loss.new)),
        *("",) * 6,
    )


def _change_row(change: CountChange) -> tuple[object, ...]:
    before, after = change.before, change.after
    return (
        "counts",
        change.question.key,
        change.value,
        *("",) * 9,
        *(before.documents, after.documents, before.origins, after.origins),
        *(before.unrecorded, after.unrecorded),
    )


def _object(study: Study, found: Retraction) -> dict[str, object]:
    return {
        "without": study.name(found.term),
        "kind": found.kind,
        "definition": _DEFINITIONS[found.kind],
        "gone": [claim.id for claim in found.gone],
        "losses": [
            {
                **claim_object(study, loss.claim),
                "question": study.questions[loss.claim.proposition.slot].key,
                "all": not loss.kept,
                "lost": list(map(study.name, loss.lost)),
                "kept": list(map(study.name, loss.kept)),
                "new": list(map(study.name, loss.new)),
                "links_before": loss.links[0],
                "links_after": loss.links[1],
            }
            for loss in found.losses
        ],
        "counts": [
            {
                "question": change.question.key,
                "value": change.value,
                "before": _counts(change.before),
                "after": _counts(change.after),
            }
            for change in found.changes
        ],
    }


def _counts(counted: AnswerCounts) -> dict[str, int]:
    return {
        "documents": counted.documents,
        "recorded_origins": counted.origins,
        "lineage_not_recorded": counted.unrecorded,
    }
