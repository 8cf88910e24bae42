"""Hard texts in many scripts: a quote stands in each of them just where, and just as, it is written down beside it."""

from __future__ import annotations

import tomllib
import unicodedata
from typing import Any

import pytest
from conftest import ROOT

from kgbuild.evidence.finder import Finder
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.model import QuoteSpec
from kgbuild.text.documents import text_layer

FILE = ROOT / "tests" / "cases" / "adversarial" / "phrases.toml"
PHRASES: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["phrase"]


def test_the_corpus_is_there() -> None:
    """No case is lost unseen, and each is found, or not, by what is written there."""
    assert len(PHRASES) == 70
    assert {case["match"] for case in PHRASES} == {"exact", "tolerant", "none"}


@pytest.mark.parametrize("case", PHRASES, ids=lambda case: f"{case['quote']} in {case['text']}")
def test_a_quote_in_a_hard_text(case: dict[str, Any]) -> None:
    """A quote is found exactly, tolerantly or not at all; its span holds what the text has there, sign by sign."""
    layer = text_layer(case["text"].encode())
    findings: list[Diagnostic] = []
    anchor = Finder(layer, (), case.get("language", "en")).find(QuoteSpec(case["quote"]), findings.append)
    if case["match"] == "none":
        assert anchor is None
        assert [finding.code for finding in findings] == ["KG301"]
    else:
        assert findings == []
        assert anchor is not None
        assert layer.text[anchor.span.start : anchor.span.end] == unicodedata.normalize(
            "NFC", case.get("span", case["quote"])
        )
        assert anchor.span.match == case["match"]
