"""``kgbuild origins``."""

from __future__ import annotations

import click

from kgbuild.analysis.origins.overview import origins_overview
from kgbuild.analysis.origins.page import origins_page
from kgbuild.analysis.origins.picture import origins_picture
from kgbuild.analysis.origins.results import origins_of
from kgbuild.analysis.origins.shared import Suggestions
from kgbuild.analysis.reuse.results import reuse_at_hand
from kgbuild.cli.analysis import Analysis, analysis_options, details_option, picture_option
from kgbuild.core.errors import KgbuildError
from kgbuild.core.pages import Page


@click.command()
@click.argument("question", required=False)
@details_option
@picture_option
@analysis_options
def command(analysis: Analysis, question: str | None) -> int:
    """Show from how many recorded origins a figure or statement comes.

    QUESTION is SUBJECT.PROPERTY, a property (killed), a subject, or the id of a claim; without it a screen shows the
    answers that more than one document gives, and --details all of them with their mentions. Where no lineage is
    recorded it says so; nothing follows from that. Wording that documents at hand share is shown as a suggestion, and
    counted apart.
    """
    if analysis.picture is not None and question is None:
        raise KgbuildError("a picture shows one question", "kgbuild origins killed --picture killed.svg")
    reuse = reuse_at_hand(analysis.project())
    study, suggestions = reuse.study, Suggestions(reuse)
    if question is not None:
        questions = study.select(question)
    else:
        questions = [found for found in study.questions.values() if len(study.documents_of(found)) > 1]
    figures = [figure for found in questions for figure in origins_of(study, found, suggestions)]

    def page() -> Page:
        made = origins_page(study, figures, suggestions)
        if question is None:
            made.short = origins_overview(figures)
        return made

    analysis.show(page, lambda: origins_picture(study, figures))
    return 0
