"""Files that appear whole or not at all."""

# ruff: noqa: PT012 - what is tested is the end of a `with` block of several statements

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from kgbuild.core.files import AtomicFiles, write_atomic
from kgbuild.core.terms import integer, iri
from kgbuild.graph.write.names import ByteSink
from kgbuild.graph.write.nquads import nquads


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


class FullDisk:
    """A stream that takes so many writes and no more."""

    def __init__(self, stream: ByteSink, writes: int) -> None:
        self.stream, self.left = stream, writes

    def write(self, data: bytes, /) -> object:
        if not self.left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.left -= 1
        return self.stream.write(data)


def test_all_files_appear(tmp_path: Path) -> None:
    """After the block every file has its new bytes, and there is nothing else in the folder."""
    (tmp_path / "b").write_bytes(b"old")
    with AtomicFiles() as files:
        files.open(tmp_path / "b").write(b"new b")
        files.open(tmp_path / "a").write(b"new a")
        assert (tmp_path / "b").read_bytes() == b"old"
        assert not (tmp_path / "a").exists()
    assert files_of(tmp_path) == {"a": b"new a", "b": b"new b"}


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, OSError])
def test_an_exception_touches_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    """An exception in the block leaves the old files, no new ones, and no litter."""
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(error), AtomicFiles() as files:
        files.open(tmp_path / "a").write(b"half")
        files.open(tmp_path / "new" / "deep" / "b").write(b"half")
        raise error
    assert files_of(tmp_path) == {"a": b"old"}


def test_a_full_disk_touches_nothing(tmp_path: Path) -> None:
    """A write that fails between two graphs leaves the old file as it was."""
    (tmp_path / "graph.nq").write_bytes(b"old")
    triple = (iri("http://a.example/s"), iri("http://a.example/p"), integer(5))
    with pytest.raises(OSError, match="No space"), AtomicFiles() as files:
        stream = FullDisk(files.open(tmp_path / "graph.nq"), 1)
        stream.write(nquads(iri("http://a.example/g"), [triple]))
        stream.write(nquads(iri("http://a.example/h"), [triple]))
    assert files_of(tmp_path) == {"graph.nq": b"old"}


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failing_commit_leaves_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A disk that fails only at the end leaves the old files too."""
    (tmp_path / "a").write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space"), AtomicFiles() as files:
        files.open(tmp_path / "a").write(b"new")
        files.open(tmp_path / "made" / "b").write(b"new")
        monkeypatch.setattr(os, step, fail)
    assert files_of(tmp_path) == {"a": b"old"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_buffer_that_cannot_be_flushed(tmp_path: Path) -> None:
    """Bytes that stay in the buffer of a full disk do not hide the first error, and the stream is closed."""
    with pytest.raises(OSError, match="No space"), AtomicFiles() as files:
        stream = files.open(tmp_path / "a")
        with Path("/dev/full").open("wb") as full:
            os.dup2(full.fileno(), stream.fileno())
        stream.write(b"new")
    assert stream.closed
    assert files_of(tmp_path) == {}


def test_the_same_bytes_keep_their_time(tmp_path: Path) -> None:
    """A file whose bytes did not change is left as it was, with its time; its neighbour is replaced."""
    for name in ("same", "other"):
        (tmp_path / name).write_bytes(b"x" * 3_000_000)
        os.utime(tmp_path / name, (1, 1))
    before = (tmp_path / "same").stat()
    with AtomicFiles() as files:
        files.open(tmp_path / "same").write(b"x" * 3_000_000)
        files.open(tmp_path / "other").write(b"x" * 2_999_999 + b"y")
    after = (tmp_path / "same").stat()
    assert (after.st_mtime, after.st_ino) == (before.st_mtime, before.st_ino)
    assert (tmp_path / "other").stat().st_mtime > 1
    assert len(files_of(tmp_path)) == 2


def test_permissions(tmp_path: Path) -> None:
    """A new file gets what the umask allows; an old one keeps what it had."""
    (tmp_path / "old").write_bytes(b"")
    (tmp_path / "old").chmod(0o640)
    umask = os.umask(0o027)
    try:
        write_atomic(tmp_path / "old", b"x")
        write_atomic(tmp_path / "new", b"x")
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    write_atomic(tmp_path / "third", b"x")
    assert stat.S_IMODE((tmp_path / "third").stat().st_mode) == 0o666 & ~umask


def test_links_are_followed(tmp_path: Path) -> None:
    """A link stays a link; the file it names, there or not, gets the bytes."""
    target = tmp_path / "data" / "graph.nq"
    link = tmp_path / "latest.nq"
    link.symlink_to("data/graph.nq")
    for data in (b"one", b"two"):
        write_atomic(link, data)
        assert link.is_symlink()
        assert target.read_bytes() == data
    assert os.listdir(target.parent) == ["graph.nq"]


def test_folders_are_made(tmp_path: Path) -> None:
    """Missing folders are made."""
    write_atomic(tmp_path / "a" / "b" / "c", b"x")
    assert (tmp_path / "a" / "b" / "c").read_bytes() == b"x"


def test_one_file_twice(tmp_path: Path) -> None:
    """Two streams for one file, be it by two names, are a mistake."""
    (tmp_path / "link").symlink_to("a")
    with pytest.raises(ValueError, match="opened twice"), AtomicFiles() as files:
        files.open(tmp_path / "a")
        files.open(tmp_path / "link")
    assert [p.name for p in tmp_path.iterdir()] == ["link"]


def test_only_regular_files_are_replaced(tmp_path: Path) -> None:
    """A folder or a device is never replaced by a file."""
    with pytest.raises(IsADirectoryError):
        write_atomic(tmp_path, b"x")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        write_atomic(tmp_path / "pipe", b"x")
    assert os.listdir(tmp_path) == ["pipe"]
