"""``kgbuild validate``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.common import (
    OneOf,
    exit_code,
    finding_options,
    open_project,
    project_options,
    show_findings,
    tally,
)
from kgbuild.core.terminal import count
from kgbuild.graph.shapes.engines import ENGINES
from kgbuild.pipeline.validate import validate_file, validate_project


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--engine",
    type=OneOf(ENGINES),
    default="shacl",
    show_default=True,
    help="shacl is fast; pyshacl is the reference, and takes shapes outside the profile.",
)
@finding_options
@project_options
def command(
    file: Path | None, engine: str, config: Path | None, documents: tuple[Path, ...], style: str, fail_on: str
) -> int:
    """Validate the graph of the project with SHACL, or an RDF FILE with the shapes of the project.

    A finding stands at the mapping lines that made its node.
    """
    project = open_project(config, documents)
    outcome = validate_project(project, engine) if file is None else validate_file(project, file, engine)
    show_findings(project, outcome.findings, style)
    looked_at = f"{count(outcome.shapes, 'shape')} over {count(outcome.focus_nodes, 'focus node')}"
    click.echo(f"{tally(outcome.findings)} · {looked_at}, by {engine}", err=True)
    return exit_code(outcome.findings, fail_on)
