"""``kgbuild lock``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.checking import lock
from kgbuild.cli.check import summary
from kgbuild.cli.common import (
    exit_code,
    finding_options,
    open_project,
    plural,
    project_options,
    show_findings,
    tally,
)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@finding_options
@project_options
def command(
    files: tuple[Path, ...], config: Path | None, documents: tuple[Path, ...], style: str, fail_on: str
) -> int:
    """Look every quote up in the documents at hand and write the locks.

    A mapping with an error, or without its document, keeps the lock it has.
    """
    project = open_project(config, documents)
    result, written = lock(project, [file.resolve() for file in files] or None)
    show_findings(project, result.findings, style)
    for name in written:
        click.echo(name)
    click.echo(
        f"{plural(len(written), 'lock')} written · {tally(result.findings)} · {summary(result.counts)}",
        err=True,
    )
    return exit_code(result.findings, fail_on)
