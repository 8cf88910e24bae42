"""The registry: who and what the mappings speak of. Identity only: a neutral type, labels, sourced links.

``registry/KIND.yaml`` holds ``id: {type, label: {lang: text}, also: [...], broader: [...], same_as: [...], source}``.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from kgbuild.core.errors import TermError
from kgbuild.core.limits import MAX_REGISTRY_BYTES
from kgbuild.core.places import Place
from kgbuild.core.similar import suggestion, sure
from kgbuild.core.terms import Term, iri, literal
from kgbuild.findings.diagnostics import Fix, Related, diagnostic
from kgbuild.mapping.fields import Fields, as_mapping, as_scalar, check_id, choose
from kgbuild.mapping.tree import Report, Source, TooManyFaultsError, read_tree
from kgbuild.ontology.vocabulary import KG, EntityType, RegistryKind, Vocabulary
from kgbuild.values.dates import parse_time
from kgbuild.values.edtf import Time
from kgbuild.values.errors import ValueSyntaxError

ENTITY_KEYS: Final = ("type", "label", "also", "broader", "same_as", "source", "symbols", "note")
_LINKS: Final = {
    "wikidata": "http://www.wikidata.org/entity/",
    "geonames": "https://sws.geonames.org/",
    "viaf": "https://viaf.org/viaf/",
    "gnd": "https://d-nb.info/gnd/",
}
PROVISION: Final = KG + "LegalProvision"


@dataclass(frozen=True, slots=True)
class Broader:
    """A link upwards (Baku lies in Azerbaijan), with its source and, where it has one, its period."""

    id: str
    source: str
    period: Time | None
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Entity:
    """One entry of the registry: Baku is a city, also spelt "Bakı"; it says nothing but who or what is meant.

    ``place`` is that of its id; ``places`` those of its values by key, in the order of the values.
    """

    id: str
    term: Term
    kind: RegistryKind
    type: EntityType
    labels: tuple[tuple[str, str], ...]
    also: tuple[tuple[str, str], ...]
    broader: tuple[Broader, ...]
    same_as: tuple[Term, ...]
    source: str | None
    symbols: tuple[str, ...]
    place: Place = field(compare=False)
    places: Mapping[str, tuple[Place, ...]] = field(compare=False, repr=False)

    @property
    def label(self) -> str:
        """The English label, or the first there is."""
        return dict(self.labels).get("en", self.labels[0][1])

    def names(self) -> Iterator[str]:
        """Every label and spelling."""
        for _, text in (*self.labels, *self.also):
            yield text


class Registry:
    """All entities of a project by id, and by name for groups. ``digest`` changes with any of its files.

    ``unread`` holds the ids that were reported, and ``None`` for a whole file that was.
    """

    def __init__(
        self, entities: dict[str, Entity], digest: str, unread: frozenset[str | None] = frozenset()
    ) -> None:
        self.entities = entities
        self.digest = digest
        self._unread = unread
        self.groups_by_name: dict[str, Entity] = {
            name.casefold(): entity
            for entity in entities.values()
            if entity.kind.file == "groups"
            for name in (entity.id, *entity.names())
        }

    def get(self, name: str) -> Entity | None:
        """The entity with this id."""
        return self.entities.get(name)

    def may_hold(self, name: str) -> bool:
        """Whether an unknown name may be a consequence of a fault in the registry that is reported already."""
        return None in self._unread or name.casefold() in self._unread

    def ancestors(self, name: str, when: Bounds = (None, None)) -> frozenset[str]:
        """Every id above an entity along ``broader`` at some time within bounds, itself not included.

        A way up counts where the periods of all its links have a day in common: what belonged to a province until
        1930 is not in the state to which that province came in 1964.
        """
        seen: set[tuple[str, Bounds]] = set()
        todo = [(name, when)]
        while todo:
            current, span = todo.pop()
            entity = self.entities.get(current)
            for link in entity.broader if entity else ():
                common = _common(span, link.period)
                if common is not None and (link.id, common) not in seen:
                    seen.add((link.id, common))
                    todo.append((link.id, common))
        return frozenset(found for found, _ in seen)


Bounds: TypeAlias = tuple[int | None, int | None]
"""First and last day; None is open."""


def _common(span: Bounds, period: Time | None) -> Bounds | None:
    """What a span and a period have in common; None where that is no day."""
    if period is None:
        return span
    starts = [day for day in (span[0], period.start) if day is not None]
    ends = [day for day in (span[1], period.end) if day is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    return None if start is not None and end is not None and start > end else (start, end)


def load_registry(folder: Path, relative: str, base: str, vocabulary: Vocabulary, report: Report) -> Registry:
    """Read every ``KIND.yaml`` of the folder; faults are reported. ``relative`` is the folder's name in messages."""
    entities: dict[str, Entity] = {}
    digest = hashlib.sha256()
    folded: dict[str, Entity] = {}
    unread: set[str | None] = set()
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        content = path.read_bytes()
        # A checkout with other line ends is the same registry, and must give the same bytes.
        text = content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(text).digest())
        file = f"{relative}/{path.name}"
        kind = vocabulary.kinds.get(path.stem)
        if kind is None:
            names = ", ".join(f"{name}.yaml" for name in sorted(vocabulary.kinds))
            report(
                diagnostic(
                    "KG203",
                    f"`{path.name}` is no registry file",
                    Place.whole(file),
                    notes=[f"one of: {names}"],
                )
            )
            continue
        tree = read_tree(content, file, report, MAX_REGISTRY_BYTES)
        if tree is None:
            unread.add(None)
            continue
        try:
            for key, entity in _read_entities(*tree, kind, base, vocabulary):
                name = key.value.casefold()
                if entity is None:
                    unread.add(name)
                elif (other := folded.setdefault(name, entity)) is entity:
                    entities[entity.id] = entity
                else:
                    unread.add(name)
                    first = Related(other.place, "first defined here")
                    message = f"the id `{entity.id}` is defined twice"
                    tree[0].error("KG209", message, key, related=[first])
        except TooManyFaultsError:
            unread.add(None)
    registry = Registry(entities, digest.hexdigest(), frozenset(unread))
    _check_broader(registry, report)
    return registry


