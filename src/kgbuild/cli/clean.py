"""``kgbuild clean``."""

from __future__ import annotations

import click

from kgbuild.cli.options import ProjectOptions, project_options
from kgbuild.core.kept import FOLDER, remove_folder


@click.command()
@project_options
def command(options: ProjectOptions) -> int:
    """Remove the folder .kgbuild: what checks and queries keep for the next one.

    Nothing that you or a build wrote is in it. The next check and the next query only take longer.
    """
    size = remove_folder(options.open_project().root)
    click.echo(
        f"removed {FOLDER}: {size / 1e6:,.1f} MB" if size else f"there is nothing in {FOLDER}", err=True
    )
    return 0
