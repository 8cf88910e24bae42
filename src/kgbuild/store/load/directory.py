"""A directory store of Oxigraph as a target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgbuild.store.load.graph_file import GraphFile, GraphSection
from kgbuild.store.load.target import RemoteError

_PART: Final = 4 << 20
"""Bytes of one transaction, which the store holds in memory."""


class DirectoryTarget:
    """An Oxigraph store in a folder, which is made where it is absent."""

    replaces_whole = False

    def __init__(self, folder: Path) -> None:
        """Raises :class:`RemoteError` for a folder that holds something else, or that another process has open."""
        self.name = str(folder)
        if folder.exists() and (
            not folder.is_dir() or (any(folder.iterdir()) and not (folder / "CURRENT").is_file())
        ):
            raise RemoteError(
                f"{folder} is not an Oxigraph store", "name a new folder, or one that Oxigraph made"
            )
        try:
            self._store = ox.Store(str(folder))
        except OSError as error:
            raise RemoteError(
                f"{folder} cannot be opened as an Oxigraph store: {error}",
                "end the program that has it open; a running server is loaded by its address",
            ) from None

    def rows(self, query: str) -> list[dict[str, str]]:
        """The rows of a SELECT: the text of each bound variable, by name."""
        answer = self._store.query(query)
        assert isinstance(answer, ox.QuerySolutions)
        names = [variable.value for variable in answer.variables]
        return [
            {name: str(getattr(term, "value", term)) for name in names if (term := row[name]) is not None}
            for row in answer
        ]

    def update(self, text: str) -> None:
        """Carry out a SPARQL Update, in one transaction."""
        self._store.update(text)

    def put(self, graph: str, built: GraphFile, section: GraphSection) -> None:
        """Make the triples of a section the content of a graph."""
        self._fill(graph, built.parts(section, _PART))

    def put_lines(self, graph: str, lines: Sequence[str]) -> None:
        """Make lines of N-Triples the content of a graph."""
        self._fill(graph, ["".join(lines).encode()])

    def _fill(self, graph: str, parts: Iterable[bytes]) -> None:
        self._store.update(f"DROP SILENT GRAPH <{graph}>")
        for part in parts:
            self._store.load(part, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph))
