"""The names of a registry by their words: which entities a text names in full.

A name stands in a text by whole tokens, its first letter perhaps a capital; of several at one place the longest holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kgbuild.text.folding import fold
from kgbuild.text.tokens import is_edge, word_tokens


@lru_cache(maxsize=65_536)
def spellings(name: str) -> tuple[str, ...]:
    """How a text may write a name, folded: as it is, and with a capital as at the start of a sentence."""
    folded = fold(name)
    return tuple(dict.fromkeys((folded, folded[:1].upper() + folded[1:])))


class NamedEntities(NamedTuple):
    """A name in a text, from ``start`` to ``end``, and the ids of the entities that have it."""

    start: int
    end: int
    ids: tuple[str, ...]


class _Node:
    """What may follow after some words: more words; or the end of names, each whole and the place of its first word."""

    __slots__ = ("ends", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.ends: dict[tuple[str, int], list[str]] = {}


class Spellings:
    """Names, each given with the id of an entity. A look-up takes as long as the text, however many names there are."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._root = _Node()
        for name, entity_id in names:
            for spelling in spellings(name):
                self._add(spelling, entity_id)

    def _add(self, spelling: str, entity_id: str) -> None:
        tokens = list(word_tokens(spelling))
        node = self._root
        for token in tokens:
            node = node.following.setdefault(token.group(), _Node())
        if tokens:
            ids = node.ends.setdefault((spelling, tokens[0].start()), [])
            if entity_id not in ids:
                ids.append(entity_id)

    def found_in(self, folded: str) -> Iterator[NamedEntities]:
        """The names that stand in a folded text, in its order, none over another."""
        tokens = list(word_tokens(folded))
        position, first = 0, self._root.following
        for index, token in enumerate(tokens):
            if (
                token.group() in first
                and token.start() >= position
                and (found := self._longest(folded, tokens, index)) is not None
            ):
                yield found
                position = found.end

    def _longest(self, folded: str, tokens: Sequence[re.Match[str]], index: int) -> NamedEntities | None:
        """The longest name whose first word is a token."""
        node, found = self._root, None
        for at in range(index, len(tokens)):
            following = node.following.get(tokens[at].group())
            if following is None:
                break
            node = following
            for (spelling, lead), ids in node.ends.items():
                start = tokens[index].start() - lead
                end = start + len(spelling)
                if (
                    start >= 0
                    and folded.startswith(spelling, start)
                    and is_edge(folded, start)
                    and is_edge(folded, end)
                ):
                    found = NamedEntities(start, end, tuple(ids))
        return found
