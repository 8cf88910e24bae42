"""Reads the ontology as a language: its properties, entity types and closed lists.

A new property in a Turtle file is usable at once; what it may take is one of :data:`kgbuild.ontology.keys.VALUES`.
How the Turtle says these things is described in ``docs/how-to/add-a-property.md``.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgbuild.core.errors import VocabularyError
from kgbuild.core.files import read_file
from kgbuild.core.similar import suggestion
from kgbuild.core.terms import RDF
from kgbuild.ontology.forms import Block
from kgbuild.ontology.keys import EVENT, QUALIFIERS, RESERVED, VALUES
from kgbuild.ontology.namespaces import KG, RDFS, SKOS

_ANNOTATIONS: Final = frozenset(
    (
        *("mappingKey", "takes", "cardinality", "subjectKind", "valueKind", "allows", "unit", "affiliation"),
        *("agency", "rivals", "datesSubject", "mention", "question", "jsonKey", "valueType", "multiple"),
    )
)
_KIND_LISTS: Final = {"documentKinds": KG + "DocumentKind", "partKinds": KG + "PartKind"}


@dataclass(frozen=True, slots=True)
class ClaimProperty:
    """What an entry of a mapping may say, as the ontology declares it: ``killed`` takes one quantity, of persons.

    ``units`` are those that a quantity may have, sorted; ``unit`` is the one that holds where the mapping gives none.
    """

    iri: str
    key: str
    takes: str
    many: bool
    qualifiers: frozenset[str]
    subject_kinds: frozenset[str]
    value_kinds: frozenset[str]
    units: tuple[str, ...]
    affiliation: bool
    agency: bool
    rivals: bool
    dates_subject: bool
    mention: bool
    relates_events: bool
    label: str
    comment: str
    question: str

    @property
    def unit(self) -> str | None:
        """The unit of a quantity for which the mapping gives none; None where there are several, or no quantity."""
        return self.units[0] if len(self.units) == 1 else None

    @property
    def block(self) -> Block:
        """The block in which its value may be written."""
        return VALUES[self.takes]

    @property
    def value_key(self) -> str:
        """The key of its value in that block."""
        return next(iter(self.block.keys))

    @property
    def named_kinds(self) -> frozenset[str] | None:
        """The kinds of what its value may name; ``None`` where it may name anything."""
        return self.value_kinds or self.block.keys[self.value_key].kinds


@dataclass(frozen=True, slots=True)
class EntityType:
    """A type that an entity of the registry may have; ``ancestors`` are its class and every class above that."""

    iri: str
    key: str
    label: str
    ancestors: frozenset[str]
    root: str


@dataclass(frozen=True, slots=True)
class RegistryKind:
    """A root kind: people are in ``registry/people.yaml`` and get IRIs ``agent/…``."""

    iri: str
    file: str
    iri_kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A member of a closed list: ``asserts`` in the list ``stances``."""

    iri: str
    key: str
    label: str
    definition: str
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class OutputTerm:
    """How JSON-LD names a property: its key and what its values are (an IRI of ``xsd:`` or ``kg:iri``)."""

    iri: str
    key: str
    value_type: str | None


