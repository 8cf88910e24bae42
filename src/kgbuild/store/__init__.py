"""The built graph read back: records, tables, queries, and its ways into other programs.

In: the files of a build. Out: answers in SPARQL, tables, other formats, other stores.
"""
