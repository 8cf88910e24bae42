"""The ``claims:`` of a mapping: entries and blocks → claims, one for each property and value.

What a key says may stand in the value, in the entry, or in the ``with:`` of a block; the nearest one holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import yaml

from kgbuild.findings.diagnostics import Fix, Related
from kgbuild.mapping.fields import (
    Fields,
    as_mapping,
    as_scalar,
    check_id,
    choose,
    count,
    language_tag,
    unknown_key,
)
from kgbuild.mapping.model import Amount, ClaimSpec, QuoteSpec, Ref, Text, VoiceSpec
from kgbuild.mapping.names import Names
from kgbuild.mapping.objects import ReadValue, read_scope, read_time, read_value
from kgbuild.mapping.sources import read_sources
from kgbuild.mapping.voices import part_name, read_voices
from kgbuild.ontology.vocabulary import CLAIM_KEYS, KG, QUALIFIERS, ClaimProperty
from kgbuild.values.dates import Time, parse_time

QUALIFIER_KEYS: Final = tuple(QUALIFIERS.values())
_BLOCK: Final = "with"
_BARE: Final = frozenset(("about", "quote"))
_PLAIN: Final = frozenset(("about", "quote", "context", "occurrence", "part", "identity", "extent"))
# Keys whose values no reference and no quote keeps the place of.
_PLACED: Final = (
    "words", "hedge", "manner", "stance", "modality", "polarity",
    "severity", "status", "when", "as_of", "reading", "sic",
)  # fmt: skip
_NAMED: Final = {"identity"}
# Keys that stand beside the value of a property, by what it takes.
_INNER_KEYS: Final = {
    "date": {"extent"},
    "entity": _NAMED,
    "concept": _NAMED,
    "law": _NAMED,
    "document": _NAMED,
}


def value_key(prop: ClaimProperty) -> str:
    """The key of a property's value inside a block: ``n`` for a number, else ``value``."""
    return "n" if prop.takes == "quantity" else "value"


def inner_keys(prop: ClaimProperty) -> set[str]:
    """The keys, other than claim keys, that a block for a property's value may hold."""
    return {value_key(prop)} | _INNER_KEYS.get(prop.takes, set())


class Scope:
    """The claim keys in force at a value: those of the value, then of the entry, then of the block."""

    __slots__ = ("_layers", "_nodes")

    def __init__(
        self, own: Mapping[str, yaml.Node], entry: Mapping[str, yaml.Node], block: Mapping[str, yaml.Node]
    ) -> None:
        self._layers = (own, entry, block)
        self._nodes = {**block, **entry, **own}

    @property
    def is_bare(self) -> bool:
        """Whether nothing stands here but a quote and what the claim is about."""
        return self._nodes.keys() <= _BARE

    @property
    def is_plain(self) -> bool:
        """Whether nothing stands here but the quote and what the claim is about, as for most claims."""
        return self._nodes.keys() <= _PLAIN

    def node(self, key: str) -> yaml.Node | None:
        """The nearest node for a key."""
        return self._nodes.get(key)

    def beside(self, key: str, other: str) -> yaml.Node | None:
        """The node for a key from where ``other`` stands, or nearer: an occurrence belongs to its own quote."""
        if key not in self._nodes:
            return None
        for layer in self._layers:
            if key in layer:
                return layer[key]
            if other in layer:
                return None
        return None


