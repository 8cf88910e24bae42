"""The graphs that no single document makes: entities, hierarchy, derived, comparisons, places, meta."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kgbuild.claims.claim import EDTF_TYPE, Namer
from kgbuild.claims.lineage import Corpus, Link
from kgbuild.core.places import Place
from kgbuild.core.terms import Term, Triple, boolean, integer, literal, node_hash, number
from kgbuild.graph import terms as t
from kgbuild.graph.sinks import PlacedTriple, Sink
from kgbuild.mapping.registry import Entity, Registry
from kgbuild.ontology.keys import PROVISION

CHUNK: Final = 1_000
"""How many nodes of a large graph are made at a time."""
_PROV = {"derived": t.DERIVED_FROM, "quotes": t.QUOTED_FROM, "primary": t.PRIMARY_SOURCE}


def emit_entities(registry: Registry, used: Iterable[str], namer: Namer, sink: Sink) -> None:
    """The graph ``entities``: identity predicates only. ``used`` are the names in use, articles of law among them."""
    for entity in registry.entities.values():
        _entity(entity, sink.node(entity.term, entity.place))
    for name in used:
        head, _, article = name.partition(".")
        law = registry.get(head)
        if article and law is not None:
            node, label = namer.node("law", name), f"{law.label}, {article}"
            about = sink.node(node)
            about += (
                (node, t.TYPE, f"<{PROVISION}>", None),
                (node, t.LABEL, literal(label), None),
                (node, t.PREF_LABEL, literal(label, language="en"), None),
                (node, t.LEGAL_NUMBER, literal(article), None),
            )


def _entity(entity: Entity, about: list[PlacedTriple]) -> None:
    node, places = entity.term, entity.places
    about += (
        (node, t.TYPE, f"<{entity.type.iri}>", next(iter(places["type"]), None)),
        (node, t.TYPE, f"<{entity.kind.iri}>", None),
        (node, t.LABEL, literal(entity.label), None),
    )
    for (language, text), place in zip(entity.labels, places["label"], strict=True):
        about.append((node, t.PREF_LABEL, literal(text, language=language), place))
    for (language, text), place in zip(entity.also, places["also"], strict=True):
        spelling = literal(text, language=None if language == "und" else language)
        about.append((node, t.ALT_LABEL, spelling, place))
    for link, place in zip(entity.same_as, places["same_as"], strict=True):
        about.append((node, t.EXACT_MATCH, link, place))
    for symbol, place in zip(entity.symbols, places["symbols"], strict=True):
        about.append((node, t.SYMBOL, literal(symbol), place))
    if entity.position is not None:
        for predicate, degrees in ((t.LATITUDE, entity.position.lat), (t.LONGITUDE, entity.position.long)):
            about.append((node, predicate, number(degrees), entity.position.place))
    if entity.source is not None:
        about.append((node, t.SOURCE, literal(entity.source), next(iter(places["source"]), None)))


def emit_hierarchy(registry: Registry, used: Iterable[str], namer: Namer, sink: Sink) -> None:
    """The graph ``hierarchy``: ``skos:broader`` with source and period, and articles as parts of their instruments."""
    for entity in registry.entities.values():
        about = sink.node(entity.term)
        for link in entity.broader:
            above = registry.get(link.id)
            if above is None:
                continue
            fields = [(t.SUBJECT, entity.term), (t.OBJECT, above.term)]
            node = namer.node("link", node_hash("link", fields))
            about += (
                (entity.term, t.BROADER, above.term, link.place),
                (node, t.TYPE, t.HIERARCHY_LINK, link.place),
                *((node, p, o, link.place) for p, o in fields),
                (node, t.PREDICATE, t.BROADER, link.place),
                (node, t.SOURCE, literal(link.source), link.place),
            )
            if link.period is not None:
                about.append((node, t.PERIOD, literal(link.period.edtf, EDTF_TYPE), link.place))
    for name in used:
        head, _, article = name.partition(".")
        law = registry.get(head)
        if article and law is not None:
            node = namer.node("law", name)
            sink.node(node).append((node, t.LEGAL_PART_OF, law.term, None))


def emit_lineage(corpus: Corpus, namer: Namer, sink: Sink) -> None:
    """Of the graph ``derived``, what comes from what (documents, parts, works, claims), each link with its basis.

    And the origins of claims: the ends that such links lead to.
    """
    for link in corpus.links:
        _derivation(link, namer, sink.node(link.derived))
    for claim, origins in corpus.origins.items():
        about = sink.node(claim)
        about += [(claim, t.ORIGIN, origin, None) for origin in origins]


def emit_presence(corpus: Corpus, inner: Iterable[tuple[Term, Term]], sink: Sink) -> None:
    """Of the graph ``derived``, whether the voice of each inner utterance speaks in a document of the corpus itself."""
    for said, voice in inner:
        sink.node(said).append((said, t.VOICE_IN_CORPUS, boolean(voice in corpus.speakers), None))


def _derivation(link: Link, namer: Namer, about: list[PlacedTriple]) -> None:
    basis = namer.members("bases")[link.basis]
    fields = [(t.PROV_ENTITY, link.source), (t.DERIVED, link.derived), (t.BASIS, basis)]
    node = namer.node("drv", node_hash("drv", fields))
    about += (
        (link.derived, t.DERIVED_FROM, link.source, link.place),
        (link.derived, t.QUALIFIED, node, link.place),
        (node, t.TYPE, t.DERIVATION, link.place),
        *((node, predicate, term, link.place) for predicate, term in fields),
    )
    if link.relation != "derived":
        about.append((link.derived, _PROV[link.relation], link.source, link.place))


def place_chunks(places: list[tuple[Term, Place]]) -> Iterator[list[Triple]]:
    """The ``places`` graph: which line of which mapping a node comes from. Sorts ``places`` in place."""
    places.sort()
    for start in range(0, len(places), CHUNK):
        yield [(node, t.MAPPED_AT, literal(str(place))) for node, place in places[start : start + CHUNK]]


@dataclass(frozen=True, slots=True)
class GraphRecord:
    """What ``meta`` says of a graph: its name (``doc.ID``, ``entities`` …), IRI, number of quads and SHA-256."""

    name: str
    iri: Term
    quads: int
    sha256: str


def meta_triples(
    records: Sequence[GraphRecord], namer: Namer, about: Mapping[Term, Term], registry: Registry, version: str
) -> list[Triple]:
    """The ``meta`` graph (VoID): the data set and its graphs, each with its SHA-256 over its own sorted N-Quads."""
    dataset = namer.node("dataset", "all")
    out: list[Triple] = [(dataset, t.TYPE, t.DATASET), *((dataset, p, o) for p, o in about.items())]
    out.append((dataset, t.GENERATOR, literal(f"kgbuild {version}")))
    out.append((dataset, t.ONTOLOGY_HASH, literal(namer.vocabulary.digest)))
    out.append((dataset, t.REGISTRY_HASH, literal(registry.digest)))
    out.append((dataset, t.QUAD_COUNT, integer(sum(record.quads for record in records))))
    for record in records:
        node = namer.node("dataset", record.name)
        out.append((dataset, t.SUBSET, node))
        out.append((node, t.TYPE, t.DOCUMENT_GRAPH if record.name.startswith("doc.") else t.DATASET))
        out.append((node, t.DESCRIBES, record.iri))
        out.append((node, t.QUAD_COUNT, integer(record.quads)))
        out.append((node, t.GRAPH_HASH, literal(record.sha256)))
    return sorted(set(out))
