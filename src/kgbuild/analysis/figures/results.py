"""The figures that answer a question, in the order of the dates that they are given for; sums of parts among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kgbuild.analysis.conflicts.results import Dispute, Position, SumLine, disputes
from kgbuild.analysis.origins.results import traced_mention
from kgbuild.analysis.phrases import dates_of
from kgbuild.analysis.study import Question, Study
from kgbuild.claims.claim import Claim
from kgbuild.claims.comparability import Relation
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.values.edtf import Time


@record
class FigureRow:
    """A figure as of one year: the side of the question, and the claims that give it, with their voices and dates.

    ``origins`` are the works in which recorded lineage ends, ``unrecorded`` the claims in which it ends. ``revises``
    and ``revised_by`` are the sides with the earlier and later figures of a voice. A row with a ``sum`` is what the
    parts of its figure make together.
    """

    position: Position
    year: int | None
    claims: tuple[Claim, ...]
    origins: tuple[Term, ...]
    unrecorded: tuple[Term, ...]
    revises: tuple[int, ...]
    revised_by: tuple[int, ...]
    sum: SumLine | None = None

    @property
    def voices(self) -> tuple[Term, ...]:
        """Who gives it."""
        return tuple(dict.fromkeys(claim.voice for claim in self.claims))

    @property
    def dates(self) -> tuple[tuple[Time, str], ...]:
        """The dates that it is given for, in order, each with where it comes from (``stated``, ``document-date``)."""
        return tuple(dates_of(self.claims))


@record
class FiguresOverTime:
    """A question with its figures by date; those of documents without a date come last."""

    question: Question
    dispute: Dispute
    rows: tuple[FigureRow, ...]


def figures_of(study: Study, questions: Sequence[Question]) -> list[FiguresOverTime]:
    """The figures of each question that asks for a figure."""
    asked = [question for question in questions if question.predicate.takes == "quantity"]
    return [
        FiguresOverTime(dispute.question, dispute, tuple(_rows(study, dispute)))
        for dispute in disputes(study, asked)
    ]


def _rows(study: Study, dispute: Dispute) -> list[FigureRow]:
    """What is added up stands with its sum alone: it is no figure of the whole."""
    summed = {part.term for line in dispute.sums for part in (*line.sum.parts, *line.sum.within)}
    sums: dict[Term, list[SumLine]] = defaultdict(list)
    for line in dispute.sums:
        sums[line.sum.whole.term].append(line)
    rows = []
    for position in dispute.positions:
        kept = [claim for claim in position.claims if claim.term not in summed]
        by_year: dict[int | None, list[Claim]] = defaultdict(list)
        for claim in kept:
            by_year[claim.as_of.year if claim.as_of is not None else None].append(claim)
        for year, claims in by_year.items():
            row = _row(study, dispute, position, year, claims)
            rows += [row, *_sum_rows(row, sums)]
    return sorted(rows, key=_order)


def _row(
    study: Study, dispute: Dispute, position: Position, year: int | None, claims: Sequence[Claim]
) -> FigureRow:
    mentions = [traced_mention(study, claim) for claim in claims]
    return FigureRow(
        position=position,
        year=year,
        claims=tuple(claims),
        origins=tuple(sorted({origin for each in mentions for origin in each.origins})),
        unrecorded=tuple(sorted({end for each in mentions for end in each.open_ends})),
        revises=_revisions(dispute, claims, from_left=True),
        revised_by=_revisions(dispute, claims, from_left=False),
    )


def _sum_rows(row: FigureRow, sums: Mapping[Term, Sequence[SumLine]]) -> list[FigureRow]:
    """What the parts of a figure make, one row for each way in which they are given."""
    found: dict[tuple[object, ...], list[tuple[Claim, SumLine]]] = defaultdict(list)
    for claim in row.claims:
        for line in sums.get(claim.term, ()):
            key = (
                line.sum.reason,
                line.sum.exhaustive,
                *sorted(part.content.term for part in line.sum.parts),
            )
            found[key].append((claim, line))
    return [
        replace(row, claims=tuple(claim for claim, _ in group), revises=(), revised_by=(), sum=group[0][1])
        for group in found.values()
    ]


def _revisions(dispute: Dispute, claims: Sequence[Claim], *, from_left: bool) -> tuple[int, ...]:
    """The sides with the earlier figures that claims revise, or with the later ones that revise them."""
    terms = {claim.term for claim in claims}
    return tuple(
        sorted(
            pair.right if from_left else pair.left
            for pair in dispute.pairs
            if pair.relation is Relation.LATER
            and any((each.left if from_left else each.right).term in terms for each in pair.pairs)
        )
    )


def _order(row: FigureRow) -> tuple[object, ...]:
    first = row.dates[0][0].start if row.dates else None
    return first is None, first or 0, row.position.number, row.sum is not None, row.claims[0].id
