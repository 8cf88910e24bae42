"""The matrix: each cell is marked by the rule that stands on the page."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from analysis.corpora import Doc, Says, corpus
from kgbuild.analysis.matrix.page import matrix_page
from kgbuild.analysis.matrix.results import MARKS, Matrix, matrix_of, shared_questions
from kgbuild.analysis.study import Study
from kgbuild.claims.comparability import Relation
from kgbuild.core.pages import render_page

WIDTH = 100


def matrix(study: Study) -> Matrix:
    return matrix_of(study, study.questions.values())


def test_a_cell_is_marked_by_the_first_relation_that_holds() -> None:
    """Conflicts before agrees, agrees before what is not stated; alone, beside and silent where none holds."""
    study = corpus(
        [
            Doc("a", says=(Says(value=150, population="civilians"),)),
            Doc("b", says=(Says(value=150, population="civilians"),)),
            Doc("c", says=(Says(value=131, population="civilians"),)),
            Doc("d", says=(Says(value=150),)),
            Doc("e", says=(Says(value=7, stance="demands"), Says("wounded", 3))),
        ]
    )
    found = matrix(study)
    marks = {document: found.cells[document, "event.killed"].mark for document in "abcde"}
    assert marks == {"a": "conflicts", "b": "conflicts", "c": "conflicts", "d": "agrees", "e": "beside"}
    assert found.cells["a", "event.killed"].others == {Relation.CONFLICT: ("c",), Relation.AGREE: ("b", "d")}
    assert found.cells["e", "event.wounded"].mark == "alone"
    assert ("a", "event.wounded") not in found.cells


answers = st.lists(
    st.builds(
        Says,
        value=st.sampled_from([7, 9, "hundreds"]),
        stance=st.sampled_from(["asserts", "denies", "demands"]),
        population=st.sampled_from([None, "civilians"]),
    ),
    min_size=1,
    max_size=6,
).map(lambda said: [Doc(f"d{n}", says=(each,)) for n, each in enumerate(said)])


@given(answers)
def test_the_relations_of_two_documents_are_mutual(docs: list[Doc]) -> None:
    """Where one document conflicts or agrees with another, so does the other with it; none with itself."""
    found = matrix(corpus(docs))
    for (document, question), cell in found.cells.items():
        for relation, others in cell.others.items():
            assert document not in others
            for other in others:
                assert document in found.cells[other, question].others[relation]
        assert cell.mark in (*MARKS.values(), "alone", "beside")


def test_fifty_documents_stay_readable() -> None:
    """Fifty documents with long ids and twelve questions fit the width, in tables with a row for each document."""
    keys = ("killed", "wounded", "missing", "detained", "displaced", "occurred")
    docs = [
        Doc(
            f"report-of-a-body-with-a-long-name-{n:02}",
            1990,
            says=tuple(Says(key, 1990 + n % 4, about=f"event/{event}") for key in keys for event in ("one", "two")
                       if event == "one" or n % 2),
        )
        for n in range(50)
    ]  # fmt: skip
    study = corpus([_distinct(doc) for doc in docs])
    lines = render_page(matrix_page(study, matrix(study)), "text", width=WIDTH).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert sum(line.startswith("D50 ") for line in lines) == 2
    assert any("D50: report-of-a-body-with-a-long-name-49, 1990" in line for line in lines)


def _distinct(doc: Doc) -> Doc:
    says = tuple(
        Says(each.key, each.value, entry=f"{each.about.partition('/')[2]}-{each.key}", about=each.about)
        for each in doc.says
    )
    return Doc(doc.id, doc.year, doc.voice, says)


def test_wide_csv_and_json_hold_every_cell() -> None:
    """CSV has a row for each document, the silent ones too; JSON has the rule and leads every claim back."""
    study = corpus([Doc("a"), Doc("b", says=(Says("wounded", 2),))])
    page = matrix_page(study, matrix(study))
    header, *rows = list(csv.reader(io.StringIO(render_page(page, "csv"))))
    assert header[:3] == ["document", "issued", "event.killed"]
    assert [row[header.index("event.killed: mark")] for row in rows] == ["alone", "silent"]
    data = json.loads(render_page(page, "json"))
    assert "conflicts" in data["rule"]
    assert all(
        {"document", "quote", "start", "end", "place"} <= c.keys() for e in data["cells"] for c in e["claims"]
    )


def test_by_default_what_two_documents_answer() -> None:
    """Questions with one answer by their nature that more than one document answers."""
    study = corpus([Doc("a"), Doc("b"), Doc("c", says=(Says("wounded", 2),))])
    assert [each.key for each in shared_questions(study, study.questions.values())] == ["event.killed"]