def _read_entities(
    source: Source, root: yaml.MappingNode, kind: RegistryKind, base: str, vocabulary: Vocabulary
) -> Iterator[tuple[yaml.ScalarNode, Entity | None]]:
    """The entities of one file by their keys; ``None`` for one that was reported."""
    for key, node in root.value:
        yield key, _read_entity(source, key, node, kind, base, vocabulary)


def _read_entity(
    source: Source,
    key: yaml.ScalarNode,
    node: yaml.Node,
    kind: RegistryKind,
    base: str,
    vocabulary: Vocabulary,
) -> Entity | None:
    if not check_id(source, key):
        return None
    block = as_mapping(source, node, key.value)
    if block is None:
        return None
    fields = Fields(source, block, ENTITY_KEYS)
    types = {name: item for name, item in vocabulary.types.items() if item.root == kind.iri}
    type_node = fields.required("type", f"write `type:` with one of: {', '.join(types)}")
    chosen = None
    if type_node is not None and (scalar := as_scalar(source, type_node, "type")) is not None:
        chosen = choose(source, scalar, "type", types)
    labels = _labels(fields, "label")
    if not labels and "label" not in fields:
        fields.required("label", f"write `label: {{en: …}}` for `{key.value}`")
    if chosen is None or not labels:
        return None
    entity_source = fields.text("source")
    also, links = _also(fields), _same_as(fields, entity_source)
    symbols = [text for item in fields.items("symbols") if (text := as_scalar(source, item, "symbols"))]
    return Entity(
        id=key.value,
        term=iri(f"{base}{kind.iri_kind}/{key.value}"),
        kind=kind,
        type=chosen,
        labels=tuple((language, text) for language, text, _ in labels),
        also=tuple((language, text) for language, text, _ in also),
        broader=tuple(_broader(fields, entity_source)),
        same_as=tuple(link for link, _ in links),
        source=entity_source,
        symbols=tuple(symbol.value for symbol in symbols),
        place=source.place(key),
        places={
            "type": (source.place(type_node),) if type_node is not None else (),
            "label": tuple(place for _, _, place in labels),
            "also": tuple(place for _, _, place in also),
            "same_as": tuple(place for _, place in links),
            "source": (source.place(fields.nodes["source"]),) if entity_source is not None else (),
            "symbols": tuple(source.place(symbol) for symbol in symbols),
        },
    )


def _labels(fields: Fields, key: str) -> list[tuple[str, str, Place]]:
    node = fields.nodes.get(key)
    if node is None:
        return []
    if isinstance(node, yaml.ScalarNode) and node.value:
        help_text = f"write `{key}: {{en: {node.value}}}`"
        fields.source.error("KG107", f"`{key}` does not give its language", node, help=help_text)
        return []
    block = as_mapping(fields.source, node, key)
    found = []
    for language, value in block.value if block is not None else ():
        text = as_scalar(fields.source, value, language.value)
        if text is not None and _is_literal(fields.source, language, text.value, language.value):
            found.append((language.value.lower(), text.value, fields.source.place(text)))
    return sorted(found)


