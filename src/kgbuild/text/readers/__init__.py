"""Readers of document formats: PDF, HTML, office files, mail, scans. One module a format.

In: the bytes of an original, told by their content. Out: its text layer as runs of characters, each with its page
and rectangle, its element, or its line; what was set aside; what the file says of itself. Readers run in a process of
their own (:mod:`kgbuild.text.extract`), with bounded time and memory, and open no connection.
"""
