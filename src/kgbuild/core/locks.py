"""Files and folders that are only for a time: locked as long as they are in use, and swept away when they are not.

The system drops a lock when its process ends, however it ends (``flock``). So what is not locked was left behind.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_FOLDERS: Final = "kgbuild-run-"
_LOCK: Final = "lock"


def take(descriptor: int) -> bool:
    """Lock an open file until it is closed; whether it was free. Nothing is waited for.

    Raises :class:`OSError` where the system has no locks: there nobody can sweep, either.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def share(descriptor: int) -> bool:
    """Lock an open file together with others until it is closed; whether nobody had it alone. Nothing is waited for.

    Raises :class:`OSError` where the system has no locks.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Have a file locked, which is made if need be, while the block runs; another who has it is waited for.

    Raises :class:`OSError` where it cannot be made, or the system has no locks.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def sweep(folder: Path, pattern: str) -> None:
    """Remove the files of a folder with names of a pattern that nobody has locked."""
    for path in folder.glob(pattern):
        with contextlib.suppress(OSError), _opened(path) as descriptor:
            if take(descriptor):
                path.unlink(missing_ok=True)


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A temporary folder, gone when the block ends. Those that killed runs of the same user left behind go, too."""
    above = Path(tempfile.gettempdir())
    for lock in above.glob(f"{_FOLDERS}*/{_LOCK}"):
        with contextlib.suppress(OSError), _opened(lock) as descriptor:
            if os.fstat(descriptor).st_uid == os.getuid() and take(descriptor):
                shutil.rmtree(lock.parent, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_FOLDERS, dir=above) as name:
        top = Path(name).resolve()
        new = top / f"{_LOCK}.new"
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            with contextlib.suppress(OSError):
                take(descriptor)
            new.rename(top / _LOCK)  # nobody sweeps before it is locked
            inner = top / "files"
            inner.mkdir()
            yield inner
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
