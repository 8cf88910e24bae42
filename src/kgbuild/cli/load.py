"""``kgbuild load``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kgbuild.cli.options import OneOf, ProjectOptions, built_folder_option, grouped, project_options
from kgbuild.cli.page import PageOptions, page_options
from kgbuild.store.load.access import Access, open_target
from kgbuild.store.load.client import Limits
from kgbuild.store.load.graph_file import GraphFile, open_graph_file
from kgbuild.store.load.loader import LoadProgress, LoadReport, load
from kgbuild.store.load.page import load_page
from kgbuild.store.load.plan import plan_load
from kgbuild.store.load.servers import PROFILES

_DEFAULT = Limits()
_access_options = grouped(
    "access",
    Access,
    click.option(
        "--profile", type=OneOf(list(PROFILES)), help="The kind of server; asked of the server, if not given."
    ),
    click.option("--query-url", metavar="URL", help="Where the server takes queries."),
    click.option("--update-url", metavar="URL", help="Where the server takes updates."),
    click.option("--graphs-url", metavar="URL", help="Where the server speaks the Graph Store Protocol."),
    click.option(
        "--credentials",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
        help="A file with one line USER:PASSWORD; - for standard input.",
    ),
    click.option(
        "--netrc", is_flag=True, help="Take user and password from ~/.netrc (or the file NETRC names)."
    ),
    click.option("--allow-plain-http", is_flag=True, help="Send a password over http to another machine."),
    click.option(
        "--ca-file",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="Certificates to trust for https, instead of the usual ones.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0.1, max=86_400),
        default=_DEFAULT.timeout,
        show_default=True,
        help="Seconds to wait for a sign from the server.",
    ),
    click.option(
        "--retries",
        type=click.IntRange(0, 20),
        default=_DEFAULT.retries,
        show_default=True,
        help="How often to try again when the server is busy or the connection is lost.",
    ),
    click.option(
        "--part-size",
        type=click.IntRange(1, 1024),
        default=_DEFAULT.part >> 20,
        show_default=True,
        help="Megabytes of one request, for servers that are sent graphs in parts.",
    ),
)


@click.command()
@click.argument("target")
@built_folder_option
@click.option("--dry-run", is_flag=True, help="Compare and say what would be sent; change nothing.")
@_access_options
@page_options
@project_options
def command(
    target: str, graph: Path | None, dry_run: bool, access: Access, page: PageOptions, options: ProjectOptions
) -> int:
    """Send what changed of the built graph to a triple store.

    TARGET is the address of a server (http://localhost:7878) or the folder of an Oxigraph store. Only graphs whose
    hash or size differs there are sent, each takes the place of the old one in one step, and graphs of the project
    that are no longer built are dropped. Graphs of others are never touched.
    """
    project = options.open_project()
    with open_graph_file(project.out if graph is None else graph.resolve(), project.base) as built:
        store = open_target(target, access, sys.stdin, lambda text: click.echo(f"note: {text}", err=True))
        if dry_run:
            plan = plan_load(store, built)
            report = LoadReport(plan, plan.found, {})
        else:
            report = load(store, built, _progress(built))
        page.show(load_page(built, store.name, report, dry_run=dry_run))
    return 0


def _progress(built: GraphFile) -> LoadProgress:
    """A line on stderr that says which graph is under way, on a terminal only."""
    if not sys.stderr.isatty():
        return lambda done, total, graph: None

    def show(done: int, total: int, graph: str) -> None:
        name = graph.removeprefix(f"{built.base}graph/")
        # The line is written over the one before it; what is left of that is cleared (ECMA-48, EL).
        click.echo(f"\rloading {done}/{total} {name}\x1b[K", err=True, nl=done == total)

    return show
