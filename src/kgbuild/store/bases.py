"""Where the IRIs of a graph's project begin, found in the graph itself."""

from __future__ import annotations

import pyoxigraph as ox

from kgbuild.core.errors import KgbuildError
from kgbuild.core.terms import parse_term
from kgbuild.graph import terms as t


def base_of(store: ox.Store) -> str:
    """What comes before ``doc/`` in the IRI of a document. Raises :class:`KgbuildError` without a document."""
    kind, document = parse_term(t.TYPE), parse_term(t.DOCUMENT)
    assert isinstance(kind, ox.NamedNode)
    for quad in store.quads_for_pattern(None, kind, document, ox.DefaultGraph()):
        return str(quad.subject).strip("<>").rpartition("/")[0].rpartition("/")[0] + "/"
    raise KgbuildError("the graph holds no document: it was not built by kgbuild")
