"""Where triples go as they are made, each with the place in a mapping or the registry that it comes from.

A build collects the triples and forgets the places of most. To lead a finding back to words, the same code is run again
on the few documents that the finding is about, with a sink that keeps the places.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from kgbuild.core.places import Place
from kgbuild.core.terms import Term, Triple


class Sink(Protocol):
    """Takes the triples of a graph as they are made."""

    def node(self, node: Term, place: Place | None = None) -> Sink:
        """A node that has a key of its own in a file, at ``place``. Returns the sink for what is said of it.

        ``place`` is ``None`` where another graph of the build gives it.
        """

    def add(self, place: Place | None, *triples: Triple) -> None:
        """Take triples that are written at ``place``; ``None``: nowhere but in the key of the node as such."""

    def is_new(self, node: Term) -> bool:
        """Whether a node that many lead to, such as a proposition, is still to be described."""


class Collected:
    """A sink for a graph as it is written: its triples, and the places of the nodes that have a key."""

    def __init__(self) -> None:
        self.places: list[tuple[Term, Place]] = []
        self._triples: list[Triple] = []
        self._described: set[Term] = set()

    def node(self, node: Term, place: Place | None = None) -> Collected:
        """Keep the place of a node."""
        if place is not None:
            self.places.append((node, place))
        return self

    def add(self, place: Place | None, *triples: Triple) -> None:
        """Keep triples."""
        self._triples += triples

    def is_new(self, node: Term) -> bool:
        """Whether a node was not described before."""
        if node in self._described:
            return False
        self._described.add(node)
        return True

    def triples(self) -> list[Triple]:
        """The triples, sorted by subject, predicate, object, each once."""
        return sorted(set(self._triples))


class Spot(NamedTuple):
    """One thing that the graph says, and the words that say it in a file."""

    triple: Triple
    place: Place


@dataclass(slots=True)
class WrittenNode:
    """Where a node is written: the key that makes it, "killed" of the entry `toll`, and the spots of what is said.

    ``traced`` is false where only the file, the line and the column of the key are known; ``entity`` marks an entry of
    the registry.
    """

    place: Place
    spots: list[Spot] = field(default_factory=list)
    traced: bool = True
    entity: bool = False


class Traced:
    """A sink that keeps where the nodes asked for are written, and what is said of them."""

    def __init__(self, nodes: Collection[Term]) -> None:
        self.written: dict[Term, WrittenNode] = {}
        self._nodes = nodes

    def node(self, node: Term, place: Place | None = None) -> Sink:
        """Keep the place of a node, if it was asked for."""
        if place is not None and node in self._nodes:
            self.written[node] = WrittenNode(place)
        return _About(self, self.written.get(node))

    def add(self, place: Place | None, *triples: Triple) -> None:
        """Triples of no node with a key."""

    def is_new(self, node: Term) -> bool:
        """Always: each of those that lead to a node has its own places for what is said of it."""
        return True


@dataclass(frozen=True, slots=True)
class _About:
    """The sink for what is said of one node, or of one that was not asked for."""

    whole: Traced
    written: WrittenNode | None

    def node(self, node: Term, place: Place | None = None) -> Sink:
        return self.whole.node(node, place)

    def add(self, place: Place | None, *triples: Triple) -> None:
        if self.written is not None and place is not None:
            self.written.spots += [Spot(triple, place) for triple in triples]

    def is_new(self, node: Term) -> bool:
        return True
