"""What a source says beside what became of it, in two columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kgbuild.claims import Claim
from kgbuild.pictures.parts import Change as Row
from kgbuild.pictures.parts import Columns, Text
from kgbuild.pictures.render import Picture
from kgbuild.pictures.words import leads_back
from kgbuild.provenance.drift import Change, Drift
from kgbuild.provenance.study import Study
from kgbuild.report.words import count, quoted

_QUOTES: Final = 2


def drift_picture(study: Study, drifts: Sequence[Drift]) -> Picture:
    """Documents beside their sources, a row for each difference but in who says it."""
    parts, remarks = [], []
    for drift in drifts:
        rows = [_row(study, change) for change in drift.changes if change.aspect != "said by"]
        parts.append(Columns("", drift.source.id, drift.section.id, rows))
        alike, voice = count(drift.same, "statement"), count(drift.same_but_voice, "statement")
        unseen = f"{alike} without a difference, {voice} different only in who says it"
        remarks.append(f"Not shown of {drift.section.id}: {unseen}.")
    remarks.append("What the mappings record of the two; what no claim holds is not compared.")
    return Picture("What is different from the source", parts, remarks)


def _row(study: Study, change: Change) -> Row:
    kind = {"derivation": "derives", "none": "alone"}.get(change.pairing, "matched")
    about = study.label(change.subject)
    properties = ", ".join(change.properties)
    return Row(
        left=_side(about, properties, change.before, change.source),
        right=_side(about, properties, change.after, change.claims),
        what=change.group if change.aspect == change.group else f"{change.group}: {change.aspect}",
        kind=kind,
        left_tip=_tip(change.source),
        right_tip=_tip(change.claims),
    )


def _side(
    about: str, properties: str, texts: Sequence[str | None], claims: Sequence[Claim]
) -> tuple[Text, ...]:
    """What one side says, of what, and in which words; where it says nothing of the kind, just that."""
    said = "; ".join("not stated" if text is None else text for text in texts)
    quotes = list(dict.fromkeys(map(quoted, claims)))[:_QUOTES] if texts else []
    head = Text(said or "in no claim", bool(said))
    return head, Text(f"{about}: {properties}"), *map(Text, quotes)


def _tip(claims: Iterable[Claim]) -> str:
    return "; ".join(map(leads_back, claims))
