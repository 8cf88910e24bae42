"""From a mapping and its anchors to its claims: first drafts, with all that can be wrong; where wanted, the claims.

A check of many documents needs few of the claims themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from kgbuild.claims.claim import Claim, Namer, Proposition, Utterance
from kgbuild.core.records import record
from kgbuild.evidence.anchors import Evidence
from kgbuild.evidence.checks import Checked, check_claim, check_issued
from kgbuild.evidence.figures import Figures
from kgbuild.evidence.finder import Anchor
from kgbuild.findings.diagnostics import Related, diagnostic
from kgbuild.mapping.model import ClaimSpec, EventTime, MappingSpec, Ref, SectionSpec, VoiceSpec
from kgbuild.mapping.registry import Registry
from kgbuild.mapping.tree import Report
from kgbuild.values.dates import Time, parse_time


@record
class Draft:
    """A claim with its evidence found and its words checked; ``voices`` is its chain, outermost first."""

    spec: ClaimSpec
    anchor: Anchor
    part: str | None
    voices: tuple[VoiceSpec, ...]
    checked: Checked


def chain(
    spec: ClaimSpec, section: SectionSpec | None, document: SectionSpec
) -> tuple[VoiceSpec, ...] | None:
    """Who speaks in a claim, outermost first: ``None`` where nobody is said to. ``section`` is its part, if any."""
    outer = section.voice if section is not None and section.voice is not None else document.voice
    if outer is None:
        return None
    inner = spec.said_by
    if inner is None and section is not None and (section.said_by is not None or section.voice is not None):
        inner = section.said_by or ()
    if inner is None:
        inner = document.said_by or ()
    return (outer, *inner)


class ClaimMaker:
    """Checks the claims of one mapping, and makes them."""

    def __init__(
        self, spec: MappingSpec, evidence: Evidence, namer: Namer, registry: Registry, report: Report
    ) -> None:
        self.spec = spec
        self.evidence = evidence
        self.namer = namer
        self.registry = registry
        self.report = report
        self.sections: dict[str, SectionSpec] = {part.id: part for part in spec.parts}
        self.figures = Figures(spec, evidence.folded, evidence.part_of, namer.vocabulary, registry)
        self._voiceless = False
        self._occurred = self._years()

    def drafts(self) -> list[Draft]:
        """All claims whose quotes were found, in the order written; what is wrong with them is reported."""
        for section in (self.spec.document, *self.spec.parts):
            if section.issued is not None:
                check_issued(section.issued, self.report)
        drafts = []
        for spec in self.spec.claims:
            anchor = self.evidence.anchors.get(spec.quote.key)
            if anchor is None:
                continue
            part = self.evidence.part_of(anchor)
            voices = self._chain(spec, part)
            if voices is not None:
                checked = check_claim(spec, anchor, self._occurred, self.figures, self.report)
                drafts.append(Draft(spec, anchor, part, voices, checked))
        self._check_twice(drafts)
        return drafts

    def _years(self) -> dict[str, int]:
        """The year in which each event occurred, as far as this mapping dates it."""
        return {
            spec.subject.id: spec.value.start // 10000
            for spec in self.spec.claims
            if spec.property.dates_subject and isinstance(spec.value, Time) and spec.value.start is not None
        }

    def claim(self, draft: Draft) -> Claim:
        """The claim of a draft."""
        spec, voices = draft.spec, draft.voices
        utterances = tuple(self._utterance(spec, voices, depth, draft.part) for depth in range(len(voices)))
        innermost = utterances[-1].stance
        stances = self.namer.counted_stances
        relayed = all(utterance.stance in stances for utterance in utterances[:-1])
        counted = relayed and spec.modality in self.namer.counted_modalities
        named = (spec.subject, spec.value, spec.population, spec.scope_place)
        return Claim(
            id=spec.id,
            term=self.namer.node("claim", spec.id),
            document=self.spec.id,
            part=draft.part,
            predicate=spec.property,
            proposition=self._proposition(spec),
            utterances=utterances,
            modality=spec.modality,
            counts=counted and innermost in stances,
            denies=counted and innermost == "denies",
            words=spec.words,
            hedge=spec.hedge,
            manner=spec.manner,
            status=spec.status,
            reading=spec.reading,
            sic=spec.sic,
            identities=tuple(ref for ref in named if isinstance(ref, Ref) and ref.identity != "certain"),
            name_as_written=self._spelling(spec),
            year_basis=draft.checked.year_basis,
            inconsistency=draft.checked.inconsistency,
            sources=spec.sources,
            anchor=draft.anchor,
            quote=spec.quote,
            place=spec.place,
        )

    def _spelling(self, spec: ClaimSpec) -> str | None:
        """How the quote spells the name of the claim's value: the longest registered spelling that stands in it."""
        entity = self.registry.get(spec.value.id) if isinstance(spec.value, Ref) else None
        if entity is None:
            return None
        found = [name for name in entity.names() if name in spec.quote.text]
        return max(found, key=len) if found else None

    def _chain(self, spec: ClaimSpec, part: str | None) -> tuple[VoiceSpec, ...] | None:
        section = self.sections.get(part) if part is not None else None
        document = self.spec.document
        voices = chain(spec, section, document)
        if voices is None:
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
        if len(voices) > 1:
            self._check_chain(spec, voices)
        return voices

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

    def _check_twice(self, drafts: Sequence[Draft]) -> None:
        """Two entries that say the same, by the same words and voice, are one claim."""
        seen: dict[tuple[str, str, int], list[Draft]] = defaultdict(list)
        for draft in drafts:
            spec = draft.spec
            alike = seen[spec.property.iri, spec.quote.text, draft.anchor.span.start]
            value = self.namer.object_of(spec.value) if alike else None
            same = [other for other in alike if self.namer.object_of(other.spec.value) == value]
            if same:
                claim = self.claim(draft)
                said = (claim.proposition, claim.voice, claim.stance)
                others = map(self.claim, same)
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
                    continue
            alike.append(draft)

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
        severity = None
        if spec.severity is not None:
            severity = f"<{namer.vocabulary.choices('severities')[spec.severity].iri}>"
        return Proposition(
            subject=spec.subject.term,
            predicate=spec.property,
            object=namer.object_of(spec.value),
            population=spec.population.term if spec.population else None,
            severity=severity,
            place=spec.scope_place.term if spec.scope_place else None,
            time=time,
            negative=spec.negative,
            namer=namer,
        )
