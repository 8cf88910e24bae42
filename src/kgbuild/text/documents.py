"""Source texts: the text layer of a file, and the files of a folder.

Offsets count Unicode code points of the text layer (UTF-8, no BOM, LF, NFC).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kgbuild.core.errors import DocumentError
from kgbuild.text.tokens import WORD


class TextLayer:
    """The text of one source document. ``hash`` is the SHA-256 of its UTF-8 bytes, as mappings write it."""

    def __init__(self, text: str, path: Path | None = None) -> None:
        self.text = text
        self.path = path
        self.hash = hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        """The raw spans of the words: runs of non-space that hold a letter or digit."""
        return [m.span() for m in WORD.finditer(self.text)]


def text_layer(content: bytes, path: Path | None = None) -> TextLayer:
    """The text layer of a file's bytes. Raises :class:`DocumentError` where they are not UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{path or 'the document'} is not UTF-8 text (byte {error.start})", "convert it to UTF-8"
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return TextLayer(unicodedata.normalize("NFC", text), path)


@dataclass(frozen=True, slots=True)
class Library:
    """The source texts at hand, by text hash. ``unreadable`` lists files that hold no UTF-8 text."""

    texts: dict[str, TextLayer]
    unreadable: tuple[Path, ...] = ()


def read_library(folders: Sequence[Path]) -> Library:
    """Read every file of the folders (not hidden ones). Raises :class:`DocumentError` where there is no such folder."""
    texts: dict[str, TextLayer] = {}
    unreadable: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise DocumentError(f"the documents folder {folder} does not exist")
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                try:
                    layer = text_layer(path.read_bytes(), path)
                except DocumentError:
                    unreadable.append(path)
                    continue
                texts.setdefault(layer.hash, layer)
    return Library(texts, tuple(unreadable))
