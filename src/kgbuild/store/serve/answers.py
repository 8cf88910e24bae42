"""A query and its answer as HTTP has them: which graphs, and in which format.

Sources: SPARQL 1.1 Protocol, section 2.1; RFC 9110, section 12.5.1 (Accept).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox

from kgbuild.core.formats import RDF_FORMATS
from kgbuild.core.records import record
from kgbuild.store.serve.page import query_page
from kgbuild.store.sparql.answers import TABLE_FORMATS
from kgbuild.store.sparql.store import Found, GraphStore, Table, Triples, answer_of, readable_rows

HTML: Final = "text/html; charset=utf-8"
_TABLES: Final = {
    "application/sparql-results+json": TABLE_FORMATS["json"],
    "application/json": TABLE_FORMATS["json"],
    "application/sparql-results+xml": TABLE_FORMATS["xml"],
    "application/xml": TABLE_FORMATS["xml"],
    "text/csv": TABLE_FORMATS["csv"],
    "text/tab-separated-values": TABLE_FORMATS["tsv"],
}
_GRAPHS: Final = {
    "text/turtle": RDF_FORMATS["ttl"],
    "application/n-triples": RDF_FORMATS["nt"],
    "application/rdf+xml": RDF_FORMATS["rdf"],
    "application/ld+json": RDF_FORMATS["jsonld"],
}
_SHOWN: Final = 1000
"""The rows that the page shows."""


@record
class Served:
    """What is sent: its media type, and its bytes. ``own_policy``: a page that says itself what may run in it."""

    media: str
    data: bytes
    own_policy: bool = False


@record
class ServedQuery:
    """A query as a request has it. Its answer is in the first format of ``accept`` that there is; ``None``: in none."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    accept: str

    def prepare(self, store: GraphStore) -> None:
        store.prepare(self.text, all_graphs=bool(self.default_graphs or self.named_graphs))

    def work(self, store: GraphStore) -> Served | None:
        def served(found: Found) -> Served | None:
            known = _GRAPHS if isinstance(found, ox.QueryTriples) else _TABLES
            media = preferred(self.accept, [*known, "text/html"])
            if media == "text/html":
                return Served(HTML, self._shown(found, store))
            if media is None:
                return None
            if isinstance(found, ox.QueryTriples):
                data = found.serialize(format=_GRAPHS[media])
            elif isinstance(found, ox.QueryBoolean) and media in ("text/csv", "text/tab-separated-values"):
                data = b"true\n" if found else b"false\n"
            else:
                data = found.serialize(format=_TABLES[media])
            return Served(f"{media}; charset=utf-8" if media.startswith("text/") else media, data or b"")

        return store.read(self.text, served, self.default_graphs, self.named_graphs)

    def _shown(self, found: Found, store: GraphStore) -> bytes:
        answer = answer_of(found)
        if isinstance(answer, Table):
            some = Table(answer.variables, answer.rows[:_SHOWN])
            rows = readable_rows(some, store.prefixes)
            return query_page(self.text, (answer.variables, rows), len(answer.rows))
        if isinstance(answer, Triples):
            rows = [[line] for line in answer.lines[:_SHOWN]]
            return query_page(self.text, (("triple",), rows), len(answer.lines))
        return query_page(self.text, (("answer",), [[str(answer).lower()]]), 1)


def preferred(accept: str, known: Sequence[str]) -> str | None:
    """The media type of ``known`` that an Accept header likes best; the first where it likes all alike."""
    ranges = list(_ranges(accept)) or [("*/*", 1.0)]

    def liking(media: str) -> float:
        for pattern in (media, f"{media.partition('/')[0]}/*", "*/*"):
            found = [quality for name, quality in ranges if name == pattern]
            if found:
                return max(found)
        return 0.0

    best = max(known, key=liking)
    return best if liking(best) > 0 else None


def _ranges(accept: str) -> Iterable[tuple[str, float]]:
    for part in accept.split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        if name:
            try:
                yield name, float(quality[:8])
            except ValueError:
                yield name, 0.0
