"""Files under kills and faults: each is old or new and whole, inside the project, and nothing is left over."""

from __future__ import annotations

import ast
import errno
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild

from kgbuild.core import files as module
from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import AtomicFiles, read_file, remove_left_over, write_atomic
from kgbuild.core.locks import scratch_folder, take

SOURCE = ROOT / "src" / "kgbuild"
NAMES = ("graph.nq", "graph.ttl", "SHA256SUMS")
# What changes something on disk, as functions of `os` and of files; each is tried at each time it is called.
CHANGES = ("open", "fsync", "replace", "unlink", "chmod", "mkdir", "rmdir", "write")


def write_all(folder: Path, word: bytes) -> None:
    with AtomicFiles() as made:
        for name in NAMES:
            made.open(folder / "out" / name).write(word * 700_000)


@contextmanager
def counted(patch: pytest.MonkeyPatch, at: int, fault: str) -> Iterator[list[str]]:
    """Count the calls that change something on disk; the one with number ``at`` kills the process or fails."""
    calls: list[str] = []

    def guard(name: str) -> None:
        calls.append(name)
        if len(calls) == at:
            if fault == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def wrapped(name: str, call):  # type: ignore[no-untyped-def] # any function of os
        def run(*arguments, **options):  # type: ignore[no-untyped-def]
            guard(name)
            return call(*arguments, **options)

        return run

    for name in CHANGES[:-1]:
        patch.setattr(os, name, wrapped(name, getattr(os, name)))
    inner = module._NamedFile.write

    def write(self: object, data: object) -> int:
        with module._naming(self._target):  # type: ignore[attr-defined]
            guard("write")
        return inner(self, data)  # type: ignore[arg-type]

    patch.setattr(module._NamedFile, "write", write)
    try:
        yield calls
    finally:
        patch.undo()


def state(folder: Path) -> dict[str, bytes]:
    """The files of the folder, with the first byte of each that is whole."""
    found = {}
    for path in (folder / "out").iterdir() if (folder / "out").is_dir() else ():
        content = path.read_bytes()
        if path.name in NAMES:
            assert (len(content), len(set(content))) == (700_000, 1), f"{path.name} is torn"
        found[path.name] = content[:1]
    return found


@pytest.mark.parametrize("before", [b"o", b""], ids=["over old files", "into nothing"])
@pytest.mark.parametrize("fault", ["kill", "full"])
def test_every_call(fault: str, before: bytes, tmp_path: Path) -> None:
    """Whichever call is the last one, or fails: no file is torn or lost, checksums are of what they came with or
    before, and the next run leaves nothing but its own files."""
    start = tmp_path / "start"
    start.mkdir()
    if before:
        write_all(start, before)
    shutil.copytree(start, tmp_path / "counting")
    with pytest.MonkeyPatch.context() as patch, counted(patch, 0, fault) as calls:
        write_all(tmp_path / "counting", b"n")
    total = len(calls)
    assert {name: calls.count(name) for name in ("write", "fsync", "replace")} == {
        "write": 3,
        "fsync": 4,
        "replace": 3,
    }
    for at in range(1, total + 1):
        folder = tmp_path / f"{at}"
        shutil.copytree(start, folder)
        child = os.fork()
        if child == 0:
            with pytest.MonkeyPatch.context() as patch, counted(patch, at, fault):
                try:
                    write_all(folder, b"n")
                except OSError as error:
                    os._exit(7 if error.filename or calls[at - 1] != "write" else 8)
                os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) if fault == "kill" else os.WEXITSTATUS(status) in (0, 7)
        found = state(folder)
        if before:
            assert set(NAMES) <= set(found)
            if found["SHA256SUMS"] == b"n":
                assert found["graph.nq"] == found["graph.ttl"] == b"n"
        if fault == "full":
            assert set(found) <= set(NAMES)
        write_all(folder, b"z")
        assert state(folder) == dict.fromkeys(NAMES, b"z")


# Who else may change files: each with the reason why it needs no AtomicFiles.
OTHERS = {
    "core.files": "AtomicFiles itself",
    "core.locks": "temporary folders",
    "core.apart": "only its own descriptors",
    "core.kept": "the folder of what is kept, made and removed",
    "store.kept.making": "a store on disk, whose own files are written by pyoxigraph",
    "pipeline.cache": "an SQLite file, which has its own transactions",
    "pipeline.fix": "copies in a temporary folder",
    "analysis.diff.revisions": "files taken out of git into a temporary folder",
    "analysis.reuse.common": "copies in a temporary folder",
    "analysis.reuse.accept": "copies in a temporary folder",
    "store.load.graph_file": "a copy of the graph in a temporary folder",
}
WRITING = {
    "write_bytes",
    "write_text",
    "unlink",
    "rename",
    "replace",
    "mkdir",
    "rmdir",
    "rmtree",
    "touch",
    "symlink_to",
}
ON_TEXTS = {"replace"}
"""Names that are methods of texts, too: there only those of ``os`` count."""


