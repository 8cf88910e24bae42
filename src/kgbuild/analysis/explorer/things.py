"""Everything that a claim can be about or name, each with a number: entities, voices, documents, claims, provisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from kgbuild.analysis.explorer.columns import Cell, Column, columns
from kgbuild.core.terms import Term, literal_language, literal_text
from kgbuild.graph import terms as t
from kgbuild.store.foreign import number
from kgbuild.store.records import BuiltGraph

_GROUPS: Final = {
    "doc": "documents",
    "part": "parts",
    "claim": "claims",
    "voice": "voices",
    "citation": "citations",
}
_COLUMNS: Final = (
    "kind", "id", "label", "group", "type", "names", "broader", "same", "source", "at", "above", "lat", "long",
)  # fmt: skip


class Things:
    """The things of a page, numbered in the order in which they are first asked for."""

    def __init__(self, graph: BuiltGraph) -> None:
        self._graph = graph
        self._numbers: dict[Term, int] = {}

    def number(self, term: Term) -> int:
        """The number of a thing."""
        return self._numbers.setdefault(term, len(self._numbers))

    def optional(self, term: Term | None) -> int | None:
        """The number of a thing, where there is one."""
        return None if term is None else self.number(term)

    def table(self) -> dict[str, Column]:
        """All things asked for so far, with what is above each."""
        done: list[Sequence[Cell]] = []
        while len(done) < len(self._numbers):
            for term in list(self._numbers)[len(done) :]:
                done.append(self._row(term))
        return columns(_COLUMNS, done)

    def _row(self, term: Term) -> Sequence[Cell]:
        graph = self._graph
        kind, name = graph.path(term)
        label = graph.label(term)
        above = [self.number(each) for each in graph.values(term, t.LEGAL_PART_OF)]
        return (
            kind,
            name,
            graph.text(term, t.TITLE) or label if kind in ("doc", "part") else label,
            self._group(term, kind),
            self._type(term),
            self._names(term, label) or None,
            [self.number(each) for each in graph.values(term, t.BROADER)] or None,
            [each[1:-1] for each in graph.values(term, t.EXACT_MATCH)] or None,
            graph.text(term, t.SOURCE),
            graph.text(term, t.MAPPED_AT),
            above or None,
            self._degrees(term, t.LATITUDE),
            self._degrees(term, t.LONGITUDE),
        )

    def _degrees(self, term: Term, predicate: Term) -> float | None:
        text = self._graph.text(term, predicate)
        return None if text is None else float(number(term, predicate, text))

    def _group(self, term: Term, kind: str) -> str:
        """The registry file that it stands in, or what else it is."""
        for each in self._graph.values(term, t.TYPE):
            if (file := self._files.get(each)) is not None:
                return file
        return _GROUPS.get(kind) or ("laws" if kind == "law" else "things")

    @cached_property
    def _files(self) -> Mapping[Term, str]:
        return {f"<{kind.iri}>": kind.file for kind in self._graph.vocabulary.kinds.values()}

    def _type(self, term: Term) -> str | None:
        """What the most special of its classes is called."""
        vocabulary = self._graph.vocabulary
        found = [each[1:-1] for each in self._graph.values(term, t.TYPE)]
        depth = {kind.iri: len(kind.ancestors) for kind in vocabulary.types.values()}
        best = max(found, key=lambda iri: depth.get(iri, 0), default=None)
        return None if best is None else vocabulary.label_of(best)

    def _names(self, term: Term, label: str) -> list[list[str]]:
        """Every other label and spelling, with its language."""
        graph, found = self._graph, dict[tuple[str, str], None]()
        for each in (*graph.values(term, t.PREF_LABEL), *graph.values(term, t.ALT_LABEL)):
            if literal_text(each) != label:
                found[(literal_text(each), literal_language(each) or "")] = None
        return [list(name) for name in found]
