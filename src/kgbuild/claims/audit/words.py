"""A claim in words, for a reader who sees nothing else: what it asserts, who says so, and the words it cites.

The *seal* is a hash of all that the reader sees. It does not hold the labels that the ontology gives, so that a better
label of a property makes no verdict stale.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Final

from kgbuild.claims.claim import Claim, Namer, QuantityNode, TimeNode, Utterance, unnamed_label
from kgbuild.core.records import record
from kgbuild.core.terms import Term, literal_text
from kgbuild.mapping.model import Amount, Ref
from kgbuild.mapping.registry import Registry
from kgbuild.ontology.vocabulary import Vocabulary
from kgbuild.values.dates import Time
from kgbuild.values.quantities import quantity_text

_FORM: Final = "kgbuild-audit-1"
_SEAL_LENGTH: Final = 16
_IN_QUOTE: Final = "in-quote"


@record
class ClaimInWords:
    """What a reader sees of a claim. ``meaning`` is what the ontology says of its property."""

    id: str
    claim: str
    voice: str
    cited: str
    reading: str
    meaning: str
    seal: str


def in_words(claim: Claim, namer: Namer, registry: Registry) -> ClaimInWords:
    """A claim in words."""
    words = _Words(claim, namer, registry)
    facts = dict(words.facts())
    voices, cited, reading = words.voices(), list(words.cited()), list(words.readings())
    seal = [_FORM, [[key, value] for key, value in facts.items()], voices, cited, reading]
    digest = hashlib.sha256(json.dumps(seal, ensure_ascii=False).encode()).hexdigest()
    return ClaimInWords(
        id=claim.id,
        claim=_sentence(facts, claim.predicate.label, namer.vocabulary),
        voice=voices,
        cited=" · ".join(cited),
        reading=" · ".join(reading),
        meaning=claim.predicate.comment,
        seal=digest[:_SEAL_LENGTH],
    )


def _sentence(facts: dict[str, str], label: str, vocabulary: Vocabulary) -> str:
    """All that a claim asserts, in one line: "the flood — number of people killed: 12, of residents, in Elmford"."""
    parts = [facts["value"]]
    for key, form in _FORMS.items():
        if key in facts:
            parts.append(form.format(facts[key]))
    if "severity" in facts:
        parts.append(vocabulary.choices("severities")[facts["severity"]].label)
    if facts["modality"] != "actual":
        parts.append(f"not said to be so but {vocabulary.choices('modalities')[facts['modality']].label}")
    if "status" in facts:
        parts.append(vocabulary.choices("figureStatuses")[facts["status"]].label)
    no = "NOT " if "negative" in facts else ""
    return f"{facts['subject']} — {no}{label}: {', '.join(parts)}"


_FORMS: Final = {
    "unit": "in {}",
    "population": "of {}",
    "place": "in {}",
    "time": "at the time {}",
    "hedge": "left open by “{}”",
    "manner": "in the manner “{}”",
}


class _Words:
    """The words of one claim."""

    def __init__(self, claim: Claim, namer: Namer, registry: Registry) -> None:
        self.claim = claim
        self.namer = namer
        self.registry = registry

    def facts(self) -> Iterator[tuple[str, str]]:
        """What the claim asserts, each fact with its key; what it leaves open is left out."""
        claim, content = self.claim, self.claim.proposition
        yield "subject", self._name(claim.spec.subject)
        yield "property", claim.predicate.key
        yield "value", self._value()
        value = claim.spec.value
        if isinstance(value, Amount) and value.unit != f"<{claim.predicate.unit}>":
            yield "unit", value.currency or self.namer.vocabulary.label_of(value.unit[1:-1]) or value.unit
        if claim.spec.population is not None:
            yield "population", self._name(claim.spec.population)
        if claim.spec.severity is not None:
            yield "severity", claim.spec.severity
        if claim.spec.scope_place is not None:
            yield "place", self._name(claim.spec.scope_place)
        if content.time is not None:
            yield "time", self._time(content.time)
        if content.negative:
            yield "negative", "yes"
        yield "modality", claim.modality
        if claim.status is not None:
            yield "status", claim.status
        if claim.hedge is not None:
            yield "hedge", claim.hedge
        if claim.manner is not None:
            yield "manner", claim.manner

    def _value(self) -> str:
        found = self.claim.proposition.object
        if isinstance(found, QuantityNode):
            return quantity_text(found.quantity)
        if isinstance(found, TimeNode):
            return self._time(found)
        if found.startswith('"'):
            return f"“{literal_text(found)}”"
        value = self.claim.spec.value
        return self._name(value) if isinstance(value, Ref) else self._label(found)

    def _name(self, ref: Ref) -> str:
        return ref.label or ref.id

    def _label(self, term: Term) -> str:
        """What an entity is called: its label, or its id."""
        name = term[1:-1].removeprefix(self.namer.base).partition("/")[2] or term
        entity = self.registry.get(name)
        return name if entity is None else entity.label

    def _time(self, node: TimeNode) -> str:
        return _time_text(node.time) if node.time is not None else node.text(self._label)

    def voices(self) -> str:
        """Who says it, the outermost first, each with its stance and the words that show it."""
        return ": ".join(map(self._voice, self.claim.utterances))

    def _voice(self, utterance: Utterance) -> str:
        unnamed = utterance.unnamed
        name = self._label(utterance.voice) if unnamed is None else unnamed_label(unnamed)
        shown = f" (“{utterance.quote.text}”)" if utterance.quote is not None else ""
        return f"{name} {utterance.stance}{shown}"

    def cited(self) -> Iterator[str]:
        """The words of the document that are to carry the claim: quote, context, and what it calls its words."""
        claim = self.claim
        yield f"“{claim.quote.text}”"
        if claim.quote.context is not None:
            yield f"near it: “{claim.quote.context}”"
        if claim.words not in claim.quote.text:
            yield f"words: “{claim.words}”"

    def readings(self) -> Iterator[str]:
        """Why the words mean this, where the mapping says that they alone do not show it."""
        claim = self.claim
        if claim.reading is not None:
            yield claim.reading
        for ref in claim.identities:
            yield f"{self._name(ref)} is {ref.identity}: {ref.reading or 'no reason given'}"
        for utterance in claim.utterances:
            if utterance.identity != "certain":
                name = self._label(utterance.voice)
                yield f"{name} is {utterance.identity}: {utterance.reading or 'no reason given'}"
        if claim.sic is not None:
            yield f"kept as it is written: {claim.sic}"
        if claim.year_basis not in (None, _IN_QUOTE):
            label = self.namer.vocabulary.choices("yearBases")[claim.year_basis].label
            yield f"where its year stands: {label}"


def _time_text(time: Time) -> str:
    """A time with its part of day and extent: "1990-01-19/1990-01-20 (night), the whole of it"."""
    part = f" ({time.part_of_day})" if time.part_of_day is not None else ""
    calendar = f" [{time.calendar} {time.written}]" if time.written is not None else ""
    extent = ""
    if time.start is None or time.start != time.end:
        extent = ", the whole of it" if time.extent == "throughout" else ", within it"
    return f"{time.edtf}{calendar}{part}{extent}"
