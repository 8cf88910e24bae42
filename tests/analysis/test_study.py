"""What a study finds by a name, and what it says where there is no such name."""

from __future__ import annotations

import pytest

from analysis.corpora import Doc, Says, corpus
from kgbuild.core.errors import KgbuildError


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("kiled", "did you mean `killed`?"),
        ("event.kiled", "did you mean `event.killed`?"),
        ("event.date", "claims say of it: killed, occurred"),
        ("?", "a question is SUBJECT.PROPERTY or a property (`killed`)"),
    ],
)
def test_a_question_that_nobody_answers(name: str, help_: str) -> None:
    """What is near is named; else, of a subject that claims are about, what they say of it."""
    study = corpus([Doc("a", says=(Says(), Says("occurred", "1990")))])
    with pytest.raises(KgbuildError, match="no question or claim") as raised:
        study.select(name)
    assert raised.value.hint == help_
