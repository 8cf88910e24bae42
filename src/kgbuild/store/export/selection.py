"""What of a built graph is exported: all of it, or some documents, or the claims by some properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from kgbuild.core.errors import KgbuildError
from kgbuild.core.similar import did_you_mean
from kgbuild.core.terms import Term
from kgbuild.store.records import BuiltCitation, BuiltClaim, BuiltDocument, BuiltGraph


class Selection:
    """The claims, documents and citations to export, each in the order of the graph.

    ``documents`` are ids, ``properties`` keys of mappings; without any, all are taken. Properties limit claims only.
    Raises :class:`KgbuildError` for a document or property that is not in the graph, and where no claim is left.
    """

    def __init__(
        self, graph: BuiltGraph, documents: Iterable[str] = (), properties: Iterable[str] = ()
    ) -> None:
        self.graph = graph
        ids = set(documents)
        _known(ids, {each.document for each in graph.documents.values()}, "document")
        keys = set(properties)
        _known(keys, {each.property for each in graph.claims.values()}, "claim by the property")
        self.whole = not ids and not keys
        self.documents: Sequence[BuiltDocument] = [
            each for each in graph.documents.values() if not ids or each.document in ids
        ]
        self.citations: Sequence[BuiltCitation] = [
            each for each in graph.citations.values() if not ids or each.document in ids
        ]
        self.claims: Sequence[BuiltClaim] = [
            each
            for each in graph.claims.values()
            if (not ids or each.document in ids) and (not keys or each.property in keys)
        ]
        if not self.claims:
            raise KgbuildError("no claim is left to export: no such document has a claim by such a property")

    @cached_property
    def entities(self) -> Sequence[Term]:
        """The entities of the registry; of a part of the graph those that it names."""
        if self.whole:
            return self.graph.entities
        named = set(self._named())
        return [each for each in self.graph.entities if each in named]

    def _named(self) -> Iterator[Term | None]:
        for claim in self.claims:
            said = claim.content
            yield from (said.subject, said.object, said.population, said.severity, said.place)
            yield from (each.voice for each in claim.chain)
            yield from (each.term for each in claim.sources)
            yield from claim.origins
        for document in self.documents:
            yield from (document.publisher, document.voice)
        for citation in self.citations:
            yield citation.cited


def _known(wanted: set[str], known: set[str], what: str) -> None:
    for name in sorted(wanted - known):
        raise KgbuildError(f"no {what} `{name}` in the graph", did_you_mean(name, known))
