"""The shapes as data: what each one is called, what it says when it fires, how severe it is, which nodes it looks at.

Source: SHACL (W3C Recommendation), sections 2.1 (shapes, targets, severity, message) and 5 (SPARQL).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgbuild.core.errors import ShapesError
from kgbuild.core.files import read_file
from kgbuild.core.terms import RDF, Term, literal_text
from kgbuild.findings.diagnostics import Severity
from kgbuild.findings.explain import Explanation
from kgbuild.graph.terms import TYPE
from kgbuild.ontology.namespaces import KG, RDFS

SH: Final = "http://www.w3.org/ns/shacl#"
NO_CODE: Final = "KG400"
"""The code of a finding by a shape that brings none (only possible with the reference engine)."""
SEVERITIES: Final = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.INFO}
"""What a result weighs as a finding, by the local name of its severity in SHACL."""
TARGETS: Final = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
MEMBER_LISTS: Final = ("and", "or", "xone")
MEMBERS: Final = ("property", "node", "not", "qualifiedValueShape")
_FIRST: Final = f"<{RDF}first>"
_REST: Final = f"<{RDF}rest>"
_NIL: Final = f"<{RDF}nil>"


def sh(name: str) -> Term:
    """The term of a SHACL IRI: ``sh("path")``."""
    return f"<{SH}{name}>"


@dataclass(frozen=True, slots=True)
class ShapeInfo:
    """One shape with an IRI: "every claim has exactly one content", what it says when it fires, and why.

    ``iri`` is bare; ``guard`` marks a shape that only foreign RDF can break; ``targets`` are pairs of a kind
    (``targetClass`` …) and a term.
    """

    iri: str
    code: str
    message: str
    label: str
    comment: str
    wrong: str
    right: str
    severity: str
    guard: bool
    targets: tuple[tuple[str, Term], ...]


class ShapesGraph:
    """The triples of the shapes by subject. Terms are N-Triples text; blank nodes start with ``_:``."""

    def __init__(self, triples: Sequence[tuple[str, str, str]]) -> None:
        self.triples = triples
        self._facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for s, p, o in triples:
            self._facts[s][p].append(o)

    def subjects(self) -> Iterator[str]:
        """Every subject, sorted."""
        return iter(sorted(self._facts))

    def values(self, subject: str, predicate: str) -> Sequence[str]:
        """All objects of a subject and predicate."""
        return self._facts[subject].get(predicate, ()) if subject in self._facts else ()

    def predicates(self, subject: str) -> Sequence[str]:
        """The predicates of a subject."""
        return tuple(self._facts.get(subject, ()))

    def about(self, subject: str) -> list[tuple[str, str, str]]:
        """The triples of a subject."""
        return [(subject, p, o) for p, values in self._facts.get(subject, {}).items() for o in values]

    def text(self, subject: str, predicate: str) -> str:
        """The first literal of a subject and predicate, as plain text; empty where there is none."""
        found = sorted(value for value in self.values(subject, predicate) if value.startswith('"'))
        return literal_text(found[0]) if found else ""

    def members(self, head: str) -> list[str]:
        """The members of an RDF list."""
        found: list[str] = []
        seen: set[str] = set()
        while head != _NIL and head not in seen:
            seen.add(head)
            found += self.values(head, _FIRST)
            head = next(iter(self.values(head, _REST)), _NIL)
        return found

    def parts(self, shape: str) -> list[str]:
        """The shapes that a shape refers to."""
        found = [value for name in MEMBERS for value in self.values(shape, sh(name))]
        for name in MEMBER_LISTS:
            for head in self.values(shape, sh(name)):
                found += self.members(head)
        return found

    def shapes(self) -> list[str]:
        """Every shape, with or without an IRI: typed as one, with a target, or referred to as one."""
        found: set[str] = set()
        for subject in self._facts:
            typed = {sh("NodeShape"), sh("PropertyShape")} & set(self.values(subject, TYPE))
            if typed or any(self.values(subject, sh(name)) for name in (*TARGETS, "target")):
                found.add(subject)
        todo = list(found)
        while todo:
            for part in self.parts(todo.pop()):
                if part not in found:
                    found.add(part)
                    todo.append(part)
        return sorted(found)


@dataclass(frozen=True, slots=True)
class ShapesLibrary:
    """All shapes of a project: for machines ``text`` (N-Triples), for people ``shapes`` by bare IRI.

    ``digest`` changes with any of the files, and with nothing else.
    """

    files: tuple[str, ...]
    digest: str
    text: str = field(repr=False)
    graph: ShapesGraph = field(repr=False, compare=False)
    shapes: Mapping[str, ShapeInfo] = field(repr=False, compare=False)

    def by_code(self, code: str) -> ShapeInfo | None:
        """The first shape with a code, if there is one."""
        return next((shape for shape in self.shapes.values() if shape.code == code), None)

    def only(self, iri: str) -> str:
        """One shape with all it refers to, as N-Triples."""
        kept: dict[tuple[str, str, str], None] = {}
        todo, seen = [f"<{iri}>"], set[str]()
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                found = self.graph.about(node)
                kept.update(dict.fromkeys(found))
                todo += [o for _, _, o in found if o[0] != '"']
        return "".join(f"{s} {p} {o} .\n" for s, p, o in kept)


def load_shapes(files: Sequence[Path]) -> ShapesLibrary:
    """Read shapes (Turtle). Raises :class:`ShapesError` with file and line for one that does not parse."""
    triples: list[tuple[str, str, str]] = []
    digest = hashlib.sha256()
    for file in files:
        try:
            content = read_file(file)
        except OSError as error:
            raise ShapesError(f"{file}: {error.strerror}") from error
        digest.update(hashlib.sha256(content).digest())
        try:
            # Blank nodes are renamed so that `_:a` of two files stays two nodes.
            parsed = ox.parse(content, format=ox.RdfFormat.TURTLE, base_iri=SH, rename_blank_nodes=True)
            triples += [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in parsed]
        except SyntaxError as error:
            raise ShapesError(f"{file}:{error.lineno}:{error.offset}: {error.msg}") from error
        except ValueError as error:
            raise ShapesError(f"{file}: {error}") from error
    graph = ShapesGraph(triples)
    shapes = [_info(graph, shape) for shape in graph.shapes() if shape.startswith("<")]
    return ShapesLibrary(
        files=tuple(map(str, files)),
        digest=digest.hexdigest(),
        text="".join(f"{s} {p} {o} .\n" for s, p, o in triples),
        graph=graph,
        shapes={shape.iri: shape for shape in shapes},
    )


def _info(graph: ShapesGraph, shape: str) -> ShapeInfo:
    iri = shape[1:-1]
    severity = next(iter(graph.values(shape, sh("severity"))), sh("Violation"))
    targets = [(name, term) for name in TARGETS for term in sorted(graph.values(shape, sh(name)))]
    if any(kind.endswith("#Class>") for kind in graph.values(shape, TYPE)):
        targets.append(("targetClass", shape))
    label = graph.text(shape, f"<{RDFS}label>")
    return ShapeInfo(
        iri=iri,
        code=graph.text(shape, f"<{KG}code>") or NO_CODE,
        message=graph.text(shape, sh("message")) or label or f"the shape {iri} does not hold",
        label=label,
        comment=graph.text(shape, f"<{RDFS}comment>"),
        wrong=graph.text(shape, f"<{KG}wrongExample>"),
        right=graph.text(shape, f"<{KG}rightExample>"),
        severity=severity.removeprefix(f"<{SH}").removesuffix(">"),
        guard="true" in map(literal_text, graph.values(shape, f"<{KG}guard>")),
        targets=tuple(targets),
    )


def shape_severities(files: Sequence[Path]) -> dict[str, Severity]:
    """The severity of each code that files of shapes bring. Raises :class:`ShapesError` where they cannot be read."""
    return {shape.code: SEVERITIES[shape.severity] for shape in load_shapes(files).shapes.values()}


def shape_explanations(library: ShapesLibrary) -> dict[str, Explanation]:
    """What the shapes of a project say of their own codes."""
    return {
        shape.code: Explanation(
            code=shape.code,
            severity=SEVERITIES[shape.severity].name.lower(),
            title=shape.label,
            what=shape.message[:1].upper() + shape.message[1:] + ".",
            why=shape.comment,
            wrong=shape.wrong,
            right=shape.right,
        )
        for shape in library.shapes.values()
        if shape.code
    }
