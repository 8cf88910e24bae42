"""The built graph as tables: its claims, documents, entities and citations, a row each, with typed cells.

The name of a column stands beside what it holds. The rows are what CSV files and DataFrames hold. Names are short
(an id, a hash); ``iri`` is the node itself. Several values in a cell are joined by "; ".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import Final, Generic, Literal, TypeAlias, TypeVar

from kgbuild.core.records import record
from kgbuild.core.terms import Term, literal_language
from kgbuild.graph import terms as t
from kgbuild.store.foreign import number, text_of
from kgbuild.store.records import BuiltCitation, BuiltClaim, BuiltDocument, BuiltGraph

Kind: TypeAlias = Literal["text", "date", "integer", "number", "boolean"]
"""What a column holds. A date is a text that sorts by time; ``None`` is an empty cell in any of them."""
Cell: TypeAlias = str | int | Decimal | bool | None
T = TypeVar("T")


@record
class Column(Generic[T]):
    """A column: its name, what it holds, and the cell of a record. A ``sparse`` one stands where a cell is full."""

    name: str
    kind: Kind
    cell: Callable[[BuiltGraph, T], Cell]
    sparse: bool = False


@record
class Sheet:
    """A table: the names of its columns, what each holds, and its rows in the order of ids."""

    header: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: list[tuple[Cell, ...]]


def claim_rows(graph: BuiltGraph, claims: Iterable[BuiltClaim] | None = None) -> Sheet:
    """The claims, or some of them: what is said, who says it, where, and what it is derived from."""
    return _sheet(graph, CLAIMS, graph.claims.values() if claims is None else claims)


def document_rows(graph: BuiltGraph, documents: Iterable[BuiltDocument] | None = None) -> Sheet:
    """The documents and then their parts, or some of them: what they say of themselves, and how many claims."""
    held = Counter(claim.document for claim in graph.claims.values())
    held.update(f"{claim.document}.{claim.part}" for claim in graph.claims.values() if claim.part)
    count: Column[BuiltDocument] = Column("claims", "integer", lambda _, document: held[document.id])
    return _sheet(graph, (*DOCUMENTS, count), graph.documents.values() if documents is None else documents)


def entity_rows(graph: BuiltGraph, entities: Iterable[Term] | None = None) -> Sheet:
    """The entities of the registry, or some of them: what they are called, and how many claims are about them."""
    about = Counter(claim.content.subject for claim in graph.claims.values())
    voiced = Counter(claim.voice for claim in graph.claims.values())
    counts: tuple[Column[Term], ...] = (
        Column("claims_about", "integer", lambda _, entity: about[entity]),
        Column("claims_by", "integer", lambda _, entity: voiced[entity]),
    )
    return _sheet(graph, (*ENTITIES, *counts), graph.entities if entities is None else entities)


def citation_rows(graph: BuiltGraph, citations: Iterable[BuiltCitation] | None = None) -> Sheet:
    """The citations, or some of them: which document cites what, how, and in which words."""
    return _sheet(graph, CITATIONS, graph.citations.values() if citations is None else citations)


def _sheet(graph: BuiltGraph, columns: Sequence[Column[T]], records: Iterable[T]) -> Sheet:
    cells = [column.cell for column in columns]
    rows = [tuple([cell(graph, each) for cell in cells]) for each in records]
    kept = [
        at
        for at, column in enumerate(columns)
        if not column.sparse or any(row[at] is not None for row in rows)
    ]
    if len(kept) < len(columns):
        rows = [tuple([row[at] for at in kept]) for row in rows]
    return Sheet(
        header=tuple(columns[at].name for at in kept), kinds=tuple(columns[at].kind for at in kept), rows=rows
    )


# Cells


def joined(values: Iterable[str]) -> str | None:
    """Several values in one cell, in their order; an empty cell for none."""
    return "; ".join(values) or None


def _name(graph: BuiltGraph, term: Term | None) -> str | None:
    return None if term is None else graph.name(term)


def _label(graph: BuiltGraph, term: Term | None) -> str | None:
    return None if term is None else graph.label(term)


def _number(predicate: Term, graph: BuiltGraph, claim: BuiltClaim) -> Cell:
    text = graph.text(claim.content.object, predicate)
    return None if text is None else Decimal(number(claim.content.object, predicate, text))


def _of_value(predicate: Term, graph: BuiltGraph, claim: BuiltClaim) -> str | None:
    return graph.text(claim.content.object, predicate)


def _key_of_value(predicate: Term, graph: BuiltGraph, claim: BuiltClaim) -> str | None:
    held = graph.value(claim.content.object, predicate)
    return None if held is None else graph.vocabulary.key_of(held[1:-1])


def _value_id(graph: BuiltGraph, claim: BuiltClaim) -> str | None:
    """The id of a value that is an entity, document, law or claim; none for a literal, a figure or a time."""
    value = claim.content.object
    if value.startswith('"') or graph.kind(value) in ("qty", "when"):
        return None
    return graph.name(value)


def _value_kind(graph: BuiltGraph, claim: BuiltClaim) -> str | None:
    kinds = graph.values(claim.term, t.TYPE)
    return next((key for key, kind in t.CLAIM_KINDS.items() if kind in kinds), None)


def _of_time(predicate: Term, graph: BuiltGraph, claim: BuiltClaim) -> str | None:
    return None if claim.content.time is None else graph.text(claim.content.time, predicate)


def _chain(graph: BuiltGraph, claim: BuiltClaim) -> str | None:
    return joined(f"{graph.label(said.voice)} {said.stance}" for said in claim.chain)


def _identities(graph: BuiltGraph, claim: BuiltClaim) -> str | None:
    return joined(f"{graph.name(each.of)} {each.grade}" for each in claim.identities)


def _type(graph: BuiltGraph, entity: Term) -> str | None:
    """The key of the most special of an entity's classes."""
    types = graph.vocabulary.types
    keys = [graph.vocabulary.key_of(each[1:-1]) for each in graph.values(entity, t.TYPE)]
    return max(keys, key=lambda key: len(types[key].ancestors) if key in types else 0, default=None)


