"""What the built graph holds, as tables of the page: documents, passages, claims, questions, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from kgbuild.analysis.explorer.columns import Cell, Column, columns
from kgbuild.analysis.explorer.comparisons import compared
from kgbuild.analysis.explorer.things import Things
from kgbuild.core.terms import Term, literal_text
from kgbuild.graph import terms as t
from kgbuild.store.foreign import number
from kgbuild.store.records import BuiltAnchor, BuiltClaim, BuiltDocument, BuiltGraph
from kgbuild.values.dates import parse_time

Table = dict[str, Column]
_DOCUMENTS: Final = (
    "thing", "whole", "kind", "title", "issued", "from", "to", "language", "publisher", "voice", "symbols",
    "reports", "copies", "hash", "facts", "at",
)  # fmt: skip
_CLAIMS: Final = (
    "thing", "document", "question", "content", "value", "extent", "object", "lo", "hi", "from",
    "to", "unit", "population", "severity", "place", "time", "negative", "voice", "stance", "modality",
    "counts", "chain", "passage", "context", "words", "hedge", "manner", "status", "reading", "sic", "written",
    "year", "identities",
    "sources", "origins", "at",
)  # fmt: skip
_VALUE_NODES: Final = ("qty", "when")
_SHOWN_ELSEWHERE: Final = frozenset(
    (
        *(t.TYPE, t.TITLE, t.ISSUED, t.LANGUAGE, t.PUBLISHER, t.VOICE, t.SYMBOL, t.COPY_OF, t.REPORTS_WORK),
        *(t.TEXT_LAYER, t.TEXT_HASH, t.MAPPED_AT, t.EVIDENCE, t.TITLE_EVIDENCE, t.ISSUED_EVIDENCE),
        *(t.SYMBOL_EVIDENCE, t.QUALIFIED, t.DERIVED_FROM, t.QUOTED_FROM, t.PRIMARY_SOURCE, t.PART_OF),
        *(t.LABEL, t.HAS_REPAIR),
    )
)
"""What a document's page shows in places of its own."""


