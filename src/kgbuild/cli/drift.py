"""``kgbuild drift``."""

from __future__ import annotations

import click

from kgbuild.analysis.drift.page import drift_page
from kgbuild.analysis.drift.picture import drift_picture
from kgbuild.analysis.drift.results import drift, sources_of
from kgbuild.cli.analysis import Analysis, analysis_options, details_option, picture_option


@click.command()
@click.argument("document")
@click.argument("source", required=False)
@details_option
@picture_option
@analysis_options
def command(analysis: Analysis, document: str, source: str | None) -> int:
    """Show what is different between a document and the one it reports.

    DOCUMENT and SOURCE are documents or parts (letter.annex). Without SOURCE it is the copy of the work that DOCUMENT
    reports, else every document or part that its claims are derived from. What no claim holds counts as not said.
    A screen shows the most telling differences, --details all of them with their places.
    """
    study = analysis.study()
    section = study.section(document)
    sources = sources_of(study, section) if source is None else [study.section(source)]
    drifts = [drift(study, section, other) for other in sources]
    analysis.show(lambda: drift_page(study, drifts), lambda: drift_picture(study, drifts))
    return 0
