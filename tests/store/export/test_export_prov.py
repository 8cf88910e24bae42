"""PROV-JSON is read by the ``prov`` library, and holds who said what after whom."""

from __future__ import annotations

from collections import Counter

import pytest
from prov.model import (  # type: ignore[import-untyped]
    ProvAgent,
    ProvAlternate,
    ProvAttribution,
    ProvDerivation,
    ProvDocument,
    ProvEntity,
)

from kgbuild.graph import terms as t
from kgbuild.store.export.prov_json import write_prov_json
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltGraph
from store.export.cases import written

QUOTATION = "http://www.w3.org/ns/prov#Quotation"


def read(data: bytes) -> ProvDocument:
    return ProvDocument.deserialize(content=data.decode(), format="json")


@pytest.fixture(scope="module")
def document(selection: Selection) -> ProvDocument:
    return read(written(write_prov_json, selection))


def iri(name: object) -> str:
    return f"<{name.uri}>"  # type: ignore[attr-defined]


def pairs(document: ProvDocument, kind: type) -> list[tuple[str, str]]:
    """What a relation joins: its first two formal attributes, as IRIs."""
    return [
        (iri(record.formal_attributes[0][1]), iri(record.formal_attributes[1][1]))
        for record in document.get_records(kind)
    ]


def test_it_comes_back_from_the_library(document: ProvDocument) -> None:
    """Written by ``prov`` and read again, it is the same document."""
    assert read(document.serialize(format="json").encode()) == document


def test_entities_and_agents(document: ProvDocument, graph: BuiltGraph) -> None:
    """Every document, part, text, quote of a claim and claim is an entity; every voice is an agent."""
    entities = {iri(record.identifier) for record in document.get_records(ProvEntity)}
    passages = {
        each.term for claim in graph.claims.values() for each in (claim.evidence, claim.context) if each
    }
    assert entities >= {*graph.claims, *graph.documents, *graph.typed[t.TEXT], *passages}
    rest = entities - {*graph.claims, *graph.documents, *graph.typed[t.TEXT], *passages}
    assert {graph.kind(each) for each in rest} == {"work", "identification"}
    agents = {iri(record.identifier) for record in document.get_records(ProvAgent)}
    assert agents >= {said.voice for claim in graph.claims.values() for said in claim.chain}


def test_a_claim_is_attributed_to_each_of_its_voices(document: ProvDocument, graph: BuiltGraph) -> None:
    """With depth and stance; a document or part to its own voice."""
    wanted = Counter((claim.term, said.voice) for claim in graph.claims.values() for said in claim.chain)
    wanted += Counter((each.term, each.voice) for each in graph.documents.values() if each.voice is not None)
    assert Counter(pairs(document, ProvAttribution)) == wanted
    said = graph.claims[f"<{graph.base}claim/news-report-2026.toll.killed>"].chain[1]
    (record,) = document.get_record(f"said:{graph.name(said.term)}")
    extra = {str(name): value for name, value in record.extra_attributes}
    assert (str(extra["kg:stance"]), extra["kg:depth"]) == ("kg:asserts", 1)


def test_derivations(document: ProvDocument, graph: BuiltGraph) -> None:
    """Lineage with its basis, claims from their quotes, quotes from their texts; and nothing else."""
    lineage, quotes, evidence = Counter[tuple[str, str]](), set(), set()
    for record in document.get_records(ProvDerivation):
        extra = {str(name): value for name, value in record.extra_attributes}
        derived, source = (iri(value) for _, value in record.formal_attributes[:2])
        if "kg:basis" in extra:
            lineage[derived, source] += 1
        elif graph.kind(derived) == "anchor":
            assert extra["prov:type"].uri == QUOTATION
            quotes.add((derived, source))
        else:
            assert str(extra["prov:type"]) in ("kg:evidence", "kg:contextEvidence")
            evidence.add((derived, source))
    links = graph.typed[t.DERIVATION]
    assert lineage == Counter((graph.value(x, t.DERIVED), graph.value(x, t.PROV_ENTITY)) for x in links)
    passages = [(c.term, p.term) for c in graph.claims.values() for p in (c.evidence, c.context) if p]
    assert evidence == set(passages)
    assert quotes == {(p, graph.value(p, t.HAS_SOURCE)) for _, p in passages}


def test_a_text_is_an_alternate_of_its_document(document: ProvDocument, graph: BuiltGraph) -> None:
    """Both are aspects of one thing; that one were a version of the other is not said."""
    texts = [
        (text, each.term)
        for each in graph.documents.values()
        for text in graph.values(each.term, t.TEXT_LAYER)
    ]
    assert sorted(pairs(document, ProvAlternate)) == sorted(texts)
    assert len(texts) == 5


def test_what_a_claim_says(document: ProvDocument, graph: BuiltGraph) -> None:
    """Property, value, polarity and reading are attributes of the claim."""
    for claim in graph.claims.values():
        (record,) = document.get_record(f"claim:{claim.id}")
        extra = {str(name): value for name, value in record.extra_attributes}
        assert iri(extra["kg:property"]) == claim.content.predicate
        assert str(extra["kg:polarity"]) == ("kg:negative" if claim.content.negative else "kg:positive")
        assert str(extra["prov:value"]) == graph.value_text(claim.content.object)
        assert extra.get("kg:reading") == claim.reading
        assert extra["kg:counts"] is claim.counts
        for each in claim.identities:
            (record,) = document.get_record(f"identification:{graph.name(each.term)}")
            extra = {str(name): value for name, value in record.extra_attributes}
            assert (iri(extra["kg:aboutClaim"]), iri(extra["kg:identityOf"])) == (claim.term, each.of)
            assert (str(extra["kg:identityGrade"]), extra.get("kg:identityReading")) == (
                f"kg:{each.grade}",
                each.reading,
            )
