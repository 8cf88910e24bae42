"""The built graph opened in Python: queries, tables of claims, and views for rdflib and networkx."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, Final

from kgbuild.analysis.explorer.explore import explorer_with
from kgbuild.analysis.explorer.page import one_page
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.study import Study
from kgbuild.analysis.views import ProvenanceGraph, provenance_graph
from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import write_atomic
from kgbuild.core.pages import Page
from kgbuild.core.project import Project, ontology_folder
from kgbuild.core.similar import did_you_mean
from kgbuild.core.terms import XSD, Term, literal_datatype, literal_text
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.store.dataframes import dataframe_of
from kgbuild.store.records import BuiltClaim, BuiltGraph, graph_file, read_quads
from kgbuild.store.sparql.ask import Reply
from kgbuild.store.sparql.library import QueryLibrary, with_values
from kgbuild.store.sparql.parameters import check_types, term_for
from kgbuild.store.sparql.process import QueryProcess
from kgbuild.store.sparql.store import QueryError, Table, Triples, readable
from kgbuild.store.tables import Cell, Kind, Sheet, citation_rows, claim_rows, document_rows, entity_rows

_WHOLE: Final = f"{XSD}integer"
_NUMBERS: Final = {_WHOLE, f"{XSD}decimal"}
_NAME: Final = re.compile(r"[\w-]+")
"""The form of the name of a query, as opposed to SPARQL."""
_UNNAMED: Final = "<urn:x-rdflib:default>"
"""The name that rdflib gives to the graph without one: Turtle has no other."""
_SHOWN: Final = 50
"""How many rows a notebook shows."""


class Rows(Sequence[Mapping[str, Cell]]):
    """The answer to a SELECT: each row maps variables to values. Notebooks show it as a table.

    IRIs are prefixed names, numbers and truth values are Python's; ``table`` has the terms as N-Triples text, ``notes``
    says why there is no row.
    """

    def __init__(self, table: Table, reply: Reply) -> None:
        self.table = table
        self.variables = table.variables
        self.notes = [text if help is None else f"{text}; {help}" for text, help in reply.notes]
        self._prefixes = reply.prefixes

    def __len__(self) -> int:
        return len(self.table.rows)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self._row(row) for row in self.table.rows[at]]
        return self._row(self.table.rows[at])

    def __iter__(self) -> Iterator[Mapping[str, Cell]]:
        return map(self._row, self.table.rows)

    def _row(self, row: Sequence[Term | None]) -> dict[str, Cell]:
        return {name: self._value(term) for name, term in zip(self.variables, row, strict=True)}

    def _value(self, term: Term | None) -> Cell:
        if term is None or not term.startswith('"'):
            return None if term is None else readable(term, self._prefixes)
        text, datatype = literal_text(term), literal_datatype(term)
        if datatype in _NUMBERS:
            return int(text) if datatype == _WHOLE else Decimal(text)
        return text == "true" if datatype == f"{XSD}boolean" else text

    def dataframe(self) -> Any:
        """The rows as a ``pandas.DataFrame``. Raises :class:`KgbuildError` where pandas is not installed."""
        rows = [tuple(row.values()) for row in self]
        columns = list(zip(*rows, strict=True)) or [()] * len(self.variables)
        return dataframe_of(Sheet(self.variables, tuple(map(_kind, columns)), rows))

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {', '.join(self.variables)}>"

    def _repr_html_(self) -> str:
        page = Page()
        shown = [["" if cell is None else str(cell) for cell in row.values()] for row in self[:_SHOWN]]
        page.grid(self.variables, shown)
        if len(self) > _SHOWN:
            page.line(f"{len(self) - _SHOWN:,} more rows")
        for note in self.notes:
            page.line(note)
        return page._repr_html_()


def _kind(cells: Sequence[Cell]) -> Kind:
    """What a column of values holds, if all of it is of one kind; else texts."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "integer"
    return "number" if kinds and kinds <= {int, Decimal} else "text"


class ShownClaim:
    """One claim: ``record`` has all of it, ``cells`` what a row of the table of claims has. Notebooks show it."""

    def __init__(self, record: BuiltClaim, sheet: Sheet) -> None:
        self.record = record
        self.cells: Mapping[str, Cell] = dict(zip(sheet.header, sheet.rows[0], strict=True))

    def __repr__(self) -> str:
        return f"<claim {self.record.id}: “{self.record.evidence.quote}” ({self.record.mapped_at})>"

    def _repr_html_(self) -> str:
        page = Page()
        page.heading(self.record.id, 4)
        page.grid(("", ""), [(name, str(cell)) for name, cell in self.cells.items() if cell is not None])
        return page._repr_html_()


