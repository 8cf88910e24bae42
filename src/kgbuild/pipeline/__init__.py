"""Running a project: the passes over its mappings, and what the commands ``check``, ``build`` and ``validate`` do.

In: a project on disk. Out: findings, counts, graphs, files.
"""
