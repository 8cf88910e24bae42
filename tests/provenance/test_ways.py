"""Ways: where all recorded ways meet, and how many nodes cut them all off, as networkx finds them too."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.provenance.ways import END, START, bottleneck

NODES = [START, *"abcdefgh", END]
EDGES = st.tuples(st.sampled_from(NODES[:-1]), st.sampled_from(NODES[1:])).filter(
    lambda edge: edge[0] != edge[1] and edge != (START, END)
)


@given(st.lists(EDGES, max_size=30))
def test_bottleneck_and_cut_are_those_of_networkx(edges: list[tuple[str, str]]) -> None:
    """On any graph the nodes on every way are the dominators of the end, and the cut is the node connectivity."""
    graph: nx.DiGraph[str] = nx.DiGraph(edges)
    graph.add_nodes_from(NODES)
    ways = {node: dict.fromkeys(graph.successors(node)) for node in graph}
    on_all, cut = bottleneck(ways)
    above = nx.immediate_dominators(graph, START)
    node, wanted = END, []
    while (node := above.get(node, START)) not in (START, None):
        wanted.insert(0, node)
    assert on_all == wanted
    assert cut == nx.node_connectivity(graph, START, END)
