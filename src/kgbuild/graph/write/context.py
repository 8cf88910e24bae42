"""JSON-LD contexts: made from the properties of an ontology, and read back by the writer.

Source: JSON-LD 1.1, sections 4.1 (context), 4.1.5 (keyword aliases), 4.2.3 (type coercion), 4.4
(compact IRIs) and 4.8 (reverse properties).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kgbuild.claims.claim import EDTF_TYPE
from kgbuild.core.errors import TermError, VocabularyError
from kgbuild.core.terms import RDF, XSD, Term, iri, is_id
from kgbuild.graph.write.names import Prefixes
from kgbuild.ontology.namespaces import KG

_ALIASES: Final = {"id": "@id", "type": "@type"}
# A coercion to xsd:string would change nothing in RDF, but rdflib tells "x" and "x"^^xsd:string apart.
_OWN_TYPES: Final = {
    KG + "iri": "@id",
    KG + "edtfLiteral": EDTF_TYPE,
}
"""The kinds of value that have no datatype IRI of their own in the ontology."""
_PLAIN: Final = (None, XSD + "string", RDF + "langString")


@dataclass(frozen=True, slots=True)
class ContextTerm:
    """A key of the JSON, such as ``inDocument`` for ``kg:inDocument``, with the type of its values.

    ``value_type`` is a datatype, ``kg:iri``, ``kg:edtfLiteral``, or None where values may be of any kind.
    With ``reverse`` the key leads from object to subject: a document's ``claims``.
    """

    key: str
    iri: str
    value_type: str | None = None
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """How values of a predicate are written. ``coercion`` is ``@id``, a datatype as a term, or None."""

    key: str
    coercion: str | None


def build_context(entries: Iterable[ContextTerm], prefixes: Mapping[str, str]) -> dict[str, object]:
    """The JSON-LD 1.1 context (section 4.1): ``id`` and ``type``, then prefixes, then keys, each sorted.

    Raises :class:`VocabularyError` for a key that is no id, is taken by a prefix, an alias or another
    property, and for a property that has two keys.
    """
    known = Prefixes(prefixes)
    context: dict[str, object] = {"@version": 1.1, **_ALIASES}
    for name, namespace in known.namespaces.items():
        if name in _ALIASES:
            raise VocabularyError(f"the prefix {name!r} stands for {_ALIASES[name]} in JSON-LD")
        scheme, _, rest = namespace.partition(":")
        if scheme in known.namespaces and not rest.startswith("//"):
            raise VocabularyError(f"<{namespace}> of the prefix {name!r} begins with the prefix {scheme!r}")
        # Section 4.4: only a namespace that ends in a delimiter is a prefix without being said to be one.
        plain = namespace.endswith(("/", "#"))
        context[name] = namespace if plain else {"@id": namespace, "@prefix": True}
    owners: dict[tuple[str, bool], str] = {}
    for entry in sorted(entries, key=lambda e: (e.key, e.iri, e.reverse)):
        _check_key(entry, context, known)
        other = owners.setdefault((entry.iri, entry.reverse), entry.key)
        if other != entry.key:
            raise VocabularyError(f"<{entry.iri}> has two JSON keys: {other!r} and {entry.key!r}")
        context[entry.key] = _definition(entry, known)
    return context


def _check_key(entry: ContextTerm, context: Mapping[str, object], prefixes: Prefixes) -> None:
    key = entry.key
    if not is_id(key):
        raise VocabularyError(f"a JSON key must be an id (got {key!r} for <{entry.iri}>)")
    if key in _ALIASES:
        raise VocabularyError(f"the JSON key {key!r} of <{entry.iri}> stands for {_ALIASES[key]}")
    if key in prefixes.namespaces:
        raise VocabularyError(
            f"the JSON key {key!r} of <{entry.iri}> is also a prefix: {key}:x would be read as part of both"
        )
    if key in context:
        raise VocabularyError(f"the JSON key {key!r} is given twice, the second time for <{entry.iri}>")


def _definition(entry: ContextTerm, prefixes: Prefixes) -> dict[str, object]:
    """The expanded term definition (section 9.15.1); a short one could pass for a prefix."""
    target = compact(entry.iri, prefixes)
    if entry.reverse:
        return {"@reverse": target, "@type": "@id"}
    if entry.value_type in _PLAIN:
        return {"@id": target}
    kind = _OWN_TYPES.get(entry.value_type, entry.value_type)
    if kind.startswith(KG):
        raise VocabularyError(f"<{entry.iri}> has values of an unknown kind <{kind}>")
    return {"@id": target, "@type": "@id" if kind == "@id" else compact(kind, prefixes)}


def compact(bare: str, prefixes: Prefixes) -> str:
    """An IRI as JSON-LD writes it: ``prefix:rest`` or in full (section 4.4).

    Raises :class:`TermError` for an IRI whose scheme is one of the prefixes: JSON-LD has no way to write it.
    """
    iri(bare)
    return _compact(bare, prefixes)


def _compact(bare: str, prefixes: Prefixes) -> str:
    parts = prefixes.split(bare)
    if parts is not None and parts[1]:
        return f"{parts[0]}:{parts[1]}"
    scheme, _, rest = bare.partition(":")
    if scheme in prefixes.namespaces and not rest.startswith("//"):
        raise TermError(f"<{bare}> cannot be written in JSON-LD: {scheme!r} is a prefix of its context")
    return bare


class JsonLdContext:
    """A context as the writer uses it: from terms to keys.

    It reads what :func:`build_context` makes. Settings that change the meaning of values (``@vocab``,
    ``@language``, ``@base``, containers …) are refused with a :class:`VocabularyError`, because the writer
    would not honour them.
    """

    __slots__ = ("forward", "id_key", "prefixes", "reverse", "type_key")

    def __init__(self, context: Mapping[str, object]) -> None:
        self.id_key = "@id"
        self.type_key = "@type"
        self.forward: dict[Term, Property] = {}
        self.reverse: dict[Term, str] = {}
        self.prefixes = Prefixes({k: n for k, v in context.items() if (n := _namespace(k, v)) is not None})
        for key in sorted(context):
            if key not in self.prefixes.namespaces:
                self._take(key, context[key])

    def compact(self, term: Term) -> str:
        """The IRI of ``term``, which was checked when it was made, as JSON-LD writes it."""
        return _compact(term[1:-1], self.prefixes)

    def _take(self, key: str, value: object) -> None:
        if key == "@version" and value == 1.1:
            return
        if value == "@id":
            self.id_key = key
        elif value == "@type":
            self.type_key = key
        elif isinstance(value, Mapping) and is_id(key):
            self._define(key, value)
        else:
            raise VocabularyError(f"the JSON-LD writer cannot use {key!r}: {value!r} in a context")

    def _define(self, key: str, definition: Mapping[str, object]) -> None:
        coercion = definition.get("@type")
        if set(definition) == {"@reverse", "@type"} and coercion == "@id":
            self.reverse.setdefault(self._expand(definition["@reverse"]), key)
        elif "@id" in definition and set(definition) <= {"@id", "@type"}:
            if coercion is not None and coercion != "@id":
                coercion = self._expand(coercion)
            prop = Property(key, coercion)
            self.forward.setdefault(self._expand(definition["@id"]), prop)
        else:
            raise VocabularyError(f"the JSON-LD writer cannot use {key!r}: {dict(definition)!r} in a context")

    def _expand(self, value: object) -> Term:
        if not isinstance(value, str) or value.startswith("@"):
            raise VocabularyError(f"the JSON-LD writer needs an IRI in a context (got {value!r})")
        name, colon, rest = value.partition(":")
        if colon and not rest.startswith("//") and name in self.prefixes.namespaces:
            return iri(self.prefixes.namespaces[name] + rest)
        return iri(value)


def _namespace(key: str, value: object) -> str | None:
    """The namespace if a definition makes ``key`` a prefix (section 4.4)."""
    if isinstance(value, str) and not key.startswith("@") and value.endswith(("/", "#")):
        return value
    if isinstance(value, Mapping) and value.get("@prefix") is True and set(value) == {"@id", "@prefix"}:
        return str(value["@id"])
    return None
