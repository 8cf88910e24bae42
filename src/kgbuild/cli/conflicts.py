"""``kgbuild conflicts``."""

from __future__ import annotations

import click

from kgbuild.analysis.conflicts.overview import conflicts_overview
from kgbuild.analysis.conflicts.page import conflicts_page
from kgbuild.analysis.conflicts.picture import conflicts_picture
from kgbuild.analysis.conflicts.results import disputes, narrowed_to
from kgbuild.cli.analysis import Analysis, analysis_options, details_option, picture_option
from kgbuild.core.pages import Page


@click.command()
@click.argument("question", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="Without QUESTION: show every question with two sides."
)
@details_option
@picture_option
@analysis_options
def command(analysis: Analysis, question: str | None, everything: bool) -> int:
    """Show who answers a question differently, side by side.

    QUESTION is SUBJECT.PROPERTY, a property (killed), a subject, or the id of a claim, of which only what concerns its
    side is shown. Without it a screen shows the questions with answers in conflict, or whose relation is not stated,
    and rival answers of those who name causes, or who did it; --details shows all of them with their evidence.
    """
    study = analysis.study()
    if question is not None:
        found = list(disputes(study, study.select(question)))
        if question in study.by_id:
            found = [narrowed_to(dispute, study.by_id[question]) for dispute in found]
    else:
        found = [
            dispute
            for dispute in disputes(study, study.questions.values())
            if dispute.is_open or dispute.has_rivals or (everything and len(dispute.positions) > 1)
        ]

    def page() -> Page:
        made = conflicts_page(study, found)
        if question is None and not everything:
            made.short = conflicts_overview(study, found)
        return made

    analysis.show(page, lambda: conflicts_picture(study, found))
    return 0
