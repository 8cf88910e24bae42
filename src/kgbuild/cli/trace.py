"""``kgbuild trace``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.common import open_project, project_options
from kgbuild.cli.pages import page_options, show_page
from kgbuild.provenance.trace import trace
from kgbuild.report.trace import trace_page
from kgbuild.studies import open_study


@click.command()
@click.argument("claim")
@page_options
@project_options
def command(
    claim: str, style: str, output: Path | None, config: Path | None, documents: tuple[Path, ...]
) -> int:
    """Show all that is recorded of one claim: evidence, voices, lineage, echoes, other answers.

    CLAIM is an id, DOCUMENT.ENTRY.PROPERTY. What is not recorded is said to be so.
    """
    study = open_study(open_project(config, documents))
    show_page(trace_page(study, trace(study, study.claim(claim))), style, output)
    return 0
