"""Reads a YAML block by its keys. What is unknown, missing or of the wrong form is reported at its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import yaml

from kgbuild.core.errors import TermError
from kgbuild.core.similar import suggestion, sure
from kgbuild.core.terms import is_id, literal
from kgbuild.findings.diagnostics import Fix
from kgbuild.mapping.syntax import glued_key, glued_name
from kgbuild.mapping.tree import InputFile
from kgbuild.ontology.forms import Block, BlockForm, ChoiceForm, Key, ListForm, TableForm, WordForm
from kgbuild.ontology.keys import TOP

# Of a block with more keys a message lists none.
_MOST_LISTED: Final = 14
_AFTER_KEY: Final = re.compile(r"\s*:")
_COUNT: Final = re.compile(r"[0-9]{1,9}")
_LONGEST_SHOWN: Final = 40


class FileContext(Protocol):
    """What reading a block needs to know beside it: its file, and the closed lists."""

    @property
    def file(self) -> InputFile:
        """The file that is read."""

    def choices(self, name: str) -> Mapping[str, Any]:
        """The members of a closed list by their words."""


class Fields:
    """The keys and values of one YAML block. Keys that it must not have, or must have and has not, are reported."""

    __slots__ = ("_misspelt", "_owner", "block", "context", "file", "keys", "node", "nodes")

    def __init__(self, context: FileContext, node: yaml.MappingNode, block: Block, owner: str = "") -> None:
        self.context = context
        self.file = context.file
        self.node = node
        self.block = block
        self.keys: dict[str, yaml.ScalarNode] = {}
        self.nodes: dict[str, yaml.Node] = {}
        self._owner = owner
        self._misspelt: set[str | None] = set()
        for key, value in node.value:
            if key.value in block:
                self.keys[key.value] = key
                self.nodes[key.value] = value
            else:
                self._misspelt.add(unknown_key(self.file, key, block))
        for wanted in block.required():
            if wanted.name not in self.nodes:
                self.missing(wanted.name)
        if block.either and not self.nodes.keys() & set(block.either):
            self.missing(*block.either)

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def missing(self, key: str, *others: str) -> None:
        """Report a key that is missing, and the others too that would do; not if an unknown key may be meant for it."""
        if self._misspelt & {key, *others, None}:
            return
        said = self.block[key]
        advice = said.advice.replace("{owner}", self._owner)
        if isinstance(said.form, ChoiceForm) and "{choices}" in advice:
            advice = advice.replace("{choices}", ", ".join(self.context.choices(said.form.choices)))
        self.file.error("KG106", f"`{key}` is missing", self.node, help=advice or None)

    def scalar(self, key: str) -> yaml.ScalarNode | None:
        """The text node of a key, or ``None`` where it is absent or (reported) not a text."""
        node = self.nodes.get(key)
        return None if node is None else as_scalar(self.file, node, key)

    def text(self, key: str) -> str | None:
        """The text of a key, or ``None``."""
        node = self.scalar(key)
        return None if node is None else node.value

    def items(self, key: str) -> list[yaml.Node]:
        """The items of a list, or the single value that is written in place of a list."""
        node = self.nodes.get(key)
        return [] if node is None else items_of(node)

    def number(self, key: str) -> int | None:
        """A whole number from 1 up, or ``None`` where it is absent or (reported) something else."""
        node = self.nodes.get(key)
        return None if node is None else as_count(self.file, node, key)

    def choice(self, key: str) -> Any | None:
        """The member of a closed list that a key names, or ``None``."""
        node = self.nodes.get(key)
        return None if node is None else choice_of(self.context, self.block[key], node)

    def word(self, key: str, complaint: str) -> str | None:
        """The word at a key that takes one of a few words; any other is reported with the complaint, and ``None``."""
        value, form = self.text(key), self.block[key].form
        assert isinstance(form, WordForm)
        if value is None or value in form.words:
            return value
        near = suggestion(value, form.words)
        self.file.error(
            "KG203",
            f"`{value}` {complaint}",
            self.nodes[key],
            notes=[f"one of: {', '.join(form.words)}"],
            help=f"write `{key}: {near}`" if near else None,
        )
        return None

    def inner(self, key: str) -> Fields | None:
        """The block at a key, or ``None`` where it is absent or (reported) something else."""
        node, form = self.nodes.get(key), self.block[key].form
        assert isinstance(form, BlockForm)
        block = as_mapping(self.file, node, key) if node is not None else None
        return None if block is None else Fields(self.context, block, form.block)

    def blocks(self, key: str) -> Iterator[Fields]:
        """The blocks in the list at a key."""
        form = self.block[key].form
        assert isinstance(form, ListForm)
        assert isinstance(form.item, BlockForm)
        for item in self.items(key):
            block = as_mapping(self.file, item, key)
            if block is not None:
                yield Fields(self.context, block, form.item.block)

    def rows(self, key: str) -> Iterator[tuple[yaml.ScalarNode, yaml.MappingNode]]:
        """The ids in the table at a key, each with its block."""
        node = self.nodes.get(key)
        table = as_mapping(self.file, node, key) if node is not None else None
        for name, value in table.value if table is not None else ():
            block = as_mapping(self.file, value, name.value)
            if block is not None and check_id(self.file, name):
                yield name, block


def unknown_key(
    file: InputFile, key: yaml.Node, known: Collection[str], meant: Sequence[str] = ()
) -> str | None:
    """Report an unknown key; returns the key that it may be a misspelling of. ``meant`` are keys that mean the same."""
    glued = glued_key(key.value)
    if glued is not None and glued_name(key.value) in known:
        file.error("KG104", f"unknown key `{key.value}`", key, label=glued[0], help=glued[1])
        return glued_name(key.value)
    if key.value[:1].isdigit() or (key.value and not _has_colon(file, key)):
        file.error(
            "KG104",
            f"unknown key `{key.value}`",
            key,
            label="a comma ends a value inside { }",
            help="put the value before it in quotes, comma and all",
        )
        return None
    near = None if meant else suggestion(key.value, known)
    help_text = " or ".join(f"`{each}:`" for each in meant or (near,) if each)
    listed = not help_text and len(known) <= _MOST_LISTED
    file.error(
        "KG104",
        f"unknown key `{key.value}`",
        key,
        label="not a key here",
        help=f"write {help_text}" if help_text else None,
        notes=(f"the keys here are: {', '.join(sorted(known))}",) if listed else (),
        fix=None if meant else fix_of(file, key, known),
    )
    return near


def _has_colon(file: InputFile, key: yaml.Node) -> bool:
    """Whether a colon is written behind a key: words behind a comma within { } have none."""
    return _AFTER_KEY.match(file.text, key.end_mark.index) is not None


def items_of(node: yaml.Node) -> list[yaml.Node]:
    """The items of a list, or the single value that is written in place of a list."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def as_scalar(file: InputFile, node: yaml.Node, what: str) -> yaml.ScalarNode | None:
    """The node, if it is a text that is not empty; else a finding and ``None``."""
    if isinstance(node, yaml.ScalarNode) and node.value.strip():
        return node
    found = "nothing" if isinstance(node, yaml.ScalarNode) else form_of(node)
    file.error("KG107", f"`{what}` must be a text (got {found})", node)
    return None


