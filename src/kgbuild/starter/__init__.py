"""A first project: ``kgbuild init`` writes the files of ``project/``, two invented documents mapped and locked."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kgbuild.errors import KgbuildError
from kgbuild.write import AtomicFiles

_PROJECT: Final = Path(__file__).parent / "project"


def starter_files() -> list[Path]:
    """The files of the first project, relative to its folder."""
    return sorted(path.relative_to(_PROJECT) for path in _PROJECT.rglob("*") if path.is_file())


def start(folder: Path) -> list[Path]:
    """Write the first project into a new or empty folder; returns its files.

    Raises :class:`KgbuildError` where something is there already; nothing is written then.
    """
    if folder.exists() and not folder.is_dir():
        raise KgbuildError(f"{folder} is a file", "name a new or empty folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise KgbuildError(f"{folder} is not empty", "name a new or empty folder")
    written = starter_files()
    with AtomicFiles() as files:
        for name in written:
            files.open(folder / name).write((_PROJECT / name).read_bytes())
    return written
