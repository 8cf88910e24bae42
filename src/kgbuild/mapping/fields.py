"""Reading a YAML mapping field by field: unknown keys, wrong forms and closed lists are reported where they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

import yaml

from kgbuild.core.errors import TermError
from kgbuild.core.limits import MAX_COUNT
from kgbuild.core.similar import suggestion, sure
from kgbuild.core.terms import is_id, literal
from kgbuild.findings.diagnostics import Fix
from kgbuild.mapping.tree import Source
from kgbuild.ontology.vocabulary import Choice

_COUNT: Final = re.compile(f"[1-9][0-9]{{0,{len(str(MAX_COUNT)) - 1}}}")
_LONGEST_SHOWN: Final = 40
_SECTIONS: Final = ("parts", "claims", "citations")


class Fields:
    """The keys and value nodes of one YAML mapping. Keys outside ``known`` are findings and left out."""

    __slots__ = ("_misspelt", "keys", "node", "nodes", "source")

    def __init__(self, source: Source, node: yaml.MappingNode, known: Collection[str] | None) -> None:
        self.source = source
        self.node = node
        self.keys: dict[str, yaml.ScalarNode] = {}
        self.nodes: dict[str, yaml.Node] = {}
        self._misspelt: set[str | None] = set()
        for key, value in node.value:
            if known is not None and key.value not in known:
                self._misspelt.add(unknown_key(source, key, known))
            else:
                self.keys[key.value] = key
                self.nodes[key.value] = value

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def scalar(self, key: str) -> yaml.ScalarNode | None:
        """The text node of a key, or ``None`` where it is absent or (reported) not a text."""
        node = self.nodes.get(key)
        return None if node is None else as_scalar(self.source, node, key)

    def text(self, key: str) -> str | None:
        """The text of a key, or ``None``."""
        node = self.scalar(key)
        return None if node is None else node.value

    def required(self, key: str, help: str | None = None) -> yaml.Node | None:
        """The node of a key that must be there; no finding where an unknown key may be meant for it."""
        node = self.nodes.get(key)
        if node is None and not self._misspelt & {key, None}:
            self.source.error("KG106", f"`{key}` is missing", self.node, help=help)
        return node

    def items(self, key: str) -> list[yaml.Node]:
        """The items of a list, or the one value that stands in its place."""
        node = self.nodes.get(key)
        if node is None:
            return []
        return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]

    def number(self, key: str) -> int | None:
        """A positive whole number, or ``None`` where it is absent or (reported) something else."""
        node = self.scalar(key)
        return None if node is None else count(self.source, node, key)

    def choice(self, key: str, choices: Mapping[str, Choice]) -> Choice | None:
        """A member of a closed list."""
        node = self.scalar(key)
        return None if node is None else choose(self.source, node, key, choices)


def count(source: Source, node: yaml.ScalarNode, what: str) -> int | None:
    """A whole number from 1 up; ``None`` and a finding where a scalar is something else."""
    if _COUNT.fullmatch(node.value):
        return int(node.value)
    written = node.value if len(node.value) <= _LONGEST_SHOWN else f"{node.value[:_LONGEST_SHOWN]}…"
    source.error("KG107", f"`{what}` must be a whole number from 1 to {MAX_COUNT:,} (got `{written}`)", node)
    return None


def language_tag(source: Source, node: yaml.ScalarNode) -> str | None:
    """A language by its tag, in lower case; ``None`` and a finding where RDF does not allow it."""
    try:
        literal("", language=node.value)
    except TermError as error:
        source.error("KG213", str(error), node, help="write a language tag such as `en` or `pt-BR`")
        return None
    return str(node.value).lower()


def unknown_key(source: Source, key: yaml.Node, known: Collection[str]) -> str | None:
    """Report a key that nothing reads; returns the key it may be a misspelling of."""
    if key.value[:1].isdigit():
        source.error(
            "KG104",
            f"unknown key `{key.value}`",
            key,
            label="a comma ends a value inside { }",
            help="put the value before it in quotes, comma and all",
        )
        return None
    near = suggestion(key.value, known)
    help_text = f"write `{near}:`" if near else None
    notes = () if near or len(known) > 14 else (f"the keys here are: {', '.join(sorted(known))}",)
    source.error(
        "KG104",
        f"unknown key `{key.value}`",
        key,
        label="not a key here",
        help=help_text,
        notes=notes,
        fix=misspelt(source, key, key.value, known),
    )
    return near


def as_scalar(source: Source, node: yaml.Node, what: str) -> yaml.ScalarNode | None:
    """The node, if it is a text that is not empty; else a finding and ``None``."""
    if isinstance(node, yaml.ScalarNode) and node.value.strip():
        return node
    found = "nothing" if isinstance(node, yaml.ScalarNode) else form(node)
    source.error("KG107", f"`{what}` must be a text (got {found})", node)
    return None


def as_mapping(source: Source, node: yaml.Node, what: str) -> yaml.MappingNode | None:
    """The node, if it is a block of keys; else a finding and ``None``."""
    if isinstance(node, yaml.MappingNode):
        return node
    empty = isinstance(node, yaml.ScalarNode) and not node.value
    help_text = f"write an entry below `{what}:`, or uncomment one" if empty and what in _SECTIONS else None
    source.error("KG107", f"`{what}` must be a block of keys (got {form(node)})", node, help=help_text)
    return None


def form(node: yaml.Node) -> str:
    """What a node is, in the words of a message."""
    if isinstance(node, yaml.MappingNode):
        return "a block of keys"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return f"`{node.value}`" if node.value else "nothing"


def choose(source: Source, node: yaml.ScalarNode, what: str, choices: Mapping[str, Any]) -> Any | None:
    """The member of a closed list that a scalar names; else a finding that lists them, and ``None``."""
    found = choices.get(node.value)
    if found is None:
        near = suggestion(node.value, choices)
        source.error(
            "KG203",
            f"`{what}` cannot be `{node.value}`",
            node,
            notes=[f"one of: {', '.join(choices)}"],
            help=f"write `{what}: {near}`" if near else None,
            fix=misspelt(source, node, node.value, choices),
        )
    return found


def misspelt(source: Source, node: yaml.Node, word: str, candidates: Iterable[str]) -> Fix | None:
    """The fix of a scalar that can only be a misspelling of one candidate."""
    near = sure(word, candidates)
    return Fix(source.place(node), near) if near is not None else None


def check_id(source: Source, node: yaml.ScalarNode) -> bool:
    """Whether a scalar can be an id or key; a finding if not."""
    if is_id(node.value):
        return True
    source.error(
        "KG110",
        f"`{node.value}` cannot be an id",
        node,
        notes=[
            "an id has letters, digits, - and _, starts with a letter or digit, and holds no dot or space"
        ],
    )
    return False
