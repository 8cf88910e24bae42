"""A study: the claims of a corpus in memory, with all that analyses need to know about them.

Everything here is what the mappings record. What is not recorded stays open: a claim without lineage has none
*recorded*, which is no statement about where it came from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain

import networkx as nx

from kgbuild.claims.claim import Claim, Namer, QuantityNode, TimeNode, unnamed_label
from kgbuild.claims.comparisons import Comparisons
from kgbuild.claims.lineage import Corpus, Link
from kgbuild.claims.summaries import Summary
from kgbuild.core.errors import KgbuildError
from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.core.similar import did_you_mean, suggestion
from kgbuild.core.terms import Term, literal_text
from kgbuild.evidence.finder import Anchor
from kgbuild.mapping.model import CitationSpec
from kgbuild.mapping.registry import Registry
from kgbuild.ontology.keys import TEXT_REUSE
from kgbuild.ontology.namespaces import CURRENCY
from kgbuild.ontology.vocabulary import ClaimProperty
from kgbuild.values.dates import Time
from kgbuild.values.quantities import quantity_text

NO_DATE = (99_999_999, 99_999_999)
"""Sorts something without a date last."""


@record
class Section:
    """A document (``id`` is its id) or one of its parts (``DOCUMENT.PART``): its date, and the voice in it.

    ``reports`` and ``copy_of`` are the works that it says it reports or is a copy of; ``text_hash`` is the SHA-256 of
    the document's text, ``record`` its source record, each item by its key.
    """

    id: str
    term: Term
    document: str
    title: str | None
    kind: str
    issued: Time | None
    voice: Term | None
    place: Place
    reports: Term | None = None
    copy_of: Term | None = None
    text_hash: str | None = None
    record: tuple[tuple[str, str], ...] = ()


@record
class Citation:
    """A document or part that cites another, a work or a law; ``how`` is a key of the list ``citationIntents``."""

    source: Term
    document: str
    spec: CitationSpec


@record
class Question:
    """What claims of one slot answer: how many were killed in an event. ``key`` is ``SUBJECT.PROPERTY``."""

    slot: Term
    subject: Term
    predicate: ClaimProperty
    key: str
    label: str


class Study:
    """The claims of a corpus, by id, by question and by document. ``open_study`` makes it.

    Raises :class:`KgbuildError` where something is asked for that it does not hold.
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        sections: Sequence[Section],
        citations: Sequence[Citation],
        corpus: Corpus,
        registry: Registry,
        namer: Namer,
        anchors: Mapping[tuple[str, str], Anchor] | None = None,
        summaries: Sequence[Summary] = (),
    ) -> None:
        self.claims = claims
        self.anchors: Mapping[tuple[str, str], Anchor] = anchors or {}
        """Where each quote stands, by document and key of the quote."""
        self.summaries = summaries
        self.citations = citations
        self.corpus = corpus
        self.registry = registry
        self.namer = namer
        self.sections: Mapping[str, Section] = {section.id: section for section in sections}
        self.documents: Sequence[Section] = sorted(
            (section for section in sections if section.id == section.document),
            key=lambda section: (*self.date_key(section), section.id),
        )
        self.comparisons = Comparisons(registry, lambda _: None)
        for claim in claims:
            self.comparisons.add(claim)
        self.affiliations: Mapping[Term, Mapping[Term, Sequence[str]]] = self.comparisons.affiliations
        """For each voice the bodies that it belongs to, with the ids of the claims that say so."""

    @cached_property
    def by_id(self) -> Mapping[str, Claim]:
        """Every claim by its id."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def by_term(self) -> Mapping[Term, Claim]:
        """Every claim by its IRI."""
        return {claim.term: claim for claim in self.claims}

    @cached_property
    def by_slot(self) -> Mapping[Term, Sequence[Claim]]:
        """The claims that answer one question, in the order of the documents' dates."""
        found: dict[Term, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            found[claim.proposition.slot].append(claim)
        for claims in found.values():
            claims.sort(key=self.order)
        return found

    @cached_property
    def links(self) -> Mapping[Term, Sequence[Link]]:
        """The recorded derivations of each claim, document and part, by what is derived."""
        found: dict[Term, list[Link]] = defaultdict(list)
        for link in self.corpus.links:
            found[link.derived].append(link)
        return found

    @cached_property
    def lineage(self) -> nx.DiGraph[Term]:
        """The recorded derivations as a graph, from what is derived to its source."""
        return nx.DiGraph([(link.derived, link.source) for link in self.corpus.links])

    def lineage_of(self, *terms: Term) -> set[Term]:
        """Claims, documents or parts, with all that they are derived from over any number of links."""
        linked = [term for term in terms if term in self.lineage]
        return {*terms, *chain.from_iterable(nx.bfs_layers(self.lineage, linked))}

    @cached_property
    def suggested(self) -> frozenset[Term]:
        """What has a link in its lineage that shared wording suggested and a mapper accepted."""
        found: set[Term] = set()
        for link in self.corpus.links:
            if link.basis == TEXT_REUSE and link.derived not in found:
                found |= {link.derived, *nx.ancestors(self.lineage, link.derived)}
        return frozenset(found)

    @cached_property
    def derived(self) -> Mapping[Term, Sequence[Link]]:
        """The recorded derivations by their source."""
        found: dict[Term, list[Link]] = defaultdict(list)
        for link in self.corpus.links:
            found[link.source].append(link)
        return found

    @cached_property
    def questions(self) -> Mapping[Term, Question]:
        """The question of each slot, ordered by key."""
        found = {
            slot: self._question(slot, claims[0].proposition.subject, claims[0].predicate)
            for slot, claims in self.by_slot.items()
        }
        return dict(sorted(found.items(), key=lambda item: item[1].key))

    def _question(self, slot: Term, subject: Term, predicate: ClaimProperty) -> Question:
        key = f"{self.name(subject)}.{predicate.key}"
        return Question(slot, subject, predicate, key, f"{self.label(subject)}: {predicate.label}")

    def select(self, name: str) -> list[Question]:
        """The questions that a name stands for: ``SUBJECT.PROPERTY``, a property, a subject, or the id of a claim."""
        claim = self.by_id.get(name)
        if claim is not None:
            return [self.questions[claim.proposition.slot]]
        found = [
            question
            for question in self.questions.values()
            if name in (question.key, question.predicate.key, self.name(question.subject))
        ]
        if not found:
            raise KgbuildError(
                f"no question or claim of this corpus is named `{name}`", self._instead_of(name)
            )
        return found

    def _instead_of(self, name: str) -> str | None:
        """The help for a name that no question has: what may be meant."""
        asked = list(self.questions.values())
        subject, _, key = name.partition(".")
        own = sorted(question.predicate.key for question in asked if self.name(question.subject) == subject)
        if own:
            near = suggestion(key, own)
            return f"did you mean `{subject}.{near}`?" if near else f"claims say of it: {', '.join(own)}"
        names = {key for q in asked for key in (q.key, q.predicate.key)} | self.by_id.keys()
        return did_you_mean(name, names, "a question is SUBJECT.PROPERTY or a property (`killed`)")

    def documents_of(self, question: Question) -> frozenset[str]:
        """The documents whose claims answer a question."""
        return frozenset(claim.document for claim in self.by_slot[question.slot])

    def claim(self, name: str) -> Claim:
        """The claim of an id."""
        if name not in self.by_id:
            raise KgbuildError(
                f"this corpus has no claim `{name}`",
                did_you_mean(name, self.by_id, "a claim is named DOCUMENT.ENTRY.PROPERTY"),
            )
        return self.by_id[name]

    def document(self, name: str) -> Section:
        """The document of an id."""
        known = sorted(section.id for section in self.documents)
        if name not in known:
            raise KgbuildError(
                f"this corpus has no document `{name}`", did_you_mean(name, known, _some_of(known))
            )
        return self.sections[name]

    def section(self, name: str) -> Section:
        """The document or part of an id."""
        if name not in self.sections:
            known = sorted(self.sections)
            raise KgbuildError(
                f"this corpus has no document or part `{name}`", did_you_mean(name, known, _some_of(known))
            )
        return self.sections[name]

    def section_of(self, claim: Claim) -> Section:
        """The part in which a claim stands, or its document."""
        part = self.sections.get(f"{claim.document}.{claim.part}") if claim.part is not None else None
        return part or self.sections[claim.document]

    def issued(self, section: Section) -> Time | None:
        """The date of a document or part; of a part without one, that of its document."""
        return section.issued or self.sections[section.document].issued

    def date_key(self, section: Section) -> tuple[int, int]:
        """The first and last day (yyyymmdd) of the date of a document or part, for ordering; undated ones come last."""
        issued = section.issued
        if issued is None and section.id != section.document:
            issued = self.sections[section.document].issued
        if issued is None or issued.start is None:
            return NO_DATE
        return issued.start, issued.end or issued.start

    def order(self, claim: Claim) -> tuple[int, int, str, int, str]:
        """Claims in the order of their documents' dates, then of the documents' ids and of the text."""
        return (
            *self.date_key(self.section_of(claim)),
            claim.document,
            claim.anchor.span.start,
            claim.id,
        )

    def name(self, term: Term) -> str:
        """The short name of a node: an id of the registry, of a document, part or claim; a hash for hashed ones."""
        return term[1:-1].removeprefix(self.namer.base).partition("/")[2] or term

    def kind(self, term: Term) -> str:
        """What a node is, by the path of its IRI: ``claim``, ``doc``, ``part``, ``work``, ``voice``, ``agent`` …"""
        return term[1:-1].removeprefix(self.namer.base).partition("/")[0]

    def label(self, term: Term) -> str:
        """What a node, or a term of a closed list, is called, for people."""
        if term in self._terms:
            return self._terms[term]
        name, kind = self.name(term), self.kind(term)
        if kind == "voice":
            return self._unnamed.get(term, name)
        entity = self.registry.get(name)
        if entity is not None:
            return entity.label
        law = self.registry.get(name.partition(".")[0]) if kind == "law" else None
        return name if law is None else f"{law.label}, {name.partition('.')[2]}"

    @cached_property
    def _terms(self) -> Mapping[Term, str]:
        """The names of severities and units."""
        lists = map(self.namer.vocabulary.choices, ("severities", "units"))
        return {f"<{each.iri}>": each.label for listed in lists for each in listed.values()}

    @cached_property
    def _unnamed(self) -> Mapping[Term, str]:
        """The words for unnamed voices."""
        return {
            utterance.voice: unnamed_label(utterance.unnamed)
            for claim in self.claims
            for utterance in claim.utterances
            if utterance.unnamed is not None
        }

    def is_unnamed(self, voice: Term) -> bool:
        """Whether a voice has no known name: it is never a shared origin."""
        return self.kind(voice) == "voice"

    def time_text(self, node: TimeNode) -> str:
        """A time in a few words: "1990-01-20", or by another event: "after the declaration"."""
        return node.text(self.label)

    def value(self, claim: Claim) -> str:
        """What a claim answers, in a few words: "150", "about 200,000", "1990-01-20", "massacre"."""
        content = claim.proposition.object
        if isinstance(content, QuantityNode):
            return self._quantity_text(claim, content)
        if isinstance(content, TimeNode):
            part = content.time.part_of_day if content.time is not None else None
            return f"{self.time_text(content)}, {part}" if part is not None else self.time_text(content)
        if content.startswith('"'):
            return literal_text(content)
        return self.label(content)

    def _quantity_text(self, claim: Claim, node: QuantityNode) -> str:
        """A figure; with its unit where the question alone does not say what is counted ("20 per cent")."""
        text = quantity_text(node.quantity)
        if claim.predicate.unit is not None:
            return text
        code = node.unit[1:-1].removeprefix(CURRENCY)
        return f"{text} {code if f'<{CURRENCY}{code}>' == node.unit else self.label(node.unit)}"


def _some_of(names: Sequence[str]) -> str:
    return f"one of: {', '.join(names[:12])}"
