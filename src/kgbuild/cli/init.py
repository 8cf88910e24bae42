"""``kgbuild init``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.core.terminal import count
from kgbuild.draft.starter import start


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Write a small working project into a new or empty folder.

    Two invented documents, their mappings with locks, and a registry: something to build, to change, and to replace by
    documents of your own.
    """
    written = start(folder)
    for name in written:
        click.echo((folder / name).as_posix())
    click.echo(f"{count(len(written), 'file')} written · next: cd {folder} && kgbuild build", err=True)
    return 0
