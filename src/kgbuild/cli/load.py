"""``kgbuild load``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import click

from kgbuild.cli.common import OneOf, is_loopback, open_project, project_options
from kgbuild.cli.pages import page_options, show_page
from kgbuild.core.errors import KgbuildError
from kgbuild.store.load.client import Client, Limits
from kgbuild.store.load.credentials import Credentials, from_netrc, read_credentials
from kgbuild.store.load.directory import DirectoryTarget
from kgbuild.store.load.graph_file import GraphFile, open_graph_file
from kgbuild.store.load.loader import LoadProgress, LoadReport, load
from kgbuild.store.load.page import load_page
from kgbuild.store.load.plan import plan_load
from kgbuild.store.load.servers import PROFILES, ServerTarget, detect
from kgbuild.store.load.target import Target

_DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class _Access:
    """The options that say how a server is reached."""

    profile: str | None
    query_url: str | None
    update_url: str | None
    graphs_url: str | None
    credentials: Path | None
    netrc: bool
    plain_http: bool
    ca_file: Path | None
    limits: Limits


@click.command()
@click.argument("target")
@click.option(
    "--graph", type=click.Path(path_type=Path, file_okay=False), help="The folder of the built graph."
)
@click.option("--dry-run", is_flag=True, help="Compare and say what would be sent; change nothing.")
@click.option(
    "--profile", type=OneOf(list(PROFILES)), help="The kind of server; asked of the server, if not given."
)
@click.option("--query-url", metavar="URL", help="Where the server takes queries.")
@click.option("--update-url", metavar="URL", help="Where the server takes updates.")
@click.option("--graphs-url", metavar="URL", help="Where the server speaks the Graph Store Protocol.")
@click.option(
    "--credentials",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="A file with one line USER:PASSWORD; - for standard input.",
)
@click.option("--netrc", is_flag=True, help="Take user and password from ~/.netrc (or the file NETRC names).")
@click.option("--allow-plain-http", is_flag=True, help="Send a password over http to another machine.")
@click.option(
    "--ca-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Certificates to trust for https, instead of the usual ones.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1, max=86_400),
    default=_DEFAULT.timeout,
    show_default=True,
    help="Seconds to wait for a sign from the server.",
)
@click.option(
    "--retries",
    type=click.IntRange(0, 20),
    default=_DEFAULT.retries,
    show_default=True,
    help="How often to try again when the server is busy or the connection is lost.",
)
@click.option(
    "--part-size",
    type=click.IntRange(1, 1024),
    default=_DEFAULT.part >> 20,
    show_default=True,
    help="Megabytes of one request, for servers that are sent graphs in parts.",
)
@page_options
@project_options
def command(
    target: str,
    graph: Path | None,
    dry_run: bool,
    timeout: float,
    retries: int,
    part_size: int,
    ca_file: Path | None,
    profile: str | None,
    query_url: str | None,
    update_url: str | None,
    graphs_url: str | None,
    credentials: Path | None,
    netrc: bool,
    allow_plain_http: bool,
    style: str,
    output: Path | None,
    config: Path | None,
    documents: tuple[Path, ...],
) -> int:
    """Send what changed of the built graph to a triple store.

    TARGET is the address of a server (http://localhost:7878) or the folder of an Oxigraph store. Only graphs whose
    hash or size differs there are sent, each takes the place of the old one in one step, and graphs of the project
    that are no longer built are dropped. Graphs of others are never touched.
    """
    project = open_project(config, documents)
    limits = Limits(timeout=timeout, retries=retries, part=part_size << 20)
    access = _Access(
        profile, query_url, update_url, graphs_url, credentials, netrc, allow_plain_http, ca_file, limits
    )
    with open_graph_file(project.out if graph is None else graph.resolve(), project.base) as built:
        store = _target(target, access)
        if dry_run:
            plan = plan_load(store, built)
            report = LoadReport(plan, plan.found, {})
        else:
            report = load(store, built, _progress(built))
        show_page(load_page(built, store.name, report, dry_run=dry_run), style, output)
    return 0


def _target(text: str, access: _Access) -> Target:
    """The store that a target names."""
    if "://" not in text:
        _no_server_options(access)
        return DirectoryTarget(Path(text))
    address = _address(text, "the target")
    urls = {
        "--query-url": access.query_url,
        "--update-url": access.update_url,
        "--graphs-url": access.graphs_url,
    }
    others = {name: _address(url, name) for name, url in urls.items() if url is not None}
    credentials = _credentials(access, address)
    if credentials is not None:
        for name, other in others.items():
            if other[:2] != address[:2]:
                raise KgbuildError(
                    f"{name} is not at {address.scheme}://{address.netloc}",
                    "a password is sent to one server only",
                )
        if address.scheme == "http" and not access.plain_http and not is_loopback(address.hostname or ""):
            raise KgbuildError(
                f"a password would go to {address.netloc} over plain http, for everybody on the way to read",
                "use https, or allow it: --allow-plain-http",
            )
    client = Client(
        access.limits,
        credentials,
        ca_file=None if access.ca_file is None else str(access.ca_file),
        notice=lambda text: click.echo(f"note: {text}", err=True),
    )
    profile = access.profile or ("generic" if len(others) == len(urls) else detect(client, text))
    return ServerTarget(
        client,
        text,
        PROFILES[profile],
        query_url=access.query_url,
        update_url=access.update_url,
        graphs_url=access.graphs_url,
    )


def _no_server_options(access: _Access) -> None:
    given = {
        "--profile": access.profile,
        "--query-url": access.query_url,
        "--update-url": access.update_url,
        "--graphs-url": access.graphs_url,
        "--credentials": access.credentials,
        "--netrc": access.netrc or None,
        "--ca-file": access.ca_file,
    }
    for name, value in given.items():
        if value is not None:
            raise KgbuildError(
                f"{name} is for servers, and the target is a folder",
                "an address starts with http:// or https://",
            )


def _address(text: str, what: str) -> SplitResult:
    """An address of a server. Raises :class:`KgbuildError`, which does not show a password that stands in it."""
    try:
        address = urlsplit(text)
        _ = address.port
    except ValueError:
        raise KgbuildError(f"{what} is not the address of a server") from None
    if "@" in address.netloc:
        raise KgbuildError(
            f"{what} holds a user name or a password, which others can see in a command line",
            "leave them out, and use --credentials FILE, --credentials - or --netrc",
        )
    if address.scheme not in ("http", "https") or not address.hostname:
        raise KgbuildError(f"{what} is neither an http:// nor an https:// address, nor a folder")
    if address.query or address.fragment:
        raise KgbuildError(f"{what} must be an address without ? and #")
    return address


def _credentials(access: _Access, address: SplitResult) -> Credentials | None:
    if access.credentials is not None and access.netrc:
        raise KgbuildError("give --credentials or --netrc, and not both")
    if access.credentials is not None:
        return read_credentials(access.credentials, sys.stdin)
    return from_netrc(address.hostname or "") if access.netrc else None


def _progress(built: GraphFile) -> LoadProgress:
    """A line on stderr that says which graph is under way, on a terminal only."""
    if not sys.stderr.isatty():
        return lambda done, total, graph: None

    def show(done: int, total: int, graph: str) -> None:
        name = graph.removeprefix(f"{built.base}graph/")
        # The line is written over the one before it; what is left of that is cleared (ECMA-48, EL).
        click.echo(f"\rloading {done}/{total} {name}\x1b[K", err=True, nl=done == total)

    return show
