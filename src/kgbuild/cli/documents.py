"""``kgbuild documents``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.findings import FindingOptions
from kgbuild.cli.options import ProjectOptions, project_options
from kgbuild.core.terminal import count
from kgbuild.core.text_table import render_table
from kgbuild.pipeline.workspace import Workspace
from kgbuild.text.documents import TextLayer


@click.command()
@project_options
def command(options: ProjectOptions) -> int:
    """List the source texts and the mappings they belong to.

    A file belongs to the mapping that holds its text hash; a mapping without a file is built from its lock.
    """
    project = options.open_project()
    space = Workspace(project)
    rows = []
    claimed: set[str] = set()
    for path in project.mapping_files():
        result = space.local(path, locked=False)
        if result.spec is None:
            rows.append([result.file, "cannot be read", "", ""])
            continue
        layer = space.library.texts.get(result.spec.text_hash)
        claimed.add(result.spec.text_hash)
        if layer is not None and layer.path is not None and result.evidence is not None:
            share = f"{result.evidence.share or 0:.0%}"
            rows.append([result.spec.id, "at hand", _file(layer, layer.path), share])
        else:
            rows.append([result.spec.id, "from lock" if result.evidence else "missing", "", ""])
    for layer in space.library.texts.values():
        if layer.hash not in claimed:
            rows.append(["", "no mapping", _file(layer, layer.path) if layer.path else "", ""])
    rows += [["", each.why, each.path.name, ""] for each in space.library.unread]
    click.echo(render_table(["document", "text", "file", "quoted"], rows))
    space.finish()
    lookalikes = [finding for finding in space.findings if finding.code == "KG325"]
    FindingOptions().show(project, lookalikes)
    folders = (
        ", ".join(str(folder) for folder in project.documents) or "none (--documents DIR, KGBUILD_DOCUMENTS)"
    )
    click.echo(f"{count(len(space.library.texts), 'text')} at hand; folders: {folders}", err=True)
    return int(bool(lookalikes))


def _file(layer: TextLayer, path: Path) -> str:
    """The file of a text, and the original that it was extracted from."""
    if layer.places is None:
        return path.name
    pages = f", {count(len(layer.places.pages), 'page')}" if layer.places.pages else ""
    return f"{path.name} (of {layer.places.head['original']}{pages})"
