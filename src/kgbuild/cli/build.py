"""``kgbuild build``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from kgbuild.cli.common import (
    OneOf,
    exit_code,
    finding_options,
    open_project,
    progress_on_terminal,
    project_options,
    show_findings,
    tally,
)
from kgbuild.cli.last_line import counts_text
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
    config: Path | None,
    documents: tuple[Path, ...],
    style: str,
    fail_on: str,
) -> int:
    """Build the graph: N-Quads, Turtle, TriG and JSON-LD, validated with SHACL.

    Every quote is resolved again in the documents at hand, and must say what the locks say. Where an error is found,
    the files of an earlier build stay as they are.
    """
    project = open_project(config, documents)
    target = project.out if out is None else out.resolve()
    formats = only or FORMATS
    if compare:
        return _compare(project, target, formats, style, fail_on, shapes=not no_shapes)
    result = build(
        project, out=target, formats=formats, shapes=not no_shapes, progress=progress_on_terminal("building")
    )
    _show(project, result, style)
    if result.ok:
        written = ", ".join(f"graph.{name}" for name in formats)
        click.echo(f"wrote {written} and {SUMS} to {project.relative(target)}", err=True)
    else:
        click.echo(f"nothing written: {project.relative(target)} is as it was", err=True)
    return exit_code(result.findings, fail_on)


def _show(project: Project, result: BuildResult, style: str) -> None:
    show_findings(project, result.findings, style)
    click.echo(
        f"{tally(result.findings)} · {counts_text(result.counts)} · {count(result.counts.quads, 'quad')}",
        err=True,
    )


def _compare(
    project: Project, target: Path, formats: tuple[str, ...], style: str, fail_on: str, *, shapes: bool
) -> int:
    """Build beside the output and compare; files that git does not keep (``graph.nq``) may be absent."""
    with tempfile.TemporaryDirectory() as folder:
        result = build(project, out=Path(folder), formats=formats, shapes=shapes)
        _show(project, result, style)
        names = [*(f"graph.{name}" for name in formats), SUMS]
        stale = []
        for name in names if result.ok else ():
            old, new = target / name, Path(folder) / name
            if not old.exists() and name == "graph.nq":
                continue
            if not old.exists() or old.read_bytes() != new.read_bytes():
                stale.append(name)
    for name in stale:
        click.echo(f"not up to date: {project.relative(target / name)}", err=True)
    if stale:
        click.echo("help: run `kgbuild build`", err=True)
    return 1 if stale else exit_code(result.findings, fail_on)
