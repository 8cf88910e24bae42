"""Corpora made in memory, without mappings: documents, what they say, and where they have it from.

>>> corpus([Doc("a"), Doc("b", says=(Says("killed", 5, source=("a.killed",)),))])
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kgbuild.analysis.study import Citation, Section, Study
from kgbuild.claims.claim import Claim, Namer, Object, Proposition, Utterance
from kgbuild.claims.lineage import corpus_pass
from kgbuild.claims.summaries import ClaimSummary, DeclaredSource, SectionSummary, Summary
from kgbuild.core.places import Place
from kgbuild.core.project import ontology_folder
from kgbuild.core.terms import Term, literal
from kgbuild.evidence.finder import Anchor, Span
from kgbuild.mapping.model import CitationSpec, ClaimSpec, QuoteSpec, Ref, TextValue
from kgbuild.mapping.registry import Registry
from kgbuild.ontology.vocabulary import ClaimProperty, Vocabulary, load_vocabulary
from kgbuild.values.dates import parse_time
from kgbuild.values.quantities import parse_quantity

BASE = "https://example.org/"


@dataclass(frozen=True)
class Says:
    """One claim of a document, ``DOC.PROPERTY.PROPERTY`` by its id: a value, who says it, and its recorded sources.

    ``source`` names claims (``DOC.PROPERTY`` where both are one) or works (``work:NAME``); ``None``: none recorded.
    ``entry`` takes the place of the first PROPERTY. The value may also be a name, a date or a text.
    """

    key: str = "killed"
    value: int | str = 1
    voices: tuple[str, ...] = ()
    source: tuple[str, ...] | None = None
    stance: str = "asserts"
    negative: bool = False
    population: str | None = None
    entry: str | None = None
    about: str = "event/event"
    hedge: str | None = None
    when: str | None = None


@dataclass(frozen=True)
class Doc:
    """A document, with its year, its own voice (else one of its own), what it says, and where it has it from.

    ``reports`` and ``copy_of`` name works; ``cites`` names documents, works as ``work:NAME``.
    """

    id: str
    year: int | None = None
    voice: str | None = None
    says: tuple[Says, ...] = (Says(),)
    reports: str | None = None
    copy_of: str | None = None
    cites: tuple[str, ...] = ()
    how: str = "cites"


def many(count: int) -> list[Doc]:
    """A corpus of any size: wires that are copied, chains, documents of several sources, and such as record nothing."""
    chance = random.Random(count)
    documents: list[Doc] = []
    for number in range(count):
        said = Says(value=chance.choice((5, 5, 5, 7, 20)))
        if documents and chance.random() < 0.7:
            known = documents[: max(1, number // 3)] if chance.random() < 0.5 else documents
            sources = chance.sample(known, min(len(known), chance.choice((1, 1, 1, 2))))
            said = replace(said, source=tuple(f"{source.id}.killed" for source in sources))
        elif chance.random() < 0.2:
            said = replace(said, source=(f"work:report-{chance.randrange(4)}",))
        year = None if chance.random() < 0.1 else 1990 + number * 30 // count
        documents.append(Doc(f"document-{number:03}", year, f"agency-{number % 7}", (said,)))
    return documents


@cache
def vocabulary() -> Vocabulary:
    """kgbuild's own vocabulary with the module of events."""
    return load_vocabulary((ontology_folder() / "kgbuild.ttl", ontology_folder() / "events.ttl"))


@cache
def _namer() -> Namer:
    return Namer(BASE, vocabulary())


def corpus(documents: Sequence[Doc], known: Collection[str] = ()) -> Study:
    """A study of such documents; the works ``known`` count as held."""
    namer = _namer()
    claims: list[Claim] = []
    sections: list[Section] = []
    summaries: list[Summary] = []
    for document in documents:
        made = [_claim(namer, document, says, number) for number, says in enumerate(document.says)]
        place = Place(f"mappings/{document.id}.yaml", 1, 1, 1, 2)
        term = namer.node("doc", document.id)
        issued = parse_time(str(document.year)) if document.year is not None else None
        sections.append(
            Section(
                document.id, term, document.id, None, "report", issued, _voice(namer, document.voice), place
            )
        )
        claims += made
        summaries.append(
            Summary(
                document=document.id,
                file=place.file,
                text_hash=hashlib.sha256(document.id.encode()).hexdigest(),
                place=place,
                sections=(
                    SectionSummary(
                        document.id, term, _voice(namer, document.voice),
                        _work(namer, document.reports, place), _work(namer, document.copy_of, place),
                    ),
                ),
                claim_ids=tuple(c.id for c in made),
                claims=tuple(
                    _summary(namer, c, says) for c, says in zip(made, document.says, strict=True)
                ),
                refs=(),
                used=(),
            )
        )  # fmt: skip
    found: list[object] = []
    works = WorksOf(documents, namer)
    held = [namer.node("work", name) for name in known]
    result = corpus_pass(summaries, namer, works, found.append, held)
    citations = [_citation(namer, document, cited) for document in documents for cited in document.cites]
    return Study(claims, sections, citations, result, works, namer, summaries=summaries)


