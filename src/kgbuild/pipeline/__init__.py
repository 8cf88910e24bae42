"""A project at work: the passes over its mappings, and what the commands ``check``, ``build`` and ``validate`` run.

In: a project on disk. Out: findings, counts, graphs, files.
"""
