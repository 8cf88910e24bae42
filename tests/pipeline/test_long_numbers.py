"""Numbers that are longer than any count: they end no run, wherever a mapping may write them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild

LONG = "9" * 5000


def test_an_agenda_item_of_5000_digits(tmp_path: Path, run: RunKgbuild) -> None:
    """It is no number of an agenda, but words that the text has; the graph is built with them."""
    project = tmp_path / "flood"
    shutil.copytree(ROOT / "tests" / "cases" / "flood", project)
    document, mapping = (
        project / "documents" / "gazette-report.txt",
        project / "mappings" / "gazette-report.yaml",
    )
    document.write_text(f"{document.read_text(encoding='utf-8')} {LONG} 32", encoding="utf-8")
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(
        text.replace("  language: en\n", f"  language: en\n  agenda_items: [{LONG}, 32]\n"), encoding="utf-8"
    )
    result = run("lock", "--bind", str(document), str(mapping), cwd=project)
    assert result.returncode == 0, result.stderr
    assert run("build", "--no-shapes", cwd=project).returncode == 0
    graph = (project / "out" / "graph.nq").read_text(encoding="utf-8")
    assert f'"{LONG}"' in graph
    assert '"32"^^<http://www.w3.org/2001/XMLSchema#integer>' in graph


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    occurrence: 2", f"    occurrence: {LONG}"),
        ("    occurrence: 2", f"    occurrence: -{LONG}"),
        ("    occurrence: 2", "    occurrence: ²"),
        ("    occurrence: 2", "    occurrence: ٢"),
        ('    starts: "Annex: notice"', f'    starts: {{quote: "Annex: notice", occurrence: {LONG}}}'),
        ("  title: THE FLOOD AT ELMFORD", f"  title: {{value: THE FLOOD AT ELMFORD, occurrence: {LONG}}}"),
    ],
)
def test_what_is_no_count_is_a_finding(tmp_path: Path, run: RunKgbuild, old: str, new: str) -> None:
    """A count of 5,000 digits, a negative one, and other digits are findings at their place, in a line of output."""
    project = tmp_path / "flood"
    shutil.copytree(ROOT / "tests" / "cases" / "flood", project)
    mapping = project / "mappings" / "flood-report.yaml"
    text = mapping.read_text(encoding="utf-8")
    assert text.count(old) == 1
    mapping.write_text(text.replace(old, new), encoding="utf-8")
    result = run("check", cwd=project)
    assert result.returncode == 1
    assert "KG107" in result.stderr
    assert max(map(len, result.stderr.splitlines())) < 400
