"""A picture as a file: ``.svg``, ``.png`` (both by matplotlib) or ``.dot``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kgbuild.errors import KgbuildError
from kgbuild.pictures.dot import picture_dot
from kgbuild.pictures.parts import Picture

SUFFIXES: Final = (".svg", ".png", ".dot")


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

    Raises :class:`KgbuildError` where matplotlib is missing, or the picture has no such form.
    """
    if suffix == ".dot":
        return picture_dot(picture).encode()
    try:
        from kgbuild.pictures import draw, sheet  # all that needs matplotlib
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "matplotlib":
            raise
        raise KgbuildError("pictures need matplotlib", "pip install 'kgbuild[pictures]'") from None
    scene = sheet.lay_out(picture)
    return draw.png(scene) if suffix == ".png" else draw.svg(scene)
