"""The graph of one document: its parts, claims, anchors and citations, closed without the graphs of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kgbuild.claims.claim import (
    EDTF_TYPE,
    Claim,
    Namer,
    Object,
    Proposition,
    QuantityNode,
    TimeNode,
    kg,
    unnamed_label,
)
from kgbuild.core.places import Place
from kgbuild.core.terms import XSD, Term, Triple, boolean, integer, iri, literal, number
from kgbuild.evidence.anchors import Evidence
from kgbuild.evidence.finder import Anchor, Span
from kgbuild.graph import terms as t
from kgbuild.graph.sinks import Sink
from kgbuild.mapping.model import (
    CitationSpec,
    ClaimSpec,
    Datum,
    EventTime,
    MappingSpec,
    QuoteSpec,
    Ref,
    SectionSpec,
)
from kgbuild.ontology.namespaces import KG
from kgbuild.values.days import iso_day, parts_of

_NUMBER = re.compile(r"\d{1,15}")
_DATE_TYPES = {4: XSD + "gYear", 7: XSD + "gYearMonth", 10: XSD + "date"}
_SHOWN_BY = {t.TITLE: t.TITLE_EVIDENCE, t.ISSUED: t.ISSUED_EVIDENCE, t.SYMBOL: t.SYMBOL_EVIDENCE}


class DocumentGraph:
    """Makes the graph of one document from its mapping, its evidence and its claims."""

    def __init__(self, spec: MappingSpec, evidence: Evidence, claims: Sequence[Claim], namer: Namer) -> None:
        self.spec = spec
        self.evidence = evidence
        self.claims = claims
        self.namer = namer
        self.document = namer.node("doc", spec.id)
        self.text = namer.node("text", spec.id)
        choices = namer.vocabulary.choices
        self._stances = {key: f"<{choice.iri}>" for key, choice in choices("stances").items()}
        self._modalities = {key: f"<{choice.iri}>" for key, choice in choices("modalities").items()}
        self._matches = {key: f"<{choice.iri}>" for key, choice in choices("matches").items()}
        self._anchors: dict[tuple[int, int, str], Term] = {}

    def emit(self, sink: Sink) -> None:
        """Hand all triples to a sink, each with the place of the mapping that it comes from."""
        self._section(self.spec.document, self.document, sink)
        for part in self.spec.parts:
            self._section(part, self.namer.node("part", f"{self.spec.id}.{part.id}"), sink)
        for claim in self.claims:
            self._claim(claim, sink)
        for citation in self.spec.citations:
            self._citation(citation, sink)

    # The document and its parts

    def _section(self, section: SectionSpec, node: Term, sink: Sink) -> None:
        about, is_document = sink.node(node, section.place), section is self.spec.document
        about.add(
            None, (node, t.TYPE, t.DOCUMENT if is_document else t.PART), (node, t.TYPE, f"<{section.kind}>")
        )
        if is_document:
            about.add(None, (node, t.TEXT_LAYER, self.text))
            self._text_layer(about)
            if self.spec.publisher is not None:
                about.add(self.spec.publisher.place, (node, t.PUBLISHER, self.spec.publisher.term))
        else:
            self._part(section, node, about)
        if section.language:
            about.add(None, (node, t.LANGUAGE, literal(section.language)))
        for predicate, value, datum in _data(section, section.language or self.spec.document.language):
            self._datum(node, predicate, value, datum, about)
        if section.issued is not None and section.issued.reading is not None:
            about.add(section.issued.place, (node, t.ISSUED_READING, literal(section.issued.reading)))
        if section.issued is not None and section.issued.calendar is not None:
            dated = _in_calendar(node, section.issued.calendar, section.issued.written, self.namer)
            about.add(section.issued.place, *dated)
        if section.voice is not None and section.voice.ref is not None:
            ref = section.voice.ref
            about.add(ref.place or section.voice.place, (node, t.VOICE, ref.term))
        for ref, quote in section.addressees:
            about.add(ref.place, (node, t.ADDRESSEE, ref.term))
            self._evidence(node, t.EVIDENCE, quote, about)
        for lineage, predicate in ((section.reports, t.REPORTS_WORK), (section.copy_of, t.COPY_OF)):
            if lineage is not None:
                about.add(lineage.work.place, (node, predicate, lineage.work.term))
                if lineage.quote is not None:
                    self._evidence(node, t.EVIDENCE, lineage.quote, about)
        self._signatures(section, node, about)

    def _part(self, section: SectionSpec, node: Term, about: Sink) -> None:
        about.add(None, (node, t.IN_DOCUMENT, self.document))
        span = self.evidence.parts.get(section.id)
        if span is None:
            return
        holders = [
            (end - start, name)
            for name, (start, end) in self.evidence.parts.items()
            if name != section.id and start <= span[0] and span[1] <= end
        ]
        holder = self.namer.node("part", f"{self.spec.id}.{min(holders)[1]}") if holders else self.document
        about.add(
            None,
            (node, t.START, integer(span[0])),
            (node, t.END, integer(span[1])),
            (node, t.PART_OF, holder),
        )

    def _signatures(self, section: SectionSpec, node: Term, about: Sink) -> None:
        name = self.spec.id if section is self.spec.document else f"{self.spec.id}.{section.id}"
        for index, signature in enumerate(section.signatures, 1):
            signed = self.namer.node("signature", f"{name}.{index}")
            about.add(None, (node, t.SIGNED_BY, signed))
            own = about.node(signed, signature.place)
            own.add(None, (signed, t.TYPE, t.SIGNATURE))
            own.add(signature.person.place, (signed, t.SIGNATORY, signature.person.term))
            if signature.office is not None:
                own.add(signature.office.place, (signed, t.IN_OFFICE, signature.office.term))
            self._evidence(signed, t.EVIDENCE, signature.quote, own)

    def _datum(self, node: Term, predicate: Term, value: Term, datum: Datum, about: Sink) -> None:
        about.add(datum.value_place, (node, predicate, value))
        if datum.quote is not None:
            self._evidence(node, _SHOWN_BY.get(predicate, t.EVIDENCE), datum.quote, about)
        elif datum.catalogue is not None:
            about.add(
                datum.place,
                (node, t.CATALOGUED, predicate),
                (node, t.METADATA_SOURCE, t.CATALOGUE),
                (node, t.METADATA_CITATION, literal(datum.catalogue)),
            )

    def _text_layer(self, about: Sink) -> None:
        about.add(None, (self.text, t.TYPE, t.TEXT), (self.text, t.TEXT_HASH, literal(self.spec.text_hash)))
        for index, (repair, place) in enumerate(
            zip(self.spec.repairs, self.spec.repair_places, strict=True), 1
        ):
            node = self.namer.node("repair", f"{self.spec.id}.{index}")
            about.add(
                place,
                (self.text, t.HAS_REPAIR, node),
                (node, t.TYPE, t.REPAIR),
                (node, t.REPAIR_TEXT, literal(repair.text)),
                (node, t.REPAIR_READ, literal(repair.read)),
            )

    # Evidence

    def _evidence(self, node: Term, predicate: Term, quote: QuoteSpec, about: Sink) -> None:
        anchor = self.evidence.anchors.get(quote.key)
        if anchor is not None:
            self._anchor(node, predicate, anchor.span, quote.text, quote.place, about)

    def _context(self, node: Term, anchor: Anchor, quote: QuoteSpec, about: Sink) -> None:
        if anchor.context is not None and quote.context is not None:
            self._anchor(node, t.CONTEXT_EVIDENCE, anchor.context, quote.context, quote.context_place, about)

    def _anchor(
        self, node: Term, predicate: Term, span: Span, quote: str, place: Place | None, about: Sink
    ) -> None:
        """That a node has its evidence in a span; and the anchor of it, with the W3C selectors that say the same."""
        key = (span.start, span.end, quote)
        term = self._anchors.get(key)
        if term is None:
            term = self._anchors[key] = self.namer.anchor(self.spec.id, self.text, *key)
        about.add(place, (node, predicate, term))
        if not about.is_new(term):
            return
        name = term.rpartition("/")[2][:-1]
        words, start, end = literal(quote), integer(span.start), integer(span.end)
        position = self.namer.node("selector", f"{name}.p")
        about.add(place, (term, t.QUOTE, words))
        about.add(
            None,
            (term, t.TYPE, t.SPECIFIC_RESOURCE),
            (term, t.TYPE, t.ANCHOR),
            (term, t.START, start),
            (term, t.END, end),
            (term, t.MATCH, self._matches[span.match]),
            (term, t.SPAN_HASH, f'"{span.hash}"'),
            (term, t.HAS_SOURCE, self.text),
            (term, t.HAS_SELECTOR, position),
            (position, t.TYPE, t.TEXT_POSITION),
            (position, t.OA_START, start),
            (position, t.OA_END, end),
        )
        if span.match == "range":
            self._range(term, name, quote, end, about)
        else:
            exact = self.namer.node("selector", f"{name}.q")
            about.add(
                None,
                (term, t.HAS_SELECTOR, exact),
                (exact, t.TYPE, t.TEXT_QUOTE),
                (exact, t.EXACT, words),
            )

    def _range(self, term: Term, name: str, quote: str, end: Term, about: Sink) -> None:
        """A passage from its first words up to the offset behind its last words, without the text between."""
        first = quote.partition(" … ")[0].strip()
        whole, head, tail = (self.namer.node("selector", f"{name}.{part}") for part in ("r", "s", "e"))
        about.add(
            None,
            (term, t.HAS_SELECTOR, whole),
            (whole, t.TYPE, t.RANGE_SELECTOR),
            (whole, t.HAS_START, head),
            (whole, t.HAS_END, tail),
            (head, t.TYPE, t.TEXT_QUOTE),
            (head, t.EXACT, literal(first)),
            (tail, t.TYPE, t.TEXT_POSITION),
            (tail, t.OA_START, end),
            (tail, t.OA_END, end),
        )

    # Claims

    def _claim(self, claim: Claim, sink: Sink) -> None:
        node, spec = claim.term, claim.spec
        about, places = sink.node(node, spec.place), spec.word_places
        about.add(
            None,
            (node, t.TYPE, t.CLAIM),
            (node, t.TYPE, t.CLAIM_KINDS[spec.property.takes]),
            (node, t.IN_DOCUMENT, self.document),
            (node, t.KEY, literal(spec.id.split(".", 2)[1])),
            (node, t.PROPERTY, f"<{spec.property.iri}>"),
            (node, t.CONTENT, claim.proposition.term),
            (node, t.COUNTS, boolean(claim.counts)),
        )
        self._anchor(node, t.EVIDENCE, claim.anchor.span, spec.quote.text, spec.quote.place, about)
        self._context(node, claim.anchor, spec.quote, about)
        about.add(places.get("stance"), (node, t.STANCE, self._stances[claim.stance]))
        about.add(places.get("modality"), (node, t.MODALITY, self._modalities[spec.modality]))
        about.add(claim.utterances[-1].place, (node, t.SOURCE_VOICE, claim.voice))
        if spec.property.relates_events:
            about.add(None, (node, t.TYPE, t.EVENT_RELATION))
        if claim.part is not None:
            part = self.namer.node("part", f"{self.spec.id}.{claim.part}")
            about.add(None, (node, t.IN_PART, part))
        for key, predicate, text in (
            ("words", t.WORDS, spec.words),
            ("hedge", t.HEDGE, spec.hedge),
            ("manner", t.MANNER, spec.manner),
            ("reading", t.READING, spec.reading),
            ("sic", t.SIC, spec.sic),
            ("", t.NAME_AS_WRITTEN, claim.name_as_written),
        ):
            if text is not None:
                about.add(places.get(key), (node, predicate, literal(text)))
        choices = self.namer.vocabulary.choices
        if spec.status is not None:
            status = iri(choices("figureStatuses")[spec.status].iri)
            about.add(places.get("status"), (node, t.FIGURE_STATUS, status))
        if claim.year_basis is not None:
            about.add(None, (node, t.YEAR_BASIS, iri(choices("yearBases")[claim.year_basis].iri)))
        self._chain(claim, about)
        self._identities(claim, about)
        self._inconsistency(claim, about)
        self._proposition(claim.proposition, spec, about)

    def _chain(self, claim: Claim, about: Sink) -> None:
        for utterance in claim.utterances:
            node, place = utterance.term, utterance.place
            about.add(place, (claim.term, t.HAS_UTTERANCE, node), (node, t.STATED_BY, utterance.voice))
            about.add(
                None,
                (node, t.TYPE, t.UTTERANCE),
                (node, t.DEPTH, integer(utterance.depth)),
                (node, t.STANCE, self._stances[utterance.stance]),
            )
            if utterance.unnamed is not None:
                about.add(
                    place,
                    (utterance.voice, t.TYPE, t.UNNAMED),
                    (utterance.voice, t.UNNAMED_AS, literal(utterance.unnamed)),
                    (utterance.voice, t.LABEL, literal(unnamed_label(utterance.unnamed))),
                )
            if utterance.quote is not None:
                self._evidence(node, t.EVIDENCE, utterance.quote, about)

    def _identities(self, claim: Claim, about: Sink) -> None:
        """How sure it is that the text means the entity: what rests on an inferred identity says so."""
        grades = self.namer.vocabulary.choices("identityGrades")
        graded = [(ref.term, ref.identity, ref.reading, ref.place) for ref in claim.identities]
        graded += [
            (u.voice, u.identity, u.reading, u.place) for u in claim.utterances if u.identity != "certain"
        ]
        for index, (term, grade, reading, place) in enumerate(graded, 1):
            node = self.namer.node("identification", f"{claim.id}.{index}")
            about.add(place, (node, t.IDENTITY_OF, term))
            about.add(
                None,
                (node, t.TYPE, t.IDENTIFICATION),
                (node, t.ABOUT_CLAIM, claim.term),
                (node, t.IDENTITY_GRADE, iri(grades[grade].iri)),
            )
            if reading is not None:
                about.add(None, (node, t.IDENTITY_READING, literal(reading)))

    def _inconsistency(self, claim: Claim, about: Sink) -> None:
        found = claim.inconsistency
        if found is None:
            return
        node = self.namer.node("mismatch", claim.id)

        def value(text: str) -> Term:
            return integer(int(text)) if _NUMBER.fullmatch(text) else literal(text)

        about.add(
            None,
            (self.document, t.HAS_INCONSISTENCY, node),
            (node, t.TYPE, t.INCONSISTENCY),
            (node, t.IN_DOCUMENT, self.document),
            (node, t.ABOUT_CLAIM, claim.term),
            (node, kg(f"stated{found.kind}"), value(found.stated)),
            (node, kg(f"computed{found.kind}"), value(found.computed)),
        )

    def _proposition(self, content: Proposition, spec: ClaimSpec, about: Sink) -> None:
        node, places = content.term, spec.word_places
        if not about.is_new(node):
            return
        predicate = f"<{content.predicate.iri}>"
        slot = content.slot
        about.add(
            None,
            (node, t.TYPE, t.PROPOSITION),
            (node, t.PREDICATE, predicate),
            (node, t.IN_SLOT, slot),
            (slot, t.TYPE, t.SLOT),
            (slot, t.PREDICATE, predicate),
        )
        polarity = t.NEGATIVE if content.negative else t.POSITIVE
        about.add(places.get("polarity"), (node, t.POLARITY, polarity))
        written = spec.value.place if isinstance(spec.value, Ref) else None
        self._value(node, t.OBJECT, content.object, written or spec.value_place, about)
        if content.time is not None:
            when = places.get("as_of") or places.get("when")
            if isinstance(spec.scope_time, EventTime):
                when = spec.scope_time.events[0][1].place or when
            self._value(node, t.IN_TIME, content.time, when, about)
        if content.population is not None and spec.population is not None:
            about.add(spec.population.place, (node, t.POPULATION, content.population))
        if content.severity is not None:
            about.add(places.get("severity"), (node, t.SEVERITY, content.severity))
        if content.place is not None and spec.scope_place is not None:
            about.add(spec.scope_place.place, (node, t.PLACE_SCOPE, content.place))
        # Last, as the first place of a term is underlined: where subject and value are one, the value is.
        subject = content.subject
        about.add(spec.subject.place, (node, t.SUBJECT, subject), (slot, t.SUBJECT, subject))

    def _value(self, node: Term, predicate: Term, value: Object, place: Place | None, about: Sink) -> None:
        """A value, and the numbers and days that it is made of."""
        if isinstance(value, str):
            about.add(place, (node, predicate, value))
            return
        about.add(place, (node, predicate, value.term))
        if isinstance(value, QuantityNode):
            about.add(place, *_quantity(value, self.namer))
        else:
            about.add(place, *_time(value, self.namer))

    def _citation(self, citation: CitationSpec, sink: Sink) -> None:
        anchor = self.evidence.anchors.get(citation.quote.key)
        if anchor is None:
            return
        node = self.namer.node("citation", citation.id)
        about = sink.node(node, citation.place)
        part = self.evidence.part_of(anchor)
        citing = self.namer.node("part", f"{self.spec.id}.{part}") if part else self.document
        intent = self.namer.vocabulary.choices("citationIntents")[citation.how]
        characterisation = self.namer.vocabulary.values(intent.iri, KG + "citoProperty")
        about.add(citation.target.place, (node, t.CITED, citation.target.term))
        about.add(
            None,
            (node, t.TYPE, t.CITATION),
            (node, t.IN_DOCUMENT, self.document),
            (node, t.CITING, citing),
            (node, t.INTENT, f"<{intent.iri}>"),
            *((node, t.CHARACTERISATION, iri(value)) for value in characterisation),
        )
        self._evidence(node, t.EVIDENCE, citation.quote, about)
        self._context(node, anchor, citation.quote, about)
        if citation.symbol_quote is not None:
            symbol = literal(citation.symbol_quote.text)
            self._evidence(node, t.SYMBOL_EVIDENCE, citation.symbol_quote, about)
            about.add(citation.symbol_quote.place, (node, t.CITED_SYMBOL, symbol))


def _data(section: SectionSpec, language: str | None) -> Iterator[tuple[Term, Term, Datum]]:
    """What a document or part says of itself by a datum: predicate, term, and the datum."""
    if section.title is not None:
        yield t.TITLE, literal(section.title.value, language=language), section.title
    if section.issued is not None:
        yield t.ISSUED, literal(section.issued.value, _DATE_TYPES[len(section.issued.value)]), section.issued
    for symbol in section.symbols:
        yield t.SYMBOL, literal(symbol.value), symbol
    for item in section.agenda_items:
        value = integer(int(item.value)) if _NUMBER.fullmatch(item.value) else literal(item.value)
        yield t.AGENDA_ITEM, value, item


def _quantity(node: QuantityNode, namer: Namer) -> Sequence[Triple]:
    """The triples of a quantity node."""
    quantity, term = node.quantity, node.term
    approximation = namer.vocabulary.choices("approximations")[quantity.approximation]
    found = [
        (term, t.TYPE, t.QUANTITY),
        (term, t.APPROXIMATION, f"<{approximation.iri}>"),
        (term, t.UNIT, node.unit),
    ]
    for predicate, value in (
        (t.VALUE, quantity.value),
        (t.LO, quantity.lo),
        (t.HI, quantity.hi),
        (t.TOLERANCE, quantity.tolerance),
    ):
        if value is not None:
            found.append((term, predicate, number(value)))
    return found


def _time(node: TimeNode, namer: Namer) -> Sequence[Triple]:
    """The triples of a time node: EDTF with sortable bounds, or the events that give the time.

    A day outside the years 1 to 9999 has no ``xsd:date``: its editions count years before our era differently.
    """
    if node.time is None:
        by_events = [(node.term, kg(f"{relation}Event"), event) for relation, event in node.events]
        return [(node.term, t.TYPE, t.TIME_SCOPE), *by_events]
    time, term = node.time, node.term
    found = [
        (term, t.TYPE, t.INTERVAL),
        (term, t.EDTF, literal(time.edtf, EDTF_TYPE)),
        (term, t.EXTENT, f"<{namer.vocabulary.choices('extents')[time.extent].iri}>"),
    ]
    if time.part_of_day is not None:
        found.append(
            (term, t.PART_OF_DAY, f"<{namer.vocabulary.choices('partsOfDay')[time.part_of_day].iri}>")
        )
    for day, as_integer, as_date in ((time.start, t.FROM, t.EARLIEST), (time.end, t.TO, t.LATEST)):
        if day is not None:
            found.append((term, as_integer, integer(day)))
            if 1 <= parts_of(day)[0] <= 9999:
                found.append((term, as_date, literal(iso_day(day), t.DATE)))
    if time.written is not None:
        found += _in_calendar(term, time.calendar, time.written, namer)
    return found


def _in_calendar(term: Term, calendar: str, written: str, namer: Namer) -> list[Triple]:
    """In which calendar a date is given, and how it stands there."""
    chosen = iri(namer.vocabulary.choices("calendars")[calendar].iri)
    return [(term, t.CALENDAR, chosen), (term, t.DATE_IN_CALENDAR, literal(written))]
