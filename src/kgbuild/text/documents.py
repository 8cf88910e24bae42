"""Source texts: the text layer of a file, and the files of a folder.

Offsets count Unicode code points of the text layer (UTF-8, no BOM, LF, NFC).
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from kgbuild.core.errors import DocumentError
from kgbuild.text.tokens import WORD

_EXTRACT: Final = "extract its text into a file of its own, and use that"
_FORMATS: Final = {
    b"%PDF": ("a PDF", _EXTRACT),
    b"PK\x03\x04": ("a zip file, as DOCX, ODT and EPUB are", _EXTRACT),
    b"\xd0\xcf\x11\xe0": ("a file of an old word processor", _EXTRACT),
    b"\x89PNG": ("an image", _EXTRACT),
    b"\xff\xd8\xff": ("an image", _EXTRACT),
    b"\xff\xfe": ("UTF-16 text", "save it with the encoding UTF-8"),
    b"\xfe\xff": ("UTF-16 text", "save it with the encoding UTF-8"),
}
"""How files begin that are often met in place of text: what they are, and what to do."""


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
    name = path or "the document"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        for start, (kind, hint) in _FORMATS.items():
            if content.startswith(start):
                raise DocumentError(f"{name} is {kind}, not UTF-8 text", hint) from error
        raise DocumentError(
            f"{name} is not UTF-8 text (byte {error.start})", "convert it to UTF-8"
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return TextLayer(unicodedata.normalize("NFC", text), path)


def read_document(path: Path) -> TextLayer:
    """The text layer of a file. Raises :class:`DocumentError` where it has no text, :class:`OSError` if unreadable."""
    if not path.is_file():
        raise DocumentError(f"{path} is no ordinary file")
    layer = text_layer(path.read_bytes(), path)
    if not any(map(str.isalnum, layer.text)):
        raise DocumentError(f"{path} holds no words")
    return layer


@dataclass(frozen=True, slots=True)
class Unread:
    """A file or folder among the documents that was not read, and why.

    ``is_fault`` is false for what is plainly meant to lie there: hidden files, and files that are no text.
    """

    path: Path
    why: str
    is_fault: bool


@dataclass(frozen=True, slots=True)
class Library:
    """The source texts at hand, by text hash; and what lies among them and was not read."""

    texts: dict[str, TextLayer]
    unread: tuple[Unread, ...] = ()


def read_library(folders: Sequence[Path]) -> Library:
    """Read every file of the folders. Raises :class:`DocumentError` where there is no such folder."""
    texts: dict[str, TextLayer] = {}
    unread: list[Unread] = []
    for folder in folders:
        if not folder.is_dir():
            raise DocumentError(f"the documents folder {folder} does not exist")
        for path in sorted(_files(folder, unread)):
            try:
                layer = read_document(path)
            except DocumentError as error:
                unread.append(Unread(path, str(error).removeprefix(f"{path} "), is_fault=False))
            except OSError as error:
                unread.append(Unread(path, f"cannot be read: {error.strerror}", is_fault=True))
            else:
                texts.setdefault(layer.hash, layer)
    return Library(texts, tuple(sorted(unread, key=lambda each: each.path)))


def _files(folder: Path, unread: list[Unread]) -> Iterator[Path]:
    """Every ordinary file below a folder, links followed, each folder once; ``unread`` takes what is left out."""
    above = {_identity(parent) for parent in (folder.resolve(), *folder.resolve().parents)}
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            seen.add(_identity(current))
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError as error:
            unread.append(Unread(current, f"cannot be read: {error.strerror}", is_fault=True))
            continue
        for entry in entries:
            path = current / entry.name
            if entry.name.startswith("."):
                unread.append(Unread(path, "is hidden", is_fault=False))
            elif (why := _why_not(entry, path, above)) is not None:
                unread.append(Unread(path, why, is_fault=True))
            elif entry.is_file():
                yield path
            elif _identity(path) not in seen:
                waiting.append(path)


def _why_not(entry: os.DirEntry[str], path: Path, above: Collection[tuple[int, int]]) -> str | None:
    """Why an entry of a folder cannot be followed; ``None`` where it can."""
    try:
        if entry.is_file():
            return None
        if not entry.is_dir():
            return "is a link that leads nowhere" if entry.is_symlink() else "is no ordinary file"
        if entry.is_symlink() and _identity(path) in above:
            return "is a link to a folder that holds it"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return None


def _identity(folder: Path) -> tuple[int, int]:
    """What makes a folder the same under each of its names."""
    found = folder.stat()
    return found.st_dev, found.st_ino
