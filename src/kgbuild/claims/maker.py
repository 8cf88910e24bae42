"""Makes the claims of a mapping from its entries and anchors, and the summary that the passes over the corpus need.

What can be wrong with claims is reported in the same pass. A check of many documents makes few claims: only those
of documents with lineage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Final, TypeAlias

from kgbuild.claims.claim import Claim, Namer, Object, Proposition, Utterance
from kgbuild.claims.summaries import ClaimSummary, DeclaredSource, SectionSummary, Summary
from kgbuild.core.terms import literal
from kgbuild.evidence.anchors import Evidence
from kgbuild.evidence.checks import check_claim
from kgbuild.evidence.dates import Checked, DateEvidence, check_issued
from kgbuild.evidence.figures import Figures
from kgbuild.evidence.finder import Anchor
from kgbuild.findings.diagnostics import Related, diagnostic
from kgbuild.mapping.model import (
    Amount,
    ClaimSpec,
    EventTime,
    Lineage,
    MappingSpec,
    QuoteSpec,
    Ref,
    SectionSpec,
    SourceRef,
    TextValue,
    Value,
    VoiceSpec,
)
from kgbuild.mapping.refs import all_refs
from kgbuild.mapping.registry import Registry
from kgbuild.mapping.spellings import spellings
from kgbuild.mapping.tree import Report
from kgbuild.ontology.namespaces import KG
from kgbuild.text.folding import Folded
from kgbuild.values.dates import parse_time
from kgbuild.values.edtf import Time

_ANNEX: Final = KG + "Annex"
_Alike: TypeAlias = dict[tuple[str, str, int], list[tuple[Value, Callable[[], Claim]]]]
"""By property, quote and its place in the text: the claims so far, with their values as written."""


class ClaimMaker:
    """Checks the claims of one mapping, and makes them. Without ``evidence`` there are none."""

    def __init__(
        self, spec: MappingSpec, evidence: Evidence | None, namer: Namer, registry: Registry, report: Report
    ) -> None:
        self.spec = spec
        self.evidence = evidence
        self.namer = namer
        self.registry = registry
        self.report = report
        self.sections: dict[str, SectionSpec] = {part.id: part for part in spec.parts}
        self._voiceless = False
        self._occurred = self._times()

    def claims(self, *, wanted: bool) -> tuple[list[Claim], Summary]:
        """The claims whose quotes were found, in the order written, and the summary of the document.

        Where they are not ``wanted``, none are made unless the document has lineage.
        """
        lineage = self._has_lineage()
        made: list[Claim] = []
        names: list[str] = []
        # Not kept in this object: a circle of references would leave each mapping to the garbage collector.
        alike: _Alike = defaultdict(list)
        if self.evidence is not None:
            figures = Figures(
                self.spec, self.evidence.folded, self.evidence.part_of, self.namer.vocabulary, self.registry
            )
            for section in (self.spec.document, *self.spec.parts):
                issued = section.issued
                if issued is not None and issued.quote is not None:
                    shown = self.evidence.anchors.get(issued.quote.key)
                    check_issued(issued, shown, self._dates_in(self.evidence, section.id), self.report)
            for spec in self.spec.claims:
                anchor = self.evidence.anchors.get(spec.quote.key)
                if anchor is None:
                    continue
                part = self.evidence.part_of(anchor)
                voices = self._chain(spec, part)
                if voices is None:
                    continue
                checked = check_claim(spec, anchor, self._dates_in(self.evidence, part), figures, self.report)
                make = partial(self._claim, spec, anchor, part, voices, checked)
                self._check_twice(spec, make, alike[spec.property.iri, spec.quote.text, anchor.span.start])
                names.append(spec.id)
                if wanted or lineage:
                    made.append(make())
        return made, self._summary(names, made if lineage else ())

    def _dates_in(self, evidence: Evidence, part: str | None) -> DateEvidence:
        """What dates of a part are checked against."""
        return DateEvidence(evidence.dates, self.spec.language_of(part), self._occurred)

    def _times(self) -> dict[str, Time]:
        """When each event occurred, as far as this mapping dates it."""
        return {
            spec.subject.id: spec.value
            for spec in self.spec.claims
            if spec.property.dates_subject and isinstance(spec.value, Time) and spec.value.start is not None
        }

    def _has_lineage(self) -> bool:
        """Whether the document, a part of it or a claim says where it comes from."""
        sections = (self.spec.document, *self.spec.parts)
        declared = (
            each for section in sections for each in (section.reports, section.copy_of, section.sources)
        )
        return any(declared) or any(spec.sources is not None for spec in self.spec.claims)

    # What may be wrong

    def _chain(self, spec: ClaimSpec, part: str | None) -> tuple[VoiceSpec, ...] | None:
        """Who speaks in a claim, outermost first; ``None`` where nobody is said to, which is reported once."""
        section = self.sections.get(part) if part is not None else None
        document = self.spec.document
        outer = section.voice if section is not None and section.voice is not None else document.voice
        if outer is None:
            if not self._voiceless:
                self._voiceless = True
                self.report(
                    diagnostic(
                        "KG212",
                        "nobody is said to speak in this document",
                        document.place,
                        help="add `voice:` with the id of the issuing body, or `voice: {unnamed: …}`",
                    )
                )
            return None
        inner = spec.said_by
        if (
            inner is None
            and section is not None
            and (section.said_by is not None or section.voice is not None)
        ):
            inner = section.said_by or ()
        if inner is None:
            inner = document.said_by or ()
        if inner:
            self._check_chain(spec, (outer, *inner))
        return (outer, *inner)

    def _check_chain(self, spec: ClaimSpec, voices: Sequence[VoiceSpec]) -> None:
        """A voice does not report itself, unless a reading says how that is meant."""
        for outer, inner in pairwise(voices):
            same = outer.ref is not None and inner.ref is not None and outer.ref.term == inner.ref.term
            if same and inner.ref is not None and spec.reading is None and spec.sic is None:
                self.report(
                    diagnostic(
                        "KG217",
                        f"`{inner.ref.id}` reports itself in this claim",
                        spec.place if inner.place.file != spec.place.file else inner.place,
                        help=f"delete `{inner.ref.id}` from `said_by:`, or add `reading:` with how it is meant",
                    )
                )

    def _check_twice(
        self, spec: ClaimSpec, make: Callable[[], Claim], alike: list[tuple[Value, Callable[[], Claim]]]
    ) -> None:
        """Two entries that say the same, by the same words and voice, are one claim."""
        value = self._object(spec.value) if alike else None
        same = [other for written, other in alike if self._object(written) == value]
        if same:
            claim = make()
            said = (claim.proposition, claim.voice, claim.stance)
            others = (other() for other in same)
            first = next((o for o in others if (o.proposition, o.voice, o.stance) == said), None)
            if first is not None:
                self.report(
                    diagnostic(
                        "KG218",
                        f"`{first.id}` says the same by the same words",
                        claim.place,
                        related=[Related(first.place, "the other claim")],
                        help=f"delete the entry, or quote other words for `{claim.id}`",
                    )
                )
                return
        alike.append((spec.value, make))

    # What is meant

    def _claim(
        self,
        spec: ClaimSpec,
        anchor: Anchor,
        part: str | None,
        voices: Sequence[VoiceSpec],
        checked: Checked,
    ) -> Claim:
        utterances = tuple(self._utterance(spec, voices, depth, part) for depth in range(len(voices)))
        innermost = utterances[-1].stance
        stances = self.namer.counted_stances
        relayed = all(utterance.stance in stances for utterance in utterances[:-1])
        counted = relayed and spec.modality in self.namer.counted_modalities
        issued = (self.sections[part].issued if part is not None else None) or self.spec.document.issued
        return Claim(
            spec=spec,
            term=self.namer.node("claim", spec.id),
            document=self.spec.id,
            proposition=self._proposition(spec),
            utterances=utterances,
            anchor=anchor,
            part=part,
            year=int(issued.value[:4]) if issued is not None else None,
            counts=counted and innermost in stances,
            denies=counted and innermost == "denies",
            name_as_written=self._spelling(spec),
            year_basis=checked.year_basis,
            inconsistency=checked.inconsistency,
        )

    def _spelling(self, spec: ClaimSpec) -> str | None:
        """How the quote spells the name of the claim's value: the longest registered spelling that it contains."""
        entity = self.registry.get(spec.value.id) if isinstance(spec.value, Ref) else None
        if entity is None:
            return None
        quote = Folded(spec.quote.text)
        spans = [
            (quote.raw_start(start), quote.raw_end(end))
            for name in entity.names()
            for spelling in spellings(name)
            for start, end in quote.find(spelling)
        ]
        start, end = max(spans, key=lambda span: (span[1] - span[0], -span[0]), default=(0, 0))
        return spec.quote.text[start:end] or None

    def _utterance(
        self, spec: ClaimSpec, voices: Sequence[VoiceSpec], depth: int, part: str | None
    ) -> Utterance:
        voice = voices[depth]
        innermost = depth == len(voices) - 1
        stance = (
            (spec.stance if innermost else None) or voice.stance or ("asserts" if innermost else "reports")
        )
        if voice.ref is not None:
            term = voice.ref.term
        elif voice.id is not None:
            term = self.namer.node("voice", f"{self.spec.id}.{voice.id}")
        elif depth == 0:
            # The outer unnamed voice is one for the document, or for the part that has its own.
            own = part is not None and self.sections[part].voice is voice
            term = self.namer.node("voice", f"{self.spec.id}.{part}" if own else self.spec.id)
        else:
            term = self.namer.node("voice", f"{spec.id}.{depth}")
        return Utterance(
            term=self.namer.node("said", f"{spec.id}.{depth}"),
            depth=depth,
            voice=term,
            unnamed=voice.unnamed,
            stance=stance,
            quote=voice.quote,
            identity=voice.ref.identity if voice.ref is not None else "certain",
            reading=voice.ref.reading if voice.ref is not None else None,
            place=(voice.ref.place if voice.ref is not None else None) or voice.place,
        )

    def _proposition(self, spec: ClaimSpec) -> Proposition:
        namer = self.namer
        scope = spec.scope_time
        if (
            scope is None
            and spec.negative
            and "when" in spec.property.qualifiers
            and self.spec.document.issued
        ):
            # "Not so far" speaks of the time up to the document's own date, where it has one.
            scope = parse_time(f"../{self.spec.document.issued.value}", extent="throughout")
        time = None
        if isinstance(scope, EventTime):
            time = namer.event_time(scope)
        elif scope is not None:
            time = namer.time(scope)
        return Proposition(
            subject=spec.subject.term,
            predicate=spec.property,
            object=self._object(spec.value),
            population=spec.population.term if spec.population else None,
            severity=namer.members("severities")[spec.severity] if spec.severity is not None else None,
            place=spec.scope_place.term if spec.scope_place else None,
            time=time,
            negative=spec.negative,
            namer=namer,
        )

    def _object(self, value: Value) -> Object:
        """The object of a proposition for a value of the mapping."""
        if isinstance(value, Amount):
            return self.namer.quantity(value.quantity, value.unit)
        if isinstance(value, Time):
            return self.namer.time(value)
        if isinstance(value, TextValue):
            return literal(value.text, language=value.language)
        return value.term

    # What the corpus needs to know

    def _summary(self, names: Sequence[str], claims: Sequence[Claim]) -> Summary:
        spec = self.spec
        used: set[str] = set()
        refs = []
        for ref in all_refs(spec):
            if not ref.corpus:
                used |= {ref.id, ref.id.partition(".")[0]}
            elif ref.place is not None:
                refs.append((ref.id, ref.place))
        used.update(name for name in _named_sources(spec) if self.registry.get(name) is not None)
        return Summary(
            document=spec.id,
            file=spec.file,
            text_hash=spec.text_hash,
            place=spec.document.place,
            sections=tuple(self._section_summaries()),
            claim_ids=tuple(names),
            claims=tuple([_claim_summary(claim, self._sources_of(claim)) for claim in claims]),
            refs=tuple(refs),
            used=tuple(sorted(used)),
        )

    def _sources_of(self, claim: Claim) -> Sequence[SourceRef] | None:
        """What a claim comes from, as it says itself, or as its part or its document says of all its claims."""
        section = self.sections.get(claim.part) if claim.part is not None else None
        for sources in (claim.sources, section.sources if section is not None else None):
            if sources is not None:
                return sources
        return self.spec.document.sources

    def _section_summaries(self) -> Iterator[SectionSummary]:
        for section in (self.spec.document, *self.spec.parts):
            is_document = section is self.spec.document
            name = self.spec.id if is_document else f"{self.spec.id}.{section.id}"
            voice = section.voice.ref if section.voice is not None else None
            yield SectionSummary(
                name=name,
                term=self.namer.node("doc" if is_document else "part", name),
                voice=voice.term if voice is not None else None,
                reports=_source(section.reports),
                copy_of=_source(section.copy_of, annex=section.kind == _ANNEX),
                sources=_declared_sources(section.sources),
            )


