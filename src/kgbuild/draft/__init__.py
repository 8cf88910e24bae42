"""First drafts and what is left to do: a new project, a new mapping, what of a text is unmapped, another edition.

In: documents and a project. Out: text for a mapper to read and complete; only ``kgbuild new -o``, ``init`` and
``lock --update --write`` write it to files.
"""