class WorksOf(Registry):
    """A registry that holds the works that the documents name as sources."""

    def __init__(self, documents: Sequence[Doc], namer: Namer) -> None:
        super().__init__({}, "")
        names = {
            name.removeprefix("work:")
            for document in documents
            for says in document.says
            for name in (*(says.source or ()), *document.cites)
            if name.startswith("work:")
        } | {name for document in documents for name in (document.reports, document.copy_of) if name}
        kind = next(kind for kind in namer.vocabulary.kinds.values() if kind.file == "works")
        self._works = {name: _Work(namer.node("work", name), kind, name) for name in names}

    def get(self, name: str):  # type: ignore[no-untyped-def,override]
        return self._works.get(name)


@dataclass(frozen=True)
class _Work:
    term: Term
    kind: object
    label: str


def _voice(namer: Namer, name: str | None) -> Term | None:
    return namer.node("agent", name) if name is not None else None


def _work(namer: Namer, name: str | None, place: Place) -> DeclaredSource | None:
    if name is None:
        return None
    return DeclaredSource(name, namer.node("work", name), "derived", "declared-by-mapper", place)


def _citation(namer: Namer, document: Doc, cited: str) -> Citation:
    kind, name = ("work", cited.removeprefix("work:")) if cited.startswith("work:") else ("doc", cited)
    place = Place(f"mappings/{document.id}.yaml", 90, 3, 90, 9)
    spec = CitationSpec(
        f"{document.id}.cites-{name}", Ref(namer.node(kind, name), name), document.how,
        QuoteSpec(f"see {name}"), None, None, place,
    )  # fmt: skip
    return Citation(namer.node("doc", document.id), document.id, spec)


def _claim(namer: Namer, document: Doc, says: Says, number: int) -> Claim:
    name = f"{document.id}.{says.entry or says.key}.{says.key}"
    predicate = namer.vocabulary.properties[says.key]
    content = _content(namer, says.key, says.value, says.about, says.population, says.when, says.negative)
    outer = namer.node("agent", document.voice) if document.voice else namer.node("voice", document.id)
    chain = [outer, *(namer.node("agent", voice) for voice in says.voices)]
    utterances = tuple(
        Utterance(
            namer.node("said", f"{name}.{depth}"), depth, voice, None if "/agent/" in voice else "unnamed",
            says.stance if depth == len(chain) - 1 else "reports", None, "certain", None,
        )
        for depth, voice in enumerate(chain)
    )  # fmt: skip
    quote = f"{says.value} {says.key}"
    span = Span(number * 100, number * 100 + len(quote), "exact", hashlib.sha256(quote.encode()).hexdigest())
    place = Place(f"mappings/{document.id}.yaml", number + 2, 5, number + 2, 11)
    subject, value = Ref(content.subject, says.about), TextValue(str(says.value), None)
    spec = ClaimSpec(name, predicate, subject, value, QuoteSpec(quote), quote, place, place, hedge=says.hedge)
    return Claim(
        spec=spec,
        term=namer.node("claim", name),
        document=document.id,
        proposition=content,
        utterances=utterances,
        anchor=Anchor(span, None, None),
        year=document.year,
        counts=says.stance in namer.counted_stances,
        denies=says.stance == "denies",
    )


@cache
def _content(
    namer: Namer,
    key: str,
    value: int | str,
    about: str,
    population: str | None,
    when: str | None,
    negative: bool,
) -> Proposition:
    """What a claim says; what is said again is the same object, as large corpora repeat themselves."""
    predicate = namer.vocabulary.properties[key]
    group = f"<{BASE}group/{population}>" if population else None
    time = namer.time(parse_time(when)) if when else None
    term = f"<{BASE}{about}>"
    return Proposition(
        term, predicate, _value(namer, predicate, str(value)), group, None, None, time, negative, namer
    )


def _value(namer: Namer, predicate: ClaimProperty, text: str) -> Object:
    if predicate.takes == "quantity":
        unit = f"<{predicate.unit}>" if predicate.unit else "<https://w3id.org/kgbuild/ns#item>"
        return namer.quantity(parse_quantity(text).quantity, unit)
    if predicate.takes == "date":
        return namer.time(parse_time(text))
    return literal(text) if predicate.takes == "text" else namer.node("agent", text)


def _summary(namer: Namer, claim: Claim, says: Says) -> ClaimSummary:
    def source(name: str) -> DeclaredSource:
        full = (
            name.removeprefix("work:")
            if name.startswith("work:") or name.count(".") == 2
            else f"{name}.{name.partition('.')[2]}"
        )
        return DeclaredSource(full, "", "derived", "declared-by-mapper", claim.place)

    sources = None if says.source is None else tuple(map(source, says.source))
    content = claim.proposition
    return ClaimSummary(
        claim.id, claim.term, None, content.slot, content.term, claim.predicate.many, sources, claim.place
    )
