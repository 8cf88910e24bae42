"""Claims and propositions: who says what, in which chain of voices, about which question; and how they are named.

A claim is what one entry of a mapping says by one property. A proposition is its content, named by a hash, so two
documents that say the same share the node. A slot is the question that propositions of one subject and property
answer. See "Hashes" in ``docs/reference/identifiers.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import lru_cache, partial
from typing import Final, TypeAlias

from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.core.terms import RDF, Term, integer, iri, literal, node_hash, number
from kgbuild.evidence.dates import Inconsistency
from kgbuild.evidence.finder import Anchor
from kgbuild.mapping.model import ClaimSpec, EventTime, QuoteSpec, Ref, SourceRef
from kgbuild.ontology.namespaces import KG
from kgbuild.ontology.vocabulary import Choice, ClaimProperty, Vocabulary
from kgbuild.values.edtf import Time
from kgbuild.values.quantities import Quantity

NORMALISATION: Final = "1"
EDTF_TYPE: Final = "http://id.loc.gov/datatypes/edtf/EDTF"


def kg(name: str) -> Term:
    """The term of an own IRI: ``kg("claim")`` is ``<https://w3id.org/kgbuild/ns#claim>``."""
    return f"<{KG}{name}>"


_SUBJECT: Final = f"<{RDF}subject>"
_PREDICATE: Final = f"<{RDF}predicate>"
_OBJECT: Final = f"<{RDF}object>"
_NORMALISATION: Final = kg("normalisation")
_PLACE_SCOPE: Final = kg("placeScope")
_POLARITY: Final = kg("polarity")
_POPULATION: Final = kg("population")
_SEVERITY: Final = kg("severity")
_VALUE: Final = "<https://schema.org/value>"
_TIME_SCOPE: Final = kg("timeScope")
_NEGATIVE: Final = kg("negative")
_POSITIVE: Final = kg("positive")


@record
class QuantityNode:
    """A hashed quantity node: the quantity and the unit's term. ``term`` is made when it is asked for."""

    quantity: Quantity
    unit: Term
    namer: Namer = field(compare=False, repr=False)
    _term: Term = field(default="", compare=False, repr=False)

    @property
    def term(self) -> Term:
        """Its IRI."""
        if not self._term:
            object.__setattr__(self, "_term", self.namer.quantity_term(self.quantity, self.unit))
        return self._term


@record
class TimeNode:
    """A hashed time node: a :class:`Time`, or a time given by events (pairs of a relation and the event's term)."""

    term: Term
    time: Time | None
    events: tuple[tuple[str, Term], ...] = ()

    def text(self, label: Callable[[Term], str]) -> str:
        """The time for people: its EDTF value, or the events that give it, by their labels."""
        if self.time is not None:
            return self.time.edtf
        return ", ".join(f"{relation} {label(event)}" for relation, event in self.events)


def unnamed_label(words: str) -> str:
    """What an unnamed voice is called: by the words that the document has for it, if there are any."""
    return f"unnamed ({words})" if words else "unnamed"


Object: TypeAlias = QuantityNode | TimeNode | Term


@record
class Proposition:
    """The content of claims: 150 civilians were killed in the night of 19–20 January 1990. Asserted by nobody here.

    Its hash is made when ``term`` is asked for: a check of many documents needs few of them.
    """

    subject: Term
    predicate: ClaimProperty = field(compare=False)
    object: Object
    population: Term | None
    severity: Term | None
    place: Term | None
    time: TimeNode | None
    negative: bool
    namer: Namer = field(compare=False, repr=False)
    _term: Term = field(default="", compare=False, repr=False)

    @property
    def term(self) -> Term:
        """Its IRI: a hash of the fields."""
        if not self._term:
            object.__setattr__(self, "_term", self.namer.proposition_term(self))
        return self._term

    @property
    def slot(self) -> Term:
        """The question that it answers."""
        return self.namer.slot(self.subject, f"<{self.predicate.iri}>")

    @property
    def object_term(self) -> Term:
        """The term that stands after ``rdf:object``."""
        return self.object if isinstance(self.object, str) else self.object.term


@record
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
    place: Place | None = field(default=None, compare=False)


@record
class Claim:
    """What one entry of a mapping says by one property: as it is written (``spec``), and what is meant by that.

    ``counts`` says that its stance and modality count in agreement and conflict; ``denies`` that it stands against
    its content. ``anchor`` is its evidence, and ``part`` the innermost part in which that lies. ``as_of`` is the date
    as of which it is made: as stated, else that of its part or document.
    """

    spec: ClaimSpec
    term: Term
    document: str
    proposition: Proposition
    utterances: tuple[Utterance, ...]
    anchor: Anchor
    part: str | None = None
    as_of: Time | None = None
    counts: bool = True
    denies: bool = False
    name_as_written: str | None = None
    year_basis: str | None = None
    inconsistency: Inconsistency | None = None

    @property
    def id(self) -> str:
        """Its id: ``letter.toll.killed``."""
        return self.spec.id

    @property
    def place(self) -> Place:
        """The key in the mapping that makes it."""
        return self.spec.place

    @property
    def predicate(self) -> ClaimProperty:
        """The property by which it says something."""
        return self.spec.property

    @property
    def quote(self) -> QuoteSpec:
        """The phrase that shows it."""
        return self.spec.quote

    @property
    def words(self) -> str:
        """The words of the document that say it: the quote, or fewer of its words."""
        return self.spec.words

    @property
    def modality(self) -> str:
        """Whether it is said to be so: a key of the list ``modalities``."""
        return self.spec.modality

    @property
    def hedge(self) -> str | None:
        """The words by which the document leaves it open ("presumably")."""
        return self.spec.hedge

    @property
    def manner(self) -> str | None:
        """The words that say in what manner it was done ("unlawfully")."""
        return self.spec.manner

    @property
    def status(self) -> str | None:
        """What kind of figure it is said to be: a key of the list ``figureStatuses``."""
        return self.spec.status

    @property
    def reading(self) -> str | None:
        """Why the words mean this, where they alone do not show it."""
        return self.spec.reading

    @property
    def sic(self) -> str | None:
        """The fault of the document that is kept as it is."""
        return self.spec.sic

    @property
    def sources(self) -> tuple[SourceRef, ...] | None:
        """What its mapper names as its sources: nothing said (``None``), none (empty), or some."""
        return self.spec.sources

    @property
    def as_of_basis(self) -> str:
        """Where the date comes from as of which it is made: a key of the list ``asOfBases``."""
        return "stated" if self.spec.as_of is not None else "document-date"

    @property
    def identities(self) -> tuple[Ref, ...]:
        """The entities that it names and of which it is not certain that the text means them."""
        spec = self.spec
        named = (spec.subject, spec.value, spec.population, spec.scope_place)
        return tuple([ref for ref in named if isinstance(ref, Ref) and ref.identity != "certain"])

    @property
    def stance(self) -> str:
        """The stance of the innermost voice."""
        return self.utterances[-1].stance

    @property
    def voice(self) -> Term:
        """The innermost voice."""
        return self.utterances[-1].voice


