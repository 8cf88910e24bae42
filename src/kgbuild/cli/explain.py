"""``kgbuild explain``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.core.errors import ConfigError
from kgbuild.core.project import find_config, load_project, ontology_folder
from kgbuild.findings.codes import CODES
from kgbuild.findings.explain import Explanation, explanation, render_explanation
from kgbuild.graph.shapes.library import load_shapes, shape_explanations


@click.command()
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Say what a diagnostic CODE means, with a wrong and a right example; without a code, list them all."""
    if code is None:
        for name, entry in CODES.items():
            click.echo(f"{name}  {entry.severity:8} {entry.title}")
        return 0
    click.echo(render_explanation(explanation(code.upper(), _shapes())))
    return 0


def _shapes() -> dict[str, Explanation]:
    """What the shapes say of their own codes: those of the project at hand, or kgbuild's own."""
    try:
        files = load_project(find_config(Path.cwd())).shapes
    except ConfigError:
        files = (ontology_folder() / "shapes.ttl",)
    return shape_explanations(load_shapes(files))
