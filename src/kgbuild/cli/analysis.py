"""What the commands of analysis share: their options, the claims they work on, and how the result is shown."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from kgbuild.analysis.drawing.render import Picture, render_picture, suffix_of
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.study import Study
from kgbuild.cli.options import ProjectOptions, project_options
from kgbuild.cli.page import PageOptions, page_options
from kgbuild.core.files import write_atomic
from kgbuild.core.pages import Page
from kgbuild.core.project import Project

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the options of a command of analysis ask for; ``picture`` is the file to draw into.

    ``details`` asks for all of a page, where it has a short form.
    """

    options: ProjectOptions
    page: PageOptions
    picture: Path | None = None
    details: bool = True

    def project(self) -> Project:
        """The project that the options name."""
        return self.options.open_project()

    def study(self, *, allow: Sequence[str] = ()) -> Study:
        """Its claims; errors of the codes in ``allow`` do not matter."""
        return open_study(self.project(), allow=allow)

    def show(self, page: Callable[[], Page], picture: Callable[[], Picture] | None = None) -> None:
        """Draw the picture, where one is asked for, else show the page; only that one is made."""
        if self.picture is not None and picture is not None:
            write_atomic(self.picture, render_picture(picture(), suffix_of(self.picture)))
            click.echo(f"wrote {self.picture}", err=True)
        else:
            self.page.show(page(), details=self.details)


def analysis_options(function: F) -> F:
    """The options of a project and of a page, which the command gets as an :class:`Analysis`."""

    @functools.wraps(function)
    def command(
        options: ProjectOptions,
        page: PageOptions,
        picture: Path | None = None,
        details: bool = True,
        **others: Any,
    ) -> Any:
        return function(Analysis(options, page, picture, details), **others)

    return page_options(project_options(command))  # type: ignore[return-value]


def picture_option(function: F) -> F:
    """``--picture``, on commands whose result can be drawn."""
    return click.option(
        "--picture",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Draw it into a file that ends in .svg, .png or .dot, instead of a text.",
    )(function)


details_option = click.option(
    "--details", is_flag=True, help="Show all of it, instead of what fits on a screen (text and md)."
)
"""``--details``, on commands whose page has a short form."""
