"""What a source says beside what became of it, in two columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from kgbuild.analysis.drawing.condense import LARGE, packed
from kgbuild.analysis.drawing.parts import Caption, ColumnRow, Columns
from kgbuild.analysis.drawing.render import Picture
from kgbuild.analysis.drift.results import Drift, DriftChange
from kgbuild.analysis.phrases import claim_tip, quoted
from kgbuild.analysis.study import Study
from kgbuild.claims.claim import Claim
from kgbuild.core.terminal import count

_QUOTES: Final = 2
_LISTED: Final = 8
"""So many statements that are on one side only stand in one box."""
_NOWHERE: Final = "in no claim"


def drift_picture(study: Study, drifts: Sequence[Drift]) -> Picture:
    """Documents beside their sources, a row for each difference but in who says it."""
    parts, whole, remarks = [], [], []
    for drift in drifts:
        changes = [change for change in drift.changes if change.aspect != "said by"]
        rows = _rows(study, changes)
        names = drift.source.id, drift.section.id
        parts.append(Columns("", *names, rows))
        whole.append(Columns("", *names, [_row(study, change) for change in changes]))
        if len(rows) < len(changes):
            remarks.append(
                f"Condensed: {count(len(changes), 'difference')} stand in {count(len(rows), 'row')}; what only one "
                "side says is listed together."
            )
        alike, voice = count(drift.same, "statement"), count(drift.same_but_voice, "statement")
        unseen = f"{alike} without a difference, {voice} different only in who says it"
        remarks.append(f"Not shown of {drift.section.id}: {unseen}.")
    remarks.append("What the mappings record of the two; what no claim holds is not compared.")
    return Picture("What is different from the source", parts, remarks, whole)


def _rows(study: Study, changes: Sequence[DriftChange]) -> list[ColumnRow]:
    """A row for each difference; where these are many, what is on one side only is listed in boxes of several."""
    if len(changes) <= LARGE:
        return [_row(study, change) for change in changes]
    groups: dict[object, list[DriftChange]] = defaultdict(list)
    for number, change in enumerate(changes):
        alone = change.pairing == "none" and not (change.before and change.after)
        groups[(_what(change), bool(change.before)) if alone else number].append(change)
    return [
        _row(study, few[0]) if len(few) == 1 else _list(study, few)
        for found in groups.values()
        for few in packed(found, -(-len(found) // _LISTED))
    ]


def _list(study: Study, changes: Sequence[DriftChange]) -> ColumnRow:
    """What is on one side only, and differs in the same way."""
    before = bool(changes[0].before)
    lines = [Caption(count(len(changes), "statement"), True)]
    for change in changes:
        texts, claims = (change.before, change.source) if before else (change.after, change.claims)
        head, about, *quotes = _side(study, change, texts, claims)
        lines.append(Caption(" — ".join(text.text for text in (head, about, *quotes))))
    tip = "; ".join(_tip(change.source if before else change.claims) for change in changes)
    nothing = (Caption(_NOWHERE),)
    if before:
        return ColumnRow(tuple(lines), nothing, _what(changes[0]), "alone", left_tip=tip)
    return ColumnRow(nothing, tuple(lines), _what(changes[0]), "alone", right_tip=tip)


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
