"""The matrix of documents and questions as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kgbuild.analysis.conflicts.page import scope_text, side_value
from kgbuild.analysis.matrix.results import MARKS, RULE, SILENT, Matrix, MatrixCell
from kgbuild.analysis.phrases import claim_object
from kgbuild.analysis.study import Question, Section, Study
from kgbuild.claims.comparability import Relation
from kgbuild.claims.parts import ADDITIONAL
from kgbuild.core.pages import Page
from kgbuild.core.terminal import count

SIGNS: Final = {
    Relation.CONFLICT: "≠",
    Relation.AGREE: "=",
    Relation.COMPATIBLE: "~",
    Relation.LATER: "→",
    Relation.PART: "⊂",
    Relation.NOT_STATED: "?",
    Relation.NOT_COMPARABLE: "/",
}
_LEGEND: Final = (
    "the number behind a sign counts other documents: ≠ conflicts, → a later or an earlier figure of one voice, "
    "⊂ part of a total, or such a total, = agrees, ~ compatible, ? relation not stated, / not comparable. · silent. "
    "[of whom, how, where or when it is said]; (what does not count: demanded, planned, questioned)"
)
_PART: Final = {False: ", a part", True: ", on top"}
_COLUMNS: Final = 6
"""How many questions one table has side by side."""
_SHORT: Final = 20
"""Ids of documents up to this length are written in the table itself; longer ones are numbered."""
_NAMED: Final = 20
"""The most documents without any answer that are named in text; JSON names all."""


def matrix_page(study: Study, matrix: Matrix) -> Page:
    """The matrix: tables for people, one wide row for each document as CSV, every cell with its claims as JSON."""
    page = Page(header=_header(matrix))
    page.heading(
        f"What {count(len(matrix.documents), 'document')} answer to {count(len(matrix.questions), 'question')}"
    )
    speaking = {document for document, _ in matrix.cells}
    rows = [section for section in matrix.documents if section.id in speaking]
    names = _names(rows)
    if rows:
        _tables(page, study, matrix, rows, names)
        page.line(RULE)
        page.line(_LEGEND)
    for number, question in enumerate(matrix.questions, start=1):
        page.line(f"Q{number}: {question.label} ({question.key})")
    for section in rows:
        if names[section.id] != section.id:
            page.line(f"{names[section.id]}: {section.id}{_dated(study, section)}")
    quiet = [section.id for section in matrix.documents if section.id not in speaking]
    if quiet:
        named = f": {', '.join(quiet)}" if len(quiet) <= _NAMED else ""
        page.line(f"silent on all of these: {count(len(quiet), 'document')}{named}")
    page.rows = [_row(study, matrix, section) for section in matrix.documents]
    page.data = _object(study, matrix, quiet)
    return page


def _names(rows: Sequence[Section]) -> dict[str, str]:
    """How the documents are called in the tables."""
    if all(len(section.id) <= _SHORT for section in rows):
        return {section.id: section.id for section in rows}
    return {section.id: f"D{number}" for number, section in enumerate(rows, start=1)}


def _tables(page: Page, study: Study, matrix: Matrix, rows: Sequence[Section], names: dict[str, str]) -> None:
    numbered = list(enumerate(matrix.questions, start=1))
    for start in range(0, len(numbered), _COLUMNS):
        columns = numbered[start : start + _COLUMNS]
        page.grid(
            ["document", *(f"Q{number} {question.predicate.key}" for number, question in columns)],
            [
                [names[each.id], *(_text(study, matrix, each, question) for _, question in columns)]
                for each in rows
            ],
        )


def _dated(study: Study, section: Section) -> str:
    issued = study.issued(section)
    return f", {issued.edtf}" if issued is not None else ", undated"


def _text(study: Study, matrix: Matrix, section: Section, question: Question) -> str:
    cell = matrix.cells.get((section.id, question.key))
    if cell is None:
        return "·"
    signs = [f"{SIGNS[relation]}{len(others)}" for relation, others in cell.others.items()]
    return " ".join((_values(study, cell), *signs))


def _values(study: Study, cell: MatrixCell) -> str:
    """The answers of a cell, each with its scope; in brackets what does not count."""
    found = []
    for position in cell.positions:
        about = scope_text(study, position)
        part = _PART[{kind == ADDITIONAL for kind, _ in position.roles} == {True}] if position.roles else ""
        found.append(f"{side_value(position)}{part}{f' [{about}]' if about else ''}")
    found += [f"({value})" for value in dict.fromkeys(study.value(claim) for claim in cell.beside)]
    return "; ".join(found)


def _header(matrix: Matrix) -> list[str]:
    found = ["document", "issued"]
    for question in matrix.questions:
        found += [question.key, f"{question.key}: mark", f"{question.key}: evidence"]
    return found


def _row(study: Study, matrix: Matrix, section: Section) -> list[object]:
    issued = study.issued(section)
    row: list[object] = [section.id, issued.edtf if issued is not None else ""]
    for question in matrix.questions:
        cell = matrix.cells.get((section.id, question.key))
        if cell is None:
            row += ["", SILENT, ""]
            continue
        spans = [
            f"{claim.id} “{claim.quote.text}” {claim.anchor.span.start}–{claim.anchor.span.end} {claim.place}"
            for claim in (*cell.claims, *cell.beside)
        ]
        row += [_values(study, cell), cell.mark, "; ".join(spans)]
    return row


def _object(study: Study, matrix: Matrix, quiet: Sequence[str]) -> dict[str, object]:
    cells = []
    for question in matrix.questions:
        for section in matrix.documents:
            cell = matrix.cells.get((section.id, question.key))
            if cell is not None:
                cells.append(_cell(study, section, question, cell))
    return {
        "rule": RULE,
        "documents": [_document(study, section) for section in matrix.documents],
        "questions": [{"question": q.key, "label": q.label} for q in matrix.questions],
        "cells": cells,
        "silent_throughout": list(quiet),
    }


def _document(study: Study, section: Section) -> dict[str, object]:
    issued = study.issued(section)
    return {
        "document": section.id,
        "title": section.title,
        "issued": issued.edtf if issued is not None else None,
    }


def _cell(study: Study, section: Section, question: Question, cell: MatrixCell) -> dict[str, object]:
    return {
        "document": section.id,
        "question": question.key,
        "sides": [position.number for position in cell.positions],
        "mark": cell.mark,
        "others": {
            name: list(cell.others[relation]) for relation, name in MARKS.items() if relation in cell.others
        },
        "claims": [claim_object(study, claim) for claim in cell.claims],
        "beside": [claim_object(study, claim) for claim in cell.beside],
    }
