"""Binding a mapping to a text changes its ``text:`` line and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild

from kgbuild.core.errors import KgbuildError
from kgbuild.evidence.bind import bind
from kgbuild.text.documents import text_layer

FLOOD = ROOT / "tests" / "cases" / "flood"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_only_the_text_line_changes(tmp_path: Path, line_end: str) -> None:
    """Comments, layout and line ends of the mapping stay as they were."""
    mapping = tmp_path / "flood-report.yaml"
    lines = (FLOOD / "mappings" / "flood-report.yaml").read_text(encoding="utf-8").split("\n")
    mapping.write_bytes(line_end.join(lines).encode())
    document = tmp_path / "other.txt"
    document.write_text("Another text.\n")
    digest = bind(mapping, document)
    assert digest == text_layer(b"Another text.\n").hash
    new = mapping.read_bytes().decode().split(line_end)
    assert [(a, b) for a, b in zip(lines, new, strict=True) if a != b] == [
        (
            next(line for line in lines if "text: sha256:" in line and "repairs" not in line),
            f"  text: sha256:{digest}",
        )
    ]


def test_a_missing_line_is_added(tmp_path: Path) -> None:
    """A ``document:`` block without ``text:`` gets the line behind its first key."""
    mapping = tmp_path / "new.yaml"
    mapping.write_text("document:\n    id: new\n    kind: report\nclaims: {}\n")
    digest = bind(mapping, FLOOD / "documents" / "flood-report.txt")
    assert (
        mapping.read_text()
        == f"document:\n    id: new\n    text: sha256:{digest}\n    kind: report\nclaims: {{}}\n"
    )


def test_what_cannot_be_bound_is_left_alone(tmp_path: Path) -> None:
    """A mapping that is not well formed is refused and not touched."""
    mapping = tmp_path / "broken.yaml"
    mapping.write_text("document: [\n")
    with pytest.raises(KgbuildError, match="document"):
        bind(mapping, FLOOD / "documents" / "flood-report.txt")
    assert mapping.read_text() == "document: [\n"


def test_the_command_binds_and_locks(tmp_path: Path, run: RunKgbuild) -> None:
    """``lock --bind DOCUMENT MAPPING`` writes hash and lock, after which the project checks without the document."""
    project = tmp_path / "flood"
    shutil.copytree(FLOOD, project)
    (project / "mappings" / "flood-report.lock").unlink()
    mapping = project / "mappings" / "flood-report.yaml"
    old = mapping.read_text(encoding="utf-8")
    digest = text_layer((project / "documents" / "flood-report.txt").read_bytes()).hash
    mapping.write_text(old.replace(digest, "0" * 64), encoding="utf-8")
    elsewhere = tmp_path / "scan.txt"
    shutil.move(project / "documents" / "flood-report.txt", elsewhere)
    result = run("lock", "--bind", str(elsewhere), "mappings/flood-report.yaml", cwd=project)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "mappings/flood-report.lock\n"
    assert mapping.read_text(encoding="utf-8") == old
    assert run("check", cwd=project).returncode == 0
