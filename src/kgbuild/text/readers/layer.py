"""The text layer being made: blocks of characters in reading order, and the furniture behind them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kgbuild.core.version import VERSION
from kgbuild.text.map import Box, OriginalPage, Run
from kgbuild.text.refusals import TOO_COSTLY, Refusal

MAX_CHARACTERS: Final = 40_000_000
_BEFORE_FURNITURE: Final = "\n\f\n"
_SPACES: Final = re.compile(r"[^\S\n]+")

HEAD: Final = "running-head"
PAGE_NUMBER: Final = "page-number"
NOTE: Final = "note"
MENU: Final = "menu"
CHANGE: Final = "tracked-change"
COMMENT: Final = "comment"
ALTERNATIVE: Final = "alternative-text"
HIDDEN: Final = "hidden"
ROLES: Final = (HEAD, PAGE_NUMBER, NOTE, MENU, CHANGE, COMMENT, ALTERNATIVE, HIDDEN)


class TextBlock(NamedTuple):
    """Some characters and where they stand; ``after`` parts them from the next block."""

    text: str
    page: int = 0
    box: Box | None = None
    words: tuple[tuple[float, float], ...] = ()
    path: str = ""
    lines: tuple[int, int] | None = None
    role: str = ""
    after: str = "\n"


@dataclass
class Layer:
    """What a reader gives back: blocks, pages, what the file says of itself, and what a person should know."""

    blocks: list[TextBlock] = field(default_factory=list)
    pages: dict[int, OriginalPage] = field(default_factory=dict)
    unit: str = ""
    says: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    encoding: str = ""
    _size: int = 0

    def add(self, block: TextBlock) -> None:
        """Put a block behind the others. Raises :class:`Refusal` for a text beyond all measure."""
        self._size += len(block.text)
        if self._size > MAX_CHARACTERS:
            raise Refusal(TOO_COSTLY, f"the text has more than {MAX_CHARACTERS:,} characters")
        self.blocks.append(block)

    def say(self, key: str, value: str | None) -> None:
        """Note what the file says of itself, as a proposal: its title, its author, its date …"""
        text = plain(value or "")
        if text and len(text) <= 500:
            self.says.setdefault(key, text)


def own_version() -> str:
    """kgbuild itself, as a map names a reader that needs no library beyond Python's."""
    return f"kgbuild {VERSION}"


def plain(text: str) -> str:
    """A text in one line, without what cannot be seen."""
    return " ".join("".join(char for char in text if char.isprintable() or char.isspace()).split())


def layer_text(text: str) -> str:
    """Characters as the text layer holds them: NFC, LF, none that controls a device."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    if not text.isascii() or not text.isprintable():
        text = "".join(char for char in text if char >= " " or char in "\n\t\f")
        text = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", text)


class Laid(NamedTuple):
    """A text layer with its runs, and how many blocks of each kind of furniture stand behind the body."""

    text: str
    runs: list[Run]
    aside: dict[str, int]


def lay_out(layer: Layer, keep: frozenset[str]) -> Laid:
    """The text of the blocks: the body, and behind it, past a form feed, the furniture that is not kept in place."""
    body = [block for block in layer.blocks if not block.role or block.role in keep]
    aside = [block for block in layer.blocks if block.role and block.role not in keep]
    pieces: list[str] = []
    runs: list[Run] = []
    position = 0
    for group in (body, aside):
        if group is aside and aside:
            pieces.append(_BEFORE_FURNITURE)
            position += len(_BEFORE_FURNITURE)
        last = len(group) - 1
        for index, block in enumerate(group):
            text = layer_text(block.text)
            if not text:
                continue
            role = block.role if group is aside else ""
            end = position + len(text)
            runs.append(Run(position, end, block.page, block.box, block.words, block.path, block.lines, role))
            after = block.after if index < last else "\n"
            pieces += [text, after]
            position = end + len(after)
    return Laid("".join(pieces), runs, dict(Counter(block.role for block in aside)))
