"""The ontology as language: which properties there are, what they take, and the closed lists of words.

In: the Turtle files of ``ontology/`` and of a project. Out: the vocabulary that mappings are read with.
"""