def language_tag(file: InputFile, node: yaml.ScalarNode) -> str | None:
    """A language by its tag, in lower case; ``None`` and a finding where RDF does not allow it."""
    return str(node.value).lower() if check_literal(file, node, "", node.value) else None


def as_count(file: InputFile, node: yaml.Node, what: str) -> int | None:
    """The whole number from 1 up that a node holds; else a finding and ``None``."""
    scalar = as_scalar(file, node, what)
    if scalar is None:
        return None
    if _COUNT.fullmatch(scalar.value) and int(scalar.value) > 0:
        return int(scalar.value)
    got = scalar.value if len(scalar.value) <= _LONGEST_SHOWN else f"{scalar.value[:_LONGEST_SHOWN]}…"
    file.error("KG107", f"`{what}` must be a whole number from 1 up (got `{got}`)", node)
    return None


def as_mapping(file: InputFile, node: yaml.Node, what: str) -> yaml.MappingNode | None:
    """The node, if it is a block of keys; else a finding and ``None``."""
    if isinstance(node, yaml.MappingNode):
        return node
    if isinstance(node, yaml.ScalarNode) and (glued := glued_key(node.value)) is not None:
        file.error(
            "KG107",
            f"`{what}` must be a block of keys (got {form_of(node)})",
            node,
            label=glued[0],
            help=glued[1],
        )
        return None
    empty = isinstance(node, yaml.ScalarNode) and not node.value
    table = what in TOP.keys and isinstance(TOP.keys[what].form, TableForm)
    help_text = f"write an entry below `{what}:`, or uncomment one" if empty and table else None
    file.error("KG107", f"`{what}` must be a block of keys (got {form_of(node)})", node, help=help_text)
    return None


def form_of(node: yaml.Node) -> str:
    """What a node is, in the words of a message."""
    if isinstance(node, yaml.MappingNode):
        return "a block of keys"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return f"`{node.value}`" if node.value else "nothing"


def choice_of(context: FileContext, key: Key, node: yaml.Node) -> Any | None:
    """The member of the closed list of a key that a node names; else a finding and ``None``."""
    scalar = as_scalar(context.file, node, key.name)
    assert isinstance(key.form, ChoiceForm)
    return (
        None if scalar is None else choose(context.file, scalar, key.name, context.choices(key.form.choices))
    )


def choose(file: InputFile, node: yaml.ScalarNode, what: str, choices: Mapping[str, Any]) -> Any | None:
    """The member of a closed list that a scalar names; else a finding that lists them, and ``None``."""
    found = choices.get(node.value)
    if found is None:
        near = suggestion(node.value, choices)
        file.error(
            "KG203",
            f"`{what}` cannot be `{node.value}`",
            node,
            notes=[f"one of: {', '.join(choices)}"],
            help=f"write `{what}: {near}`" if near else None,
            fix=fix_of(file, node, choices),
        )
    return found


def fix_of(file: InputFile, node: yaml.Node, candidates: Iterable[str]) -> Fix | None:
    """The correction of a scalar that can only be a misspelling of one candidate."""
    near = sure(node.value, candidates)
    return Fix(file.place(node), near) if near is not None else None


def check_id(file: InputFile, node: yaml.ScalarNode) -> bool:
    """Whether a scalar can be an id or key; a finding if not."""
    if is_id(node.value):
        return True
    file.error(
        "KG110",
        f"`{node.value}` cannot be an id",
        node,
        notes=[
            "an id has letters, digits, - and _, starts with a letter or digit, and holds no dot or space"
        ],
    )
    return False


def check_literal(file: InputFile, node: yaml.Node, text: str, language: str) -> bool:
    """Whether a text in a language can be written as a literal; a finding at the node if not."""
    try:
        literal(text, language=language)
    except TermError as error:
        tag = None if is_language(language) else "write a language tag such as `en` or `pt-BR`"
        file.error("KG213", str(error), node, help=tag)
        return False
    return True


def is_language(tag: str) -> bool:
    """Whether a text is a language tag."""
    try:
        literal("", language=tag)
    except TermError:
        return False
    return True
