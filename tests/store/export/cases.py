"""What the tests of exports share: texts that are hard to write down, graphs that are full of them, and readers."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pyld.jsonld  # type: ignore[import-untyped]
import pyoxigraph as ox
from conftest import ROOT
from hypothesis import strategies as st

import kgbuild
from kgbuild.core.project import load_project
from kgbuild.core.terms import Quad, literal, literal_language, literal_text
from kgbuild.graph import terms as t
from kgbuild.graph.write.names import ByteSink
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltGraph

Writer = Callable[[Selection, ByteSink], object]
CONTEXT = json.loads((Path(__file__).parent / "anno.jsonld").read_text(encoding="utf-8"))
HARD = (
    "he said \"no\"\\n, 'never' \\ and left",
    "two\nlines\r\nand\ttabs",
    "]]> <![CDATA[ <script>alert(1)</script> &amp; &#x41;",
    "\x01\x07\x1b[31m\x7f\x85\x9f",
    "\u2028\u2029\ufeff\ufffe\uffff\ufffd",
    "\U00010348 \U0001f9ff \U000e0001 \U0010fffd",
    "\u202eright to left\u202c \u0628\u0627\u0643\u0648 \u200f",
    "=1+1",
    "-131 civilians",
    "@SUM(A1)",
    " , ; \" ' ",
    "NA",
    "a }} { . << >> <<( ~ @prefix x: <y> .",
    "…" * 3,
)
TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=40
) | st.sampled_from(HARD)
SWAPPED = {
    *(
        t.QUOTE,
        t.EXACT,
        t.LABEL,
        t.PREF_LABEL,
        t.ALT_LABEL,
        t.TITLE,
        t.WORDS,
        t.HEDGE,
        t.MANNER,
        t.READING,
        t.SIC,
    ),
    *(t.NAME_AS_WRITTEN, t.UNNAMED_AS, t.MAPPED_AT, t.IDENTITY_READING, t.SYMBOL, t.CITED_SYMBOL, t.SOURCE),
}
"""What people write: any text may stand there."""


@cache
def small_quads() -> tuple[Quad, ...]:
    """The quads of a small project, in which voices deny, hand on and are unnamed."""
    return tuple(kgbuild.build(ROOT / "examples" / "excavation", shapes=False).quads())


@cache
def small_vocabulary() -> Any:
    return load_vocabulary(load_project(ROOT / "examples" / "excavation" / "kgbuild.toml").ontology)


def small(quads: Iterable[Quad]) -> Selection:
    return Selection(BuiltGraph(quads, small_vocabulary()))


def hostile(text: str) -> Selection:
    """The small project with one text in place of all that people wrote."""
    return small(
        (g, s, p, literal(text, language=literal_language(o)) if p in SWAPPED else o)
        for g, s, p, o in small_quads()
    )


def texts_of(selection: Selection) -> set[str]:
    """The texts that stand in place of others in a graph."""
    return {
        literal_text(value)
        for facts in selection.graph.facts.values()
        for predicate, values in facts.items()
        if predicate in SWAPPED
        for value in values
    }


def written(writer: Writer, selection: Selection) -> bytes:
    stream = io.BytesIO()
    writer(selection, stream)
    return stream.getvalue()


def quads_of(data: bytes, format: ox.RdfFormat) -> list[ox.Quad]:
    return list(ox.parse(data, format=format))


def by_pyld(data: bytes) -> list[tuple[str, str, str]]:
    """The triples of annotations as PyLD makes them, with the context that lies beside this module."""

    def loader(url: str, options: object) -> object:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"contextUrl": None, "documentUrl": url, "document": CONTEXT}

    dataset = pyld.jsonld.to_rdf(json.loads(data), {"documentLoader": loader})
    assert set(dataset) == {"@default"}
    return [
        (each["subject"]["value"], each["predicate"]["value"], each["object"]["value"])
        for each in dataset["@default"]
    ]
