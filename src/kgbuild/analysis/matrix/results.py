"""Documents by questions: what each document answers, and how that stands to what the others answer."""

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
    Relation.AGREE: "agrees",
    Relation.COMPATIBLE: "compatible",
    Relation.NOT_STATED: "relation-not-stated",
    Relation.NOT_COMPARABLE: "not-comparable",
}
"""The marks of a cell, in the order in which they are asked after: the first that holds of any other document."""
RULE: Final = (
    "a cell is marked by the first of these that holds between it and at least one other document: conflicts, agrees, "
    "compatible, relation not stated, not comparable; else it is alone (no other answer can be compared). "
    "A document that says nothing is silent."
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
    """Those of some questions that have one answer by their nature and that more than one document answers."""
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
        (document, _cell(document, positions.get(document, ()), beside.get(document, ()), related))
        for document in sorted(positions.keys() | beside.keys())
    ]


def _related(dispute: Dispute) -> Mapping[int, Mapping[Relation, Sequence[Position]]]:
    """For each side the sides to which it stands in a relation; it agrees with itself."""
    sides = {position.number: position for position in dispute.positions}
    found: dict[int, dict[Relation, list[Position]]] = {
        number: {Relation.AGREE: [side]} for number, side in sides.items()
    }
    for pair in dispute.pairs:
        for own, other in ((pair.left, pair.right), (pair.right, pair.left)):
            found[own].setdefault(pair.relation, []).append(sides[other])
    return found


def _cell(
    document: str,
    positions: Sequence[Position],
    beside: Sequence[Claim],
    related: Mapping[int, Mapping[Relation, Sequence[Position]]],
) -> MatrixCell:
    others: dict[Relation, tuple[str, ...]] = {}
    for relation in MARKS:
        found = {
            other
            for position in positions
            for side in related[position.number].get(relation, ())
            for other in side.documents
        } - {document}
        if found:
            others[relation] = tuple(sorted(found))
    mark = next((MARKS[relation] for relation in others), ALONE if positions else BESIDE)
    claims = tuple(claim for position in positions for claim in position.claims if claim.document == document)
    return MatrixCell(tuple(positions), claims, tuple(beside), others, mark)
