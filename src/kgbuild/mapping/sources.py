"""``from:``: where a claim is had from, in what relation, and on what basis the mapper says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import yaml

from kgbuild.core.similar import suggestion
from kgbuild.mapping.fields import Fields, as_scalar
from kgbuild.mapping.model import SourceRef
from kgbuild.mapping.names import read_quote
from kgbuild.mapping.tree import Source

SOURCE_RELATIONS: Final = ("derived", "quotes", "primary")
TEXT_REUSE: Final = "text-reuse"
SOURCE_BASES: Final = (TEXT_REUSE,)
"""The bases that a mapper may write; the others follow from what is written: with a quote or without."""


def read_sources(source: Source, node: yaml.Node | None) -> tuple[SourceRef, ...] | None:
    """The sources of a claim: nothing is said (``None``), ``none`` (an empty tuple), or those that are named."""
    if node is None:
        return None
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if len(items) == 1 and isinstance(items[0], yaml.ScalarNode) and items[0].value == "none":
        return ()
    return tuple(ref for item in items if (ref := _source(source, item)) is not None)


def _source(source: Source, node: yaml.Node) -> SourceRef | None:
    if not isinstance(node, yaml.MappingNode):
        scalar = as_scalar(source, node, "from")
        return None if scalar is None else SourceRef(scalar.value, "derived", None, source.place(scalar))
    fields = Fields(source, node, ("source", "as", "quote", "basis"))
    scalar = fields.scalar("source")
    relation = _one_of(fields, "as", SOURCE_RELATIONS, "is no relation to a source")
    basis = _one_of(fields, "basis", SOURCE_BASES, "is no basis that a mapping can give")
    quote = read_quote(source, fields.nodes["quote"], "quote") if "quote" in fields else None
    if basis is not None and "quote" in fields:
        source.error(
            "KG107",
            f"`basis: {basis}` and a `quote` cannot stand together",
            fields.keys["basis"],
            notes=["a quote shows that the text states its source; the basis is then the text"],
        )
    if "source" not in fields:
        fields.required("source")
    if scalar is None:
        return None
    return SourceRef(scalar.value, relation or "derived", quote, source.place(scalar), basis)


def _one_of(fields: Fields, key: str, known: Sequence[str], complaint: str) -> str | None:
    value = fields.text(key)
    if value is not None and value not in known:
        near = suggestion(value, known)
        fields.source.error(
            "KG203",
            f"`{value}` {complaint}",
            fields.nodes[key],
            notes=[f"one of: {', '.join(known)}"],
            help=f"write `{key}: {near}`" if near else None,
        )
    return value
