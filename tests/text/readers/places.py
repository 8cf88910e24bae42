"""What tests of places share: where a quote stands, and a text by its letters."""

from __future__ import annotations

import re

from kgbuild.text.folding import Folded, fold
from kgbuild.text.map import Spot, TextMap


def spots_of(words: str, text: str, places: TextMap) -> list[Spot]:
    """Where a quote stands the first time."""
    folded = Folded(text)
    match = folded.match(*folded.find(fold(words))[0])
    return places.spots(match.start, match.end, text)


def letters(text: str) -> str:
    """A text by its letters and figures: line ends and hyphens may stand otherwise."""
    return re.sub(r"[\W_]", "", text)