def test_everything_is_written_by_one_mechanism() -> None:
    """No module changes files by itself but those that have a reason to."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            of_os = isinstance(node.func.value, ast.Name) and node.func.value.id in ("os", "shutil")
            mode = [str(each.value) for each in node.args if isinstance(each, ast.Constant)]
            opens = node.func.attr == "open" and any(
                each in ("w", "wb", "a", "ab", "x", "xb") for each in mode
            )
            if opens or (node.func.attr in WRITING and (of_os or node.func.attr not in ON_TEXTS)):
                found.add(name)
    assert found <= set(OTHERS), found - set(OTHERS)


def project(folder: Path) -> Path:
    (folder / "kgbuild.toml").write_text('base = "https://example.org/x/"\n')
    return folder


def test_links_that_lead_out_of_a_project(tmp_path: Path) -> None:
    """A project from somebody else may hold links: nothing is written through one that leaves it."""
    inside = project(tmp_path)
    with tempfile.TemporaryDirectory() as name:
        victim = Path(name) / "victim"
        victim.write_text("mine")
        (inside / "graph.nq").symlink_to(victim)
        (inside / "out").symlink_to(name)
        (inside / "deep").mkdir()
        (inside / "deep" / "here").symlink_to("../../..")
        for path in ("graph.nq", "out/victim", "out/new", "deep/here/victim"):
            with pytest.raises(KgbuildError, match="leads out of the project"):
                write_atomic(inside / path, b"theirs")
        assert os.listdir(name) == ["victim"]
        assert victim.read_text() == "mine"
        write_atomic(Path(name) / "named by the user", b"x")
    (inside / "latest").symlink_to("deep/graph")
    write_atomic(inside / "latest", b"x")
    assert (inside / "deep" / "graph").read_bytes() == b"x"


def test_a_link_in_place_of_the_cache(tmp_path: Path, run: RunKgbuild) -> None:
    """The folder of the cache may be a link out of the project too: that is said, and nothing is written there."""
    flood = tmp_path / "flood"
    shutil.copytree(
        ROOT / "tests" / "cases" / "flood", flood, ignore=shutil.ignore_patterns("out", ".kgbuild")
    )
    (tmp_path / "elsewhere").mkdir()
    (flood / ".kgbuild").symlink_to(tmp_path / "elsewhere")
    result = run("check", cwd=flood)
    assert result.returncode == 2
    assert "leads out of the project" in result.stderr
    assert not list((tmp_path / "elsewhere").iterdir())


def test_files_in_use_are_not_swept(tmp_path: Path) -> None:
    """What another run is writing is left alone; what nobody is writing goes."""
    left = tmp_path / ".kgbuild-0123456789abcdef.tmp"
    with AtomicFiles() as made:
        made.open(tmp_path / "one").write(b"1")
        left.write_bytes(b"of a run that was killed")
        remove_left_over(tmp_path)
        assert len(list(tmp_path.glob(".kgbuild-*"))) == 1
        write_atomic(tmp_path / "two", b"2")
    assert sorted(os.listdir(tmp_path)) == ["one", "two"]


def test_a_folder_is_swept_once(tmp_path: Path) -> None:
    """What was left over is looked for when a process writes into a folder for the first time, and then no more."""
    write_atomic(tmp_path / "one", b"1")
    left = tmp_path / ".kgbuild-0123456789abcdef.tmp"
    left.write_bytes(b"of a run that was killed")
    write_atomic(tmp_path / "two", b"2")
    assert left.exists()
    remove_left_over(tmp_path)
    assert sorted(os.listdir(tmp_path)) == ["one", "two"]


def test_a_temporary_file_that_somebody_sweeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sweeps may come between a file and its lock: another is made then, and nobody waits."""
    swept = []

    def sweeping(descriptor: int) -> bool:
        if swept:
            return take(descriptor)
        (left,) = tmp_path.glob(".kgbuild-*")
        swept.append(left)  # locked by somebody, who has not removed it yet
        return False

    monkeypatch.setattr(module, "take", sweeping)
    with AtomicFiles() as made:
        made.open(tmp_path / "one").write(b"1")
        assert {*tmp_path.glob(".kgbuild-*")} - {*swept}
        swept[0].unlink()
    assert os.listdir(tmp_path) == ["one"]


