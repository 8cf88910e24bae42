"""``kgbuild lock``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kgbuild.cli.findings import FindingOptions, finding_options, tally
from kgbuild.cli.last_line import counts_text
from kgbuild.cli.options import ProjectOptions, project_options
from kgbuild.core.errors import KgbuildError
from kgbuild.core.terminal import count
from kgbuild.evidence.bind import bind
from kgbuild.pipeline.check import lock


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
    report: FindingOptions,
    options: ProjectOptions,
) -> int:
    """Look every quote up in the documents at hand and write the locks.

    A mapping with an error, or without its document, keeps the lock it has. With --bind or --to, the document's folder
    need not be named. With --update nothing is written, unless --write says so.
    """
    _check_options(files, document, update=update, wishes=to is not None or write)
    folders: list[Path] = []
    if document is not None:
        digest = bind(files[0], document)
        click.echo(f"{files[0]}: text: sha256:{digest}", err=True)
        folders.append(document.parent)
    if update:
        from kgbuild.cli.lock_update import update_mapping  # only who updates pays for it

        found = update_mapping(options.open_project(), files[0], to, write=write, style=report.style)
        if not write:
            return int(bool(found.open))
        folders.append(found.document.parent)
    project = options.open_project(*folders)
    result, written = lock(project, [file.resolve() for file in files] or None)
    shown = FindingOptions("text", report.fail_on) if update and report.for_programs else report
    shown.show(project, result.findings)
    for name in written:
        click.echo(name, err=report.for_programs)
    locks = count(len(written), "lock")
    click.echo(f"{locks} written · {tally(result.findings)} · {counts_text(result.counts)}", err=True)
    return report.exit_code(result.findings)


def _check_options(files: Sequence[Path], document: Path | None, *, update: bool, wishes: bool) -> None:
    """Refuse options that do not go together; ``wishes``: some of them only go with --update."""
    if wishes and not update:
        raise KgbuildError("--to and --write go with --update")
    for option, given in (("--bind DOCUMENT", document is not None), ("--update", update)):
        if given and len(files) != 1:
            raise KgbuildError(
                f"{option.split()[0]} takes one mapping", f"write: kgbuild lock {option} MAPPING"
            )
    if document is not None and update:
        raise KgbuildError("--bind and --update exclude one another")
