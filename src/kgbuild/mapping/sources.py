"""Reads each ``from:``: where claims come from, in what relation, and on what basis the mapper says so."""

from __future__ import annotations

import yaml

from kgbuild.core.similar import suggestion
from kgbuild.mapping.fields import Fields, FileContext, as_scalar, items_of
from kgbuild.mapping.model import SourceRef
from kgbuild.mapping.names import Names
from kgbuild.mapping.quotes import quote_at
from kgbuild.ontology.keys import SOURCE, WORK


def read_sources(context: FileContext, node: yaml.Node) -> tuple[SourceRef, ...]:
    """The sources of a claim; none where ``none`` says that no source is recorded."""
    items = items_of(node)
    if len(items) == 1 and isinstance(items[0], yaml.ScalarNode) and items[0].value == "none":
        return ()
    return tuple(ref for item in items if (ref := _source(context, item)) is not None)


def read_common_sources(names: Names, node: yaml.Node) -> tuple[SourceRef, ...]:
    """The sources that all claims of a document or part share. Each is a work of the registry; a finding if not."""
    return tuple(ref for ref in read_sources(names, node) if _is_work(names, ref))


def _is_work(names: Names, source: SourceRef) -> bool:
    entity = names.registry.get(source.name)
    if entity is not None and WORK in entity.type.ancestors:
        return True
    what = (
        "the registry holds no" if entity is None else "all claims of a text can share a work, which is not"
    )
    near = suggestion(
        source.name, [each.id for each in names.registry.entities.values() if WORK in each.type.ancestors]
    )
    names.file.at(
        "KG201" if entity is None else "KG202",
        f"{what} `{source.name}`",
        source.place,
        help=f"write `{near}`"
        if near
        else f"add to `works.yaml` in the registry: `{source.name}: {{type: TYPE, label: {{en: LABEL}}}}`",
    )
    return False


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
