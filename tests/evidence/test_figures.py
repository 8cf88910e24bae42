"""Quantities of claims against texts: every case of ``numbers/cases.yaml`` by ``kgbuild check``."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml

import kgbuild

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "numbers" / "cases.yaml").read_text(encoding="utf-8")
)
CONFIG = 'base = "https://example.org/n/"\nontology = ["events"]\n'
EVENTS = "clash: {type: event, label: {en: clash at the bridge}}\n"
PAPERS = "paper: {type: news-outlet, label: {en: The Town Paper}}\n"
FILLER = "\n\nNothing else of note, and nobody in the square spoke of anything but coal and leeks." * 8


def project_of(folder: Path, cases: list[dict[str, Any]]) -> Path:
    """A project with a document and a mapping for each case: ``case-0``, ``case-1`` …"""
    for name in ("documents", "mappings", "registry"):
        (folder / name).mkdir()
    (folder / "kgbuild.toml").write_text(CONFIG)
    (folder / "registry" / "events.yaml").write_text(EVENTS)
    (folder / "registry" / "organisations.yaml").write_text(PAPERS)
    for number, case in enumerate(cases):
        text = f"REPORT OF THE PAPER\n\n{case['text']}{FILLER} ({number})\n"
        digest = hashlib.sha256(text.encode()).hexdigest()
        (folder / "documents" / f"case-{number}.txt").write_text(text, encoding="utf-8", newline="")
        head = {"id": f"case-{number}", "kind": "report", "text": f"sha256:{digest}", "language": "en"}
        head |= {"language": case["language"]} if "language" in case else {}
        claim = {case.get("by", "attendance"): str(case["claim"]), "quote": str(case["quote"])}
        claim |= {key: case[key] for key in ("context", "reading") if key in case}
        mapping = {"document": head, "voice": "paper", "about": "clash", "claims": {"a": claim}}
        (folder / "mappings" / f"case-{number}.yaml").write_text(
            yaml.safe_dump(mapping, allow_unicode=True, sort_keys=False, default_style='"'), encoding="utf-8"
        )
    return folder


def codes(folder: Path, count: int) -> list[list[str]]:
    """The codes of the findings of each case."""
    found: list[list[str]] = [[] for _ in range(count)]
    for finding in kgbuild.check(folder, documents=[folder / "documents"]).findings:
        if finding.place.file.startswith("mappings/case-") and finding.code not in ("KG308", "KG309"):
            found[int(finding.place.file[len("mappings/case-") : -len(".yaml")])].append(finding.code)
    return found


def test_every_case(tmp_path: Path) -> None:
    """Each claim passes, or has exactly the finding that stands beside it."""
    found = codes(project_of(tmp_path, CASES), len(CASES))
    wrong = [
        f"{case['text']} | {case['quote']} | {case['claim']}: {each or 'pass'}, not {case['expect']}"
        for case, each in zip(CASES, found, strict=True)
        if each != ([] if case["expect"] == "pass" else [case["expect"]])
    ]
    assert wrong == []


def test_no_case_is_lost() -> None:
    """As many cases as were written, in many languages, each once."""
    assert len(CASES) == 183
    assert len({case.get("language", "en") for case in CASES}) >= 18
    assert len({yaml.safe_dump(case) for case in CASES}) == len(CASES)
