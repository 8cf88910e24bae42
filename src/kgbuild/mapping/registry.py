"""The registry: who and what the mappings speak of, each with a neutral type, names, and links with their sources.

``registry/KIND.yaml`` holds ``id: {type, label: {lang: text}, also: [...], broader: [...], same_as: [...], source}``,
of a place also ``lat`` and ``long``.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from kgbuild.core.errors import TermError
from kgbuild.core.files import read_file
from kgbuild.core.limits import MAX_REGISTRY_BYTES
from kgbuild.core.places import Place
from kgbuild.core.project import files_of
from kgbuild.core.similar import misspelling, suggestion, sure
from kgbuild.core.terms import Term, iri
from kgbuild.findings.diagnostics import Fix, Related, diagnostic
from kgbuild.mapping.fields import Fields, as_mapping, as_scalar, check_id, check_literal
from kgbuild.mapping.positions import GeoPoint, read_position
from kgbuild.mapping.spellings import Spellings
from kgbuild.mapping.tree import InputFile, Report, TooManyFaultsError, read_tree
from kgbuild.ontology.keys import BROADER, ENTITY
from kgbuild.ontology.vocabulary import EntityType, RegistryKind, Vocabulary
from kgbuild.values.dates import parse_time
from kgbuild.values.edtf import Time
from kgbuild.values.errors import ValueSyntaxError

_LINKS: Final = {
    "wikidata": "http://www.wikidata.org/entity/",
    "geonames": "https://sws.geonames.org/",
    "viaf": "https://viaf.org/viaf/",
    "gnd": "https://d-nb.info/gnd/",
}


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
    position: GeoPoint | None
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

    @cached_property
    def spellings(self) -> Spellings:
        """The names of all entities, to be found in texts."""
        return Spellings((name, entity.id) for entity in self.entities.values() for name in entity.names())

    def get(self, name: str) -> Entity | None:
        """The entity with this id."""
        return self.entities.get(name)

    @property
    def is_whole(self) -> bool:
        """Whether every entry of the registry was read."""
        return not self._unread

    def may_hold(self, name: str) -> bool:
        """Whether a name may be unknown only because of a fault in the registry that is reported already."""
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
    found = _Entities(base, vocabulary)
    digest = hashlib.sha256()
    for path in files_of(folder, ".yaml"):
        content = read_file(path)
        # A checkout with other line ends is the same registry, and must give the same bytes.
        text = content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(text).digest())
        found.read(path, content, f"{relative}/{path.name}", report)
    registry = Registry(found.by_id, digest.hexdigest(), frozenset(found.unread))
    _check_broader(registry, report)
    return registry


class _Entities:
    """The entities of the files read so far, and the ids of those that were reported and left out."""

    def __init__(self, base: str, vocabulary: Vocabulary) -> None:
        self.by_id: dict[str, Entity] = {}
        self.unread: set[str | None] = set()
        self._base = base
        self._vocabulary = vocabulary
        self._folded: dict[str, Entity] = {}

    def read(self, path: Path, content: bytes, name: str, report: Report) -> None:
        """Read one file. What is wrong with it is reported."""
        kind = self._vocabulary.kinds.get(path.stem)
        if kind is None:
            known = ", ".join(f"{file}.yaml" for file in sorted(self._vocabulary.kinds))
            message = f"`{path.name}` is no registry file"
            report(diagnostic("KG203", message, Place.whole(name), notes=[f"one of: {known}"]))
            return
        tree = read_tree(content, name, report, MAX_REGISTRY_BYTES)
        if tree is None:
            self.unread.add(None)
            return
        file, root = tree
        reader = _EntityReader(file, kind, self._base, self._vocabulary)
        try:
            for key, node in root.value:
                self._add(file, key, reader.entity(key, node))
        except TooManyFaultsError:
            self.unread.add(None)

    def _add(self, file: InputFile, key: yaml.ScalarNode, entity: Entity | None) -> None:
        """Add an entity, unless it was reported or there is one of its id."""
        name = key.value.casefold()
        first = self._folded.setdefault(name, entity) if entity is not None else None
        if entity is not None and first is entity:
            self.by_id[entity.id] = entity
            return
        self.unread.add(name)
        if entity is not None and first is not None:
            related = [Related(first.place, "first defined here")]
            file.error("KG209", f"the id `{entity.id}` is defined twice", key, related=related)


class _EntityReader:
    """Reads the entries of one registry file."""

    def __init__(self, file: InputFile, kind: RegistryKind, base: str, vocabulary: Vocabulary) -> None:
        self.file = file
        self.kind = kind
        self._base = base
        self._types = {name: item for name, item in vocabulary.types.items() if item.root == kind.iri}

    def choices(self, name: str) -> Mapping[str, EntityType]:
        """The types of the file: the one closed list that an entry has a member of."""
        return self._types

    def entity(self, key: yaml.ScalarNode, node: yaml.Node) -> Entity | None:
        """The entity of an entry, or ``None`` after reporting why there is none."""
        block = as_mapping(self.file, node, key.value) if check_id(self.file, key) else None
        if block is None:
            return None
        fields = Fields(self, block, ENTITY, owner=key.value)
        chosen, labels = fields.choice("type"), _labels(fields)
        if chosen is None or not labels:
            return None
        source = fields.text("source")
        also, links, symbols = _also(fields), _same_as(fields, source), _texts(fields, "symbols")
        place = self.file.place
        return Entity(
            id=key.value,
            term=iri(f"{self._base}{self.kind.iri_kind}/{key.value}"),
            kind=self.kind,
            type=chosen,
            labels=tuple((language, text) for language, text, _ in labels),
            also=tuple((language, text) for language, text, _ in also),
            broader=tuple(_broader(fields, source)),
            same_as=tuple(link for link, _ in links),
            source=source,
            symbols=tuple(symbol.value for symbol in symbols),
            position=read_position(fields, self.kind.file, source),
            place=place(key),
            places={
                "type": (place(fields.nodes["type"]),),
                "label": tuple(where for _, _, where in labels),
                "also": tuple(where for _, _, where in also),
                "same_as": tuple(where for _, where in links),
                "source": (place(fields.nodes["source"]),) if source is not None else (),
                "symbols": tuple(place(symbol) for symbol in symbols),
            },
        )


_Texts: TypeAlias = list[tuple[str, str, Place]]
"""Texts, each with its language before it and its place behind it."""


def _labels(fields: Fields) -> _Texts:
    node = fields.nodes.get("label")
    if node is None:
        return []
    if isinstance(node, yaml.ScalarNode) and node.value:
        help_text = f"write `label: {{en: {node.value}}}`"
        fields.file.error("KG107", "`label` does not give its language", node, help=help_text)
        return []
    block = as_mapping(fields.file, node, "label")
    if block is not None and not block.value:
        fields.missing("label")
    return [] if block is None else sorted(_by_language(fields.file, block))


def _also(fields: Fields) -> _Texts:
    """Other spellings: texts, or ``{lang: text}``; a bare text has no language ("und")."""
    found: _Texts = []
    for item in fields.items("also"):
        if isinstance(item, yaml.MappingNode):
            found += _by_language(fields.file, item, "also")
        elif (text := as_scalar(fields.file, item, "also")) is not None:
            found.append(("und", text.value, fields.file.place(text)))
    return found


def _by_language(file: InputFile, block: yaml.MappingNode, what: str | None = None) -> _Texts:
    """The texts of ``{lang: text}``. One that is no text is reported as ``what``, or else by its language."""
    found = []
    for language, value in block.value:
        text = as_scalar(file, value, what or language.value)
        if text is not None and check_literal(file, language, text.value, language.value):
            found.append((language.value.lower(), text.value, file.place(text)))
    return found


def _texts(fields: Fields, key: str) -> list[yaml.ScalarNode]:
    scalars = (as_scalar(fields.file, item, key) for item in fields.items(key))
    return [scalar for scalar in scalars if scalar is not None]


def _same_as(fields: Fields, source: str | None) -> list[tuple[Term, Place]]:
    found = []
    for scalar in _texts(fields, "same_as"):
        prefix, _, rest = scalar.value.partition(":")
        near = None if prefix in _LINKS else suggestion(prefix, _LINKS)
        if near is not None:  # else it would be an IRI of a scheme that does not exist
            message = f"`{prefix}:` is no prefix of links"
            fields.file.error("KG213", message, scalar, help=f"write `{near}:{rest}`")
            continue
        try:
            link = f"{_LINKS[prefix]}{rest}" if prefix in _LINKS else scalar.value
            term = iri(f"{link}/" if prefix == "geonames" else link)
            found.append((term, fields.file.place(scalar)))
        except TermError as error:
            fields.file.error("KG213", str(error), scalar)
        if source is None:
            _no_source(fields, "same_as", scalar)
    return found


def _broader(fields: Fields, source: str | None) -> Iterator[Broader]:
    for item in fields.items("broader"):
        if isinstance(item, yaml.MappingNode):
            link = Fields(fields.context, item, BROADER)
            if "id" not in link:
                continue
            name, origin = link.text("id"), link.text("source") or source
            written = link.scalar("period")
            period = _period(fields.file, written) if written is not None else None
            if written is not None and period is None:
                continue
        else:
            name, origin, period = getattr(item, "value", None), source, None
        if not isinstance(name, str):
            fields.file.error("KG107", "`broader` must name an entity", item)
        elif origin is None:
            _no_source(fields, "broader", item)
        else:
            yield Broader(name, origin, period, fields.file.place(item))


def _no_source(fields: Fields, key: str, node: yaml.Node) -> None:
    """Report a link of an entity that does not say where it was found."""
    fields.file.error("KG106", f"`{key}` needs a `source`", node, help=ENTITY.keys["source"].advice)


def _period(file: InputFile, node: yaml.ScalarNode) -> Time | None:
    """The time of a period, in the grammar of times."""
    try:
        return parse_time(node.value)
    except ValueSyntaxError as error:
        file.at(
            "KG205",
            f"`period`: {error.message}",
            file.inside(node, error.start, error.end),
            help=error.help,
        )
        return None


def _check_broader(registry: Registry, report: Report) -> None:
    """Report links upwards to no entity, to one of another file, and in a circle."""
    circling: set[str] = set()
    for entity in registry.entities.values():
        for link in entity.broader:
            _check_link(registry, entity, link, report)
        if entity.id not in circling and entity.id in (above := registry.ancestors(entity.id)):
            # A circle is one fault, however many entities are on it.
            circling |= {name for name in above if entity.id in registry.ancestors(name)}
            place = next(
                link.place
                for link in entity.broader
                if link.id == entity.id or entity.id in registry.ancestors(link.id)
            )
            report(diagnostic("KG504", f"`broader` leads from `{entity.id}` back to itself", place))


def _check_link(registry: Registry, entity: Entity, link: Broader, report: Report) -> None:
    above = registry.get(link.id)
    if above is None and not registry.may_hold(link.id):
        known = [each.id for each in registry.entities.values() if each.kind == entity.kind]
        near, certain = misspelling(link.id, known), sure(link.id, known)
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
        message = f"`broader` of `{entity.id}` names `{link.id}`, which is in {above.kind.file}.yaml"
        report(diagnostic("KG202", message, link.place))
