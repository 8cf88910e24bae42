"""How commands show a page, or write it to a file."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from kgbuild.cli.options import OneOf, grouped, output_option
from kgbuild.core.files import write_atomic
from kgbuild.core.pages import PAGE_STYLES, Page, render_page


@dataclass(frozen=True, slots=True)
class PageOptions:
    """In which form a page is shown, and the file it is written to instead."""

    style: str
    output: Path | None

    def show(self, page: Page, *, details: bool = True) -> None:
        """Print a page, or write it to a file, all of it or nothing."""
        if self.output is None:
            width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 120
            click.echo(render_page(page, self.style, width=width, details=details), nl=False)
        else:
            write_atomic(self.output, render_page(page, self.style, details=details).encode())


page_options = grouped(
    "page",
    PageOptions,
    click.option(
        "--format",
        "style",
        type=OneOf(PAGE_STYLES),
        default="text",
        show_default=True,
        help="text and md for people, json and csv for programs.",
    ),
    output_option,
)
"""``--format`` and ``-o``, on every command that shows a page."""
