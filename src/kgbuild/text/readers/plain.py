"""Text in any encoding that can be told: its lines, as they are."""

from __future__ import annotations

from importlib.metadata import version as installed

from kgbuild.text.encodings import decode
from kgbuild.text.readers.layer import Layer, TextBlock, layer_text, own_version


def version() -> str:
    """The reader is kgbuild's own; the library tells encodings that the bytes leave open."""
    return f"{own_version()}, charset-normalizer {installed('charset-normalizer')}"


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of a plain text."""
    text, told = decode(data, encoding)
    layer = Layer(encoding=told)
    blank = 0
    for number, line in enumerate(layer_text(text).split("\n"), 1):
        if not line.strip():
            blank += 1
            continue
        if layer.blocks:
            layer.blocks[-1] = layer.blocks[-1]._replace(after="\n" * (blank + 1))
        layer.add(TextBlock(line.rstrip(), lines=(number, number)))
        blank = 0
    return layer
