"""The claim keys that hold for a value: those beside it, then those of its entry, then those of its block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import yaml

from kgbuild.core.places import Place
from kgbuild.mapping.fields import as_count, as_scalar, choice_of
from kgbuild.mapping.model import QuoteSpec, Ref
from kgbuild.mapping.names import Names
from kgbuild.mapping.voices import part_name
from kgbuild.ontology.forms import BlockForm, ChoiceForm, TextForm
from kgbuild.ontology.keys import CLAIM, QUOTE, VALUES

Nodes: TypeAlias = Mapping[str, yaml.Node]

_BARE: Final = frozenset(("about", "quote"))
_PLAIN: Final = _BARE.union(("part",), QUOTE.keys, *(value.keys for value in VALUES.values()))
# References, sources and voices keep their places themselves.
_PLACED: Final = tuple(
    key.name
    for key in CLAIM.keys.values()
    if key.name not in _PLAIN and isinstance(key.form, TextForm | ChoiceForm | BlockForm)
)


class Scope:
    """The claim keys that hold for a value. Where a key is written more than once, the nearest one holds."""

    __slots__ = ("_layers", "_nodes", "names")

    def __init__(self, names: Names, own: Nodes, entry: Nodes, block: Nodes) -> None:
        self.names = names
        self._layers = (own, entry, block)
        self._nodes = {**block, **entry, **own}

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing but the quote and what the claim is about, as for most claims."""
        return self._nodes.keys() <= _PLAIN

    def node(self, key: str) -> yaml.Node | None:
        """The nearest node for a key."""
        return self._nodes.get(key)

    def text(self, key: str) -> str | None:
        """The text at a key, or ``None``."""
        node = self._nodes.get(key)
        scalar = as_scalar(self.names.file, node, key) if node is not None else None
        return None if scalar is None else str(scalar.value)

    def choice(self, key: str) -> Any | None:
        """The member of a closed list that a key names, or ``None``."""
        node = self._nodes.get(key)
        return None if node is None else choice_of(self.names, CLAIM.keys[key], node)

    def named(self, key: str) -> Ref | None:
        """What the name at a key means, or ``None``."""
        node = self._nodes.get(key)
        return None if node is None else self.names.resolve(node, key, CLAIM.keys[key].kinds)

    def places(self) -> dict[str, Place]:
        """The places of all values that do not keep their places themselves."""
        return {key: self.names.place(self._nodes[key]) for key in _PLACED if key in self._nodes}

    def quote(self, name: yaml.ScalarNode) -> QuoteSpec | None:
        """The quote of the property with this name; a finding where there is none."""
        node, file = self._nodes.get("quote"), self.names.file
        if node is None:
            file.error(
                "KG310", f"`{name.value}` has no quote", name, help="add `quote:` with words of the text"
            )
            return None
        words = as_scalar(file, node, "quote")
        if words is None:
            return None
        if self._nodes.keys() <= _BARE:
            return QuoteSpec(words.value, place=file.place(words))
        context_node, part_node = self._nodes.get("context"), self._nodes.get("part")
        nth_node = self._beside_quote("occurrence")
        context = as_scalar(file, context_node, "context") if context_node is not None else None
        nth = as_count(file, nth_node, "occurrence") if nth_node is not None else None
        part = self._part(part_node) if part_node is not None else None
        for written, understood in ((context_node, context), (nth_node, nth), (part_node, part)):
            if written is not None and understood is None:
                return None
        return QuoteSpec(
            words.value,
            context.value if context is not None else None,
            nth,
            part,
            file.place(words),
            file.place(context) if context is not None else None,
            file.place(nth_node) if nth_node is not None else None,
        )

    def _beside_quote(self, key: str) -> yaml.Node | None:
        """The node for a key that is written beside the quote, or nearer: an occurrence belongs to its own quote."""
        if key not in self._nodes:
            return None
        for layer in self._layers:
            if key in layer:
                return layer[key]
            if "quote" in layer:
                return None
        return None

    def _part(self, node: yaml.Node) -> str | None:
        scalar = as_scalar(self.names.file, node, "part")
        return None if scalar is None else part_name(self.names, scalar)
