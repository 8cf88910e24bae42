"""``kgbuild documents``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from kgbuild.cli.findings import FindingOptions
from kgbuild.cli.options import ProjectOptions, project_options
from kgbuild.core.terminal import count
from kgbuild.core.text_table import render_table
from kgbuild.mapping.model import MappingSpec
from kgbuild.pipeline.workspace import Workspace
from kgbuild.text.documents import TextLayer
from kgbuild.text.originals import Original, find_originals


@click.command()
@project_options
def command(options: ProjectOptions) -> int:
    """List the source texts and the mappings they belong to, and the originals of extracted texts.

    A file belongs to the mapping that holds its text hash; a mapping without a file is built from its lock. Originals
    (PDFs, pages, office files …) are found by their hashes, in whichever folder they lie.
    """
    project = options.open_project()
    space = Workspace(project)
    rows = []
    mapped: dict[str, MappingSpec] = {}
    for path in project.mapping_files():
        result = space.local(path, locked=False)
        if result.spec is None:
            rows.append([result.file, "cannot be read", "", ""])
            continue
        layer = space.library.texts.get(result.spec.text_hash)
        mapped[result.spec.text_hash] = result.spec
        if layer is not None and layer.path is not None and result.evidence is not None:
            share = f"{result.evidence.share or 0:.0%}"
            rows.append([result.spec.id, "at hand", _file(layer, layer.path), share])
        else:
            rows.append([result.spec.id, "from lock" if result.evidence else "missing", "", ""])
    for layer in space.library.texts.values():
        if layer.hash not in mapped:
            rows.append(["", "no mapping", _file(layer, layer.path) if layer.path else "", ""])
    found = list(find_originals(space.library))
    listed = {original.path for original in found}
    rows += [["", each.why, each.path.name, ""] for each in space.library.unread if each.path not in listed]
    click.echo(render_table(["document", "text", "file", "quoted"], rows))
    originals = list(_originals(found, mapped))
    if originals:
        click.echo()
        click.echo(render_table(["original", "kind", "pages", "words", "language", "text"], originals))
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


def _originals(found: Iterable[Original], mapped: Mapping[str, MappingSpec]) -> Iterator[list[str]]:
    """A row for each original; and for those that mappings name by their hash and that are not at hand."""
    wanted = {
        item.datum.value.removeprefix("sha256:"): spec
        for spec in mapped.values()
        for item in spec.document.record
        if item.key == "original"
    }
    for original in found:
        spec = mapped.get(original.text.hash) if original.text is not None else None
        spec = wanted.pop(original.hash, None) or spec
        if spec is not None:
            wanted = {digest: other for digest, other in wanted.items() if other is not spec}
        yield _original_row(original, spec)
    for digest, spec in sorted(wanted.items()):
        yield [
            f"sha256:{digest[:12]}… not at hand",
            "",
            "",
            "",
            spec.document.language or "",
            f"mapped: {spec.id}",
        ]


def _original_row(original: Original, spec: MappingSpec | None) -> list[str]:
    text = original.text
    named = text.places.head["original"] if text is not None and text.places is not None else ""
    pages = len(text.places.pages) if text is not None and text.places is not None else 0
    if spec is not None:
        state = f"mapped: {spec.id}"
    elif text is not None and text.path is not None:
        state = f"{text.path.name}, not mapped"
    else:
        state = "not extracted"
    return [
        original.path.name if original.path is not None else f"{named} not at hand",
        original.media,
        str(pages) if pages else "",
        f"{len(text.body().words):,}" if text is not None else "",
        (spec.document.language or "") if spec is not None else "",
        state,
    ]
