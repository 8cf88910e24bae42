"""A mapping file → :class:`MappingSpec`: needs nothing but the file, the vocabulary and the registry."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

import yaml

from kgbuild.core.places import Place
from kgbuild.mapping.entries import EntryReader
from kgbuild.mapping.fields import Fields, as_mapping, as_scalar, check_id
from kgbuild.mapping.model import CitationSpec, IgnoreSpec, MappingSpec, Ref, SectionSpec
from kgbuild.mapping.names import DOCUMENTS, WORK, Names, read_quote
from kgbuild.mapping.registry import Registry
from kgbuild.mapping.sections import DOCUMENT_KEYS, PART_KEYS, read_section
from kgbuild.mapping.tree import Report, Source, TooManyFaultsError, read_tree
from kgbuild.mapping.voices import part_name
from kgbuild.ontology.vocabulary import KG, Vocabulary
from kgbuild.text.documents import Repair

TOP_KEYS: Final = ("document", "voice", "said_by", "about", "parts", "claims", "citations", "ignore")
_HASH: Final = re.compile(r"sha256:([0-9a-f]{64})")


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
    source, root = tree
    try:
        return _read(Names(source, base, vocabulary, registry), root, language)
    except TooManyFaultsError:
        return None


def _read(names: Names, root: yaml.MappingNode, language: str) -> MappingSpec | None:
    source, vocabulary = names.source, names.vocabulary
    top = Fields(source, root, TOP_KEYS)
    document_node = top.required("document", "add a `document:` block with `id`, `kind` and `text`")
    block = as_mapping(source, document_node, "document") if document_node is not None else None
    if block is None:
        return None
    fields = Fields(source, block, DOCUMENT_KEYS)
    identifier = _document_id(names, fields)
    if identifier is None:
        return None
    names.document = identifier
    part_blocks = _part_blocks(source, top)
    names.parts = frozenset(key.value for key, _ in part_blocks)
    text_hash = _text_hash(source, fields)
    document = read_section(names, fields, identifier, vocabulary.document_kinds, top, fields.keys["id"])
    about = _about(names, top)
    parts = [part for key, node in part_blocks if (part := _part(names, key, node)) is not None]
    language = (document.language if document else None) or language
    entries = EntryReader(
        names,
        language,
        about,
        lost="about" in top and about is None,
    )
    claims = entries.read(top.nodes["claims"]) if "claims" in top else []
    citations = _citations(names, top)
    if "claims" not in top and "citations" not in top:
        top.required("claims")
    ignores = _ignores(names, top)
    repairs = _repairs(source, fields)
    publisher = names.resolve(fields.nodes["publisher"], "publisher") if "publisher" in fields else None
    if document is None or text_hash is None:
        return None
    return MappingSpec(
        language=language,
        file=source.file,
        document=document,
        text_hash=text_hash,
        publisher=publisher,
        repairs=tuple(repair for repair, _ in repairs),
        repair_places=tuple(place for _, place in repairs),
        parts=tuple(parts),
        claims=tuple(claims),
        citations=tuple(citations),
        ignores=tuple(ignores),
    )


def _document_id(names: Names, fields: Fields) -> str | None:
    node = fields.required("id", "add `id:` with a short name of the document")
    scalar = as_scalar(names.source, node, "id") if node is not None else None
    if scalar is None or not check_id(names.source, scalar):
        return None
    stem = PurePosixPath(names.source.file).stem
    if scalar.value != stem:
        names.source.error(
            "KG216",
            f"the file is named `{stem}.yaml`, its document `{scalar.value}`",
            scalar,
            help=f"write `id: {stem}`, or rename the file to `{scalar.value}.yaml`",
        )
    if names.registry.get(scalar.value) is not None:
        names.source.error("KG209", f"the id `{scalar.value}` is also an entity of the registry", scalar)
        return None
    return str(scalar.value)


def _text_hash(source: Source, fields: Fields) -> str | None:
    node = fields.required("text", "run `kgbuild lock --bind FILE` to write the hash of the document's text")
    scalar = as_scalar(source, node, "text") if node is not None else None
    if scalar is None:
        return None
    found = _HASH.fullmatch(scalar.value)
    if found is None:
        source.error(
            "KG107",
            "`text` must be `sha256:` and 64 hex digits",
            scalar,
            help="run `kgbuild lock --bind FILE` to write it",
        )
        return None
    return found[1]


def _about(names: Names, top: Fields) -> Ref | None:
    node = top.nodes.get("about")
    return None if node is None else names.resolve(node, "about")


def _part_blocks(source: Source, top: Fields) -> list[tuple[yaml.ScalarNode, yaml.MappingNode]]:
    node = top.nodes.get("parts")
    block = as_mapping(source, node, "parts") if node is not None else None
    found = []
    for key, value in block.value if block is not None else ():
        inner = as_mapping(source, value, key.value)
        if inner is not None and check_id(source, key):
            found.append((key, inner))
    return found


def _part(names: Names, key: yaml.ScalarNode, node: yaml.MappingNode) -> SectionSpec | None:
    fields = Fields(names.source, node, PART_KEYS)
    if fields.required("starts", "add `starts:` with the first words of the part") is None:
        return None
    return read_section(names, fields, key.value, names.vocabulary.part_kinds, fields, key)


def _repairs(source: Source, fields: Fields) -> list[tuple[Repair, Place]]:
    found = []
    for item in fields.items("repairs"):
        block = as_mapping(source, item, "repairs")
        if block is None:
            continue
        inner = Fields(source, block, ("text", "read"))
        text, read = inner.required("text"), inner.required("read")
        if text is None or read is None:
            continue
        raw, clean = as_scalar(source, text, "text"), as_scalar(source, read, "read")
        if raw is not None and clean is not None:
            found.append((Repair(raw.value, clean.value), source.place(raw)))
    return found


def _ignores(names: Names, top: Fields) -> list[IgnoreSpec]:
    found = []
    for item in top.items("ignore"):
        block = as_mapping(names.source, item, "ignore")
        if block is None:
            continue
        fields = Fields(names.source, block, ("quote", "occurrence", "why"))
        quote = fields.required("quote", "add `quote:` with words of the text")
        fields.required("why", "add `why:` with the reason why these words are not mapped")
        why = fields.text("why")
        if quote is None or why is None:
            continue
        nth = fields.number("occurrence")
        if nth is None and "occurrence" in fields:
            continue
        spec = read_quote(names.source, _with_context(fields), "quote")
        if spec is not None:
            found.append(IgnoreSpec(spec, why, names.place(item)))
    return found


def _citations(names: Names, top: Fields) -> list[CitationSpec]:
    node = top.nodes.get("citations")
    block = as_mapping(names.source, node, "citations") if node is not None else None
    found = []
    for key, value in block.value if block is not None else ():
        inner = as_mapping(names.source, value, key.value)
        if inner is not None and check_id(names.source, key):
            citation = _citation(names, key, inner)
            if citation is not None:
                found.append(citation)
    return found


def _citation(names: Names, key: yaml.ScalarNode, node: yaml.MappingNode) -> CitationSpec | None:
    fields = Fields(
        names.source, node, ("to", "how", "quote", "context", "occurrence", "symbol_quote", "part")
    )
    to, quote = fields.required("to"), fields.required("quote", "add `quote:` with words of the text")
    fields.required(
        "how", f"add `how:` with one of: {', '.join(names.vocabulary.choices('citationIntents'))}"
    )
    how = fields.choice("how", names.vocabulary.choices("citationIntents"))
    if to is None or quote is None or how is None:
        return None
    target = names.resolve(to, "to", DOCUMENTS | {WORK, KG + "LegalInstrument"})
    part_node = fields.scalar("part")
    part = part_name(names, part_node) if part_node is not None else None
    if part is None and "part" in fields:
        return None
    words = as_scalar(names.source, quote, "quote")
    if target is None or words is None:
        return None
    spec = read_quote(names.source, _with_context(fields), "quote", part=part)
    symbol = (
        read_quote(names.source, fields.nodes["symbol_quote"], "symbol_quote")
        if "symbol_quote" in fields
        else None
    )
    if spec is None:
        return None
    return CitationSpec(
        f"{names.document}.{key.value}", target, how.key, spec, symbol, part, names.place(key)
    )


def _with_context(fields: Fields) -> yaml.MappingNode:
    """The quote keys of a citation or an ignore as a block of their own."""
    wanted = ("quote", "context", "occurrence")
    return yaml.MappingNode(
        fields.node.tag,
        [(fields.keys[key], fields.nodes[key]) for key in wanted if key in fields],
        fields.node.start_mark,
        fields.node.end_mark,
    )
