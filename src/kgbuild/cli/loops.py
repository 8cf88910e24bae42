"""``kgbuild loops``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.common import open_project, project_options
from kgbuild.cli.pages import page_options, show_page
from kgbuild.provenance.loops import loops_of
from kgbuild.report.loops import loops_page
from kgbuild.studies import open_study


@click.command()
@page_options
@project_options
def command(style: str, output: Path | None, config: Path | None, documents: tuple[Path, ...]) -> int:
    """Find documents, voices and claims whose recorded sources lead back to themselves.

    Of each group whose members all lead to each other one of the shortest loops is shown, with what makes each of its
    steps. Exit code 1 if there is a loop. Lineage that runs in a circle (KG504), for other commands an error, is shown
    too.
    """
    study = open_study(open_project(config, documents), allow=("KG504",))
    found = loops_of(study)
    show_page(loops_page(study, found), style, output)
    return int(bool(found))
