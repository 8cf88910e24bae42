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
    claims = [claim for path in space.mappings() for claim in space.local(path, locked=False).claims]
    findings: list[Diagnostic] = []
    comparisons = Comparisons(space.registry, findings.append)
    for claim in claims:
        comparisons.add(claim)
    assert findings == []
    *others, first, second = claims
    forged = replace(second, proposition=replace(second.proposition, _term=first.proposition.term))
    comparisons = Comparisons(space.registry, findings.append)
    for claim in (*others, first, forged):
        comparisons.add(claim)
    (finding,) = findings
    assert (finding.code, finding.place) == ("KG215", second.place)
    assert finding.message == f"{first.proposition.term} is the hash of two contents"
