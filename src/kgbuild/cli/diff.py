"""``kgbuild diff``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.analysis.diff.comparison import differences
from kgbuild.analysis.diff.page import differences_page
from kgbuild.analysis.diff.sources import GraphSources
from kgbuild.cli.options import ProjectOptions, project_options
from kgbuild.cli.page import PageOptions, page_options


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="List also what moved with a text, or is new with a document."
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where anything is different.")
@page_options
@project_options
def command(
    old: str,
    new: str | None,
    everything: bool,
    exit_code: bool,
    page: PageOptions,
    options: ProjectOptions,
) -> int:
    """Show what changed between two graphs, or since a git revision.

    OLD and NEW are files of a built graph (.nq, .trig, .ttl, .jsonld), folders that hold one, folders of a project, or
    git revisions of this project; OLD may be a range, A..B or A...B. Without NEW, OLD is compared with the mappings as
    they are now: `kgbuild diff HEAD` shows what is not committed. What exists as a file or folder is not taken for a
    revision (write NAME~0 for one of the same name).

    Lines that moved, order, prefixes and formats are no differences.
    """
    one, other = GraphSources(Path.cwd(), options.config, options.folders()).sides(old, new)
    found = differences(one.graph, other.graph, fold=not everything)
    page.show(differences_page(found, one.name, other.name, everything=everything))
    return int(exit_code and bool(found))
