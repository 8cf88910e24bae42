"""What ``load`` needs of a store, and how a store says that it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kgbuild.core.errors import KgbuildError
from kgbuild.store.load.graph_file import GraphFile, GraphSection


class RemoteError(KgbuildError):
    """A store could not be reached, refused something, or did not do what it said."""


class Target(Protocol):
    """A store that the graph is loaded into. Everything asked of it may be asked again without harm.

    All methods raise :class:`RemoteError`.
    """

    @property
    def name(self) -> str:
        """The store, as messages name it."""

    @property
    def replaces_whole(self) -> bool:
        """Whether putting a graph is one transaction: the graph is the old one or the new one, whatever breaks."""

    def rows(self, query: str) -> list[dict[str, str]]:
        """The rows of a SELECT: the text of each bound variable, by name."""

    def update(self, text: str) -> None:
        """Carry out a SPARQL Update."""

    def put(self, graph: str, built: GraphFile, section: GraphSection) -> None:
        """Make the triples of a section the content of a graph of the store."""

    def put_lines(self, graph: str, lines: Sequence[str]) -> None:
        """Make lines of N-Triples the content of a graph of the store."""
