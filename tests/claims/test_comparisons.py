"""Slots over a corpus: what no file can bring about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kgbuild.claims.comparisons import Comparisons
from kgbuild.core.project import load_project
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.pipeline.workspace import Workspace

FLOOD = Path(__file__).parents[1] / "cases" / "flood"


def test_a_hash_of_two_contents_is_an_error() -> None:
    """Two contents under one name are KG215, at the second claim; the project as it is has none."""
    space = Workspace(load_project(FLOOD / "kgbuild.toml"))
    mentions = [m for path in space.mappings() for m in space.local(path, locked=False).mentions]
    findings: list[Diagnostic] = []
    Comparisons(mentions, space.registry, findings.append)
    assert findings == []
    *others, first, second = mentions
    forged = replace(second, proposition=replace(second.proposition, _term=first.proposition.term))
    Comparisons([*others, first, forged], space.registry, findings.append)
    (finding,) = findings
    assert (finding.code, finding.place) == ("KG215", second.place)
    assert finding.message == f"{first.proposition.term} is the hash of two contents"
