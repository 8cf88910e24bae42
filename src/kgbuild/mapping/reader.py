"""Reads a mapping file. Nothing is needed for it but the file, the vocabulary and the registry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

import yaml

from kgbuild.core.places import Place
from kgbuild.findings.diagnostics import diagnostic
from kgbuild.mapping.claim_specs import ClaimSpecs
from kgbuild.mapping.entries import EntryReader
from kgbuild.mapping.fields import Fields, check_id
from kgbuild.mapping.model import CitationSpec, ClaimSpec, IgnoreSpec, MappingSpec, SectionSpec
from kgbuild.mapping.names import Names
from kgbuild.mapping.quotes import quote_at, quote_of
from kgbuild.mapping.records import read_locators
from kgbuild.mapping.registry import Registry
from kgbuild.mapping.sections import read_section
from kgbuild.mapping.tree import InputFile, Report, TooManyFaultsError, read_tree
from kgbuild.mapping.voices import part_name
from kgbuild.ontology.forms import TextForm
from kgbuild.ontology.keys import CITATION, DOCUMENT, PART, TOP
from kgbuild.ontology.vocabulary import Vocabulary
from kgbuild.text.folding import Repair

_HASH: Final = DOCUMENT.keys["text"].form


def read_mapping(
    content: bytes,
    file: str,
    base: str,
    vocabulary: Vocabulary,
    registry: Registry,
    report: Report,
    language: str = "en",
) -> MappingSpec | None:
    """Read a mapping; every fault is reported. ``None`` where so much is wrong that nothing can be made of it."""
    tree = read_tree(content, file, report)
    if tree is None:
        return None
    read, root = tree
    try:
        return _mapping(Names(read, base, vocabulary, registry, language), root, language)
    except TooManyFaultsError:
        return None


def _mapping(names: Names, root: yaml.MappingNode, language: str) -> MappingSpec | None:
    top = Fields(names, root, TOP)
    fields = top.inner("document")
    identifier = _document_id(names, fields) if fields is not None else None
    if fields is None or identifier is None:
        return None
    names.document = identifier
    rows = list(top.rows("parts"))
    names.parts = frozenset(key.value for key, _ in rows)
    text_hash = _text_hash(names.file, fields)
    document = read_section(names, fields, identifier, names.place(fields.keys["id"]), top)
    parts = [part for key, node in rows if (part := _part(names, key, node)) is not None]
    language = (document.language if document else None) or language
    claims = _claims(names, top, language)
    citations, ignores = list(_citations(names, top)), list(_ignores(top))
    repairs = list(_repairs(fields))
    publisher, held_by = names.named(fields, "publisher"), names.named(fields, "held_by")
    if document is None or text_hash is None:
        return None
    return MappingSpec(
        file=names.file.name,
        document=document,
        text_hash=text_hash,
        publisher=publisher,
        held_by=held_by,
        repairs=tuple(repair for repair, _ in repairs),
        repair_places=tuple(place for _, place in repairs),
        parts=tuple(parts),
        claims=tuple(claims),
        citations=tuple(citations),
        ignores=tuple(ignores),
        language=language,
    )


def _document_id(names: Names, fields: Fields) -> str | None:
    """The document's id; a finding if it is not the name of the file, or is an entity of the registry too."""
    scalar, file = fields.scalar("id"), names.file
    if scalar is None or not check_id(file, scalar):
        return None
    stem = PurePosixPath(file.name).stem
    if scalar.value != stem:
        file.error(
            "KG216",
            f"the file is named `{stem}.yaml`, its document `{scalar.value}`",
            scalar,
            help=f"write `id: {stem}`, or rename the file to `{scalar.value}.yaml`",
        )
    if names.registry.get(scalar.value) is not None:
        file.error("KG209", f"the id `{scalar.value}` is also an entity of the registry", scalar)
        return None
    return str(scalar.value)


def _text_hash(file: InputFile, fields: Fields) -> str | None:
    """The 64 hex digits of the hash of the document's text."""
    scalar = fields.scalar("text")
    if scalar is None:
        return None
    assert isinstance(_HASH, TextForm)
    if not re.fullmatch(_HASH.pattern, scalar.value):
        file.error(
            "KG107",
            "`text` must be `sha256:` and 64 hex digits",
            scalar,
            help="run `kgbuild lock --bind FILE` to write it",
        )
        return None
    return str(scalar.value.removeprefix("sha256:"))


def _part(names: Names, key: yaml.ScalarNode, node: yaml.MappingNode) -> SectionSpec | None:
    fields = Fields(names, node, PART)
    section = read_section(names, fields, key.value, names.place(key), fields)
    if section is not None and section.pages is not None and section.starts is not None:
        names.file.error(
            "KG107", "a part is cut by `starts` or by `pages`, not by both", fields.keys["pages"]
        )
        return None
    return section if "starts" in fields or "pages" in fields else None


def _claims(names: Names, top: Fields, language: str) -> list[ClaimSpec]:
    about = names.named(top, "about")
    claims = ClaimSpecs(names, language, about, lost="about" in top and about is None)
    if "claims" in top and _is_empty(top.nodes["claims"]):
        if isinstance(top.nodes["claims"], yaml.ScalarNode) or "citations" not in top:
            names.file.report(
                diagnostic(
                    "KG117",
                    "the mapping claims nothing yet",
                    names.place(top.keys["claims"]),
                    help="write an entry below `claims:`, or uncomment one",
                )
            )
    elif "claims" in top:
        EntryReader(claims).read(top.nodes["claims"])
    return claims.found


def _is_empty(node: yaml.Node) -> bool:
    """Whether there is no entry below ``claims:``, as in a draft, whose entries are comments."""
    return not node.value and not isinstance(node, yaml.SequenceNode)


def _repairs(fields: Fields) -> Iterator[tuple[Repair, Place]]:
    for block in fields.blocks("repairs"):
        text, read = block.scalar("text"), block.scalar("read")
        if text is not None and read is not None:
            yield Repair(text.value, read.value), fields.file.place(text)


def _ignores(top: Fields) -> Iterator[IgnoreSpec]:
    for block in top.blocks("ignore"):
        why, quote = block.text("why"), quote_of(block)
        if why is not None and quote is not None:
            yield IgnoreSpec(quote, why, top.file.place(block.node))


def _citations(names: Names, top: Fields) -> Iterator[CitationSpec]:
    for key, node in top.rows("citations"):
        citation = _citation(names, key, Fields(names, node, CITATION))
        if citation is not None:
            yield citation


def _citation(names: Names, key: yaml.ScalarNode, fields: Fields) -> CitationSpec | None:
    target, how = names.named(fields, "to"), fields.choice("how")
    part_node = fields.scalar("part")
    part = part_name(names, part_node) if part_node is not None else None
    quote, symbol = quote_of(fields, part), quote_at(fields, "symbol_quote")
    if target is None or how is None or quote is None or (part is None and "part" in fields):
        return None
    locators = tuple(read_locators(names, fields))
    return CitationSpec(
        f"{names.document}.{key.value}", target, how.key, quote, symbol, part, names.place(key), locators
    )
