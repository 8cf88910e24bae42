"""``kgbuild trace``."""

from __future__ import annotations

import click

from kgbuild.analysis.trace.page import trace_page
from kgbuild.analysis.trace.results import trace
from kgbuild.cli.analysis import Analysis, analysis_options


@click.command()
@click.argument("claim")
@analysis_options
def command(analysis: Analysis, claim: str) -> int:
    """Show all that is recorded of one claim: evidence, voices, lineage, echoes, other answers.

    CLAIM is an id, DOCUMENT.ENTRY.PROPERTY. What is not recorded is said to be so.
    """
    study = analysis.study()
    analysis.show(lambda: trace_page(study, trace(study, study.claim(claim))))
    return 0
