"""The originals among the documents: files that texts were or can be extracted from, found by their hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kgbuild.text.documents import Library, TextLayer
from kgbuild.text.kinds import kind_of
from kgbuild.text.refusals import Refusal


class Original(NamedTuple):
    """A file that is no plain text: where it lies (``None``: not at hand), what it is, its hash, and its text."""

    path: Path | None
    media: str
    hash: str
    text: TextLayer | None = None


def find_originals(library: Library) -> Iterator[Original]:
    """The originals of the texts at hand, wherever among the documents they lie; then those without a text."""
    files = [*library.originals, *(each.path for each in library.unread if not each.is_fault)]
    at = {
        hash_of(path): path for path in sorted(files, reverse=True) if path.is_file() and path.name[0] != "."
    }
    made: set[str] = set()
    for layer in sorted(library.texts.values(), key=lambda layer: str(layer.path)):
        if layer.places is not None:
            head = layer.places.head
            made.add(head["sha256"])
            yield Original(at.get(head["sha256"]), head.get("media", ""), head["sha256"], layer)
    for digest, path in sorted(at.items(), key=lambda item: item[1]):
        if digest in made:
            continue
        # What is no document has been named already.
        with suppress(Refusal):
            yield Original(path, kind_of(path.read_bytes(), path.name).media, digest)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
