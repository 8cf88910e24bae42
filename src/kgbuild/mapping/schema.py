"""Makes the JSON Schema of mapping files from the ontology and the keys: what an editor offers and underlines.

It sees forms, keys and closed lists, and names where the registry is given; what needs the text or other files is for
``kgbuild check``. Source: JSON Schema draft 7, the draft that the YAML language server reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from kgbuild.mapping.registry import Entity, Registry
from kgbuild.ontology.forms import (
    Block,
    BlockForm,
    ChoiceForm,
    CountForm,
    Form,
    Key,
    LanguagesForm,
    ListForm,
    NameForm,
    TableForm,
    TextForm,
    WordForm,
)
from kgbuild.ontology.keys import CLAIM_KIND, DOCUMENTS, PROVISION, TOP, WORK
from kgbuild.ontology.vocabulary import ClaimProperty, Vocabulary

Schema: TypeAlias = dict[str, Any]

# YAML readers make numbers and truth values of some texts; the mapping language keeps them as written.
TEXT: Final[Schema] = {"type": ["string", "number", "boolean"]}
COUNT: Final[Schema] = {
    "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[1-9][0-9]*$"}]
}
# What a YAML reader takes for a number, as far as it keeps all its digits.
_NUMBER: Final = re.compile(r"[0-9]{1,15}")
# The signs of ECMA regular expressions. `re.escape` escapes others too, which those refuse.
_SYNTAX: Final = re.compile(r"[$()*+./?\[\\\]^{|}]")


def mapping_schema(
    vocabulary: Vocabulary, registry: Registry | None = None, documents: Iterable[str] = ()
) -> Schema:
    """The schema of a mapping file for this vocabulary; with a registry, names must be its ids.

    ``documents`` are the ids of the mappings there are: each may speak of its own document and parts.
    """
    writer = _Writer(vocabulary, registry, documents)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "kgbuild mapping",
        "description": f"{TOP.meaning} Generated from the ontology: do not edit.",
        **writer.block(TOP),
        "definitions": dict(sorted(writer.definitions.items())),
    }


def schema_text(schema: Schema) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


class _Writer:
    """Writes blocks and forms as schemas. ``definitions`` are those that they refer to, collected as they are used."""

    def __init__(self, vocabulary: Vocabulary, registry: Registry | None, documents: Iterable[str]) -> None:
        self.definitions: dict[str, Schema] = {}
        self._vocabulary = vocabulary
        self._entities = None if registry is None else list(registry.entities.values())
        self._documents = sorted(documents)

    def block(self, block: Block, kinds: frozenset[str] | None = None) -> Schema:
        """A block of keys. ``kinds`` are what the names at its own keys may stand for, if not what the keys say."""
        keys = {name: self._key(block[name], kinds if name in block.keys else None) for name in block}
        if block.alone:
            others = {name: schema for name, schema in keys.items() if name not in block.alone}
            alone = [_object({name: keys[name]}, (name,)) for name in block.alone]
            return {"anyOf": [{**_object(others, ()), "minProperties": 1}, *alone]}
        if block.properties:
            keys |= {prop.key: self._property(prop) for prop in self._vocabulary.properties.values()}
        schema = _object(keys, (key.name for key in block.required()))
        if block.rows is not None:
            schema["additionalProperties"] = self._block(block.rows)
        return schema

    def _key(self, key: Key, kinds: frozenset[str] | None) -> Schema:
        """The form of a key, with its meaning. Draft 7 ignores what is beside a reference, so that one is wrapped."""
        schema = self._form(key.form, kinds)
        return {"description": key.meaning, **({"allOf": [schema]} if "$ref" in schema else schema)}

    def _form(self, form: Form, kinds: frozenset[str] | None = None) -> Schema:
        """What may be written for a form. ``kinds`` are what a name may stand for, if not what the form says."""
        match form:
            case TextForm(pattern=pattern):
                return {"type": "string", "pattern": f"^{pattern}$"} if pattern else TEXT
            case CountForm():
                return self._defined("count", COUNT)
            case WordForm(words):
                return {"enum": list(words)}
            case ChoiceForm(choices):
                return {"enum": sorted(self._vocabulary.choices(choices))}
            case NameForm():
                named = form.kinds if kinds is None else kinds
                return self._id(named) if form.block is None else self._block(form.block, named)
            case ListForm(item):
                one = self._form(item, kinds)
                return {"anyOf": [one, {"type": "array", "items": one}]}
            case TableForm(rows):
                return {"type": "object", "additionalProperties": _any_of(map(self._block, rows))}
            case BlockForm(block):
                return self._block(block)
            case LanguagesForm(bare):
                table: Schema = {"type": "object", "additionalProperties": TEXT}
                return {"anyOf": [TEXT, table]} if bare else table

    def _block(self, block: Block, kinds: frozenset[str] | None = None) -> Schema:
        """A block, or its short form where it has one: a reference to the definition of both."""
        name = block.name if self._entities is None or kinds is None else self._joined(block.name, kinds)
        if name not in self.definitions:
            forms = [self._form(block.short, kinds)] if block.short is not None else []
            self._defined(name, {"description": block.meaning, **_any_of([*forms, self.block(block, kinds)])})
        return _reference(name)

    def _property(self, prop: ClaimProperty) -> Schema:
        """A property with its question; where it is many-valued, also a list of values."""
        value = self._block(prop.block, prop.named_kinds or frozenset())
        forms = [value, {"type": "array", "items": value}] if prop.many else [value]
        return {"title": prop.label, "description": f"{prop.question} {prop.comment}", "anyOf": forms}

    def _id(self, kinds: frozenset[str]) -> Schema:
        """A bare name of these kinds (none: of any): any text, or, with a registry, one of its ids.

        Documents, parts and claims are in other mappings: they are any text.
        """
        if self._entities is None:
            return TEXT
        found = sorted(each.id for each in self._entities if not kinds or kinds & each.type.ancestors)
        # A YAML reader makes a number of an id that has digits only.
        ids: list[str | int] = [*found, *(int(each) for each in found if _NUMBER.fullmatch(each))]
        forms: list[Schema] = [{"enum": ids}] if ids else []
        if kinds & {WORK, CLAIM_KIND, *DOCUMENTS}:
            return self._defined(self._joined("id", kinds), {"anyOf": [*forms, TEXT]})
        laws = [each.id for each in self._entities if _has_articles(each, kinds)]
        forms += [_pattern(laws, r"\..+")] if laws else []
        forms += [_pattern(self._documents, r"(\..+)?")] if self._documents and not kinds else []
        return self._defined(self._joined("id", kinds), {"anyOf": forms} if forms else {"enum": [""]})

    def _joined(self, what: str, kinds: Iterable[str]) -> str:
        """The name of a definition for these kinds, of signs that a reference can hold without an escape."""
        return "-".join([what, *sorted(map(self._vocabulary.key_of, kinds))])

    def _defined(self, name: str, schema: Schema) -> Schema:
        self.definitions[name] = schema
        return _reference(name)


def _has_articles(entity: Entity, kinds: frozenset[str]) -> bool:
    """Whether an entity is a law whose articles are of these kinds."""
    return entity.kind.file == "laws" and (not kinds or bool(kinds & {PROVISION, *entity.type.ancestors}))


def _reference(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _pattern(heads: Iterable[str], tail: str) -> Schema:
    """One of these ids, and what may follow it."""
    escaped = (_SYNTAX.sub(r"\\\g<0>", head) for head in sorted(heads))
    return {"type": "string", "pattern": f"^({'|'.join(escaped)}){tail}$"}


def _object(properties: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    found: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    if required := sorted(required):
        found["required"] = required
    return found


def _any_of(schemas: Iterable[Schema]) -> Schema:
    forms = list(schemas)
    return forms[0] if len(forms) == 1 else {"anyOf": forms}
