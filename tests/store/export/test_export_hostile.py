"""Whatever text stands in a graph, each format is read by its own library and has the text again."""

from __future__ import annotations

import json
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from prov.model import ProvDocument  # type: ignore[import-untyped]

from kgbuild.graph import terms as t
from kgbuild.store.export.annotations import write_annotations
from kgbuild.store.export.nanopubs import write_nanopubs
from kgbuild.store.export.prov_json import write_prov_json
from kgbuild.store.export.reifiers import write_reifiers
from store.export.cases import (
    HARD,
    TEXTS,
    Writer,
    by_pyld,
    hostile,
    quads_of,
    small,
    small_quads,
    texts_of,
    written,
)

WRITERS: list[Writer] = [write_nanopubs, write_reifiers, write_prov_json, write_annotations]


def tried(test: Callable[[str], None]) -> Callable[[], None]:
    """A test with every hard text, and with others."""
    for text in HARD:
        test = example(text)(test)
    made: Callable[[], None] = settings(max_examples=15)(given(TEXTS)(test))
    return made


def test_the_graphs_are_full_of_the_text() -> None:
    """What the other tests rest on: hardly any other text is left in such a graph."""
    assert texts_of(hostile("hard")) == {"hard"}


def literals(data: bytes, format: ox.RdfFormat, predicate: str) -> set[str]:
    return {quad.object.value for quad in quads_of(data, format) if str(quad.predicate) == predicate}  # type: ignore[union-attr]


@tried
def test_nanopublications(text: str) -> None:
    """Quotes, words and labels are the text."""
    data = written(write_nanopubs, hostile(text))
    for predicate in (t.QUOTE, t.WORDS, t.PREF_LABEL, t.UNNAMED_AS, t.EXACT):
        assert literals(data, ox.RdfFormat.TRIG, predicate) == {text}


@tried
def test_reifiers(text: str) -> None:
    """Quotes, words and labels are the text."""
    data = written(write_reifiers, hostile(text))
    for predicate in (t.QUOTE, t.WORDS, t.PREF_LABEL, t.UNNAMED_AS, t.EXACT):
        assert literals(data, ox.RdfFormat.TURTLE, predicate) == {text}


@tried
def test_prov_json(text: str) -> None:
    """Quotes are the text, and the document comes back from the library."""
    data = written(write_prov_json, hostile(text)).decode()
    document = ProvDocument.deserialize(content=data, format="json")
    quotes = {
        value
        for record in document.get_records()
        if str(record.identifier).startswith("anchor:")
        for name, value in record.extra_attributes
        if str(name) == "prov:value"
    }
    assert quotes == {text}
    assert ProvDocument.deserialize(content=document.serialize(format="json"), format="json") == document


@tried
def test_annotations(text: str) -> None:
    """Quotes are the text, in JSON and as RDF."""
    data = written(write_annotations, hostile(text))
    exact = {
        selector["exact"]
        for item in json.loads(data)["first"]["items"]
        for selector in item["target"]["selector"]
        if "exact" in selector
    }
    assert exact == {text}
    assert {value for _, predicate, value in by_pyld(data) if predicate == t.EXACT[1:-1]} == {text}


def test_ids_of_any_script() -> None:
    """An id that is not ASCII names the same things in every format."""
    name = "zürich-1931-𐍈-ب"
    selection = small(
        (g, *(term.replace("courier-1931", name) for term in rest)) for g, *rest in small_quads()
    )
    claims = {claim.term[1:-1] for claim in selection.claims}
    assert sum(name in claim for claim in claims) == 11
    for writer, format in ((write_nanopubs, ox.RdfFormat.TRIG), (write_reifiers, ox.RdfFormat.TURTLE)):
        quads = quads_of(written(writer, selection), format)
        assert {quad.subject.value for quad in quads if str(quad.predicate) == t.STANCE} >= claims
    document = ProvDocument.deserialize(content=written(write_prov_json, selection).decode(), format="json")
    assert {record.identifier.uri for record in document.get_records() if record.identifier} >= claims
    assert {value for _, _, value in by_pyld(written(write_annotations, selection))} >= claims


@pytest.mark.parametrize("writer", WRITERS)
def test_the_order_of_quads_is_no_matter(writer: Writer) -> None:
    """The same graph in another order gives the same bytes."""
    assert written(writer, small(small_quads())) == written(writer, small(reversed(small_quads())))
