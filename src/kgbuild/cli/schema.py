"""``kgbuild schema``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.findings import FindingOptions
from kgbuild.cli.options import ProjectOptions, project_options
from kgbuild.core.files import write_atomic
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.registry import load_registry
from kgbuild.mapping.schema import mapping_schema, schema_text
from kgbuild.ontology.vocabulary import load_vocabulary


@click.command()
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write to.")
@project_options
def command(out: Path | None, options: ProjectOptions) -> int:
    """Print the JSON Schema of the project's mappings, for editors.

    Names must be ids of its registry there. Where the registry has an error, nothing is written.
    """
    project = options.open_project()
    vocabulary = load_vocabulary(project.ontology)
    findings: list[Diagnostic] = []
    folder = project.relative(project.registry)
    registry = load_registry(project.registry, folder, project.base, vocabulary, findings.append)
    report = FindingOptions()
    if report.exit_code(findings):
        # Ids that could not be read would be missing: editors would underline what is right.
        report.show(project, findings)
        return 1
    schema = mapping_schema(vocabulary, registry, [path.stem for path in project.mapping_files()])
    text = schema_text(schema)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_atomic(out, text.encode())
        click.echo(f"wrote {out}", err=True)
    return 0
