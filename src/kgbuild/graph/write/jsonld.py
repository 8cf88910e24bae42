"""JSON-LD that reads like a document: claims inside their document, evidence inside its claim.

Source: JSON-LD 1.1, sections 4.2 (values), 4.5 (nested nodes), 4.8 (reverse properties), 4.9 (named graphs).

A canonical N-Triples string uses only escapes that JSON has too, with the same meaning, so the quoted
text of a literal is copied as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeAlias

from kgbuild.core.terms import XSD, Term, Triple
from kgbuild.graph.terms import TYPE
from kgbuild.graph.write.context import JsonLdContext
from kgbuild.graph.write.names import CACHE_LIMIT, WIDTH, ByteSink, TermTexts
from kgbuild.ontology.namespaces import KG

_DOCUMENT: Final = f"<{KG}Document>"
_INTEGER: Final = f"<{XSD}integer>"
_BOOLEAN: Final = f"<{XSD}boolean>"
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_SAFE_INTEGER: Final = 2**53 - 1  # what every JSON reader keeps exactly
_DEEPEST: Final = 8
"""Nodes nested in one another, at most; what lies deeper stands on its own."""
_UNTYPED: Final = frozenset({""})
_CHUNK: Final = 1024
_ROOT_LEVEL: Final = 4

_Groups: TypeAlias = list[tuple[Term, list[Term]]]
"""Predicates of one subject, each with its objects, sorted."""
_subject = itemgetter(0)
_predicate = itemgetter(1)


class _Values(TermTexts):
    """Term → JSON text, as the value of a property with one coercion (JSON-LD 1.1, section 4.2.3)."""

    def __init__(self, context: JsonLdContext, coercion: str | None, limit: int = CACHE_LIMIT) -> None:
        super().__init__(limit)
        self._context = context
        self._coercion = coercion

    def _iri(self, term: Term) -> str:
        text = f'"{self._context.compact(term)}"'
        return text if self._coercion == "@id" else f'{{"{self._context.id_key}": {text}}}'

    def _literal(self, term: Term) -> str:
        cut = term.rfind('"') + 1
        text = term[:cut]
        if cut == len(term):
            return text if self._coercion is None else f'{{"@value": {text}}}'
        if term[cut] == "@":
            return f'{{"@language": "{term[cut + 1 :]}", "@value": {text}}}'
        datatype = term[cut + 2 :]
        if self._coercion in (None, datatype) and _is_native(text[1:-1], datatype):
            return text[1:-1]
        if self._coercion == datatype:
            return text
        return f'{{"@type": "{self._context.compact(datatype)}", "@value": {text}}}'


def _is_native(lexical: str, datatype: Term) -> bool:
    """Whether a JSON number or boolean comes back as this very literal (JSON-LD 1.1 API, section 8.2)."""
    if datatype == _INTEGER:
        return bool(_CANONICAL_INTEGER.fullmatch(lexical)) and abs(int(lexical)) <= _SAFE_INTEGER
    return datatype == _BOOLEAN and lexical in ("true", "false")


class _Forms:
    """How the terms of one file are written: keys and values, remembered over its graphs."""

    __slots__ = ("_context", "_values", "keys", "names", "reverse", "values_of")

    def __init__(self, context: JsonLdContext) -> None:
        self._context = context
        self._values: dict[str | None, _Values] = {}
        self.names = self._with("@id")
        self.keys: dict[Term, str] = {}
        self.values_of: dict[Term, _Values] = {}
        self.reverse = sorted((f"{_quoted(key)}: ", predicate) for predicate, key in context.reverse.items())

    def property(self, predicate: Term) -> tuple[str, _Values]:
        """The start of a member, such as ``"inDocument": ``, and the texts of its values."""
        key = self.keys.get(predicate)
        if key is None:
            known = self._context.forward.get(predicate)
            key = f"{_quoted(known.key if known else self._context.compact(predicate))}: "
            self.keys[predicate] = key
            self.values_of[predicate] = self._with(known.coercion if known else None)
        return key, self.values_of[predicate]

    def _with(self, coercion: str | None) -> _Values:
        return self._values.setdefault(coercion, _Values(self._context, coercion))


class _Graph:
    """One graph as nested nodes. Each node is written once; where it is met again stands its id.

    A node takes what it refers to, then what refers to it by a reverse key, before these take theirs: so
    every node lies as near to its root as it can. Never nested are documents, and a node in one of its own
    type.
    """

    __slots__ = ("_forms", "_free", "_id", "_incoming", "_nodes", "_type", "_types")

    def __init__(self, triples: Sequence[Triple], forms: _Forms, context: JsonLdContext) -> None:
        self._forms = forms
        self._id = f"{_quoted(context.id_key)}: "
        self._type = f"{_quoted(context.type_key)}: "
        self._nodes: dict[Term, _Groups] = {
            subject: [(p, [t[2] for t in group]) for p, group in groupby(about, _predicate)]
            for subject, about in groupby(triples, _subject)
        }
        self._types: dict[Term, frozenset[Term]] = {
            subject: frozenset(types)
            for subject, groups in self._nodes.items()
            for predicate, types in groups
            if predicate == TYPE
        }
        self._incoming: dict[tuple[Term, Term], list[Term]] = {}
        for subject, predicate, value in triples:
            if predicate in context.reverse:
                self._incoming.setdefault((predicate, value), []).append(subject)
        self._free: set[Term] = set()

    def roots(self) -> Iterator[str]:
        """The nodes that are not nested: documents, then the rest, each sorted."""
        documents = [s for s, types in self._types.items() if _DOCUMENT in types]
        self._free = set(self._nodes).difference(documents)
        for subject in documents:
            yield self._node(subject, _ROOT_LEVEL, 0, 1, frozenset())
        for subject in self._nodes:
            if subject in self._free:
                self._free.discard(subject)
                yield self._node(subject, _ROOT_LEVEL, 0, 1, frozenset())

    def _node(
        self,
        subject: Term,
        level: int,
        lead: int,
        depth: int,
        above: frozenset[Term],
        said: tuple[Term, Term] | None = None,
    ) -> str:
        """A node object. ``said``: predicate and object that the reverse key around it has said already."""
        groups = self._nodes[subject]
        kinds = above | self._types.get(subject, _UNTYPED)
        taken, taking = self._take(subject, groups, kinds) if depth < _DEEPEST else (set(), [])
        members = [self._id + self._forms.names[subject]]
        for predicate, objects in groups:
            if said is not None and predicate == said[0]:
                objects = [o for o in objects if o != said[1]]
            if predicate == TYPE:
                self._add_types(members, objects, level)
            elif objects:
                key, values = self._forms.property(predicate)
                inner = level + 1 if len(objects) == 1 else level + 2
                texts: list[str] = []
                for o in objects:
                    if o in taken:
                        taken.discard(o)
                        texts.append(self._node(o, inner, len(key), depth + 1, kinds))
                    else:
                        texts.append(values[o])
                members.append(key + _array(texts, level + 1, len(key)))
        for key, predicate, sources in taking:
            inner = level + 1 if len(sources) == 1 else level + 2
            said = (predicate, subject)
            texts = [self._node(s, inner, len(key), depth + 1, kinds, said) for s in sources]
            members.append(key + _array(texts, level + 1, len(key)))
        return _braced(members, level, lead)

    def _take(
        self, subject: Term, groups: _Groups, kinds: frozenset[Term]
    ) -> tuple[set[Term], list[tuple[str, Term, list[Term]]]]:
        """What ``subject`` nests: objects, and by reverse keys (key, predicate, subjects)."""
        free, types = self._free, self._types
        taken: set[Term] = set()
        for predicate, objects in groups:
            if predicate != TYPE:
                for o in objects:
                    if o in free and kinds.isdisjoint(types.get(o, _UNTYPED)):
                        free.discard(o)
                        taken.add(o)
        taking: list[tuple[str, Term, list[Term]]] = []
        for key, predicate in self._forms.reverse:
            sources = [
                s
                for s in self._incoming.get((predicate, subject), ())
                if s in free and kinds.isdisjoint(types.get(s, _UNTYPED))
            ]
            if sources:
                free.difference_update(sources)
                taking.append((key, predicate, sources))
        return taken, taking

    def _add_types(self, members: list[str], objects: list[Term], level: int) -> None:
        """``type`` stands second. It takes no literal (section 3.5): that goes under the property's IRI."""
        names = [self._forms.names[o] for o in objects if o[0] == "<"]
        literals = [o for o in objects if o[0] != "<"]
        if names:
            members.insert(1, self._type + _array(names, level + 1, len(self._type)))
        if literals:
            key, values = self._forms.property(TYPE)
            members.append(key + _array([values[o] for o in literals], level + 1, len(key)))


