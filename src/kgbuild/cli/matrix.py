"""``kgbuild matrix``."""

from __future__ import annotations

import click

from kgbuild.analysis.matrix.page import matrix_page
from kgbuild.analysis.matrix.results import matrix_of, shared_questions
from kgbuild.cli.analysis import Analysis, analysis_options


@click.command()
@click.option(
    "--questions",
    "names",
    multiple=True,
    metavar="QUESTION",
    help="SUBJECT.PROPERTY or a property (killed); may be repeated. [default: single-valued ones that two "
    "documents answer]",
)
@click.option("--event", metavar="SUBJECT", help="Only questions about one subject.")
@analysis_options
def command(analysis: Analysis, names: tuple[str, ...], event: str | None) -> int:
    """Show what each document answers to each question.

    Each cell says how the document's answer stands to those of the others; the rule stands under the table.
    """
    study = analysis.study()
    about = study.select(event) if event is not None else list(study.questions.values())
    if names:
        chosen = {question.key for name in names for question in study.select(name)}
        asked = [question for question in about if question.key in chosen]
    else:
        asked = about if event is not None else shared_questions(study, about)
    analysis.show(lambda: matrix_page(study, matrix_of(study, asked)))
    return 0