def _claim_summary(claim: Claim, named: Sequence[SourceRef] | None) -> ClaimSummary:
    content, sources = claim.proposition, _declared_sources(named)
    many = content.predicate.many
    return ClaimSummary(
        claim.id, claim.term, claim.part, content.slot, content.term, many, sources, claim.place
    )


def _declared_sources(named: Sequence[SourceRef] | None) -> tuple[DeclaredSource, ...] | None:
    if named is None:
        return None
    return tuple([
        DeclaredSource(source.name, "", source.relation, source.basis or _basis(source.quote), source.place)
        for source in named
    ])  # fmt: skip


def _named_sources(spec: MappingSpec) -> Iterator[str]:
    """The names after every ``from:`` of a mapping."""
    sections = (section.sources for section in (spec.document, *spec.parts))
    for sources in (*sections, *(claim.sources for claim in spec.claims)):
        yield from (source.name for source in sources or ())


def _source(lineage: Lineage | None, *, annex: bool = False) -> DeclaredSource | None:
    if lineage is None:
        return None
    basis = "annexed" if annex else _basis(lineage.quote)
    return DeclaredSource(lineage.work.id, lineage.work.term, "derived", basis, lineage.place)


def _basis(quote: QuoteSpec | None) -> str:
    return "stated-in-text" if quote is not None else "declared-by-mapper"
