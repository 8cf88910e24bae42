"""What the commands of analysis share: their options, what they work on, and how the result is shown or written."""

from __future__ import annotations

import functools
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from kgbuild.analysis.drawing.render import Picture, render_picture, suffix_of
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.study import Study
from kgbuild.cli.common import OneOf, open_project, project_options
from kgbuild.core.files import write_atomic
from kgbuild.core.pages import PAGE_STYLES, Page, render_page
from kgbuild.core.project import Project

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the options of a command of analysis ask for."""

    style: str
    output: Path | None
    config: Path | None
    documents: tuple[Path, ...]
    picture: Path | None = None

    def project(self) -> Project:
        """The project that the options name."""
        return open_project(self.config, self.documents)

    def study(self, *, allow: Sequence[str] = ()) -> Study:
        """Its claims; errors of the codes in ``allow`` do not matter."""
        return open_study(self.project(), allow=allow)

    def show(self, page: Callable[[], Page], picture: Callable[[], Picture] | None = None) -> None:
        """Draw the picture, where one is asked for, else show the page; only that one is made."""
        if self.picture is not None and picture is not None:
            write_atomic(self.picture, render_picture(picture(), suffix_of(self.picture)))
        else:
            show_page(page(), self.style, self.output)


def analysis_options(function: F) -> F:
    """The options of a project and of a page, which the command gets as an :class:`Analysis`."""

    @functools.wraps(function)
    def command(
        style: str,
        output: Path | None,
        config: Path | None,
        documents: tuple[Path, ...],
        picture: Path | None = None,
        **others: Any,
    ) -> Any:
        return function(Analysis(style, output, config, documents, picture), **others)

    return page_options(project_options(command))  # type: ignore[return-value]


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


def show_page(page: Page, style: str, output: Path | None) -> None:
    """Print a page, or write it to a file, all of it or nothing."""
    if output is None:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 120
        click.echo(render_page(page, style, width=width), nl=False)
    else:
        write_atomic(output, render_page(page, style).encode())
