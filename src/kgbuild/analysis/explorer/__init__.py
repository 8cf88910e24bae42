"""The explorer: one HTML page in which people look at a built graph, offline and without a server.

In: the built graph, and the project for what only its mappings know. Out: a page in one file, or a folder with the
page and its data apart. The page itself is written in the readable modules of ``explorer/`` at the top of the
repository, which :mod:`kgbuild.analysis.explorer.page` puts together with the data.
"""
