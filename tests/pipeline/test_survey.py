"""The cache and the processes of a check change how long it takes, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from test_malformed import CASES, make_project

from kgbuild.core.errors import KgbuildError
from kgbuild.core.kept import FOLDER
from kgbuild.core.project import load_project
from kgbuild.pipeline.cache import FILE
from kgbuild.pipeline.check import CheckResult, check
from kgbuild.pipeline.local import Outcome
from kgbuild.pipeline.workspace import Workspace

FLOOD = ROOT / "tests" / "cases" / "flood"
IN_TWO_PROCESSES = """
import sys
from kgbuild.pipeline import survey
from kgbuild.cli import main
survey.PARALLEL_FROM, survey._CHUNK = 1, 2
survey.os.sched_getaffinity = lambda _: {0, 1}
main(sys.argv[1:])
"""


@pytest.fixture
def flood(tmp_path: Path) -> Path:
    shutil.copytree(FLOOD, tmp_path / "flood", ignore=shutil.ignore_patterns("out", FOLDER))
    return tmp_path / "flood"


def checked(folder: Path, *, cache: bool = True) -> CheckResult:
    """A check of a project, with the documents that its configuration names."""
    return check(load_project(folder / "kgbuild.toml"), cache=cache)


def entries(folder: Path) -> list[tuple[str, str]]:
    """The files in the cache and the outcomes kept of them."""
    connection = sqlite3.connect(folder / FOLDER / FILE)
    try:
        return list(connection.execute("select file, body from outcome order by file"))
    finally:
        connection.close()


@pytest.mark.parametrize("case", CASES)
def test_an_outcome_reads_back_as_it_was(case: str, tmp_path: Path) -> None:
    """``from_json(to_json(x))`` is ``x``, for every kind of finding, of broken mappings and of sound ones."""
    project = make_project(case, tmp_path)
    try:
        space = Workspace(load_project(project / "kgbuild.toml"))
        paths = space.mappings()
    except KgbuildError:
        return  # nothing of it reaches the local pass
    for path in paths:
        item = space.read(path)
        outcome = space.examine(item, locked=False, claims=False).outcome
        assert Outcome.from_json(outcome.to_json()) == outcome


def _edit_mapping(folder: Path) -> None:
    path = folder / "mappings" / "flood-report.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("13 civilians", "14 civilians"), encoding="utf-8"
    )


def _drop_document(folder: Path) -> None:
    (folder / "documents" / "flood-report.txt").unlink()


def _drop_document_and_lock(folder: Path) -> None:
    _drop_document(folder)
    (folder / "mappings" / "flood-report.lock").unlink()


def _break_lock(folder: Path) -> None:
    _drop_document(folder)
    (folder / "mappings" / "flood-report.lock").write_text("no lock\n")


def _edit_registry(folder: Path) -> None:
    path = next((folder / "registry").glob("places.yaml"))
    path.write_text(path.read_text(encoding="utf-8") + "nowhere: {type: town, label: {en: Nowhere}}\n")


def _drop_mapping(folder: Path) -> None:
    (folder / "mappings" / "gazette-report.yaml").unlink()


def _touch(folder: Path) -> None:
    for path in (folder / "mappings").iterdir():
        os.utime(path, (0, 0))


CHANGES: list[Callable[[Path], None]] = [
    _edit_mapping,
    _drop_document,
    _drop_document_and_lock,
    _break_lock,
    _edit_registry,
    _drop_mapping,
    _touch,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_cached_check_finds_what_a_fresh_one_finds(flood: Path, change: Callable[[Path], None]) -> None:
    """Whatever changes in a project, a check with the cache of an earlier state equals one without a cache."""
    before = checked(flood)
    assert checked(flood) == before
    change(flood)
    fresh = checked(flood, cache=False)
    assert checked(flood) == fresh
    assert checked(flood) == fresh
    assert [file for file, _ in entries(flood)] == [
        f"mappings/{path.name}" for path in sorted((flood / "mappings").glob("*.yaml"))
    ]


def test_only_what_changed_is_passed_again(flood: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second check reads no mapping, the third the one that was edited."""
    passed: list[str] = []
    original = Workspace.examine

    def noted(space: Workspace, item, **options):  # type: ignore[no-untyped-def]
        passed.append(item.file)
        return original(space, item, **options)

    checked(flood)
    monkeypatch.setattr(Workspace, "examine", noted)
    checked(flood)
    assert passed == []
    _edit_mapping(flood)
    checked(flood)
    assert passed == ["mappings/flood-report.yaml"]


