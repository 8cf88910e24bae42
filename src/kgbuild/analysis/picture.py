"""The whole provenance of a corpus as a picture: documents and works in time, with what connects them."""

from __future__ import annotations

from typing import Final

from kgbuild.analysis.drawing.condense import LARGE, condensed, folded
from kgbuild.analysis.drawing.dot import graph_dot
from kgbuild.analysis.drawing.parts import Caption, Edge, Flow, Node
from kgbuild.analysis.drawing.render import Picture
from kgbuild.analysis.drawing.styles import EDGES
from kgbuild.analysis.origins.picture import NOT_RECORDED, year_of
from kgbuild.analysis.study import Study
from kgbuild.analysis.views import document_graph, provenance_graph
from kgbuild.core.terminal import count

_ORDER: Final = {kind: number for number, kind in enumerate(EDGES)}


def provenance_picture(study: Study, limit: int = LARGE) -> Picture:
    """Documents and works with an edge for each two that are connected, condensed where there are more than ``limit``.

    ``via N claims`` on an edge says how many claims of the one are derived from the other.
    """
    graph = document_graph(study)
    nodes = []
    for term, data in graph.nodes(data=True):
        section = study.sections.get(data["name"])
        texts = [Caption(data["label"], section is not None, data["name"])]
        texts += [Caption(data["date"])] if "date" in data else []
        if section is not None and section.title:
            texts.append(Caption(section.title))
        year = year_of(study, section) if section is not None else None
        tip = f"{data['name']}, {section.place}" if section is not None else data["name"]
        nodes.append(Node(term, tuple(texts), data["kind"], year, tip=tip))
    nodes.sort(key=lambda node: (node.year is None, node.year or 0, node.id))
    edges = []
    for derived, source, data in sorted(graph.edges(data=True), key=lambda edge: edge[:2]):
        kinds = sorted(data["types"], key=lambda kind: _ORDER.get(kind, len(_ORDER)))
        number = data["claims"]
        text = f"via {count(number, 'claim')}" if number else ""
        edges.append(Edge(source, derived, kinds[0], text, ", ".join(kinds)))
    whole = Flow("", nodes, edges)
    shown = condensed(whole, limit)
    remarks = [*folded([whole], [shown], "`kgbuild picture` writes all of it as DOT."), NOT_RECORDED]
    return Picture("Documents and works, and what connects them", [shown], remarks)


def provenance_dot(study: Study) -> str:
    """The whole provenance graph as DOT: documents, parts, works, claims and voices, nothing condensed."""
    graph = provenance_graph(study)
    return graph_dot(((term, data) for term, data in graph.nodes(data=True)), graph.edges(data=True))
