"""What has to be sent: the built graph beside what a store holds of it.

The store is asked for three things. Its ``meta`` graph names a hash for each graph. Its *journal* is there only after a
load that was broken off, and overrules ``meta``: a graph that was to be replaced counts as unknown, unless the journal
says that it was. And every graph is counted, so that one that somebody dropped or changed in size is sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kgbuild.core.errors import TermError
from kgbuild.core.terms import iri
from kgbuild.graph import terms as t
from kgbuild.store.load.graph_file import GraphFile, GraphSection
from kgbuild.store.load.target import RemoteError, Target

_ROWS: Final = 1000
_GRAPHS: Final = 8
"""How many graphs one query counts."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The graph in which a load writes down what it is about to replace, and what of that is done.

    Each graph to be replaced has an *entry*: an IRI made of the new hash, which is also the name of its staging graph.
    Two loads of different graphs so never fill the same staging graph.
    """

    base: str

    @property
    def graph(self) -> str:
        """The IRI of the journal."""
        return f"{self.base}load/journal"

    def entry(self, section: GraphSection) -> str:
        """The entry of a graph that is to get this content."""
        return f"{self.base}load/{section.sha256}"

    def begun(self, section: GraphSection) -> str:
        """The line that says that a graph is about to be replaced."""
        return f"<{self.entry(section)}> {t.DESCRIBES} <{section.graph}> .\n"

    def done(self, section: GraphSection) -> str:
        """The line that says that a graph was replaced."""
        return f'<{self.entry(section)}> {t.GRAPH_HASH} "{section.sha256}" .\n'


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """What is to be sent and dropped, and what an earlier load that was broken off has left behind.

    ``found`` holds how many triples the store has in each graph; ``meta`` says whether the meta graph is to be sent.
    """

    send: tuple[GraphSection, ...]
    same: tuple[GraphSection, ...]
    drop: tuple[str, ...]
    meta: bool
    found: Mapping[str, int]
    staged: tuple[str, ...]
    finished: tuple[GraphSection, ...]
    interrupted: bool

    @property
    def empty(self) -> bool:
        """Whether nothing is to be sent or dropped."""
        return not (self.send or self.drop or self.meta)


def plan_load(target: Target, built: GraphFile) -> LoadPlan:
    """The built graph beside the store. Changes nothing. Raises :class:`RemoteError`."""
    said = _hashes(target, built.meta.graph)
    begun, done = _journal(target, Journal(built.base))
    replaced = {begun[entry]: hash for entry, hash in done.items() if entry in begun}
    known: dict[str, str | None] = {**dict.fromkeys(begun.values()), **replaced}
    hashes = {**said, **known}
    gone = _no_longer_built(built, hashes)
    own = [each.graph for each in (*built.sections, built.meta)]
    found = count_triples(target, [*own, *gone, *begun])
    held = {
        each.graph
        for each in built.sections
        if hashes.get(each.graph) == each.sha256 and found[each.graph] == each.quads
    }
    same = tuple(each for each in built.sections if each.graph in held)
    send = tuple(each for each in built.sections if each.graph not in held)
    drop = tuple(graph for graph in gone if found[graph])
    return LoadPlan(
        send=send,
        same=same,
        drop=drop,
        meta=bool(send or drop or known) or _meta_differs(target, built, said, found),
        found=found,
        staged=tuple(entry for entry in begun if found[entry]),
        finished=tuple(each for each in same if known.get(each.graph) == each.sha256),
        interrupted=bool(begun),
    )


def _no_longer_built(built: GraphFile, known: Iterable[str]) -> list[str]:
    """The graphs of the project that a store knows of, and that are not built any more."""
    own = {each.graph for each in (*built.sections, built.meta)}
    # What stands in the store is not to be trusted with the name of a graph that is none of ours.
    start = f"{built.base}graph/"
    return sorted(graph for graph in known if graph not in own and graph.startswith(start) and _is_iri(graph))


def _meta_differs(
    target: Target, built: GraphFile, said: Mapping[str, str | None], found: Mapping[str, int]
) -> bool:
    """Whether the meta graph of a store says something else than the one that was built."""
    return (
        found[built.meta.graph] != built.meta.quads
        or said != {each.graph: each.sha256 for each in built.sections}
        or not _holds(target, built.meta.graph, built.general())
    )


def count_triples(target: Target, graphs: Sequence[str]) -> dict[str, int]:
    """How many triples a store holds in each of the graphs; 0 for one that it does not have."""
    found: dict[str, int] = {}
    for start in range(0, len(graphs), _GRAPHS):
        some = graphs[start : start + _GRAPHS]
        # Virtuoso scans all it has for graphs bound by VALUES, and takes long to plan more than a few sub-queries.
        parts = [
            f"{{ SELECT (<{graph}> AS ?graph) (COUNT(*) AS ?quads) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} }}"
            for graph in some
        ]
        rows = target.rows(f"SELECT ?graph ?quads WHERE {{ {' UNION '.join(parts)} }}")
        try:
            counted = {row["graph"]: int(row["quads"]) for row in rows}
        except (KeyError, ValueError):
            raise RemoteError(f"{target.name} does not count graphs") from None
        found.update({graph: counted.get(graph, 0) for graph in some})
    return found


def _hashes(target: Target, meta: str) -> dict[str, str | None]:
    """The hash that a store's ``meta`` has for each graph; None where it has two."""
    query = (
        f"SELECT ?graph (MIN(?hash) AS ?low) (MAX(?hash) AS ?high) WHERE {{ GRAPH <{meta}> "
        f"{{ ?set {t.DESCRIBES} ?graph ; {t.GRAPH_HASH} ?hash }} %s }} GROUP BY ?graph"
    )
    rows = _paged(target, query, "graph")
    return {row["graph"]: row["low"] if row["low"] == row["high"] else None for row in rows}