def _also(fields: Fields) -> list[tuple[str, str, Place]]:
    """Further spellings: texts, or ``{lang: text}``; a bare text has no language ("und")."""
    found: list[tuple[str, str, Place]] = []
    for item in fields.items("also"):
        if isinstance(item, yaml.MappingNode):
            for language, value in item.value:
                text = as_scalar(fields.source, value, "also")
                if text is not None and _is_literal(fields.source, language, text.value, language.value):
                    found.append((language.value.lower(), text.value, fields.source.place(text)))
        elif (text := as_scalar(fields.source, item, "also")) is not None:
            found.append(("und", text.value, fields.source.place(text)))
    return found


def _is_literal(source: Source, node: yaml.Node, text: str, language: str) -> bool:
    try:
        literal(text, language=language)
    except TermError as error:
        source.error("KG213", str(error), node, help="write a language tag such as `en` or `pt-BR`")
        return False
    return True


def _same_as(fields: Fields, entity_source: str | None) -> list[tuple[Term, Place]]:
    found = []
    for item in fields.items("same_as"):
        scalar = as_scalar(fields.source, item, "same_as")
        if scalar is None:
            continue
        prefix, _, rest = scalar.value.partition(":")
        near = None if prefix in _LINKS else suggestion(prefix, _LINKS)
        if near is not None:  # an IRI of a scheme that nobody has
            fields.source.error(
                "KG213", f"`{prefix}:` is no prefix of links", scalar, help=f"write `{near}:{rest}`"
            )
            continue
        try:
            link = f"{_LINKS[prefix]}{rest}" if prefix in _LINKS else scalar.value
            term = iri(f"{link}/" if prefix == "geonames" else link)
            found.append((term, fields.source.place(scalar)))
        except TermError as error:
            fields.source.error("KG213", str(error), scalar)
        if entity_source is None:
            fields.source.error(
                "KG106",
                "`same_as` needs a `source`",
                scalar,
                help="add `source:` with where the link was found",
            )
    return found


def _broader(fields: Fields, entity_source: str | None) -> list[Broader]:
    found = []
    for item in fields.items("broader"):
        if isinstance(item, yaml.MappingNode):
            link = Fields(fields.source, item, ("id", "source", "period"))
            name, source = link.text("id"), link.text("source") or entity_source
            written = link.scalar("period")
            period = _period(fields.source, written) if written is not None else None
            if written is not None and period is None:
                continue
        else:
            name, source, period = getattr(item, "value", None), entity_source, None
        if not isinstance(name, str):
            fields.source.error("KG107", "`broader` must name an entity", item)
        elif source is None:
            fields.source.error(
                "KG106",
                "`broader` needs a `source`",
                item,
                help="add `source:` with where the link was found",
            )
        else:
            found.append(Broader(name, source, period, fields.source.place(item)))
    return found


def _period(source: Source, node: yaml.ScalarNode) -> Time | None:
    """The time of a period, in the grammar of times."""
    try:
        return parse_time(node.value)
    except ValueSyntaxError as error:
        source.at(
            "KG205",
            f"`period`: {error.message}",
            source.inside(node, error.start, error.end),
            help=error.help,
        )
        return None


def _check_broader(registry: Registry, report: Report) -> None:
    circling: set[str] = set()
    for entity in registry.entities.values():
        for link in entity.broader:
            above = registry.get(link.id)
            if above is None and not registry.may_hold(link.id):
                known = [e.id for e in registry.entities.values() if e.kind == entity.kind]
                near, certain = suggestion(link.id, known), sure(link.id, known)
                report(
                    diagnostic(
                        "KG201",
                        f"the registry holds no `{link.id}`",
                        link.place,
                        label="unknown name",
                        help=f"write `{near}`" if near else None,
                        fix=Fix(link.place, certain) if certain else None,
                    )
                )
            elif above is not None and above.kind != entity.kind:
                report(
                    diagnostic(
                        "KG202",
                        f"`broader` of `{entity.id}` names `{link.id}`, which is in {above.kind.file}.yaml",
                        link.place,
                    )
                )
        if entity.id not in circling and entity.id in (above_it := registry.ancestors(entity.id)):
            # A circle is one fault, however many entities stand in it.
            circling |= {name for name in above_it if entity.id in registry.ancestors(name)}
            place = next(
                link.place
                for link in entity.broader
                if link.id == entity.id or entity.id in registry.ancestors(link.id)
            )
            report(diagnostic("KG504", f"`broader` leads from `{entity.id}` back to itself", place))
