"""What a document and its parts say of themselves: kind, title, date, symbols, signatures, lineage."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import yaml

from kgbuild.mapping.fields import Fields, as_mapping, as_scalar, choose, language_tag
from kgbuild.mapping.model import Datum, Lineage, QuoteSpec, Ref, SectionSpec, SignatureSpec, VoiceSpec
from kgbuild.mapping.names import AGENTS, WORK, Names, read_quote
from kgbuild.mapping.voices import read_voice, read_voices
from kgbuild.ontology.vocabulary import KG
from kgbuild.values.dates import parse_time
from kgbuild.values.errors import ValueSyntaxError

_CALENDAR: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
SECTION_KEYS: Final = (
    "kind", "title", "issued", "language", "symbols", "agenda_items", "addressees", "signatory", "reports", "copy_of",
)  # fmt: skip
DOCUMENT_KEYS: Final = (*SECTION_KEYS, "id", "text", "publisher", "repairs")
DATUM_KEYS: Final = ("value", "quote", "occurrence", "source", "citation")
PART_KEYS: Final = (*SECTION_KEYS, "starts", "ends", "voice", "said_by")


def read_section(
    names: Names, fields: Fields, identifier: str, kinds: dict[str, str], voices: Fields, place_of: yaml.Node
) -> SectionSpec | None:
    """A document or part. ``voices`` holds its ``voice`` and ``said_by``: the part, or the mapping as a whole."""
    kind_node = fields.required("kind", f"write `kind:` with one of: {', '.join(kinds)}")
    scalar = as_scalar(names.source, kind_node, "kind") if kind_node is not None else None
    kind = choose(names.source, scalar, "kind", kinds) if scalar is not None else None
    title = _title(names, fields)
    voice_node, said_by = voices.nodes.get("voice"), voices.nodes.get("said_by")
    section = SectionSpec(
        id=identifier,
        kind=kind or "",
        title=title,
        issued=_issued(names, fields, title),
        language=_language(names, fields),
        symbols=tuple(
            d for item in fields.items("symbols") if (d := _datum(names, item, "symbols")) is not None
        ),
        agenda_items=tuple(_agenda_items(names, fields)),
        addressees=tuple(_addressees(names, fields)),
        signatures=tuple(
            s for item in fields.items("signatory") if (s := _signature(names, item)) is not None
        ),
        reports=_lineage(names, fields, "reports"),
        copy_of=_lineage(names, fields, "copy_of"),
        voice=_voice(names, voice_node) if voice_node is not None else None,
        said_by=read_voices(names, said_by, "said_by") if said_by is not None else None,
        place=names.source.place(place_of),
        starts=_cut(names, fields, "starts"),
        ends=_cut(names, fields, "ends"),
    )
    return section if kind else None


def _voice(names: Names, node: yaml.Node) -> VoiceSpec:
    """The voice; one that was reported stands as unnamed, so that its claims are not reported for want of it."""
    return read_voice(names, node, "voice") or VoiceSpec(None, "", None, None, names.place(node))


def _cut(names: Names, fields: Fields, key: str) -> QuoteSpec | None:
    node = fields.nodes.get(key)
    return None if node is None else read_quote(names.source, node, key)


def _language(names: Names, fields: Fields) -> str | None:
    node = fields.scalar("language")
    return None if node is None else language_tag(names.source, node)


def _title(names: Names, fields: Fields) -> Datum | None:
    node = fields.nodes.get("title")
    return None if node is None else _datum(names, node, "title")


def _datum(names: Names, node: yaml.Node, what: str, *more: str) -> Datum | None:
    """A datum that is its own quote, or ``{value, quote}``, or ``{value, source: catalogue, citation}``.

    ``more`` are the keys that this datum takes beside those of every other.
    """
    if not isinstance(node, yaml.MappingNode):
        quote = read_quote(names.source, node, what)
        place = names.place(node)
        return None if quote is None else Datum(quote.text, quote, None, place, place)
    fields = Fields(names.source, node, (*DATUM_KEYS, *more))
    value_node = fields.required("value")
    value = as_scalar(names.source, value_node, what) if value_node is not None else None
    if value is None:
        return None
    source = fields.choice("source", names.vocabulary.choices("metadataSources"))
    if source is not None and source.key == "catalogue":
        citation = fields.text("citation")
        if citation is None:
            fields.required("citation", "add `citation:` with where the catalogue says so")
            return None
        return Datum(
            value.value, None, citation, names.place(node), names.place(value), fields.text("reading")
        )
    quote_node = fields.nodes.get("quote", value)
    quote = read_quote(names.source, quote_node, "quote", fields.number("occurrence"))
    if quote is None:
        return None
    return Datum(value.value, quote, None, names.place(node), names.place(value), fields.text("reading"))


def _issued(names: Names, fields: Fields, title: Datum | None) -> Datum | None:
    """The date of issue: shown by the title, or by a quote of its own (perhaps with a reading), or from a catalogue."""
    node = fields.nodes.get("issued")
    if node is None:
        return None
    if isinstance(node, yaml.ScalarNode):
        place = names.place(node)
        datum = Datum(node.value, title.quote if title is not None else None, None, place, place)
        if datum.quote is None:
            names.source.error(
                "KG316",
                "nothing shows the date of issue",
                node,
                help="write `issued: {value: DATE, quote: WORDS}`",
            )
    else:
        found = _datum(names, node, "issued", "reading")
        if found is None:
            return None
        datum = found
        node = next((value for key, value in getattr(node, "value", ()) if key.value == "value"), node)
    try:
        time = parse_time(datum.value)
    except ValueSyntaxError as error:
        names.source.error("KG205", f"`issued`: {error.message}", node, help=error.help)
        return None
    if not _CALENDAR.fullmatch(time.edtf):
        names.source.error(
            "KG205", "`issued` must be a day, a month or a year", node, help="write it as YYYY-MM-DD"
        )
        return None
    return replace(datum, value=time.edtf)


def _agenda_items(names: Names, fields: Fields) -> list[Datum]:
    """``[32, 37]``, or ``{items: [32, 37], quote: …}`` to anchor them."""
    node = fields.nodes.get("agenda_items")
    quote = None
    if isinstance(node, yaml.MappingNode):
        inner = Fields(names.source, node, ("items", "quote", "occurrence"))
        if "quote" in inner:
            quote = read_quote(names.source, inner.nodes["quote"], "quote", inner.number("occurrence"))
        fields = Fields(names.source, node, None)
        items = fields.items("items")
    else:
        items = fields.items("agenda_items")
    scalars = (as_scalar(names.source, item, "agenda_items") for item in items)
    return [
        Datum(scalar.value, quote, None, names.place(scalar), names.place(scalar))
        for scalar in scalars
        if scalar is not None
    ]


def _addressees(names: Names, fields: Fields) -> list[tuple[Ref, QuoteSpec]]:
    found = []
    for item in fields.items("addressees"):
        block = as_mapping(names.source, item, "addressees")
        if block is None:
            continue
        inner = Fields(names.source, block, ("to", "quote", "occurrence"))
        to, quote = inner.required("to"), inner.required("quote")
        if to is None or quote is None:
            continue
        ref = names.resolve(to, "to", AGENTS)
        spec = read_quote(names.source, quote, "quote", inner.number("occurrence"))
        if ref is not None and spec is not None:
            found.append((ref, spec))
    return found


def _signature(names: Names, node: yaml.Node) -> SignatureSpec | None:
    block = as_mapping(names.source, node, "signatory")
    if block is None:
        return None
    fields = Fields(names.source, block, ("person", "office", "quote", "occurrence"))
    person = fields.required("person")
    quote = fields.required("quote", "add `quote:` with the words of the signature")
    if person is None or quote is None:
        return None
    who = names.resolve(person, "person", frozenset({KG + "Person"}))
    office = (
        names.resolve(fields.nodes["office"], "office", frozenset({KG + "Office"}))
        if "office" in fields
        else None
    )
    spec = read_quote(names.source, quote, "quote", fields.number("occurrence"))
    return None if who is None or spec is None else SignatureSpec(who, office, spec, names.place(node))


def _lineage(names: Names, fields: Fields, key: str) -> Lineage | None:
    """``reports: WORK``, or ``{work: …, quote: …}`` where the text says so."""
    node = fields.nodes.get(key)
    if node is None:
        return None
    quote = None
    work: yaml.Node | None = node
    if isinstance(node, yaml.MappingNode):
        inner = Fields(names.source, node, ("work", "quote", "occurrence"))
        work = inner.required("work")
        if "quote" in inner:
            quote = read_quote(names.source, inner.nodes["quote"], "quote", inner.number("occurrence"))
    ref = names.resolve(work, key, frozenset({WORK})) if work is not None else None
    return None if ref is None else Lineage(ref, quote, names.place(node))
