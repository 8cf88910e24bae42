"""What a mapping says, once its names are looked up and before its evidence is. Equality does not ask for places."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import field
from json.encoder import encode_basestring
from typing import TypeAlias

from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.ontology.namespaces import CURRENCY
from kgbuild.ontology.vocabulary import ClaimProperty
from kgbuild.text.folding import Repair
from kgbuild.values.dates import Time
from kgbuild.values.quantities import Quantity

RANGE_MARK = " … "


@record
class QuoteSpec:
    """A phrase to be found in the text: "131 civilians were killed", near its context, the first time it occurs.

    ``key`` names it in the lock: the hash of all four, so that renaming a claim changes nothing. ``name`` is the key
    of the mapping at which it is written.
    """

    text: str
    context: str | None = None
    occurrence: int | None = None
    part: str | None = None
    place: Place | None = field(default=None, compare=False)
    context_place: Place | None = field(default=None, compare=False)
    occurrence_place: Place | None = field(default=None, compare=False)
    name: str = field(default="quote", compare=False)
    _key: str = field(default="", init=False, compare=False, repr=False)

    @property
    def halves(self) -> tuple[str, str] | None:
        """First and last words of a long passage, or ``None`` for a plain quote."""
        head, mark, tail = self.text.partition(RANGE_MARK)
        return (head.strip(), tail.strip()) if mark else None

    @property
    def key(self) -> str:
        """The lock's name of this quote: 24 hex digits."""
        if not self._key:
            # It is asked for several times, and is what a check from locks spends most of its time on.
            context = "null" if self.context is None else encode_basestring(self.context)
            nth = "null" if self.occurrence is None else str(self.occurrence)
            part = "null" if self.part is None else encode_basestring(self.part)
            # The JSON of the four in a list, in a quarter of the time that `json.dumps` takes.
            content = f"[{encode_basestring(self.text)}, {context}, {nth}, {part}]"
            object.__setattr__(self, "_key", hashlib.sha256(content.encode()).hexdigest()[:24])
        return self._key


@record
class Ref:
    """A name of the mapping resolved to an IRI. ``id`` is the name; ``corpus`` if only the corpus pass can check it.

    ``identity`` is the key of the closed list ``identityGrades`` (``certain`` unless the mapper says otherwise).
    """

    term: Term
    id: str
    label: str = ""
    corpus: bool = False
    identity: str = "certain"
    reading: str | None = None
    place: Place | None = field(default=None, compare=False)


@record
class TextValue:
    """A value that is words: the name "Black January", in its language."""

    text: str
    language: str | None


@record
class Amount:
    """A value that is a quantity with its unit: the IRI of a member of the list ``units``, or of a currency."""

    quantity: Quantity
    unit: Term

    @property
    def currency(self) -> str | None:
        """The code of the currency, of money."""
        return self.unit[len(CURRENCY) + 1 : -1] if self.unit.startswith(f"<{CURRENCY}") else None


Value: TypeAlias = Amount | Time | Ref | TextValue


@record
class EventTime:
    """A time given by events: after the state of emergency was declared, before it was lifted.

    ``events`` pairs each relation (after, before or during) with its event.
    """

    events: tuple[tuple[str, Ref], ...]


@record
class VoiceSpec:
    """One speaker of a chain: a named voice, or an unnamed one known by the words for it ("official figures").

    ``id`` is what an unnamed voice is called in its document, where several claims share it.
    """

    ref: Ref | None
    unnamed: str | None
    stance: str | None
    quote: QuoteSpec | None
    place: Place = field(compare=False)
    id: str | None = None


@record
class SourceRef:
    """Where a claim comes from: another claim, or a work.

    ``basis`` is what the mapper says it rests on, ``text-reuse``; ``None`` where that follows from the quote.
    """

    name: str
    relation: str
    quote: QuoteSpec | None
    place: Place = field(compare=False)
    basis: str | None = None


@record
class ClaimSpec:
    """What one entry says by one property, resolved. ``language`` is that of its quote, where the mapping gives it."""

    id: str
    property: ClaimProperty
    subject: Ref
    value: Value
    quote: QuoteSpec
    words: str
    place: Place = field(compare=False)
    value_place: Place = field(compare=False)
    population: Ref | None = None
    severity: str | None = None
    scope_place: Ref | None = None
    scope_time: Time | EventTime | None = None
    negative: bool = False
    stance: str | None = None
    modality: str = "actual"
    said_by: tuple[VoiceSpec, ...] | None = None
    hedge: str | None = None
    manner: str | None = None
    status: str | None = None
    reading: str | None = None
    sic: str | None = None
    sources: tuple[SourceRef, ...] | None = None
    language: str | None = None
    word_places: Mapping[str, Place] = field(default_factory=dict, compare=False)


