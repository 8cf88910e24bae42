"""What the last check found in each mapping, kept in ``.kgbuild/`` of the project, so that the next reads what changed.

An entry holds for the bytes of the mapping and what its evidence rested on (the document, or the bytes of its lock),
all entries together for one registry, one vocabulary and one version of kgbuild. What cannot be read, or is not what
kgbuild wrote, is thrown away with a note. A cache may be deleted at any time: the next check only takes longer.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import kgbuild
from kgbuild.core.kept import FOLDER, kept, make_folder
from kgbuild.pipeline.local import VERIFIED, LocalInput, Outcome
from kgbuild.pipeline.workspace import Workspace

FILE: Final = "check.sqlite"
FORMAT: Final = "kgbuild-cache-1"
_TABLES: Final = (
    "create table about (key text primary key, value text) without rowid",
    "create table outcome (file text primary key, mapping text, source text, text text, body text, seal text)"
    " without rowid",
)


class Entry(NamedTuple):
    """One mapping as it was last checked.

    ``mapping`` is the digest of its bytes and verdicts, ``source`` what its evidence rested on (see
    :func:`source_of`), ``text`` the hash of its document, ``body`` the JSON of its outcome.
    """

    file: str
    mapping: str
    source: str
    text: str
    body: str


def digest(content: bytes) -> str:
    """The digest under which bytes are known."""
    return hashlib.sha256(content).hexdigest()


def source_of(text: str, lock: bytes | None, space: Workspace) -> str:
    """What evidence rests on: the document where it is at hand, and the bytes of the lock where there is one."""
    layer = space.library.texts.get(text)
    at_hand = (
        "" if layer is None else VERIFIED if layer.places is None else f"{VERIFIED} {layer.places.digest}"
    )
    return at_hand if lock is None else f"{at_hand} {digest(lock)}"


def digest_of(item: LocalInput) -> str:
    """The digest of a mapping with its verdicts."""
    return digest(item.content) if item.audit is None else digest(item.content + b"\0" + item.audit)


def entry_of(outcome: Outcome, item: LocalInput, space: Workspace) -> Entry:
    """The entry of an outcome just made."""
    text = outcome.summary.text_hash if outcome.summary is not None else ""
    return Entry(outcome.file, digest_of(item), source_of(text, item.lock, space), text, outcome.to_json())


class Cache:
    """The entries of one project. ``note`` says why older ones were thrown away, if they were damaged."""

    def __init__(self, space: Workspace) -> None:
        self.note: str | None = None
        self._root = space.project.root
        self._path = kept(self._root, FILE)
        self._context = _context(space)
        self._entries: dict[str, Entry] = {}
        if self._path.exists():
            try:
                self._load()
            except (sqlite3.Error, ValueError, TypeError) as error:
                self._entries = {}
                self.note = f"the cache {FOLDER}/{FILE} cannot be used ({error}); it is made anew"

    def _load(self) -> None:
        connection = sqlite3.connect(self._path)
        try:
            about = dict(connection.execute("select key, value from about"))
            if about.get("format") != FORMAT:
                raise ValueError("it is not of the form that this kgbuild writes")
            if about.get("context") != self._context:
                return  # registry, vocabulary or kgbuild changed: nothing is wrong, but nothing of it holds
            rows = connection.execute("select file, mapping, source, text, body, seal from outcome")
            for *fields, seal in rows:
                entry = Entry._make(fields)
                if seal != self._seal(entry):
                    raise ValueError("it was changed")
                self._entries[entry.file] = entry
        finally:
            connection.close()

    def _seal(self, entry: Entry) -> str:
        return digest("\0".join((self._context, *entry)).encode())

    def get(self, file: str) -> Entry | None:
        """The entry of a mapping."""
        return self._entries.get(file)

    def update(self, new: Sequence[Entry], files: Iterable[str]) -> None:
        """Keep new entries, and the old ones of ``files``; a folder that cannot be written to is left alone."""
        lasting = set(files)
        gone = [file for file in self._entries if file not in lasting]
        if not new and not gone:
            return
        try:
            self._store(new, gone)
        except (OSError, sqlite3.Error):
            # Read-only, full, or in use by another check: the next one starts from what there is.
            return

    def _store(self, new: Sequence[Entry], gone: Sequence[str]) -> None:
        make_folder(self._root)
        fresh = not self._entries
        if fresh:
            self._path.unlink(missing_ok=True)
        connection = sqlite3.connect(self._path, isolation_level=None)
        try:
            connection.execute("pragma synchronous = off")
            connection.execute("begin immediate")
            if fresh:
                for table in _TABLES:
                    connection.execute(table)
                about = {"format": FORMAT, "context": self._context}
                connection.executemany("insert into about values (?, ?)", about.items())
            connection.executemany("delete from outcome where file = ?", [(file,) for file in gone])
            rows = [(*entry, self._seal(entry)) for entry in new]
            connection.executemany("insert or replace into outcome values (?, ?, ?, ?, ?, ?)", rows)
            connection.execute("commit")
        finally:
            connection.close()


def _context(space: Workspace) -> str:
    """The digest of all that the outcome of every mapping depends on."""
    parts = [space.project.base, space.project.language, space.vocabulary.digest, space.registry.digest]
    return digest(json.dumps([FORMAT, _code(), *parts, space.project.audit]).encode())


def _code() -> str:
    """What this version of the code is known by: the names, sizes and times of its files."""
    folder = Path(kgbuild.__file__).parent
    files = sorted(folder.rglob("*.py"))
    stats = [(path.relative_to(folder).as_posix(), path.stat()) for path in files]
    return json.dumps([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats])
