"""The built graph kept on disk from one question to the next: an RDF file in, a store that opens at once out."""