@record
class CitationSpec:
    """A document cites another: to what, how, in which words; ``locators`` are pages and paragraphs, by their keys."""

    id: str
    target: Ref
    how: str
    quote: QuoteSpec
    symbol_quote: QuoteSpec | None
    part: str | None
    place: Place = field(compare=False)
    locators: tuple[tuple[str, str, Place], ...] = ()


@record
class IgnoreSpec:
    """Words of the text that are left unmapped on purpose, and why."""

    quote: QuoteSpec
    why: str
    place: Place = field(compare=False)


@record
class Datum:
    """A datum of a document (its title, date, symbol) with the quote that shows it, or the catalogue it is from.

    ``value_place`` is where its value stands, ``place`` that and what is written around it.
    ``reading``: why the quote means this date, where it alone does not show it ("the day of Saint John"). The value of
    a date is Gregorian; ``written`` is how the mapping has it in another ``calendar``.
    """

    value: str
    quote: QuoteSpec | None
    catalogue: str | None
    place: Place = field(compare=False)
    value_place: Place = field(compare=False)
    reading: str | None = None
    calendar: str | None = None
    written: str = ""


@record
class Recorded:
    """An item of the source record of a document: the key of the mapping (``url``, ``doi``), and the datum."""

    key: str
    datum: Datum


@record
class SignatureSpec:
    """Who signed, in which office, with the phrase that shows it."""

    person: Ref
    office: Ref | None
    quote: QuoteSpec
    place: Place = field(compare=False)


@record
class Lineage:
    """A document or part reports, or is a copy of, a work."""

    work: Ref
    quote: QuoteSpec | None
    place: Place = field(compare=False)


@record
class SectionSpec:
    """What a document and each of its parts may say of itself. ``sources`` are what its claims share as theirs.

    ``pages`` are the first and last page of a part that is cut by pages, as messages call them.
    """

    id: str
    kind: str
    title: Datum | None
    issued: Datum | None
    language: str | None
    symbols: tuple[Datum, ...]
    agenda_items: tuple[Datum, ...]
    addressees: tuple[tuple[Ref, QuoteSpec], ...]
    signatures: tuple[SignatureSpec, ...]
    reports: Lineage | None
    copy_of: Lineage | None
    voice: VoiceSpec | None
    said_by: tuple[VoiceSpec, ...] | None
    place: Place = field(compare=False)
    starts: QuoteSpec | None = None
    ends: QuoteSpec | None = None
    sources: tuple[SourceRef, ...] | None = None
    pages: tuple[str, str] | None = None
    record: tuple[Recorded, ...] = ()

    @property
    def page_cut(self) -> QuoteSpec | None:
        """For a part that is cut by pages: what names the cut in the lock. No quote has an empty part."""
        if self.pages is None:
            return None
        return QuoteSpec("-".join(self.pages), part="", place=self.place)


@record
class MappingSpec:
    """A whole mapping: one document, its parts, claims and citations, in the ``language`` of document or project."""

    file: str
    document: SectionSpec
    text_hash: str
    publisher: Ref | None
    held_by: Ref | None
    repairs: tuple[Repair, ...]
    repair_places: tuple[Place, ...] = field(compare=False)
    parts: tuple[SectionSpec, ...]
    claims: tuple[ClaimSpec, ...]
    citations: tuple[CitationSpec, ...]
    ignores: tuple[IgnoreSpec, ...] = ()
    language: str = "en"

    def language_of(self, part: str | None) -> str:
        """The language of a part, by default that of the document, by default that of the project."""
        own = next((section.language for section in self.parts if section.id == part), None)
        return own or self.language

    def language_at(self, position: int, parts: Mapping[str, tuple[int, int]]) -> str:
        """The language at a place of the text: that of the innermost part that says its own."""
        if not parts:
            return self.language
        inside = [(b - a, name) for name, (a, b) in parts.items() if a <= position < b]
        for _, name in sorted(inside):
            own = next((section.language for section in self.parts if section.id == name), None)
            if own is not None:
                return own
        return self.language

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id
