"""``kgbuild loops``."""

from __future__ import annotations

import click

from kgbuild.analysis.loops.page import loops_page
from kgbuild.analysis.loops.results import loops_of
from kgbuild.cli.analysis import Analysis, analysis_options


@click.command()
@analysis_options
def command(analysis: Analysis) -> int:
    """Find documents, voices and claims whose recorded sources lead back to themselves.

    Of each group whose members all lead to each other one of the shortest loops is shown, with what makes each of its
    steps. Exit code 1 if there is a loop. Lineage that runs in a circle (KG504), for other commands an error, is shown
    too.
    """
    study = analysis.study(allow=("KG504",))
    found = loops_of(study)
    analysis.show(lambda: loops_page(study, found))
    return int(bool(found))