class EntryReader:
    """Reads the claims of one mapping. ``about`` is its default subject; ``lost`` if that was written and reported."""

    def __init__(self, names: Names, language: str, about: Ref | None, *, lost: bool = False) -> None:
        self.names = names
        self.source = names.source
        self.language = language
        self.about = about
        self._no_subject = lost
        vocabulary = names.vocabulary
        self.properties = vocabulary.properties
        self.stances = vocabulary.choices("stances")
        self.modalities = vocabulary.choices("modalities")
        self.severities = vocabulary.choices("severities")
        self.polarities = vocabulary.choices("polarities")
        self.statuses = vocabulary.choices("figureStatuses")
        self.claims: list[ClaimSpec] = []
        self._ids: dict[str, ClaimSpec] = {}
        self._keys: dict[str, yaml.Node] = {}

    def read(self, node: yaml.Node) -> list[ClaimSpec]:
        """All claims of the ``claims:`` block, in the order written."""
        block = as_mapping(self.source, node, "claims")
        for key, value in block.value if block is not None else ():
            entry = as_mapping(self.source, value, key.value)
            if entry is None:
                continue
            defaults = next((v for k, v in entry.value if k.value == _BLOCK), None)
            if defaults is None:
                self._entry(key, entry, {})
                continue
            shared = as_mapping(self.source, defaults, _BLOCK)
            layer = Fields(self.source, shared, CLAIM_KEYS).nodes if shared is not None else {}
            for inner_key, inner in entry.value:
                if (
                    inner_key.value != _BLOCK
                    and (block_entry := as_mapping(self.source, inner, inner_key.value)) is not None
                ):
                    self._entry(inner_key, block_entry, layer)
        return self.claims

    def _entry(self, key: yaml.ScalarNode, node: yaml.MappingNode, block: Mapping[str, yaml.Node]) -> None:
        if not check_id(self.source, key):
            return
        first = self._keys.setdefault(key.value.casefold(), key)
        if first is not key:
            self.source.error(
                "KG209",
                f"the entry `{key.value}` stands twice (letter case aside)",
                key,
                related=[Related(self.source.place(first), "first written here")],
                help="give one of them another name",
            )
            return
        said: list[tuple[yaml.ScalarNode, yaml.Node]] = []
        layer: dict[str, yaml.Node] = {}
        keys = {name.value: name for name, _ in node.value}
        for name, value in node.value:
            if name.value in self.properties:
                said.append((name, value))
            elif name.value in CLAIM_KEYS:
                layer[name.value] = value
            else:
                unknown_key(self.source, name, self.properties.keys() | CLAIM_KEYS)
        if not said:
            if all(name.value in CLAIM_KEYS for name, _ in node.value):
                self.source.error(
                    "KG210",
                    f"the entry `{key.value}` says nothing",
                    key,
                    notes=["no key of it is a property"],
                )
            return
        for qualifier in QUALIFIER_KEYS:
            if qualifier in layer and not any(
                qualifier in self.properties[n.value].qualifiers for n, _ in said
            ):
                self._not_allowed(keys[qualifier], qualifier, self.properties[said[0][0].value])
        for name, value in said:
            for item, own in self._values(name, value):
                self._claim(key.value, name, item, own, Scope(own, layer, block))

    def _values(
        self, name: yaml.ScalarNode, node: yaml.Node
    ) -> list[tuple[yaml.Node, Mapping[str, yaml.Node]]]:
        """Each value of a property with the claim keys written inside it."""
        prop = self.properties[name.value]
        if isinstance(node, yaml.ScalarNode):
            return [(node, {})]
        if isinstance(node, yaml.MappingNode):
            found = self._block(prop, node)
            return [] if found is None else [found]
        if not prop.many:
            self.source.error(
                "KG207",
                f"`{prop.key}` takes one value (got {len(node.value)})",
                node,
                help="write one entry for each value",
            )
            return []
        values: list[tuple[yaml.Node, Mapping[str, yaml.Node]]] = []
        for item in node.value:
            if isinstance(item, yaml.SequenceNode):
                self.source.error("KG107", f"a value of `{prop.key}` must not be a list", item)
            else:
                values += self._values(name, item)
        return values

    def _block(
        self, prop: ClaimProperty, node: yaml.MappingNode
    ) -> tuple[yaml.Node, Mapping[str, yaml.Node]] | None:
        """The value that a block holds, and the claim keys beside it."""
        own: dict[str, yaml.Node] = {}
        value: yaml.Node | None = None
        unknown = False
        inner = inner_keys(prop)
        for key, item in node.value:
            if key.value == value_key(prop):
                value = item
            elif key.value in CLAIM_KEYS or key.value in inner:
                own[key.value] = item
                if key.value in QUALIFIER_KEYS and key.value not in prop.qualifiers:
                    self._not_allowed(key, key.value, prop)
            else:
                unknown = True
                if key.value in ("n", "value"):
                    self.source.error(
                        "KG104",
                        f"unknown key `{key.value}`",
                        key,
                        label="not here",
                        help=f"write `{value_key(prop)}:`",
                        fix=Fix(self.source.place(key), value_key(prop)),
                    )
                else:
                    unknown_key(self.source, key, CLAIM_KEYS | inner)
        if unknown:
            return None
        if value is None:
            self.source.error(
                "KG106", f"the value of `{prop.key}` is missing", node, help=f"add `{value_key(prop)}:`"
            )
            return None
        return value, own

    def _not_allowed(self, node: yaml.Node, qualifier: str, prop: ClaimProperty) -> None:
        allowed = ", ".join(f"`{name}`" for name in QUALIFIER_KEYS if name in prop.qualifiers) or "none"
        self.source.error(
            "KG206",
            f"`{prop.key}` takes no `{qualifier}`",
            node,
            notes=[f"the qualifiers it takes: {allowed}"],
        )

    def _claim(
        self, entry: str, name: yaml.ScalarNode, node: yaml.Node, own: Mapping[str, yaml.Node], scope: Scope
    ) -> None:
        prop = self.properties[name.value]
        subject = self._subject(scope, name, prop)
        language = self._language(scope)
        read = self._value(prop, node, own, scope, language)
        quote = self._quote(scope, name)
        if subject is None or read is None or quote is None:
            return
        identifier = f"{self.names.document}.{entry}.{prop.key}"
        if prop.many:
            identifier += f".{_value_part(read)}"
        if read.population is not None and "population" not in prop.qualifiers:
            self._not_allowed(node, "population", prop)
        claim = ClaimSpec(
            id=identifier,
            property=prop,
            subject=subject,
            value=read.value,
            quote=quote,
            words=quote.text,
            place=self.source.place(name),
            value_place=read.place or self.source.place(node),
            population=read.population,
            language=language,
        )
        if not scope.is_plain:
            claim = self._detailed(claim, scope)
        first = self._ids.setdefault(identifier.casefold(), claim)
        if first is not claim:
            self.source.error(
                "KG208",
                f"two claims have the id `{identifier}`",
                node,
                related=[Related(first.value_place, "first written here")],
            )
            return
        self.claims.append(claim)

    def _detailed(self, claim: ClaimSpec, scope: Scope) -> ClaimSpec:
        """The claim with what its scope says beside the value, the quote and what it is about."""
        population, severity, place, time = self._qualifiers(scope, claim)
        stance = self._choice(scope, "stance", self.stances)
        modality = self._choice(scope, "modality", self.modalities)
        polarity = self._choice(scope, "polarity", self.polarities)
        status = self._choice(scope, "status", self.statuses)
        return replace(
            claim,
            population=population,
            severity=severity,
            scope_place=place,
            scope_time=time,
            negative=polarity is not None and polarity.key == "negative",
            stance=stance.key if stance else None,
            modality=modality.key if modality else "actual",
            said_by=self._said_by(scope),
            words=self._text(scope, "words") or claim.words,
            hedge=self._text(scope, "hedge"),
            manner=self._text(scope, "manner"),
            status=status.key if status else None,
            reading=self._text(scope, "reading"),
            sic=self._text(scope, "sic"),
            sources=read_sources(self.source, scope.node("from")),
            word_places={
                key: self.source.place(found) for key in _PLACED if (found := scope.node(key)) is not None
            },
        )

    def _value(
        self,
        prop: ClaimProperty,
        node: yaml.Node,
        own: Mapping[str, yaml.Node],
        scope: Scope,
        language: str | None,
    ) -> ReadValue | None:
        if prop.takes == "date" and "extent" in own:
            time = read_time(self.names, node, prop.key, own["extent"])
            return None if time is None else ReadValue(time)
        read = read_value(self.names, prop, node, scope.node("unit"), language or self.language)
        if read is not None and "identity" in own and isinstance(read.value, Ref):
            return ReadValue(self.names.graded(read.value, own), read.population)
        return read

    def _subject(self, scope: Scope, name: yaml.ScalarNode, prop: ClaimProperty) -> Ref | None:
        kinds = prop.subject_kinds or None
        node = scope.node("about")
        if node is not None:
            return self.names.resolve(node, "about", kinds)
        if self.about is None:
            if not self._no_subject:
                self._no_subject = True  # what the other claims lack is the same line
                self.source.error(
                    "KG211",
                    f"`{prop.key}` has no subject",
                    name,
                    notes=["neither the value, the entry, its block nor the mapping has `about`"],
                    help="add `about:` with an id of the registry",
                )
            return None
        entity = self.names.registry.get(self.about.id)
        if kinds is not None and entity is not None and kinds.isdisjoint(entity.type.ancestors):
            self.source.error(
                "KG202",
                f"`{prop.key}` is not said of the kind `{entity.type.label}`",
                name,
                notes=[f"its subject here is the mapping's `about: {self.about.id}`"],
                help="add `about:` to the entry",
            )
            return None
        return self.about

    def _quote(self, scope: Scope, name: yaml.ScalarNode) -> QuoteSpec | None:
        node = scope.node("quote")
        if node is None:
            self.source.error(
                "KG310", f"`{name.value}` has no quote", name, help="add `quote:` with words of the text"
            )
            return None
        words = as_scalar(self.source, node, "quote")
        if words is None:
            return None
        if scope.is_bare:
            return QuoteSpec(words.value, place=self.source.place(words))
        context_node, part, occurrence = (
            scope.node("context"),
            scope.node("part"),
            scope.beside("occurrence", "quote"),
        )
        context = as_scalar(self.source, context_node, "context") if context_node is not None else None
        nth = self._number(occurrence, "occurrence") if occurrence is not None else None
        part_id = self._part(part) if part is not None else None
        for written, understood in ((context_node, context), (occurrence, nth), (part, part_id)):
            if written is not None and understood is None:
                return None
        return QuoteSpec(
            words.value,
            context.value if context is not None else None,
            nth,
            part_id,
            self.source.place(words),
            self.source.place(context) if context is not None else None,
            self.source.place(occurrence) if occurrence is not None else None,
        )

    def _language(self, scope: Scope) -> str | None:
        node = scope.node("language")
        scalar = as_scalar(self.source, node, "language") if node is not None else None
        return None if scalar is None else language_tag(self.source, scalar)

    def _number(self, node: yaml.Node, what: str) -> int | None:
        scalar = as_scalar(self.source, node, what)
        return None if scalar is None else count(self.source, scalar, what)

    def _part(self, node: yaml.Node) -> str | None:
        scalar = as_scalar(self.source, node, "part")
        return None if scalar is None else part_name(self.names, scalar)

    def _choice(self, scope: Scope, key: str, choices: Mapping[str, Any]) -> Any | None:
        node = scope.node(key)
        scalar = as_scalar(self.source, node, key) if node is not None else None
        return None if scalar is None else choose(self.source, scalar, key, choices)

    def _text(self, scope: Scope, key: str) -> str | None:
        node = scope.node(key)
        scalar = as_scalar(self.source, node, key) if node is not None else None
        return None if scalar is None else str(scalar.value)

    def _qualifiers(self, scope: Scope, claim: ClaimSpec) -> tuple[Ref | None, str | None, Ref | None, Any]:
        prop = claim.property
        population, severity, place, time = claim.population, None, None, None
        if "population" in prop.qualifiers and (named := scope.node("population")) is not None:
            population = self.names.resolve(named, "population", frozenset({KG + "Group"}))
        if (
            "severity" in prop.qualifiers
            and (chosen := self._choice(scope, "severity", self.severities)) is not None
        ):
            severity = chosen.key
        if "in" in prop.qualifiers and (node := scope.node("in")) is not None:
            place = self.names.resolve(node, "in", frozenset({KG + "Place"}))
        if "when" in prop.qualifiers and (node := scope.node("when")) is not None:
            time = read_scope(self.names, node)
        if (node := scope.node("as_of")) is not None:
            time = self._as_of(node)
        return population, severity, place, time

    def _as_of(self, node: yaml.Node) -> Time | None:
        scalar = as_scalar(self.source, node, "as_of")
        if scalar is None:
            return None
        end = read_time(self.names, scalar, "as_of")
        if end is None:
            return None
        if end.start is None or "/" in end.edtf or end.edtf[0] in "[{":
            self.source.error("KG205", "`as_of` must be a day, a month or a year", scalar)
            return None
        return parse_time(f"../{end.edtf}", extent="throughout")

    def _said_by(self, scope: Scope) -> tuple[VoiceSpec, ...] | None:
        node = scope.node("said_by")
        return None if node is None else read_voices(self.names, node, "said_by")


def _value_part(read: ReadValue) -> str:
    """The last part of the id of a claim by a many-valued property: see "IRIs" in the decisions."""
    value = read.value
    if isinstance(value, Ref):
        return value.id
    if isinstance(value, Text):
        content = value.text
    elif isinstance(value, Amount):
        q = value.quantity
        estimate = f" {q.value}" if q.approximation == "interval" else ""
        content = f"{q.lo} {q.hi} {q.approximation} {value.unit}{estimate}"
    else:
        content = f"{value.edtf} {value.extent} {value.part_of_day}"
    return hashlib.sha256(content.encode()).hexdigest()[:8]
