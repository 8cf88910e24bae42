"""Checksums in the format of ``sha256sum`` (GNU coreutils manual, "md5sum invocation")."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})


def sha256sums(paths: Iterable[str | os.PathLike[str]]) -> str:
    """A line ``digest  name`` for each file, by base name, sorted: what ``sha256sum -c`` reads.

    Raises :class:`ValueError` where two files have one base name.
    """
    files: dict[str, Path] = {}
    for path in map(Path, paths):
        other = files.setdefault(path.name, path)
        if other != path:
            raise ValueError(f"two files of one name: {other} and {path}")
    return "".join(_line(name, path) for name, path in sorted(files.items()))


def _line(name: str, path: Path) -> str:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    escaped = name.translate(_ESCAPES)
    return f"{'' if escaped == name else chr(92)}{digest}  {escaped}\n"
