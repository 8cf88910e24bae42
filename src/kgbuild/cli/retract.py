"""``kgbuild retract``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.common import open_project, project_options
from kgbuild.cli.pages import page_options, show_page
from kgbuild.provenance.retract import retract
from kgbuild.report.retract import retract_page
from kgbuild.studies import open_study


@click.command()
@click.argument("name", metavar="DOC|VOICE")
@page_options
@project_options
def command(
    name: str, style: str, output: Path | None, config: Path | None, documents: tuple[Path, ...]
) -> int:
    """Show what loses its recorded support without a document or a voice.

    Without a document its claims are gone, and all links to them. A voice takes with it every claim in whose chain it
    stands, and leaves the documents. Lineage is then made anew from the mappings that are left, and compared. Nothing
    is called false: less is recorded of a claim that loses its recorded support.
    """
    study = open_study(open_project(config, documents))
    show_page(retract_page(study, retract(study, name)), style, output)
    return 0