def counted_keys(choices: Mapping[str, Choice]) -> frozenset[str]:
    """The keys of a closed list whose claims count in agreement and conflict."""
    return frozenset(key for key, choice in choices.items() if "countsInComparison" in choice.flags)


class Namer:
    """Makes the IRIs and hashes of one project. Values that recur over documents are hashed once."""

    def __init__(self, base: str, vocabulary: Vocabulary) -> None:
        self.base = base
        self.vocabulary = vocabulary
        self.quantity = lru_cache(maxsize=50_000)(partial(QuantityNode, namer=self))
        self.time = lru_cache(maxsize=50_000)(self._time)
        self.counted_stances = counted_keys(vocabulary.choices("stances"))
        self.counted_modalities = counted_keys(vocabulary.choices("modalities"))
        self.normalisation = literal(NORMALISATION)
        self._slots: dict[tuple[Term, Term], Term] = {}
        self._members: dict[str, dict[str, Term]] = {}

    def node(self, kind: str, name: str) -> Term:
        """The IRI of a node; ``name`` must be made of checked ids or hex digits."""
        return f"<{self.base}{kind}/{name}>"

    def members(self, name: str) -> Mapping[str, Term]:
        """The members of a closed list, by their keys: ``members("stances")["denies"]`` is ``kg:denies``."""
        found = self._members.get(name)
        if found is None:
            choices = self.vocabulary.choices(name).items()
            found = self._members[name] = {key: iri(choice.iri) for key, choice in choices}
        return found

    def slot(self, subject: Term, predicate: Term) -> Term:
        """The node of a question; one and the same string for all that ask it, as there may be many."""
        term = self._slots.get((subject, predicate))
        if term is None:
            fields = [(_PREDICATE, predicate), (_SUBJECT, subject), (_NORMALISATION, self.normalisation)]
            term = self._slots[subject, predicate] = self.node("slot", node_hash("slot", fields))
        return term

    def quantity_term(self, quantity: Quantity, unit: Term) -> Term:
        """The IRI of a quantity."""
        fields = [
            (kg("lo"), None if quantity.lo is None else number(quantity.lo)),
            (kg("hi"), None if quantity.hi is None else number(quantity.hi)),
            (kg("approximation"), self.members("approximations")[quantity.approximation]),
            (kg("unit"), unit),
        ]
        if quantity.approximation == "interval" and quantity.value is not None:
            fields.append((_VALUE, number(quantity.value)))
        return self.node("qty", node_hash("qty", fields))

    def proposition_term(self, content: Proposition) -> Term:
        """The IRI of a proposition."""
        fields = [
            (_OBJECT, content.object_term),
            (_PREDICATE, f"<{content.predicate.iri}>"),
            (_SUBJECT, content.subject),
            (_PLACE_SCOPE, content.place),
            (_POLARITY, _NEGATIVE if content.negative else _POSITIVE),
            (_POPULATION, content.population),
            (_SEVERITY, content.severity),
            (_TIME_SCOPE, content.time.term if content.time else None),
        ]
        return self.node("prop", node_hash("prop", fields))

    def _time(self, time: Time) -> TimeNode:
        part = None if time.part_of_day is None else self.members("partsOfDay")[time.part_of_day]
        fields = [
            (kg("edtf"), literal(time.edtf, EDTF_TYPE)),
            (kg("extent"), self.members("extents")[time.extent]),
            (kg("partOfDay"), part),
        ]
        if time.written is not None:
            fields.append((kg("calendar"), self.members("calendars")[time.calendar]))
            fields.append((kg("dateInCalendar"), literal(time.written)))
        return TimeNode(self.node("when", node_hash("when", fields)), time)

    def event_time(self, scope: EventTime) -> TimeNode:
        """The node of a time given by events."""
        events = tuple((relation, event.term) for relation, event in scope.events)
        digest = node_hash("when", [(kg(f"{relation}Event"), event) for relation, event in events])
        return TimeNode(self.node("when", digest), None, events)

    def anchor(self, document: str, text: Term, start: int, end: int, quote: str) -> Term:
        """The IRI of an anchor."""
        fields = [
            ("<http://www.w3.org/ns/oa#hasSource>", text),
            (kg("start"), integer(start)),
            (kg("end"), integer(end)),
            (kg("quote"), literal(quote)),
        ]
        return self.node("anchor", f"{document}.{node_hash('anchor', fields)[:16]}")
