"""A kill and a full disk at every call by which a command changes files: each file is old or new, the next run works.

``make test-long`` tries each call of each command; here one in the middle of three commands is tried.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from fuzz import make_template

from kgbuild.cli import main
from kgbuild.core import files as module

ALL = "KGBUILD_FAULTS" in os.environ
# Every command that writes, with an option for each kind of file that it writes.
COMMANDS: dict[str, Sequence[str]] = {
    "init": ("init", "fresh"),
    "build": ("build",),
    "import": ("audit", "--import", "sheet.csv", "--reader", "bo"),
    "extract": ("extract", "originals", "--into", "texts"),
    "new": ("new", "documents/dam.txt", "-o", "mappings/dam.yaml"),
    "check": ("check",),
    "audit": ("audit", "--sample", "5", "--seed", "8", "-o", "new.csv"),
    "explore": ("explore",),
    "query": ("query", "by-voice", "-o", "a.csv"),
    "tables": ("export", "csv", "-o", "csv"),
    "export": ("export", "nanopubs", "-o", "x.trig"),
    "graphml": ("export", "graphml", "-o", "g.graphml"),
    "schema": ("schema", "-o", "s.json"),
    "origins": ("origins", "-o", "o.csv"),
    "picture": ("picture", "p.svg"),
    "diff": ("diff", "built/graph.nq", "old.nq", "-o", "d.md"),
}
OFTEN = ("init", "build", "import")
# What Python tells of each change of a file; `open` counts where it may write.
EVENTS = {
    *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "os.link", "os.symlink"),
    *("os.utime", "shutil.rmtree", "sqlite3.connect"),
}
REMOVING = ("os.remove", "os.rmdir", "shutil.rmtree")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("faults"))


def state(project: Path) -> dict[str, bytes]:
    """The files of a project but for its cache, which is an SQLite file and may be deleted at any time."""
    return {
        str(path.relative_to(project)): path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and ".kgbuild" not in path.parts
    }


def run(project: Path, command: Sequence[str], at: int, fault: str) -> tuple[int, list[str], str]:
    """Run a command whose call number ``at`` fails: how it ends, the calls that change files, what it says."""
    said, calls = project.parent / "said", project.parent / "calls"
    calls.unlink(missing_ok=True)
    (project.parent / "tmp").mkdir(exist_ok=True)
    pid = os.fork()
    if pid == 0:
        _child(project, command, at, fault)
    _, status = os.waitpid(pid, 0)
    found = json.loads(calls.read_text()) if calls.exists() else []
    return os.waitstatus_to_exitcode(status), found, said.read_text(errors="replace")


def _child(project: Path, command: Sequence[str], at: int, fault: str) -> NoReturn:
    counted: list[str] = []

    def call(name: str) -> None:
        counted.append(name)
        if len(counted) == at and fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if len(counted) == at and name == "sqlite3.connect":
            raise sqlite3.OperationalError("database or disk is full")
        if len(counted) == at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            flags = arguments[2]
            if isinstance(arguments[0], int) or not (isinstance(flags, int) and flags & WRITING):
                return
        elif event not in EVENTS:
            return
        if running:
            call(event)

    running = False
    try:
        stream = os.open(project.parent / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(stream, 1)
        os.dup2(stream, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        os.chdir(project)
        tempfile.tempdir = str(project.parent / "tmp")
        sync, write = os.fsync, module._NamedFile.write
        # Of these two Python tells nothing; tests/core/test_files_left.py holds that all is written by one mechanism.
        os.fsync = lambda descriptor: (call("fsync"), sync(descriptor))[1]  # type: ignore[assignment]

        def counted_write(self: object, data: object) -> int:
            with module._naming(self._target):  # type: ignore[attr-defined]
                call("write")
            return write(self, data)  # type: ignore[arg-type]

        module._NamedFile.write = counted_write  # type: ignore[assignment,method-assign]
        sys.addaudithook(hear)
        running = True
        code: object = 0
        try:
            main([*command])
        except SystemExit as error:
            code = error.code
        running = False
        sys.stdout.flush()
        sys.stderr.flush()
        (project.parent / "calls").write_text(json.dumps(counted))
        os._exit(code if isinstance(code, int) else 1)
    finally:
        os._exit(99)


def left_over(project: Path) -> list[Path]:
    return [*project.rglob(".kgbuild-*"), *(project.parent / "tmp").iterdir()]


@pytest.mark.parametrize("name", COMMANDS if ALL else OFTEN)
def test_every_call_of_a_command(name: str, template: Path, tmp_path: Path) -> None:
    """Whichever call is the last or fails: the command ends in words, no file is torn or lost, and the next run ends as
    it would have without, and leaves nothing over. No call is left out."""
    command = COMMANDS[name]
    project = tmp_path / "project"

    def fresh() -> None:
        shutil.rmtree(project, ignore_errors=True)
        shutil.copytree(template, project)

    fresh()
    before = state(project)
    code, calls, said = run(project, command, 0, "none")
    assert (code, bool(calls)) == (0, True), said
    after = state(project)
    again, _, _ = run(project, command, 0, "none")
    twice = state(project)
    numbers = range(1, len(calls) + 1)
    tried = [*numbers] if ALL else [len(calls) // 2]
    done = 0
    for at in tried:
        for fault in ("kill", "full"):
            fresh()
            ended, _, said = run(project, command, at, fault)
            what = f"{name}, call {at} of {len(calls)} ({calls[at - 1]}), {fault}: {ended} {said[-300:]}"
            assert ended == -signal.SIGKILL if fault == "kill" else ended in (0, 1, 2), what
            assert "Traceback" not in said, what
            assert "internal fault" not in said, what
            if fault == "full" and calls[at - 1] not in REMOVING:
                assert not left_over(project), what
            found = {path: data for path, data in state(project).items() if "/.kgbuild-" not in f"/{path}"}
            assert not before.keys() - found.keys(), what
            assert all(data in (before.get(path), after.get(path)) for path, data in found.items()), what
            next_code, _, next_said = run(project, command, 0, "none")
            what += f"; then {next_code} {next_said[-300:]}"
            assert next_code in {code, again}, what
            assert state(project) in (after, twice), what
            assert not left_over(project), what
        done += 1
    assert done == (len(calls) if ALL else len(tried))
