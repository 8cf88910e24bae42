"""Queries of the built graph: named ones with parameters, any other SPARQL, and evidence for each row."""
