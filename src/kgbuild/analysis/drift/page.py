"""What is different between a document and its source, as a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from kgbuild.analysis.drift.overview import drift_overview
from kgbuild.analysis.drift.results import GROUPS, Drift, DriftChange, stated_text
from kgbuild.analysis.phrases import claim_object, quote_and_place
from kgbuild.analysis.study import Study
from kgbuild.claims.claim import Claim
from kgbuild.core.pages import Page
from kgbuild.core.terminal import count

COLUMNS: Final = (
    *(
        "document",
        "source",
        "group",
        "aspect",
        "subject",
        "property",
        "value",
        "only_source",
        "only_document",
    ),
    *("pairing", "side", "claim", "quote", "start", "end", "place"),
)
_TITLES: Final = {
    "figures": "Figures",
    "dates": "Dates",
    "agency": "Agency: who did it",
    "qualifiers": "Qualifiers and hedges",
    "wording": "Names and wording",
    "omitted": "Omitted: in {source}, in no claim of {document}",
    "added": "Added: in {document}, in no claim of {source}",
}
_ASPECTS: Final = {"time": "time scope"}


def drift_page(study: Study, drifts: Sequence[Drift]) -> Page:
    """The differences between documents and their sources, group by group, each with the quotes of both sides."""
    page = Page(header=COLUMNS)
    data = []
    for drift in drifts:
        page.heading(f"{drift.section.id} beside {drift.source.id}")
        page.line("what the mappings record of the two; what no claim holds is not compared")
        page.line(f"without a difference: {count(drift.same, 'statement')}")
        page.line(f"different only in who says it: {count(drift.same_but_voice, 'statement')}")
        names = {"document": drift.section.id, "source": drift.source.id}
        for group in GROUPS:
            changes = [change for change in drift.changes if change.group == group]
            page.heading(_TITLES[group].format(**names), 2)
            if not changes:
                page.line("none recorded")
            elif group in ("omitted", "added"):
                _alone(page, study, changes)
            else:
                _changed(page, study, drift, changes)
            page.rows += [row for change in changes for row in _rows(study, drift, change)]
        data.append(_object(study, drift))
    page.short = drift_overview(study, drifts)
    page.data = data
    return page


def _changed(page: Page, study: Study, drift: Drift, changes: Sequence[DriftChange]) -> None:
    """Differences; those that differ in nothing but the statement share a line. Who says it comes last."""

    def alike(change: DriftChange) -> tuple[object, ...]:
        where = () if change.aspect == "said by" else (change.subject, change.properties)
        return change.aspect, where, change.value, change.before, change.after

    seen: dict[tuple[object, ...], list[DriftChange]] = {}
    for change in sorted(changes, key=lambda change: change.aspect == "said by"):
        seen.setdefault(alike(change), []).append(change)
    for members in seen.values():
        first = members[0]
        if first.aspect == "said by":
            page.line(f"said by: {_difference(drift, first)}: {count(len(members), 'statement')}")
            texts = (
                f"{_named(study, change)}: {_quotes(change.source)} → {_quotes(change.claims)}"
                for change in members
            )
            for text in dict.fromkeys(texts):
                page.line(text, 1)
            continue
        page.line(f"{_about(study, first)}: {_difference(drift, first)}")
        alone = first.pairing == "none"
        source = [claim for change in members for claim in change.source]
        claims = [claim for change in members for claim in change.claims]
        _evidence(page, study, drift.source.id, first, source, silent=alone and not first.before)
        _evidence(page, study, drift.section.id, first, claims, silent=alone and not first.after)


def _evidence(
    page: Page, study: Study, side: str, change: DriftChange, claims: Sequence[Claim], *, silent: bool
) -> None:
    """The quotes of one side; where it is silent on this, the first words in which it speaks of the subject."""
    for text in dict.fromkeys(map(quote_and_place, claims)):
        page.line(f"{side}{', on the same subject' if silent else ''}: {text}", 1)
    if not claims:
        page.line(f"{side}: nothing recorded of {study.label(change.subject)}", 1)


def _quotes(claims: Iterable[Claim]) -> str:
    return ", ".join(dict.fromkeys(map(quote_and_place, claims)))


def _named(study: Study, change: DriftChange) -> str:
    return f"{study.label(change.subject)}: {', '.join(change.properties)}"


def _about(study: Study, change: DriftChange) -> str:
    if change.aspect == "subject":
        return f"{change.value}, attached to another subject"
    if change.aspect == "value":
        return study.label(change.subject) if len(change.properties) > 1 else _named(study, change)
    return f"{_named(study, change)}, {_ASPECTS.get(change.aspect, change.aspect)}"


def _difference(drift: Drift, change: DriftChange) -> str:
    """ "serious → not stated", "only in letter.annex: Azerbaijan Army"."""
    if not change.after:
        return f"only in {drift.source.id}: {_listed(change.before)}"
    if not change.before:
        return f"only in {drift.section.id}: {_listed(change.after)}"
    return f"{_listed(change.before)} → {_listed(change.after)}"


def _listed(texts: Iterable[str | None]) -> str:
    return "; ".join("not stated" if text is None else text for text in texts)


def _alone(page: Page, study: Study, changes: Sequence[DriftChange]) -> None:
    """What only one side has, by what it is about, in the order of the text."""
    order = {subject: number for number, subject in enumerate(dict.fromkeys(c.subject for c in changes))}
    ordered = sorted(changes, key=lambda change: order[change.subject])
    for subject, members in groupby(ordered, key=lambda change: change.subject):
        page.line(study.label(subject))
        for change in members:
            for claim in change.source or change.claims:
                page.line(f"{claim.predicate.label}: {stated_text(study, claim)} {quote_and_place(claim)}", 1)


def _rows(study: Study, drift: Drift, change: DriftChange) -> Iterable[tuple[object, ...]]:
    for side, claims in (("source", change.source), ("document", change.claims)):
        for claim in claims:
            span = claim.anchor.span
            yield (
                *(drift.section.id, drift.source.id, change.group, change.aspect, study.name(change.subject)),
                *("; ".join(change.properties), change.value, _listed(change.before), _listed(change.after)),
                *(change.pairing, side, claim.id, claim.quote.text, span.start, span.end, str(claim.place)),
            )


def _object(study: Study, drift: Drift) -> dict[str, object]:
    def claims(found: Sequence[Claim]) -> list[dict[str, object]]:
        return [claim_object(study, claim) for claim in found]

    return {
        "document": drift.section.id,
        "source": drift.source.id,
        "same": drift.same,
        "same_but_voice": drift.same_but_voice,
        "changes": [
            {
                "group": change.group,
                "aspect": change.aspect,
                "subject": study.name(change.subject),
                "properties": list(change.properties),
                "value": change.value,
                "pairing": change.pairing,
                "only_source": list(change.before),
                "only_document": list(change.after),
                "source_claims": claims(change.source),
                "document_claims": claims(change.claims),
            }
            for change in drift.changes
        ],
    }
