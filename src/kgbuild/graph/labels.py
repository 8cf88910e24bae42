"""The labels in words of the nodes that people meet: claims, propositions, questions, figures, times, documents.

A label says what a node is, for whoever sees only its IRI. Nothing is read from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from kgbuild.claims.claim import Claim, Namer, Proposition, QuantityNode, TimeNode, Utterance, unnamed_label
from kgbuild.core.places import Place
from kgbuild.core.terms import Term, literal, literal_text
from kgbuild.graph import terms as t
from kgbuild.graph.sinks import PlacedTriple
from kgbuild.mapping.model import CitationSpec, MappingSpec, SectionSpec
from kgbuild.mapping.refs import all_refs
from kgbuild.ontology.namespaces import CURRENCY
from kgbuild.values.quantities import quantity_text


class Labels:
    """What the nodes of one document are called. The names of others are those that its mapping resolves."""

    def __init__(self, spec: MappingSpec, namer: Namer) -> None:
        self._spec = spec
        self._namer = namer

    @cached_property
    def _names(self) -> Mapping[Term, str]:
        """The labels of what the mapping names, and of the members of closed lists."""
        choices = self._namer.vocabulary.choices
        found = {
            f"<{each.iri}>": each.label for name in ("severities", "units") for each in choices(name).values()
        }
        for ref in all_refs(self._spec):
            found[ref.term] = ref.label or ref.id
        return found

    def name(self, term: Term) -> str:
        """What a term is called, or else the last part of its IRI."""
        return self._names.get(term) or term[1:-1].rpartition("/")[2]

    def section(self, section: SectionSpec) -> str:
        """A document by its title, or else its id; a part by its title, or else "annex of letter-2020-01-17"."""
        if section.title is not None:
            return section.title.value
        return self._spec.id if section is self._spec.document else f"{section.id} of {self._spec.id}"

    def claim(self, claim: Claim) -> str:
        """ "letter-2020-01-17: Permanent Mission asserts: night of 19–20 January: number of people killed: 131"."""
        return f"{claim.document}: {self.said(claim.utterances[-1])}: {self.proposition(claim.proposition)}"

    def voice(self, said: Utterance) -> str:
        """Who speaks; of a voice that the text does not name, its words for it."""
        return self.name(said.voice) if said.unnamed is None else unnamed_label(said.unnamed)

    def said(self, said: Utterance) -> str:
        """ "Permanent Mission asserts"."""
        return f"{self.voice(said)} {said.stance}"

    def proposition(self, content: Proposition) -> str:
        """ "night of 19–20 January 1990: number of people killed: 131 (civilians)"."""
        return f"{self.question(content)}: {self.answer(content)}"

    def answer(self, content: Proposition) -> str:
        """ "131 (civilians)", or "not 131 (civilians)"."""
        limits = [self.name(each) for each in (content.population, content.severity, content.place) if each]
        if content.time is not None:
            limits.append(self.time(content.time))
        limited = f" ({', '.join(limits)})" if limits else ""
        return f"{'not ' if content.negative else ''}{self._value(content)}{limited}"

    def question(self, content: Proposition) -> str:
        """ "night of 19–20 January 1990: number of people killed"."""
        return f"{self.name(content.subject)}: {content.predicate.label}"

    def _value(self, content: Proposition) -> str:
        value = content.object
        if isinstance(value, QuantityNode):
            return self.quantity(value)
        if isinstance(value, TimeNode):
            return self.time(value)
        return literal_text(value) if value.startswith('"') else self.name(value)

    def quantity(self, node: QuantityNode) -> str:
        """ "about 40", of what is measured and not counted with the unit: "20 per cent", "3 days", "40 EUR"."""
        text, unit = quantity_text(node.quantity), node.unit[1:-1]
        if unit.startswith(CURRENCY):
            return f"{text} {unit.removeprefix(CURRENCY)}"
        names = self._namer.vocabulary.measures.get(unit)
        return text if names is None else f"{text} {names[text != '1']}"

    def time(self, node: TimeNode) -> str:
        """ "1990-01-19/1990-01-20, night", or "after the declaration"."""
        part = node.time.part_of_day if node.time is not None else None
        text = node.text(self.name)
        return text if part is None else f"{text}, {part}"

    def citation(self, citation: CitationSpec) -> str:
        """ "letter-2020-01-17 disputes Statement of the Prime Minister"."""
        return f"{self._spec.id} {citation.how} {self.name(citation.target.term)}"


def unnamed_voice(term: Term, words: str, place: Place | None) -> Iterator[PlacedTriple]:
    """What is said of a voice that the text does not name."""
    yield term, t.TYPE, t.UNNAMED, place
    yield term, t.UNNAMED_AS, literal(words), place
    yield term, t.LABEL, literal(unnamed_label(words)), place
