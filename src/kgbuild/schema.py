"""The JSON Schema of mapping files, made from the ontology: what an editor offers and underlines.

It sees forms, keys and closed lists; what needs the registry, the text or other files is for ``kgbuild check``. Source:
JSON Schema draft 7, the draft that the YAML language server reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from kgbuild.mapping.entries import SOURCE_RELATIONS, inner_keys, value_key
from kgbuild.mapping.reader import TOP_KEYS
from kgbuild.mapping.sections import DOCUMENT_KEYS, PART_KEYS
from kgbuild.vocabulary import CLAIM_KEYS, Choice, ClaimProperty, Vocabulary

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
    "unit": "What the number counts.",
}


def _ref(name: str) -> Schema:
    return {"$ref": _REF + name}


_QUOTE: Final[dict[str, Schema]] = {"quote": TEXT, "context": TEXT, "occurrence": _ref("count")}
_SOURCE: Final[dict[str, Schema]] = {
    "source": TEXT,
    "as": {"enum": list(SOURCE_RELATIONS)},
    "quote": _ref("quote"),
}
_IGNORE: Final[dict[str, Schema]] = {"quote": TEXT, "occurrence": _ref("count"), "why": TEXT}


def mapping_schema(vocabulary: Vocabulary) -> Schema:
    """The schema of a mapping file for this vocabulary."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "kgbuild mapping",
        "description": "What one document says, with evidence. Generated from the ontology: do not edit.",
        **_object(_top(vocabulary), required=("document",)),
        "definitions": _definitions(vocabulary),
    }


def _object(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    found: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    if required := sorted(required):
        found["required"] = required
    return found


def _one_or_many(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "array", "items": schema}]}


def _enum(choices: Mapping[str, Choice]) -> Schema:
    return {"enum": sorted(choices)}


def _top(vocabulary: Vocabulary) -> dict[str, Schema]:
    found = {
        "document": _ref("document"),
        "voice": _ref("voice"),
        "said_by": _one_or_many(_ref("voice")),
        "about": _ref("name"),
        "parts": {"type": "object", "additionalProperties": _ref("part")},
        "claims": {"type": "object", "additionalProperties": {"anyOf": [_ref("entry"), _ref("block")]}},
        "citations": {"type": "object", "additionalProperties": _ref("citation")},
        "ignore": _one_or_many(_object(_IGNORE, ("quote", "why"))),
    }
    return {key: found[key] for key in TOP_KEYS}


def _definitions(vocabulary: Vocabulary) -> dict[str, Schema]:
    grades = _enum(vocabulary.choices("identityGrades"))
    claim_keys = _claim_keys(vocabulary)
    properties = {prop.key: _property(prop) for prop in vocabulary.properties.values()}
    return {
        "text": TEXT,
        "count": {
            "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[1-9][0-9]*$"}]
        },
        "name": {"anyOf": [TEXT, _object({"id": TEXT, "identity": grades, "reading": TEXT}, ("id",))]},
        "quote": {"description": DESCRIPTIONS["quote"], "anyOf": [TEXT, _object(_QUOTE, ("quote",))]},
        "voice": {"anyOf": [TEXT, _object(_voice(vocabulary, grades))]},
        "time": {
            "anyOf": [
                TEXT,
                _object({"value": TEXT, "extent": _enum(vocabulary.choices("extents"))}, ("value",)),
            ]
        },
        "scope": {
            "anyOf": [
                _ref("time"),
                *(_object({k: _ref("name")}, (k,)) for k in ("after", "before", "during")),
            ]
        },
        "source": {"anyOf": [TEXT, _object(_SOURCE, ("source",))]},
        **_value_forms(vocabulary, claim_keys, grades),
        "entry": _object({**claim_keys, **properties}),
        "block": {
            "type": "object",
            "required": ["with"],
            "properties": {"with": _object(claim_keys)},
            "additionalProperties": _ref("entry"),
        },
        "citation": _object(_citation(vocabulary), ("to", "how", "quote")),
        **_sections(vocabulary),
    }


