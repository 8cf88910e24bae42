"""``kgbuild validate``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.findings import FindingOptions, finding_options, tally
from kgbuild.cli.options import OneOf, ProjectOptions, project_options
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
def command(file: Path | None, engine: str, report: FindingOptions, options: ProjectOptions) -> int:
    """Validate the graph of the project with SHACL, or an RDF FILE with the shapes of the project.

    A finding stands at the mapping lines that made its node.
    """
    project = options.open_project()
    outcome = validate_project(project, engine) if file is None else validate_file(project, file, engine)
    report.show(project, outcome.findings)
    looked_at = f"{count(outcome.shapes, 'shape')} over {count(outcome.focus_nodes, 'focus node')}"
    click.echo(f"{tally(outcome.findings)} · {looked_at}, by {engine}", err=True)
    return report.exit_code(outcome.findings)
