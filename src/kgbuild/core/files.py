"""Files that are written whole or not at all (POSIX.1-2017 ``rename``: the new replaces the old in one step)."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self, cast

from kgbuild.core.errors import KgbuildError
from kgbuild.core.locks import sweep, take

_BLOCK: Final = 1 << 20
_PREFIX: Final = ".kgbuild-"
_SUFFIX: Final = ".tmp"
CONFIG: Final = "kgbuild.toml"
"""The file at the root of a project."""
_swept: Final[set[Path]] = set()
"""The folders in which this process has removed what others left over: once is enough."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """A file being written: what it will be, and where its bytes are until then."""

    target: Path
    temporary: Path
    stream: BinaryIO


class AtomicFiles:
    """A set of files that replaces the old ones when the ``with`` block ends well, and not otherwise.

    Everything is on disk before the first file is renamed; the renames follow in the order in which the files were
    opened, so that one with checksums of the others comes last. A file whose bytes did not change is left alone, with
    its time. Renames are atomic one by one, not as a set. What a run that was killed has left behind is removed.
    """

    def __init__(self) -> None:
        self._pending: dict[Path, _Pending] = {}
        self._folders: list[Path] = []
        self._discarded = False

    def discard(self) -> None:
        """Leave the old files as they are, however the ``with`` block ends."""
        self._discarded = True

    def open(self, path: str | os.PathLike[str]) -> BinaryIO:
        """A stream for the new bytes of ``path``. Links are followed within a project; missing folders are made.

        Raises :class:`ValueError` for a path opened twice, :class:`OSError` for a folder or device,
        :class:`KgbuildError` for a link that leads out of the project.
        """
        target = inside(Path(path))
        if target in self._pending:
            raise ValueError(f"opened twice: {target}")
        mode = _mode(target)
        self._make(target.parent)
        if target.parent not in _swept:
            _swept.add(target.parent)
            remove_left_over(target.parent)
        temporary, descriptor = _temporary(target)
        stream = cast(BinaryIO, io.BufferedWriter(_NamedFile(descriptor, target), buffer_size=_BLOCK))
        self._pending[target] = _Pending(target, temporary, stream)
        if mode is not None:
            os.chmod(temporary, mode)
        return stream

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if kind is None and not self._discarded:
                self._commit()
        finally:
            self._clean()

    def _commit(self) -> None:
        ready = list(self._pending.values())
        for file in ready:
            file.stream.flush()
            with _naming(file.target):
                os.fsync(file.stream.fileno())
        changed = [file for file in ready if not _same(file.temporary, file.target)]
        for file in changed:
            with _naming(file.target):
                os.replace(file.temporary, file.target)
        self._folders.clear()
        for folder in sorted({file.target.parent for file in changed}):
            _sync_folder(folder)

    def _clean(self) -> None:
        """Remove what is left of temporary files and, after a failure, the folders made for them."""
        for file in self._pending.values():
            with contextlib.suppress(OSError):  # its buffer may not fit on a full disk
                file.stream.close()
            with contextlib.suppress(OSError):
                file.temporary.unlink(missing_ok=True)
        self._pending.clear()
        for folder in reversed(self._folders):
            with contextlib.suppress(OSError):  # somebody else may have put a file there
                folder.rmdir()
        self._folders.clear()

    def _make(self, folder: Path) -> None:
        missing: list[Path] = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for new in reversed(missing):
            with contextlib.suppress(FileExistsError):  # made by another process in between
                new.mkdir()
                self._folders.append(new)


class _NamedFile(io.FileIO):
    """A file whose errors name the file that it will be."""

    def __init__(self, descriptor: int, target: Path) -> None:
        super().__init__(descriptor, "wb")
        self._target = target

    def write(self, data: Any, /) -> int:
        with _naming(self._target):
            return super().write(data)


@contextlib.contextmanager
def _naming(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(target)) from error


def _temporary(target: Path) -> tuple[Path, int]:
    """A new file beside another, locked for as long as it is open, so that nobody takes it for one left over."""
    while True:
        path = target.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)  # less the umask
        if _taken(descriptor) and path.exists():  # else somebody sweeps it away, who came before the lock
            return path, descriptor
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        return take(descriptor)
    except OSError:
        return True


def remove_left_over(folder: Path) -> None:
    """Remove the temporary files that runs which were killed have left in a folder."""
    sweep(folder, f"{_PREFIX}*{_SUFFIX}")


def inside(path: Path) -> Path:
    """Where a file to be written is, links followed. Raises :class:`KgbuildError` for one that leaves its project.

    A project that was copied from somebody else may have links to any place.
    """
    target = Path(os.path.realpath(path))
    named = Path(os.path.abspath(path))
    root = next((folder for folder in named.parents if (folder / CONFIG).is_file()), None)
    if root is not None and not target.is_relative_to(os.path.realpath(root)):
        raise KgbuildError(f"{path} leads out of the project, to {target}", "delete the link")
    return target


def read_file(path: Path) -> bytes:
    """The bytes of an ordinary file. Raises :class:`OSError`, for a pipe or device too, which may never end."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not an ordinary file", str(path))
        return stream.read()


def write_atomic(path: str | os.PathLike[str], data: bytes) -> None:
    """Make ``data`` the content of ``path``, all of it or nothing."""
    with AtomicFiles() as files:
        files.open(path).write(data)


def _mode(target: Path) -> int | None:
    """The permissions of the old file, None where there is none. Only regular files are replaced."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not target.is_file():
        raise OSError(errno.EINVAL, "not a regular file", str(target))
    return status.st_mode & 0o777


def _same(new: Path, old: Path) -> bool:
    try:
        if new.stat().st_size != old.stat().st_size:
            return False
        with new.open("rb") as left, old.open("rb") as right:
            while block := left.read(_BLOCK):
                if block != right.read(_BLOCK):
                    return False
    except OSError:  # no old file, or one that may not be read
        return False
    return True


def _sync_folder(folder: Path) -> None:
    """Put the renames themselves on disk, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
