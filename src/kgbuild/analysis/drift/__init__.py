"""How a document differs from the one that it reports, as results, page and picture."""
