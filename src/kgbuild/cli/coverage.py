"""``kgbuild coverage``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kgbuild.cli.options import OneOf, ProjectOptions, project_options
from kgbuild.cli.terminal import progress_on_terminal, shows_color
from kgbuild.core.terminal import count, visible
from kgbuild.draft.coverage import DocumentCoverage, as_lines, as_object, cover, marked_text, summary
from kgbuild.evidence.unmapped import OPEN


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--marked", is_flag=True, help="Print the whole texts with the mapped phrases marked.")
@click.option("--fail-on-open", is_flag=True, help="Exit with 1 if anything is open.")
@click.option(
    "--format",
    "style",
    type=OneOf(["text", "json"]),
    default="text",
    show_default=True,
    help="How the result is shown.",
)
@project_options
def command(
    files: tuple[Path, ...],
    style: str,
    marked: bool,
    fail_on_open: bool,
    options: ProjectOptions,
) -> int:
    """Show what of the documents is mapped, and what is not.

    Of each document at hand the figures, dates, names of the registry, document symbols and paragraphs are counted, and
    those that no quote holds are listed. FILES are mappings; without them all are looked at.
    """
    if marked and style == "json":
        raise click.UsageError("--marked prints text: leave out --format json")
    project = options.open_project()
    found = cover(project, list(files) or None, progress=progress_on_terminal("reading"))
    if style == "json":
        click.echo(json.dumps([as_object(document) for document in found], indent=2))
    else:
        for document in found:
            _show(document, marked)
    at_hand = [document for document in found if document.layer is not None]
    open_items = sum(len(document.of(OPEN)) for document in at_hand)
    line = f"{count(open_items, 'open item')} in {count(len(at_hand), 'document')}"
    if len(at_hand) < len(found):
        line += f", {len(found) - len(at_hand)} not at hand"
    if any(document.faults for document in found):
        line += " · mappings have errors, and quotes that are not found cover nothing: run `kgbuild check`"
    click.echo(line, err=True)
    return int(fail_on_open and open_items > 0)


def _show(document: DocumentCoverage, marked: bool) -> None:
    if not marked or document.layer is None:
        click.echo("\n".join(map(visible, as_lines(document))))
        return
    color = shows_color(sys.stdout)
    before, after = ("\x1b[1;32m", "\x1b[0m") if color else ("[[", "]]")
    click.echo(visible(summary(document)))
    click.echo(f"\n{marked_text(document, before, after, visible)}\n", color=color)
