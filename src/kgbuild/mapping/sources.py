"""Reads the ``from:`` of a claim: where it comes from, in what relation, and on what basis the mapper says so."""

from __future__ import annotations

import yaml

from kgbuild.mapping.fields import Fields, FileContext, as_scalar, items_of
from kgbuild.mapping.model import SourceRef
from kgbuild.mapping.quotes import quote_at
from kgbuild.ontology.keys import SOURCE


def read_sources(context: FileContext, node: yaml.Node) -> tuple[SourceRef, ...]:
    """The sources of a claim; none where ``none`` says that no source is recorded."""
    items = items_of(node)
    if len(items) == 1 and isinstance(items[0], yaml.ScalarNode) and items[0].value == "none":
        return ()
    return tuple(ref for item in items if (ref := _source(context, item)) is not None)


def _source(context: FileContext, node: yaml.Node) -> SourceRef | None:
    file = context.file
    if not isinstance(node, yaml.MappingNode):
        scalar = as_scalar(file, node, "from")
        return None if scalar is None else SourceRef(scalar.value, "derived", None, file.place(scalar))
    fields = Fields(context, node, SOURCE)
    scalar = fields.scalar("source")
    relation = fields.word("as", "is no relation to a source")
    basis = fields.word("basis", "is no basis that a mapping can give")
    quote = quote_at(fields, "quote")
    if basis is not None and "quote" in fields:
        file.error(
            "KG107",
            f"`basis: {basis}` and a `quote` cannot be given together",
            fields.keys["basis"],
            notes=["a quote shows that the text states its source; the basis is then the text"],
        )
    if scalar is None:
        return None
    return SourceRef(scalar.value, relation or "derived", quote, file.place(scalar), basis)
