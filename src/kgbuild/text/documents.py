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

from kgbuild.core.errors import DocumentError
from kgbuild.core.files import read_file
from kgbuild.text.kinds import kind_by_mark, kind_of_text
from kgbuild.text.map import SUFFIX, TEXT_SUFFIX, Spot, TextMap, is_map, read_map
from kgbuild.text.refusals import Refusal
from kgbuild.text.tokens import WORD


class TextLayer:
    """The text of one source document. ``hash`` is the SHA-256 of its UTF-8 bytes, as mappings write it.

    ``places`` says where its characters stand in the original that it was extracted from, if it was.
    """

    def __init__(self, text: str, path: Path | None = None, places: TextMap | None = None) -> None:
        self.text = text
        self.path = path
        self.places = places
        self.hash = hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        """The raw spans of the words: runs of non-space that hold a letter or digit."""
        return [m.span() for m in WORD.finditer(self.text)]

    @property
    def body_end(self) -> int:
        """Where what was set aside begins: running heads, notes, menus. Quotes come from the text before it."""
        return self.places.body_end if self.places is not None else len(self.text)

    def body(self) -> TextLayer:
        """The text that quotes come from, without what was set aside. It keeps the hash of the whole."""
        cut = TextLayer(self.text[: self.body_end], self.path, self.places)
        cut.hash = self.hash
        return cut

    def pages(self, first: str, last: str) -> tuple[int, int]:
        """The stretch of the text on some pages, called as messages call them. Raises :class:`ValueError` with why."""
        if self.places is None:
            raise ValueError("the text has no map of pages")
        return self.places.pages_span(first, last)

    def spots(self, start: int, end: int) -> tuple[Spot, ...]:
        """Where the characters from ``start`` to ``end`` stand in the original, as far as that is known."""
        return tuple(self.places.spots(start, end, self.text)) if self.places is not None else ()


def text_layer(content: bytes, path: Path | None = None) -> TextLayer:
    """The text layer of a file's bytes. Raises :class:`DocumentError` where they are not UTF-8."""
    name = path or "the document"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name} is not UTF-8 text (byte {error.start})", f"make one of it: kgbuild extract {name}"
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return TextLayer(unicodedata.normalize("NFC", text), path)


def read_document(path: Path) -> TextLayer:
    """The text layer of a file, with the map beside it where that is the map of this very text.

    Raises :class:`DocumentError` where it has no text, :class:`OSError` if unreadable.
    """
    layer = _read(path)
    beside = path.with_suffix(SUFFIX)
    if path.suffix == TEXT_SUFFIX and beside.is_file() and is_map(content := beside.read_bytes()):
        layer.places = _fitting(read_map(content, beside.name), layer)
    return layer


def _read(path: Path) -> TextLayer:
    if not path.is_file():
        raise DocumentError(f"{path} is no ordinary file")
    content = read_file(path)
    try:
        kind = kind_by_mark(content)
        if kind is None:
            layer = text_layer(content, path)
            kind = kind_of_text(layer.text, path.name)
    except Refusal as refusal:
        said = refusal.fault.message
        raise DocumentError(f"{path} {said.removeprefix('the file ')}", refusal.fault.help) from refusal
    if kind.reader != "plain":
        raise DocumentError(f"{path} is {kind.shown}", f"make its text: kgbuild extract {path}")
    if not any(map(str.isalnum, layer.text)):
        raise DocumentError(f"{path} holds no words")
    return layer


def _fitting(places: TextMap | None, layer: TextLayer) -> TextMap | None:
    """A map, unless the text was edited after it was extracted."""
    return places if places is not None and places.head["text"] == f"sha256:{layer.hash}" else None


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
    """The source texts at hand, by text hash; what lies among them and was not read; and the originals beside texts."""

    texts: dict[str, TextLayer]
    unread: tuple[Unread, ...] = ()
    originals: tuple[Path, ...] = ()


def read_library(folders: Sequence[Path]) -> Library:
    """Read every file of the folders. Raises :class:`DocumentError` where there is no such folder."""
    texts: dict[str, TextLayer] = {}
    unread: list[Unread] = []
    originals: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise DocumentError(f"the documents folder {folder} does not exist")
        paths = sorted(_files(folder, unread))
        maps = _read_maps(paths, unread)
        # An original is no text of its own where its text lies beside it.
        extracted = {text.with_name(places.head["original"]) for text, places in maps.items()} - set(maps)
        originals += [path for path in paths if path in extracted]
        for path in paths:
            if path in extracted or (path.with_suffix(TEXT_SUFFIX) in maps and path.suffix == SUFFIX):
                continue
            try:
                layer = _read(path)
            except DocumentError as error:
                unread.append(Unread(path, str(error).removeprefix(f"{path} "), is_fault=False))
            except OSError as error:
                unread.append(Unread(path, f"cannot be read: {error.strerror}", is_fault=True))
            else:
                layer.places = _fitting(maps.get(path), layer)
                if path in maps and layer.places is None:
                    why = f"is the map of another text: {path.name} was edited after it was extracted"
                    unread.append(Unread(path.with_suffix(SUFFIX), why, is_fault=True))
                texts.setdefault(layer.hash, layer)
    return Library(texts, tuple(sorted(unread, key=lambda each: each.path)), tuple(originals))


def files_below(folder: Path) -> Iterator[Path]:
    """Every ordinary file below a folder of documents, as :func:`read_library` meets them: linked folders too."""
    return _files(folder, [])


def _read_maps(paths: Sequence[Path], unread: list[Unread]) -> dict[Path, TextMap]:
    """The maps among files, by the text that each belongs to."""
    found: dict[Path, TextMap] = {}
    for path in paths:
        if path.suffix != SUFFIX:
            continue
        try:
            if is_map(content := path.read_bytes()):
                found[path.with_suffix(TEXT_SUFFIX)] = read_map(content, path.name)
        except (DocumentError, OSError) as error:
            unread.append(Unread(path, f"cannot be read: {error}", is_fault=True))
    return found


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
