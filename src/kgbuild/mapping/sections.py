"""Reads what a document and its parts say of themselves: kind, title, date, symbols, signatures, lineage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import yaml

from kgbuild.core.places import Place
from kgbuild.mapping.fields import Fields, as_scalar, items_of, language_tag
from kgbuild.mapping.model import Datum, Lineage, QuoteSpec, Ref, SectionSpec, SignatureSpec, VoiceSpec
from kgbuild.mapping.names import Names
from kgbuild.mapping.quotes import quote_at, quote_beside, read_quote
from kgbuild.mapping.records import read_pages, read_record
from kgbuild.mapping.sources import read_common_sources
from kgbuild.mapping.voices import read_voice, read_voices
from kgbuild.ontology.forms import Block
from kgbuild.ontology.keys import AGENDA_ITEMS, DATUM, DOCUMENT, ISSUED, LINEAGE, PART
from kgbuild.values.dates import parse_time
from kgbuild.values.errors import ValueSyntaxError

_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def read_section(
    names: Names, fields: Fields, identifier: str, place: Place, voices: Fields
) -> SectionSpec | None:
    """A document or part. ``voices`` holds its ``voice``, ``said_by`` and ``from``: the part, or the whole mapping."""
    kind = fields.choice("kind")
    title = _datum_at(names, fields, "title", DATUM)
    voice, said_by, sources = map(voices.nodes.get, ("voice", "said_by", "from"))
    section = SectionSpec(
        id=identifier,
        kind=kind.iri if kind is not None else "",
        title=title,
        issued=_issued(names, fields, title),
        language=_language(names, fields),
        symbols=tuple(_data(names, fields, "symbols")),
        agenda_items=tuple(_agenda_items(names, fields)),
        addressees=tuple(_addressees(names, fields)),
        signatures=tuple(_signatures(names, fields)),
        reports=_lineage(names, fields, "reports"),
        copy_of=_lineage(names, fields, "copy_of"),
        voice=_voice(names, voice) if voice is not None else None,
        said_by=read_voices(names, said_by, "said_by") if said_by is not None else None,
        place=place,
        starts=quote_at(fields, "starts"),
        ends=quote_at(fields, "ends"),
        pages=read_pages(names, fields) if fields.block is PART else None,
        record=tuple(read_record(names, fields)) if fields.block is DOCUMENT else (),
        sources=read_common_sources(names, sources) if sources is not None else None,
    )
    return section if kind is not None else None


def _voice(names: Names, node: yaml.Node) -> VoiceSpec:
    """The voice. One that was reported becomes an unnamed voice, or its claims would be reported for having none."""
    return read_voice(names, node, "voice") or VoiceSpec(None, "", None, None, names.place(node))


def _language(names: Names, fields: Fields) -> str | None:
    node = fields.scalar("language")
    return None if node is None else language_tag(names.file, node)


def _datum_at(names: Names, fields: Fields, key: str, block: Block) -> Datum | None:
    node = fields.nodes.get(key)
    return None if node is None else _datum(names, node, key, block)


def _data(names: Names, fields: Fields, key: str) -> Iterator[Datum]:
    """The data in the list at a key."""
    for item in fields.items(key):
        datum = _datum(names, item, key, DATUM)
        if datum is not None:
            yield datum


def _datum(names: Names, node: yaml.Node, what: str, block: Block) -> Datum | None:
    """A datum that is its own quote, or ``{value, quote}``, or ``{value, source: catalogue, citation}``."""
    place = names.place(node)
    if not isinstance(node, yaml.MappingNode):
        quote = read_quote(names, node, what)
        return None if quote is None else Datum(quote.text, quote, None, place, place)
    return _written_out(names, Fields(names, node, block), what)


def _written_out(names: Names, fields: Fields, what: str, shown: QuoteSpec | None = None) -> Datum | None:
    """A datum written as a block; where that has no quote, ``shown`` shows it, or else its value."""
    place = names.place(fields.node)
    value_node = fields.nodes.get("value")
    value = as_scalar(names.file, value_node, what) if value_node is not None else None
    if value is None:
        return None
    source = fields.choice("source")
    if source is not None and source.key == "catalogue":
        citation = fields.text("citation")
        if citation is None:
            fields.missing("citation")
            return None
        return Datum(value.value, None, citation, place, names.place(value), fields.text("reading"))
    quote = shown
    if shown is None or "quote" in fields.nodes:
        quote_node = fields.nodes.get("quote", value)
        quote = read_quote(names, quote_node, "quote", fields.number("occurrence"))
    if quote is None:
        return None
    return Datum(value.value, quote, None, place, names.place(value), fields.text("reading"))


def _issued(names: Names, fields: Fields, title: Datum | None) -> Datum | None:
    """The date of issue: shown by the title, or by a quote of its own (perhaps with a reading), or from a catalogue."""
    node = fields.nodes.get("issued")
    if node is None:
        return None
    title_quote = title.quote if title is not None else None
    if isinstance(node, yaml.MappingNode):
        fields = Fields(names, node, ISSUED)
        if title_quote is None and not {"quote", "source"} & fields.nodes.keys():
            _nothing_shows(names, node, ", reading: WHY" if "reading" in fields.nodes else "")
            return None
        datum = _written_out(names, fields, "issued", title_quote)
        calendar = fields.choice("calendar")
        if datum is not None and calendar is not None:
            datum = replace(datum, calendar=calendar.key)
    else:
        value = as_scalar(names.file, node, "issued")
        if value is None:
            return None
        place = names.place(value)
        datum = Datum(value.value, title_quote, None, place, place)
        if title_quote is None:
            _nothing_shows(names, node, "")
    return None if datum is None else _dated(names, datum)


def _nothing_shows(names: Names, node: yaml.Node, more: str) -> None:
    names.file.error(
        "KG316",
        "nothing shows the date of issue",
        node,
        help=f"write `issued: {{value: DATE, quote: WORDS{more}}}`",
    )


def _dated(names: Names, datum: Datum) -> Datum | None:
    """A datum that is a date, as EDTF; a finding if it is no day, month or year, or no day of another calendar."""
    try:
        time = parse_time(datum.value, calendar=datum.calendar)
    except ValueSyntaxError as error:
        names.file.at("KG205", f"`issued`: {error.message}", datum.value_place, help=error.help)
        return None
    if time.written is not None and _DATE.fullmatch(time.edtf):
        return replace(datum, value=time.edtf, calendar=time.calendar, written=time.written)
    if time.written is not None or not _DATE.fullmatch(time.edtf):
        what = "a day" if time.written is not None else "a day, a month or a year"
        message = f"`issued` must be {what}"
        names.file.at("KG205", message, datum.value_place, help="write it as YYYY-MM-DD")
        return None
    return replace(datum, value=time.edtf)


def _agenda_items(names: Names, fields: Fields) -> Iterator[Datum]:
    """The items of ``[32, 37]``, or of ``{items: [32, 37], quote: …}``, which anchors them."""
    node = fields.nodes.get("agenda_items")
    if node is None:
        return
    quote, items = None, items_of(node)
    if isinstance(node, yaml.MappingNode):
        block = Fields(names, node, AGENDA_ITEMS)
        quote, items = quote_beside(block), block.items("items")
    for item in items:
        scalar = as_scalar(names.file, item, "agenda_items")
        if scalar is not None:
            yield Datum(scalar.value, quote, None, names.place(scalar), names.place(scalar))


def _addressees(names: Names, fields: Fields) -> Iterator[tuple[Ref, QuoteSpec]]:
    for block in fields.blocks("addressees"):
        who, quote = names.named(block, "to"), quote_beside(block)
        if who is not None and quote is not None:
            yield who, quote


def _signatures(names: Names, fields: Fields) -> Iterator[SignatureSpec]:
    for block in fields.blocks("signatory"):
        person, office = names.named(block, "person"), names.named(block, "office")
        quote = quote_beside(block)
        if person is not None and quote is not None:
            yield SignatureSpec(person, office, quote, names.place(block.node))


def _lineage(names: Names, fields: Fields, key: str) -> Lineage | None:
    """The work of ``reports: WORK``, or of ``reports: {work: …, quote: …}``, where the text says so."""
    node = fields.nodes.get(key)
    if node is None:
        return None
    quote = None
    work: yaml.Node | None = node
    if isinstance(node, yaml.MappingNode):
        block = Fields(names, node, LINEAGE)
        work, quote = block.nodes.get("work"), quote_beside(block)
    ref = names.resolve(work, key, LINEAGE.keys["work"].kinds) if work is not None else None
    return None if ref is None else Lineage(ref, quote, names.place(node))
