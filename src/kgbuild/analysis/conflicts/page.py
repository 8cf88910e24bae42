"""Questions with differing answers as a page: the sides, who is behind each, how they compare. No winner is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kgbuild.analysis.conflicts.results import Dispute, Position, SidePair, SumLine
from kgbuild.analysis.phrases import as_of_text, claim_object, dates_of, dates_text, quoted, voices_text
from kgbuild.analysis.study import Study
from kgbuild.claims.claim import Claim, TimeNode
from kgbuild.claims.comparability import Relation
from kgbuild.claims.parts import (
    ADDITIONAL,
    IN_A_CIRCLE,
    NOT_ALL_COUNT,
    NOT_FIGURES,
    UNITS_DIFFER,
)
from kgbuild.core.pages import Page
from kgbuild.core.terminal import count
from kgbuild.values.dates import Time
from kgbuild.values.days import iso_day
from kgbuild.values.numbers.quantity import Number

COLUMNS = (
    *("question", "side", "value", "negated", "from", "to", "as_of", "as_of_basis", "scope"),
    *(
        "claim",
        "document",
        "voice",
        "stance",
        "quote",
        "start",
        "end",
        "place",
        "origins",
        "lineage_not_recorded",
    ),
    *(
        "agrees_with",
        "compatible_with",
        "later_figure_of",
        "earlier_figure_of",
        "part_of_total",
        "total_of_parts",
    ),
    *("conflicts_with", "not_comparable_with", "relation_not_stated_with"),
)
OPEN: Final = "open"
DATES: Final = 3
"""How many dates of one answer a table has; of more, the first and the last."""
_PAIRS: Final = 60
"""How many pairs of sides are listed by their numbers; of more, only how many there are."""
RELATIONS: Final = {
    Relation.CONFLICT: "conflict",
    Relation.LATER: "later figure of one voice",
    Relation.PART: "part of a total",
    Relation.NOT_STATED: "relation not stated",
    Relation.AGREE: "agree",
    Relation.COMPATIBLE: "compatible",
    Relation.NOT_COMPARABLE: "not comparable",
}
"""What the relations are called, in the order in which a page shows them."""
FROM_RIGHT: Final = {Relation.LATER: "earlier figure of one voice", Relation.PART: "total of a part"}
"""What those with a direction are called from the other side."""
_JOINED: Final = {Relation.LATER: "after", Relation.PART: "of"}
_REASONS: Final = {
    NOT_FIGURES: "not summed: not all of them are figures",
    UNITS_DIFFER: "not summed: their units differ",
    NOT_ALL_COUNT: "not summed: not all that is named is asserted, by one voice, of a claim of this corpus",
    IN_A_CIRCLE: "not summed: they are said to include one another",
}


def conflicts_page(study: Study, disputes: Iterable[Dispute]) -> Page:
    """Questions with the sides of each, who says what, and how every two sides stand to each other."""
    page = Page(header=COLUMNS)
    data = []
    for dispute in disputes:
        page.heading(dispute.question.label)
        if dispute.positions:
            _sides(page, study, dispute)
        _relations(page, study, dispute)
        _parts(page, study, dispute)
        for claim in dispute.beside:
            negated = "not " if claim.proposition.negative else ""
            page.line(
                f"beside: {negated}{study.value(claim)}: {_by(study, claim)} ({claim.stance}, {claim.modality})"
            )
        page.rows += _rows(study, dispute)
        data.append(_object(study, dispute))
    if not data:
        page.line("no question has answers in conflict, or answers whose relation is not stated")
    page.data = data
    return page


def _sides(page: Page, study: Study, dispute: Dispute) -> None:
    scoped = any(scope_text(study, position) for position in dispute.positions)
    bounded = any(position.bounds is not None for position in dispute.positions)
    dated = any(claim.as_of is not None for position in dispute.positions for claim in position.claims)
    page.grid(
        [
            *("side", "value"),
            *(("from", "to") if bounded else ()),
            *(("as of",) if dated else ()),
            *(("said of",) if scoped else ()),
            *("documents", "recorded origins", "lineage not recorded"),
        ],
        [
            [
                *(str(position.number), side_answer(position)),
                *(bounds_text(position) if bounded else ()),
                *((dates_text(dates_of(position.claims), DATES),) if dated else ()),
                *((scope_text(study, position),) if scoped else ()),
                *map(str, map(len, (position.documents, position.origins, position.unrecorded))),
            ]
            for position in dispute.positions
        ],
    )
    for position in dispute.positions:
        page.line(f"side {position.number}: {side_answer(position)}")
        for claim in position.claims:
            page.line(_by(study, claim), 1)
        if position.origins:
            page.line(f"recorded origin: {'; '.join(map(study.label, position.origins))}", 1)


def _by(study: Study, claim: Claim) -> str:
    """A claim with its voices, quote and place, and what its document or its mapper adds."""
    when = as_of_text(claim)
    text = f"{claim.document}{f', {when}' if when else ''}: {voices_text(study, claim)} {quoted(claim)} ({claim.place})"
    notes = [f"words: {claim.words}"] if claim.words != claim.quote.text else []
    kept = {
        "status": claim.status,
        "hedge": claim.hedge,
        "manner": claim.manner,
        "reading": claim.reading,
        "sic": claim.sic,
    }
    notes += [f"{name}: {value}" for name, value in kept.items() if value]
    notes += [
        f"{each.label or each.id}: identity {each.identity}{f', {each.reading}' if each.reading else ''}"
        for each in claim.identities
    ]
    return f"{text} [{'; '.join(notes)}]" if notes else text


def side_answer(position: Position) -> str:
    """The value of a side, and what it is said to be a part of."""
    return "; ".join((side_value(position), *map(_role, position.roles)))


def side_value(position: Position) -> str:
    """The value of a side, as it stands: "150", "not 150", "150, denied"."""
    value = f"not {position.value}" if position.side.proposition.negative else position.value
    content = position.side.proposition.object
    if isinstance(content, TimeNode) and content.time is not None:
        value = "".join((value, *(f", {part}" for part in time_details(content.time))))
    return f"{value}, denied" if position.side.denied else value


def time_details(time: Time) -> Iterator[str]:
    """What of a time its EDTF does not show: the part of the day, and that some time within it is meant."""
    if time.part_of_day is not None:
        yield time.part_of_day
    if "/" in time.edtf and time.extent == "within":
        yield "some time within it"


def _role(role: tuple[str, str]) -> str:
    kind, whole = role
    return f"{'on top' if kind == ADDITIONAL else 'part'} of {whole}"


def bounds_text(position: Position) -> tuple[str, str]:
    """Both ends of a figure or date, ``open`` where there is none; nothing for other values."""
    if position.bounds is None:
        return "", ""
    lo, hi = position.bounds
    if isinstance(position.side.proposition.object, TimeNode):
        return _day(lo) or OPEN, _day(hi) or OPEN
    return end_text(lo), end_text(hi)


def end_text(end: Number | None) -> str:
    """One end of a figure, ``open`` where there is none."""
    return OPEN if end is None else f"{end:,}"


def _day(end: Number | None) -> str | None:
    """One end of a time, a day."""
    return None if end is None else iso_day(int(end))


def scope_text(study: Study, position: Position) -> str:
    """Whom, how severely, where and when an answer is about, as far as that is stated."""
    content = position.side.proposition
    qualities = (content.population, content.severity, content.place)
    said = [study.label(term) for term in qualities if term is not None]
    if content.time is not None:
        said.append(study.time_text(content.time))
    return "; ".join(said)


def relation_reason(study: Study, pair: SidePair) -> str:
    """Why two sides have the relation that they have: notes and tags, in words; ``""`` where there are none."""
    tags = [f"{tag}: {study.label(body)}" for tag, body in zip(pair.tags, pair.shared, strict=True)]
    return "; ".join((*pair.notes, *tags))


def pairs_by_relation(study: Study, dispute: Dispute) -> Iterator[tuple[str, str, list[SidePair]]]:
    """The pairs of sides by their relation and what it rests on, in the order of :data:`RELATIONS`."""
    for relation, name in RELATIONS.items():
        groups: dict[str, list[SidePair]] = {}
        for pair in dispute.pairs:
            if pair.relation is relation:
                groups.setdefault(relation_reason(study, pair), []).append(pair)
        for reason, pairs in groups.items():
            yield name, reason, pairs


def _relations(page: Page, study: Study, dispute: Dispute) -> None:
    if not dispute.extent.is_whole:
        page.line(extent_text(dispute))
    for name, reason, pairs in pairs_by_relation(study, dispute):
        page.line(f"{name}: {pairs_text(pairs)}{f' ({reason})' if reason else ''}")
        for place in dict.fromkeys(str(claim.place) for pair in pairs for claim in pair.basis):
            page.line(f"said at {place}", 1)
    if dispute.apart:
        number = count(dispute.apart, "pair")
        page.line(
            f"side by side: {number} of values that may all be so, as nothing follows from their difference"
        )
    if len(dispute.positions) == 1:
        page.line(f"one answer, in {count(len(dispute.positions[0].documents), 'document')}")


def extent_text(dispute: Dispute) -> str:
    """That a question has too many claims for every two of them to be compared, and what is done instead."""
    extent = dispute.extent
    head = f"{count(extent.claims, 'claim')} give {count(extent.answers, 'answer')}: too many to compare every two"
    return f"{head}; one claim stands for each answer" if extent.by_answer else f"{head}; none are compared"


def pairs_text(pairs: Sequence[SidePair]) -> str:
    """The numbers of the sides of pairs; of very many, only how many pairs there are."""
    return pair_numbers(pairs) if len(pairs) <= _PAIRS else f"{len(pairs):,} pairs of sides"


def pair_numbers(pairs: Sequence[SidePair]) -> str:
    """ "1 and 2; 1 and 3" in fewer words: "1 and 2, 3; 2 and 3"."""
    found: dict[int, list[str]] = {}
    for pair in pairs:
        found.setdefault(pair.left, []).append(str(pair.right))
    joined = _JOINED.get(pairs[0].relation, "and") if pairs else ""
    return "; ".join(f"{left} {joined} {', '.join(others)}" for left, others in found.items())


def _parts(page: Page, study: Study, dispute: Dispute) -> None:
    for line in dispute.sums:
        page.line(sum_text(study, line))
        for part in line.sum.parts:
            claim = study.by_id[part.id]
            page.line(f"{study.value(claim)}: {_by(study, claim)}", 1)
        for part in line.sum.within:
            claim = study.by_id[part.id]
            page.line(f"{study.value(claim)}, in another part: {_by(study, claim)}", 1)
        for text in dict.fromkeys(_by(study, study.by_id[said.id]) for said in line.sum.basis):
            page.line(f"said by {text}", 1)


def sum_text(study: Study, line: SumLine) -> str:
    """ "the parts of herald.total.killed make 131, the total says 147: conflict; …"."""
    each, whole = line.sum, study.by_id[line.sum.whole.id]
    said_of = "all of it, as said" if each.exhaustive else "included in it, as said"
    head = f"parts of {whole.id} ({study.value(whole)}), {said_of}"
    if each.reason is not None:
        return f"{head}: {_REASONS[each.reason]}"
    total = interval_text(each.lo, each.hi)
    if not each.exhaustive:
        return f"{head}: together {total}; that they are all of it is not said, so nothing is compared"
    if line.relation is None:
        return f"{head}: together {total}; nothing follows from how that stands to the total"
    found = [f"the parts make {total}, the total says {study.value(whole)}: {RELATIONS[line.relation]}"]
    found += [
        f"the sum and side{'s' if len(sides) > 1 else ''} {', '.join(map(str, sides))}: {RELATIONS[relation]}"
        for relation, sides in line.sides
    ]
    return f"{head}: {'; '.join(found)}"


def interval_text(lo: Number | None, hi: Number | None) -> str:
    """The bounds of a sum, for people."""
    if lo is not None and lo == hi:
        return f"{lo:,}"
    return f"from {end_text(lo)} to {end_text(hi)}"


def _with(dispute: Dispute, claim: Claim, relation: Relation, *, from_left: bool | None = None) -> list[int]:
    """The sides to which a claim stands in a relation; of one with a direction, as its left or as its right."""
    found = set()
    for pair in dispute.pairs:
        if pair.relation is relation:
            for each in pair.pairs:
                if each.left.term == claim.term and from_left is not False:
                    found.add(pair.right)
                if each.right.term == claim.term and from_left is not True:
                    found.add(pair.left)
    return sorted(found)


def _rows(study: Study, dispute: Dispute) -> list[tuple[object, ...]]:
    columns: tuple[tuple[Relation, bool | None], ...] = (
        *(
            (Relation.AGREE, None),
            (Relation.COMPATIBLE, None),
            (Relation.LATER, True),
            (Relation.LATER, False),
        ),
        *((Relation.PART, True), (Relation.PART, False)),
        *((Relation.CONFLICT, None), (Relation.NOT_COMPARABLE, None), (Relation.NOT_STATED, None)),
    )
    rows: list[tuple[object, ...]] = []
    for position in dispute.positions:
        for claim in position.claims:
            span = claim.anchor.span
            others = [
                "; ".join(map(str, _with(dispute, claim, relation, from_left=left)))
                for relation, left in columns
            ]
            rows.append(
                (
                    *(dispute.question.key, position.number, position.value),
                    *("yes" if position.side.negative else "", *bounds_text(position)),
                    *(("", "") if claim.as_of is None else (claim.as_of.edtf, claim.as_of_basis)),
                    *(scope_text(study, position), claim.id, claim.document, study.label(claim.voice)),
                    *(claim.stance, claim.quote.text, span.start, span.end, str(claim.place)),
                    *(len(position.origins), len(position.unrecorded), *others),
                )
            )
    return rows


def _object(study: Study, dispute: Dispute) -> dict[str, object]:
    return {
        "question": dispute.question.key,
        "label": dispute.question.label,
        "sides": [_side(study, position) for position in dispute.positions],
        "relations": [
            {
                "sides": [pair.left, pair.right],
                "relation": str(pair.relation),
                "notes": list(pair.notes),
                "tags": list(pair.tags),
                "shared": [study.name(body) for body in pair.shared],
                "basis": [claim.id for claim in pair.basis],
                "claims": [[each.left.id, each.right.id] for each in pair.pairs],
            }
            for pair in dispute.pairs
        ],
        "side_by_side": dispute.apart,
        "compared": {
            "claims": dispute.extent.claims,
            "answers": dispute.extent.answers,
            "all": dispute.extent.is_whole,
        },
        "sums": [_sum_object(study, line) for line in dispute.sums],
        "beside": [
            {**claim_object(study, claim), "modality": claim.modality} for claim in dispute.beside
        ],
    }  # fmt: skip


def _sum_object(study: Study, line: SumLine) -> dict[str, object]:
    each = line.sum
    return {
        "whole": each.whole.id,
        "parts": [part.id for part in each.parts],
        "within_other_parts": [part.id for part in each.within],
        "from": json_number(each.lo),
        "to": json_number(each.hi),
        "exhaustive": each.exhaustive,
        "relation": str(line.relation) if line.relation is not None else None,
        "notes": list(line.notes),
        "sides": {str(relation): list(sides) for relation, sides in line.sides},
        "not_summed": each.reason,
        "basis": [claim_object(study, study.by_id[said.id]) for said in each.basis],
    }


def _side(study: Study, position: Position) -> dict[str, object]:
    lo, hi = position.bounds or (None, None)
    dated = isinstance(position.side.proposition.object, TimeNode)
    return {
        "side": position.number,
        "value": position.value,
        "negative": position.side.proposition.negative,
        "denied": position.side.denied,
        "from": _day(lo) if dated else json_number(lo),
        "to": _day(hi) if dated else json_number(hi),
        "scope": scope_text(study, position),
        "part_of": [whole for kind, whole in position.roles if kind != ADDITIONAL],
        "on_top_of": [whole for kind, whole in position.roles if kind == ADDITIONAL],
        "documents": list(position.documents),
        "origins": [study.name(origin) for origin in position.origins],
        "lineage_not_recorded": [study.name(claim) for claim in position.unrecorded],
        "claims": [
            {
                **claim_object(study, claim),
                "identities": [
                    {"of": each.id, "identity": each.identity, "reading": each.reading}
                    for each in claim.identities
                ],
                "reading": claim.reading,
            }
            for claim in position.claims
        ],
    }


def json_number(bound: Number | None) -> int | float | None:
    """A bound as JSON has it."""
    return bound if bound is None or isinstance(bound, int) else float(bound)
