"""Files that are written whole or not at all (POSIX.1-2017 ``rename``: the new replaces the old in one step)."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Pending:
    """A file being written: what it will be, and where its bytes are until then."""

    target: Path
    temporary: Path
    stream: BinaryIO


class AtomicFiles:
    """A set of files that replaces the old ones when the ``with`` block ends well, and not otherwise.

    Everything is on disk before the first file is renamed; the renames follow in the order of paths. A file
    whose bytes did not change is left alone, with its time. Renames are atomic one by one, not as a set.
    """

    def __init__(self) -> None:
        self._pending: dict[Path, _Pending] = {}
        self._folders: list[Path] = []
        self._discarded = False

    def discard(self) -> None:
        """Leave the old files as they are, however the ``with`` block ends."""
        self._discarded = True

    def open(self, path: str | os.PathLike[str]) -> BinaryIO:
        """A stream for the new bytes of ``path``. Links are followed; missing folders are made.

        Raises :class:`ValueError` for a path opened twice, :class:`OSError` for a folder or device.
        """
        target = Path(os.path.realpath(path))
        if target in self._pending:
            raise ValueError(f"opened twice: {target}")
        mode = _mode(target)
        self._make(target.parent)
        temporary = target.with_name(f".kgbuild-{secrets.token_hex(8)}.tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)  # less the umask
        stream = os.fdopen(descriptor, "wb", buffering=_BLOCK)
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
        ready = [self._pending[target] for target in sorted(self._pending)]
        for file in ready:
            file.stream.flush()
            os.fsync(file.stream.fileno())
            file.stream.close()
        changed = [file for file in ready if not _same(file.temporary, file.target)]
        for file in changed:
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
