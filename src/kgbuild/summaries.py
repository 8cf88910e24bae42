"""What one document leaves behind for the corpus pass: small, and all that it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kgbuild.claims import Claim, Namer, Proposition
from kgbuild.mapping.model import Lineage, MappingSpec, Ref, SectionSpec, SourceRef
from kgbuild.spans import Place
from kgbuild.terms import Term
from kgbuild.vocabulary import KG

ANNEX = KG + "Annex"


@dataclass(frozen=True, slots=True)
class ClaimSummary:
    """What the corpus pass needs of a claim."""

    id: str
    term: Term
    part: str | None
    proposition: Proposition
    counts: bool
    denies: bool
    voice: Term
    sources: tuple[SourceRef, ...] | None
    chain: tuple[tuple[Term, Term], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """A document (``name`` is its id) or part (``doc.part``): its node, date, voice and declared lineage."""

    name: str
    term: Term
    issued: int | None
    voice: Term | None
    reports: Lineage | None
    copy_of: Lineage | None
    annex: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What one document leaves behind for the corpus pass."""

    document: str
    file: str
    text_hash: str
    place: Place
    sections: tuple[SectionSummary, ...]
    claims: tuple[ClaimSummary, ...]
    refs: tuple[Ref, ...]
    used: frozenset[str]


def summarise(spec: MappingSpec, claims: Sequence[Claim], namer: Namer) -> Summary:
    """The summary of a document."""
    used: set[str] = set()
    refs: list[Ref] = []
    for ref in _all_refs(spec):
        if ref.corpus:
            refs.append(ref)
        else:
            used |= {ref.id, ref.id.partition(".")[0]}
    return Summary(
        document=spec.id,
        file=spec.file,
        text_hash=spec.text_hash,
        place=spec.document.place,
        sections=tuple(_sections(spec, namer)),
        claims=tuple(
            ClaimSummary(
                claim.id,
                claim.term,
                claim.part,
                claim.proposition,
                claim.counts,
                claim.denies,
                claim.voice,
                claim.sources,
                tuple((u.term, u.voice) for u in claim.utterances[1:]),
                claim.place,
            )
            for claim in claims
        ),
        refs=tuple(refs),
        used=frozenset(used),
    )


def _sections(spec: MappingSpec, namer: Namer) -> Iterator[SectionSummary]:
    for section in (spec.document, *spec.parts):
        is_document = section is spec.document
        name = spec.id if is_document else f"{spec.id}.{section.id}"
        issued = section.issued or spec.document.issued
        yield SectionSummary(
            name=name,
            term=namer.node("doc" if is_document else "part", name),
            issued=int(issued.value[:4]) if issued is not None else None,
            voice=section.voice.ref.term
            if section.voice is not None and section.voice.ref is not None
            else None,
            reports=section.reports,
            copy_of=section.copy_of,
            annex=section.kind == ANNEX,
        )


def _all_refs(spec: MappingSpec) -> Iterator[Ref]:
    """Every name a mapping uses."""
    for section in (spec.document, *spec.parts):
        yield from _section_refs(section)
    if spec.publisher is not None:
        yield spec.publisher
    for claim in spec.claims:
        scope = getattr(claim.scope_time, "event", None)
        for ref in (claim.subject, claim.value, claim.population, claim.scope_place, scope):
            if isinstance(ref, Ref):
                yield ref
        yield from (voice.ref for voice in claim.said_by or () if voice.ref is not None)
    yield from (citation.target for citation in spec.citations)


def _section_refs(section: SectionSpec) -> Iterator[Ref]:
    voices = (section.voice, *(section.said_by or ()))
    yield from (voice.ref for voice in voices if voice is not None and voice.ref is not None)
    yield from (ref for ref, _ in section.addressees)
    yield from (lineage.work for lineage in (section.reports, section.copy_of) if lineage is not None)
    for signature in section.signatures:
        yield signature.person
        if signature.office is not None:
            yield signature.office
