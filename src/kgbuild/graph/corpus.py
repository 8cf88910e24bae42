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
from kgbuild.claims.summaries import Mention
from kgbuild.core.places import Place
from kgbuild.core.terms import Term, Triple, boolean, integer, iri, literal, node_hash
from kgbuild.graph import terms as t
from kgbuild.mapping.registry import PROVISION, Entity, Registry

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


def entity_triples(registry: Registry, used: Iterable[str], namer: Namer) -> list[Triple]:
    """The ``entities`` graph: identity predicates only. ``used`` are the names in use, articles of law among them."""
    out: list[Triple] = []
    for entity in registry.entities.values():
        out += _entity(entity)
    for name in used:
        head, _, article = name.partition(".")
        law = registry.get(head)
        if article and law is not None:
            node = namer.node("law", name)
            out.append((node, t.TYPE, f"<{PROVISION}>"))
            label = f"{law.label}, {article}"
            out += [(node, t.LABEL, literal(label)), (node, t.PREF_LABEL, literal(label, language="en"))]
            out.append((node, t.LEGAL_NUMBER, literal(article)))
    return sorted(set(out))


def _entity(entity: Entity) -> Iterable[Triple]:
    yield entity.term, t.TYPE, f"<{entity.type.iri}>"
    if entity.type.iri != entity.kind.iri:
        yield entity.term, t.TYPE, f"<{entity.kind.iri}>"
    yield entity.term, t.LABEL, literal(entity.label)
    for language, text in entity.labels:
        yield entity.term, t.PREF_LABEL, literal(text, language=language)
    for language, text in entity.also:
        yield entity.term, t.ALT_LABEL, literal(text, language=None if language == "und" else language)
    for link in entity.same_as:
        yield entity.term, t.EXACT_MATCH, link
    for symbol in entity.symbols:
        yield entity.term, t.SYMBOL, literal(symbol)
    if entity.source is not None:
        yield entity.term, t.SOURCE, literal(entity.source)


def hierarchy_triples(registry: Registry, used: Iterable[str], namer: Namer) -> list[Triple]:
    """The ``hierarchy`` graph: ``skos:broader`` with source and period, and articles as parts of their instruments."""
    out: list[Triple] = []
    for entity in registry.entities.values():
        for link in entity.broader:
            above = registry.get(link.id)
            if above is None:
                continue
            out.append((entity.term, t.BROADER, above.term))
            fields = [(t.SUBJECT, entity.term), (t.OBJECT, above.term)]
            node = namer.node("link", node_hash("link", fields))
            out += [(node, t.TYPE, t.HIERARCHY_LINK), *((node, p, o) for p, o in fields)]
            out += [(node, t.PREDICATE, t.BROADER), (node, t.SOURCE, literal(link.source))]
            if link.period is not None:
                out.append((node, t.PERIOD, literal(link.period.edtf, EDTF_TYPE)))
    for name in used:
        head, _, article = name.partition(".")
        law = registry.get(head)
        if article and law is not None:
            out.append((namer.node("law", name), t.LEGAL_PART_OF, law.term))
    return sorted(set(out))


def derived_triples(corpus: Corpus, mentions: Iterable[Mention], namer: Namer) -> list[Triple]:
    """The ``derived`` graph: PROV triples between documents, parts, works and claims, each with its basis.

    Of each inner utterance it says whether that voice's own text is in the corpus.
    """
    out: list[Triple] = []
    for link in corpus.links:
        out += _derivation(link, namer)
    for claim, origins in corpus.origins.items():
        out += [(claim, t.ORIGIN, origin) for origin in origins]
    for mention in mentions:
        out += [(said, t.VOICE_IN_CORPUS, boolean(voice in corpus.speakers)) for said, voice in mention.chain]
    return sorted(set(out))


def _derivation(link: Link, namer: Namer) -> Iterable[Triple]:
    basis = iri(namer.vocabulary.choices("bases")[link.basis].iri)
    fields = [(t.PROV_ENTITY, link.source), (t.DERIVED, link.derived), (t.BASIS, basis)]
    node = namer.node("drv", node_hash("drv", fields))
    yield link.derived, t.DERIVED_FROM, link.source
    if link.relation != "derived":
        yield link.derived, _PROV[link.relation], link.source
    yield link.derived, t.QUALIFIED, node
    yield node, t.TYPE, t.DERIVATION
    for predicate, term in fields:
        yield node, predicate, term


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