class OpenGraph:
    """A built graph, opened by :func:`kgbuild.open`. It is read when it is first needed."""

    def __init__(self, path: Path, project: Project | None) -> None:
        self.file = graph_file(path) if path.is_dir() else path
        self.project = project

    def __repr__(self) -> str:
        return f"<the graph of {self.file}>"

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The ontology of the project; without a project, the modules that kgbuild ships."""
        shipped = [ontology_folder() / name for name in ("kgbuild.ttl", "events.ttl")]
        return load_vocabulary(self.project.ontology if self.project is not None else shipped)

    @cached_property
    def store(self) -> QueryProcess:
        """The process that answers queries. It reads the graph when it is first asked, and ends with this one.

        The graph of a project is kept in its folder ``.kgbuild/``, so that it opens at once the next time.
        """
        return QueryProcess(self.file, self.project.root if self.project is not None else None)

    @cached_property
    def records(self) -> BuiltGraph:
        """The graph as records of claims, documents, citations and comparisons."""
        return BuiltGraph(read_quads(self.file), self.vocabulary)

    def query(
        self, query: str, *, evidence: bool = False, timeout: float | None = None, **values: object
    ) -> Rows | Triples | bool:
        """The answer to a query: SPARQL, or the name of a query with values for its parameters (one, or a list).

        ``evidence`` adds the evidence of the claims in each row; ``timeout`` stops the query after that many seconds.
        Raises :class:`QueryError`, and :class:`KgbuildError` for a name or value that is not known.
        """
        text = self._text(query, values)
        reply = self.store.ask(text, evidence=evidence, timeout=timeout)
        return Rows(reply.answer, reply) if isinstance(reply.answer, Table) else reply.answer

    def _text(self, query: str, values: Mapping[str, object]) -> str:
        if not _NAME.fullmatch(query):
            if values:
                raise QueryError("only a named query has parameters", "write the values into the query")
            return query
        named = QueryLibrary(self.project).query(query)
        check_types(named, self.vocabulary)
        parameters = {each.name: each for each in named.parameters}
        terms: dict[str, list[Term]] = {}
        for name, value in values.items():
            if name not in parameters:
                raise QueryError(
                    f"the query {query} has no parameter `{name}`",
                    f"its parameters: {', '.join(parameters) or 'none'}",
                )
            words = value if isinstance(value, (list, tuple, set)) else [value]
            terms[name] = [
                term_for(parameters[name], str(each), self.store, self.vocabulary) for each in words
            ]
        return with_values(named, terms)

    def claims(self) -> Any:
        """The claims as a ``pandas.DataFrame``, a row each; the columns are those of ``kgbuild export csv``."""
        return dataframe_of(claim_rows(self.records))

    def documents(self) -> Any:
        """The documents and their parts as a ``pandas.DataFrame``."""
        return dataframe_of(document_rows(self.records))

    def entities(self) -> Any:
        """The entities of the registry as a ``pandas.DataFrame``."""
        return dataframe_of(entity_rows(self.records))

    def citations(self) -> Any:
        """The citations as a ``pandas.DataFrame``."""
        return dataframe_of(citation_rows(self.records))

    def claim(self, id: str) -> ShownClaim:
        """The claim of an id. Raises :class:`KgbuildError` where there is none, with a suggestion if one is near."""
        found = self.records.claims.get(f"<{self.records.base}claim/{id}>")
        if found is None:
            known = (claim.id for claim in self.records.claims.values())
            raise KgbuildError(f"the graph has no claim `{id}`", did_you_mean(id, known))
        return ShownClaim(found, claim_rows(self.records, [found]))

    def dataset(self) -> object:
        """The graph as an :class:`rdflib.Dataset`, one named graph for each graph; its default graph is their union."""
        from kgbuild.graph.write.dataset import (
            to_dataset,  # rdflib takes longer to import than most queries to run
        )

        graphs: dict[Term, list[tuple[Term, Term, Term]]] = {}
        for graph, s, p, o in read_quads(self.file):
            graphs.setdefault(graph if graph.startswith("<") else _UNNAMED, []).append((s, p, o))
        return to_dataset(graphs)

    def study(self) -> Study:
        """The project opened for analysis, from its mappings: what :mod:`kgbuild.analysis` works on."""
        if self.project is None:
            raise KgbuildError(
                "a file of RDF has no mappings to study", "open the folder of the project: kgbuild.open('…')"
            )
        return open_study(self.project)

    def explore(self, path: str | PathLike[str], *, with_text: bool = False) -> None:
        """Write the explorer: one HTML page in which people look at the graph, offline.

        ``with_text`` takes in the texts of the project's documents at hand. A file of RDF has no mappings: its page
        shows neither drift nor what is not mapped.
        """
        data = explorer_with(self.records, self.project, with_text=with_text)
        write_atomic(Path(path), one_page(data).encode())

    def provenance(self) -> ProvenanceGraph:
        """Documents, parts, works, claims and voices as a graph of :mod:`networkx`, from the mappings."""
        return provenance_graph(self.study())
