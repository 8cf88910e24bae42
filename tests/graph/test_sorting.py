"""Triples of many documents: each once, sorted, however much of it waits on disk."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from kgbuild.graph.sorting import SortedTriples

TERMS = st.sampled_from(["<a:a>", "<a:b>", "<a:aa>", '"a"', '"a"@en', '"ж"'])
DOCUMENTS = st.lists(
    st.sets(st.tuples(st.sampled_from(["<a:a>", "<a:b>", "<a:c>"]), TERMS, TERMS)), max_size=8
)


@given(DOCUMENTS, st.sampled_from([0, 2, 1000]))
def test_each_triple_once_in_order(documents: list[set[tuple[str, str, str]]], most: int) -> None:
    """Whatever is put aside, the result is the sorted union of what the documents say, unbroken within a subject."""
    kept = SortedTriples(most)
    for triples in documents:
        kept.add(triples)
    chunks = list(kept.chunks())
    assert list(chain.from_iterable(chunks)) == sorted(set(chain.from_iterable(documents)))
    subjects = [{triple[0] for triple in chunk} for chunk in chunks]
    assert len(set(chain.from_iterable(subjects))) == sum(map(len, subjects))
