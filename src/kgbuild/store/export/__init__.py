"""The built graph for other programs: nanopublications, RDF 1.2, PROV-JSON, Web Annotations, CSV, GraphML, GEXF.

Each writer takes a :class:`~kgbuild.store.export.selection.Selection` and a stream, and writes the same bytes for the
same graph. :data:`~kgbuild.store.export.formats.FORMATS` says of each what it leaves out.
"""
