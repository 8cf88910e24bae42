"""Reads the ``claims:`` of a mapping: the entries, and the values in them, each of which becomes a claim.

What a key says may be written beside the value, in the entry, or in the ``with:`` of a block; the nearest one holds.
"""

from __future__ import annotations

from typing import Final

import yaml

from kgbuild.findings.diagnostics import Fix, Related
from kgbuild.mapping.claim_specs import ClaimSpecs, not_allowed
from kgbuild.mapping.fields import Fields, as_mapping, check_id, unknown_key
from kgbuild.mapping.scopes import Nodes, Scope
from kgbuild.ontology.keys import CLAIM, ENTRY, QUALIFIERS, SHARED, VALUES
from kgbuild.ontology.vocabulary import ClaimProperty

_WITH: Final = next(iter(SHARED.keys))
_LIMITED: Final = dict.fromkeys((*QUALIFIERS.values(), "unit"))
"""The keys of an entry that not every property takes, in the order of the reference."""
_VALUE_KEYS: Final = frozenset(next(iter(value.keys)) for value in VALUES.values())


class EntryReader:
    """Reads the entries of one mapping, and adds their claims."""

    def __init__(self, claims: ClaimSpecs) -> None:
        self.claims = claims
        self.names = claims.names
        self.file = claims.names.file
        self.properties = claims.names.vocabulary.properties
        self._names: dict[str, yaml.Node] = {}

    def read(self, node: yaml.Node) -> None:
        """Read all entries below ``claims:``, in the order written."""
        table = as_mapping(self.file, node, "claims")
        for key, value in table.value if table is not None else ():
            entry = as_mapping(self.file, value, key.value)
            if entry is None:
                continue
            shared = next((inner for name, inner in entry.value if name.value == _WITH), None)
            if shared is None:
                self._entry(key, entry, {})
            else:
                self._block(entry, shared)

    def _block(self, node: yaml.MappingNode, shared: yaml.Node) -> None:
        """Read the entries of a block that share what ``with`` says."""
        found = as_mapping(self.file, shared, _WITH)
        layer = Fields(self.names, found, CLAIM).nodes if found is not None else {}
        for key, value in node.value:
            if (
                key.value not in SHARED.keys
                and (entry := as_mapping(self.file, value, key.value)) is not None
            ):
                self._entry(key, entry, layer)

    def _entry(self, key: yaml.ScalarNode, node: yaml.MappingNode, block: Nodes) -> None:
        if not check_id(self.file, key) or not self._is_new(key):
            return
        said: list[tuple[yaml.ScalarNode, yaml.Node]] = []
        layer: dict[str, yaml.Node] = {}
        known = True
        for name, value in node.value:
            if name.value in self.properties:
                said.append((name, value))
            elif name.value in CLAIM.keys or name.value in ENTRY.keys:
                layer[name.value] = value
            else:
                known = False
                self._report_unknown(key, name, value)
        if not said and known:
            self.file.error(
                "KG210",
                f"the entry `{key.value}` says nothing",
                key,
                notes=["no key of it is a property"],
            )
        if said and not _LIMITED.keys().isdisjoint(layer):
            self._check_qualifiers(node, layer, [self.properties[name.value] for name, _ in said])
        for name, value in said:
            for item, own in self._values(self.properties[name.value], value):
                self.claims.add(key.value, name, item, own, Scope(self.names, own, layer, block))

    def _report_unknown(self, entry: yaml.ScalarNode, key: yaml.ScalarNode, value: yaml.Node) -> None:
        """Report a key of an entry that is none: it may be an entry that is indented too far."""
        keys = {name.value for name, _ in value.value} if isinstance(value, yaml.MappingNode) else set()
        if keys & {*self.properties, "about"}:
            self.file.error(
                "KG104",
                f"the entry `{key.value}` stands within the entry `{entry.value}`",
                key,
                label="indented too far",
                help=f"indent `{key.value}:` as `{entry.value}:` is",
            )
            return
        unknown_key(self.file, key, [*self.properties, *ENTRY], self.names.vocabulary.keys_for(key.value))

    def _is_new(self, key: yaml.ScalarNode) -> bool:
        """Whether this is the first entry of its name; a finding if not."""
        first = self._names.setdefault(key.value.casefold(), key)
        if first is not key:
            self.file.error(
                "KG209",
                f"the entry `{key.value}` is written twice (apart from letter case)",
                key,
                related=[Related(self.file.place(first), "first written here")],
                help="give one of them another name",
            )
        return first is key

    def _check_qualifiers(self, node: yaml.MappingNode, keys: Nodes, properties: list[ClaimProperty]) -> None:
        """Report the qualifiers among the keys of an entry or value that none of its properties takes."""
        for qualifier in _LIMITED:
            if qualifier in keys and not any(_takes(prop, qualifier) for prop in properties):
                key = next(key for key, _ in node.value if key.value == qualifier)
                not_allowed(self.file, key, qualifier, properties[0])

    def _values(self, prop: ClaimProperty, node: yaml.Node) -> list[tuple[yaml.Node, Nodes]]:
        """Each value of a property with the keys beside it."""
        if isinstance(node, yaml.ScalarNode):
            return [(node, {})]
        if isinstance(node, yaml.MappingNode):
            return self._value(prop, node)
        if not prop.many:
            self.file.error(
                "KG207",
                f"`{prop.key}` takes one value (got {len(node.value)})",
                node,
                help="write one entry for each value",
            )
            return []
        found: list[tuple[yaml.Node, Nodes]] = []
        for item in node.value:
            if isinstance(item, yaml.SequenceNode):
                self.file.error("KG107", f"a value of `{prop.key}` must not be a list", item)
            else:
                found += self._values(prop, item)
        return found

    def _value(self, prop: ClaimProperty, node: yaml.MappingNode) -> list[tuple[yaml.Node, Nodes]]:
        """The value that is written in a block, with the keys beside it; none if it was reported."""
        before = self.file.faults
        nodes = {key.value: value for key, value in node.value if self._is_known(prop, key)}
        if self.file.faults > before:
            return []
        if not _LIMITED.keys().isdisjoint(nodes):
            self._check_qualifiers(node, nodes, [prop])
        value = nodes.pop(prop.value_key, None)
        if value is not None:
            return [(value, nodes)]
        self.file.error(
            "KG106", f"the value of `{prop.key}` is missing", node, help=f"add `{prop.value_key}:`"
        )
        return []

    def _is_known(self, prop: ClaimProperty, key: yaml.ScalarNode) -> bool:
        """Whether the block for a value of a property has a key; a finding if not."""
        if key.value in CLAIM.keys or key.value in prop.block.keys:
            return True
        if key.value in _VALUE_KEYS:
            self.file.error(
                "KG104",
                f"unknown key `{key.value}`",
                key,
                label="not here",
                help=f"write `{prop.value_key}:`",
                fix=Fix(self.file.place(key), prop.value_key),
            )
        else:
            unknown_key(self.file, key, prop.block)
        return False


def _takes(prop: ClaimProperty, key: str) -> bool:
    return prop.takes == "quantity" if key == "unit" else key in prop.qualifiers
