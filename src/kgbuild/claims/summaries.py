"""What one document leaves behind for the corpus pass: small, and all that it needs.

Plain tuples of texts and numbers, so that they can be kept in a file and handed from one process to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kgbuild.claims.claim import Claim, Namer, Proposition
from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.mapping.model import ClaimSpec, Lineage, MappingSpec, QuoteSpec, Ref, SectionSpec
from kgbuild.ontology.namespaces import KG

ANNEX = KG + "Annex"


class Source(NamedTuple):
    """Where a claim, document or part is had from: a name, its term where it is a work, and the ``basis`` for that."""

    name: str
    term: Term
    relation: str
    basis: str
    place: Place


class SectionSummary(NamedTuple):
    """A document (``name`` is its id) or part (``doc.part``): its node, voice and declared lineage."""

    name: str
    term: Term
    voice: Term | None
    reports: Source | None
    copy_of: Source | None


class ClaimSummary(NamedTuple):
    """What lineage needs of a claim: its question (``slot``) and its ``content``, a proposition.

    ``sources`` is what ``from:`` says: nothing (``None``), ``none`` (an empty tuple), or the sources.
    """

    id: str
    term: Term
    part: str | None
    slot: Term
    content: Term
    many: bool
    sources: tuple[Source, ...] | None
    place: Place


class Summary(NamedTuple):
    """What one document leaves behind for the corpus pass.

    ``claim_ids`` are all its claims; ``claims`` only those of a document that has lineage to be traced. ``refs`` are
    the names that only the corpus can resolve, ``used`` the names of the registry.
    """

    document: str
    file: str
    text_hash: str
    place: Place
    sections: tuple[SectionSummary, ...]
    claim_ids: tuple[str, ...]
    claims: tuple[ClaimSummary, ...]
    refs: tuple[tuple[str, Place], ...]
    used: tuple[str, ...]


@record
class Mention:
    """A claim as comparisons see it: a proposition, who says it, and the ``year`` of its document or part.

    ``chain`` are the inner utterances, each with its voice.
    """

    id: str
    term: Term
    proposition: Proposition
    counts: bool
    denies: bool
    voice: Term
    year: int | None
    chain: tuple[tuple[Term, Term], ...]
    place: Place


def summarise(
    spec: MappingSpec, made: Sequence[ClaimSpec], make: Callable[[], Sequence[Claim]], namer: Namer
) -> Summary:
    """The summary of a document: ``made`` are those of its claims that have evidence, ``make`` makes them."""
    used: set[str] = set()
    refs: list[tuple[str, Place]] = []
    for ref in _all_refs(spec):
        if not ref.corpus:
            used |= {ref.id, ref.id.partition(".")[0]}
        elif ref.place is not None:
            refs.append((ref.id, ref.place))
    sections = tuple(_sections(spec, namer))
    traced = any(section.reports or section.copy_of for section in sections) or any(
        claim.sources is not None for claim in made
    )
    return Summary(
        document=spec.id,
        file=spec.file,
        text_hash=spec.text_hash,
        place=spec.document.place,
        sections=sections,
        claim_ids=tuple([claim.id for claim in made]),
        claims=tuple(map(_claim, make())) if traced else (),
        refs=tuple(refs),
        used=tuple(sorted(used)),
    )


def mentions(spec: MappingSpec, claims: Sequence[Claim]) -> Iterator[Mention]:
    """The claims of a document as comparisons see them."""
    parts = {part.id: part.issued for part in spec.parts}
    for claim in claims:
        issued = (parts.get(claim.part) if claim.part is not None else None) or spec.document.issued
        yield Mention(
            claim.id,
            claim.term,
            claim.proposition,
            claim.counts,
            claim.denies,
            claim.voice,
            int(issued.value[:4]) if issued is not None else None,
            tuple([(u.term, u.voice) for u in claim.utterances[1:]]),
            claim.place,
        )


def _claim(claim: Claim) -> ClaimSummary:
    content = claim.proposition
    sources = None
    if claim.sources is not None:
        sources = tuple(
            Source(source.name, "", source.relation, source.basis or _basis(source.quote), source.place)
            for source in claim.sources
        )
    return ClaimSummary(
        claim.id,
        claim.term,
        claim.part,
        content.slot,
        content.term,
        content.predicate.many,
        sources,
        claim.place,
    )


def _sections(spec: MappingSpec, namer: Namer) -> Iterator[SectionSummary]:
    for section in (spec.document, *spec.parts):
        is_document = section is spec.document
        name = spec.id if is_document else f"{spec.id}.{section.id}"
        voice = section.voice.ref if section.voice is not None else None
        yield SectionSummary(
            name=name,
            term=namer.node("doc" if is_document else "part", name),
            voice=voice.term if voice is not None else None,
            reports=_source(section.reports),
            copy_of=_source(section.copy_of, annex=section.kind == ANNEX),
        )


def _source(lineage: Lineage | None, *, annex: bool = False) -> Source | None:
    if lineage is None:
        return None
    basis = "annexed" if annex else _basis(lineage.quote)
    return Source(lineage.work.id, lineage.work.term, "derived", basis, lineage.place)


def _basis(quote: QuoteSpec | None) -> str:
    return "stated-in-text" if quote is not None else "declared-by-mapper"


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
