"""What a key and a block of the mapping language are, as data. :mod:`kgbuild.ontology.keys` says which there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TextForm:
    """A text; ``meaning`` says of what kind, ``pattern`` which texts it allows (all, if empty)."""

    meaning: str = "text"
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class CountForm:
    """A whole number from 1 up."""


@dataclass(frozen=True, slots=True)
class WordForm:
    """One of a few words that the language itself fixes."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChoiceForm:
    """A member of a closed list of the ontology: the list ``stances``."""

    choices: str


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name that stands for something of these kinds (none: of any kind).

    ``block`` is what may be written in place of the bare name, to say how sure the identification is.
    """

    kinds: frozenset[str] = frozenset()
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class LanguagesForm:
    """A text in each of some languages: ``{en: Baku, az: Bakı}``; or, if ``bare``, a text without a language."""

    bare: bool = False


@dataclass(frozen=True, slots=True)
class BlockForm:
    """A block of keys, or its short form where it has one."""

    block: Block


@dataclass(frozen=True, slots=True)
class ListForm:
    """A list; where it would have one item, the item alone may be written."""

    item: Form


@dataclass(frozen=True, slots=True)
class TableForm:
    """Blocks under ids that the mapper chooses, each of one of these kinds of block."""

    rows: tuple[Block, ...]


Form: TypeAlias = (
    TextForm | CountForm | WordForm | ChoiceForm | NameForm | LanguagesForm | BlockForm | ListForm | TableForm
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a block: its name, the form of its value, and what it means.

    ``advice`` says what to do where it is missing; ``{choices}`` in it stands for the members of its closed list,
    ``{owner}`` for the id above the block. ``qualifier`` is the IRI of the qualifier that it writes.
    """

    name: str
    form: Form
    meaning: str
    required: bool = False
    advice: str = ""
    qualifier: str = ""

    @property
    def kinds(self) -> frozenset[str] | None:
        """The kinds of what the key names; ``None`` where it may name anything."""
        form = self.form.item if isinstance(self.form, ListForm) else self.form
        return (form.kinds if isinstance(form, NameForm) else None) or None


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the mapping language, with its keys by their names.

    ``short`` is what may be written in its place. ``beside`` is a block whose keys it takes too. ``properties`` says
    that the claim properties of the ontology are keys of it, ``rows`` that every other key is an id with such a block
    below it. Of the keys in ``either`` there must be one, and a key in ``alone`` is the only one.
    """

    name: str
    meaning: str
    keys: dict[str, Key]
    short: Form | None = None
    beside: Block | None = None
    properties: bool = False
    rows: Block | None = None
    either: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()

    def __contains__(self, name: object) -> bool:
        return name in self.keys or (self.beside is not None and name in self.beside)

    def __iter__(self) -> Iterator[str]:
        yield from self.keys
        if self.beside is not None:
            yield from self.beside

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, name: str) -> Key:
        key = self.keys.get(name)
        if key is not None:
            return key
        if self.beside is None:
            raise KeyError(name)
        return self.beside[name]

    def required(self) -> Iterator[Key]:
        """The keys that must be there."""
        return (key for key in self.keys.values() if key.required)


def by_name(*keys: Key) -> dict[str, Key]:
    """Keys under their names, in the order given."""
    return {key.name: key for key in keys}
