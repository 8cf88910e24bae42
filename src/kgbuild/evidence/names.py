"""Do the words name whom the mapping means? A quote that names another entity in full; a speaker whom nothing names.

Against a claim counts only a whole name that could stand in the place of its own; for it counts any telling word of a
name. A ``reading`` explains the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import Final

from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.evidence.anchors import Evidence
from kgbuild.evidence.finder import MAX_CONTEXT_WORDS
from kgbuild.findings.diagnostics import diagnostic
from kgbuild.mapping.model import ClaimSpec, MappingSpec, QuoteSpec, Ref, SectionSpec, VoiceSpec
from kgbuild.mapping.registry import Entity, Registry
from kgbuild.mapping.spellings import NamedEntities
from kgbuild.mapping.tree import Report
from kgbuild.ontology.keys import AGENTS
from kgbuild.ontology.namespaces import KG
from kgbuild.text.documents import TextLayer
from kgbuild.text.folding import fold
from kgbuild.text.openers import OPENERS
from kgbuild.text.tokens import is_unspaced, word_tokens

_CONCEPT: Final = KG + "Concept"
_GROUP: Final = frozenset({KG + "Group"})
_WORDS: Final = frozenset({_CONCEPT, *_GROUP})
"""Kinds whose names are words like others: "women", "neglect"."""
_PLACE: Final = frozenset({KG + "Place"})
_CAPITALS: Final = re.compile(r"(?<!\w)[^\W\d_a-zß]{3,}(?!\w)")
_TELLING: Final = 4
"""A word of so many letters tells one name from others; a shorter one where it is written with a capital."""
_ENDING: Final = 3
"""So many letters at the end of a long word may differ: "Иванов", "Иванову"; "Armenia", "Armenian"."""


@record
class _Slot:
    """What a mapping gives for some words, and these must not name otherwise: a value, a subject, a speaker."""

    ref: Ref
    kinds: frozenset[str] | None
    place: Place
    is_subject: bool = False


class NameCheck:
    """The names of one mapping against the words of its document."""

    def __init__(self, spec: MappingSpec, evidence: Evidence, layer: TextLayer, registry: Registry) -> None:
        self.spec = spec
        self.evidence = evidence
        self.layer = layer
        self.registry = registry
        self._sections = (spec.document, *spec.parts)
        self._found: dict[str, tuple[str, list[NamedEntities]]] = {}
        self._used = self._entities_by_span()

    def run(self, report: Report) -> None:
        """Report every quote that names another entity, and every speaker whom nothing names."""
        for claim in self.spec.claims:
            if claim.reading is None and claim.sic is None:
                self._check_claim(claim, report)
        for section in self._sections:
            for signature in section.signatures:
                self._check_slots(
                    (_Slot(signature.person, None, signature.place),), signature.quote, set(), report
                )
        for voice, claims in self._written_voices():
            self._check_voice(voice, claims, report)

    # Another name than the claim's

    def _entities_by_span(self) -> dict[tuple[int, int], set[str]]:
        """What the claims that rest on one stretch of the text mean, all together: one of them may name them all."""
        used: dict[tuple[int, int], set[str]] = defaultdict(set)
        for claim in self.spec.claims:
            anchor = self.evidence.anchors.get(claim.quote.key)
            if anchor is not None:
                used[anchor.span.start, anchor.span.end].update(_ids(claim))
        voices = {voice.ref.id for voice in self._voices() if voice.ref is not None}
        for ids in used.values():
            ids |= voices
        return used

    def _voices(self) -> Iterator[VoiceSpec]:
        for section in self._sections:
            yield from (*((section.voice,) if section.voice else ()), *(section.said_by or ()))
        for claim in self.spec.claims:
            yield from claim.said_by or ()

    def _check_claim(self, claim: ClaimSpec, report: Report) -> None:
        anchor = self.evidence.anchors.get(claim.quote.key)
        if anchor is not None:
            used = self._used[anchor.span.start, anchor.span.end]
            self._check_slots(_slots(claim), claim.quote, used, report, claim.words)

    def _check_slots(
        self, slots: Iterable[_Slot], quote: QuoteSpec, used: set[str], report: Report, words: str = ""
    ) -> None:
        """Report each slot whose entity the words of a quote do not name, where they name another for it."""
        folded, named = self._names_in(self._text_of(quote))
        others = [each for each in named if used.isdisjoint(each.ids)]
        if not others:
            return
        for slot in slots:
            entity = self._entity(slot.ref)
            if entity is None or slot.ref.identity != "certain" or _CONCEPT in entity.type.ancestors:
                continue
            if any(entity.id in each.ids for each in named):
                continue
            rivals = [each for each in others if self._is_rival(each, folded, entity, slot)]
            if rivals and not self._is_named(entity, (folded, quote.context or "", words), slot):
                _report_other(rivals[0], folded, entity, slot, report)

    def _text_of(self, quote: QuoteSpec) -> str:
        """The words of a quote: as the mapping writes them; of a range all words of the document."""
        anchor = self.evidence.anchors.get(quote.key)
        if quote.halves is None or anchor is None:
            return quote.text
        return self.layer.text[anchor.span.start : anchor.span.end]

    def _names_in(self, text: str) -> tuple[str, list[NamedEntities]]:
        found = self._found.get(text)
        if found is None:
            folded = fold(text)
            named = list(self.registry.spellings.found_in(folded))
            if not named and (small := _without_capitals(folded)) != folded:
                named = list(self.registry.spellings.found_in(small))
            found = self._found[text] = (folded, named)
        return found

    def _entity(self, ref: Ref) -> Entity | None:
        return self.registry.get(ref.id) or self.registry.get(ref.id.partition(".")[0])

    def _is_rival(self, named: NamedEntities, folded: str, entity: Entity, slot: _Slot) -> bool:
        """Whether a name is that of an entity which could stand in a slot, and is no part of the one there."""
        for other in (self.registry.entities[each] for each in named.ids):
            kinds = other.type.ancestors
            if slot.kinds and slot.kinds.isdisjoint(kinds):
                continue
            if other.kind != entity.kind and (slot.is_subject or not slot.kinds or kinds & _WORDS):
                continue
            if slot.is_subject and _is_common(folded[named.start : named.end], other):
                continue
            if entity.id not in self.registry.ancestors(other.id):
                return True  # who names a street names its town; who names a town names no street
        return False

    def _is_named(self, entity: Entity, texts: Iterable[str], slot: _Slot) -> bool:
        """Whether a telling word of an entity's names stands in one of the texts, and not in the name of another."""
        words = _telling_words(entity)
        for text in texts:
            folded, named = self._names_in(text)
            if any(entity.id in each.ids for each in named):
                return True
            for each in named:
                if self._is_rival(each, folded, entity, slot):
                    folded = f"{folded[: each.start]}{' ' * (each.end - each.start)}{folded[each.end :]}"
            written = {token.group().casefold() for token in word_tokens(folded)}
            if any(_alike(word, other) for word in words for other in written):
                return True
        return False

    # Speakers

    def _written_voices(self) -> Iterator[tuple[VoiceSpec, list[ClaimSpec]]]:
        """Each speaker written at a claim or its block, with the claims that say so."""
        found: dict[Place, tuple[VoiceSpec, list[ClaimSpec]]] = {}
        for claim in self.spec.claims:
            for voice in claim.said_by or ():
                found.setdefault(voice.place, (voice, []))[1].append(claim)
        yield from found.values()

    def _check_voice(self, voice: VoiceSpec, claims: Sequence[ClaimSpec], report: Report) -> None:
        if voice.ref is None or voice.ref.identity != "certain":
            return
        slot = _Slot(voice.ref, AGENTS, voice.place)
        if voice.quote is not None:
            self._check_slots((slot,), voice.quote, set(), report)
            return
        entity = self._entity(voice.ref)
        if entity is None or any(claim.reading is not None or claim.sic is not None for claim in claims):
            return
        texts = [
            words for claim in claims for words in (claim.words, claim.hedge or "", claim.quote.context or "")
        ]
        texts += [text for section in self._sections for text in _headings(section)]
        if not self._is_named(entity, (*texts, *self._around(claims)), slot):
            report(
                diagnostic(
                    "KG342",
                    f"the words do not name the speaker `{voice.ref.id}`",
                    voice.place,
                    label="named neither there nor nearby",
                    help=f"add the words that name the speaker: `{{voice: {voice.ref.id}, quote: WORDS}}`",
                )
            )

    def _around(self, claims: Iterable[ClaimSpec]) -> Iterator[str]:
        """What stands in the document around the quotes, as far as a context reaches."""
        starts = [start for start, _ in self.layer.words]
        for claim in claims:
            anchor = self.evidence.anchors.get(claim.quote.key)
            if anchor is not None and starts:
                first = bisect_left(starts, anchor.span.start) - MAX_CONTEXT_WORDS
                last = bisect_left(starts, anchor.span.end) + MAX_CONTEXT_WORDS
                yield self.layer.text[starts[max(0, first)] : self.layer.words[min(last, len(starts)) - 1][1]]


