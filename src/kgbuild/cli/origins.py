"""``kgbuild origins``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.common import open_project, project_options
from kgbuild.cli.pages import draw_picture, page_options, picture_option, show_page
from kgbuild.errors import KgbuildError
from kgbuild.pictures.origins import origins_picture
from kgbuild.provenance.origins import origins_of
from kgbuild.report.origins import origins_page
from kgbuild.studies import open_study


@click.command()
@click.argument("question", required=False)
@page_options
@picture_option
@project_options
def command(
    question: str | None,
    style: str,
    output: Path | None,
    picture: Path | None,
    config: Path | None,
    documents: tuple[Path, ...],
) -> int:
    """Show from how many recorded origins a figure or statement comes.

    QUESTION is SUBJECT.PROPERTY, a property (killed), a subject, or the id of a claim; without it every question that
    more than one document answers is shown. Where no lineage is recorded it says so; nothing follows from that.
    """
    if picture is not None and question is None:
        raise KgbuildError("a picture shows one question", "kgbuild origins killed --picture killed.svg")
    study = open_study(open_project(config, documents))
    if question is not None:
        questions = study.select(question)
    else:
        questions = [found for found in study.questions.values() if len(study.documents_of(found)) > 1]
    figures = [figure for found in questions for figure in origins_of(study, found)]
    if picture is not None:
        draw_picture(origins_picture(study, figures), picture)
        return 0
    show_page(origins_page(study, figures), style, output)
    return 0