def test_a_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where files cannot be locked, they are written all the same, and none is swept away."""

    def refuse(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    left = tmp_path / ".kgbuild-0123456789abcdef.tmp"
    left.write_bytes(b"of a run that may go on")
    write_atomic(tmp_path / "one", b"1")
    with scratch_folder() as folder:
        (folder / "two").write_bytes(b"2")
    assert sorted(os.listdir(tmp_path)) == [left.name, "one"]


def test_a_killed_init_can_be_repeated(tmp_path: Path, run: RunKgbuild) -> None:
    """A folder that holds only what a killed `init` left is as good as an empty one: half files, or some whole ones."""
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / ".kgbuild-0123456789abcdef.tmp").write_bytes(b"half")
    assert run("init", ".", cwd=tmp_path).returncode == 0
    assert not list(tmp_path.rglob(".kgbuild-*"))
    assert run("init", ".", cwd=tmp_path).returncode == 2
    (tmp_path / "kgbuild.toml").unlink()  # as if it had been killed before its last file
    assert run("init", ".", cwd=tmp_path).returncode == 0
    assert (tmp_path / "kgbuild.toml").exists()
    (tmp_path / "kgbuild.toml").write_text("mine")
    assert run("init", ".", cwd=tmp_path).returncode == 2
    assert (tmp_path / "kgbuild.toml").read_text() == "mine"


def test_temporary_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A temporary folder goes at its end; one of a process that was killed goes with the next."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    child = os.fork()
    if child == 0:
        with scratch_folder() as folder:
            (folder / "large").write_bytes(b"x")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert len(list(tmp_path.iterdir())) == 1
    with scratch_folder(), scratch_folder():
        assert len(list(tmp_path.iterdir())) == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_run_that_is_told_to_end(ending: signal.Signals, tmp_path: Path) -> None:
    """It ends as after an error: what it was writing is gone, and its code says by what."""
    script = (
        "import sys, time; from kgbuild.cli import _end_in_order; from kgbuild.core.files import AtomicFiles\n"
        "_end_in_order()\nwith AtomicFiles() as made:\n"
        " made.open('new').write(b'x'); print('ready', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(ending)
    process.communicate(timeout=60)
    assert process.returncode in (128 + ending, -ending)
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.parametrize(
    "place",
    ["kgbuild.toml", "mappings/x.yaml", "registry/places.yaml", "ontology/flood.ttl", "documents/x.txt"],
)
def test_pipes_and_devices(kind: str, place: str, tmp_path: Path, run: RunKgbuild) -> None:
    """A pipe or device in place of a file is named, and never waited for."""
    flood = tmp_path / "flood"
    shutil.copytree(
        ROOT / "tests" / "cases" / "flood", flood, ignore=shutil.ignore_patterns("out", ".kgbuild")
    )
    path = flood / place
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
        with pytest.raises(OSError, match="not an ordinary file"):
            read_file(path)
    else:
        path.symlink_to("/dev/zero")
    start = time.monotonic()
    result = run("check", cwd=flood)
    assert result.returncode in ((0, 1) if place.startswith("documents") else (2,))
    assert place.rpartition("/")[2] in result.stderr
    assert time.monotonic() - start < 300


@pytest.mark.skipif(os.getuid() == 0 and shutil.which("setpriv") is None, reason="root reads everything")
@pytest.mark.parametrize("folder", ["mappings/more", "registry"])
def test_a_folder_that_cannot_be_read(folder: str, tmp_path: Path) -> None:
    """A build without part of its mappings or registry is none: the folder is named."""
    flood = tmp_path / "flood"
    shutil.copytree(
        ROOT / "tests" / "cases" / "flood", flood, ignore=shutil.ignore_patterns("out", ".kgbuild")
    )
    (flood / folder).mkdir(exist_ok=True)
    (flood / folder).chmod(0)
    weak = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    try:
        result = subprocess.run(
            [*weak, sys.executable, "-m", "kgbuild", "build"], cwd=flood, capture_output=True, text=True
        )
    finally:
        (flood / folder).chmod(0o755)
    assert result.returncode == 2
    assert f"{folder}: Permission denied" in result.stderr
