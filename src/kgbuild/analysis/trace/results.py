"""All that is recorded of one claim: where it is, who says it, where it came from and where it went.

Nothing is added to what the mappings record; what they do not record is an empty field here, and said to be so.
"""

from __future__ import annotations

from collections import defaultdict

from kgbuild.analysis.origins.results import TracedMention, traced_mention
from kgbuild.analysis.study import Citation, Section, Study
from kgbuild.claims.claim import Claim
from kgbuild.claims.comparability import Relation
from kgbuild.claims.comparisons import tag_notes
from kgbuild.claims.lineage import Link
from kgbuild.core.records import record
from kgbuild.mapping.model import Ref


@record
class Echo:
    """A claim that is derived from another, ``steps`` claims on; ``link`` is its last step."""

    claim: Claim
    link: Link
    steps: int


@record
class OtherAnswer:
    """Another answer to the question of a claim: how the two compare, and the claims that give it.

    ``from_claim`` says that a relation with a direction is read from the claim to the answer.
    """

    relation: Relation
    from_claim: bool
    notes: tuple[str, ...]
    denied: bool
    claims: tuple[Claim, ...]


@record
class Trace:
    """The dossier of one claim.

    ``section`` is the part in which it stands, or its document. ``also`` are the claims of the same content,
    ``answers`` the other contents that answer its question, ``beside`` the claims of its question that are not
    compared: other values where several may hold, and what is demanded, planned or the like. ``identities`` are names
    that the mapper inferred. ``inconsistent`` are the claims of the document whose weekday or anniversary contradicts
    their date, ``citations`` those of the document, the part or the work of which it is a copy, ``about`` the claims
    that are about this claim.
    """

    claim: Claim
    section: Section
    document: Section
    origin: TracedMention
    echoes: tuple[Echo, ...]
    also: tuple[Claim, ...]
    answers: tuple[OtherAnswer, ...]
    beside: tuple[Claim, ...]
    identities: tuple[Ref, ...]
    inconsistent: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    about: tuple[Claim, ...]


def trace(study: Study, claim: Claim) -> Trace:
    """All that is recorded of one claim."""
    section, document = study.section_of(claim), study.sections[claim.document]
    asked = study.by_slot[claim.proposition.slot]
    own = _side(claim)
    also = tuple(c for c in asked if own is not None and c is not claim and _side(c) == own)
    answers = _answers(study, claim)
    compared = {claim.id, *(c.id for c in also), *(c.id for answer in answers for c in answer.claims)}
    cited = {section.term, document.term, section.copy_of, document.copy_of} - {None}
    return Trace(
        claim=claim,
        section=section,
        document=document,
        origin=traced_mention(study, claim),
        echoes=echoes_of(study, claim),
        also=also,
        answers=answers,
        beside=tuple(other for other in asked if other.id not in compared),
        identities=claim.identities,
        inconsistent=tuple(
            sorted(
                (c for c in study.claims if c.document == claim.document and c.inconsistency is not None),
                key=study.order,
            )
        ),
        citations=tuple(
            sorted(
                (citation for citation in study.citations if citation.spec.target.term in cited),
                key=lambda citation: (citation.document, citation.spec.id),
            )
        ),
        about=tuple(
            sorted(
                (
                    other
                    for other in study.claims
                    if claim.term in (other.proposition.subject, other.proposition.object)
                ),
                key=study.order,
            )
        ),
    )


def echoes_of(study: Study, claim: Claim) -> tuple[Echo, ...]:
    """The claims derived from a claim over any number of claims, the nearest first; a circle ends where it closes."""
    found: dict[str, Echo] = {}
    step, edge = 0, [claim.term]
    while edge:
        step += 1
        ahead = []
        for term in edge:
            for link in study.derived.get(term, ()):
                echo = study.by_term.get(link.derived)
                if echo is not None and echo is not claim and echo.id not in found:
                    found[echo.id] = Echo(echo, link, step)
                    ahead.append(echo.term)
        edge = sorted(ahead)
    return tuple(sorted(found.values(), key=lambda echo: (echo.steps, study.order(echo.claim))))


def _side(claim: Claim) -> tuple[str, bool] | None:
    """On which side of a comparison a claim stands: its content, and whether it denies it. ``None``: on neither."""
    return (claim.proposition.term, claim.denies) if claim.counts or claim.denies else None


def _answers(study: Study, claim: Claim) -> tuple[OtherAnswer, ...]:
    """How a claim stands to what others answer to the same question: those alike together."""
    own, groups = _side(claim), defaultdict(list)
    for other in study.by_slot[claim.proposition.slot]:
        pair = study.comparisons.between(claim, other) if _side(other) not in (own, None) else None
        if pair is not None:
            is_left = pair.left.term == claim.term
            groups[_side(other), pair.relation, pair.notes, is_left].append((pair, other))
    found = [
        OtherAnswer(
            relation, is_left, (*notes, *tag_notes([pair for pair, _ in group]).values()), group[0][1].denies,
            tuple(other for _, other in group),
        )
        for (_, relation, notes, is_left), group in groups.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda answer: [study.order(c) for c in answer.claims]))
