"""The built graph in other stores: what differs there is sent, graph by graph, and counted."""
