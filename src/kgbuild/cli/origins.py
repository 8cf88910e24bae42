"""``kgbuild origins``."""

from __future__ import annotations

import click

from kgbuild.analysis.origins.page import origins_page
from kgbuild.analysis.origins.picture import origins_picture
from kgbuild.analysis.origins.results import origins_of
from kgbuild.cli.analysis import Analysis, analysis_options, picture_option
from kgbuild.core.errors import KgbuildError


@click.command()
@click.argument("question", required=False)
@picture_option
@analysis_options
def command(analysis: Analysis, question: str | None) -> int:
    """Show from how many recorded origins a figure or statement comes.

    QUESTION is SUBJECT.PROPERTY, a property (killed), a subject, or the id of a claim; without it every question that
    more than one document answers is shown. Where no lineage is recorded it says so; nothing follows from that.
    """
    if analysis.picture is not None and question is None:
        raise KgbuildError("a picture shows one question", "kgbuild origins killed --picture killed.svg")
    study = analysis.study()
    if question is not None:
        questions = study.select(question)
    else:
        questions = [found for found in study.questions.values() if len(study.documents_of(found)) > 1]
    figures = [figure for found in questions for figure in origins_of(study, found)]
    analysis.show(lambda: origins_page(study, figures), lambda: origins_picture(study, figures))
    return 0