def _voice(vocabulary: Vocabulary, grades: Schema) -> dict[str, Schema]:
    return {
        "voice": TEXT,
        "unnamed": TEXT,
        "stance": _enum(vocabulary.choices("stances")),
        "quote": _ref("quote"),
        "occurrence": _ref("count"),
        "identity": grades,
        "reading": TEXT,
    }


def _citation(vocabulary: Vocabulary) -> dict[str, Schema]:
    how = _enum(vocabulary.choices("citationIntents"))
    return {**_QUOTE, "quote": TEXT, "to": TEXT, "how": how, "symbol_quote": _ref("quote"), "part": TEXT}


def _claim_keys(vocabulary: Vocabulary) -> dict[str, Schema]:
    forms: dict[str, Schema] = {
        "about": _ref("name"),
        "said_by": _one_or_many(_ref("voice")),
        "stance": _enum(vocabulary.choices("stances")),
        "modality": _enum(vocabulary.choices("modalities")),
        "status": _enum(vocabulary.choices("figureStatuses")),
        "polarity": _enum(vocabulary.choices("polarities")),
        "severity": _enum(vocabulary.choices("severities")),
        "unit": _enum(vocabulary.choices("units")),
        "from": _one_or_many(_ref("source")),
        "occurrence": _ref("count"),
        "population": _ref("name"),
        "in": _ref("name"),
        "when": _ref("scope"),
    }
    return {
        key: {"description": DESCRIPTIONS[key], "allOf": [forms.get(key, TEXT)]} for key in sorted(CLAIM_KEYS)
    }


def _value_forms(
    vocabulary: Vocabulary, claim_keys: Mapping[str, Schema], grades: Schema
) -> dict[str, Schema]:
    """For each kind of value: a text, or a block with the value and claim keys beside it."""
    found: dict[str, Schema] = {}
    for prop in vocabulary.properties.values():
        key = value_key(prop)
        inner = {name: grades if name == "identity" else TEXT for name in sorted(inner_keys(prop))}
        inner[key] = _ref("name") if "identity" in inner else TEXT
        block = _object({**claim_keys, **inner}, (key,))
        found[f"{prop.takes}Value"] = {"anyOf": [TEXT, block]}
    return found


def _property(prop: ClaimProperty) -> Schema:
    """A property with its question; where it is many-valued, also a list of values."""
    value = _ref(f"{prop.takes}Value")
    forms = [value, {"type": "array", "items": value}] if prop.many else [value]
    return {"title": prop.label, "description": f"{prop.question} {prop.comment}", "anyOf": forms}


def _sections(vocabulary: Vocabulary) -> dict[str, Schema]:
    catalogue = {
        "value": TEXT,
        "quote": _ref("quote"),
        "occurrence": _ref("count"),
        "source": _enum(vocabulary.choices("metadataSources")),
        "citation": TEXT,
    }
    signature = {"person": _ref("name"), "office": _ref("name"), "quote": TEXT, "occurrence": _ref("count")}
    addressee = {"to": _ref("name"), "quote": TEXT, "occurrence": _ref("count")}
    items = {"items": _one_or_many(TEXT), "quote": TEXT, "occurrence": _ref("count")}
    forms: dict[str, Schema] = {
        "title": _ref("datum"),
        "issued": _ref("datum"),
        "symbols": _one_or_many(_ref("datum")),
        "agenda_items": {"anyOf": [_one_or_many(TEXT), _object(items, ("items",))]},
        "addressees": _one_or_many(_object(addressee, ("to", "quote"))),
        "signatory": _one_or_many(_object(signature, ("person", "quote"))),
        "reports": _ref("lineage"),
        "copy_of": _ref("lineage"),
        "publisher": _ref("name"),
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
        "datum": {"anyOf": [TEXT, _object(catalogue, ("value",))]},
        "lineage": {
            "anyOf": [
                _ref("name"),
                _object({"work": TEXT, "quote": TEXT, "occurrence": _ref("count")}, ("work",)),
            ]
        },
    }
    for name, keys in (("document", DOCUMENT_KEYS), ("part", PART_KEYS)):
        properties = {key: forms.get(key, TEXT) for key in sorted(keys)}
        properties["kind"] = {"enum": sorted(kinds[name])}
        found[name] = _object(properties, required[name])
    return found
