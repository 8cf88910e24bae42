"""Corpora made in memory, without mappings: documents, what they say, and where they have it from.

>>> corpus([Doc("a"), Doc("b", says=(Says("killed", 5, source=("a.killed",)),))])
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kgbuild.claims import Claim, Namer, Proposition, Utterance
from kgbuild.corpus import corpus_pass
from kgbuild.evidence import Anchor, Span
from kgbuild.mapping.dates import parse_time
from kgbuild.mapping.model import QuoteSpec
from kgbuild.mapping.quantities import parse_quantity
from kgbuild.project import ontology_folder
from kgbuild.provenance.study import Section, Study
from kgbuild.registry import Registry
from kgbuild.spans import Place
from kgbuild.summaries import ClaimSummary, Mention, SectionSummary, Source, Summary
from kgbuild.terms import Term
from kgbuild.vocabulary import Vocabulary, load_vocabulary

BASE = "https://example.org/"
EVENT = f"<{BASE}event/event>"


@dataclass(frozen=True)
class Says:
    """One claim of a document, ``DOC.PROPERTY.PROPERTY`` by its id: a figure, who says it, and its recorded sources.

    ``source`` names claims (``DOC.PROPERTY`` for short) or works (``work:NAME``); ``None``: nothing is recorded.
    """

    key: str = "killed"
    value: int | str = 1
    voices: tuple[str, ...] = ()
    source: tuple[str, ...] | None = None
    stance: str = "asserts"
    negative: bool = False
    population: str | None = None


@dataclass(frozen=True)
class Doc:
    """A document, with its year, its own voice (else one of its own), what it says, and a work that it is a copy of."""

    id: str
    year: int | None = None
    voice: str | None = None
    says: tuple[Says, ...] = (Says(),)


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


def corpus(documents: Sequence[Doc]) -> Study:
    """A study of such documents."""
    namer = Namer(BASE, vocabulary())
    registry = Registry({}, "")
    claims: list[Claim] = []
    sections: list[Section] = []
    mentions: list[Mention] = []
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
        mentions += [
            Mention(c.id, c.term, c.proposition, c.counts, c.denies, c.voice, document.year, (), c.place)
            for c in made
        ]
        summaries.append(
            Summary(
                document=document.id,
                file=place.file,
                text_hash=hashlib.sha256(document.id.encode()).hexdigest(),
                place=place,
                sections=(SectionSummary(document.id, term, None, None, None),),
                claim_ids=tuple(c.id for c in made),
                claims=tuple(
                    _summary(namer, c, says) for c, says in zip(made, document.says, strict=True)
                ),
                refs=(),
                used=(),
            )
        )  # fmt: skip
    found: list[object] = []
    result = corpus_pass(summaries, namer, WorksOf(documents, namer), found.append)
    return Study(claims, sections, (), result, mentions, registry, namer)


class WorksOf(Registry):
    """A registry that holds the works that the documents name as sources."""

    def __init__(self, documents: Sequence[Doc], namer: Namer) -> None:
        super().__init__({}, "")
        names = {
            name.removeprefix("work:")
            for document in documents
            for says in document.says
            for name in says.source or ()
            if name.startswith("work:")
        }
        kind = next(kind for kind in namer.vocabulary.kinds.values() if kind.file == "works")
        self._works = {name: _Work(namer.node("work", name), kind) for name in names}

    def get(self, name: str):  # type: ignore[no-untyped-def,override]
        return self._works.get(name)


@dataclass(frozen=True)
class _Work:
    term: Term
    kind: object


def _voice(namer: Namer, name: str | None) -> Term | None:
    return namer.node("agent", name) if name is not None else None


def _claim(namer: Namer, document: Doc, says: Says, number: int) -> Claim:
    name = f"{document.id}.{says.key}.{says.key}"
    predicate = namer.vocabulary.properties[says.key]
    unit = f"<{predicate.unit}>" if predicate.unit else "<https://w3id.org/kgbuild/ns#item>"
    value = parse_quantity(str(says.value)).quantity
    population = f"<{BASE}group/{says.population}>" if says.population else None
    content = Proposition(
        EVENT, predicate, namer.quantity(value, unit), population, None, None, None, says.negative, namer
    )
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
    return Claim(
        id=name,
        term=namer.node("claim", name),
        document=document.id,
        part=None,
        predicate=predicate,
        proposition=content,
        utterances=utterances,
        modality="actual",
        counts=says.stance in namer.counted_stances,
        denies=says.stance == "denies",
        words=quote,
        hedge=None,
        manner=None,
        status=None,
        reading=None,
        sic=None,
        identities=(),
        name_as_written=None,
        year_basis=None,
        inconsistency=None,
        sources=None,
        anchor=Anchor(span, None, None),
        quote=QuoteSpec(quote),
        place=Place(f"mappings/{document.id}.yaml", number + 2, 5, number + 2, 11),
    )


def _summary(namer: Namer, claim: Claim, says: Says) -> ClaimSummary:
    def source(name: str) -> Source:
        full = name.removeprefix("work:") if name.startswith("work:") else f"{name}.{name.partition('.')[2]}"
        return Source(full, "", "derived", "declared-by-mapper", claim.place)

    sources = None if says.source is None else tuple(map(source, says.source))
    content = claim.proposition
    return ClaimSummary(
        claim.id, claim.term, None, content.slot, content.term, claim.predicate.many, sources, claim.place
    )
