"""SPARQL over the built graph: an embedded store, what a query may do, named queries, and how answers are written."""
