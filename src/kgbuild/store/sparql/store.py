"""The built graph in an embedded store (pyoxigraph). Source: SPARQL 1.1 Query Language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import pyoxigraph as ox

from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import read_file
from kgbuild.core.records import record
from kgbuild.core.similar import suggestion
from kgbuild.core.terms import Term, literal_text, parse_term, split_iri
from kgbuild.graph.prefixes import prefixes
from kgbuild.store.records import format_of, graph_file
from kgbuild.store.sparql.content import Content, Loaded
from kgbuild.store.sparql.order import totally_ordered
from kgbuild.store.sparql.tokens import UPDATES, outline_of, spelled_out, unknown_prefixes


class QueryError(KgbuildError):
    """A query cannot be run: its syntax, or something kgbuild refuses."""


@record
class Table:
    """The answer to a SELECT: variable names, and rows of N-Triples terms (``None`` where unbound)."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@record
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE: canonical N-Triples lines, sorted, each once."""

    lines: tuple[str, ...]


T = TypeVar("T")
Answer: TypeAlias = Table | Triples | bool
Found: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class GraphStore:
    """The built graph, ready for queries. The default graph is the union of all graphs, each triple once."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self.base = content.base
        """Where the IRIs of the graph's project begin."""
        self.prefixes = prefixes(self.base)
        """The prefixes that a query need not declare."""

    @cached_property
    def graphs(self) -> frozenset[str]:
        """The IRIs of the named graphs, for GRAPH and FROM."""
        self._content.load_graphs()
        with self._content.reading():
            return frozenset(graph.value for graph in self._content.store.named_graphs())

    def open(self) -> None:
        """Open what the store is read from, where it is on disk."""
        _ = self._content.store

    def query(self, text: str) -> Answer:
        """The answer to a query: a table for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

        Raises :class:`QueryError`; updates, SERVICE, and FROM of a graph that is not here are refused before anything
        runs.
        """
        return self.read(text, answer_of)

    def read(
        self,
        text: str,
        reader: Callable[[Found], T],
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> T:
        """What ``reader`` makes of the answer to a query. The graphs, where given, are the only ones that it sees.

        Raises :class:`QueryError`.
        """
        self._refuse(text)
        text = spelled_out(text, self.prefixes)
        seen: dict[str, Any] = {}
        try:
            if default_graphs or named_graphs:
                seen = {
                    "default_graph": [ox.NamedNode(name) for name in default_graphs],
                    "named_graphs": [ox.NamedNode(name) for name in named_graphs],
                }
            store = self._content.store
            with self._content.guarded(), self._content.reading():
                return reader(self._sorted(store, text, seen))
        except SyntaxError as error:
            raise _unread(text, error, self.prefixes) from error
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the query cannot be run: {error}") from error

    def prepare(self, text: str, *, all_graphs: bool = False) -> None:
        """Load what a query needs, and run nothing of it."""
        if all_graphs or outline_of(text, self.prefixes).names_graphs:
            self._content.load_graphs()

    def _sorted(self, store: ox.Store, text: str, seen: Mapping[str, Any]) -> Found:
        """What the store answers, in an order that it can make; a fault of syntax is that of the query as written."""
        ordered = totally_ordered(text)
        if ordered != text:
            try:
                return store.query(ordered, prefixes=self.prefixes, **seen)
            except SyntaxError:
                pass
        return store.query(text, prefixes=self.prefixes, **seen)

    def _refuse(self, text: str) -> None:
        words = outline_of(text, self.prefixes)
        if words.form in UPDATES:
            raise QueryError(
                f"{words.form} would change the graph; a query only reads",
                "change a mapping and run `kgbuild build`",
            )
        if words.service:
            raise QueryError("the query calls a remote SERVICE; kgbuild opens no connection for a query")
        if words.names_graphs:
            for graph in sorted(set(words.graphs) - self.graphs):
                near = suggestion(graph, self.graphs)
                raise QueryError(
                    f"FROM names the graph <{graph}>, which is not in the built graph; kgbuild fetches nothing",
                    f"did you mean {self.readable(f'<{near}>')}?" if near else None,
                )

    def holds(self, term: Term) -> bool:
        """Whether a term is in the graph, as subject, predicate or object."""
        node = parse_term(term)
        if any(True for _ in self._quads(None, None, node)):
            return True
        if not isinstance(node, ox.NamedNode):
            return False
        return any(True for _ in self._quads(node, None, None)) or any(
            True for _ in self._quads(None, node, None)
        )

    def values(self, subject: Term, predicate: Term) -> list[Term]:
        """The values of a node's property, sorted."""
        node, name = parse_term(subject), parse_term(predicate)
        if not isinstance(node, ox.NamedNode) or not isinstance(name, ox.NamedNode):
            return []
        return sorted(str(quad.object) for quad in self._quads(node, name, None))

    def _quads(self, subject: Any, predicate: Any, object: Any) -> Iterator[ox.Quad]:
        with self._content.reading():
            yield from self._content.store.quads_for_pattern(subject, predicate, object, ox.DefaultGraph())

    def nodes(self, kind: str) -> list[str]:
        """The names of all nodes of a kind (``event``, ``claim``) that are described in the graph, sorted."""
        start = f"{self.base}{kind}/"
        query = f'SELECT DISTINCT ?node WHERE {{ ?node a ?type FILTER(STRSTARTS(STR(?node), "{start}")) }}'
        answer = self.query(query)
        assert isinstance(answer, Table)
        return sorted(str(row[0])[1 + len(start) : -1] for row in answer.rows)

    def terms(self) -> list[Term]:
        """The terms of vocabularies in the graph: its predicates, classes and members of closed lists, sorted."""
        answer = self.query(
            "SELECT DISTINCT ?term WHERE { { ?s ?term ?o } UNION { ?s ?p ?term FILTER(ISIRI(?term)) } }"
        )
        assert isinstance(answer, Table)
        return sorted(term for row in answer.rows if not (term := str(row[0])).startswith(f"<{self.base}"))

    def readable(self, term: Term) -> str:
        """A term for people: a literal's text, a prefixed name, or the IRI."""
        return readable(term, self.prefixes)


def answer_of(found: Found) -> Answer:
    """An answer of the store as values."""
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return _triples(found)
    names = [variable.value for variable in found.variables]
    rows = (tuple(None if (term := row[name]) is None else str(term) for name in names) for row in found)
    return Table(tuple(names), tuple(rows))


_AT: Final = re.compile(r"error at (\d+):(\d+)")


def _unread(text: str, error: SyntaxError, prefixes: Mapping[str, str]) -> QueryError:
    """The error for a query that cannot be parsed, with its line. What the parser expected is too long to be of use."""
    unknown = unknown_prefixes(text, prefixes)
    if unknown:
        near = suggestion(unknown[0], prefixes)
        return QueryError(
            f"the query uses the prefix `{unknown[0]}:`, which is neither predefined nor declared",
            f"did you mean `{near}:`?" if near else f"declare it: PREFIX {unknown[0]}: <…>",
        )
    found, lines = _AT.match(str(error)), text.split("\n")
    if found is None or int(found[1]) > len(lines):
        return QueryError(f"the query is not SPARQL: {error}")
    line, column = int(found[1]), int(found[2])
    start = max(0, column - 60)
    shown = f"  {lines[line - 1][start : start + 100]}\n  {' ' * (column - 1 - start)}^"
    return QueryError(f"the query is not SPARQL: cannot go on at line {line}, character {column}\n{shown}")


def _triples(answer: Iterable[ox.Triple]) -> Triples:
    """The triples of an answer in their order; blank nodes get names that do not change from run to run (RDFC-1.0)."""
    quads = [ox.Quad(each.subject, each.predicate, each.object) for each in answer]
    if any(isinstance(node, ox.BlankNode) for quad in quads for node in (quad.subject, quad.object)):
        graph = ox.Dataset(quads)
        graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        quads = list(graph)
    return Triples(tuple(sorted({f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads})))


def readable(term: Term, names: Mapping[str, str]) -> str:
    """A term for people: a literal's text, a prefixed name where there is a prefix, or the IRI."""
    if term.startswith('"'):
        return literal_text(term)
    if not term.startswith("<") or term.startswith("<<"):
        return term
    namespace, local = split_iri(term[1:-1])
    prefix = next((name for name, each in names.items() if each == namespace), None)
    return term[1:-1] if prefix is None else f"{prefix}:{local}"


def open_store(path: Path) -> GraphStore:
    """The store of a graph: an RDF file, or the folder that it was built into.

    Raises :class:`KgbuildError` where there is none, or it cannot be parsed.
    """
    file = file_at(path)
    format = format_of(file)
    try:
        return GraphStore(Loaded(read_file(file), format))
    except (SyntaxError, KgbuildError) as error:
        raise KgbuildError(f"{file}: {error}", "run `kgbuild build`") from error


def file_at(path: Path) -> Path:
    """The file of a graph: this one, or the one built into this folder. Raises :class:`KgbuildError`."""
    return path if path.is_file() else graph_file(path)


def readable_rows(table: Table, prefixes: Mapping[str, str]) -> list[list[str]]:
    """The rows of a table with every term made readable."""
    return [["" if term is None else readable(term, prefixes) for term in row] for row in table.rows]
