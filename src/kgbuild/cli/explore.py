"""``kgbuild explore``."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from kgbuild.analysis.explorer.explore import explorer_of
from kgbuild.analysis.explorer.page import one_page, write_folder
from kgbuild.cli.options import ProjectOptions, built_folder_option, project_options
from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import write_atomic

PAGE = "explorer.html"


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The file to write; else {PAGE} beside the graph.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write page and data apart into a folder, for a host whose policy forbids inline code.",
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--with-text",
    is_flag=True,
    help="Take in the texts of the documents at hand: anyone with the page has them.",
)
@built_folder_option
@project_options
def command(
    output: Path | None,
    folder: Path | None,
    show: bool,
    with_text: bool,
    graph: Path | None,
    options: ProjectOptions,
) -> int:
    """Write the built graph as one HTML page to look at, offline.

    The page needs no server and asks nothing of the network. It shows the questions that are answered differently
    first, then every document, claim and name, each with its evidence.
    """
    if output is not None and folder is not None:
        raise KgbuildError("the page is either one file or a folder", "leave out --output or --folder")
    project = options.open_project()
    built = project.out if graph is None else graph.resolve()
    data = explorer_of(project, graph=built, with_text=with_text)
    if folder is not None:
        page = folder / "index.html"
        write_folder(folder, data)
    else:
        page = built / PAGE if output is None else output
        write_atomic(page, one_page(data).encode())
    click.echo(f"wrote {project.relative(page.resolve())}", err=True)
    for note in data.left_out:
        click.echo(f"note: left out: {note}", err=True)
    if show:
        webbrowser.open(page.resolve().as_uri())
    return 0
