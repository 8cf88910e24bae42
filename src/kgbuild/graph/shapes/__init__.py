"""SHACL: the shapes of a project checked and run, and their results in the words of a mapping.

In: triples and files of shapes. Out: findings, each at the place in a mapping that its node comes from.
"""
