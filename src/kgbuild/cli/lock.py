"""``kgbuild lock``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.closing import summary
from kgbuild.cli.common import (
    exit_code,
    finding_options,
    for_programs,
    open_project,
    project_options,
    show_findings,
    tally,
)
from kgbuild.core.errors import KgbuildError
from kgbuild.core.terminal import count
from kgbuild.evidence.bind import bind
from kgbuild.pipeline.check import lock, own_mappings


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--bind",
    "document",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="First write the hash of this document into the `text:` line of the one mapping named.",
)
@click.option(
    "--update", is_flag=True, help="Compare the one mapping named with another text of its document."
)
@click.option(
    "--to",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="With --update: that text; else the one among the documents that looks like it.",
)
@click.option("--write", is_flag=True, help="With --update: write hash, certain proposals and lock.")
@finding_options
@project_options
def command(
    files: tuple[Path, ...],
    document: Path | None,
    update: bool,
    to: Path | None,
    write: bool,
    config: Path | None,
    documents: tuple[Path, ...],
    style: str,
    fail_on: str,
) -> int:
    """Look every quote up in the documents at hand and write the locks.

    A mapping with an error, or without its document, keeps the lock it has. With --bind or --to, the document's folder
    need not be named. With --update nothing is written, unless --write says so.
    """
    if (to is not None or write) and not update:
        raise KgbuildError("--to and --write go with --update")
    for option, given in (("--bind DOCUMENT", document is not None), ("--update", update)):
        if given and len(files) != 1:
            raise KgbuildError(
                f"{option.split()[0]} takes one mapping", f"write: kgbuild lock {option} MAPPING"
            )
    if document is not None and update:
        raise KgbuildError("--bind and --update exclude one another")
    if document is not None:
        own_mappings(open_project(config, documents), files)
        digest = bind(files[0], document)
        click.echo(f"{files[0]}: text: sha256:{digest}", err=True)
        documents = (*documents, document.parent)
    if update:
        from kgbuild.cli.update import compared  # only who updates pays for it

        found = compared(open_project(config, documents), files[0], to, write=write, style=style)
        if not write:
            return int(bool(found.open))
        documents = (*documents, found.document.parent)
    project = open_project(config, documents)
    result, written = lock(project, files or None)
    show_findings(project, result.findings, "text" if update and for_programs(style) else style)
    for name in written:
        click.echo(name, err=for_programs(style))
    locks = count(len(written), "lock")
    click.echo(f"{locks} written · {tally(result.findings)} · {summary(result.counts)}", err=True)
    return exit_code(result.findings, fail_on)
