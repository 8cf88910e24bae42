"""Who speaks, and in which part: voices and part names of a mapping."""

from __future__ import annotations

import yaml

from kgbuild.core.similar import suggestion
from kgbuild.mapping.fields import Fields, form
from kgbuild.mapping.model import VoiceSpec
from kgbuild.mapping.names import AGENTS, Names, read_quote


def part_name(names: Names, scalar: yaml.ScalarNode) -> str | None:
    """The id of a part of this document; a finding if there is none of that name."""
    if scalar.value in names.parts:
        return str(scalar.value)
    known = ", ".join(sorted(names.parts)) or "the document has no parts"
    near = suggestion(scalar.value, names.parts)
    names.source.error(
        "KG201",
        f"the document has no part `{scalar.value}`",
        scalar,
        notes=[f"its parts: {known}"],
        help=f"write `{near}`" if near else None,
    )
    return None


def read_voices(names: Names, node: yaml.Node, what: str) -> tuple[VoiceSpec, ...]:
    """The voices of a chain, outermost first; one voice may stand without a list."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(voice for item in items if (voice := read_voice(names, item, what)) is not None)


def read_voice(names: Names, node: yaml.Node, what: str) -> VoiceSpec | None:
    """One voice: an id, ``{voice: id, stance: …, quote: …}`` or ``{unnamed: words, …}``."""
    if isinstance(node, yaml.ScalarNode):
        ref = names.resolve(node, what, AGENTS)
        return None if ref is None else VoiceSpec(ref, None, None, None, names.place(node))
    if not isinstance(node, yaml.MappingNode):
        names.source.error("KG107", f"`{what}` must be a voice (got {form(node)})", node)
        return None
    fields = Fields(
        names.source, node, ("voice", "unnamed", "stance", "quote", "occurrence", "identity", "reading")
    )
    stance = fields.choice("stance", names.vocabulary.choices("stances"))
    occurrence = fields.number("occurrence")
    quote = (
        read_quote(names.source, fields.nodes["quote"], "quote", occurrence) if "quote" in fields else None
    )
    if "unnamed" in fields:
        words = fields.text("unnamed")
        for key in ("voice", "identity", "reading"):
            if key in fields:
                names.source.error("KG107", f"an `unnamed` voice takes no `{key}`", fields.keys[key])
        return (
            None
            if words is None
            else VoiceSpec(None, words, stance.key if stance else None, quote, names.place(node))
        )
    named = fields.required("voice", "write `voice: ID` or `unnamed: words`")
    ref = None if named is None else names.resolve(named, what, AGENTS)
    if ref is None:
        return None
    return VoiceSpec(
        names.graded(ref, fields.nodes), None, stance.key if stance else None, quote, names.place(node)
    )
