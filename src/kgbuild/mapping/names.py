"""Names of a mapping → what they mean: registry entities, articles of law, documents and their parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import yaml

from kgbuild.core.places import Place
from kgbuild.core.similar import suggestion
from kgbuild.core.terms import Term, iri, is_id
from kgbuild.findings.diagnostics import Fix
from kgbuild.mapping.fields import Fields, as_scalar, choose, form, misspelt
from kgbuild.mapping.model import QuoteSpec, Ref
from kgbuild.mapping.registry import PROVISION, Entity, Registry
from kgbuild.mapping.tree import Source
from kgbuild.ontology.vocabulary import KG, ClaimProperty, Vocabulary

AGENTS = frozenset({KG + "Person", KG + "Organisation", KG + "Office", KG + "Group"})
DOCUMENTS = frozenset({KG + "Document", KG + "Part"})
WORK = KG + "Work"
CLAIM = KG + "Claim"


class Names:
    """The name space of one mapping: the vocabulary, the registry, and the document's own id and part ids."""

    def __init__(self, source: Source, base: str, vocabulary: Vocabulary, registry: Registry) -> None:
        self.source = source
        self.base = base
        self.vocabulary = vocabulary
        self.registry = registry
        self.document = ""
        self.parts: frozenset[str] = frozenset()
        self._grades = vocabulary.choices("identityGrades")

    def node(self, kind: str, name: str) -> Term:
        """The IRI of a node of this project. Raises :class:`kgbuild.core.errors.TermError`."""
        return iri(f"{self.base}{kind}/{name}")

    def resolve(self, node: yaml.Node, what: str, kinds: frozenset[str] | None = None) -> Ref | None:
        """The entity or document that a node names: a bare id, or ``{id: …, identity: …, reading: …}``.

        ``kinds`` are the classes allowed (none: any). Faults are reported at the name.
        """
        if isinstance(node, yaml.MappingNode):
            fields = Fields(self.source, node, ("id", "identity", "reading"))
            name = fields.required("id")
            ref = None if name is None else self.resolve(name, what, kinds)
            return None if ref is None else self.graded(ref, fields.nodes)
        scalar = as_scalar(self.source, node, what)
        return None if scalar is None else self._named(scalar, what, kinds)

    def graded(self, ref: Ref, nodes: Mapping[str, yaml.Node]) -> Ref:
        """The reference with the ``identity`` and ``reading`` that stand beside it."""
        node = nodes.get("identity")
        scalar = as_scalar(self.source, node, "identity") if node is not None else None
        grade = choose(self.source, scalar, "identity", self._grades) if scalar is not None else None
        if grade is None or scalar is None or grade.key == "certain":
            return ref
        reading = as_scalar(self.source, nodes["reading"], "reading") if "reading" in nodes else None
        if reading is None:
            self.source.error(
                "KG214",
                f"`identity: {grade.key}` has no reading",
                scalar,
                help="add `reading:` with what the identification rests on",
            )
        return replace(ref, identity=grade.key, reading=reading.value if reading is not None else None)

    def _named(self, scalar: yaml.ScalarNode, what: str, kinds: frozenset[str] | None) -> Ref | None:
        name = scalar.value
        entity = self.registry.entities.get(name)
        if entity is not None:
            if kinds is not None and kinds.isdisjoint(entity.type.ancestors):
                self._wrong_kind(scalar, what, kinds, entity.type.label)
                return None
            return Ref(entity.term, entity.id, entity.label, place=self.source.place(scalar))
        head, _, tail = name.partition(".")
        law = self.registry.entities.get(head)
        if law is not None and tail and law.kind.file == "laws" and is_id(tail):
            if kinds is not None and not (kinds & (law.type.ancestors | {PROVISION})):
                self._wrong_kind(scalar, what, kinds, "a legal provision")
                return None
            return Ref(self.node("law", name), name, f"{law.label}, {tail}", place=self.source.place(scalar))
        if (
            kinds is not None
            and CLAIM in kinds
            and name.count(".") >= 2
            and all(map(is_id, name.split(".", 3)[:3]))
        ):
            return Ref(self.node("claim", name), name, name, corpus=True, place=self.source.place(scalar))
        if kinds is None or kinds & DOCUMENTS or WORK in kinds:
            ref = self._document(scalar, head, tail, kinds)
            if ref is not None:
                return ref
        self._unknown(scalar, what, kinds)
        return None

    def _document(
        self, scalar: yaml.ScalarNode, head: str, tail: str, kinds: frozenset[str] | None
    ) -> Ref | None:
        """A document or part: of this mapping (checked here) or of another (checked over the corpus)."""
        name, place = scalar.value, self.source.place(scalar)
        if not is_id(head) or (tail and not is_id(tail)):
            return None
        if head == self.document:
            if tail and tail not in self.parts:
                return None
            return Ref(self.node("part" if tail else "doc", name), name, name, place=place)
        if kinds is None:
            return None
        return Ref(self.node("part" if tail else "doc", name), name, name, corpus=True, place=place)

    def _wrong_kind(self, scalar: yaml.ScalarNode, what: str, kinds: Iterable[str], found: str) -> None:
        wanted = ", ".join(
            sorted(
                self.vocabulary.one(kind, "http://www.w3.org/2000/01/rdf-schema#label", kind)
                for kind in kinds
            )
        )
        self.source.error(
            "KG202", f"`{scalar.value}` is of the kind `{found}`; `{what}` takes: {wanted}", scalar
        )

    def _unknown(self, scalar: yaml.ScalarNode, what: str, kinds: frozenset[str] | None) -> None:
        if self.registry.may_hold(scalar.value.partition(".")[0]):
            return
        candidates = [
            e.id for e in self.registry.entities.values() if kinds is None or kinds & e.type.ancestors
        ]
        named = self._by_name(scalar.value)
        near = suggestion(scalar.value, candidates) or named
        fix = misspelt(self.source, scalar, scalar.value, candidates)
        if fix is None and named in candidates and near == named:
            fix = Fix(self.source.place(scalar), named)
        self.source.error(
            "KG201",
            f"the registry holds no `{scalar.value}`",
            scalar,
            label="unknown name",
            help=f"write `{near}`" if near else self._how_to_add(scalar.value, kinds),
            fix=fix,
        )

    def _how_to_add(self, name: str, kinds: frozenset[str] | None) -> str | None:
        """The line for a name that is new, with the files of the registry that can hold it."""
        files = sorted(
            f"`{kind.file}.yaml`" for kind in self.vocabulary.kinds.values() if kinds and kind.iri in kinds
        )
        if not is_id(name):
            return None
        where = " or ".join(files) if files else "the file of its kind"
        return f"add to {where} in the registry: `{name}: {{type: TYPE, label: {{en: LABEL}}}}`"

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

    @staticmethod
    def value_kinds(prop: ClaimProperty) -> frozenset[str] | None:
        """The classes that a property's value may have; ``None`` for any."""
        if prop.value_kinds:
            return prop.value_kinds
        if prop.takes == "concept":
            return frozenset({KG + "Concept"})
        if prop.takes == "law":
            return frozenset({KG + "LegalInstrument", PROVISION})
        if prop.takes == "document":
            return DOCUMENTS | {WORK}
        return None

    def place(self, node: yaml.Node) -> Place:
        """Where a node stands."""
        return self.source.place(node)


def read_quote(
    source: Source, node: yaml.Node, what: str, occurrence: int | None = None, part: str | None = None
) -> QuoteSpec | None:
    """A quote: words, or ``{quote: words, occurrence: n}`` where they stand in the text more than once."""
    if isinstance(node, yaml.MappingNode):
        fields = Fields(source, node, ("quote", "occurrence", "context"))
        words = fields.scalar("quote")
        context, nth = fields.scalar("context"), fields.number("occurrence")
        if words is None:
            fields.required("quote")
            return None
        if (context is None and "context" in fields) or (nth is None and "occurrence" in fields):
            return None
        return QuoteSpec(
            words.value,
            context.value if context else None,
            nth,
            part,
            source.place(words),
            source.place(context) if context else None,
            source.place(fields.nodes["occurrence"]) if "occurrence" in fields else None,
        )
    if not isinstance(node, yaml.ScalarNode):
        source.error("KG107", f"`{what}` must be words of the text (got {form(node)})", node)
        return None
    scalar = as_scalar(source, node, what)
    if scalar is None:
        return None
    return QuoteSpec(scalar.value, None, occurrence, part, source.place(scalar), name=what)
