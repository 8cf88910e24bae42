"""Graphs with a value that kgbuild would not write there: each reader takes them, or refuses them in words."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import cache

import pytest
from conftest import ROOT

import kgbuild
from kgbuild.analysis.diff.comparison import differences
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import load_project
from kgbuild.core.terms import Quad
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.store.export.annotations import write_annotations
from kgbuild.store.export.bibliography import write_bib, write_csl
from kgbuild.store.export.nanopubs import write_nanopubs
from kgbuild.store.export.prov_json import write_prov_json
from kgbuild.store.export.reifiers import write_reifiers
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltGraph
from kgbuild.store.tables import citation_rows, claim_rows, document_rows, entity_rows

FLOOD = ROOT / "tests" / "cases" / "flood"
SEEDS = range(250)
TERMS = (
    "<https://example.org/x>", "<urn:x>", "_:b", '""', '"x"', '"9999999999999999999999999999999"', '"-1"',
    '"1e5"^^<http://www.w3.org/2001/XMLSchema#double>', '"NaN"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '"x"@en', '"\\u0000\\n\\u202E"', '"2020-13-45"^^<http://www.w3.org/2001/XMLSchema#date>', '"a/b#c"',
    '"sha256:"', '"\u0663"^^<http://www.w3.org/2001/XMLSchema#integer>',
)  # fmt: skip


@cache
def flood() -> tuple[tuple[Quad, ...], Vocabulary]:
    """The quads of a small graph, and its vocabulary."""
    result = kgbuild.build(FLOOD)
    quads = tuple((graph, *triple) for graph, triples in result.graphs.items() for triple in triples)
    return quads, load_vocabulary(load_project(FLOOD / "kgbuild.toml").ontology)


def foreign(seed: int) -> BuiltGraph:
    """A graph with some triples left out, and some with another object or subject."""
    quads, vocabulary = flood()
    chance = random.Random(seed)
    changed = list(quads)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(changed))
        graph, s, p, o = changed[at]
        other = chance.choice(changed)
        changed[at] = chance.choice(
            [
                (graph, s, p, chance.choice(TERMS)),
                (graph, s, p, chance.choice(TERMS)),
                (graph, s, p, other[3]),
                (graph, other[1], p, o),
                (graph, s, other[2], o),
            ]
        )
        if chance.random() < 0.2:
            del changed[at]
    return BuiltGraph(changed, vocabulary)


def whole() -> BuiltGraph:
    return BuiltGraph(*flood())


READERS: dict[str, Callable[[BuiltGraph], object]] = {
    "claims": lambda graph: claim_rows(graph),
    "documents": lambda graph: document_rows(graph),
    "entities": lambda graph: entity_rows(graph),
    "citations": lambda graph: citation_rows(graph),
    "comparisons": lambda graph: graph.comparisons,
    "annotations": lambda graph: write_annotations(
        Selection(graph), io.BytesIO(), source="https://x/{document}"
    ),
    "nanopubs": lambda graph: write_nanopubs(Selection(graph), io.BytesIO()),
    "prov": lambda graph: write_prov_json(Selection(graph), io.BytesIO()),
    "reifiers": lambda graph: write_reifiers(Selection(graph), io.BytesIO()),
    "csl": lambda graph: write_csl(Selection(graph), io.BytesIO()),
    "bib": lambda graph: write_bib(Selection(graph), io.BytesIO()),
    "diff to": lambda graph: differences(whole(), graph),
    "diff from": lambda graph: differences(graph, whole()),
}


@pytest.mark.parametrize("reader", READERS)
def test_a_foreign_graph(reader: str) -> None:
    """No value makes a reader fail in any other way than with a message."""
    refused = 0
    for seed in SEEDS:
        try:
            READERS[reader](foreign(seed))
        except KgbuildError:
            refused += 1
        except Exception as error:
            raise AssertionError(f"seed {seed}: {type(error).__name__}: {error}") from error
    assert refused < len(SEEDS)
