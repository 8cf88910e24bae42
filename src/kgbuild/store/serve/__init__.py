"""A SPARQL endpoint over the built graph on this machine: the server of a store, and a gateway in front of it."""
