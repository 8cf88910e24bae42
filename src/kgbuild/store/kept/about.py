"""What is known of a store on disk: which graph it holds, and the files that it is made of.

Everything is checked before the store is opened. A store that was copied, changed, cut short or made by another version
is not the one that is described here.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kgbuild.core.files import read_file, write_atomic

FORM: Final = "kgbuild-graph-1"
ABOUT: Final = "about.json"
STORE: Final = "store"
GRAPHS: Final = "graphs.json"
LOCK: Final = "lock"
_INFORMAL: Final = ("LOCK", "LOG")
"""Files of a store that say nothing of what is in it."""
_MOST: Final = 1 << 20
"""Bytes of a description: each file of the store takes some 50."""

Stamp = tuple[int, ...]


class ForeignStore(Exception):
    """A store that is not the one described, or a description that kgbuild did not write."""


def stamp_of(path: Path) -> Stamp:
    """What changes when a file does: its place on disk, size and times. Raises :class:`OSError`."""
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def files_of_store(store: Path) -> dict[str, Stamp]:
    """The files of a store, with what changes when they do; only a link to them changes the third time."""
    return {
        entry.name: stamp_of(Path(entry.path))[:4]
        for entry in sorted(os.scandir(store), key=lambda each: each.name)
        if entry.name not in _INFORMAL
    }


@dataclass(frozen=True, slots=True)
class About:
    """A store in the folder ``version`` of ``home``.

    ``file`` is the graph that it holds, as ``stamp`` says; ``base`` where the IRIs of its project begin; ``files`` the
    files of the store; ``fresh`` the bytes that it took when it was last made from nothing; ``graphs`` the digest of
    those of its graphs.
    """

    home: str
    version: str
    file: str
    stamp: Stamp
    base: str
    files: dict[str, Stamp]
    fresh: int
    graphs: str
    form: str = FORM
    engine: str = ox.__version__

    @property
    def folder(self) -> Path:
        """Where the store and what belongs to it is."""
        return Path(self.home, self.version)

    @property
    def store(self) -> Path:
        """The folder of the store itself."""
        return self.folder / STORE

    @property
    def size(self) -> int:
        """The bytes of the store."""
        return sum(stamp[2] for stamp in self.files.values())

    def holds(self, file: Path) -> bool:
        """Whether the store holds what a file holds now."""
        return self.file == str(file) and self.stamp == stamp_of(file)

    def check(self) -> None:
        """Raise :class:`ForeignStore` where the files are not those described."""
        try:
            found = files_of_store(self.store)
        except OSError as error:
            raise ForeignStore(f"{error.strerror}: {self.version}/{STORE}") from error
        if found != self.files:
            raise ForeignStore("its files were changed")

    def digests(self) -> dict[str, str]:
        """The digest of each graph in it. Raises :class:`ForeignStore`."""
        try:
            data = read_file(self.folder / GRAPHS)
        except OSError as error:
            raise ForeignStore(f"{error.strerror}: {self.version}/{GRAPHS}") from error
        if hashlib.sha256(data).hexdigest() != self.graphs:
            raise ForeignStore(f"{self.version}/{GRAPHS} was changed")
        found: dict[str, str] = json.loads(data)
        return found

    def write(self) -> None:
        """Make this the description of the store at home."""
        write_atomic(Path(self.home, ABOUT), json.dumps([_seal(asdict(self)), asdict(self)]).encode())


def read_about(home: Path) -> About | None:
    """The description of the store at a place, if there is one. Raises :class:`ForeignStore` for anything else."""
    try:
        if (home / ABOUT).stat().st_size > _MOST:
            raise ForeignStore(f"{ABOUT} is too long")
        seal, fields = json.loads(read_file(home / ABOUT))
        if seal != _seal(fields):
            raise ForeignStore(f"{ABOUT} was changed")
        if (fields["form"], fields["engine"]) != (FORM, ox.__version__):
            return None  # another version wrote it: nothing is wrong with it
        if fields["home"] != str(home):
            raise ForeignStore("it was copied from another place")
        files = {name: tuple(stamp) for name, stamp in fields.pop("files").items()}
        return About(**{**fields, "stamp": tuple(fields["stamp"]), "files": files})
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ForeignStore(f"{error.strerror}: {ABOUT}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ForeignStore(f"{ABOUT} is not what kgbuild writes") from error


def _seal(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
