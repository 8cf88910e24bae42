"""RTF, by striprtf: the text as paragraphs; what it cannot give is named."""

from __future__ import annotations

import re
from importlib.metadata import version as installed
from typing import Final

from striprtf.striprtf import rtf_to_text

from kgbuild.text.readers.layer import Layer, TextBlock
from kgbuild.text.refusals import NO_TEXT, Refusal, damaged

_LOST: Final = {
    b"\\footnote": "notes", b"\\header": "running heads", b"\\footer": "running feet", b"\\deleted": "struck words",
    b"\\annotation": "comments", b"\\pict": "pictures",
}  # fmt: skip
_MOST_GROUPS: Final = 2_000
_BRACES: Final = re.compile(rb"\\.|[{}]", re.DOTALL)
"""Braces, and what is escaped: a backslash before a brace, or before a backslash, is its text."""


def version() -> str:
    """The library, as the map names it."""
    return f"striprtf {installed('striprtf')}"


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of an RTF document."""
    depth = deepest = 0
    for match in _BRACES.finditer(data):
        depth += (match[0] == b"{") - (match[0] == b"}")
        deepest = max(deepest, depth)
    if depth > 0 or deepest > _MOST_GROUPS:
        raise damaged("the RTF breaks off: a group in it does not end")
    try:
        text = rtf_to_text(  # type: ignore[no-untyped-call]
            data.decode("latin-1"), encoding=encoding or "cp1252", errors="replace"
        )
    except (ValueError, LookupError, IndexError, OverflowError) as error:
        raise damaged("the RTF cannot be read") from error
    layer = Layer()
    paragraphs = text.split("\n")
    for number, paragraph in enumerate(paragraphs, 1):
        if paragraph.strip():
            layer.add(TextBlock(paragraph.strip(), path=f"paragraph[{number}]", after="\n\n"))
    if not layer.blocks:
        raise Refusal(NO_TEXT, "the RTF holds no text, only pictures or nothing")
    lost = [name for word, name in _LOST.items() if word in data]
    if lost:
        layer.notes.append(f"left out: {', '.join(lost)}")
    return layer
