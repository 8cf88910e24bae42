"""Web Annotations mark the passages of claims, for readers of JSON and of RDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kgbuild.core.errors import KgbuildError
from kgbuild.store.export.annotations import write_annotations
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltGraph
from kgbuild.text.documents import read_library
from store.export.cases import by_pyld, written

OA = "http://www.w3.org/ns/oa#"


@pytest.fixture(scope="module")
def data(selection: Selection) -> bytes:
    return written(write_annotations, selection)


@pytest.fixture(scope="module")
def items(data: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(data)["first"]["items"]
    return found


def selectors(annotation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["type"]: each for each in annotation["target"]["selector"]}


def test_the_collection_has_what_the_standard_asks_for(data: bytes) -> None:
    """Context, id, type, total and its one page, which names the collection (section 5)."""
    collection = json.loads(data)
    assert collection["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (collection["type"], collection["total"]) == ("AnnotationCollection", 633)
    page = collection["first"]
    assert (page["type"], page["partOf"], page["id"]) == (
        "AnnotationPage",
        collection["id"],
        collection["last"],
    )
    assert len(page["items"]) == len({each["id"] for each in page["items"]}) == 633
    assert {each["motivation"] for each in page["items"]} == {"describing"}
    assert not any("creator" in each or "created" in each for each in page["items"])


def test_the_target_is_the_passage(items: list[dict[str, Any]], graph: BuiltGraph) -> None:
    """Position and, unless it is a range, quote are those of the claim's evidence; a range leads to the same end."""
    for annotation, claim in zip(items, graph.claims.values(), strict=True):
        assert annotation["id"] == f"{graph.base}annotation/{claim.id}"
        found, passage = selectors(annotation), claim.evidence
        position = found.pop("TextPositionSelector")
        assert (position["start"], position["end"]) == (passage.start, passage.end)
        (other,) = found.values()
        if passage.match == "range":
            assert passage.quote.startswith(other["startSelector"]["exact"])
            assert other["endSelector"]["start"] == passage.end
        else:
            assert other["exact"] == passage.quote


def test_the_body_says_who_says_what(items: list[dict[str, Any]]) -> None:
    """In words, with voices, a “not” and what limits the value."""
    bodies = {each["id"].rpartition("/")[2]: each["body"] for each in items}
    text, claim = bodies["news-report-2026.toll.killed"]
    assert text["value"] == (
        "unnamed (the outlet, not named in the text) reports: unnamed (official figures) asserts: "
        "Baku, night of 19–20 January 1990 – number of people killed: 150 (civilians)"
    )
    assert claim["type"] == "kg:Claim"
    negative = bodies["ombudsman-statement-2021-01-19.will-not-broken.conduct.breaking-will"]
    assert " – conduct: not " in negative[0]["value"]
    assert negative[1]["kg:polarity"] == {"id": "https://w3id.org/kgbuild/ns#negative"}
    inferred = bodies["agency-report-2025.assessment-after.occurred"][0]["value"]
    assert inferred.endswith(
        ": 1994-03 (identity of Adoption of a decision by the Milli Majlis, March 1994 inferred)"
    )


def test_it_is_rdf(data: bytes, graph: BuiltGraph) -> None:
    """By the context, PyLD finds an annotation for each claim, with body, target, source and positions."""
    triples = by_pyld(data)
    objects: dict[tuple[str, str], list[str]] = {}
    for subject, predicate, value in triples:
        objects.setdefault((subject, predicate), []).append(value)
    for claim in graph.claims.values():
        node = f"{graph.base}annotation/{claim.id}"
        assert claim.term[1:-1] in objects[node, f"{OA}hasBody"]
        (target,) = objects[node, f"{OA}hasTarget"]
        assert objects[target, f"{OA}hasSource"] == [f"{graph.base}text/{claim.document}"]
        starts = [
            objects[selector, f"{OA}start"]
            for selector in objects[target, f"{OA}hasSelector"]
            if (selector, f"{OA}start") in objects
        ]
        assert starts == [[str(claim.evidence.start)]]


def test_texts_have_the_address_they_are_given(selection: Selection, graph: BuiltGraph) -> None:
    """One address for each document; one address for several documents is refused, and what is none."""
    address = "https://texts.example/{document}.txt"
    data = written(lambda chosen, sink: write_annotations(chosen, sink, source=address), selection)
    sources = {each["target"]["source"] for each in json.loads(data)["first"]["items"]}
    assert "https://texts.example/news-report-2026.txt" in sources
    assert len(sources) == 5
    one = Selection(graph, ["news-report-2026"])
    data = written(lambda chosen, sink: write_annotations(chosen, sink, source="urn:isbn:1"), one)
    assert {each["target"]["source"] for each in json.loads(data)["first"]["items"]} == {"urn:isbn:1"}
    with pytest.raises(KgbuildError, match="the same for 5 documents"):
        written(lambda chosen, sink: write_annotations(chosen, sink, source="urn:isbn:1"), selection)
    with pytest.raises(KgbuildError, match="not an absolute IRI"):
        written(lambda chosen, sink: write_annotations(chosen, sink, source="texts/{document}"), selection)


def test_positions_cut_the_quote_out_of_the_text(
    items: list[dict[str, Any]], graph: BuiltGraph, documents: Path
) -> None:
    """Whoever has a copy of the text finds the very words there; characters are counted as Unicode code points."""
    texts = read_library([documents]).texts
    checked = 0
    for annotation, claim in zip(items, graph.claims.values(), strict=True):
        if claim.evidence.match == "exact":
            text = texts[graph.documents[f"<{graph.base}doc/{claim.document}>"].text_hash or ""].text
            found = selectors(annotation)
            start, end = (found["TextPositionSelector"][each] for each in ("start", "end"))
            assert text[start:end] == found["TextQuoteSelector"]["exact"]
            checked += 1
    assert checked == 153
