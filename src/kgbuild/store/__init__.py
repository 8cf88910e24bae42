"""The built graph read back: as records and tables, queried, exported, loaded into other stores, served.

In: the files of a build. Out: answers in SPARQL, tables, other formats, other stores.
"""
