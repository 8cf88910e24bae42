"""Graphs with some statements changed at random: the three engines find the same in them."""

from __future__ import annotations

import os
import random
import re

import pytest
from jena import Jena
from small_project import shipped, sound_graph

from kgbuild.core.terms import Triple, integer, literal
from kgbuild.graph.shapes.engines import ShapeResult, validate_fast, validate_reference

CASES = int(os.environ.get("KGBUILD_SHAPE_CASES", "30"))
SEED = int(os.environ.get("KGBUILD_SHAPE_SEED", "0"))
REFERENCE_EVERY = 10
"""pySHACL takes a hundred times as long as the others."""
VALUES = (
    integer(0),
    integer(19900120),
    literal("words"),
    literal("words", language="en"),
    "<https://example.org/new>",
)


def changed(sound: list[Triple], chance: random.Random) -> str:
    """The graph with one to three statements dropped, or given another subject, predicate or object, as N-Triples."""
    triples = list(sound)
    for _ in range(chance.randint(1, 3)):
        number, other = chance.randrange(len(triples)), chance.choice(triples)
        s, p, o = triples[number]
        triples[number] = chance.choice([
            other, (other[0], p, o), (s, other[1], o), (s, p, other[2]), (s, p, chance.choice(VALUES)),
        ])  # fmt: skip
    return "".join(f"{s} {p} {o} .\n" for s, p, o in sorted(set(triples)))


def nodes(results: list[ShapeResult]) -> set[tuple[str, str]]:
    """The shapes and nodes of results, as Jena gives them: without angle brackets."""
    return {(each.shape, re.sub("[<>]", "", each.focus)) for each in results}


@pytest.mark.parametrize("number", range(SEED, SEED + CASES))
def test_engines_agree_on_a_changed_graph(number: int, jena: Jena) -> None:
    """Of each graph Jena finds the shapes and nodes that the default engine finds; of some, pySHACL every result."""
    data = changed(sorted(sound_graph()), random.Random(number))
    shapes = shipped().text
    fast = validate_fast(shapes, data, "nt")
    assert jena.results(data) == nodes(fast)
    if number % REFERENCE_EVERY == 0:
        assert validate_reference(shapes, data, "nt") == fast
