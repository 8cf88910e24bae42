"""hOCR, as text recognition programs write it: HTML with the rectangles of pages, lines and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from kgbuild.text.map import Box, OriginalPage
from kgbuild.text.readers.html import decode_page
from kgbuild.text.readers.html import version as version
from kgbuild.text.readers.layer import Layer
from kgbuild.text.readers.sheets import SheetLine, SheetWord, add_lines
from kgbuild.text.refusals import SCANNED, Refusal

_BOX: Final = re.compile(r"\bbbox (-?\d{1,7}) (-?\d{1,7}) (-?\d{1,7}) (-?\d{1,7})")
_LINES: Final = ".ocr_line, .ocr_header, .ocr_caption, .ocr_textfloat, .ocrx_line"


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of a scan."""
    text, told = decode_page(data, encoding)
    layer = Layer(unit="pixel", encoding=told)
    lines = list(_read(LexborHTMLParser(text), layer))
    if not lines:
        raise Refusal(
            SCANNED, "no text was recognised in the scan", help="look whether it shows text, and which way up"
        )
    add_lines(layer, lines)
    return layer


def _read(parser: Any, layer: Layer) -> Iterator[SheetLine]:
    for number, page in enumerate(parser.css(".ocr_page"), 1):
        left, top, right, bottom = _box(page) or (0.0, 0.0, 0.0, 0.0)
        layer.pages[number] = OriginalPage(number, "", right - left, bottom - top)
        for line in page.css(_LINES):
            words = []
            for word in line.css(".ocrx_word"):
                text, box = " ".join(word.text().split()), _box(word)
                if text and box is not None:
                    words.append(SheetWord(text, box[3] - box[1], box))
            whole = _box(line)
            if not words and whole is not None and (text := " ".join(line.text().split())):
                words = [SheetWord(text, whole[3] - whole[1], whole)]
            if words:
                identifier = line.attributes.get("id")
                yield SheetLine(number, tuple(words), path=f"id({identifier!r})" if identifier else "")


def _box(node: Any) -> Box | None:
    found = _BOX.search(node.attributes.get("title") or "")
    if found is None:
        return None
    left, top, right, bottom = (float(value) for value in found.groups())
    return left, top, right, bottom
