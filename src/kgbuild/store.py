"""SPARQL over the built graph in an embedded store (pyoxigraph). Sources: SPARQL 1.1 Query Language and Results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgbuild.errors import KgbuildError
from kgbuild.graph.prefixes import prefixes

_FILES: Final = (("graph.nq", ox.RdfFormat.N_QUADS), ("graph.trig", ox.RdfFormat.TRIG))
# What is not the query's own words: IRIs, strings, comments. A SERVICE outside them would open a connection.
_QUOTED: Final = re.compile(
    r"<[^<>\"{}|^`\\\s]*>|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*",
    re.DOTALL,
)
_SERVICE: Final = re.compile(r"\bSERVICE\b", re.IGNORECASE)


class QueryError(KgbuildError):
    """A query cannot be run: its syntax, or something kgbuild refuses."""


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT: variable names, and rows of N-Triples terms (``None`` where unbound)."""

    variables: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


class GraphStore:
    """The built graph, loaded for queries. The default graph is the union of all graphs.

    The union is stored, each triple once: the store's own union of graphs counts a triple as often as it stands in
    graphs, and nodes that documents share stand in several.
    """

    def __init__(self, base: str) -> None:
        self.prefixes = prefixes(base)
        self._store = ox.Store()

    def load(self, data: bytes, format: ox.RdfFormat) -> None:
        """Load quads. Raises :class:`SyntaxError` for what cannot be parsed."""
        self._store.bulk_load(data, format=format)
        self._store.bulk_extend(
            ox.Quad(quad.subject, quad.predicate, quad.object) for quad in ox.parse(data, format=format)
        )

    def query(self, text: str) -> Table | bool | bytes:
        """The answer: a table for SELECT, a truth value for ASK, N-Triples for CONSTRUCT and DESCRIBE.

        Raises :class:`QueryError`; updates and SERVICE are refused before anything runs.
        """
        if _SERVICE.search(_QUOTED.sub(" ", text)):
            raise QueryError("the query calls a remote SERVICE; kgbuild opens no connection for a query")
        try:
            answer = self._store.query(text, prefixes=self.prefixes)
            if isinstance(answer, ox.QueryBoolean):
                return bool(answer)
            if isinstance(answer, ox.QueryTriples):
                return ox.serialize(sorted(answer, key=str), format=ox.RdfFormat.N_TRIPLES) or b""
            return self._table(answer)
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"the query cannot be run: {error}") from error

    @staticmethod
    def _table(answer: ox.QuerySolutions) -> Table:
        variables = tuple(variable.value for variable in answer.variables)
        rows = tuple(
            tuple(None if (term := row[name]) is None else str(term) for name in variables) for row in answer
        )
        return Table(variables, rows)

    def readable(self, term: str) -> str:
        """A term for people: a literal's text, a prefixed name, or the IRI."""
        return readable(term, self.prefixes)


def readable(term: str, names: dict[str, str]) -> str:
    """A term for people: a literal's text, a prefixed name where there is a prefix, or the IRI."""
    if term.startswith('"'):
        literal = next(iter(_parse_object(term)))
        return str(literal)
    iri = term[1:-1]
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    for prefix, namespace in names.items():
        if iri[:cut] == namespace:
            return f"{prefix}:{iri[cut:]}"
    return iri


def _parse_object(term: str) -> Iterator[str]:
    line = f"<x:s> <x:p> {term} ."
    for quad in ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES):
        yield getattr(quad.object, "value", str(quad.object))


def built_file(folder: Path) -> tuple[Path, ox.RdfFormat]:
    """The file that holds the graph built in ``folder``. Raises :class:`KgbuildError` where there is none."""
    for name, format in _FILES:
        if (folder / name).is_file():
            return folder / name, format
    raise KgbuildError(f"no graph in {folder}", "run `kgbuild build` first")


def open_store(base: str, folder: Path) -> GraphStore:
    """The store of the graph built in ``folder``. Raises :class:`KgbuildError` where there is none."""
    path, format = built_file(folder)
    store = GraphStore(base)
    try:
        store.load(path.read_bytes(), format)
    except SyntaxError as error:
        raise KgbuildError(f"{path}: {error}", "run `kgbuild build`") from error
    return store


def rows_of(table: Table, store: GraphStore) -> Sequence[list[str]]:
    """The rows of a table with every term made readable."""
    return [["" if term is None else store.readable(term) for term in row] for row in table.rows]
