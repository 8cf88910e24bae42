"""Claims against short texts of many languages: ``cases/adversarial/claims.yaml`` by ``kgbuild check``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT
from test_figures import codes, project_of

FILE = ROOT / "tests" / "cases" / "adversarial" / "claims.yaml"
KEYS = ("language", "text", "quote", "by", "claim", "expect")
CASES: list[dict[str, Any]] = [
    dict(zip(KEYS, case, strict=True)) for case in yaml.safe_load(FILE.read_text(encoding="utf-8"))
]


def test_every_case(tmp_path: Path) -> None:
    """What the text says passes, and anything else is a finding."""
    found = codes(project_of(tmp_path, CASES), len(CASES))
    wrong = [
        f"{case['text']} | {case['quote']} | {case['by']}: {case['claim']}: {each or 'pass'}, not {case['expect']}"
        for case, each in zip(CASES, found, strict=True)
        if bool(each) != (case["expect"] == "finding")
    ]
    assert wrong == []


def test_no_case_is_lost() -> None:
    """As many cases as were written, in many languages, each once."""
    assert len(CASES) == 464
    assert {case["expect"] for case in CASES} == {"pass", "finding"}
    assert len({case["language"] for case in CASES}) >= 29
    assert len({tuple(case.values()) for case in CASES}) == len(CASES)
