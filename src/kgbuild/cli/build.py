"""``kgbuild build``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.findings import FindingOptions, finding_options, tally
from kgbuild.cli.last_line import counts_text
from kgbuild.cli.options import OneOf, ProjectOptions, project_options
from kgbuild.cli.terminal import progress_on_terminal
from kgbuild.core.locks import scratch_folder
from kgbuild.core.project import Project
from kgbuild.core.terminal import count
from kgbuild.pipeline.build import FORMATS, SUMS, build
from kgbuild.pipeline.graphs import BuildResult


@click.command()
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), help="The folder to write to.")
@click.option(
    "--only",
    type=OneOf(FORMATS),
    multiple=True,
    help="Write only this format; may be given more than once.",
)
@click.option("--no-shapes", is_flag=True, help="Do not validate with SHACL.")
@click.option(
    "--check", "compare", is_flag=True, help="Write nothing; fail where the files are not up to date."
)
@finding_options
@project_options
def command(
    out: Path | None,
    only: tuple[str, ...],
    no_shapes: bool,
    compare: bool,
    report: FindingOptions,
    options: ProjectOptions,
) -> int:
    """Build the graph: N-Quads, Turtle, TriG and JSON-LD, validated with SHACL.

    Every quote is resolved again in the documents at hand, and must say what the locks say. Where an error is found,
    the files of an earlier build stay as they are.
    """
    project = options.open_project()
    target = project.out if out is None else out.resolve()
    formats = only or FORMATS
    if compare:
        return _compare(project, target, formats, report, shapes=not no_shapes)
    result = build(
        project, out=target, formats=formats, shapes=not no_shapes, progress=progress_on_terminal("building")
    )
    _show(project, result, report)
    if result.ok:
        written = ", ".join(f"graph.{name}" for name in formats)
        click.echo(f"wrote {written} and {SUMS} to {project.relative(target)}", err=True)
    else:
        click.echo(f"nothing written: {project.relative(target)} is as it was", err=True)
    return report.exit_code(result.findings)


def _show(project: Project, result: BuildResult, report: FindingOptions) -> None:
    report.show(project, result.findings)
    click.echo(
        f"{tally(result.findings)} · {counts_text(result.counts)} · {count(result.counts.quads, 'quad')}",
        err=True,
    )


def _compare(
    project: Project, target: Path, formats: tuple[str, ...], report: FindingOptions, *, shapes: bool
) -> int:
    """Build beside the output and compare; files that git does not keep (``graph.nq``) may be absent."""
    with scratch_folder() as folder:
        result = build(project, out=folder, formats=formats, shapes=shapes)
        _show(project, result, report)
        names = [*(f"graph.{name}" for name in formats), SUMS]
        stale = []
        for name in names if result.ok else ():
            old, new = target / name, folder / name
            if not old.exists() and name == "graph.nq":
                continue
            if not old.exists() or old.read_bytes() != new.read_bytes():
                stale.append(name)
    for name in stale:
        click.echo(f"not up to date: {project.relative(target / name)}", err=True)
    if stale:
        click.echo("help: run `kgbuild build`", err=True)
    return 1 if stale else report.exit_code(result.findings)
