"""Source texts: the text layer of a file, and its folded form in which quotes are looked up.

Offsets count Unicode code points of the text layer (UTF-8, no BOM, LF, NFC). Folding makes white-space runs,
typographic quotes, dashes, ligatures and Markdown emphasis equal; numerals are never touched (no NFKC).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from kgbuild.core.errors import DocumentError
from kgbuild.text.map import SUFFIX, Spot, TextMap, is_map, read_map

_FOLDS: Final = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **{"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"},
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
}
_EMPHASIS: Final = r"(?<![\w*_])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*_])"
_EDITS: Final = re.compile(rf"\s+|{_EMPHASIS}|[{''.join(_FOLDS)}]")
# Scripts written without spaces: every character is a token of its own.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u200c\u200d"
_WORD_TOKEN: Final = re.compile(rf"\d+(?:[.,]\d+)*|[{_UNSPACED}]|(?:(?![\d_{_UNSPACED}])[\w{_MARKS}])+")
_ONE_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
_TOKEN: Final = re.compile(rf"\d+(?:[.,]\d+)*|[{_UNSPACED}]|(?:(?![\d{_UNSPACED}])[\w{_MARKS}])+|\S")
# A word: a run of non-space that holds a letter or digit; of a script without spaces, two characters count as one.
WORD: Final = re.compile(rf"[{_UNSPACED}]{{1,2}}|[^\s{_UNSPACED}]*[^\W{_UNSPACED}][^\s{_UNSPACED}]*")


def word_tokens(text: str) -> Iterator[re.Match[str]]:
    """The words and figures of a text without punctuation; of scripts without spaces every character."""
    return _WORD_TOKEN.finditer(text)


def is_unspaced(token: str) -> bool:
    """Whether a token is a character of a script without spaces, two of which count as one word."""
    return _ONE_UNSPACED.match(token) is not None


@dataclass(frozen=True, slots=True)
class Repair:
    """A declared mending of a raw scan: ``hum an`` is to be read ``human``."""

    text: str
    read: str


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase stands in a text layer: ``start`` ≤ offset < ``end``; ``repaired`` if a repair was needed."""

    start: int
    end: int
    repaired: bool


