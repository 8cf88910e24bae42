"""What lies in a project and is not read is named in every check."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild

from kgbuild.core.project import load_project
from kgbuild.pipeline.check import check


@pytest.fixture
def flood(tmp_path: Path) -> Path:
    project = tmp_path / "flood"
    shutil.copytree(ROOT / "tests" / "cases" / "flood", project)
    return project


def found(project: Path) -> list[tuple[str, str, str]]:
    """The findings of a check: code, file, message."""
    findings = check(load_project(project / "kgbuild.toml")).findings
    return [(each.code, each.place.file, each.message) for each in findings]


def test_documents_that_cannot_be_read_are_warned_of(flood: Path) -> None:
    """A link to nowhere and a pipe among the documents are warnings with the name of the file, and stop nothing."""
    (flood / "documents" / "gone.txt").symlink_to(flood / "nothing")
    os.mkfifo(flood / "documents" / "pipe")
    (flood / "documents" / "scan.pdf").write_bytes(b"%PDF-1.7 \xff")
    (flood / "documents" / ".hidden").write_text("hidden")
    assert found(flood) == [
        ("KG343", "documents/gone.txt", "this file among the documents is a link that leads nowhere"),
        ("KG343", "documents/pipe", "this file among the documents is no ordinary file"),
    ]


def test_a_pipe_among_the_documents_holds_nothing_up(flood: Path, run: RunKgbuild) -> None:
    """The commands that show a finding about a pipe, or are given one, do not read from it."""
    pipe = flood / "documents" / "pipe"
    os.mkfifo(pipe)
    result = run("check", cwd=flood)
    assert (result.returncode, result.stdout) == (0, "")
    assert "this file among the documents is no ordinary file\n --> documents/pipe:1:1\n" in result.stderr
    assert "is no ordinary file  pipe" in run("documents", cwd=flood).stdout
    for arguments in (("new", str(pipe)), ("lock", "--bind", str(pipe), "mappings/gazette-report.yaml")):
        refused = run(*arguments, cwd=flood)
        assert refused.returncode == 2
        assert "no ordinary file" in refused.stderr


def test_a_document_in_a_linked_folder_is_at_hand(flood: Path, tmp_path: Path) -> None:
    """A folder of documents that is a link, or lies behind one, is read like any other."""
    shutil.move(flood / "documents", tmp_path / "archive")
    (flood / "documents").mkdir()
    (flood / "documents" / "all").symlink_to(tmp_path / "archive")
    result = check(load_project(flood / "kgbuild.toml"))
    assert (result.findings, result.counts.verified) == ([], 2)


def test_linked_folders_of_mappings_are_named(flood: Path, tmp_path: Path) -> None:
    """A linked folder of mappings is not followed, which is said; a linked mapping is read, under its own name."""
    (tmp_path / "more").mkdir()
    shutil.move(flood / "mappings" / "gazette-report.yaml", tmp_path / "more" / "other.yaml")
    (flood / "mappings" / "gazette-report.yaml").symlink_to(tmp_path / "more" / "other.yaml")
    assert found(flood) == []
    (flood / "mappings" / "more").symlink_to(tmp_path / "more")
    assert found(flood) == [
        ("KG115", "mappings/more", "this is not read: linked folders of mappings are not read")
    ]
    only = check(load_project(flood / "kgbuild.toml"), [flood / "mappings" / "gazette-report.yaml"])
    assert only.findings == []
