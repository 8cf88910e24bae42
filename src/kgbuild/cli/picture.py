"""``kgbuild picture``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.analysis.drawing.render import render_picture, suffix_of
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.picture import provenance_dot, provenance_picture
from kgbuild.cli.options import ProjectOptions, project_options
from kgbuild.core.files import write_atomic


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@project_options
def command(file: Path, options: ProjectOptions) -> int:
    """Draw the provenance of the whole corpus into FILE, by its ending .svg, .png or .dot.

    SVG and PNG show documents and works in time, condensed where there are many; DOT has the whole graph, with parts,
    claims and voices, for other programs.
    """
    suffix = suffix_of(file)
    study = open_study(options.open_project())
    if suffix == ".dot":
        write_atomic(file, provenance_dot(study).encode())
    else:
        write_atomic(file, render_picture(provenance_picture(study), suffix))
    return 0
