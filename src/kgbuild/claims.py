"""Mapping and anchors → claims: who says what, in which chain of voices, about which proposition.

A claim is what one entry of a mapping says by one property. A proposition is its content, named by a hash, so two
documents that say the same share the node. A slot is the question that propositions of one subject and property
answer. See "Hashes" in ``docs/explanation/decisions.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from kgbuild.anchoring import Evidence
from kgbuild.checks import Inconsistency, check_claim, check_issued
from kgbuild.diagnostics import Related, diagnostic
from kgbuild.evidence import Anchor
from kgbuild.mapping.dates import Time, parse_time
from kgbuild.mapping.model import (
    Amount,
    ClaimSpec,
    EventTime,
    MappingSpec,
    QuoteSpec,
    Ref,
    SectionSpec,
    SourceRef,
    Text,
    Value,
    VoiceSpec,
)
from kgbuild.mapping.quantities import Quantity
from kgbuild.mapping.tree import Report
from kgbuild.registry import Registry
from kgbuild.spans import Place
from kgbuild.terms import RDF, XSD, Term, integer, iri, literal, node_hash
from kgbuild.vocabulary import KG, ClaimProperty, Vocabulary

NORMALISATION: Final = "1"
EDTF_TYPE: Final = "http://id.loc.gov/datatypes/edtf/EDTF"


def kg(name: str) -> Term:
    """The term of an own IRI: ``kg("claim")`` is ``<https://w3id.org/kgbuild/ns#claim>``."""
    return f"<{KG}{name}>"


def number(value: int | Decimal) -> Term:
    """The canonical literal of a whole or decimal number."""
    if isinstance(value, int):
        return integer(value)
    text = format(value, "f")
    return literal(text if "." in text else f"{text}.0", XSD + "decimal")


@dataclass(frozen=True, slots=True)
class QuantityNode:
    """A hashed quantity node: its term, the quantity and the unit's term."""

    term: Term
    quantity: Quantity
    unit: Term


@dataclass(frozen=True, slots=True)
class TimeNode:
    """A hashed time node: a :class:`Time`, or a time given by an event (``relation``, the event's term)."""

    term: Term
    time: Time | None
    relation: str | None = None
    event: Term | None = None


Object: TypeAlias = QuantityNode | TimeNode | Term


@dataclass(frozen=True, slots=True)
class Proposition:
    """The content of claims: 150 civilians were killed in the night of 19–20 January 1990. Asserted by nobody here."""

    term: Term
    slot: Term
    subject: Term
    predicate: ClaimProperty = field(compare=False)
    object: Object
    population: Term | None
    severity: Term | None
    place: Term | None
    time: TimeNode | None
    negative: bool

    @property
    def object_term(self) -> Term:
        """The term that stands after ``rdf:object``."""
        return self.object if isinstance(self.object, str) else self.object.term


