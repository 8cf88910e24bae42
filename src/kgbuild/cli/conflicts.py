"""``kgbuild conflicts``."""

from __future__ import annotations

import click

from kgbuild.analysis.conflicts.page import conflicts_page
from kgbuild.analysis.conflicts.picture import conflicts_picture
from kgbuild.analysis.conflicts.results import disputes, narrowed_to
from kgbuild.cli.analysis import Analysis, analysis_options, picture_option


@click.command()
@click.argument("question", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="Without QUESTION: show every question with two sides."
)
@picture_option
@analysis_options
def command(analysis: Analysis, question: str | None, everything: bool) -> int:
    """Show who answers a question differently, side by side.

    QUESTION is SUBJECT.PROPERTY, a property (killed), a subject, or the id of a claim, of which only what concerns its
    side is shown. Without it every question with answers in conflict, or whose relation is not stated, is shown.
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
            if dispute.is_open or (everything and len(dispute.positions) > 1)
        ]
    analysis.show(lambda: conflicts_page(study, found), lambda: conflicts_picture(study, found))
    return 0
