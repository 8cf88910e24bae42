"""What independent readers found in the five texts is claimed, or ignored with a reason."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from .settling import OPEN, Mapped, inventory, mapped

DOCUMENTS = {
    "agency-report-2025": 123,
    "letter-2020-01-17": 254,
    "letter-2025-01-20": 243,
    "news-report-2026": 146,
    "ombudsman-statement-2021-01-19": 370,
}
KINDS = {
    *("figure", "date", "place", "person", "organisation", "office", "citation", "law"),
    *("characterisation", "accusation", "purpose", "demand", "denial", "hedge"),
}
ABSENT = {("agency-report-2025", "denial"): "the report denies and disputes nothing, and relays no denial"}
"""Kinds that the readers found nowhere in a document, and why that is so."""
LIMIT = 0.88
"""The share of a text's words that the quotes of each mapping stay below: with a margin to the 90 % of KG309."""


@pytest.fixture(scope="module")
def corpus(documents: Path) -> dict[str, tuple[Mapped, float]]:
    """The five mappings with their texts."""
    return mapped(documents)


def test_no_row_is_lost() -> None:
    """The inventory has as many rows for each document as the readers wrote, and no row twice."""
    rows = inventory()
    assert Counter(row.document for row in rows) == DOCUMENTS
    assert len(set(rows)) == len(rows)
    assert all(row.start < row.end for row in rows)


def test_every_kind_is_in_every_document() -> None:
    """Each kind of row stands in the inventory of each document, or it is said why not."""
    found = {(row.document, row.kind) for row in inventory()}
    assert {kind for _, kind in found} == KINDS
    missing = {(document, kind) for document in DOCUMENTS for kind in KINDS} - found
    assert missing == set(ABSENT)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_row_is_settled(corpus: dict[str, tuple[Mapped, float]], name: str) -> None:
    """Each row of the inventory is claimed by the mapping, or ignored with a reason."""
    document, _ = corpus[name]
    settled = [document.settle(row) for row in document.rows]
    assert len(settled) == DOCUMENTS[name]
    left = [(each.row, each.words) for each in settled if each.state == OPEN]
    assert not left


@pytest.mark.parametrize("name", DOCUMENTS)
def test_quotes_stay_below_the_limit(corpus: dict[str, tuple[Mapped, float]], name: str) -> None:
    """What the quotes of a mapping write out stays below the share from which kgbuild warns."""
    assert 0 < corpus[name][1] < LIMIT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_ignore_says_why(corpus: dict[str, tuple[Mapped, float]], name: str) -> None:
    """The reason of an ignore is a sentence, not a word."""
    document, _ = corpus[name]
    assert [ignore.why for ignore in document.spec.ignores if len(ignore.why.split()) < 3] == []