def _slots(claim: ClaimSpec) -> Iterator[_Slot]:
    if isinstance(claim.value, Ref):
        yield _Slot(claim.value, claim.property.named_kinds, claim.value_place)
    for ref, kinds in ((claim.population, _GROUP), (claim.scope_place, _PLACE)):
        if ref is not None:
            yield _Slot(ref, kinds, ref.place or claim.value_place)
    yield _Slot(
        claim.subject, claim.property.subject_kinds, claim.quote.place or claim.place, is_subject=True
    )


def _ids(claim: ClaimSpec) -> Iterator[str]:
    refs = (claim.subject, claim.value, claim.population, claim.scope_place)
    yield from (ref.id for ref in refs if isinstance(ref, Ref))


def _headings(section: SectionSpec) -> Iterator[str]:
    quotes = (section.title.quote if section.title is not None else None, section.starts)
    yield from (quote.text for quote in quotes if quote is not None)


def _without_capitals(folded: str) -> str:
    """A text whose words in capitals are written as names are: "John SMITH" → "John Smith", sign for sign."""

    def small(word: re.Match[str]) -> str:
        titled = word[0].title()
        return titled if word[0].isupper() and len(titled) == len(word[0]) else word[0]

    return _CAPITALS.sub(small, folded)


def _is_common(words: str, entity: Entity) -> bool:
    """Whether a name is a single small word, "fair", that a text may use for anything."""
    small = words[:1].lower() + words[1:]
    return small.islower() and " " not in small and any(fold(name) == small for name in entity.names())


@lru_cache(maxsize=4096)
def _telling_words(entity: Entity) -> tuple[str, ...]:
    """The words of an entity's names that tell it from others, without letter case."""
    words = (token.group() for name in entity.names() for token in word_tokens(fold(name)))
    return tuple({
        word.casefold()
        for word in words
        if len(word) >= _TELLING or is_unspaced(word) or (word[0].isupper() and word not in OPENERS)
    })  # fmt: skip


def _alike(one: str, other: str) -> bool:
    """Whether two words are one, perhaps with other endings."""
    if one == other:
        return True
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return same >= _TELLING and same >= max(len(one), len(other)) - _ENDING


def _report_other(rival: NamedEntities, folded: str, entity: Entity, slot: _Slot, report: Report) -> None:
    others = " or ".join(f"`{each}`" for each in rival.ids)
    place = slot.place
    report(
        diagnostic(
            "KG341",
            f"the words name {others}, and not `{entity.id}`",
            place,
            label="said of another" if slot.is_subject else "not named",
            notes=[f"“{folded[rival.start : rival.end]}” is a name of {others}"],
            help=f"quote words that name `{entity.id}`, give them as `context:`, or add `reading:` with why",
        )
    )
