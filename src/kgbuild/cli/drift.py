"""``kgbuild drift``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.common import open_project, project_options
from kgbuild.cli.pages import draw_picture, page_options, picture_option, show_page
from kgbuild.pictures.drift import drift_picture
from kgbuild.provenance.drift import drift, sources_of
from kgbuild.report.drift import drift_page
from kgbuild.studies import open_study


@click.command()
@click.argument("document")
@click.argument("source", required=False)
@page_options
@picture_option
@project_options
def command(
    document: str,
    source: str | None,
    style: str,
    output: Path | None,
    picture: Path | None,
    config: Path | None,
    documents: tuple[Path, ...],
) -> int:
    """Show what is different between a document and the one it reports.

    DOCUMENT and SOURCE are documents or parts (letter.annex). Without SOURCE it is the copy of the work that DOCUMENT
    reports, else every document or part that its claims are derived from. What no claim holds counts as not said.
    """
    study = open_study(open_project(config, documents))
    section = study.section(document)
    sources = sources_of(study, section) if source is None else [study.section(source)]
    drifts = [drift(study, section, other) for other in sources]
    if picture is not None:
        draw_picture(drift_picture(study, drifts), picture)
        return 0
    show_page(drift_page(study, drifts), style, output)
    return 0
