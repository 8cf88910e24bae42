"""Why a query has no rows: which of its patterns match nothing in the graph.

rdflib reads the query into the algebra of SPARQL 1.1 (section 18.2); the patterns that must match are then asked for in
the store, alone and together. What is optional, negated or filtered is not among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, Final, TypeAlias

from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import Literal, URIRef

from kgbuild.core.records import record
from kgbuild.core.similar import suggestion
from kgbuild.core.terms import Term
from kgbuild.graph.prefixes import KINDS
from kgbuild.store.sparql.store import GraphStore, readable
from kgbuild.store.sparql.tokens import spelled_out

_IRI: Final = re.compile(r"<[^<>\s]+>")
_NUMBER: Final = re.compile(r'"(\d+)"\^\^xsd:integer')
_INNER: Final = ("p", "p1", "p2")


@record
class _Pattern:
    """A triple pattern or a VALUES block that must match; ``terms`` are the IRIs and literals in it."""

    text: str
    terms: tuple[URIRef | Literal, ...] = ()


_Part: TypeAlias = "_Pattern | list[list[_Part]]"
"""A pattern, or alternatives of which one must match."""


@record
class Reason:
    """Why nothing was found; ``help`` names what may have been meant."""

    text: str
    help: str | None = None


def why_empty(text: str, store: GraphStore) -> list[Reason]:
    """The reasons why a query that can be run has no rows; none where rdflib cannot read it."""
    try:
        query = translateQuery(parseQuery(spelled_out(text, store.prefixes)), initNs=store.prefixes)
    except (OSError, ImportError):
        raise  # rdflib could not be loaded: that is no property of the query
    except Exception:  # noqa: BLE001 -- rdflib raises bare Exception too; the query itself was run already
        return []
    if query.algebra.p is None:  # DESCRIBE of nodes by name
        return [Reason(f"nothing is said of {store.readable(node.n3())}") for node in query.algebra.PV]
    return _reasons(list(_parts(query.algebra.p, None)), store) or [
        Reason("each pattern has a match, also all together: a FILTER, MINUS or HAVING leaves no row")
    ]


def _parts(node: Any, graph: Any) -> Iterator[_Part]:
    """What must match in a part of the algebra: nothing optional, and nothing that is taken away."""
    name = node.name
    if name == "BGP":
        for triple in node.triples:
            words = " ".join(each.n3() for each in triple)
            text = words if graph is None else f"GRAPH {graph.n3()} {{ {words} }}"
            yield _Pattern(text, tuple(_terms(triple)))
    elif name == "Union":
        yield [list(_parts(node.p1, graph)), list(_parts(node.p2, graph))]
    elif name == "values":
        yield from _values(node.res)
    elif name in ("LeftJoin", "Minus"):
        yield from _parts(node.p1, graph)
    else:
        inside = node.term if name == "Graph" else graph
        for key in _INNER:
            if key in node and hasattr(node[key], "name"):
                yield from _parts(node[key], inside)


def _values(rows: Sequence[dict[Any, Any]]) -> Iterator[_Part]:
    for name in rows[0] if rows else ():
        values = [row[name] for row in rows]
        if "UNDEF" not in values:
            yield _Pattern(
                f"VALUES {name.n3()} {{ {' '.join(value.n3() for value in values)} }}", tuple(values)
            )


def _terms(triple: Iterable[Any]) -> Iterator[URIRef | Literal]:
    for each in triple:
        if isinstance(each, (URIRef, Literal)):
            yield each
        elif isinstance(each, (SequencePath, AlternativePath, NegatedPath)):
            yield from _terms(each.args)
        elif isinstance(each, InvPath):
            yield from _terms([each.arg])
        elif isinstance(each, MulPath):
            # A path that may have no step matches without its predicate.
            yield from () if each.zero else _terms([each.path])
        else:
            assert not isinstance(each, Path), each


def _reasons(parts: Sequence[_Part], store: GraphStore) -> list[Reason]:
    found: list[Reason] = []
    for part in parts:
        if isinstance(part, _Pattern):
            if not _matches([part], store):
                found += _no_match(part, store)
        else:
            inner = [_reasons(branch, store) for branch in part]
            if all(inner):
                found += [reason for reasons in inner for reason in reasons]
    patterns = [part for part in parts if isinstance(part, _Pattern)]
    return list(dict.fromkeys(found)) or _together(patterns, store)


def _together(patterns: Sequence[_Pattern], store: GraphStore) -> list[Reason]:
    """The fewest patterns that match each, but not together: two of them, or else the first ones of the query."""
    for pair in combinations(patterns, 2):
        if not _matches(pair, store):
            one, other = (_shown(each, store) for each in pair)
            return [Reason(f"`{one}` and `{other}` each have a match, but not together")]
    for count in range(3, len(patterns) + 1):
        if not _matches(patterns[:count], store):
            last, *before = (_shown(each, store) for each in reversed(patterns[:count]))
            others = ", ".join(f"`{each}`" for each in reversed(before))
            return [Reason(f"nothing matches `{last}` together with {others}")]
    return []


def _matches(patterns: Iterable[_Pattern], store: GraphStore) -> bool:
    return store.query(f"ASK {{ {' '.join(_closed(each) for each in patterns)} }}") is True


def _closed(pattern: _Pattern) -> str:
    return pattern.text if pattern.text.endswith("}") else f"{pattern.text} ."


def _shown(pattern: _Pattern, store: GraphStore) -> str:
    text = _IRI.sub(lambda found: readable(found[0], store.prefixes), pattern.text)
    return _NUMBER.sub(r"\1", text)


def _no_match(pattern: _Pattern, store: GraphStore) -> list[Reason]:
    text = f"nothing matches `{_shown(pattern, store)}`"
    absent = [term.n3() for term in pattern.terms if isinstance(term, URIRef) and not store.holds(term.n3())]
    if not absent:
        return [Reason(text)]
    return [
        Reason(f"{text}: {store.readable(term)} stands nowhere in the graph", _meant(term, store))
        for term in absent
    ]


def _meant(term: Term, store: GraphStore) -> str | None:
    """The term of the same namespace that is most like it."""
    name = store.readable(term)
    prefix = name.partition(":")[0]
    known = store.nodes(prefix) if prefix in KINDS else []
    candidates = {f"{prefix}:{each}" for each in known} or {store.readable(each) for each in store.terms()}
    near = suggestion(name, candidates)
    return f"did you mean {near}?" if near else None
