"""Origins: what in a mapping or the registry made a node, and where each thing that the graph says of it is written.

The graph itself keeps file, line and column only (``places``); the stretch to underline is traced in memory, for the
few files that a finding leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kgbuild.claims.claim import Claim, Namer, QuantityNode, TimeNode
from kgbuild.claims.maker import chain
from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.core.terms import Term, literal
from kgbuild.evidence.anchors import Evidence
from kgbuild.graph import terms as t
from kgbuild.graph.document import datum_terms, quantity_triples, time_triples
from kgbuild.mapping.model import ClaimSpec, EventTime, MappingSpec, QuoteSpec, Ref, SectionSpec, VoiceSpec
from kgbuild.mapping.registry import Entity, Registry


class Spot(NamedTuple):
    """One thing said of a node: by this predicate, this term, written at this place."""

    predicate: Term
    term: Term
    place: Place


@record
class Origin:
    """The key that made a node, "killed" of the entry `toll`, with the spots of what the graph says of it.

    ``traced`` is false where only the file, the line and the column of the key are known; ``entity`` marks an entry of
    the registry.
    """

    place: Place
    spots: tuple[Spot, ...] = ()
    traced: bool = True
    entity: bool = False


def entity_origin(entity: Entity, registry: Registry) -> Origin:
    """The origin of an entity of the registry."""
    return Origin(entity.place, tuple(_entity_spots(entity, registry)), entity=True)


def _entity_spots(entity: Entity, registry: Registry) -> Iterator[Spot]:
    for (language, text), place in zip(entity.labels, entity.places["label"], strict=True):
        yield Spot(t.PREF_LABEL, literal(text, language=language), place)
    for (language, text), place in zip(entity.also, entity.places["also"], strict=True):
        yield Spot(t.ALT_LABEL, literal(text, language=None if language == "und" else language), place)
    for term, place in zip(entity.same_as, entity.places["same_as"], strict=True):
        yield Spot(t.EXACT_MATCH, term, place)
    for symbol, place in zip(entity.symbols, entity.places["symbols"], strict=True):
        yield Spot(t.SYMBOL, literal(symbol), place)
    for link in entity.broader:
        above = registry.get(link.id)
        if above is not None:
            yield Spot(t.BROADER, above.term, link.place)
    for place in entity.places["type"]:
        yield Spot(t.TYPE, f"<{entity.type.iri}>", place)
    for place in entity.places["source"]:
        yield Spot(t.SOURCE, literal(entity.source or ""), place)


class DocumentOrigins:
    """The origins of the nodes that one mapping makes."""

    def __init__(self, spec: MappingSpec, evidence: Evidence, namer: Namer, registry: Registry) -> None:
        self.spec = spec
        self.evidence = evidence
        self.namer = namer
        self.registry = registry
        self.text = namer.node("text", spec.id)

    def nodes(self, claims: Iterable[Claim]) -> Iterator[tuple[Term, Origin]]:
        """Each node with a place, with its origin."""
        document = self.spec.document
        yield from self._section(document, self.namer.node("doc", self.spec.id), self.spec.id)
        for part in self.spec.parts:
            name = f"{self.spec.id}.{part.id}"
            yield from self._section(part, self.namer.node("part", name), name)
        specs = {spec.id: spec for spec in self.spec.claims}
        for claim in claims:
            yield claim.term, Origin(claim.place, tuple(self._claim(specs[claim.id], claim)))
        for citation in self.spec.citations:
            spots = [*self._ref(t.CITED, citation.target), *self._quote(t.EVIDENCE, citation.quote)]
            if citation.symbol_quote is not None:
                spots += self._quote(t.SYMBOL_EVIDENCE, citation.symbol_quote)
                if citation.symbol_quote.place is not None:
                    symbol = literal(citation.symbol_quote.text)
                    spots.append(Spot(t.CITED_SYMBOL, symbol, citation.symbol_quote.place))
            yield self.namer.node("citation", citation.id), Origin(citation.place, tuple(spots))

    def _section(self, section: SectionSpec, node: Term, name: str) -> Iterator[tuple[Term, Origin]]:
        spots: list[Spot] = []
        for predicate, term, datum in datum_terms(section, section.language or self.spec.document.language):
            spots.append(Spot(predicate, term, datum.value_place))
            if datum.quote is not None:
                spots += self._quote(t.EVIDENCE, datum.quote)
        if section.voice is not None:
            spots += self._voice(section.voice, t.VOICE, section.voice.ref.term if section.voice.ref else "")
        for ref, quote in section.addressees:
            spots += [*self._ref(t.ADDRESSEE, ref), *self._quote(t.EVIDENCE, quote)]
        for lineage, predicate in ((section.reports, t.REPORTS_WORK), (section.copy_of, t.COPY_OF)):
            if lineage is not None:
                spots += self._ref(predicate, lineage.work)
        if section is self.spec.document and self.spec.publisher is not None:
            spots += self._ref(t.PUBLISHER, self.spec.publisher)
        yield node, Origin(section.place, tuple(spots))
        for index, signature in enumerate(section.signatures, 1):
            signed = [*self._ref(t.SIGNATORY, signature.person), *self._quote(t.EVIDENCE, signature.quote)]
            if signature.office is not None:
                signed += self._ref(t.IN_OFFICE, signature.office)
            yield (
                self.namer.node("signature", f"{name}.{index}"),
                Origin(signature.person.place or signature.place, tuple(signed)),
            )

    # What a claim says

    def _claim(self, spec: ClaimSpec, claim: Claim) -> Iterator[Spot]:
        content, places = claim.proposition, spec.word_places
        written = spec.value.place if isinstance(spec.value, Ref) else None
        yield from self._node(t.OBJECT, content.object, written or spec.value_place)
        if content.time is not None:
            when = places.get("as_of") or places.get("when")
            if isinstance(spec.scope_time, EventTime):
                when = spec.scope_time.events[0][1].place or when
            if when is not None:
                yield from self._node(t.IN_TIME, content.time, when)
        for predicate, ref in ((t.POPULATION, spec.population), (t.PLACE_SCOPE, spec.scope_place)):
            if ref is not None:
                yield from self._ref(predicate, ref)
        choices = self.namer.vocabulary.choices
        for key, predicate, term in (
            ("stance", t.STANCE, choices("stances")[claim.stance].iri),
            ("modality", t.MODALITY, choices("modalities")[claim.modality].iri),
            ("severity", t.SEVERITY, choices("severities")[spec.severity].iri if spec.severity else ""),
            ("status", t.FIGURE_STATUS, choices("figureStatuses")[spec.status].iri if spec.status else ""),
        ):
            if key in places:
                yield Spot(predicate, f"<{term}>", places[key])
        if "polarity" in places:
            yield Spot(t.POLARITY, t.NEGATIVE if spec.negative else t.POSITIVE, places["polarity"])
        for key, predicate, text in (
            ("hedge", t.HEDGE, spec.hedge),
            ("manner", t.MANNER, spec.manner),
            ("words", t.WORDS, spec.words),
            ("reading", t.READING, spec.reading),
            ("sic", t.SIC, spec.sic),
        ):
            if key in places and text is not None:
                yield Spot(predicate, literal(text), places[key])
        yield from self._sources(spec)
        yield from self._voices(spec, claim)
        yield from self._quote(t.EVIDENCE, spec.quote)
        yield from self._ref(t.SUBJECT, spec.subject)

    def _node(self, predicate: Term, node: QuantityNode | TimeNode | Term, place: Place) -> Iterator[Spot]:
        """A value, and the numbers and days that it is made of."""
        if isinstance(node, str):
            yield Spot(predicate, node, place)
            return
        yield Spot(predicate, node.term, place)
        triples = (
            quantity_triples(node, self.namer)
            if isinstance(node, QuantityNode)
            else time_triples(node, self.namer)
        )
        for _, inner, term in triples:
            yield Spot(inner, term, place)

    def _sources(self, spec: ClaimSpec) -> Iterator[Spot]:
        for source in spec.sources or ():
            work = self.registry.get(source.name)
            term = work.term if work is not None else self.namer.node("claim", source.name)
            yield Spot(t.DERIVED_FROM, term, source.place)
            if source.quote is not None:
                yield from self._quote(t.EVIDENCE, source.quote)

    def _voices(self, spec: ClaimSpec, claim: Claim) -> Iterator[Spot]:
        section = next((part for part in self.spec.parts if part.id == claim.part), None)
        voices = chain(spec, section, self.spec.document) or ()
        for utterance, voice in zip(claim.utterances, voices, strict=False):
            yield from self._voice(voice, t.STATED_BY, utterance.voice)
            yield from self._voice(voice, t.HAS_UTTERANCE, utterance.term)
            if utterance.voice == claim.voice:
                yield from self._voice(voice, t.SOURCE_VOICE, utterance.voice)

    def _voice(self, voice: VoiceSpec, predicate: Term, term: Term) -> Iterator[Spot]:
        place = voice.ref.place if voice.ref is not None else None
        if term:
            yield Spot(predicate, term, place or voice.place)
        if voice.quote is not None:
            yield from self._quote(t.EVIDENCE, voice.quote)

    def _ref(self, predicate: Term, ref: Ref) -> Iterator[Spot]:
        if ref.place is not None:
            yield Spot(predicate, ref.term, ref.place)

    def _quote(self, predicate: Term, quote: QuoteSpec) -> Iterator[Spot]:
        """A quote, its anchor, and that of its context."""
        anchor = self.evidence.anchors.get(quote.key)
        if anchor is None or quote.place is None:
            return
        span = anchor.span
        term = self.namer.anchor(self.spec.id, self.text, span.start, span.end, quote.text)
        yield Spot(predicate, term, quote.place)
        yield Spot(t.QUOTE, literal(quote.text), quote.place)
        if anchor.context is not None and quote.context is not None and quote.context_place is not None:
            span = anchor.context
            term = self.namer.anchor(self.spec.id, self.text, span.start, span.end, quote.context)
            yield Spot(t.CONTEXT_EVIDENCE, term, quote.context_place)
