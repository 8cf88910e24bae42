"""Every name that a mapping uses, resolved."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.mapping.model import EventTime, MappingSpec, Ref, SectionSpec


def all_refs(spec: MappingSpec) -> Iterator[Ref]:
    """Every name a mapping uses."""
    for section in (spec.document, *spec.parts):
        yield from _section_refs(section)
    yield from (ref for ref in (spec.publisher, spec.held_by) if ref is not None)
    for claim in spec.claims:
        scope = claim.scope_time.events if isinstance(claim.scope_time, EventTime) else ()
        events = (event for _, event in scope)
        for ref in (claim.subject, claim.value, claim.population, claim.scope_place, *events):
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
