"""``kgbuild retract``."""

from __future__ import annotations

import click

from kgbuild.analysis.retract.page import retract_page
from kgbuild.analysis.retract.results import retract
from kgbuild.cli.analysis import Analysis, analysis_options, details_option


@click.command()
@click.argument("name", metavar="DOC|VOICE")
@details_option
@analysis_options
def command(analysis: Analysis, name: str) -> int:
    """Show what loses its recorded support without a document or a voice.

    Without a document its claims are gone, and all links to them. A voice takes with it every claim in whose chain it
    stands, and leaves the documents. Lineage is then made anew from the mappings that are left, and compared. Nothing
    is called false: less is recorded of a claim that loses its recorded support. A screen shows the answers whose
    counts change, --details each claim.
    """
    study = analysis.study()
    analysis.show(lambda: retract_page(study, retract(study, name)))
    return 0
