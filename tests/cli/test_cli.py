"""The command line: exit codes, streams, and what it refuses."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project with its committed output: queries need no build."""
    folder = tmp_path_factory.mktemp("built")
    for name in ("mappings", "registry", "out"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "kgbuild.toml", folder)
    (folder / "out" / "graph.nq").unlink(missing_ok=True)
    return folder


def test_findings_exit_1_and_go_to_stderr(sample_copy: Path, run: RunKgbuild) -> None:
    """Findings are on stderr with exit 1; stdout stays empty, so that pipes hold data only."""
    (sample_copy / "mappings" / "news-report-2026.yaml").write_text("document: {}\n")
    result = run("check", cwd=sample_copy)
    assert (result.returncode, result.stdout) == (1, "")
    assert "error[KG106]" in result.stderr


def test_json_findings_go_to_stdout(sample_copy: Path, run: RunKgbuild) -> None:
    """With ``--format json`` the findings are JSON on stdout, and the closing line stays on stderr."""
    (sample_copy / "mappings" / "news-report-2026.yaml").write_text("document: {}\n")
    result = run("check", "--format", "json", cwd=sample_copy)
    findings = json.loads(result.stdout)
    assert {finding["code"] for finding in findings} >= {"KG106"}
    assert "errors" in result.stderr or "error" in result.stderr


def test_what_cannot_be_done_exits_2(tmp_path: Path, run: RunKgbuild) -> None:
    """No project, an unknown command, a missing file or nothing to check: one line, a hint, exit 2, no traceback."""
    for arguments in (
        ["check"],
        ["chekc"],
        ["query"],
        ["explain", "KG999"],
        ["check", "--config", "absent.toml"],
    ):
        result = run(*arguments, cwd=tmp_path)
        assert result.returncode == 2, (arguments, result.stderr)
        assert "Traceback" not in result.stderr
        assert result.stdout == ""
    assert "Did you mean 'check'" in run("chekc", cwd=tmp_path).stderr
    (tmp_path / "kgbuild.toml").write_text('base = "https://example.org/x/"\n')
    empty = run("check", cwd=tmp_path)
    assert empty.returncode == 2
    assert "no mapping" in empty.stderr


def test_fail_on_sets_the_level(sample_copy: Path, run: RunKgbuild) -> None:
    """A warning passes by default and fails with ``--fail-on warning``."""
    places = sample_copy / "registry" / "places.yaml"
    places.write_text(
        places.read_text(encoding="utf-8") + "nowhere: {type: town, label: {en: Nowhere}}\n", encoding="utf-8"
    )
    assert run("check", cwd=sample_copy).returncode == 0
    strict = run("check", "--fail-on", "warning", cwd=sample_copy)
    assert strict.returncode == 1
    assert "KG503" in strict.stderr


def test_documents_lists_what_is_where(tmp_path: Path, run: RunKgbuild) -> None:
    """Each mapping with its file, lock or neither; strangers and unreadable files beside them."""
    project = tmp_path / "flood"
    shutil.copytree(ROOT / "tests" / "cases" / "flood", project)
    (project / "documents" / "gazette-report.txt").unlink()
    (project / "documents" / "stranger.txt").write_text("Nothing to do with it.\n")
    (project / "documents" / "scan.png").write_bytes(b"\x89PNG\xff")
    result = run("documents", cwd=project)
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert any("flood-report" in line and "at hand" in line for line in lines)
    assert any("gazette-report" in line and "from lock" in line for line in lines)
    assert any("no mapping" in line and "stranger.txt" in line for line in lines)
    assert any(line.split() == ["scan.png", "image/png", "not", "extracted"] for line in lines)


def test_a_reader_that_goes_away_is_no_fault(built: Path, run: RunKgbuild) -> None:
    """``kgbuild query … | head`` ends quietly."""
    command = (
        f"{sys.executable} -m kgbuild query -e 'SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }}' --format csv | head -1"
    )
    result = subprocess.run(command, shell=True, cwd=built, capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "s,p,o"
    assert "Traceback" not in result.stderr


def test_debug_shows_the_traceback(tmp_path: Path, run: RunKgbuild) -> None:
    """Tracebacks are for ``--debug`` only."""
    assert "Traceback" in run("--debug", "check", cwd=tmp_path).stderr
    assert "Traceback" not in run("check", cwd=tmp_path).stderr
