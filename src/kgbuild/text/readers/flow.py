"""Running text made of elements: paragraphs, cells and list items as blocks, each with the path of its element."""

from __future__ import annotations

import re
from typing import Final

from kgbuild.text.readers.layer import Layer, TextBlock

_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
PARAGRAPH: Final = "\n\n"
LINE: Final = "\n"
CELL: Final = "\t"


class TextFlow:
    """Gathers characters into blocks. What is furniture within a block becomes a block of its own behind it."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.page = 0
        self._pieces: dict[str, tuple[str, list[str]]] = {}
        self._within = False

    def text(self, characters: str, path: str, role: str = "", *, exact: bool = False) -> None:
        """Characters of the element at ``path``; white space counts as one space unless ``exact``."""
        if not exact:
            characters = _SPACES.sub(" ", characters)
        if self._within and characters[:1].isspace():
            self.change_end(" ")
        self._within = False
        pieces = self._pieces.get(role)
        if pieces is None:
            if characters == " ":
                return
            pieces = self._pieces[role] = (path, [])
        pieces[1].append(characters)

    def turn_page(self, path: str) -> None:
        """A page ends within the block: what follows is a run of its own, parted by a space where the text has one."""
        if self._pieces:
            spaced = self._pieces.get("", ("", [" "]))[1][-1][-1:].isspace()
            self.end(" " if spaced else "")
            self._within = not spaced
        self.page += 1

    def end(self, after: str = LINE) -> bool:
        """The block ends here; ``after`` parts it from the next. Whether there was one."""
        self._within = False
        if not self._pieces:
            return False
        for role, (path, pieces) in self._pieces.items():
            lines = [_SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\n")]
            if text := "\n".join(lines).strip():
                self.layer.add(
                    TextBlock(text, self.page, path=path, role=role, after=LINE if role else after)
                )
        self._pieces.clear()
        return True

    def change_end(self, after: str) -> None:
        """The last block of the body turns out to be parted otherwise from the next: the last cell of a row."""
        blocks = self.layer.blocks
        index = len(blocks) - 1
        while index >= 0 and blocks[index].role:
            index -= 1
        if index >= 0 and blocks[index].after != after:
            blocks[index] = blocks[index]._replace(after=after)
