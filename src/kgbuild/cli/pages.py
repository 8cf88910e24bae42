"""What the commands of analysis share: their options, and how a page is shown or written."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kgbuild.cli.common import OneOf
from kgbuild.pictures.render import Picture, render_picture, suffix_of
from kgbuild.report.pages import PAGE_STYLES, Page, render_page
from kgbuild.write import write_atomic

F = TypeVar("F", bound=Callable[..., Any])


def page_options(function: F) -> F:
    """``--format`` and ``-o``, on every command that shows a page."""
    function = click.option(
        "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead."
    )(function)
    return click.option(
        "--format",
        "style",
        type=OneOf(PAGE_STYLES),
        default="text",
        show_default=True,
        help="text and md for people, json and csv for programs.",
    )(function)


def picture_option(function: F) -> F:
    """``--picture``, on commands whose result can be drawn."""
    return click.option(
        "--picture",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Draw it into a file that ends in .svg, .png or .dot, instead of a text.",
    )(function)


def draw_picture(picture: Picture, file: Path) -> None:
    """Draw a picture into a file, all of it or nothing."""
    write_atomic(file, render_picture(picture, suffix_of(file)))


def show_page(page: Page, style: str, output: Path | None) -> None:
    """Print a page, or write it to a file, all of it or nothing."""
    if output is None:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 120
        click.echo(render_page(page, style, width=width), nl=False)
    else:
        write_atomic(output, render_page(page, style).encode())
