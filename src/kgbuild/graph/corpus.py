"""The graphs that no single document makes: entities, hierarchy, derived, comparisons, places, meta."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from kgbuild.claims.claim import EDTF_TYPE, Namer, kg
from kgbuild.claims.comparability import POLICY, Standing
from kgbuild.claims.comparisons import Comparisons, SlotSide, Tagged
from kgbuild.claims.lineage import Corpus, Link
from kgbuild.core.places import Place
from kgbuild.core.terms import Term, Triple, boolean, integer, iri, literal, node_hash
from kgbuild.graph import terms as t
from kgbuild.graph.sinks import Sink
from kgbuild.mapping.registry import Entity, Registry
from kgbuild.ontology.keys import PROVISION

CHUNK: Final = 1_000
"""How many nodes of a large graph are made at a time."""
_PROV = {"derived": t.DERIVED_FROM, "quotes": t.QUOTED_FROM, "primary": t.PRIMARY_SOURCE}
_STANDINGS = {
    Standing.EQUAL: kg("equalIn"),
    Standing.UNSTATED: kg("unstatedIn"),
    Standing.LEFT_BROADER: kg("leftBroaderIn"),
    Standing.RIGHT_BROADER: kg("rightBroaderIn"),
    Standing.OVERLAPS: kg("overlapsIn"),
    Standing.DISJOINT: kg("disjointIn"),
}


def emit_entities(registry: Registry, used: Iterable[str], namer: Namer, sink: Sink) -> None:
    """The graph ``entities``: identity predicates only. ``used`` are the names in use, articles of law among them."""
    for entity in registry.entities.values():
        _entity(entity, sink.node(entity.term, entity.place))
    for name in used:
        head, _, article = name.partition(".")
        law = registry.get(head)
        if article and law is not None:
            node, label = namer.node("law", name), f"{law.label}, {article}"
            sink.add(
                None,
                (node, t.TYPE, f"<{PROVISION}>"),
                (node, t.LABEL, literal(label)),
                (node, t.PREF_LABEL, literal(label, language="en")),
                (node, t.LEGAL_NUMBER, literal(article)),
            )


def _entity(entity: Entity, about: Sink) -> None:
    node, places = entity.term, entity.places
    about.add(next(iter(places["type"]), None), (node, t.TYPE, f"<{entity.type.iri}>"))
    about.add(None, (node, t.TYPE, f"<{entity.kind.iri}>"), (node, t.LABEL, literal(entity.label)))
    for (language, text), place in zip(entity.labels, places["label"], strict=True):
        about.add(place, (node, t.PREF_LABEL, literal(text, language=language)))
    for (language, text), place in zip(entity.also, places["also"], strict=True):
        spelling = literal(text, language=None if language == "und" else language)
        about.add(place, (node, t.ALT_LABEL, spelling))
    for link, place in zip(entity.same_as, places["same_as"], strict=True):
        about.add(place, (node, t.EXACT_MATCH, link))
    for symbol, place in zip(entity.symbols, places["symbols"], strict=True):
        about.add(place, (node, t.SYMBOL, literal(symbol)))
    if entity.source is not None:
        about.add(next(iter(places["source"]), None), (node, t.SOURCE, literal(entity.source)))


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
            about.add(
                link.place,
                (entity.term, t.BROADER, above.term),
                (node, t.TYPE, t.HIERARCHY_LINK),
                *((node, p, o) for p, o in fields),
                (node, t.PREDICATE, t.BROADER),
                (node, t.SOURCE, literal(link.source)),
            )
            if link.period is not None:
                about.add(link.place, (node, t.PERIOD, literal(link.period.edtf, EDTF_TYPE)))
    for name in used:
        head, _, article = name.partition(".")
        law = registry.get(head)
        if article and law is not None:
            sink.add(None, (namer.node("law", name), t.LEGAL_PART_OF, law.term))


def emit_lineage(corpus: Corpus, namer: Namer, sink: Sink) -> None:
    """Of the graph ``derived``, what comes from what (documents, parts, works, claims), each link with its basis.

    And the origins of claims: the ends that such links lead to.
    """
    for link in corpus.links:
        _derivation(link, namer, sink.node(link.derived))
    for claim, origins in corpus.origins.items():
        sink.node(claim).add(None, *((claim, t.ORIGIN, origin) for origin in origins))


def emit_presence(corpus: Corpus, inner: Iterable[tuple[Term, Term]], sink: Sink) -> None:
    """Of the graph ``derived``, whether the voice of each inner utterance speaks in a document of the corpus itself."""
    for said, voice in inner:
        sink.add(None, (said, t.VOICE_IN_CORPUS, boolean(voice in corpus.speakers)))


def _derivation(link: Link, namer: Namer, about: Sink) -> None:
    basis = iri(namer.vocabulary.choices("bases")[link.basis].iri)
    fields = [(t.PROV_ENTITY, link.source), (t.DERIVED, link.derived), (t.BASIS, basis)]
    node = namer.node("drv", node_hash("drv", fields))
    about.add(
        link.place,
        (link.derived, t.DERIVED_FROM, link.source),
        (link.derived, t.QUALIFIED, node),
        (node, t.TYPE, t.DERIVATION),
        *((node, predicate, term) for predicate, term in fields),
    )
    if link.relation != "derived":
        about.add(link.place, (link.derived, _PROV[link.relation], link.source))


def comparison_chunks(comparisons: Comparisons, namer: Namer) -> Iterator[list[Triple]]:
    """The ``comparisons`` graph: for two propositions of one slot, how they stand to each other, one hop away.

    Made twice over, first for its order and then in chunks, since all of it may not fit in memory.
    """
    order = []
    for slot, left, right in comparisons.pairs():
        if comparisons.compare(slot, left, right) is not None:
            order.append((_comparison_node(left, right, namer), slot, left, right))
    order.sort(key=itemgetter(0))
    for start in range(0, len(order), CHUNK):
        chunk: list[Triple] = []
        for node, slot, left, right in order[start : start + CHUNK]:
            tagged = comparisons.compare(slot, left, right)
            if tagged is not None:
                chunk += sorted(set(_comparison(node, tagged, namer)))
        yield chunk


def _comparison_fields(left: SlotSide, right: SlotSide) -> list[tuple[Term, Term]]:
    return [
        (t.POLICY, literal(POLICY)),
        (t.LEFT, left.side.proposition.term),
        (t.LEFT_DENIED, boolean(left.side.denied)),
        (t.RIGHT, right.side.proposition.term),
        (t.RIGHT_DENIED, boolean(right.side.denied)),
    ]


def _comparison_node(left: SlotSide, right: SlotSide, namer: Namer) -> Term:
    return namer.node("cmp", node_hash("cmp", _comparison_fields(left, right)))


def _comparison(node: Term, tagged: Tagged, namer: Namer) -> Iterable[Triple]:
    compared = tagged.comparison
    for predicate, term in _comparison_fields(SlotSide(compared.left), SlotSide(compared.right)):
        yield node, predicate, term
    yield node, t.TYPE, t.COMPARISON
    yield node, t.IN_SLOT, tagged.slot
    yield node, t.RELATION, iri(namer.vocabulary.choices("relations")[str(compared.relation)].iri)
    for name, standing in compared.standings.items():
        yield node, _STANDINGS[standing], kg(name)
    for note in (*compared.notes, *tagged.notes):
        yield node, t.NOTE, literal(note)
    for body in tagged.shared:
        yield node, t.SHARED_AFFILIATION, body


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
