"""A picture as a file: ``.svg``, ``.png`` (both by matplotlib) or ``.dot``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgbuild.analysis.drawing.dot import picture_dot
from kgbuild.analysis.drawing.parts import DotGraph, Part
from kgbuild.core.errors import KgbuildError

SUFFIXES: Final = (".svg", ".png", ".dot")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: parts below one another under a title, and remarks below them. Notebooks show it as SVG.

    ``graphs`` are what is written as DOT where the parts are no graphs, or have not all of it.
    """

    title: str
    parts: Sequence[Part]
    remarks: Sequence[str] = ()
    graphs: Sequence[Part | DotGraph] = ()

    def _repr_svg_(self) -> str:
        return render_picture(self, ".svg").decode()


def suffix_of(file: Path) -> str:
    """The format that the name of a file asks for, one of :data:`SUFFIXES`."""
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise KgbuildError(
            f"no picture can be written to `{file.name}`", "let its name end in .svg, .png or .dot"
        )
    return suffix


def render_picture(picture: Picture, suffix: str) -> bytes:
    """The bytes of a picture in one of :data:`SUFFIXES`.

    Raises :class:`KgbuildError` where matplotlib is missing, or the picture has no such form or is too large for it.
    """
    if suffix == ".dot":
        return picture_dot(picture.title, picture.graphs or picture.parts).encode()
    try:
        from kgbuild.analysis.drawing import draw, sheet  # all that needs matplotlib
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "matplotlib":
            raise
        raise KgbuildError("pictures need matplotlib", "pip install 'kgbuild[pictures]'") from None
    scene = sheet.lay_out(picture.title, picture.parts, picture.remarks, as_text=suffix == ".svg")
    return draw.svg(scene) if suffix == ".svg" else draw.png(scene)