class Folded:
    """A text with its foldings applied, and the way back to raw offsets."""

    def __init__(self, raw: str, repairs: Sequence[Repair] = ()) -> None:
        pieces: list[str] = []
        # Parallel lists: each edit's start in the folded text, and its raw start, folded end, raw end.
        self._starts: list[int] = []
        self._edits: list[tuple[int, int, int, bool]] = []
        self.repairs_used: dict[Repair, int] = dict.fromkeys(repairs, 0)
        position = length = 0
        for start, end, text, repair in self._edit_list(raw, repairs):
            pieces.append(raw[position:start])
            length += start - position
            self._starts.append(length)
            self._edits.append((start, length + len(text), end, repair is not None))
            if repair is not None:
                self.repairs_used[repair] += 1
            pieces.append(text)
            length += len(text)
            position = end
        pieces.append(raw[position:])
        self.text = "".join(pieces)

    @staticmethod
    def _edit_list(raw: str, repairs: Sequence[Repair]) -> Iterable[tuple[int, int, str, Repair | None]]:
        mended: list[tuple[int, int, str, Repair | None]] = []
        for repair in repairs:
            words = r"\s+".join(re.escape(word) for word in repair.text.split())
            # Whole words only: mending `o f` must leave "hoped to frighten" alone.
            pattern = (
                (r"\b" if repair.text[:1].isalnum() else "")
                + words
                + (r"\b" if repair.text[-1:].isalnum() else "")
            )
            mended += [(m.start(), m.end(), fold(repair.read), repair) for m in re.finditer(pattern, raw)]
        mended.sort(key=lambda edit: edit[:2])
        position = 0
        for edit in [*mended, None]:
            until = len(raw) if edit is None else edit[0]
            if until < position:
                continue
            for m in _EDITS.finditer(raw, position, until):
                text = m.group()
                folded = " " if text[0].isspace() else _FOLDS.get(text, "")
                if folded != text:
                    yield m.start(), m.end(), folded, None
            if edit is not None:
                yield edit
                position = edit[1]

    def raw_start(self, position: int) -> int:
        """The raw offset of a folded offset that begins a phrase."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position
        raw, folded_end, raw_end, _ = self._edits[index]
        return raw if position < folded_end else raw_end + position - folded_end

    def raw_end(self, position: int) -> int:
        """The raw offset of a folded offset that ends a phrase (exclusive)."""
        index = bisect_right(self._starts, position - 1) - 1
        if index < 0:
            return position
        _, folded_end, raw_end, _ = self._edits[index]
        return raw_end if position <= folded_end else raw_end + position - folded_end

    def _repaired(self, start: int, end: int) -> bool:
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self._starts) and self._starts[index] < end:
            if self._edits[index][3] and self._edits[index][1] > start:
                return True
            index += 1
        return False

    @cached_property
    def boundaries(self) -> frozenset[int]:
        """The folded offsets at which a token begins or ends: "3" does not stand in "13"."""
        return frozenset(edge for m in _TOKEN.finditer(self.text) for edge in m.span())

    def find(self, folded_phrase: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """Every place of a folded phrase in the folded text, by whole tokens, as folded offsets."""
        found: list[tuple[int, int]] = []
        if not folded_phrase:
            return found
        size = len(folded_phrase)
        text, boundaries = self.text, self.boundaries
        limit = len(text) if end is None else end
        at = text.find(folded_phrase, start, limit)
        while at >= 0:
            if at in boundaries and at + size in boundaries:
                found.append((at, at + size))
            at = text.find(folded_phrase, at + 1, limit)
        return found

    def match(self, start: int, end: int) -> Match:
        """The raw place of a folded stretch."""
        return Match(self.raw_start(start), self.raw_end(end), self._repaired(start, end))


def fold(phrase: str) -> str:
    """A quote in folded form, without white space around it."""
    return Folded(unicodedata.normalize("NFC", phrase.strip())).text


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

    def spots(self, start: int, end: int) -> tuple[Spot, ...]:
        """Where the characters from ``start`` to ``end`` stand in the original, as far as that is known."""
        return tuple(self.places.spots(start, end, self.text)) if self.places is not None else ()


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
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name[0] != "."]
        maps = _read_maps(paths)
        originals = {path.with_name(found.head["original"]) for path, found in maps.items()}
        for path in paths:
            places = maps.get(path.with_suffix(SUFFIX))
            if path in maps or (path in originals and path.with_suffix(".txt") != path):
                continue
            try:
                layer = text_layer(path.read_bytes(), path)
            except DocumentError:
                unreadable.append(path)
                continue
            if places is not None and path.suffix == ".txt":
                layer.places = _fitting(places, layer.hash)
            texts.setdefault(layer.hash, layer)
    return Library(texts, tuple(unreadable))


def map_of(text: Path, digest: str) -> TextMap | None:
    """The map beside an extracted text, where it is the map of that very text."""
    beside = text.with_suffix(SUFFIX)
    return _fitting(_read_maps([beside]).get(beside) if beside.is_file() else None, digest)


def _fitting(places: TextMap | None, digest: str) -> TextMap | None:
    """A map, unless the text was edited after it was extracted."""
    return places if places is not None and places.head["text"] == f"sha256:{digest}" else None


def _read_maps(paths: Sequence[Path]) -> dict[Path, TextMap]:
    """The maps among files. One that cannot be read is no map here: ``extract`` says so of it."""
    found: dict[Path, TextMap] = {}
    for path in paths:
        if path.suffix == SUFFIX and is_map(content := path.read_bytes()):
            try:
                found[path] = read_map(content.decode(), path.name)
            except (DocumentError, UnicodeDecodeError):
                continue
    return found