def _other_labels(graph: BuiltGraph, entity: Term) -> str | None:
    """Every other label and spelling, followed by its language."""
    used = graph.label(entity)
    found = [
        (text_of(entity, predicate, each), literal_language(each))
        for predicate in (t.PREF_LABEL, t.ALT_LABEL)
        for each in graph.values(entity, predicate)
    ]
    return joined(f"{text} ({language})" if language else text for text, language in found if text != used)


def _names(predicate: Term, graph: BuiltGraph, node: Term) -> str | None:
    return joined(map(graph.name, graph.values(node, predicate)))


def _texts(predicate: Term, graph: BuiltGraph, document: BuiltDocument) -> str | None:
    return joined(graph.texts(document.term, predicate))


def _locators(predicate: Term, graph: BuiltGraph, citation: BuiltCitation) -> str | None:
    return joined(graph.texts(citation.term, predicate))


def _in_original(graph: BuiltGraph, claim: BuiltClaim) -> str | None:
    """ "page 3, line 12": where the quote stands in the original that the text was extracted from."""
    selectors = graph.values(claim.evidence.term, t.HAS_SELECTOR)
    return joined(sorted({text for each in selectors if (text := graph.text(each, t.LABEL)) is not None}))


def _url(graph: BuiltGraph, claim: BuiltClaim) -> str | None:
    """The address of the document that a claim is in."""
    return joined(graph.texts(f"<{graph.base}doc/{claim.document}>", t.URL))


# Columns

