"""Texts of pictures: on one line, as they can be shown and written into XML."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from kgbuild.core.terminal import visible

_STACKED: Final = 2


def clean(text: str) -> str:
    """A text on one line, as it can be shown and written into XML.

    Of marks stacked on one letter two are kept: more would run into the line above.
    """
    return " ".join("".join(map(_writable, _flat(visible(text)))).split())


def _flat(text: str) -> Iterator[str]:
    stacked = 0
    for char in text:
        stacked = stacked + 1 if unicodedata.combining(char) else 0
        if stacked <= _STACKED:
            yield char


def _writable(char: str) -> str:
    return "\ufffd" if ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF else char
