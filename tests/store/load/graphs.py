"""Small built graphs, written as ``kgbuild build`` writes them, and what a store has of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from kgbuild.core.terms import Triple, integer, iri, literal
from kgbuild.graph import terms as t
from kgbuild.graph.write.nquads import nquads

BASE = "https://example.org/kills/"
Graphs = Mapping[str, list[Triple]]


def triples(kind: str, count: int) -> list[Triple]:
    """So many triples that tell of a kind, sorted."""
    return sorted(
        (
            iri(f"{BASE}thing/{kind}-{number}"),
            iri(f"{BASE}says"),
            literal(f"{kind} é \\ {number}", language="en"),
        )
        for number in range(count)
    )


def write_graph(folder: Path, graphs: Graphs, title: str = "a title") -> Path:
    """Write ``graph.nq`` with these graphs and a ``meta`` of their own; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    general = iri(f"{BASE}dataset/all")
    meta: list[Triple] = [(general, iri("http://purl.org/dc/terms/title"), literal(title))]
    with (folder / "graph.nq").open("wb") as stream:
        for name, content in graphs.items():
            lines = nquads(iri(graph(name)), content)
            stream.write(lines)
            node = iri(f"{BASE}dataset/{name}")
            meta += [
                (general, t.SUBSET, node),
                (node, t.DESCRIBES, iri(graph(name))),
                (node, t.QUAD_COUNT, integer(len(content))),
                (node, t.GRAPH_HASH, literal(hashlib.sha256(lines).hexdigest())),
            ]
        stream.write(nquads(iri(graph("meta")), sorted(meta)))
    return folder


def write_project(folder: Path, graphs: Graphs, title: str = "a title") -> Path:
    """A folder with ``kgbuild.toml`` and a built graph; returns it."""
    write_graph(folder / "out", graphs, title)
    (folder / "kgbuild.toml").write_text(f'base = "{BASE}"\n')
    for name in ("mappings", "registry"):
        (folder / name).mkdir(exist_ok=True)
    return folder


def graph(name: str) -> str:
    """The IRI of a graph."""
    return f"{BASE}graph/{name}"


def lines_of(folder: Path) -> dict[str, set[str]]:
    """The lines of each graph of a built graph, as N-Triples, read with a plain split."""
    found: dict[str, set[str]] = {}
    for line in (folder / "graph.nq").read_text(encoding="utf-8").splitlines():
        triple, _, name = line.removesuffix(" .").rpartition(" ")
        found.setdefault(name[1:-1], set()).add(triple)
    return found
