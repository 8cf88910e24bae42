"""What falls without a document or a voice is what the same corpus has without it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpora import Doc, Says, corpus
from kgbuild.analysis.origins.results import origins_of
from kgbuild.analysis.retract.results import answer_counts, retract, without_document, without_voice
from kgbuild.analysis.study import Study
from kgbuild.core.errors import KgbuildError

VOICES = ("ministry", "agency")


@st.composite
def corpora(draw: st.DrawFn) -> list[Doc]:
    """Documents with one or two claims each, which have them from any others, from a work, or say nothing of it."""
    names = [f"d{number}" for number in range(draw(st.integers(1, 6)))]
    keys = ("killed", "wounded")
    made = {name: draw(st.lists(st.sampled_from(keys), min_size=1, unique=True)) for name in names}
    claims = [f"{name}.{key}" for name in names for key in made[name]]
    sources = st.none() | st.lists(st.sampled_from([*claims, "work:w"]), max_size=3, unique=True).map(tuple)
    values = st.integers(1, 3)
    return [
        Doc(
            name,
            year=draw(st.none() | st.integers(1990, 1993)),
            voice=draw(st.none() | st.sampled_from(VOICES)),
            says=tuple(
                Says(key, draw(values), draw(st.lists(st.sampled_from(VOICES), max_size=1).map(tuple)), draw(sources))
                for key in made[name]
            ),
            reports=draw(st.none() | st.just("w")),
            copy_of=draw(st.none() | st.just("w")),
        )
        for name in names
    ]  # fmt: skip


def same(one: Study, other: Study) -> None:
    """Two studies have the same claims, links, origins, affiliations and figures."""
    assert [claim.id for claim in one.claims] == [claim.id for claim in other.claims]
    assert one.corpus == other.corpus
    assert one.affiliations == other.affiliations
    assert figures(one) == figures(other)


def figures(study: Study) -> list[tuple[object, ...]]:
    """All that is said of every answer; the claims by their ids, as their places in the text may differ."""
    return [
        (
            *(
                question.key,
                figure.value,
                [mention.claim.id for mention in figure.mentions],
                figure.documents,
            ),
            *(figure.origins, figure.unrecorded, figure.bases, figure.bottleneck, figure.cut, figure.bodies),
        )
        for question in study.questions.values()
        for figure in origins_of(study, question)
    ]


def check(name: str, before: Study, rebuilt: Study) -> None:
    """The report of what falls is what the two studies differ by."""
    found = retract(before, name)
    left = {claim.id for claim in rebuilt.claims}
    assert {claim.id for claim in found.gone} == {claim.id for claim in before.claims} - left
    for claim in rebuilt.claims:
        ends = set(before.corpus.origins.get(claim.term, ()))
        now = set(rebuilt.corpus.origins.get(claim.term, ()))
        (loss,) = [item for item in found.losses if item.claim.id == claim.id] or [None]
        if loss is not None:
            assert (set(loss.lost), set(loss.kept), set(loss.new)) == (ends - now, ends & now, now - ends)
        else:
            assert ends <= now
            assert not before.links.get(claim.term) or rebuilt.links.get(claim.term)
    changed = {(change.question.key, change.value): change.after for change in found.changes}
    for question in before.questions.values():
        after = answer_counts(rebuilt, question)
        for value, count in answer_counts(before, question).items():
            assert changed.get((question.key, value), count) == after.get(value, type(count)())


@given(corpora(), st.data())
def test_without_a_document_is_a_rebuild(documents: list[Doc], data: st.DataObject) -> None:
    """A study without a document is the corpus of all others; claims that had it as a source lose that link.

    A work stays known of which the document was the only copy.
    """
    gone = data.draw(st.sampled_from(documents)).id
    held = {document.copy_of for document in documents if document.copy_of is not None}
    before = corpus(documents)
    rebuilt = corpus([document for document in documents if document.id != gone], held)
    same(without_document(before, gone), rebuilt)
    check(gone, before, rebuilt)


@given(corpora(), st.sampled_from(VOICES))
def test_without_a_voice_is_a_rebuild(documents: list[Doc], voice: str) -> None:
    """A study without a voice is the corpus without all claims in whose chain it stands; the documents stay."""
    before = corpus(documents)
    rebuilt = corpus(
        [
            replace(d, says=() if d.voice == voice else tuple(s for s in d.says if voice not in s.voices))
            for d in documents
        ]
    )
    term = f"<https://example.org/agent/{voice}>"
    same(without_voice(before, term), rebuilt)
    if any(
        voice in (document.voice, *(v for s in document.says for v in s.voices)) for document in documents
    ):
        check(voice, before, rebuilt)


@given(corpora(), st.data())
def test_the_order_of_documents_changes_nothing(documents: list[Doc], data: st.DataObject) -> None:
    """The same documents in another order: the same losses and counts."""
    gone = data.draw(st.sampled_from(documents)).id
    other = data.draw(st.permutations(documents))
    assert retract(corpus(documents), gone) == retract(corpus(other), gone)


def test_all_echoes_fall_with_their_source() -> None:
    """Of a chain of three the echo loses its link, and the echo's echo the end that it led to."""
    study = corpus(
        [
            Doc("source"),
            Doc("echo", says=(Says(source=("source.killed",)),)),
            Doc("second", says=(Says(source=("echo.killed",)),)),
            Doc("both", says=(Says(source=("source.killed", "work:report")),)),
        ]
    )
    found = retract(study, "source")
    assert [(loss.claim.document, bool(loss.kept), loss.links) for loss in found.losses] == [
        ("both", True, (2, 1)),
        ("echo", False, (1, 0)),
        ("second", False, (1, 1)),
    ]
    assert [study.name(end) for end in found.losses[2].new] == ["echo.killed.killed"]
    (change,) = found.changes
    assert (change.before.documents, change.after.documents) == (4, 3)


def test_a_copy_that_falls_may_leave_another() -> None:
    """A claim found its source by its question in one copy; without that copy it finds the other."""
    copies = [
        Doc("one", says=(Says(value=5),), copy_of="work"),
        Doc("two", says=(Says(value=6),), copy_of="work"),
    ]
    study = corpus([*copies, Doc("report", says=(Says(value=5),), reports="work")])
    found = retract(study, "one")
    assert [loss.claim.document for loss in found.losses] == []
    (link,) = without_document(study, "one").links[study.by_id["report.killed.killed"].term]
    assert study.name(link.source) == "two.killed.killed"


def test_a_name_that_is_neither_is_refused() -> None:
    """Neither a document nor a voice: an error that names the nearest."""
    with pytest.raises(KgbuildError, match="named `sorce`") as error:
        retract(corpus([Doc("source")]), "sorce")
    assert error.value.hint == "did you mean `source`?"
