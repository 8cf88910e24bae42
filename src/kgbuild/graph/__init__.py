"""Claims as triples. In: claims, lineage, comparisons. Out: the sorted triples of each graph, and the place in the
mappings that each node comes from. ``write/`` makes files of them, ``shapes/`` validates them.
"""
