"""What everything else builds on: errors, places in files, terms of RDF, similar words, text for a terminal, files that
are replaced whole, and the project on disk. It knows nothing of documents, mappings or graphs.
"""
