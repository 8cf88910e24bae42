"""The graphs of provenance as files of other programs: GraphML and GEXF, with the same bytes for the same graph.

Sources: GraphML (http://graphml.graphdrawing.org/) and GEXF 1.2 draft (https://gexf.net/), as networkx writes them.
XML 1.0 has no place for most control characters (section 2.2), and reads a carriage return as a line feed (2.11): each
becomes U+FFFD.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree

import networkx as nx

from kgbuild.analysis.views import flat
from kgbuild.core.terms import Term

_NO_XML: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF: Final = "http://www.gexf.net/1.2draft"


def graphml(graph: nx.Graph[Term]) -> bytes:
    """A view of the provenance as GraphML."""
    stream = io.BytesIO()
    nx.write_graphml_xml(_clean(graph), stream)
    return stream.getvalue() + b"\n"


def gexf(graph: nx.Graph[Term]) -> bytes:
    """A view of the provenance as GEXF, without the day of writing that networkx puts into it."""
    stream = io.BytesIO()
    nx.write_gexf(_clean(graph), stream)
    ElementTree.register_namespace("", _GEXF)
    root = ElementTree.fromstring(stream.getvalue())
    for meta in root.findall(f"{{{_GEXF}}}meta"):
        root.remove(meta)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _clean(graph: nx.Graph[Term]) -> nx.Graph[str]:
    """The flat copy of a graph with texts that XML can hold; each edge of a multigraph has a number of its own."""
    plain = flat(graph)
    copy: nx.Graph[str] = plain.__class__()
    for node, data in plain.nodes(data=True):
        copy.add_node(node, **_texts(data))
    for number, (source, target, data) in enumerate(plain.edges(data=True)):
        key = {"key": f"e{number}"} if plain.is_multigraph() else {}
        copy.add_edge(source, target, **key, **_texts(data))
    return copy


def _texts(data: Mapping[str, object]) -> dict[str, object]:
    return {
        key: _NO_XML.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
        for key, value in data.items()
    }
