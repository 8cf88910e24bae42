"""The JSON Schema of mapping files, made from the ontology: what an editor offers and underlines.

It sees forms, keys and closed lists, and names where the registry is given; what needs the text or other files is for
``kgbuild check``. Source: JSON Schema draft 7, the draft that the YAML language server reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kgbuild.mapping.entries import inner_keys, value_key
from kgbuild.mapping.names import AGENTS, CLAIM, DOCUMENTS, WORK, Names
from kgbuild.mapping.reader import TOP_KEYS
from kgbuild.mapping.registry import PROVISION, Registry
from kgbuild.mapping.sections import DOCUMENT_KEYS, PART_KEYS
from kgbuild.mapping.sources import SOURCE_BASES, SOURCE_RELATIONS
from kgbuild.ontology.vocabulary import CLAIM_KEYS, KG, Choice, ClaimProperty, Vocabulary

Schema = dict[str, Any]

# YAML readers make numbers and truth values of some texts; the mapping language keeps them as written.
TEXT: Final[Schema] = {"type": ["string", "number", "boolean"]}
_REF: Final = "#/definitions/"
DESCRIPTIONS: Final = {
    "about": "Who or what it is said of: an id of the registry, or {id, identity, reading}.",
    "quote": "Words of the text, 12 at most; `first words … last words` for a long passage.",
    "context": "Words within 60 words of the quote that tie it to its subject, date or place.",
    "words": "The words for the value, where they are fewer than the quote.",
    "said_by": "The voices inside the document's own, outermost first; replaces an inherited list.",
    "stance": "The speech act of the innermost voice.",
    "modality": "In which mode the content is put.",
    "hedge": "Words by which the text holds back.",
    "manner": "Words on how it was done, such as “unlawfully”.",
    "status": "The standing that the text gives a figure.",
    "from": "Where it is had from: DOCUMENT.ENTRY.PROPERTY, a work, or none.",
    "occurrence": "Which time the quote stands in the text, from 1.",
    "reading": "Why the words mean this, where they alone do not show it.",
    "sic": "A note that a fault of the document is kept as it is.",
    "as_of": "The date up to which a negative statement speaks.",
    "part": "The part in which the quote must lie.",
    "polarity": "negative: the text says that it is not so.",
    "population": "The group over which it is said.",
    "severity": "The degree of harm.",
    "in": "The place to which it is limited.",
    "when": "The time to which it is limited: a date, or {after: EVENT}.",
    "unit": "What the number counts; of money, the code of its currency (ISO 4217).",
    "language": "The language of the quote, where it is not that of its document or part.",
}


def _ref(name: str) -> Schema:
    return {"$ref": _REF + name}


_QUOTE: Final[dict[str, Schema]] = {"quote": TEXT, "context": TEXT, "occurrence": _ref("count")}
_SOURCE: Final[dict[str, Schema]] = {
    "source": TEXT,
    "as": {"enum": list(SOURCE_RELATIONS)},
    "quote": _ref("quote"),
    "basis": {"enum": list(SOURCE_BASES)},
}
_IGNORE: Final[dict[str, Schema]] = {"quote": TEXT, "occurrence": _ref("count"), "why": TEXT}


class _Ids:
    """What may stand where a name is expected: any text, or, with a registry, its ids of the right kinds.

    Documents, parts and claims stand in other mappings: they are any text. Definitions are collected as they are used.
    """

    def __init__(
        self, vocabulary: Vocabulary, registry: Registry | None = None, documents: Iterable[str] = ()
    ) -> None:
        self._registry = registry
        self._documents = sorted(documents)
        self._grades = _enum(vocabulary.choices("identityGrades"))
        self.definitions: dict[str, Schema] = {}
        self.values: dict[str, Schema] = {}

    def name(self, *kinds: str) -> Schema:
        """An id of these kinds (none: of any), or a block with ``id`` and its identity."""
        if self._registry is None:
            return _ref("name")
        return self._defined("name", kinds, self._name_or_block(self.id(*kinds)))

    def any_name(self) -> Schema:
        """The definition ``name`` of a schema without registry."""
        return self._name_or_block(TEXT)

    def _name_or_block(self, name: Schema) -> Schema:
        block = _object({"id": name, "identity": self._grades, "reading": TEXT}, ("id",))
        return {"anyOf": [name, block]}

    def id(self, *kinds: str) -> Schema:
        """An id of these kinds (none: of any)."""
        if self._registry is None:
            return TEXT
        wanted = frozenset(kinds)
        entities = self._registry.entities.values()
        found = [each.id for each in entities if not wanted or wanted & each.type.ancestors]
        # A YAML reader makes a number of an id that has digits only.
        ids: list[str | int] = [*sorted(found), *(int(each) for each in sorted(found) if each.isdecimal())]
        forms: list[Schema] = [{"enum": ids}] if ids else []
        if wanted & {WORK, CLAIM, *DOCUMENTS}:
            return self._defined("id", kinds, {"anyOf": [*forms, TEXT]})
        laws = [
            each.id
            for each in entities
            if each.kind.file == "laws" and (not wanted or wanted & {PROVISION, *each.type.ancestors})
        ]
        forms += [_pattern(laws, r"\..+")] if laws else []
        forms += [_pattern(self._documents, r"(\..+)?")] if self._documents and not wanted else []
        return self._defined("id", kinds, {"anyOf": forms} if forms else {"enum": [""]})

    def value(self, prop: ClaimProperty, claim_keys: Mapping[str, Schema]) -> Schema:
        """A value of a property: a text, or a block with the value and claim keys beside it."""
        key, inner = value_key(prop), inner_keys(prop)
        kinds: Iterable[str] = ()
        short, long = TEXT, TEXT
        if "identity" in inner:
            kinds = Names.value_kinds(prop) or ()
            short, long = self.id(*kinds), self.name(*kinds)
        name = f"{prop.takes}Value"
        if self._registry is not None:
            name = _joined(name, kinds)
        if name not in self.values:
            beside = {each: self._grades if each == "identity" else TEXT for each in sorted(inner)}
            block = _object({**claim_keys, **beside, key: long}, (key,))
            self.values[name] = {"anyOf": [short, block]}
        return _ref(name)

    def _defined(self, what: str, kinds: Iterable[str], schema: Schema) -> Schema:
        self.definitions[name := _joined(what, kinds)] = schema
        return _ref(name)


def _joined(what: str, kinds: Iterable[str]) -> str:
    return "-".join([what, *sorted(kind.removeprefix(KG) for kind in kinds)])


def _pattern(heads: Iterable[str], tail: str) -> Schema:
    return {"type": "string", "pattern": f"^({'|'.join(sorted(map(re.escape, heads)))}){tail}$"}


def mapping_schema(
    vocabulary: Vocabulary, registry: Registry | None = None, documents: Iterable[str] = ()
) -> Schema:
    """The schema of a mapping file for this vocabulary; with a registry, names must be its ids.

    ``documents`` are the ids of the mappings there are: each may speak of its own document and parts.
    """
    ids = _Ids(vocabulary, registry, documents)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "kgbuild mapping",
        "description": "What one document says, with evidence. Generated from the ontology: do not edit.",
        **_object(_top(ids), required=("document",)),
        "definitions": _definitions(vocabulary, ids),
    }


def schema_text(schema: Schema) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _object(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    found: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    if required := sorted(required):
        found["required"] = required
    return found


def _one_or_many(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "array", "items": schema}]}


def _enum(choices: Mapping[str, Choice]) -> Schema:
    return {"enum": sorted(choices)}


def _top(ids: _Ids) -> dict[str, Schema]:
    found = {
        "document": _ref("document"),
        "voice": _ref("voice"),
        "said_by": _one_or_many(_ref("voice")),
        "about": ids.name(),
        "parts": {"type": "object", "additionalProperties": _ref("part")},
        "claims": {"type": "object", "additionalProperties": {"anyOf": [_ref("entry"), _ref("block")]}},
        "citations": {"type": "object", "additionalProperties": _ref("citation")},
        "ignore": _one_or_many(_object(_IGNORE, ("quote", "why"))),
    }
    return {key: found[key] for key in TOP_KEYS}


def _definitions(vocabulary: Vocabulary, ids: _Ids) -> dict[str, Schema]:
    grades = _enum(vocabulary.choices("identityGrades"))
    claim_keys = _claim_keys(vocabulary, ids)
    properties = {
        prop.key: _property(prop, ids.value(prop, claim_keys)) for prop in vocabulary.properties.values()
    }
    return {
        "text": TEXT,
        "count": {
            "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[1-9][0-9]*$"}]
        },
        "name": ids.any_name(),
        "quote": {"description": DESCRIPTIONS["quote"], "anyOf": [TEXT, _object(_QUOTE, ("quote",))]},
        "voice": {"anyOf": [ids.id(*AGENTS), _object(_voice(vocabulary, grades, ids))]},
        "time": {
            "anyOf": [
                TEXT,
                _object({"value": TEXT, "extent": _enum(vocabulary.choices("extents"))}, ("value",)),
            ]
        },
        "scope": {
            "anyOf": [
                _ref("time"),
                *(_object({k: ids.name(KG + "DescribedEvent")}, (k,)) for k in ("after", "before", "during")),
            ]
        },
        "source": {"anyOf": [TEXT, _object(_SOURCE, ("source",))]},
        **ids.values,
        "entry": _object({**claim_keys, **properties}),
        "block": {
            "type": "object",
            "required": ["with"],
            "properties": {"with": _object(claim_keys)},
            "additionalProperties": _ref("entry"),
        },
        "citation": _object(_citation(vocabulary, ids), ("to", "how", "quote")),
        **_sections(vocabulary, ids),
        **ids.definitions,
    }


def _voice(vocabulary: Vocabulary, grades: Schema, ids: _Ids) -> dict[str, Schema]:
    return {
        "voice": ids.id(*AGENTS),
        "unnamed": TEXT,
        "stance": _enum(vocabulary.choices("stances")),
        "quote": _ref("quote"),
        "occurrence": _ref("count"),
        "identity": grades,
        "reading": TEXT,
    }


def _citation(vocabulary: Vocabulary, ids: _Ids) -> dict[str, Schema]:
    how = _enum(vocabulary.choices("citationIntents"))
    to = ids.id(*DOCUMENTS, WORK, KG + "LegalInstrument")
    return {**_QUOTE, "quote": TEXT, "to": to, "how": how, "symbol_quote": _ref("quote"), "part": TEXT}


def _claim_keys(vocabulary: Vocabulary, ids: _Ids) -> dict[str, Schema]:
    forms: dict[str, Schema] = {
        "about": ids.name(),
        "said_by": _one_or_many(_ref("voice")),
        "stance": _enum(vocabulary.choices("stances")),
        "modality": _enum(vocabulary.choices("modalities")),
        "status": _enum(vocabulary.choices("figureStatuses")),
        "polarity": _enum(vocabulary.choices("polarities")),
        "severity": _enum(vocabulary.choices("severities")),
        "unit": {"anyOf": [_enum(vocabulary.choices("units")), {"pattern": "^[A-Z]{3}$"}]},
        "from": _one_or_many(_ref("source")),
        "occurrence": _ref("count"),
        "population": ids.name(KG + "Group"),
        "in": ids.name(KG + "Place"),
        "when": _ref("scope"),
    }
    return {
        key: {"description": DESCRIPTIONS[key], "allOf": [forms.get(key, TEXT)]} for key in sorted(CLAIM_KEYS)
    }


def _property(prop: ClaimProperty, value: Schema) -> Schema:
    """A property with its question; where it is many-valued, also a list of values."""
    forms = [value, {"type": "array", "items": value}] if prop.many else [value]
    return {"title": prop.label, "description": f"{prop.question} {prop.comment}", "anyOf": forms}


def _sections(vocabulary: Vocabulary, ids: _Ids) -> dict[str, Schema]:
    datum = {
        "value": TEXT,
        "quote": _ref("quote"),
        "occurrence": _ref("count"),
        "source": _enum(vocabulary.choices("metadataSources")),
        "citation": TEXT,
    }
    person, office = ids.name(KG + "Person"), ids.name(KG + "Office")
    signature = {"person": person, "office": office, "quote": TEXT, "occurrence": _ref("count")}
    addressee = {"to": ids.name(*AGENTS), "quote": TEXT, "occurrence": _ref("count")}
    items = {"items": _one_or_many(TEXT), "quote": TEXT, "occurrence": _ref("count")}
    forms: dict[str, Schema] = {
        "title": _ref("datum"),
        "issued": _ref("issued"),
        "symbols": _one_or_many(_ref("datum")),
        "agenda_items": {"anyOf": [_one_or_many(TEXT), _object(items, ("items",))]},
        "addressees": _one_or_many(_object(addressee, ("to", "quote"))),
        "signatory": _one_or_many(_object(signature, ("person", "quote"))),
        "reports": _ref("lineage"),
        "copy_of": _ref("lineage"),
        "publisher": ids.name(),
        "repairs": _one_or_many(_object({"text": TEXT, "read": TEXT}, ("text", "read"))),
        "text": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "starts": _ref("quote"),
        "ends": _ref("quote"),
        "voice": _ref("voice"),
        "said_by": _one_or_many(_ref("voice")),
    }
    kinds = {"document": vocabulary.document_kinds, "part": vocabulary.part_kinds}
    required = {"document": ("id", "kind", "text"), "part": ("kind", "starts")}
    found: dict[str, Schema] = {
        "datum": {"anyOf": [TEXT, _object(datum, ("value",))]},
        "issued": {"anyOf": [TEXT, _object({**datum, "reading": TEXT}, ("value",))]},
        "lineage": {
            "anyOf": [
                ids.name(WORK),
                _object({"work": ids.id(WORK), "quote": TEXT, "occurrence": _ref("count")}, ("work",)),
            ]
        },
    }
    for name, keys in (("document", DOCUMENT_KEYS), ("part", PART_KEYS)):
        properties = {key: forms.get(key, TEXT) for key in sorted(keys)}
        properties["kind"] = {"enum": sorted(kinds[name])}
        found[name] = _object(properties, required[name])
    return found