@dataclass(frozen=True, slots=True)
class Utterance:
    """One link of the chain behind a claim: at depth 1 the ministry asserts, with the phrase that shows it."""

    term: Term
    depth: int
    voice: Term
    unnamed: str | None
    stance: str
    quote: QuoteSpec | None
    identity: str
    reading: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one entry of a mapping says by one property: one chain of utterances in one document.

    ``counts`` says that its stance and modality count in agreement and conflict; ``denies`` that it stands against
    its content. ``anchor`` and ``quote`` are its evidence.
    """

    id: str
    term: Term
    document: str
    part: str | None
    predicate: ClaimProperty
    proposition: Proposition
    utterances: tuple[Utterance, ...]
    modality: str
    counts: bool
    denies: bool
    words: str
    hedge: str | None
    manner: str | None
    status: str | None
    reading: str | None
    sic: str | None
    identities: tuple[Ref, ...]
    name_as_written: str | None
    year_basis: str | None
    inconsistency: Inconsistency | None
    sources: tuple[SourceRef, ...] | None
    anchor: Anchor
    quote: QuoteSpec
    place: Place = field(compare=False)

    @property
    def stance(self) -> str:
        """The stance of the innermost voice."""
        return self.utterances[-1].stance

    @property
    def voice(self) -> Term:
        """The innermost voice."""
        return self.utterances[-1].voice


class Namer:
    """Makes the IRIs and hashes of one project. Values that recur over documents are hashed once."""

    def __init__(self, base: str, vocabulary: Vocabulary) -> None:
        self.base = base
        self.vocabulary = vocabulary
        self.quantity = lru_cache(maxsize=50_000)(self._quantity)
        self.time = lru_cache(maxsize=50_000)(self._time)
        self._approximations = vocabulary.choices("approximations")
        self._extents = vocabulary.choices("extents")
        self._days = vocabulary.choices("partsOfDay")
        self.normalisation = literal(NORMALISATION)
        self._slots: dict[Term, Term] = {}

    def node(self, kind: str, name: str) -> Term:
        """The IRI of a node; ``name`` must be made of checked ids or hex digits."""
        return f"<{self.base}{kind}/{name}>"

    def slot(self, subject: Term, predicate: Term) -> Term:
        """The node of a question; one and the same string for all that ask it, as there may be many."""
        fields = [(kg("normalisation"), self.normalisation), (f"<{RDF}subject>", subject)]
        term = self.node("slot", node_hash("slot", [*fields, (f"<{RDF}predicate>", predicate)]))
        return self._slots.setdefault(term, term)

    def _quantity(self, quantity: Quantity, unit: Term) -> QuantityNode:
        fields = [
            (kg("lo"), None if quantity.lo is None else number(quantity.lo)),
            (kg("hi"), None if quantity.hi is None else number(quantity.hi)),
            (kg("approximation"), iri(self._approximations[quantity.approximation].iri)),
            (kg("unit"), unit),
        ]
        return QuantityNode(self.node("qty", node_hash("qty", fields)), quantity, unit)

    def _time(self, time: Time) -> TimeNode:
        part = None if time.part_of_day is None else iri(self._days[time.part_of_day].iri)
        fields = [
            (kg("edtf"), literal(time.edtf, EDTF_TYPE)),
            (kg("extent"), iri(self._extents[time.extent].iri)),
            (kg("partOfDay"), part),
        ]
        return TimeNode(self.node("when", node_hash("when", fields)), time)

    def event_time(self, scope: EventTime) -> TimeNode:
        """The node of a time given by an event."""
        digest = node_hash("when", [(kg(f"{scope.relation}Event"), scope.event.term)])
        return TimeNode(self.node("when", digest), None, scope.relation, scope.event.term)

    def anchor(self, document: str, text: Term, start: int, end: int, quote: str) -> Term:
        """The IRI of an anchor."""
        fields = [
            ("<http://www.w3.org/ns/oa#hasSource>", text),
            (kg("start"), integer(start)),
            (kg("end"), integer(end)),
            (kg("quote"), literal(quote)),
        ]
        return self.node("anchor", f"{document}.{node_hash('anchor', fields)[:16]}")

    def object_of(self, value: Value) -> Object:
        """The object of a proposition for a value of a mapping."""
        if isinstance(value, Amount):
            return self.quantity(value.quantity, value.unit)
        if isinstance(value, Time):
            return self.time(value)
        if isinstance(value, Text):
            return literal(value.text, language=value.language)
        return value.term


class ClaimMaker:
    """Makes the claims of one mapping."""

    def __init__(
        self, spec: MappingSpec, evidence: Evidence, namer: Namer, registry: Registry, report: Report
    ) -> None:
        self.spec = spec
        self.evidence = evidence
        self.namer = namer
        self.registry = registry
        self.report = report
        self.sections: dict[str, SectionSpec] = {part.id: part for part in spec.parts}
        self._stances = namer.vocabulary.choices("stances")
        self._modalities = namer.vocabulary.choices("modalities")
        self._voiceless = False
        self._occurred = self._years()

    def make(self) -> list[Claim]:
        """All claims whose quotes were found, in the order written."""
        for section in (self.spec.document, *self.spec.parts):
            if section.issued is not None:
                check_issued(section.issued, self.report)
        claims = [claim for spec in self.spec.claims if (claim := self._claim(spec)) is not None]
        self._check_twice(claims)
        return claims

    def _years(self) -> dict[str, int]:
        """The year in which each event occurred, as far as this mapping dates it."""
        return {
            spec.subject.id: spec.value.start // 10000
            for spec in self.spec.claims
            if spec.property.dates_subject and isinstance(spec.value, Time) and spec.value.start is not None
        }

    def _claim(self, spec: ClaimSpec) -> Claim | None:
        anchor = self.evidence.anchors.get(spec.quote.key)
        if anchor is None:
            return None
        part = self.evidence.part_of(anchor)
        utterances = self._chain(spec, part)
        if utterances is None:
            return None
        checked = check_claim(spec, anchor, self._occurred, self.report)
        proposition = self._proposition(spec)
        innermost = utterances[-1].stance
        modal = "countsInComparison" in self._modalities[spec.modality].flags
        relayed = all("countsInComparison" in self._stances[u.stance].flags for u in utterances[:-1])
        named = [
            spec.subject,
            *(ref for ref in (spec.value, spec.population, spec.scope_place) if isinstance(ref, Ref)),
        ]
        return Claim(
            id=spec.id,
            term=self.namer.node("claim", spec.id),
            document=self.spec.id,
            part=part,
            predicate=spec.property,
            proposition=proposition,
            utterances=utterances,
            modality=spec.modality,
            counts=modal and relayed and "countsInComparison" in self._stances[innermost].flags,
            denies=modal and relayed and innermost == "denies",
            words=spec.words,
            hedge=spec.hedge,
            manner=spec.manner,
            status=spec.status,
            reading=spec.reading,
            sic=spec.sic,
            identities=tuple(ref for ref in named if ref.identity != "certain"),
            name_as_written=self._spelling(spec),
            year_basis=checked.year_basis,
            inconsistency=checked.inconsistency,
            sources=spec.sources,
            anchor=anchor,
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

    def _chain(self, spec: ClaimSpec, part: str | None) -> tuple[Utterance, ...] | None:
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
        voices = (outer, *inner)
        self._check_chain(spec, voices)
        return tuple(self._utterance(spec, voices, depth, part) for depth in range(len(voices)))

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

    def _check_twice(self, claims: Sequence[Claim]) -> None:
        """Two entries that say the same, by the same words and voice, are one claim."""
        seen: dict[tuple[Term, str, int, Term, str], Claim] = {}
        for claim in claims:
            mention = (claim.quote.text, claim.anchor.span.start)
            key = (claim.proposition.term, *mention, claim.voice, claim.stance)
            first = seen.setdefault(key, claim)
            if first is not claim:
                self.report(
                    diagnostic(
                        "KG218",
                        f"`{first.id}` says the same by the same words",
                        claim.place,
                        related=[Related(first.place, "the other claim")],
                        help=f"delete the entry, or quote other words for `{claim.id}`",
                    )
                )

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
        subject, predicate = spec.subject.term, f"<{spec.property.iri}>"
        content = namer.object_of(spec.value)
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
        population = spec.population.term if spec.population else None
        place = spec.scope_place.term if spec.scope_place else None
        fields = [
            (f"<{RDF}subject>", subject),
            (f"<{RDF}predicate>", predicate),
            (f"<{RDF}object>", content if isinstance(content, str) else content.term),
            (kg("population"), population),
            (kg("severity"), severity),
            (kg("placeScope"), place),
            (kg("timeScope"), time.term if time else None),
            (kg("polarity"), kg("negative") if spec.negative else kg("positive")),
        ]
        return Proposition(
            term=namer.node("prop", node_hash("prop", fields)),
            slot=namer.slot(subject, predicate),
            subject=subject,
            predicate=spec.property,
            object=content,
            population=population,
            severity=severity,
            place=place,
            time=time,
            negative=spec.negative,
        )
