"""``kgbuild serve``."""

from __future__ import annotations

import functools
import signal
import threading
from pathlib import Path
from types import FrameType

import click

from kgbuild.analysis.explorer.explore import explorer_of
from kgbuild.analysis.explorer.page import one_page
from kgbuild.cli.options import ProjectOptions, built_folder_option, no_store_option, project_options
from kgbuild.core.terminal import shown
from kgbuild.store.hosts import is_loopback
from kgbuild.store.serve.endpoint import QUERY
from kgbuild.store.serve.server import running_server
from kgbuild.store.sparql.process import QueryProcess


@click.command()
@click.option(
    "--bind",
    "host",
    metavar="HOST",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at; 0.0.0.0 for every one that this machine has.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=7878,
    show_default=True,
    help="The port to listen at; 0 for any that is free.",
)
@click.option(
    "--timeout",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    help="Seconds after which a query is broken off.",
)
@built_folder_option
@no_store_option
@project_options
def command(
    host: str, port: int, timeout: int, graph: Path | None, no_cache: bool, options: ProjectOptions
) -> int:
    """Show the explorer and answer SPARQL over the built graph, read-only, until Ctrl-C.

    The address printed shows the explorer. At /query below it there is a page to write queries in, and programs ask.
    The default graph is the union of all graphs, as for `kgbuild query`. What is served is the graph as it was built
    when the command started.
    """
    project = options.open_project()
    for ending in (signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])):
        signal.signal(ending, _interrupt)
    try:
        built = project.out if graph is None else graph.resolve()

        @functools.cache
        def page() -> bytes:
            """The explorer, made when it is first asked for."""
            return one_page(explorer_of(project, graph=built), sparql=QUERY).encode()

        root = None if no_cache or graph is not None else project.root
        asked = QueryProcess(built, root)
        with running_server(asked, host, port, timeout=timeout, page=page) as address:
            click.echo(address)
            click.echo(f"explorer there, SPARQL at {address}{QUERY}; Ctrl-C ends it", err=True)
            for fault in asked.notes:
                click.echo(f"note: {shown(fault)}", err=True)
            if not is_loopback(host):
                click.echo("note: others on the network can read the graph there", err=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Treat a request to stop like Ctrl-C."""
    raise KeyboardInterrupt
