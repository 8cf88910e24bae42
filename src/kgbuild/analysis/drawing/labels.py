"""A text as labels, a line each; where its end had to be left out, each of them tells it whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kgbuild.analysis.drawing import scene
from kgbuild.analysis.drawing.measure import LINE, SIZE, SMALL, break_lines, width
from kgbuild.analysis.drawing.parts import Caption
from kgbuild.analysis.drawing.scene import Label
from kgbuild.analysis.drawing.texts import clean

MOST: Final = 8
"""As many lines a text may have, as a rule."""


def set_lines(
    text: str, limit: float, size: float, *, most: int = MOST, bold: bool = False, colour: str = scene.INK
) -> list[Label]:
    """The lines of a text below one another, from the point 0, 0 at its top left."""
    lines = break_lines(text, limit, size, most, bold=bold)
    whole = clean(text)
    tip = "" if "".join(lines).replace(" ", "") == whole.replace(" ", "") else whole
    return [
        Label(0, size + number * size * LINE, line, size, width(line, size, bold=bold), bold, colour, tip)
        for number, line in enumerate(lines)
    ]


def set_captions(
    captions: Sequence[Caption], limit: float, rest: str = scene.INK
) -> tuple[list[Label], float]:
    """The lines of some texts below one another, and how tall they are; all but the first are small, in ``rest``."""
    found: list[Label] = []
    y = 0.0
    for number, caption in enumerate(captions):
        size, colour = (SMALL, rest) if number else (SIZE, scene.INK)
        lines = set_lines(caption.text, limit, size, bold=caption.bold, colour=colour)
        found += [replace(line, y=y + line.y) for line in lines]
        y += len(lines) * size * LINE
    return found, y
