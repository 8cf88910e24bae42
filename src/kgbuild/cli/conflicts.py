"""``kgbuild conflicts``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.common import open_project, project_options
from kgbuild.cli.pages import draw_picture, page_options, picture_option, show_page
from kgbuild.pictures.conflicts import conflicts_picture
from kgbuild.provenance.conflicts import disputes, only_of
from kgbuild.report.conflicts import conflicts_page
from kgbuild.studies import open_study


@click.command()
@click.argument("question", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="Without QUESTION: show every question with two sides."
)
@page_options
@picture_option
@project_options
def command(
    question: str | None,
    everything: bool,
    style: str,
    output: Path | None,
    picture: Path | None,
    config: Path | None,
    documents: tuple[Path, ...],
) -> int:
    """Show who answers a question differently, side by side.

    QUESTION is SUBJECT.PROPERTY, a property (killed), a subject, or the id of a claim, of which only what concerns its
    side is shown. Without it every question with answers in conflict, or whose relation is not stated, is shown.
    """
    study = open_study(open_project(config, documents))
    if question is not None:
        found = list(disputes(study, study.select(question)))
        if question in study.by_id:
            found = [only_of(dispute, study.by_id[question]) for dispute in found]
    else:
        found = [
            dispute
            for dispute in disputes(study, study.questions.values())
            if dispute.is_open or (everything and len(dispute.positions) > 1)
        ]
    if picture is not None:
        draw_picture(conflicts_picture(study, found), picture)
        return 0
    show_page(conflicts_page(study, found), style, output)
    return 0
