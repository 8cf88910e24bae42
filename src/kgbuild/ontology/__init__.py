"""The language of mappings: its keys, said once here, and the properties, types and closed lists of the ontology.

In: the Turtle files of ``ontology/`` and of a project. Out: the vocabulary with which mappings are read.
"""
