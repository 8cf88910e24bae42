"""SHACL: checks and runs the shapes of a project, and leads their results back to the words of a mapping.

In: triples and files of shapes. Out: findings, each at the place in a mapping that its node comes from.
"""
