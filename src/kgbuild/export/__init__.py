"""The built graph for other programs: nanopublications, RDF 1.2, PROV-JSON, Web Annotations, CSV, GraphML, GEXF.

Each writer takes a :class:`~kgbuild.export.selection.Selection` and a stream, and writes the same bytes for the same
graph. :data:`FORMATS` says of each what it leaves out.
"""

from kgbuild.export.formats import FORMATS, Format
from kgbuild.export.selection import Selection

__all__ = ["FORMATS", "Format", "Selection"]
