"""The graph of one document: its parts, claims, anchors and citations, closed without the graphs of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kgbuild.claims.claim import (
    EDTF_TYPE,
    Claim,
    Namer,
    Proposition,
    QuantityNode,
    TimeNode,
    kg,
    number,
    unnamed_label,
)
from kgbuild.core.places import Place
from kgbuild.core.terms import XSD, Term, Triple, boolean, integer, iri, literal
from kgbuild.evidence.anchors import Evidence
from kgbuild.evidence.finder import Span
from kgbuild.graph import terms as t
from kgbuild.graph.spots import place_triples
from kgbuild.mapping.model import CitationSpec, Datum, MappingSpec, QuoteSpec, SectionSpec
from kgbuild.ontology.vocabulary import KG

_DATE_TYPES = {4: XSD + "gYear", 7: XSD + "gYearMonth", 10: XSD + "date"}
_SHOWN_BY = {t.TITLE: t.TITLE_EVIDENCE, t.ISSUED: t.ISSUED_EVIDENCE, t.SYMBOL: t.SYMBOL_EVIDENCE}


class DocumentGraph:
    """Collects the triples of one document; :meth:`triples` gives them sorted, each once."""

    def __init__(self, spec: MappingSpec, evidence: Evidence, namer: Namer) -> None:
        self.spec = spec
        self.evidence = evidence
        self.namer = namer
        self.document = namer.node("doc", spec.id)
        self.text = namer.node("text", spec.id)
        vocabulary = namer.vocabulary
        self._stances = {key: f"<{choice.iri}>" for key, choice in vocabulary.choices("stances").items()}
        self._modalities = {
            key: f"<{choice.iri}>" for key, choice in vocabulary.choices("modalities").items()
        }
        self._matches = {key: f"<{choice.iri}>" for key, choice in vocabulary.choices("matches").items()}
        self._out: list[Triple] = []
        self._anchors: dict[tuple[int, int, str], Term] = {}
        self._nodes: set[Term] = set()

    def triples(self, claims: Iterable[Claim]) -> list[Triple]:
        """All triples of the document graph, sorted by subject, predicate, object."""
        self._section(self.spec.document, self.document)
        for part in self.spec.parts:
            self._section(part, self.namer.node("part", f"{self.spec.id}.{part.id}"))
        self._text_layer()
        for claim in claims:
            self._claim(claim)
        for citation in self.spec.citations:
            self._citation(citation)
        return sorted(set(self._out))

    def places(self, claims: Iterable[Claim]) -> Iterator[tuple[Term, Place]]:
        """Each node that a line of the mapping makes, with that line."""
        yield self.document, self.spec.document.place
        for part in self.spec.parts:
            yield self.namer.node("part", f"{self.spec.id}.{part.id}"), part.place
        for claim in claims:
            yield claim.term, claim.place
        for citation in self.spec.citations:
            yield self.namer.node("citation", citation.id), citation.place
        for section, name in (
            (self.spec.document, self.spec.id),
            *((p, f"{self.spec.id}.{p.id}") for p in self.spec.parts),
        ):
            for index, signature in enumerate(section.signatures, 1):
                yield self.namer.node("signature", f"{name}.{index}"), signature.place

    # The document and its parts

    def _section(self, section: SectionSpec, node: Term) -> None:
        out, is_document = self._out, section is self.spec.document
        out.append((node, t.TYPE, t.DOCUMENT if is_document else t.PART))
        out.append((node, t.TYPE, f"<{section.kind}>"))
        if is_document:
            out.append((node, t.TEXT_LAYER, self.text))
            if self.spec.publisher is not None:
                out.append((node, t.PUBLISHER, self.spec.publisher.term))
        else:
            self._part(section, node)
        if section.language:
            out.append((node, t.LANGUAGE, literal(section.language)))
        for predicate, value, datum in datum_terms(section, section.language or self.spec.document.language):
            self._datum(node, predicate, value, datum, _SHOWN_BY.get(predicate, t.EVIDENCE))
        if section.issued is not None and section.issued.reading is not None:
            out.append((node, t.ISSUED_READING, literal(section.issued.reading)))
        if section.voice is not None and section.voice.ref is not None:
            out.append((node, t.VOICE, section.voice.ref.term))
        for ref, quote in section.addressees:
            out.append((node, t.ADDRESSEE, ref.term))
            self._evidence(node, t.EVIDENCE, quote)
        for lineage, predicate in ((section.reports, t.REPORTS_WORK), (section.copy_of, t.COPY_OF)):
            if lineage is not None:
                out.append((node, predicate, lineage.work.term))
                if lineage.quote is not None:
                    self._evidence(node, t.EVIDENCE, lineage.quote)
        self._signatures(section, node)

    def _part(self, section: SectionSpec, node: Term) -> None:
        self._out.append((node, t.IN_DOCUMENT, self.document))
        span = self.evidence.parts.get(section.id)
        if span is None:
            return
        self._out.append((node, t.START, integer(span[0])))
        self._out.append((node, t.END, integer(span[1])))
        holders = [
            (end - start, name)
            for name, (start, end) in self.evidence.parts.items()
            if name != section.id and start <= span[0] and span[1] <= end
        ]
        holder = self.namer.node("part", f"{self.spec.id}.{min(holders)[1]}") if holders else self.document
        self._out.append((node, t.PART_OF, holder))

    def _signatures(self, section: SectionSpec, node: Term) -> None:
        for index, signature in enumerate(section.signatures, 1):
            name = self.spec.id if section is self.spec.document else f"{self.spec.id}.{section.id}"
            signed = self.namer.node("signature", f"{name}.{index}")
            self._out.append((node, t.SIGNED_BY, signed))
            self._out.append((signed, t.TYPE, t.SIGNATURE))
            self._out.append((signed, t.SIGNATORY, signature.person.term))
            if signature.office is not None:
                self._out.append((signed, t.IN_OFFICE, signature.office.term))
            self._evidence(signed, t.EVIDENCE, signature.quote)

    def _datum(self, node: Term, predicate: Term, value: Term, datum: Datum, evidence: Term) -> None:
        self._out.append((node, predicate, value))
        if datum.quote is not None:
            self._evidence(node, evidence, datum.quote)
        elif datum.catalogue is not None:
            self._out.append((node, t.CATALOGUED, predicate))
            self._out.append((node, t.METADATA_SOURCE, t.CATALOGUE))
            self._out.append((node, t.METADATA_CITATION, literal(datum.catalogue)))

    def _text_layer(self) -> None:
        self._out.append((self.text, t.TYPE, t.TEXT))
        self._out.append((self.text, t.TEXT_HASH, literal(self.spec.text_hash)))
        for index, repair in enumerate(self.spec.repairs, 1):
            node = self.namer.node("repair", f"{self.spec.id}.{index}")
            self._out.append((self.text, t.HAS_REPAIR, node))
            self._out.append((node, t.TYPE, t.REPAIR))
            self._out.append((node, t.REPAIR_TEXT, literal(repair.text)))
            self._out.append((node, t.REPAIR_READ, literal(repair.read)))

    # Evidence

    def _evidence(self, node: Term, predicate: Term, quote: QuoteSpec) -> None:
        anchor = self.evidence.anchors.get(quote.key)
        if anchor is not None:
            self._out.append((node, predicate, self._anchor(anchor.span, quote.text)))

    def _anchor(self, span: Span, quote: str) -> Term:
        """The anchor of a span, with the W3C selectors that say the same."""
        known = self._anchors.get((span.start, span.end, quote))
        if known is not None:
            return known
        term = self.namer.anchor(self.spec.id, self.text, span.start, span.end, quote)
        self._anchors[span.start, span.end, quote] = term
        name = term.rpartition("/")[2][:-1]
        words, start, end = literal(quote), integer(span.start), integer(span.end)
        position = self.namer.node("selector", f"{name}.p")
        self._out += (
            (term, t.TYPE, t.SPECIFIC_RESOURCE),
            (term, t.TYPE, t.ANCHOR),
            (term, t.QUOTE, words),
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
            self._range(term, name, quote, end)
        else:
            exact = self.namer.node("selector", f"{name}.q")
            self._out += (
                (term, t.HAS_SELECTOR, exact),
                (exact, t.TYPE, t.TEXT_QUOTE),
                (exact, t.EXACT, words),
            )
        self._out += place_triples(self.namer, term, name, span)
        return term

    def _range(self, term: Term, name: str, quote: str, end: Term) -> None:
        """A passage from its first words up to the offset behind its last words, without the text between."""
        first = quote.partition(" … ")[0].strip()
        whole, head, tail = (self.namer.node("selector", f"{name}.{part}") for part in ("r", "s", "e"))
        self._out += (
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

    def _claim(self, claim: Claim) -> None:
        out, node = self._out, claim.term
        out += (
            (node, t.TYPE, t.CLAIM),
            (node, t.TYPE, t.CLAIM_KINDS[claim.predicate.takes]),
            (node, t.IN_DOCUMENT, self.document),
            (node, t.KEY, literal(claim.id.split(".", 2)[1])),
            (node, t.PROPERTY, f"<{claim.predicate.iri}>"),
            (node, t.CONTENT, claim.proposition.term),
            (node, t.EVIDENCE, self._anchor(claim.anchor.span, claim.quote.text)),
            (node, t.STANCE, self._stances[claim.stance]),
            (node, t.MODALITY, self._modalities[claim.modality]),
            (node, t.COUNTS, boolean(claim.counts)),
            (node, t.SOURCE_VOICE, claim.voice),
            (node, t.WORDS, literal(claim.words)),
        )
        if claim.predicate.relates_events:
            out.append((node, t.TYPE, t.EVENT_RELATION))
        if claim.part is not None:
            out.append((node, t.IN_PART, self.namer.node("part", f"{self.spec.id}.{claim.part}")))
        if claim.anchor.context is not None and claim.quote.context is not None:
            anchor = self._anchor(claim.anchor.context, claim.quote.context)
            out.append((node, t.CONTEXT_EVIDENCE, anchor))
        for predicate, text in (
            (t.HEDGE, claim.hedge),
            (t.MANNER, claim.manner),
            (t.READING, claim.reading),
            (t.SIC, claim.sic),
            (t.NAME_AS_WRITTEN, claim.name_as_written),
        ):
            if text is not None:
                out.append((node, predicate, literal(text)))
        if claim.status is not None:
            out.append(
                (
                    node,
                    t.FIGURE_STATUS,
                    iri(self.namer.vocabulary.choices("figureStatuses")[claim.status].iri),
                )
            )
        if claim.year_basis is not None:
            out.append(
                (node, t.YEAR_BASIS, iri(self.namer.vocabulary.choices("yearBases")[claim.year_basis].iri))
            )
        self._chain(claim)
        self._identities(claim)
        self._inconsistency(claim)
        self._proposition(claim.proposition)

    def _chain(self, claim: Claim) -> None:
        out = self._out
        for utterance in claim.utterances:
            node = utterance.term
            out += (
                (claim.term, t.HAS_UTTERANCE, node),
                (node, t.TYPE, t.UTTERANCE),
                (node, t.DEPTH, integer(utterance.depth)),
                (node, t.STATED_BY, utterance.voice),
                (node, t.STANCE, self._stances[utterance.stance]),
            )
            if utterance.unnamed is not None:
                out.append((utterance.voice, t.TYPE, t.UNNAMED))
                out.append((utterance.voice, t.UNNAMED_AS, literal(utterance.unnamed)))
                out.append((utterance.voice, t.LABEL, literal(unnamed_label(utterance.unnamed))))
            if utterance.quote is not None:
                self._evidence(node, t.EVIDENCE, utterance.quote)

    def _identities(self, claim: Claim) -> None:
        """How sure it is that the text means the entity: what rests on an inferred identity says so."""
        grades = self.namer.vocabulary.choices("identityGrades")
        graded = [(ref.term, ref.identity, ref.reading) for ref in claim.identities]
        graded += [(u.voice, u.identity, u.reading) for u in claim.utterances if u.identity != "certain"]
        for index, (term, grade, reading) in enumerate(graded, 1):
            node = self.namer.node("identification", f"{claim.id}.{index}")
            self._out += (
                (node, t.TYPE, t.IDENTIFICATION),
                (node, t.ABOUT_CLAIM, claim.term),
                (node, t.IDENTITY_OF, term),
                (node, t.IDENTITY_GRADE, iri(grades[grade].iri)),
            )
            if reading is not None:
                self._out.append((node, t.IDENTITY_READING, literal(reading)))

    def _inconsistency(self, claim: Claim) -> None:
        found = claim.inconsistency
        if found is None:
            return
        node = self.namer.node("mismatch", claim.id)

        def value(text: str) -> Term:
            return integer(int(text)) if text.isdecimal() else literal(text)

        self._out += (
            (self.document, t.HAS_INCONSISTENCY, node),
            (node, t.TYPE, t.INCONSISTENCY),
            (node, t.IN_DOCUMENT, self.document),
            (node, t.ABOUT_CLAIM, claim.term),
            (node, kg(f"stated{found.kind}"), value(found.stated)),
            (node, kg(f"computed{found.kind}"), value(found.computed)),
        )

    def _proposition(self, content: Proposition) -> None:
        out, node = self._out, content.term
        if node in self._nodes:
            return
        self._nodes.add(node)
        predicate = f"<{content.predicate.iri}>"
        out += (
            (node, t.TYPE, t.PROPOSITION),
            (node, t.SUBJECT, content.subject),
            (node, t.PREDICATE, predicate),
            (node, t.OBJECT, content.object_term),
            (node, t.POLARITY, t.NEGATIVE if content.negative else t.POSITIVE),
            (node, t.IN_SLOT, content.slot),
            (content.slot, t.TYPE, t.SLOT),
            (content.slot, t.SUBJECT, content.subject),
            (content.slot, t.PREDICATE, predicate),
        )
        for name, term in (
            (t.POPULATION, content.population),
            (t.SEVERITY, content.severity),
            (t.PLACE_SCOPE, content.place),
            (t.IN_TIME, content.time.term if content.time else None),
        ):
            if term is not None:
                out.append((node, name, term))
        if isinstance(content.object, QuantityNode):
            out += quantity_triples(content.object, self.namer)
        elif isinstance(content.object, TimeNode):
            out += time_triples(content.object, self.namer)
        if content.time is not None:
            out += time_triples(content.time, self.namer)

    def _citation(self, citation: CitationSpec) -> None:
        anchor = self.evidence.anchors.get(citation.quote.key)
        if anchor is None:
            return
        node = self.namer.node("citation", citation.id)
        part = self.evidence.part_of(anchor)
        citing = self.namer.node("part", f"{self.spec.id}.{part}") if part else self.document
        intent = self.namer.vocabulary.choices("citationIntents")[citation.how]
        characterisation = self.namer.vocabulary.values(intent.iri, KG + "citoProperty")
        self._out += (
            (node, t.TYPE, t.CITATION),
            (node, t.IN_DOCUMENT, self.document),
            (node, t.CITING, citing),
            (node, t.CITED, citation.target.term),
            (node, t.INTENT, f"<{intent.iri}>"),
        )
        self._out += [(node, t.CHARACTERISATION, iri(value)) for value in characterisation]
        self._evidence(node, t.EVIDENCE, citation.quote)
        if anchor.context is not None and citation.quote.context is not None:
            self._out.append((node, t.CONTEXT_EVIDENCE, self._anchor(anchor.context, citation.quote.context)))
        if citation.symbol_quote is not None:
            self._evidence(node, t.SYMBOL_EVIDENCE, citation.symbol_quote)
            self._out.append((node, t.CITED_SYMBOL, literal(citation.symbol_quote.text)))


def datum_terms(section: SectionSpec, language: str | None) -> Iterator[tuple[Term, Term, Datum]]:
    """What a document or part says of itself by a datum: predicate, term, and the datum."""
    if section.title is not None:
        yield t.TITLE, literal(section.title.value, language=language), section.title
    if section.issued is not None:
        yield t.ISSUED, literal(section.issued.value, _DATE_TYPES[len(section.issued.value)]), section.issued
    for symbol in section.symbols:
        yield t.SYMBOL, literal(symbol.value), symbol
    for item in section.agenda_items:
        value = integer(int(item.value)) if item.value.isdecimal() else literal(item.value)
        yield t.AGENDA_ITEM, value, item


def quantity_triples(node: QuantityNode, namer: Namer) -> Sequence[Triple]:
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


def time_triples(node: TimeNode, namer: Namer) -> Sequence[Triple]:
    """The triples of a time node: EDTF with sortable bounds, or the event that gives the time."""
    if node.time is None:
        return [(node.term, t.TYPE, t.TIME_SCOPE), (node.term, kg(f"{node.relation}Event"), node.event or "")]
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
            found.append(
                (term, as_date, literal(f"{day // 10000:04d}-{day // 100 % 100:02d}-{day % 100:02d}", t.DATE))
            )
    return found


__all__ = ["DocumentGraph", "datum_terms", "quantity_triples", "time_triples"]
