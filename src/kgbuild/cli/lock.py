"""``kgbuild lock``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.binding import bind
from kgbuild.checking import lock
from kgbuild.cli.closing import summary
from kgbuild.cli.common import (
    exit_code,
    finding_options,
    for_programs,
    open_project,
    plural,
    project_options,
    show_findings,
    tally,
)
from kgbuild.errors import KgbuildError


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--bind",
    "document",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="First write the hash of this document into the `text:` line of the one mapping named.",
)
@finding_options
@project_options
def command(
    files: tuple[Path, ...],
    document: Path | None,
    config: Path | None,
    documents: tuple[Path, ...],
    style: str,
    fail_on: str,
) -> int:
    """Look every quote up in the documents at hand and write the locks.

    A mapping with an error, or without its document, keeps the lock it has. With --bind, the document's folder need not
    be named.
    """
    if document is not None:
        if len(files) != 1:
            raise KgbuildError("--bind takes one mapping", "write: kgbuild lock --bind DOCUMENT MAPPING")
        digest = bind(files[0], document)
        click.echo(f"{files[0]}: text: sha256:{digest}", err=True)
        documents = (*documents, document.parent)
    project = open_project(config, documents)
    result, written = lock(project, [file.resolve() for file in files] or None)
    show_findings(project, result.findings, style)
    for name in written:
        click.echo(name, err=for_programs(style))
    locks = plural(len(written), "lock")
    click.echo(f"{locks} written · {tally(result.findings)} · {summary(result.counts)}", err=True)
    return exit_code(result.findings, fail_on)