class JsonLdWriter:
    """Writes graphs as one JSON-LD 1.1 document with its context inside (section 4.9, named graphs).

    ``context`` is what :func:`~kgbuild.graph.write.context.build_context` makes. A predicate it does not know is
    written by its compact or full IRI. Values that differ from the coercion of their key say their own type.
    """

    __slots__ = ("_context", "_forms", "_id", "_separator", "_stream")

    def __init__(self, stream: ByteSink, context: Mapping[str, object]) -> None:
        self._context = JsonLdContext(context)
        self._forms = _Forms(self._context)
        self._id = _quoted(self._context.id_key)
        self._stream = stream
        self._separator = "\n  "
        terms = [f"{_quoted(key)}: {_dumps(value)}" for key, value in context.items()]
        text = "{\n" + ' "@context": {\n  ' + ",\n  ".join(terms) + "\n },\n" + ' "@graph": ['
        stream.write(text.encode())

    def graph(self, name: Term, triples: Sequence[Triple]) -> None:
        """Write one graph; an empty one leaves nothing. ``triples`` are sorted and without duplicates."""
        if not triples:
            return
        head = f'{self._separator}{{\n   {self._id}: {self._forms.names[name]},\n   "@graph": [\n    '
        self._separator = ",\n  "
        texts: list[str] = []
        for root in _Graph(triples, self._forms, self._context).roots():
            texts.append(root)
            if len(texts) >= _CHUNK:
                self._stream.write((head + ",\n    ".join(texts)).encode())
                head, texts = ",\n    ", []
        tail = "\n   ]\n  }"
        self._stream.write((head + ",\n    ".join(texts) + tail if texts else tail).encode())

    def close(self) -> None:
        """Write the end of the document; the stream stays open."""
        end = "]\n}\n" if self._separator == "\n  " else "\n ]\n}\n"
        self._stream.write(end.encode())


def _array(texts: list[str], level: int, lead: int) -> str:
    """One value as it is; several as an array, on one line where they fit."""
    if len(texts) == 1:
        return texts[0]
    length = level + lead + 3 + sum(map(len, texts)) + 2 * len(texts)
    if length <= WIDTH and not any("\n" in text for text in texts):
        return f"[{', '.join(texts)}]"
    indent = "\n" + " " * level
    return f"[{indent} " + f",{indent} ".join(texts) + f"{indent}]"


def _braced(members: list[str], level: int, lead: int) -> str:
    """The object of ``members``, on one line where they fit."""
    length = level + lead + 3 + sum(map(len, members)) + 2 * len(members)
    if length <= WIDTH and not any("\n" in member for member in members):
        return f"{{{', '.join(members)}}}"
    indent = "\n" + " " * level
    return f"{{{indent} " + f",{indent} ".join(members) + f"{indent}}}"


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
