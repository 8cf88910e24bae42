"""What everything else uses: errors, places in files, RDF terms, similar words, text for a terminal, files that are
replaced as a whole, and the project on disk. It knows nothing of documents, mappings or graphs.
"""
