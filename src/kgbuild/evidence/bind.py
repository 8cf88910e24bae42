"""Binding a mapping to a text: the hash of a document written into its ``text:`` line, and nothing else changed."""

from __future__ import annotations

from pathlib import Path

import yaml

from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import read_file, write_atomic
from kgbuild.mapping.edits import Edit, EditableFile
from kgbuild.mapping.tree import read_tree
from kgbuild.text.documents import read_document


def bind(mapping: Path, document: Path) -> str:
    """Write the text hash of ``document`` into ``mapping``; returns the hash.

    Comments, layout and line ends stay. Raises :class:`KgbuildError` for a mapping that is not well formed or has no
    ``document:`` block, :class:`kgbuild.core.errors.DocumentError` for a file that is no document.
    """
    digest = read_document(document).hash
    content = read_file(mapping)
    page = EditableFile(content) if read_tree(content, mapping.name, lambda _: None) is not None else None
    block = _value(page.root, "document") if page is not None else None
    if page is None or not isinstance(block, yaml.MappingNode):
        raise KgbuildError(
            f"{mapping.name} has no readable `document:` block", f"run `kgbuild check {mapping}`"
        )
    written = page.applied([_edit(page, block, f"sha256:{digest}")])
    new = _value(EditableFile(written).root, "document") if written is not None else None
    if written is None or getattr(_value(new, "text"), "value", None) != f"sha256:{digest}":
        raise KgbuildError(f"{mapping.name}: there is no line for `text:`", f"write: text: sha256:{digest}")
    write_atomic(mapping, written)
    return digest


def _edit(page: EditableFile, block: yaml.MappingNode, value: str) -> Edit:
    """How the value is written: in place of the old one, behind an empty ``text:``, or in a line of its own."""
    for key, old in block.value:
        if key.value == "text" and (not isinstance(old, yaml.ScalarNode) or old.value or old.style):
            return Edit(old.start_mark.index, old.end_mark.index, value, old, value)
        if key.value == "text":
            colon = page.text.index(":", key.end_mark.index) + 1
            return Edit(colon, colon, f" {value}", old, value)
    return page.with_key(block, f"text: {value}", behind="id")


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """The value of a key of a YAML mapping."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    found: yaml.Node | None = next((value for name, value in pairs if name.value == key), None)
    return found
