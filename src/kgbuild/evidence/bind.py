"""Binding a mapping to a text: the hash of a document written into its ``text:`` line, and nothing else changed."""

from __future__ import annotations

from pathlib import Path

import yaml

from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import write_atomic
from kgbuild.mapping.tree import read_tree
from kgbuild.text.documents import text_layer


def bind(mapping: Path, document: Path) -> str:
    """Write the text hash of ``document`` into ``mapping``; returns the hash.

    Comments, layout and line ends stay. Raises :class:`KgbuildError` for a mapping that is not well formed or has no
    ``document:`` block, :class:`kgbuild.core.errors.DocumentError` for a file that is not UTF-8 text.
    """
    digest = text_layer(document.read_bytes(), document).hash
    content = mapping.read_bytes()
    tree = read_tree(content, mapping.name, lambda _: None)
    block = _value(tree[1], "document") if tree is not None else None
    if tree is None or not isinstance(block, yaml.MappingNode):
        raise KgbuildError(
            f"{mapping.name} has no readable `document:` block", f"run `kgbuild check {mapping}`"
        )
    text = content.decode("utf-8")
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    old = _value(block, "text")
    if old is not None and old.start_mark.line == old.end_mark.line:
        row, start, end = old.start_mark.line, old.start_mark.column, old.end_mark.column
        lines[row] = f"{lines[row][:start]}sha256:{digest}{lines[row][end:]}"
    elif old is None and not block.flow_style:
        first = block.value[0][0].start_mark
        lines.insert(first.line + 1, f"{' ' * first.column}text: sha256:{digest}")
    else:
        raise KgbuildError(f"{mapping.name}: there is no line for `text:`", f"write: text: sha256:{digest}")
    write_atomic(mapping, line_end.join(lines).encode())
    return digest


def _value(node: yaml.Node, key: str) -> yaml.Node | None:
    """The value of a key of a YAML mapping."""
    found: yaml.Node | None = next((value for name, value in node.value if name.value == key), None)
    return found
