"""The folder ``.kgbuild/`` of a project: what is kept from one run to the next, and may be deleted at any time."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from kgbuild.core.files import inside

FOLDER: Final = ".kgbuild"


def kept(root: Path, name: str) -> Path:
    """Where something is kept of the project at ``root``. Raises :class:`KgbuildError` where a link leads out of it."""
    return inside(root / FOLDER / name)


def make_folder(root: Path) -> None:
    """Make the folder, which git leaves alone. Raises :class:`OSError` where that cannot be done."""
    folder = inside(root / FOLDER)
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def remove_folder(root: Path) -> int:
    """Remove all that is kept of the project at ``root``; how many bytes that was.

    Raises :class:`OSError` where it cannot be removed, :class:`KgbuildError` where a link leads out of the project.
    """
    folder = inside(root / FOLDER)
    if not folder.is_dir():
        return 0
    sizes = {
        (found.st_dev, found.st_ino): found.st_size
        for current, _, names in os.walk(folder)
        for name in names
        for found in [os.lstat(os.path.join(current, name))]
    }
    shutil.rmtree(folder)
    return sum(sizes.values())
