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


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "document:\n  issued:\n    value: 2019\n    quote: 2019\n  kind: report\nclaims: {}\n",
            "document:\n  issued:\n    value: 2019\n    quote: 2019\n  kind: report\n  text: HASH\nclaims: {}\n",
        ),
        (
            "document:\r\n  id: a\r\n  kind: b\nx: y\n",
            "document:\r\n  id: a\r\n  text: HASH\r\n  kind: b\nx: y\n",
        ),
        ("document:\r  id: a\r  kind: b\r", "document:\r  id: a\r  text: HASH\r  kind: b\r"),
        ("document: {id: a, kind: b} # c\n", "document: {id: a, text: HASH, kind: b} # c\n"),
        ("document:\n  text:   # to come\n  id: a\n", "document:\n  text: HASH   # to come\n  id: a\n"),
        ("document:\n  id: a\n  text:\n", "document:\n  id: a\n  text: HASH\n"),
        ("document: {text: 'old', id: a}\n", "document: {text: HASH, id: a}\n"),
        ("\ufeffdocument:\n  id: a # the id", "\ufeffdocument:\n  id: a # the id\n  text: HASH"),
        ("document:\n  text: >-\n    sha256\n    and more\n  id: a\n", None),
        ("document:\n", None),
        ("document: text\n", None),
        ("claims: {}\n", None),
    ],
)
def test_where_the_hash_is_written(tmp_path: Path, old: str, new: str | None) -> None:
    """In its line, behind the id, or at the end of the block, with the line end of the line before; else nowhere."""
    mapping, document = tmp_path / "a.yaml", FLOOD / "documents" / "flood-report.txt"
    mapping.write_bytes(old.encode())
    if new is None:
        with pytest.raises(KgbuildError):
            bind(mapping, document)
        assert mapping.read_bytes() == old.encode()
    else:
        digest = bind(mapping, document)
        assert mapping.read_bytes().decode() == new.replace("HASH", f"sha256:{digest}")


def test_only_mappings_of_the_project_are_bound_and_locked(tmp_path: Path, run: RunKgbuild) -> None:
    """A file elsewhere, or of another kind, is refused and not touched, and no lock is written beside it."""
    project = tmp_path / "flood"
    shutil.copytree(FLOOD, project)
    other = tmp_path / "other.yaml"
    shutil.copyfile(project / "mappings" / "flood-report.yaml", other)
    for arguments in (
        ("lock", str(other)),
        ("lock", "documents/flood-report.txt"),
        ("lock", "registry/events.yaml"),
        ("lock", "--bind", "documents/gazette-report.txt", str(other)),
    ):
        result = run(*arguments, cwd=project)
        assert result.returncode == 2
        assert "no mapping of this project" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["flood", "other.yaml"]
    assert not list(project.glob("[dr]*/*.lock"))


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
