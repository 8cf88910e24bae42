"""The shape profile, checked: inside it both engines give the same results; each rule is a difference measured.

Both engines ignore a misspelt ``sh:`` term, so a shape would check less than it says: that is always an error. What
lies outside the profile is an error of the default engine only. Source: SHACL, SHACL vocabulary and appendix A.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kgbuild.core.apart import nothing_opened, run_apart
from kgbuild.core.limits import SHAPE_QUERY
from kgbuild.core.service_calls import calls_service
from kgbuild.core.similar import suggestion
from kgbuild.core.terms import literal_text
from kgbuild.graph.shapes.library import (
    NO_CODE,
    SEVERITIES,
    SH,
    TARGETS,
    ShapesGraph,
    ShapesLibrary,
    sh,
)
from kgbuild.graph.shapes.shacl_terms import FURTHER, TERMS

_COMPONENT: Final = re.compile(r"[A-Z]\w+ConstraintComponent(-\w+)?")
# What Rust's and RE2's regular expressions lack, and XPath's or Python's have.
_NOT_RE2: Final = re.compile(r"\(\?(?:[=!>]|<[=!]|P=|\()|(?<!\\)(?:\\\\)*\\(?:[1-9]|k<)|[*+?}]\+")
_IRI: Final = re.compile(r"<[^<>\"{}|^`\\\s]*>")
_STRING: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_COMMENT: Final = re.compile(r"(?m)(?:^|\s)#.*$")
_REGEX_CALL: Final = re.compile(
    r"\b(?:regex|replace)\s*\([^\"']*?,\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')", re.I | re.S
)
_FORBIDDEN: Final = {
    r"\bMINUS\b": "MINUS; write FILTER NOT EXISTS",
    r"\bVALUES\b": "VALUES; write FILTER with IN",
    r"\bGRAPH\b": "GRAPH",
    r"\bFROM\b": "FROM",
    r"\{\s*SELECT\b": "a sub-select",
    r"\bxsd:date\b(?!Time)": "xsd:date; compare integers, or the text of the dates",
    r"\b(?:YEAR|MONTH|DAY|HOURS|MINUTES|SECONDS|TIMEZONE|TZ|NOW|RAND|UUID|STRUUID|BNODE)\s*\(": "a function on dates, "
    "of the clock or of chance",
    r"\$(?:PATH|shapesGraph|currentShape)\b": "$PATH, $shapesGraph or $currentShape",
}
_PREFIXED: Final = re.compile(r"(?<![\w?$:<-])([A-Za-z][\w-]*)?:(?=[A-Za-z_0-9])")


@dataclass(frozen=True, slots=True, order=True)
class ShapeFault:
    """A fault of a shape. ``always``: no engine may run it; else it lies outside the profile of the default engine."""

    shape: str
    message: str
    always: bool = False


def lint(library: ShapesLibrary) -> list[ShapeFault]:
    """Everything that is wrong with the shapes, sorted."""
    graph = library.graph
    found = set(_misspelt(graph))
    shapes = graph.shapes()
    found |= _query_faults(graph, shapes)
    for shape in shapes:
        found |= {ShapeFault(_name(shape), message) for message in _shape_faults(graph, shape, shapes)}
        for message in _always(graph, shape):
            found.add(ShapeFault(_name(shape), message, always=True))
    codes: dict[str, str] = {}
    for info in library.shapes.values():
        if info.code != NO_CODE and codes.setdefault(info.code, info.iri) != info.iri:
            found.add(
                ShapeFault(info.iri, f"the code {info.code} is that of {codes[info.code]}", always=True)
            )
    return sorted(found)


def _name(node: str) -> str:
    return node[1:-1] if node.startswith("<") else f"a shape without an IRI ({node})"


def _misspelt(graph: ShapesGraph) -> Iterator[ShapeFault]:
    """Terms in the SHACL namespace that do not exist, wherever they stand."""
    for s, p, o in graph.triples:
        for term in (p, o):
            if not term.startswith(f"<{SH}"):
                continue
            name = term.removeprefix(f"<{SH}").removesuffix(">")
            if name in TERMS or not name:
                continue
            known = name in FURTHER or _COMPONENT.fullmatch(name)
            near = suggestion(name, TERMS)
            hint = f"; write sh:{near}" if near else ""
            text = f"sh:{name} is outside the profile" if known else f"there is no term sh:{name}{hint}"
            yield ShapeFault(_name(s), text, always=not known)


def _always(graph: ShapesGraph, shape: str) -> Iterator[str]:
    """What would make a shape check something else than it says, by any engine."""
    if _reaches_itself(graph, shape):
        yield "the shape refers to itself; SHACL leaves recursion undefined"


def _shape_faults(graph: ShapesGraph, shape: str, shapes: list[str]) -> Iterator[str]:
    if not shape.startswith("<"):
        yield "a shape needs an IRI"
    reports = any(graph.values(shape, sh(name)) for name in TARGETS)
    reports = reports or any(shape in graph.values(other, sh("property")) for other in shapes)
    if reports:
        messages = graph.values(shape, sh("message"))
        if len(messages) != 1:
            yield f"a shape needs one sh:message (got {len(messages)})"
        elif re.search(r"\{[?$]\w+\}", messages[0]):
            yield "a message must not hold variables: the engines fill them in differently"
        if not graph.text(shape, "<https://w3id.org/kgbuild/ns#code>"):
            yield "a shape needs a kg:code"
    for severity in graph.values(shape, sh("severity")):
        if severity not in map(sh, SEVERITIES):
            yield f"the severity must be sh:Violation, sh:Warning or sh:Info (got {severity})"
    if graph.values(shape, sh("target")):
        yield "sh:target is outside the profile; use sh:targetClass, sh:targetSubjectsOf or sh:targetObjectsOf"
    if graph.values(shape, sh("ask")) or (
        graph.values(shape, sh("sparql")) and graph.values(shape, sh("path"))
    ):
        yield "sh:sparql belongs on a node shape, as a SELECT"
    yield from _regex_faults(literal_text(value) for value in graph.values(shape, sh("pattern")))
    for path in graph.values(shape, sh("path")):
        if path.startswith("_:") and not graph.values(path, sh("inversePath")):
            yield "sh:path must be a predicate or the inverse of one"
    for constraint in graph.values(shape, sh("sparql")):
        yield from _sparql_faults(graph, constraint)


def _reaches_itself(graph: ShapesGraph, shape: str) -> bool:
    seen: set[str] = set()
    todo = graph.parts(shape)
    while todo:
        part = todo.pop()
        if part == shape:
            return True
        if part not in seen:
            seen.add(part)
            todo += graph.parts(part)
    return False


def _regex_faults(patterns: Iterator[str]) -> Iterator[str]:
    for pattern in patterns:
        if _NOT_RE2.search(pattern):
            yield f"the regular expression {pattern!r} uses what RE2 lacks (look-around, back-references, possessives)"


def _sparql_faults(graph: ShapesGraph, constraint: str) -> Iterator[str]:
    if graph.values(constraint, sh("ask")):
        yield "a SPARQL constraint must be a SELECT (got ASK)"
    for name in ("severity", "message"):
        if graph.values(constraint, sh(name)):
            yield f"sh:{name} belongs on the shape, not on its SPARQL constraint"
    query = graph.text(constraint, sh("select"))
    if not query:
        yield "a SPARQL constraint needs one sh:select"
        return
    if len(query) > SHAPE_QUERY:
        yield f"a query has at most {SHAPE_QUERY:,} characters (got {len(query):,})"
        return
    bare = _COMMENT.sub(" ", _IRI.sub(" ", _STRING.sub('""', query)))
    if not re.search(r"\bSELECT\s+DISTINCT\s.*\$this\b", bare.partition("{")[0], re.IGNORECASE | re.DOTALL):
        yield "a query must begin with SELECT DISTINCT $this"
    for pattern, what in _FORBIDDEN.items():
        # Not in ?from or kg:from.
        if re.search(rf"(?<![\w:?$-]){pattern}", bare, re.IGNORECASE):
            yield f"a query must not use {what}"
    if re.search(r"\bAS\s+\?value\b", bare, re.IGNORECASE):
        yield "?value must come from the data, not be computed"
    calls = _REGEX_CALL.findall(query)
    yield from _regex_faults(call[1:-1].replace("\\\\", "\\") for call in calls)
    declared = _prefixes(graph, constraint)
    for prefix in sorted({match.group(1) or "" for match in _PREFIXED.finditer(bare)} - set(declared)):
        yield f"the prefix {prefix}: is not declared by sh:prefixes"


def _prefixes(graph: ShapesGraph, constraint: str) -> dict[str, str]:
    found = {}
    for holder in graph.values(constraint, sh("prefixes")):
        for declaration in graph.values(holder, sh("declare")):
            found[graph.text(declaration, sh("prefix"))] = graph.text(declaration, sh("namespace"))
    return found


def _query_faults(graph: ShapesGraph, shapes: list[str]) -> set[ShapeFault]:
    """Queries that may call a SERVICE, which no engine is given, and those that are not SPARQL."""
    texts: dict[str, list[str]] = {}
    found = set()
    for shape in shapes:
        for constraint in graph.values(shape, sh("sparql")):
            query = graph.text(constraint, sh("select"))
            if query and calls_service(query):
                found.add(ShapeFault(_name(shape), "a query must not use SERVICE", always=True))
            elif query:
                head = "".join(
                    f"PREFIX {name}: <{space}> "
                    for name, space in sorted(_prefixes(graph, constraint).items())
                )
                texts.setdefault(head + query, []).append(_name(shape))
    if texts:
        for text, fault in run_apart(_syntax_faults, list(texts)).items():
            found |= {
                ShapeFault(shape, f"the query is not SPARQL: {fault}", always=True) for shape in texts[text]
            }
    return found


def _syntax_faults(queries: list[str]) -> dict[str, str]:
    """Query → its fault of syntax. pyoxigraph only parses what it runs: here over an empty store, with no way out."""
    found = {}
    for query in queries:
        try:
            with nothing_opened():
                ox.Store().query(query)
        except SyntaxError as error:
            if "refix" not in str(
                error
            ):  # an undeclared prefix is named, with the other faults of the profile
                found[query] = str(error)
        except (ValueError, OSError, RuntimeError):
            pass  # it was parsed
    return found
