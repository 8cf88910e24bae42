"""The built graph read back: as records, tables and answers to queries, and for other programs and stores.

In: the files of a build. Out: answers in SPARQL, tables, other formats, other stores.
"""
