"""What a source says, and what became of it, in two columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kgbuild.analysis.drawing.parts import Caption, ColumnRow, Columns
from kgbuild.analysis.drawing.render import Picture
from kgbuild.analysis.drift.overview import important
from kgbuild.analysis.drift.results import Drift, DriftChange
from kgbuild.analysis.phrases import claim_tip, quoted
from kgbuild.analysis.study import Study
from kgbuild.claims.claim import Claim
from kgbuild.core.terminal import count

_QUOTES: Final = 2
SHOWN: Final = 10
"""The most differences of one document that are drawn: what fits on a page."""
_NOWHERE: Final = "in no claim"


def drift_picture(study: Study, drifts: Sequence[Drift]) -> Picture:
    """Documents beside their sources, a row for each of the most telling differences."""
    parts, whole, remarks = [], [], []
    for drift in drifts:
        changes = [change for change in drift.changes if change.aspect != "said by"]
        shown = important(drift, SHOWN)
        names = drift.source.id, drift.section.id
        parts.append(Columns("", *names, [_row(study, change) for change in shown]))
        whole.append(Columns("", *names, [_row(study, change) for change in changes]))
        if len(shown) < len(changes):
            command = f"`kgbuild drift {drift.section.id} {drift.source.id} --details`"
            remarks.append(
                f"The {len(shown)} most telling of {count(len(changes), 'difference')}; all: {command}."
            )
        alike, voice = count(drift.same, "statement"), count(drift.same_but_voice, "statement")
        unseen = f"{alike} without a difference, {voice} different only in who says it"
        remarks.append(f"Not shown of {drift.section.id}: {unseen}.")
    remarks.append("What the mappings record of the two; what no claim holds is not compared.")
    return Picture("What is different from the source", parts, remarks, whole)


def _row(study: Study, change: DriftChange) -> ColumnRow:
    return ColumnRow(
        left=_side(study, change, change.before, change.source),
        right=_side(study, change, change.after, change.claims),
        what=_what(change),
        kind={"derivation": "derives", "none": "alone"}.get(change.pairing, "matched"),
        left_tip=_tip(change.source),
        right_tip=_tip(change.claims),
    )


def _what(change: DriftChange) -> str:
    return change.group if change.aspect == change.group else f"{change.group}: {change.aspect}"


def _side(
    study: Study, change: DriftChange, texts: Sequence[str | None], claims: Sequence[Claim]
) -> tuple[Caption, ...]:
    """What one side says, of what, and in which words; where it says nothing of the kind, just that."""
    said = "; ".join("not stated" if text is None else text for text in texts)
    quotes = list(dict.fromkeys(map(quoted, claims)))[:_QUOTES] if texts else []
    about = f"{study.label(change.subject)}: {', '.join(change.properties)}"
    return Caption(said or _NOWHERE, bool(said)), Caption(about), *map(Caption, quotes)


def _tip(claims: Iterable[Claim]) -> str:
    return "; ".join(map(claim_tip, claims))
