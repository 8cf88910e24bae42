"""``kgbuild matrix``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.common import open_project, project_options
from kgbuild.cli.pages import page_options, show_page
from kgbuild.provenance.matrix import matrix_of, shared_questions
from kgbuild.report.matrix import matrix_page
from kgbuild.studies import open_study


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
@page_options
@project_options
def command(
    names: tuple[str, ...],
    event: str | None,
    style: str,
    output: Path | None,
    config: Path | None,
    documents: tuple[Path, ...],
) -> int:
    """Show what each document answers to each question.

    Each cell says how the document's answer stands to those of the others; the rule stands under the table.
    """
    study = open_study(open_project(config, documents))
    about = study.select(event) if event is not None else list(study.questions.values())
    if names:
        chosen = {question.key for name in names for question in study.select(name)}
        asked = [question for question in about if question.key in chosen]
    else:
        asked = about if event is not None else shared_questions(study, about)
    show_page(matrix_page(study, matrix_of(study, asked)), style, output)
    return 0
