"""``kgbuild explain``."""

from __future__ import annotations

import click

from kgbuild.codes import CODES
from kgbuild.explain import explanation, render_explanation


@click.command()
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Say what a diagnostic CODE means, with a wrong and a right example; without a code, list them all."""
    if code is None:
        for name, entry in CODES.items():
            click.echo(f"{name}  {entry.severity:8} {entry.title}")
        return 0
    click.echo(render_explanation(explanation(code.upper())))
    return 0
