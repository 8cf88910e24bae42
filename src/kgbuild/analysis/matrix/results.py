"""Documents by questions: what each document answers, and how that compares with the answers of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kgbuild.analysis.conflicts.results import Dispute, Position, disputes
from kgbuild.analysis.study import Question, Section, Study
from kgbuild.claims.claim import Claim
from kgbuild.claims.comparability import Relation
from kgbuild.core.records import record

ALONE: Final = "alone"
BESIDE: Final = "beside"
SILENT: Final = "silent"
MARKS: Final = {
    Relation.CONFLICT: "conflicts",
    Relation.LATER: "revised",
    Relation.PART: "part-of-total",
    Relation.AGREE: "agrees",
    Relation.COMPATIBLE: "compatible",
    Relation.NOT_STATED: "relation-not-stated",
    Relation.NOT_COMPARABLE: "not-comparable",
}
"""The marks of a cell: it gets the first of these that holds between it and any other document."""
RULE: Final = (
    "a cell is marked by the first of these that holds between it and at least one other document: conflicts, one "
    "voice revises it, part of a total, agrees, compatible, relation not stated, not comparable; else it is alone (no "
    "other answer can be compared). A document that says nothing is silent."
)


@record
class MatrixCell:
    """What one document answers to one question.

    ``others`` are the other documents to which any of its answers stands in a relation; ``beside`` are claims that do
    not count: demanded, planned, questioned. ``mark`` is by :data:`RULE`.
    """

    positions: tuple[Position, ...]
    claims: tuple[Claim, ...]
    beside: tuple[Claim, ...]
    others: Mapping[Relation, tuple[str, ...]]
    mark: str


@record
class Matrix:
    """Documents in the order of their dates, questions, and a cell for each document that answers one."""

    documents: tuple[Section, ...]
    questions: tuple[Question, ...]
    cells: Mapping[tuple[str, str], MatrixCell]
    """By the ids of document and question; none where the document is silent."""


def matrix_of(study: Study, questions: Iterable[Question]) -> Matrix:
    """The answers of all documents to some questions."""
    asked = tuple(questions)
    cells = {
        (document, dispute.question.key): cell
        for dispute in disputes(study, asked)
        for document, cell in _cells(dispute)
    }
    return Matrix(tuple(study.documents), asked, cells)


def shared_questions(study: Study, questions: Iterable[Question]) -> list[Question]:
    """Those of some questions that can have one answer only, and that more than one document answers."""
    return [
        question
        for question in questions
        if not question.predicate.many and len(study.documents_of(question)) > 1
    ]


def _cells(dispute: Dispute) -> list[tuple[str, MatrixCell]]:
    related = _related(dispute)
    positions: dict[str, list[Position]] = defaultdict(list)
    for position in dispute.positions:
        for document in position.documents:
            positions[document].append(position)
    beside: dict[str, list[Claim]] = defaultdict(list)
    for claim in dispute.beside:
        beside[claim.document].append(claim)
    return [
        (document, _cell(document, positions.get(document, ()), beside.get(document, ()), related[document]))
        for document in sorted(positions.keys() | beside.keys())
    ]


def _related(dispute: Dispute) -> Mapping[str, Mapping[Relation, set[str]]]:
    """For each document the others to whose claims its own stand in a relation; those of one side agree."""
    found: dict[str, dict[Relation, set[str]]] = defaultdict(lambda: defaultdict(set))
    for position in dispute.positions:
        for document in position.documents:
            found[document][Relation.AGREE].update(position.documents)
    for pair in dispute.pairs:
        for each in pair.pairs:
            found[each.left.document][pair.relation].add(each.right.document)
            found[each.right.document][pair.relation].add(each.left.document)
    return found


def _cell(
    document: str,
    positions: Sequence[Position],
    beside: Sequence[Claim],
    related: Mapping[Relation, set[str]],
) -> MatrixCell:
    others = {
        relation: tuple(sorted(found))
        for relation in MARKS
        if (found := related.get(relation, set()) - {document})
    }
    mark = next((MARKS[relation] for relation in others), ALONE if positions else BESIDE)
    claims = tuple(claim for position in positions for claim in position.claims if claim.document == document)
    return MatrixCell(tuple(positions), claims, tuple(beside), others, mark)