def _garbage(path: Path) -> None:
    path.write_bytes(b"\x00garbage" * 500)


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def _forged(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("update outcome set body = replace(body, 'error', 'info')")
    connection.execute("update outcome set body = body || ' '")
    connection.commit()
    connection.close()


def _other_format(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("update about set value = 'kgbuild-cache-0' where key = 'format'")
    connection.commit()
    connection.close()


def _other_tables(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("create table about (a, b, c)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "spoil", [_garbage, _truncated, _forged, _other_format, _other_tables], ids=lambda spoil: spoil.__name__
)
def test_a_corrupt_or_foreign_cache_is_noticed_and_made_anew(
    flood: Path, spoil: Callable[[Path], None]
) -> None:
    """It is named once, the findings are those of a fresh check, and the next check has a good cache again."""
    fresh = checked(flood)
    spoil(flood / FOLDER / FILE)
    result = checked(flood)
    assert result.note is not None
    assert result.note.startswith(f"the cache {FOLDER}/{FILE} cannot be used (")
    assert (result.findings, result.counts) == (fresh.findings, fresh.counts)
    assert checked(flood) == fresh


@given(st.binary(max_size=200), st.integers(0, 40_000))
def test_no_damage_to_the_cache_changes_a_result(damage: bytes, at: int) -> None:
    """Bytes written anywhere into the cache file never raise, and never change what is found."""
    # One project for all examples: a damaged cache is always made anew.
    folder = ROOT / ".pytest_cache" / "damaged-cache" / str(os.getpid())
    if not folder.exists():
        shutil.copytree(FLOOD, folder, ignore=shutil.ignore_patterns("out", FOLDER))
    fresh = checked(folder, cache=False)
    checked(folder)
    path = folder / FOLDER / FILE
    content = path.read_bytes()
    path.write_bytes(content[:at] + damage + content[at + len(damage) :])
    result = checked(folder)
    assert (result.findings, result.counts) == (fresh.findings, fresh.counts)


def test_the_cache_keeps_out_of_git_and_may_be_left_out(flood: Path) -> None:
    """``.kgbuild/`` ignores itself; without ``cache`` nothing is written."""
    checked(flood, cache=False)
    assert not (flood / FOLDER).exists()
    checked(flood)
    assert (flood / FOLDER / ".gitignore").read_text() == "*\n"


def test_a_folder_that_cannot_be_written_to_does_not_matter(flood: Path) -> None:
    """Where ``.kgbuild`` is a file, the check does without a cache."""
    (flood / FOLDER).write_text("in the way")
    assert checked(flood) == checked(flood, cache=False)


@pytest.mark.parametrize("options", [[], ["--no-cache"]])
def test_two_processes_find_what_one_finds(flood: Path, options: list[str]) -> None:
    """The findings of a check that is spread over processes are those of one process."""
    _edit_mapping(flood)
    environment = {name: value for name, value in os.environ.items() if name != "KGBUILD_DOCUMENTS"}

    def run(program: list[str]) -> tuple[int, object]:
        command = [sys.executable, *program, "check", "--format", "json", *options]
        ran = subprocess.run(command, cwd=flood, capture_output=True, text=True, env=environment, check=False)
        return ran.returncode, json.loads(ran.stdout)

    one = run(["-m", "kgbuild"])
    shutil.rmtree(flood / FOLDER, ignore_errors=True)
    assert run(["-c", IN_TWO_PROCESSES]) == one
    assert one[0] == 1
