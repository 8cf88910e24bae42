"""The local pass over all mappings of a project: from the cache where nothing changed, else by several processes."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from kgbuild.pipeline.cache import Cache, Entry, digest_of, entry_of, source_of
from kgbuild.pipeline.local import Outcome
from kgbuild.pipeline.workspace import Workspace

PARALLEL_FROM: Final = 400
"""Fewer mappings are examined sooner by one process than a second one is started."""
_CHUNK: Final = 100


def survey(space: Workspace, *, cache: Cache | None) -> None:
    """Examine every mapping of a project and keep the outcomes in ``space``; ``cache`` is read, and kept up to date."""
    paths = space.mappings()
    changed, done = [], 0
    for path in paths:
        outcome = _unchanged(space, cache, path) if cache is not None else None
        if outcome is None:
            changed.append(path)
            continue
        space.keep(outcome)
        done += 1
    new: list[Entry] = []
    for found in _examined(space, changed, keep=cache is not None):
        for outcome, entry in found:
            space.keep(outcome)
            if entry is not None:
                new.append(entry)
        done += len(found)
        if space.progress is not None:
            space.progress(done, len(paths))
    if cache is not None:
        cache.update(new, [space.project.relative(path) for path in paths])


def _unchanged(space: Workspace, cache: Cache, path: Path) -> Outcome | None:
    entry = cache.get(space.project.relative(path))
    if entry is None:
        return None
    item = space.read(path)
    if digest_of(item) != entry.mapping or source_of(entry.text, item.lock, space) != entry.source:
        return None
    return Outcome.from_json(entry.body)


def _examined(
    space: Workspace, paths: Sequence[Path], *, keep: bool
) -> Iterator[list[tuple[Outcome, Entry | None]]]:
    """The outcomes of the local pass, in the order of the paths; with ``keep`` their entries for the cache."""
    workers = min(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8
    )
    if len(paths) < PARALLEL_FROM or workers < 2:
        for path in paths:
            outcome, entry = _examine_one(space, path, keep=keep)
            yield [(outcome, entry)]
        return
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    # A fork has the project open already; elsewhere (and beside threads) each process opens it again.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(workers, context, _start, (space,)) as pool:
        for entries in pool.map(_examine_chunk, chunks):
            yield [(Outcome.from_json(entry.body), entry if keep else None) for entry in entries]


_space: Workspace | None = None
"""The project of a worker process."""


def _start(space: Workspace) -> None:
    global _space
    _space = space


def _examine_chunk(paths: Sequence[Path]) -> list[Entry]:
    assert _space is not None
    found = (_examine_one(_space, path, keep=True)[1] for path in paths)
    return [entry for entry in found if entry is not None]


def _examine_one(space: Workspace, path: Path, *, keep: bool) -> tuple[Outcome, Entry | None]:
    item = space.read(path)
    outcome = space.examine(item, locked=False, claims=False).outcome
    return outcome, entry_of(outcome, item, space) if keep else None