class Vocabulary:
    """Everything that the ontology files of a project declare. Made by :func:`load_vocabulary`, and never changed."""

    def __init__(self, triples: Iterable[tuple[str, str, str]], digest: str) -> None:
        self.digest = digest
        facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            facts[subject][predicate].append(value)
        self._facts: Mapping[str, Mapping[str, Sequence[str]]] = facts
        self._typed: dict[str, list[str]] = defaultdict(list)
        self._classes = self._known_classes()
        for subject, values in facts.items():
            for value in values.get(RDF + "type", ()):
                self._typed[value].append(subject)
        self.properties: dict[str, ClaimProperty] = {}
        for subject in sorted(self._typed[KG + "ClaimProperty"]):
            found = self._property(subject)
            if found.key in self.properties or found.key in RESERVED:
                raise VocabularyError(f"the mapping key `{found.key}` of {subject} is taken")
            self.properties[found.key] = found
        self.kinds = {kind.file: kind for kind in map(self._kind, sorted(self._typed[KG + "RegistryKind"]))}
        self._roots = {kind.iri for kind in self.kinds.values()}

    def values(self, subject: str, predicate: str) -> Sequence[str]:
        """All values of an ontology term's property: bare IRIs or the text of literals."""
        return self._facts.get(subject, {}).get(predicate, ())

    def one(self, subject: str, predicate: str, default: str | None = None) -> str:
        """The one value of a term's property. Raises :class:`VocabularyError` where there is not exactly one."""
        found = self.values(subject, predicate)
        if not found and default is not None:
            return default
        if len(found) != 1:
            raise VocabularyError(f"{subject} must have exactly one <{predicate}> (got {len(found)})")
        return found[0]

    def keys_for(self, word: str) -> Sequence[str]:
        """The keys of the properties that the ontology also calls by a word: ``detained`` for "arrested"."""
        return self._keys_by_word.get(_plain_word(word), ())

    @cached_property
    def _keys_by_word(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for prop in self.properties.values():
            for word in self.values(prop.iri, SKOS + "altLabel"):
                found[_plain_word(word)].append(prop.key)
        return found

    def key_of(self, term: str) -> str:
        """The key in mappings of a property, a class or a member of a closed list; its local name if it has none."""
        for predicate in ("mappingKey", "typeKey"):
            for key in self.values(term, KG + predicate):
                return key
        return re.split("[/#]", term)[-1]

    def label_of(self, term: str) -> str | None:
        """The label of a term, if the ontology describes it."""
        return next(iter(self.values(term, RDFS + "label")), None)

    def _property(self, subject: str) -> ClaimProperty:
        takes = self.one(subject, KG + "takes").removeprefix(KG).removesuffix("Value")
        if takes not in VALUES:
            raise VocabularyError(
                f"{subject} takes `{takes}`; must be one of {', '.join(VALUES)}",
                _hint(takes, VALUES, "Value"),
            )
        self._check_annotations(subject)
        return ClaimProperty(
            iri=subject,
            key=self.one(subject, KG + "mappingKey"),
            takes=takes,
            many=self._cardinality(subject),
            qualifiers=frozenset(
                self._qualifier(subject, value) for value in self.values(subject, KG + "allows")
            ),
            subject_kinds=self._kinds_of(subject, "subjectKind"),
            value_kinds=self._kinds_of(subject, "valueKind"),
            units=self._units(subject, takes),
            affiliation=self._holds(subject, "affiliation"),
            agency=self._holds(subject, "agency"),
            rivals=self._holds(subject, "rivals"),
            dates_subject=self._holds(subject, "datesSubject"),
            mention=self._holds(subject, "mention"),
            relates_events=self.values(subject, KG + "subjectKind")
            == self.values(subject, KG + "valueKind")
            == [EVENT],
            label=self.one(subject, RDFS + "label"),
            comment=self.one(subject, RDFS + "comment"),
            question=self.one(subject, KG + "question"),
        )

    def _holds(self, subject: str, annotation: str) -> bool:
        return self.one(subject, KG + annotation, "false") == "true"

    def _check_annotations(self, subject: str) -> None:
        """Refuse an annotation that is not known: if it is misspelt, nobody would read what it says."""
        for predicate in self._facts[subject]:
            if predicate.startswith(KG) and predicate.removeprefix(KG) not in _ANNOTATIONS:
                raise VocabularyError(
                    f"{subject} has <{predicate}>, which no claim property takes",
                    _hint(predicate, _ANNOTATIONS),
                )

    def _cardinality(self, subject: str) -> bool:
        value = self.one(subject, KG + "cardinality")
        if value not in (KG + "manyValued", KG + "singleValued"):
            raise VocabularyError(
                f"{subject}: kg:cardinality must be kg:singleValued or kg:manyValued (got <{value}>)",
                _hint(value, ("singleValued", "manyValued")),
            )
        return value == KG + "manyValued"

    def _kinds_of(self, subject: str, name: str) -> frozenset[str]:
        found = self.values(subject, KG + name)
        for kind in found:
            if kind not in self._classes:
                raise VocabularyError(
                    f"{subject}: kg:{name} must be a class of the ontology (got <{kind}>)",
                    _hint(kind, [each.removeprefix(KG) for each in self._classes if each.startswith(KG)]),
                )
        return frozenset(found)

    def _units(self, subject: str, takes: str) -> tuple[str, ...]:
        units = tuple(sorted(self.values(subject, KG + "unit")))
        for unit in units:
            if KG + "units" not in self.values(unit, SKOS + "inScheme"):
                raise VocabularyError(f"{subject}: kg:unit must be a member of kg:units (got <{unit}>)")
        if takes == "quantity" and not units:
            raise VocabularyError(f"{subject} takes a quantity and has no kg:unit")
        return units

    def _known_classes(self) -> frozenset[str]:
        return frozenset(
            term for term, values in self._facts.items() if RDFS + "Class" in values.get(RDF + "type", ())
        )

    @staticmethod
    def _qualifier(subject: str, value: str) -> str:
        if value not in QUALIFIERS:
            names = [each.removeprefix(KG) for each in QUALIFIERS]
            raise VocabularyError(
                f"{subject} allows <{value}>; must be one of {', '.join(QUALIFIERS)}", _hint(value, names)
            )
        return QUALIFIERS[value]

    def _kind(self, subject: str) -> RegistryKind:
        return RegistryKind(
            subject,
            self.one(subject, KG + "registryFile"),
            self.one(subject, KG + "iriKind"),
            self.one(subject, RDFS + "label"),
        )

    def _ancestors(self, term: str) -> frozenset[str]:
        seen: set[str] = set()
        todo = [term]
        while todo:
            current = todo.pop()
            if current not in seen:
                seen.add(current)
                todo.extend(self.values(current, RDFS + "subClassOf"))
        return frozenset(seen)

    @cached_property
    def types(self) -> dict[str, EntityType]:
        """The entity types by the words for them in registry files (``type: ministry``)."""
        found: dict[str, EntityType] = {}
        for term in sorted(self._facts):
            keys = self.values(term, KG + "typeKey")
            ancestors = self._ancestors(term) if keys else frozenset()
            roots = sorted(self._roots & ancestors)
            if keys and roots:
                if keys[0] in found:
                    raise VocabularyError(f"the type key `{keys[0]}` of {term} is taken")
                found[keys[0]] = EntityType(
                    term, keys[0], self.one(term, RDFS + "label"), ancestors, roots[0]
                )
        return found

    @cached_property
    def _lists(self) -> dict[str, dict[str, Choice]]:
        lists: dict[str, dict[str, Choice]] = defaultdict(dict)
        for term in sorted(self._typed[SKOS + "Concept"]):
            for scheme in self.values(term, SKOS + "inScheme"):
                choice = self._member(term)
                lists[scheme.removeprefix(KG)][choice.key] = choice
        for name, marker in _KIND_LISTS.items():
            for term in sorted(self._typed[marker]):
                key, label = self.one(term, KG + "typeKey"), self.one(term, RDFS + "label")
                lists[name][key] = Choice(term, key, label, self.one(term, RDFS + "comment"), frozenset())
        return lists

    def _member(self, term: str) -> Choice:
        """A member of a closed list; its flags are the annotations that are true of it."""
        facts = self._facts[term].items()
        flags = (name for name, values in facts if name.startswith(KG) and list(values) == ["true"])
        return Choice(
            term,
            self.one(term, KG + "mappingKey"),
            self.one(term, SKOS + "prefLabel"),
            self.one(term, SKOS + "definition", ""),
            frozenset(name.removeprefix(KG) for name in flags),
        )

    def choices(self, name: str) -> dict[str, Choice]:
        """A closed list by the local name of its scheme (``stances``), or the kinds of documents or parts.

        Raises :class:`VocabularyError` if there is no such list.
        """
        if name not in self._lists:
            raise VocabularyError(f"the ontology defines no closed list `{name}`")
        return self._lists[name]

    @cached_property
    def unit_words(self) -> dict[str, str]:
        """The keys of units by the words that name them ("people", "persons", "percent")."""
        return {
            word: choice.key
            for choice in self.choices("units").values()
            for word in (choice.key, *self.values(choice.iri, KG + "unitWord"))
        }

    @cached_property
    def measures(self) -> dict[str, tuple[str, str]]:
        """What the units that measure are called, of one and of several: those that have a symbol. Others count."""
        measures = (
            each for each in self.choices("units").values() if self.values(each.iri, SKOS + "notation")
        )
        return {
            each.iri: (
                each.label,
                several if (several := f"{each.label}s") in self.unit_words else each.label,
            )
            for each in measures
        }

    @cached_property
    def _folded_unit_words(self) -> dict[str, str | None]:
        """The words of units without their case; None for those that are two units' then ("mW", "MW")."""
        found: dict[str, str | None] = {}
        for word, unit in self.unit_words.items():
            key = word.casefold()
            found[key] = unit if found.get(key, unit) == unit else None
        return found

    def unit_of(self, word: str) -> str | None:
        """The key of the unit that a word names, as it is written, or else without its case."""
        return self.unit_words.get(word) or self._folded_unit_words.get(word.casefold())

    @cached_property
    def output_terms(self) -> list[OutputTerm]:
        """Every property that the graph may use, with its JSON-LD key."""
        found = [
            OutputTerm(term, self.one(term, KG + "jsonKey"), self.one(term, KG + "valueType", "") or None)
            for term in sorted(self._facts)
            if self.values(term, KG + "jsonKey")
        ]
        return found

    @cached_property
    def own_terms(self) -> frozenset[str]:
        """All terms that the ontology files describe, as bare IRIs."""
        return frozenset(self._facts)


def _plain_word(word: str) -> str:
    """A word as a key is written: "Took place on", "took-place-on" → ``took_place_on``."""
    return re.sub(r"[\s_-]+", "_", word.strip().casefold())


def _hint(written: str, names: Iterable[str], ending: str = "") -> str | None:
    """What to write for a misspelt term of kgbuild's namespace."""
    near = suggestion(written.removeprefix(KG), names)
    return f"write kg:{near}{ending}" if near else None


def load_vocabulary(files: Sequence[Path]) -> Vocabulary:
    """Read ontology files (Turtle). Raises :class:`VocabularyError` with file and line for one that does not parse."""
    triples: list[tuple[str, str, str]] = []
    digest = hashlib.sha256()
    for file in files:
        try:
            content = read_file(file)
            digest.update(hashlib.sha256(content).digest())
            triples.extend(
                (quad.subject.value, quad.predicate.value, quad.object.value)
                for quad in ox.parse(content, format=ox.RdfFormat.TURTLE, base_iri=KG)
            )
        except (OSError, SyntaxError, ValueError) as error:
            raise VocabularyError(f"{file}: {error}") from error
        except AttributeError as error:
            raise VocabularyError(f"{file}: an ontology holds no quoted triples") from error
    return Vocabulary(triples, digest.hexdigest())
