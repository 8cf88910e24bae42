"""The graph of one document: its parts, claims, anchors and citations.

What documents share, such as propositions, is told apart. Their IRIs are hashes of what they are, so two documents that
say the same lead to one node; a graph of its own, ``shared``, describes it once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kgbuild.claims.claim import (
    EDTF_TYPE,
    Claim,
    Namer,
    Object,
    Proposition,
    QuantityNode,
    TimeNode,
    kg,
)
from kgbuild.core.limits import MAX_DIGITS
from kgbuild.core.places import Place
from kgbuild.core.terms import Term, boolean, integer, iri, literal, number
from kgbuild.evidence.anchors import Evidence
from kgbuild.evidence.finder import Anchor, Span
from kgbuild.graph import terms as t
from kgbuild.graph.labels import Labels, unnamed_voice
from kgbuild.graph.sinks import PlacedTriple, Sink
from kgbuild.graph.source_records import date_term, locator, recorded_terms
from kgbuild.graph.spots import place_triples
from kgbuild.mapping.model import (
    CitationSpec,
    ClaimSpec,
    Datum,
    EventTime,
    MappingSpec,
    QuoteSpec,
    Ref,
    SectionSpec,
    VoiceSpec,
)
from kgbuild.ontology.namespaces import KG
from kgbuild.values.days import iso_day, parts_of

_NUMBER = re.compile(r"\d{1,15}")
_SHOWN_BY = {t.TITLE: t.TITLE_EVIDENCE, t.ISSUED: t.ISSUED_EVIDENCE, t.SYMBOL: t.SYMBOL_EVIDENCE}


def emit_document(
    spec: MappingSpec, evidence: Evidence, claims: Iterable[Claim], namer: Namer, sink: Sink
) -> None:
    """Hand all triples of a document to a sink, each with the place of the mapping that it comes from."""
    graph = _DocumentGraph(spec, evidence, namer, sink)
    graph.section(spec.document, graph.document)
    for part in spec.parts:
        graph.section(part, namer.node("part", f"{spec.id}.{part.id}"))
    for claim in claims:
        graph.claim(claim)
    for citation in spec.citations:
        graph.citation(citation)


class _DocumentGraph:
    def __init__(self, spec: MappingSpec, evidence: Evidence, namer: Namer, sink: Sink) -> None:
        self.spec = spec
        self.evidence = evidence
        self.namer = namer
        self.sink = sink
        self.document = namer.node("doc", spec.id)
        self.text = namer.node("text", spec.id)
        self._stances, self._modalities = namer.members("stances"), namer.members("modalities")
        self._anchors: dict[tuple[int, int, str], Term] = {}
        self._labels = Labels(spec, namer)

    # The document and its parts

    def section(self, section: SectionSpec, node: Term) -> None:
        about, is_document = self.sink.node(node, section.place), section is self.spec.document
        about += (
            (node, t.TYPE, t.DOCUMENT if is_document else t.PART, None),
            (node, t.TYPE, f"<{section.kind}>", None),
            (node, t.LABEL, literal(self._labels.section(section)), None),
        )
        if is_document:
            about.append((node, t.TEXT_LAYER, self.text, None))
            self._text_layer(about)
            if self.spec.publisher is not None:
                about.append((node, t.PUBLISHER, self.spec.publisher.term, self.spec.publisher.place))
            if self.spec.held_by is not None:
                about.append((node, t.HOLDING_ARCHIVE, self.spec.held_by.term, self.spec.held_by.place))
        else:
            self._part(section, node, about)
        if section.language:
            about.append((node, t.LANGUAGE, literal(section.language), None))
        for predicate, value, datum in _data(section, section.language or self.spec.document.language):
            self._datum(node, predicate, value, datum, about)
        if section.issued is not None and section.issued.reading is not None:
            about.append((node, t.ISSUED_READING, literal(section.issued.reading), section.issued.place))
        if section.issued is not None and section.issued.calendar is not None:
            about += self._in_calendar(
                node, section.issued.calendar, section.issued.written, section.issued.place
            )
        if section.voice is not None:
            self._voice(section.voice, node, about)
        for ref, quote in section.addressees:
            about.append((node, t.ADDRESSEE, ref.term, ref.place))
            self._evidence(node, t.EVIDENCE, quote, about)
        for lineage, predicate in ((section.reports, t.REPORTS_WORK), (section.copy_of, t.COPY_OF)):
            if lineage is not None:
                about.append((node, predicate, lineage.work.term, lineage.work.place))
                if lineage.quote is not None:
                    self._evidence(node, t.EVIDENCE, lineage.quote, about)
        self._signatures(section, node, about)

    def _voice(self, voice: VoiceSpec, node: Term, about: list[PlacedTriple]) -> None:
        """Who speaks in a document or part: also where the text does not name them."""
        if voice.ref is not None:
            about.append((node, t.VOICE, voice.ref.term, voice.ref.place or voice.place))
        elif voice.unnamed is not None:
            name = f"{self.spec.id}.{voice.id}" if voice.id is not None else node[1:-1].rpartition("/")[2]
            term = self.namer.node("voice", name)
            about.append((node, t.VOICE, term, voice.place))
            about += unnamed_voice(term, voice.unnamed, voice.place)

    def _part(self, section: SectionSpec, node: Term, about: list[PlacedTriple]) -> None:
        about.append((node, t.IN_DOCUMENT, self.document, None))
        span = self.evidence.parts.get(section.id)
        if span is None:
            return
        outer = self.evidence.innermost(*span, other_than=section.id)
        holder = self.namer.node("part", f"{self.spec.id}.{outer}") if outer is not None else self.document
        about += (
            (node, t.START, integer(span[0]), None),
            (node, t.END, integer(span[1]), None),
            (node, t.PART_OF, holder, None),
        )

    def _signatures(self, section: SectionSpec, node: Term, about: list[PlacedTriple]) -> None:
        name = self.spec.id if section is self.spec.document else f"{self.spec.id}.{section.id}"
        for index, signature in enumerate(section.signatures, 1):
            signed = self.namer.node("signature", f"{name}.{index}")
            about.append((node, t.SIGNED_BY, signed, None))
            own = self.sink.node(signed, signature.place)
            own.append((signed, t.TYPE, t.SIGNATURE, None))
            own.append((signed, t.SIGNATORY, signature.person.term, signature.person.place))
            if signature.office is not None:
                own.append((signed, t.IN_OFFICE, signature.office.term, signature.office.place))
            self._evidence(signed, t.EVIDENCE, signature.quote, own)

    def _datum(
        self, node: Term, predicate: Term, value: Term, datum: Datum, about: list[PlacedTriple]
    ) -> None:
        about.append((node, predicate, value, datum.value_place))
        if datum.quote is not None:
            self._evidence(node, _SHOWN_BY.get(predicate, t.EVIDENCE), datum.quote, about)
        elif datum.catalogue is not None:
            about += (
                (node, t.CATALOGUED, predicate, datum.place),
                (node, t.METADATA_SOURCE, t.CATALOGUE, datum.place),
                (node, t.METADATA_CITATION, literal(datum.catalogue), datum.place),
            )

    def _text_layer(self, about: list[PlacedTriple]) -> None:
        about += (
            (self.text, t.TYPE, t.TEXT, None),
            (self.text, t.TEXT_HASH, literal(self.spec.text_hash), None),
        )
        for index, (repair, place) in enumerate(
            zip(self.spec.repairs, self.spec.repair_places, strict=True), 1
        ):
            node = self.namer.node("repair", f"{self.spec.id}.{index}")
            about += (
                (self.text, t.HAS_REPAIR, node, place),
                (node, t.TYPE, t.REPAIR, place),
                (node, t.REPAIR_TEXT, literal(repair.text), place),
                (node, t.REPAIR_READ, literal(repair.read), place),
            )

    # Evidence

    def _evidence(self, node: Term, predicate: Term, quote: QuoteSpec, about: list[PlacedTriple]) -> None:
        anchor = self.evidence.anchors.get(quote.key)
        if anchor is not None:
            self._anchor(node, predicate, anchor.span, quote.text, quote.place, about)

    def _context(self, node: Term, anchor: Anchor, quote: QuoteSpec, about: list[PlacedTriple]) -> None:
        if anchor.context is not None and quote.context is not None:
            self._anchor(node, t.CONTEXT_EVIDENCE, anchor.context, quote.context, quote.context_place, about)

    def _anchor(
        self,
        node: Term,
        predicate: Term,
        span: Span,
        quote: str,
        place: Place | None,
        about: list[PlacedTriple],
    ) -> None:
        """That a node has its evidence in a span; and the anchor of it, with the W3C selectors that say the same."""
        key = (span.start, span.end, quote)
        term = self._anchors.get(key)
        if term is None:
            term = self._anchors[key] = self.namer.anchor(self.spec.id, self.text, *key)
        about.append((node, predicate, term, place))
        if not self.sink.is_new(term):
            return
        name = term.rpartition("/")[2][:-1]
        words, start, end = literal(quote), integer(span.start), integer(span.end)
        position = self.namer.node("selector", f"{name}.p")
        about += (
            (term, t.QUOTE, words, place),
            (term, t.TYPE, t.SPECIFIC_RESOURCE, None),
            (term, t.TYPE, t.ANCHOR, None),
            (term, t.START, start, None),
            (term, t.END, end, None),
            (term, t.MATCH, self.namer.members("matches")[span.match], None),
            (term, t.SPAN_HASH, f'"{span.hash}"', None),
            (term, t.HAS_SOURCE, self.text, None),
            (term, t.HAS_SELECTOR, position, None),
            (position, t.TYPE, t.TEXT_POSITION, None),
            (position, t.OA_START, start, None),
            (position, t.OA_END, end, None),
        )
        if span.match == "range":
            self._range(term, name, quote, end, about)
        else:
            exact = self.namer.node("selector", f"{name}.q")
            about += (
                (term, t.HAS_SELECTOR, exact, None),
                (exact, t.TYPE, t.TEXT_QUOTE, None),
                (exact, t.EXACT, words, None),
            )
        about += ((*triple, None) for triple in place_triples(self.namer, term, name, span))

    def _range(self, term: Term, name: str, quote: str, end: Term, about: list[PlacedTriple]) -> None:
        """A passage from its first words up to the offset behind its last words, without the text between."""
        first = quote.partition(" … ")[0].strip()
        whole, head, tail = (self.namer.node("selector", f"{name}.{part}") for part in ("r", "s", "e"))
        about += (
            (term, t.HAS_SELECTOR, whole, None),
            (whole, t.TYPE, t.RANGE_SELECTOR, None),
            (whole, t.HAS_START, head, None),
            (whole, t.HAS_END, tail, None),
            (head, t.TYPE, t.TEXT_QUOTE, None),
            (head, t.EXACT, literal(first), None),
            (tail, t.TYPE, t.TEXT_POSITION, None),
            (tail, t.OA_START, end, None),
            (tail, t.OA_END, end, None),
        )

    # Claims

    def claim(self, claim: Claim) -> None:
        node, spec = claim.term, claim.spec
        about, places = self.sink.node(node, spec.place), spec.word_places
        about += (
            (node, t.TYPE, t.CLAIM, None),
            (node, t.TYPE, t.CLAIM_KINDS[spec.property.takes], None),
            (node, t.IN_DOCUMENT, self.document, None),
            (node, t.KEY, literal(spec.id.split(".", 2)[1]), None),
            (node, t.PROPERTY, f"<{spec.property.iri}>", None),
            (node, t.LABEL, literal(self._labels.claim(claim)), None),
            (node, t.CONTENT, claim.proposition.term, None),
            (node, t.COUNTS, boolean(claim.counts), None),
            (node, t.STANCE, self._stances[claim.stance], places.get("stance")),
            (node, t.MODALITY, self._modalities[spec.modality], places.get("modality")),
            (node, t.SOURCE_VOICE, claim.voice, claim.utterances[-1].place),
            (node, t.WORDS, literal(spec.words), places.get("words")),
        )
        self._anchor(node, t.EVIDENCE, claim.anchor.span, spec.quote.text, spec.quote.place, about)
        self._context(node, claim.anchor, spec.quote, about)
        if spec.property.relates_events:
            about.append((node, t.TYPE, t.EVENT_RELATION, None))
        if claim.part is not None:
            part = self.namer.node("part", f"{self.spec.id}.{claim.part}")
            about.append((node, t.IN_PART, part, None))
        for key, predicate, text in (
            ("hedge", t.HEDGE, spec.hedge),
            ("manner", t.MANNER, spec.manner),
            ("reading", t.READING, spec.reading),
            ("sic", t.SIC, spec.sic),
            ("", t.NAME_AS_WRITTEN, claim.name_as_written),
        ):
            if text is not None:
                about.append((node, predicate, literal(text), places.get(key)))
        members = self.namer.members
        if spec.status is not None:
            about.append(
                (node, t.FIGURE_STATUS, members("figureStatuses")[spec.status], places.get("status"))
            )
        if claim.year_basis is not None:
            about.append((node, t.YEAR_BASIS, members("yearBases")[claim.year_basis], None))
        if claim.as_of is not None:
            about += (
                (node, t.AS_OF, literal(claim.as_of.edtf, EDTF_TYPE), places.get("as_of")),
                (node, t.AS_OF_BASIS, members("asOfBases")[claim.as_of_basis], None),
            )
        self._chain(claim, about)
        self._identities(claim, about)
        self._inconsistency(claim, about)
        self._proposition(claim.proposition, spec, self.sink.shared(about))

    def _chain(self, claim: Claim, about: list[PlacedTriple]) -> None:
        for utterance in claim.utterances:
            node, place = utterance.term, utterance.place
            about += (
                (claim.term, t.HAS_UTTERANCE, node, place),
                (node, t.STATED_BY, utterance.voice, place),
                (node, t.TYPE, t.UTTERANCE, None),
                (node, t.DEPTH, integer(utterance.depth), None),
                (node, t.STANCE, self._stances[utterance.stance], None),
            )
            if utterance.unnamed is not None:
                about += unnamed_voice(utterance.voice, utterance.unnamed, place)
            if utterance.quote is not None:
                self._evidence(node, t.EVIDENCE, utterance.quote, about)

    def _identities(self, claim: Claim, about: list[PlacedTriple]) -> None:
        """How sure it is that the text means the entity: what rests on an inferred identity says so."""
        grades = self.namer.members("identityGrades")
        graded = [(ref.term, ref.identity, ref.reading, ref.place) for ref in claim.identities]
        graded += [
            (u.voice, u.identity, u.reading, u.place) for u in claim.utterances if u.identity != "certain"
        ]
        for index, (term, grade, reading, place) in enumerate(graded, 1):
            node = self.namer.node("identification", f"{claim.id}.{index}")
            about += (
                (node, t.IDENTITY_OF, term, place),
                (node, t.TYPE, t.IDENTIFICATION, None),
                (node, t.ABOUT_CLAIM, claim.term, None),
                (node, t.IDENTITY_GRADE, grades[grade], None),
            )
            if reading is not None:
                about.append((node, t.IDENTITY_READING, literal(reading), None))

    def _inconsistency(self, claim: Claim, about: list[PlacedTriple]) -> None:
        found = claim.inconsistency
        if found is None:
            return
        node = self.namer.node("mismatch", claim.id)

        def value(text: str) -> Term:
            return _number_or_text(text)

        about += (
            (self.document, t.HAS_INCONSISTENCY, node, None),
            (node, t.TYPE, t.INCONSISTENCY, None),
            (node, t.IN_DOCUMENT, self.document, None),
            (node, t.ABOUT_CLAIM, claim.term, None),
            (node, kg(f"stated{found.kind}"), value(found.stated), None),
            (node, kg(f"computed{found.kind}"), value(found.computed), None),
        )

    def _proposition(self, content: Proposition, spec: ClaimSpec, about: list[PlacedTriple]) -> None:
        node, places = content.term, spec.word_places
        if not self.sink.is_new(node):
            return
        predicate = f"<{content.predicate.iri}>"
        slot = content.slot
        about += (
            (node, t.TYPE, t.PROPOSITION, None),
            (node, t.PREDICATE, predicate, None),
            (node, t.IN_SLOT, slot, None),
            (slot, t.TYPE, t.SLOT, None),
            (node, t.LABEL, literal(self._labels.proposition(content)), None),
            (slot, t.LABEL, literal(self._labels.question(content)), None),
            (slot, t.PREDICATE, predicate, None),
            (node, t.POLARITY, t.NEGATIVE if content.negative else t.POSITIVE, places.get("polarity")),
        )
        written = spec.value.place if isinstance(spec.value, Ref) else None
        self._value(node, t.OBJECT, content.object, written or spec.value_place, about)
        if content.time is not None:
            when = (places.get("as_of") if content.negative else None) or places.get("when")
            if isinstance(spec.scope_time, EventTime):
                when = spec.scope_time.events[0][1].place or when
            self._value(node, t.IN_TIME, content.time, when, about)
        if content.population is not None and spec.population is not None:
            about.append((node, t.POPULATION, content.population, spec.population.place))
        if content.severity is not None:
            about.append((node, t.SEVERITY, content.severity, places.get("severity")))
        if content.place is not None and spec.scope_place is not None:
            about.append((node, t.PLACE_SCOPE, content.place, spec.scope_place.place))
        # Last, as the first place of a term is underlined: where subject and value are one, the value is.
        subject = content.subject
        about += (
            (node, t.SUBJECT, subject, spec.subject.place),
            (slot, t.SUBJECT, subject, spec.subject.place),
        )

    def _value(
        self, node: Term, predicate: Term, value: Object, place: Place | None, about: list[PlacedTriple]
    ) -> None:
        """A value, and the numbers and days that it is made of."""
        if isinstance(value, str):
            about.append((node, predicate, value, place))
            return
        about.append((node, predicate, value.term, place))
        if isinstance(value, QuantityNode):
            about += self._quantity(value, place)
        else:
            about += self._time(value, place)

    def _quantity(self, node: QuantityNode, place: Place | None) -> list[PlacedTriple]:
        """The triples of a quantity node."""
        quantity, term = node.quantity, node.term
        found: list[PlacedTriple] = [
            (term, t.TYPE, t.QUANTITY, place),
            (term, t.LABEL, literal(self._labels.quantity(node)), place),
            (term, t.APPROXIMATION, self.namer.members("approximations")[quantity.approximation], place),
            (term, t.UNIT, node.unit, place),
        ]
        for predicate, value in (
            (t.VALUE, quantity.value),
            (t.LO, quantity.lo),
            (t.HI, quantity.hi),
            (t.TOLERANCE, quantity.tolerance),
        ):
            if value is not None:
                found.append((term, predicate, number(value), place))
        return found

    def _time(self, node: TimeNode, place: Place | None) -> list[PlacedTriple]:
        """The triples of a time node: EDTF with sortable bounds, or the events that give the time.

        A day outside the years 1 to 9999 has no ``xsd:date``: its editions count years before our era differently.
        """
        term, time = node.term, node.time
        if time is None:
            by_events = [(term, kg(f"{relation}Event"), event, place) for relation, event in node.events]
            label = (term, t.LABEL, literal(self._labels.time(node)), place)
            return [(term, t.TYPE, t.TIME_SCOPE, place), label, *by_events]
        found: list[PlacedTriple] = [
            (term, t.TYPE, t.INTERVAL, place),
            (term, t.LABEL, literal(self._labels.time(node)), place),
            (term, t.EDTF, literal(time.edtf, EDTF_TYPE), place),
            (term, t.EXTENT, self.namer.members("extents")[time.extent], place),
        ]
        if time.part_of_day is not None:
            found.append((term, t.PART_OF_DAY, self.namer.members("partsOfDay")[time.part_of_day], place))
        for day, as_integer, as_date in ((time.start, t.FROM, t.EARLIEST), (time.end, t.TO, t.LATEST)):
            if day is not None:
                found.append((term, as_integer, integer(day), place))
                if 1 <= parts_of(day)[0] <= 9999:
                    found.append((term, as_date, literal(iso_day(day), t.DATE), place))
        if time.written is not None:
            found += self._in_calendar(term, time.calendar, time.written, place)
        return found

    def _in_calendar(
        self, term: Term, calendar: str, written: str, place: Place | None
    ) -> tuple[PlacedTriple, ...]:
        """In which calendar a date is given, and how it is written there."""
        chosen = self.namer.members("calendars")[calendar]
        return (term, t.CALENDAR, chosen, place), (term, t.DATE_IN_CALENDAR, literal(written), place)

    def citation(self, citation: CitationSpec) -> None:
        anchor = self.evidence.anchors.get(citation.quote.key)
        if anchor is None:
            return
        node = self.namer.node("citation", citation.id)
        about = self.sink.node(node, citation.place)
        part = self.evidence.part_of(anchor)
        citing = self.namer.node("part", f"{self.spec.id}.{part}") if part else self.document
        intent = self.namer.vocabulary.choices("citationIntents")[citation.how]
        characterisation = self.namer.vocabulary.values(intent.iri, KG + "citoProperty")
        about += (
            (node, t.CITED, citation.target.term, citation.target.place),
            (node, t.TYPE, t.CITATION, None),
            (node, t.LABEL, literal(self._labels.citation(citation)), None),
            (node, t.IN_DOCUMENT, self.document, None),
            (node, t.CITING, citing, None),
            (node, t.INTENT, f"<{intent.iri}>", None),
            *((node, t.CHARACTERISATION, iri(value), None) for value in characterisation),
            *((node, *locator(key, value), place) for key, value, place in citation.locators),
        )
        self._evidence(node, t.EVIDENCE, citation.quote, about)
        self._context(node, anchor, citation.quote, about)
        if citation.symbol_quote is not None:
            symbol = literal(citation.symbol_quote.text)
            self._evidence(node, t.SYMBOL_EVIDENCE, citation.symbol_quote, about)
            about.append((node, t.CITED_SYMBOL, symbol, citation.symbol_quote.place))


def _data(section: SectionSpec, language: str | None) -> Iterator[tuple[Term, Term, Datum]]:
    """What a document or part says of itself by a datum: predicate, term, and the datum."""
    if section.title is not None:
        yield t.TITLE, literal(section.title.value, language=language), section.title
    if section.issued is not None:
        yield t.ISSUED, date_term(section.issued.value), section.issued
    for symbol in section.symbols:
        yield t.SYMBOL, literal(symbol.value), symbol
    for item in section.agenda_items:
        yield t.AGENDA_ITEM, _number_or_text(item.value), item
    yield from recorded_terms(section.record)


def _number_or_text(text: str) -> Term:
    """A whole number as one, of as many digits as are kept, and anything else as text."""
    return integer(int(text)) if text.isdecimal() and len(text) <= MAX_DIGITS else literal(text)
