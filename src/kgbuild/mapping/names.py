"""What the names in a mapping mean: entities of the registry, articles of law, documents and their parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import yaml

from kgbuild.core.places import Place
from kgbuild.core.similar import misspelling
from kgbuild.core.terms import Term, iri, is_id
from kgbuild.findings.diagnostics import Fix, Stub
from kgbuild.mapping.fields import Fields, as_scalar, choice_of, fix_of
from kgbuild.mapping.model import Ref
from kgbuild.mapping.registry import Entity, Registry
from kgbuild.mapping.tree import InputFile
from kgbuild.ontology.keys import CLAIM_KIND, DOCUMENTS, NAME, PROVISION, WORK
from kgbuild.ontology.namespaces import KG, RDFS
from kgbuild.ontology.vocabulary import Vocabulary

_TITLED: Final = frozenset(KG + each for each in ("Person", "Organisation", "Office", "Place"))
"""Kinds whose names are mostly written with capitals."""


class Names:
    """What names mean in one mapping: those of the registry, and the document's own id and part ids."""

    def __init__(
        self, file: InputFile, base: str, vocabulary: Vocabulary, registry: Registry, language: str = "en"
    ) -> None:
        self.file = file
        self.base = base
        self.vocabulary = vocabulary
        self.registry = registry
        self.language = language
        self.document = ""
        self.parts: frozenset[str] = frozenset()
        self.shared_voices: dict[str, tuple[str, Place]] = {}
        """The unnamed voices that claims share, by their ids: the words for each, and where they are first written."""

    def choices(self, name: str) -> Mapping[str, Any]:
        """The members of a closed list by their words."""
        return self.vocabulary.choices(name)

    def node(self, kind: str, name: str) -> Term:
        """The IRI of a node of this project. Raises :class:`kgbuild.core.errors.TermError`."""
        return iri(f"{self.base}{kind}/{name}")

    def named(self, fields: Fields, key: str) -> Ref | None:
        """What the name at a key of a block means, or ``None`` where there is none."""
        node = fields.nodes.get(key)
        return None if node is None else self.resolve(node, key, fields.block[key].kinds)

    def resolve(self, node: yaml.Node, what: str, kinds: frozenset[str] | None = None) -> Ref | None:
        """The entity or document that a node names: a bare id, or ``{id: …, identity: …, reading: …}``.

        ``kinds`` are the classes allowed (none: any). Faults are reported at the name.
        """
        if isinstance(node, yaml.MappingNode):
            fields = Fields(self, node, NAME)
            name = fields.nodes.get("id")
            ref = None if name is None else self.resolve(name, what, kinds)
            return None if ref is None else self.graded(ref, fields.nodes)
        scalar = as_scalar(self.file, node, what)
        return None if scalar is None else self._named(scalar, what, kinds)

    def graded(self, ref: Ref, nodes: Mapping[str, yaml.Node]) -> Ref:
        """The reference with the ``identity`` and ``reading`` beside it."""
        node = nodes.get("identity")
        grade = choice_of(self, NAME.keys["identity"], node) if node is not None else None
        if node is None or grade is None or grade.key == "certain":
            return ref
        reading = as_scalar(self.file, nodes["reading"], "reading") if "reading" in nodes else None
        if reading is None:
            self.file.error(
                "KG214",
                f"`identity: {grade.key}` has no reading",
                node,
                help="add `reading:` with what the identification rests on",
            )
        return replace(ref, identity=grade.key, reading=reading.value if reading is not None else None)

    def _named(self, scalar: yaml.ScalarNode, what: str, kinds: frozenset[str] | None) -> Ref | None:
        """What a bare name means; a finding if it means nothing, or nothing of these kinds."""
        name, place = scalar.value, self.file.place(scalar)
        entity = self.registry.entities.get(name)
        if entity is not None:
            if kinds is not None and kinds.isdisjoint(entity.type.ancestors):
                self._wrong_kind(scalar, what, kinds, entity.type.label)
                return None
            return Ref(entity.term, entity.id, entity.label, place=place)
        head, _, tail = name.partition(".")
        law = self.registry.entities.get(head)
        if law is not None and law.kind.file == "laws" and is_id(tail):
            if kinds is not None and kinds.isdisjoint(law.type.ancestors | {PROVISION}):
                self._wrong_kind(scalar, what, kinds, "a legal provision")
                return None
            return Ref(self.node("law", name), name, f"{law.label}, {tail}", place=place)
        if kinds is not None and CLAIM_KIND in kinds and _is_claim_id(name):
            return Ref(self.node("claim", name), name, name, corpus=True, place=place)
        found = None
        if kinds is None or kinds & DOCUMENTS or WORK in kinds:
            found = self._document(name, place, anywhere=kinds is not None)
        if found is None:
            self._unknown(scalar, kinds)
        return found

    def _document(self, name: str, place: Place, *, anywhere: bool) -> Ref | None:
        """A document or part: of this mapping, or, if ``anywhere``, of another, which the corpus pass checks."""
        head, dot, tail = name.partition(".")
        if not is_id(head) or (dot and not is_id(tail)):
            return None
        own = head == self.document
        if (own and tail and tail not in self.parts) or not (own or anywhere):
            return None
        return Ref(self.node("part" if tail else "doc", name), name, name, corpus=not own, place=place)

    def _wrong_kind(self, scalar: yaml.ScalarNode, what: str, kinds: Iterable[str], found: str) -> None:
        wanted = ", ".join(sorted(self.vocabulary.one(kind, RDFS + "label", kind) for kind in kinds))
        self.file.error(
            "KG202", f"`{scalar.value}` is of the kind `{found}`; `{what}` takes: {wanted}", scalar
        )

    def _unknown(self, scalar: yaml.ScalarNode, kinds: frozenset[str] | None) -> None:
        """Report a name that the registry does not hold, with the one it may be meant for."""
        if self.registry.may_hold(scalar.value.partition(".")[0]):
            return
        candidates = [
            e.id for e in self.registry.entities.values() if kinds is None or kinds & e.type.ancestors
        ]
        named = self._by_name(scalar.value)
        near = misspelling(scalar.value, candidates) or named
        stub = None if near else self.stub(scalar.value, kinds)
        fix = fix_of(self.file, scalar, candidates)
        if fix is None and named in candidates and near == named:
            fix = Fix(self.file.place(scalar), named)
        self.file.error(
            "KG201",
            f"the registry holds no `{scalar.value}`",
            scalar,
            label="unknown name",
            help=f"write `{near}`" if near else stub.help if stub else None,
            fix=fix,
            stub=stub,
        )

    def stub(self, name: str, kinds: frozenset[str] | None) -> Stub | None:
        """The entry for a name that is new, in each file of the registry that can hold it."""
        if not is_id(name):
            return None
        words = name.replace("-", " ").replace("_", " ")
        entries = []
        for kind in self.vocabulary.kinds.values() if kinds else ():
            types = [each for each in self.vocabulary.types.values() if each.root == kind.iri]
            # The plainest type that will do: that of the file as a whole, if any of its kind may stand here.
            fitting = [each for each in types if kinds and kinds & each.ancestors]
            chosen = next((each for each in fitting if each.iri == kind.iri), fitting[0] if fitting else None)
            if chosen is not None:
                label = words.title() if kind.iri in _TITLED else words
                entry = f"{name}: {{type: {chosen.key}, label: {{{self.language}: {label}}}}}"
                entries.append((f"{kind.file}.yaml", entry))
        return Stub(name, tuple(sorted(entries)))

    def _by_name(self, name: str) -> str | None:
        """The one id whose label or spelling is what was written."""
        found = [
            e.id
            for e in self.registry.entities.values()
            if name.casefold() in (n.casefold() for n in e.names())
        ]
        return found[0] if len(found) == 1 else None

    def group(self, words: str) -> Entity | None:
        """The group that the words after a number name ("civilians")."""
        return self.registry.groups_by_name.get(words.casefold())

    def place(self, node: yaml.Node) -> Place:
        """The place of a node."""
        return self.file.place(node)


def _is_claim_id(name: str) -> bool:
    """Whether a name can be that of a claim: DOCUMENT.ENTRY.PROPERTY, perhaps with a value."""
    return name.count(".") >= 2 and all(map(is_id, name.split(".", 3)[:3]))