def _journal(target: Target, journal: Journal) -> tuple[dict[str, str], dict[str, str]]:
    """The graph of each entry of a store's journal, and the hash of each that is done."""
    begun: dict[str, str] = {}
    done: dict[str, str] = {}
    own = f"{journal.base}load/"
    query = f"SELECT ?entry ?graph WHERE {{ GRAPH <{journal.graph}> {{ ?entry {t.DESCRIBES} ?graph }} %s }}"
    for row in _paged(target, query, "entry"):
        # What is named here is dropped later: nothing but staging graphs of this project.
        if row["entry"].startswith(own) and row["entry"] != journal.graph and _is_iri(row["entry"]):
            begun[row["entry"]] = row["graph"]
    query = f"SELECT ?entry ?hash WHERE {{ GRAPH <{journal.graph}> {{ ?entry {t.GRAPH_HASH} ?hash }} %s }}"
    for row in _paged(target, query, "entry"):
        done[row["entry"]] = row["hash"]
    return begun, done


def _paged(target: Target, query: str, key: str) -> Iterator[dict[str, str]]:
    """The rows of a query in pages, since servers cut long answers off without a word."""
    last: str | None = None
    while True:
        after = "" if last is None else f'FILTER (STR(?{key}) > "{last}")'
        rows = target.rows(f"{query % after} ORDER BY STR(?{key}) LIMIT {_ROWS}")
        if not rows:
            return
        yield from rows
        before, last = last, rows[-1].get(key, "")
        if last == before or not _is_iri(last):
            raise RemoteError(f"{target.name} does not answer a query in pages as it should")


def _holds(target: Target, graph: str, lines: Iterable[str]) -> bool:
    """Whether a graph holds all of these triples."""
    rows = target.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ {' '.join(lines)} }} }}")
    return bool(rows) and rows[0].get("n") != "0"


def _is_iri(text: str) -> bool:
    try:
        iri(text)
    except TermError:
        return False
    return True
