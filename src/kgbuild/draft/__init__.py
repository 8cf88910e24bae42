"""First drafts and what is left to do: a new project, a new mapping, what is still unmapped, a new edition of a text.

In: documents and a project. Out: text for a mapper to read and complete; only ``kgbuild new -o``, ``init`` and
``lock --update --write`` write it to files.
"""
