"""Whether a built graph may be out of date: files of the project that were written after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kgbuild.core.files import CONFIG
from kgbuild.core.project import Project
from kgbuild.store.records import NAMES

_TOLERANCE: Final = 2_000_000_000
"""In nanoseconds: what a program such as git writes at once, the graph among it, is no later change."""


def written_since(project: Project) -> list[str]:
    """The mappings, registry files and settings that were written after the graph, in order; none without a graph."""
    graphs = [path for name in NAMES if (path := project.out / name).is_file()]
    if not graphs:
        return []
    built = max(path.stat().st_mtime_ns for path in graphs)
    return sorted(
        project.relative(path)
        for path in _sources(project)
        if path.is_file() and path.stat().st_mtime_ns > built + _TOLERANCE
    )


def _sources(project: Project) -> Iterator[Path]:
    yield from project.mapping_files()
    yield from project.registry_files()
    yield project.root / CONFIG
