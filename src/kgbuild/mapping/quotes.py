"""Reads quotes: the words, and what helps to find them in the text."""

from __future__ import annotations

import yaml

from kgbuild.mapping.fields import Fields, FileContext, as_scalar, form_of
from kgbuild.mapping.model import QuoteSpec
from kgbuild.ontology.keys import QUOTE


def read_quote(
    context: FileContext, node: yaml.Node, what: str, occurrence: int | None = None
) -> QuoteSpec | None:
    """A quote: words, or ``{quote: words, occurrence: n}`` where the text has them more than once."""
    if isinstance(node, yaml.MappingNode):
        return quote_of(Fields(context, node, QUOTE))
    if not isinstance(node, yaml.ScalarNode):
        context.file.error("KG107", f"`{what}` must be words of the text (got {form_of(node)})", node)
        return None
    words = as_scalar(context.file, node, what)
    if words is None:
        return None
    return QuoteSpec(words.value, None, occurrence, None, context.file.place(words), name=what)


def quote_at(fields: Fields, key: str) -> QuoteSpec | None:
    """The quote at a key of a block, or ``None`` where there is none."""
    node = fields.nodes.get(key)
    return None if node is None else read_quote(fields.context, node, key)


def quote_beside(fields: Fields) -> QuoteSpec | None:
    """The quote of a block, with the ``occurrence`` beside it, or ``None`` where there is none."""
    node = fields.nodes.get("quote")
    return None if node is None else read_quote(fields.context, node, "quote", fields.number("occurrence"))


def quote_of(fields: Fields, part: str | None = None) -> QuoteSpec | None:
    """The quote that a block has as its own keys: ``quote``, perhaps ``context`` and ``occurrence``."""
    words = fields.scalar("quote")
    context, nth = fields.scalar("context"), fields.number("occurrence")
    if words is None or (context is None and "context" in fields) or (nth is None and "occurrence" in fields):
        return None
    place = fields.file.place
    return QuoteSpec(
        words.value,
        context.value if context is not None else None,
        nth,
        part,
        place(words),
        place(context) if context is not None else None,
        place(fields.nodes["occurrence"]) if nth is not None else None,
    )
