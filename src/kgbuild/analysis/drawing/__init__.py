"""Pictures without a subject: nodes, lines, axes and labels laid out, then drawn as SVG, PNG or DOT.

In: what an analysis wants shown, as plain parts. Out: a file. matplotlib is imported only here.
"""
