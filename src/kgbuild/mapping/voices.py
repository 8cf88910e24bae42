"""Reads who speaks, and in which part: the voices and the names of parts."""

from __future__ import annotations

import yaml

from kgbuild.core.similar import suggestion
from kgbuild.findings.diagnostics import Related
from kgbuild.mapping.fields import Fields, check_id, form_of, items_of
from kgbuild.mapping.model import VoiceSpec
from kgbuild.mapping.names import Names
from kgbuild.mapping.quotes import quote_beside
from kgbuild.ontology.keys import AGENTS, VOICE


def part_name(names: Names, scalar: yaml.ScalarNode) -> str | None:
    """The id of a part of this document; a finding if there is none of that name."""
    if scalar.value in names.parts:
        return str(scalar.value)
    known = ", ".join(sorted(names.parts)) or "the document has no parts"
    near = suggestion(scalar.value, names.parts)
    names.file.error(
        "KG201",
        f"the document has no part `{scalar.value}`",
        scalar,
        notes=[f"its parts: {known}"],
        help=f"write `{near}`" if near else None,
    )
    return None


def read_voices(names: Names, node: yaml.Node, what: str) -> tuple[VoiceSpec, ...]:
    """The voices of a chain, outermost first; a single voice may be written without a list."""
    return tuple(voice for item in items_of(node) if (voice := read_voice(names, item, what)) is not None)


def read_voice(names: Names, node: yaml.Node, what: str) -> VoiceSpec | None:
    """One voice: an id, ``{voice: id, stance: …, quote: …}`` or ``{unnamed: words, …}``, or one that is shared."""
    if isinstance(node, yaml.ScalarNode):
        ref = names.resolve(node, what, AGENTS)
        return None if ref is None else VoiceSpec(ref, None, None, None, names.place(node))
    if not isinstance(node, yaml.MappingNode):
        names.file.error("KG107", f"`{what}` must be a voice (got {form_of(node)})", node)
        return None
    fields = Fields(names, node, VOICE)
    chosen, quote, place = fields.choice("stance"), quote_beside(fields), names.place(node)
    stance = chosen.key if chosen is not None else None
    if "unnamed" in fields:
        words = fields.text("unnamed")
        for key in ("voice", "identity", "reading"):
            if key in fields:
                names.file.error("KG107", f"an `unnamed` voice takes no `{key}`", fields.keys[key])
        return (
            None
            if words is None
            else VoiceSpec(None, words, stance, quote, place, _shared(names, fields, words))
        )
    if "id" in fields:
        names.file.error("KG107", "a named voice takes no `id`", fields.keys["id"])
    named = fields.nodes.get("voice")
    ref = None if named is None else names.resolve(named, what, AGENTS)
    return None if ref is None else VoiceSpec(names.graded(ref, fields.nodes), None, stance, quote, place)


def _shared(names: Names, fields: Fields, words: str) -> str | None:
    """The id by which claims share an unnamed voice; a finding where it means something else in this document."""
    scalar = fields.scalar("id")
    if scalar is None or not check_id(names.file, scalar):
        return None
    if scalar.value in names.parts:
        names.file.error("KG209", f"the id `{scalar.value}` is also a part of the document", scalar)
        return None
    first, before = names.shared_voices.setdefault(scalar.value, (words, names.place(scalar)))
    if first != words:
        related = [Related(before, f"called “{first}” here")]
        names.file.error(
            "KG209", f"the voice `{scalar.value}` is called in other words here", scalar, related=related
        )
    return str(scalar.value)
