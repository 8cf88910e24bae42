"""Waits for files to change: the observer threads of watchdog behind one blocking call."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import Final, Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_CHANGES: Final = frozenset({"created", "modified", "deleted", "moved"})
QUIET: Final = 0.15
"""Seconds without a change after which a burst of them is over: editors write a file in several steps."""


class Watcher(FileSystemEventHandler):
    """Watches files, and folders with all that is in them, until its ``with`` block ends.

    What is being watched may be absent, appear and vanish: of each path the nearest folder that exists is watched.
    """

    def __init__(self) -> None:
        self._paths: frozenset[Path] = frozenset()
        self._folders: dict[tuple[str, bool], object] = {}
        self._changed: Queue[Path] = Queue()
        self._observer = Observer()

    def __enter__(self) -> Self:
        self._observer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._observer.stop()
        self._observer.join()

    def watch(self, paths: Iterable[Path]) -> None:
        """Watch these paths, and no others any more."""
        self._paths = frozenset(path.resolve() for path in paths)
        wanted: set[tuple[str, bool]] = set()
        for path in self._paths:
            folder = path if path.is_dir() else next(p for p in path.parents if p.is_dir())
            wanted.add((str(folder), path.is_dir()))
        for key in self._folders.keys() - wanted:
            self._observer.unschedule(self._folders.pop(key))  # type: ignore[arg-type]
        for key in sorted(wanted - self._folders.keys()):
            self._folders[key] = self._observer.schedule(self, key[0], recursive=key[1])

    def wait(self) -> None:
        """Return after something changed and nothing else did for a moment."""
        self._changed.get()
        while True:
            try:
                self._changed.get(timeout=QUIET)
            except Empty:
                return

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by the observer's thread. Reading a file is an event too, and must not start another check."""
        if event.event_type not in _CHANGES:
            return
        for name in (event.src_path, event.dest_path):
            path = Path(name.decode() if isinstance(name, bytes) else name) if name else None
            if path is not None and self._concerns(path, event.is_directory):
                self._changed.put(path)

    def _concerns(self, path: Path, folder: bool) -> bool:
        if path.name.startswith(".") or (folder and path in self._paths and path.is_dir()):
            return False
        return any(path == own or path.is_relative_to(own) or own.is_relative_to(path) for own in self._paths)
