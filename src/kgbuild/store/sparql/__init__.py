"""Questions to the built graph: named queries with parameters, SPARQL of one's own, and evidence for each row."""
