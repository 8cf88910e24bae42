"""``kgbuild check``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.checking import check
from kgbuild.cli.common import (
    exit_code,
    finding_options,
    open_project,
    plural,
    progress_on_terminal,
    project_options,
    show_findings,
    tally,
)
from kgbuild.workspace import Counts


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--no-cache", is_flag=True, help="Read every mapping anew, and leave .kgbuild/ alone.")
@finding_options
@project_options
def command(
    files: tuple[Path, ...],
    no_cache: bool,
    config: Path | None,
    documents: tuple[Path, ...],
    style: str,
    fail_on: str,
) -> int:
    """Check mappings, registry and evidence.

    With FILES, only what concerns these mappings is shown. A document at hand is read; for one that is not, its lock
    is used. What did not change since the last check is known from the folder .kgbuild, which may be deleted at any
    time.
    """
    project = open_project(config, documents)
    result = check(
        project, list(files) or None, progress=progress_on_terminal("checking"), cache=not no_cache
    )
    if result.note is not None:
        click.echo(f"note: {result.note}", err=True)
    show_findings(project, result.findings, style)
    click.echo(f"{tally(result.findings)} · {summary(result.counts)}", err=True)
    return exit_code(result.findings, fail_on)


def summary(counts: Counts) -> str:
    """The closing line: what was checked, and how many documents stood behind it."""
    return (
        f"{plural(counts.claims, 'claim')} and {plural(counts.citations, 'citation')} in "
        f"{plural(counts.documents, 'document')}: {counts.verified} verified, {counts.from_lock} from lock, "
        f"{counts.missing} missing"
    )
