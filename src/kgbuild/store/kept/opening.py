"""The store of a graph, found on disk or made, and held so that nobody removes it while it is read."""

from __future__ import annotations

import contextlib
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgbuild.core.apart import ProcessEnded, run_apart
from kgbuild.core.kept import kept, make_folder
from kgbuild.core.locks import share
from kgbuild.store.kept.about import LOCK, About, ForeignStore, read_about
from kgbuild.store.kept.making import BlankNodes, bring_up_to_date

NAME: Final = "graph"
_TRIES: Final = 3
"""Another process may replace a store between two looks at it."""


@dataclass(slots=True)
class Held:
    """A store that stays where it is as long as ``descriptor`` is open."""

    about: About
    descriptor: int


def home_of(root: Path) -> Path:
    """Where the store of a project's graph is kept."""
    return kept(root, NAME)


def held_store(file: Path, root: Path, asker: socket.socket) -> tuple[Held | None, str | None]:
    """The store of a project's graph, made or brought up to date if need be; and why an older one is of no use.

    There is none where nothing can be written, the system has no locks, or blank nodes stand in the graph. Raises
    :class:`KgbuildError` for a graph that cannot be read. ``asker``: see :func:`kgbuild.core.apart.run_apart`.
    """
    home, note = home_of(root), None
    for _ in range(_TRIES):
        held = _held(file, home)
        if held is not None:
            return held, note
        done, found = _apart(file, root, home, asker)
        note = note or found
        if not done:
            break
    return None, note


def _held(file: Path, home: Path) -> Held | None:
    try:
        about = read_about(home)
        if about is None or not about.holds(file):
            return None
        descriptor = os.open(about.folder / LOCK, os.O_RDONLY | os.O_NOFOLLOW)
    except (ForeignStore, OSError):
        return None
    with contextlib.suppress(ForeignStore, OSError):
        if share(descriptor):
            about.check()  # only now: before, it might have been removed
            return Held(about, descriptor)
    os.close(descriptor)
    return None


def _apart(file: Path, root: Path, home: Path, asker: socket.socket) -> tuple[bool, str | None]:
    """Make the store, in a process whose threads and memory are gone afterwards; whether it is there now."""
    try:
        return run_apart(_prepared, file, root, home, asker=asker)
    except ProcessEnded:
        return False, None


def _prepared(file: Path, root: Path, home: Path) -> tuple[bool, str | None]:
    try:
        make_folder(root)
        return True, bring_up_to_date(file, home)
    except (OSError, RuntimeError, BlankNodes):
        return False, None
