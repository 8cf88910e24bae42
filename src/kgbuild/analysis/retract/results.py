"""What loses its support without a document or a voice: the study is made again without it, and compared.

Without a document, its claims, citations and parts are gone, and with them what they said of who belongs to whom. A
voice takes with it all claims in whose chain it stands, at any depth; the documents stay. The lineage is made anew from
what is left, so a claim may find another source by its question. Nothing is called false: a claim that loses its
recorded support is one of which less is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from kgbuild.analysis.origins.results import answers_of, ends_of
from kgbuild.analysis.study import Citation, Question, Section, Study
from kgbuild.claims.claim import Claim
from kgbuild.claims.lineage import corpus_pass, works_held
from kgbuild.claims.summaries import Summary
from kgbuild.core.errors import KgbuildError
from kgbuild.core.records import record
from kgbuild.core.similar import did_you_mean
from kgbuild.core.terms import Term


@record
class Loss:
    """A claim that stays and of which less is recorded: which ends of its lineage are lost, kept, and new.

    An end is a work, or a claim of which nothing further is recorded. Where none is kept the claim loses all its
    recorded support. ``links`` are the numbers of its direct links before and after; with none afterwards, nothing
    about where it came from is recorded any more.
    """

    claim: Claim
    lost: tuple[Term, ...]
    kept: tuple[Term, ...]
    new: tuple[Term, ...]
    links: tuple[int, int]


@record
class AnswerCounts:
    """How many documents give an answer, from how many recorded origins, and with how many unrecorded ends."""

    documents: int = 0
    origins: int = 0
    unrecorded: int = 0


@record
class CountChange:
    """One answer to a question before and after; without documents afterwards, nobody is left who gives it."""

    question: Question
    value: str
    before: AnswerCounts
    after: AnswerCounts


@record
class Retraction:
    """All that changes: the claims that are gone, those that lose support, and the answers whose counts change."""

    term: Term
    kind: str
    gone: tuple[Claim, ...]
    losses: tuple[Loss, ...]
    changes: tuple[CountChange, ...]


def retract(study: Study, name: str) -> Retraction:
    """What loses its support without a document, or without a voice (an id of the registry).

    Raises :class:`KgbuildError` where the corpus holds neither.
    """
    section = study.sections.get(name)
    if section is not None and section.id == section.document:
        return _difference(study, without_document(study, name), section.term, "document")
    voices = {utterance.voice for claim in study.claims for utterance in claim.utterances}
    named = {study.name(voice): voice for voice in voices if not study.is_unnamed(voice)}
    if name not in named:
        known = {*named, *(document.id for document in study.documents)}
        raise KgbuildError(
            f"no document or voice of this corpus is named `{name}`", did_you_mean(name, known)
        )
    return _difference(study, without_voice(study, named[name]), named[name], "voice")


def without_document(study: Study, document: str) -> Study:
    """The study of all documents but one."""
    gone = {claim.id for claim in study.claims if claim.document == document}
    summaries = [summary for summary in study.summaries if summary.document != document]
    sections = [section for section in study.sections.values() if section.document != document]
    citations = [citation for citation in study.citations if citation.document != document]
    return _without(study, gone, summaries, sections, citations)


def without_voice(study: Study, voice: Term) -> Study:
    """The study without the claims in whose chain a voice stands."""
    gone = {claim.id for claim in study.claims if voice in {each.voice for each in claim.utterances}}
    summaries = [
        summary._replace(
            claim_ids=tuple(name for name in summary.claim_ids if name not in gone),
            claims=tuple(claim for claim in summary.claims if claim.id not in gone),
        )
        for summary in study.summaries
    ]
    return _without(study, gone, summaries, list(study.sections.values()), study.citations)


def _without(
    study: Study,
    gone: Set[str],
    summaries: Sequence[Summary],
    sections: Sequence[Section],
    citations: Sequence[Citation],
) -> Study:
    """A study without some claims, by their ids; its lineage is made anew from what is left."""
    return Study(
        [claim for claim in study.claims if claim.id not in gone],
        sections,
        citations,
        # What a lost copy said is still known: a report of it does not become the only trace of the work.
        corpus_pass(summaries, study.namer, study.registry, lambda _: None, works_held(study.summaries)),
        study.registry,
        study.namer,
        study.anchors,
        summaries,
    )


def _difference(before: Study, after: Study, term: Term, kind: str) -> Retraction:
    left = after.by_term
    return Retraction(
        term,
        kind,
        tuple(claim for claim in sorted(before.claims, key=before.order) if claim.term not in left),
        tuple(
            loss
            for claim in sorted(after.claims, key=before.order)
            if (loss := _loss(before, after, claim)) is not None
        ),
        tuple(_changes(before, after)),
    )


def _loss(before: Study, after: Study, claim: Claim) -> Loss | None:
    had = before.links.get(claim.term, ())
    if not had:
        return None
    has = after.links.get(claim.term, ())
    ends = before.corpus.origins.get(claim.term, ())
    now = after.corpus.origins.get(claim.term, ())
    left, known = frozenset(now), frozenset(ends)
    lost = tuple(end for end in ends if end not in left)
    if not lost and (has or ends):
        return None
    kept = tuple(end for end in ends if end in left)
    new = tuple(end for end in now if end not in known)
    return Loss(claim, lost, kept, new, (len(had), len(has)))


def _changes(before: Study, after: Study) -> list[CountChange]:
    changes = []
    for question in before.questions.values():
        one, other = answer_counts(before, question), answer_counts(after, question)
        for value, count in one.items():
            if other.get(value, AnswerCounts()) != count:
                changes.append(CountChange(question, value, count, other.get(value, AnswerCounts())))
    return changes


def answer_counts(study: Study, question: Question) -> Mapping[str, AnswerCounts]:
    """The counts of each answer to a question, the one that most documents give first."""
    counts = {value: _count(study, claims) for value, claims in answers_of(study, question).items()}
    return dict(sorted(counts.items(), key=lambda each: (-each[1].documents, each[0])))


def _count(study: Study, claims: Sequence[Claim]) -> AnswerCounts:
    counted = [claim for claim in claims if claim.counts]
    ends = {end for claim in counted for end in ends_of(study, claim)}
    unrecorded = sum(study.kind(end) == "claim" for end in ends)
    return AnswerCounts(len({claim.document for claim in counted}), len(ends) - unrecorded, unrecorded)
