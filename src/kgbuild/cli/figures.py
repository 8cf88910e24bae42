"""``kgbuild figures``."""

from __future__ import annotations

import click

from kgbuild.analysis.figures.page import figures_page
from kgbuild.analysis.figures.picture import figures_picture
from kgbuild.analysis.figures.results import figures_of
from kgbuild.cli.analysis import Analysis, analysis_options, picture_option


@click.command()
@click.argument("question")
@picture_option
@analysis_options
def command(analysis: Analysis, question: str) -> int:
    """Show the figures of a question over time.

    A row is a date, a figure and a voice, with the recorded origin and how it stands to the others; what is said to be
    the parts of a figure is added up below it. The date is the one that the text states, else that of the document.
    QUESTION is SUBJECT.PROPERTY, a property (killed), a subject, or the id of a claim.
    """
    study = analysis.study()
    found = figures_of(study, study.select(question))
    analysis.show(lambda: figures_page(study, found), lambda: figures_picture(study, found))
    return 0