CLAIMS: Final[tuple[Column[BuiltClaim], ...]] = (
    Column("claim", "text", lambda g, c: c.id),
    Column("document", "text", lambda g, c: c.document),
    Column("part", "text", lambda g, c: c.part),
    Column("issued", "date", lambda g, c: g.text(f"<{g.base}doc/{c.document}>", t.ISSUED)),
    Column("subject", "text", lambda g, c: g.name(c.content.subject)),
    Column("subject_label", "text", lambda g, c: g.label(c.content.subject)),
    Column("property", "text", lambda g, c: c.property),
    Column("property_label", "text", lambda g, c: g.label(c.content.predicate)),
    Column("polarity", "text", lambda g, c: "negative" if c.content.negative else "positive"),
    Column("kind", "text", _value_kind),
    Column("value", "text", lambda g, c: g.value_text(c.content.object)),
    Column("value_id", "text", _value_id),
    Column("number", "number", partial(_number, t.VALUE)),
    Column("low", "number", partial(_number, t.LO)),
    Column("high", "number", partial(_number, t.HI)),
    Column("tolerance", "number", partial(_number, t.TOLERANCE)),
    Column("approximation", "text", partial(_key_of_value, t.APPROXIMATION)),
    Column("unit", "text", partial(_key_of_value, t.UNIT)),
    Column("earliest", "date", partial(_of_value, t.EARLIEST)),
    Column("latest", "date", partial(_of_value, t.LATEST)),
    Column("population", "text", lambda g, c: _name(g, c.content.population)),
    Column("population_label", "text", lambda g, c: _label(g, c.content.population)),
    Column("severity", "text", lambda g, c: _name(g, c.content.severity)),
    Column("place", "text", lambda g, c: _name(g, c.content.place)),
    Column("place_label", "text", lambda g, c: _label(g, c.content.place)),
    Column("time", "text", lambda g, c: g.value_text(c.content.time) if c.content.time else None),
    Column("time_earliest", "date", partial(_of_time, t.EARLIEST)),
    Column("time_latest", "date", partial(_of_time, t.LATEST)),
    Column("voice", "text", lambda g, c: g.name(c.voice)),
    Column("voice_label", "text", lambda g, c: g.label(c.voice)),
    Column("stance", "text", lambda g, c: c.stance),
    Column("modality", "text", lambda g, c: c.modality),
    Column("counts", "boolean", lambda g, c: c.counts),
    Column("chain", "text", _chain),
    Column("words", "text", lambda g, c: c.words),
    Column("hedge", "text", lambda g, c: c.hedge),
    Column("manner", "text", lambda g, c: c.manner),
    Column("status", "text", lambda g, c: c.status),
    Column("name_as_written", "text", lambda g, c: c.name_as_written),
    Column("reading", "text", lambda g, c: c.reading),
    Column("sic", "text", lambda g, c: c.sic),
    Column("year_basis", "text", lambda g, c: c.year_basis),
    Column("identities", "text", _identities),
    Column("quote", "text", lambda g, c: c.evidence.quote),
    Column("start", "integer", lambda g, c: c.evidence.start),
    Column("end", "integer", lambda g, c: c.evidence.end),
    Column("match", "text", lambda g, c: c.evidence.match),
    Column("in_original", "text", _in_original, sparse=True),
    Column("url", "text", _url, sparse=True),
    Column("context", "text", lambda g, c: None if c.context is None else c.context.quote),
    Column("sources", "text", lambda g, c: joined(g.name(each.term) for each in c.sources)),
    Column("bases", "text", lambda g, c: joined(each.basis for each in c.sources)),
    Column("origins", "text", lambda g, c: joined(map(g.name, c.origins))),
    Column("proposition", "text", lambda g, c: g.name(c.content.term)),
    Column("mapped_at", "text", lambda g, c: c.mapped_at),
    Column("iri", "text", lambda g, c: c.term[1:-1]),
)
DOCUMENTS: Final[tuple[Column[BuiltDocument], ...]] = (
    Column("id", "text", lambda g, d: d.id),
    Column("document", "text", lambda g, d: d.document),
    Column("kind", "text", lambda g, d: d.kind or None),
    Column("title", "text", lambda g, d: d.title),
    Column("issued", "date", lambda g, d: d.issued),
    Column("language", "text", lambda g, d: d.language),
    Column("publisher", "text", lambda g, d: _name(g, d.publisher)),
    Column("publisher_label", "text", lambda g, d: _label(g, d.publisher)),
    Column("voice", "text", lambda g, d: _name(g, d.voice)),
    Column("voice_label", "text", lambda g, d: _label(g, d.voice)),
    Column("symbols", "text", lambda g, d: joined(d.symbols)),
    Column("copy_of", "text", lambda g, d: _names(t.COPY_OF, g, d.term)),
    Column("reports", "text", lambda g, d: _names(t.REPORTS_WORK, g, d.term)),
    Column("url", "text", partial(_texts, t.URL), sparse=True),
    Column("archived", "text", partial(_texts, t.ARCHIVED_AT), sparse=True),
    Column("retrieved", "date", partial(_texts, t.RETRIEVED), sparse=True),
    Column("pages", "text", partial(_texts, t.PAGINATION), sparse=True),
    Column("identifiers", "text", partial(_texts, t.IDENTIFIER), sparse=True),
    Column("call_number", "text", partial(_texts, t.CALL_NUMBER), sparse=True),
    Column("held_by", "text", lambda g, d: _names(t.HOLDING_ARCHIVE, g, d.term), sparse=True),
    Column("rights", "text", partial(_texts, t.RIGHTS), sparse=True),
    Column("original_hash", "text", partial(_texts, t.ORIGINAL_HASH), sparse=True),
    Column("text_hash", "text", lambda g, d: d.text_hash),
    Column("mapped_at", "text", lambda g, d: d.mapped_at),
    Column("iri", "text", lambda g, d: d.term[1:-1]),
)
ENTITIES: Final[tuple[Column[Term], ...]] = (
    Column("id", "text", lambda g, e: g.name(e)),
    Column("kind", "text", lambda g, e: g.kind(e)),
    Column("type", "text", _type),
    Column("label", "text", lambda g, e: g.label(e)),
    Column("other_labels", "text", _other_labels),
    Column("broader", "text", partial(_names, t.BROADER)),
    Column("same_as", "text", partial(_names, t.EXACT_MATCH)),
    Column("source", "text", lambda g, e: g.text(e, t.SOURCE)),
    Column("mapped_at", "text", lambda g, e: g.text(e, t.MAPPED_AT)),
    Column("iri", "text", lambda g, e: e[1:-1]),
)
CITATIONS: Final[tuple[Column[BuiltCitation], ...]] = (
    Column("citation", "text", lambda g, c: c.id),
    Column("document", "text", lambda g, c: c.document),
    Column("citing", "text", lambda g, c: g.name(c.citing)),
    Column("cited", "text", lambda g, c: g.name(c.cited)),
    Column("cited_label", "text", lambda g, c: g.text(c.cited, t.TITLE) or g.label(c.cited)),
    Column("cited_kind", "text", lambda g, c: g.kind(c.cited)),
    Column("intent", "text", lambda g, c: c.intent),
    Column("symbol", "text", lambda g, c: c.symbol),
    Column("pages", "text", partial(_locators, t.PAGINATION), sparse=True),
    Column("paragraphs", "text", partial(_locators, t.PARAGRAPHS), sparse=True),
    Column("quote", "text", lambda g, c: c.evidence.quote),
    Column("start", "integer", lambda g, c: c.evidence.start),
    Column("end", "integer", lambda g, c: c.evidence.end),
    Column("match", "text", lambda g, c: c.evidence.match),
    Column("mapped_at", "text", lambda g, c: c.mapped_at),
    Column("iri", "text", lambda g, c: c.term[1:-1]),
)
