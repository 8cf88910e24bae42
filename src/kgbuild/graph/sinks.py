"""Where triples go as they are made, each with the place in a mapping or the registry that it comes from.

A build collects the triples and forgets most places. To lead a finding back to words, the same code is run again on the
few documents that the finding is about, with a sink that keeps the places.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from kgbuild.core.places import Place
from kgbuild.core.terms import Term, Triple

PlacedTriple: TypeAlias = tuple[Term, Term, Term, Place | None]
"""Subject, predicate, object, and where that is written; ``None``: nowhere but in the key of the node it belongs to."""


class Sink(Protocol):
    """Takes the triples of a graph as they are made."""

    def node(self, node: Term, place: Place | None = None) -> list[PlacedTriple]:
        """A node that has a key of its own in a file, at ``place``; returns the list for what is said of it.

        ``place`` is ``None`` where another graph of the build gives it, or where there is no key.
        """

    def is_new(self, node: Term) -> bool:
        """Whether a node that many lead to, such as a proposition, is still to be described."""

    def shared(self, about: list[PlacedTriple]) -> list[PlacedTriple]:
        """The list for what is said of nodes that documents share, by the claim whose own list is ``about``."""


class Collected:
    """A sink for a graph as it is written: its triples, and the places of the nodes that have a key."""

    def __init__(self) -> None:
        self.places: list[tuple[Term, Place]] = []
        self._triples: list[PlacedTriple] = []
        self._shared: list[PlacedTriple] = []
        self._described: set[Term] = set()

    def node(self, node: Term, place: Place | None = None) -> list[PlacedTriple]:
        """Keep the place of a node."""
        if place is not None:
            self.places.append((node, place))
        return self._triples

    def is_new(self, node: Term) -> bool:
        """Whether a node was not described before."""
        if node in self._described:
            return False
        self._described.add(node)
        return True

    def shared(self, about: list[PlacedTriple]) -> list[PlacedTriple]:
        """Keep them apart: they stand in a graph of their own."""
        return self._shared

    def triples(self) -> list[Triple]:
        """The triples, sorted by subject, predicate, object, each once."""
        return sorted({(s, p, o) for s, p, o, _ in self._triples})

    def shared_triples(self) -> set[Triple]:
        """What is said of nodes that documents share."""
        return {(s, p, o) for s, p, o, _ in self._shared}


@dataclass(slots=True)
class WrittenNode:
    """Where a node is written: the key that makes it, "killed" of the entry `toll`, and what is said of it.

    ``traced`` is false where only the file, the line and the column of the key are known; ``entity`` marks an entry of
    the registry.
    """

    place: Place
    said: list[PlacedTriple] = field(default_factory=list)
    traced: bool = True
    entity: bool = False


class Traced:
    """A sink that keeps where the nodes asked for are written, and what is said of them."""

    def __init__(self, nodes: Collection[Term]) -> None:
        self.written: dict[Term, WrittenNode] = {}
        self._nodes = nodes

    def node(self, node: Term, place: Place | None = None) -> list[PlacedTriple]:
        """Keep the place of a node, if it was asked for."""
        if place is not None and node in self._nodes:
            self.written[node] = WrittenNode(place)
        return self.written[node].said if node in self.written else []

    def shared(self, about: list[PlacedTriple]) -> list[PlacedTriple]:
        """What is said of them stands where the claim does."""
        return about

    def is_new(self, node: Term) -> bool:
        """Always: each of those that lead to a node has its own places for what is said of it."""
        return True