class Tables:
    """The tables of one graph. Things and passages are numbered as they are met, so their tables come last."""

    def __init__(self, graph: BuiltGraph) -> None:
        self._graph = graph
        self.things = Things(graph)
        self._contents: dict[Term, int] = {}
        self._passages: dict[Term, tuple[int, BuiltAnchor, int]] = {}
        self.document_numbers = {term: number for number, term in enumerate(graph.documents)}
        self.claim_numbers = {term: number for number, term in enumerate(graph.claims)}
        slots = dict.fromkeys(claim.content.slot for claim in graph.claims.values())
        self.question_numbers = {slot: number for number, slot in enumerate(slots)}

    def all(self) -> dict[str, Table]:
        """Every table by its name."""
        found = {
            "documents": self._documents(),
            "claims": self._claims(),
            "questions": self._questions(),
            "properties": self._properties(),
            "comparisons": self._comparisons(),
            "citations": self._citations(),
            "links": self._links(),
        }
        for entity in self._graph.entities:
            self.things.number(entity)
        names = ("document", "start", "end", "quote", "match", "where")
        rows = (
            (document, anchor.start, anchor.end, anchor.quote, anchor.match, self._where(anchor))
            for document, anchor, _ in self._passages.values()
        )
        return {**found, "passages": columns(names, rows), "things": self.things.table()}

    def _passage(self, anchor: BuiltAnchor | None, document: int) -> int | None:
        if anchor is None:
            return None
        return self._passages.setdefault(anchor.term, (document, anchor, len(self._passages)))[2]

    def _where(self, anchor: BuiltAnchor) -> str | None:
        """Where a passage stands in the original of the text, in words: "page 3, line 12"."""
        labels = (self._graph.text(each, t.LABEL) for each in self._graph.values(anchor.term, t.HAS_SELECTOR))
        return "; ".join(dict.fromkeys(label for label in labels if label)) or None

    # Documents

    def _documents(self) -> Table:
        return columns(_DOCUMENTS, map(self._document, self._graph.documents.values()))

    def _document(self, document: BuiltDocument) -> Sequence[Cell]:
        graph, things = self._graph, self.things
        when = parse_time(document.issued) if document.issued else None
        whole = f"<{graph.base}doc/{document.document}>"
        return (
            things.number(document.term),
            self.document_numbers[whole] if document.id != document.document else None,
            graph.label(f"<{kind}>") if (kind := self._kind_iri(document)) else None,
            document.title,
            document.issued,
            when.start if when is not None else None,
            when.end if when is not None else None,
            document.language,
            things.optional(document.publisher),
            things.optional(document.voice),
            list(document.symbols) or None,
            [things.number(each) for each in graph.values(document.term, t.REPORTS_WORK)] or None,
            [things.number(each) for each in graph.values(document.term, t.COPY_OF)] or None,
            document.text_hash,
            list(self._facts(document.term)) or None,
            document.mapped_at,
        )

    def _kind_iri(self, document: BuiltDocument) -> str | None:
        general = (t.DOCUMENT, t.PART)
        kinds = [kind for kind in self._graph.values(document.term, t.TYPE) if kind not in general]
        return kinds[0][1:-1] if kinds else None

    def _facts(self, node: Term) -> Iterator[list[Cell]]:
        """What else the graph says of a document: the label of each property, and its value as text or as a thing."""
        graph = self._graph
        for predicate in sorted(graph.facts.get(node, {})):
            if predicate in _SHOWN_ELSEWHERE:
                continue
            label = graph.vocabulary.label_of(predicate[1:-1]) or predicate[1:-1].rpartition("/")[2]
            for value in graph.values(node, predicate):
                if predicate == t.SIGNED_BY:
                    people = [*graph.values(value, t.SIGNATORY), *graph.values(value, t.IN_OFFICE)]
                    yield [label, None, [self.things.number(each) for each in people]]
                elif value.startswith('"'):
                    yield [label, literal_text(value), None]
                elif graph.kind(value) == "":
                    known = graph.vocabulary.label_of(value[1:-1])
                    yield [label, known or value[1:-1], None]
                elif graph.kind(value) in _ENTITY_KINDS:
                    yield [label, None, [self.things.number(value)]]

    # Claims

    def _claims(self) -> Table:
        return columns(_CLAIMS, map(self._claim, self._graph.claims.values()))

    def _claim(self, claim: BuiltClaim) -> Sequence[Cell]:
        graph, things, content = self._graph, self.things, claim.content
        where = f"<{graph.base}part/{claim.document}.{claim.part}>" if claim.part else None
        document = self.document_numbers[where or f"<{graph.base}doc/{claim.document}>"]
        plain = content.object.startswith('"') or graph.kind(content.object) in _VALUE_NODES
        lo, hi = self._bounds(content.object, t.LO, t.HI)
        since, until = self._bounds(content.object, t.FROM, t.TO)
        return (
            things.number(claim.term),
            document,
            self.question_numbers[content.slot],
            self._contents.setdefault(content.term, len(self._contents)),
            graph.value_text(content.object),
            self._extent(content.object),
            None if plain else things.number(content.object),
            lo,
            hi,
            since,
            until,
            self._label(graph.value(content.object, t.UNIT)),
            things.optional(content.population),
            self._label(content.severity),
            things.optional(content.place),
            None if content.time is None else graph.value_text(content.time),
            content.negative,
            things.number(claim.voice),
            claim.stance,
            claim.modality,
            claim.counts,
            [
                [things.number(said.voice), said.stance, self._passage(said.evidence, document)]
                for said in claim.chain
            ],
            self._passage(claim.evidence, document),
            self._passage(claim.context, document),
            claim.words if claim.words != claim.evidence.quote else None,
            claim.hedge,
            claim.manner,
            claim.status,
            claim.reading,
            claim.sic,
            claim.name_as_written,
            claim.year_basis,
            [[things.number(each.of), each.grade, each.reading] for each in claim.identities] or None,
            [[things.number(each.term), each.basis] for each in claim.sources] or None,
            [things.number(each) for each in claim.origins] or None,
            claim.mapped_at,
        )

    def _extent(self, node: Term) -> str | None:
        """How a time of more than a day is meant: throughout it or within it."""
        when = self._graph.text(node, t.EDTF)
        if when is None or not ("/" in when or "." in when):
            return None
        return self._label(self._graph.value(node, t.EXTENT))

    def _label(self, term: Term | None) -> str | None:
        return None if term is None else self._graph.label(term)

    def _bounds(self, node: Term, low: Term, high: Term) -> tuple[float | None, float | None]:
        one, other = (self._bound(node, each) for each in (low, high))
        return one, other

    def _bound(self, node: Term, predicate: Term) -> float | None:
        text = self._graph.text(node, predicate)
        found = None if text is None else number(node, predicate, text)
        return float(found) if isinstance(found, Decimal) else found

    # Questions and what leads from one thing to another

    def _questions(self) -> Table:
        graph = self._graph
        properties = self._property_numbers
        rows = (
            (
                self.things.number(graph.needed(slot, t.SUBJECT)),
                properties[graph.needed(slot, t.PREDICATE)],
            )
            for slot in self.question_numbers
        )
        return columns(("subject", "property"), rows)

    @property
    def _property_numbers(self) -> Mapping[Term, int]:
        used = {claim.content.predicate for claim in self._graph.claims.values()}
        return {term: number for number, term in enumerate(sorted(used))}

    def _properties(self) -> Table:
        found = {f"<{each.iri}>": each for each in self._graph.vocabulary.properties.values()}
        rows = (
            (each.key, each.label, each.question, each.takes, each.many, each.dates_subject)
            for each in map(found.__getitem__, self._property_numbers)
        )
        return columns(("key", "label", "question", "takes", "many", "dates"), rows)

    def _comparisons(self) -> Table:
        numbers = self.claim_numbers
        rows = (
            (
                [numbers[claim] for claim in each.left],
                [numbers[claim] for claim in each.right],
                each.relation,
                list(each.notes) or None,
            )
            for each in compared(self._graph)
        )
        return columns(("left", "right", "relation", "notes"), rows)

    def _citations(self) -> Table:
        rows = []
        for each in self._graph.citations.values():
            document = self.document_numbers[f"<{self._graph.base}doc/{each.document}>"]
            rows.append(
                (
                    self.things.number(each.citing),
                    self.things.number(each.cited),
                    each.intent,
                    each.symbol,
                    self._passage(each.evidence, document),
                    each.mapped_at,
                )
            )
        return columns(("citing", "cited", "intent", "symbol", "passage", "at"), rows)

    def _links(self) -> Table:
        """The derivations of documents and parts; those of claims stand with the claims."""
        return columns(("derived", "source", "basis"), self._derivations(self._graph.documents))

    def _derivations(self, nodes: Iterable[Term]) -> Iterator[tuple[int, int, str]]:
        graph = self._graph
        for node in nodes:
            for link in graph.values(node, t.QUALIFIED):
                source = self.things.number(graph.needed(link, t.PROV_ENTITY))
                yield self.things.number(node), source, graph.key(link, t.BASIS)


_ENTITY_KINDS: Final = frozenset(
    ("agent", "office", "group", "place", "event", "thing", "work", "law", "concept", "voice", "doc", "part")
)
