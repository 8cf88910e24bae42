"""The figures of a question over time as a page: a row a date, figure and voice, with origins, sums and revisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kgbuild.analysis.conflicts.page import (
    RELATIONS,
    bounds_text,
    end_text,
    interval_text,
    json_number,
    scope_text,
    side_answer,
)
from kgbuild.analysis.figures.results import FigureRow, FiguresOverTime
from kgbuild.analysis.phrases import claim_object, dates_text
from kgbuild.analysis.study import Study
from kgbuild.claims.comparability import Relation
from kgbuild.core.pages import Page
from kgbuild.values.days import iso_year

_COLUMNS: Final = (
    *("question", "year", "as_of", "as_of_basis", "kind", "side", "figure", "from", "to", "scope", "voices"),
    *("documents", "origins", "lineage_not_recorded", "relations", "claims", "quotes", "places"),
)
UNDATED: Final = "undated"


def figures_page(study: Study, found: Sequence[FiguresOverTime]) -> Page:
    """Each question with its figures by date: in text and Markdown a table, as CSV one row for each row of it."""
    page = Page(header=_COLUMNS)
    data = []
    for each in found:
        page.heading(f"{each.question.label}, over time")
        scoped = any(scope_text(study, row.position) for row in each.rows)
        page.grid(
            ["year", "as of", "figure", *(["said of"] if scoped else []), "voice", "origin", "stands"],
            [
                [
                    _year(row),
                    row_dates(row),
                    figure_text(study, row),
                    *([scope_text(study, row.position)] if scoped else []),
                    "; ".join(map(study.label, row.voices)),
                    origin_text(study, row),
                    "; ".join(stands(each, row)),
                ]
                for row in each.rows
            ],
        )
        page.rows += [_row(study, each, row) for row in each.rows]
        data.append(_object(study, each))
    if not found:
        page.line("no question of this name asks for a figure")
    elif any(row.dates for each in found for row in each.rows):
        page.line("a date is that of the document, unless it is marked as stated")
    page.data = data
    return page


def row_dates(row: FigureRow) -> str:
    """The dates that a figure is given for; marked where the text states them."""
    return dates_text(row.dates) or UNDATED


def figure_text(study: Study, row: FigureRow) -> str:
    """A figure, or what its parts make, in the order of the text: "131 = 82 + 20 + 21 + 8"."""
    if row.sum is None:
        return side_answer(row.position)
    each = row.sum.sum
    if each.reason is not None:
        return f"parts of {row.position.value}, not summed"
    parts = sorted(each.parts, key=lambda part: study.order(study.by_id[part.id]))
    return f"{interval_text(each.lo, each.hi)} = {' + '.join(study.value(study.by_id[p.id]) for p in parts)}"


def origin_text(study: Study, row: FigureRow) -> str:
    """Where a figure comes from, as far as that is recorded."""
    found = list(map(study.label, row.origins))
    if row.unrecorded:
        found.append("lineage not recorded")
    return "; ".join(found)


def stands(each: FiguresOverTime, row: FigureRow) -> Iterator[str]:
    """How a figure stands to the others: what the voice revises, what it conflicts with; what a sum meets."""
    values = {position.number: position.value for position in each.dispute.positions}

    def listed(numbers: Sequence[int]) -> str:
        return ", ".join(dict.fromkeys(values[number] for number in numbers))

    if row.sum is not None:
        if row.sum.relation is not None:
            yield f"the total says {row.position.value}: {RELATIONS[row.sum.relation]}"
        for relation, sides in row.sum.sides:
            yield f"{RELATIONS[relation]}: {listed(sides)}"
        return
    if row.revises:
        yield f"later figure than {listed(row.revises)}"
    if row.revised_by:
        yield f"revised to {listed(row.revised_by)}"
    terms, parts = {claim.term for claim in row.claims}, {p.number for p in each.dispute.positions if p.roles}
    against: dict[Relation, set[int]] = {}
    for pair in each.dispute.pairs:
        for claims in pair.pairs:
            if claims.left.term in terms:
                against.setdefault(pair.relation, set()).add(pair.right)
            elif claims.right.term in terms and pair.relation is not Relation.PART:
                against.setdefault(pair.relation, set()).add(pair.left)
    for relation in (Relation.CONFLICT, Relation.PART, Relation.COMPATIBLE):
        others = sorted(against.get(relation, set()) - parts)
        if others:
            yield f"{RELATIONS[relation]}: {listed(others)}"


def _year(row: FigureRow) -> str:
    return "" if row.year is None else iso_year(row.year)


def _row(study: Study, each: FiguresOverTime, row: FigureRow) -> tuple[object, ...]:
    lo, hi = bounds_text(row.position)
    if row.sum is not None:
        summed = row.sum.sum.reason is None
        lo, hi = (end_text(end) if summed else "" for end in (row.sum.sum.lo, row.sum.sum.hi))
    return (
        *(each.question.key, _year(row), "; ".join(time.edtf for time, _ in row.dates)),
        *("; ".join(basis for _, basis in row.dates), "figure" if row.sum is None else "sum"),
        *(row.position.number, figure_text(study, row), lo, hi),
        *(scope_text(study, row.position), "; ".join(map(study.label, row.voices))),
        "; ".join(dict.fromkeys(claim.document for claim in row.claims)),
        *("; ".join(map(study.label, row.origins)), len(row.unrecorded), "; ".join(stands(each, row))),
        "; ".join(claim.id for claim in row.claims),
        "; ".join(claim.quote.text for claim in row.claims),
        "; ".join(str(claim.place) for claim in row.claims),
    )


def _object(study: Study, each: FiguresOverTime) -> dict[str, object]:
    return {
        "question": each.question.key,
        "label": each.question.label,
        "figures": [
            {
                "year": row.year,
                "as_of": [{"date": time.edtf, "basis": basis} for time, basis in row.dates],
                "side": row.position.number,
                "figure": row.position.value,
                "sum": None
                if row.sum is None
                else {"from": json_number(row.sum.sum.lo), "to": json_number(row.sum.sum.hi)},
                "scope": scope_text(study, row.position),
                "voices": [study.name(voice) for voice in row.voices],
                "origins": [study.name(origin) for origin in row.origins],
                "lineage_not_recorded": [study.name(end) for end in row.unrecorded],
                "stands": list(stands(each, row)),
                "claims": [claim_object(study, claim) for claim in row.claims],
            }
            for row in each.rows
        ],
    }
