"""The formats of export: what each one holds, and what of the graph it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kgbuild.core.records import record


@record
class Format:
    """A format: its name, what it is in a few words, and what of the graph it leaves out."""

    name: str
    summary: str
    leaves_out: str


_DETAILS: Final = "signatures, agenda items, repairs"
_ITEMS_LEAVE_OUT: Final = (
    "all but what documents say of themselves and their source records; parts, second addresses"
)
_TABLES_LEAVE_OUT: Final = (
    "comparisons, inconsistencies, evidence of inner voices, readings of identities, "
    f"sources and periods of what lies in what, {_DETAILS}"
)
_VIEW_LEAVES_OUT: Final = "what claims say, comparisons, the registry"
FORMATS: Final[Mapping[str, Format]] = {
    each.name: each
    for each in (
        Format(
            name="nanopubs",
            summary="Nanopublications, one a claim (TriG)",
            leaves_out=f"comparisons, citations, inconsistencies, {_DETAILS}, "
            "all of the registry but types and labels; "
            "date, signature and trusty URI, which are the publisher's",
        ),
        Format(
            name="reifiers",
            summary="Claims as reifiers of RDF 1.2 (Turtle)",
            leaves_out=f"comparisons, citations, inconsistencies, {_DETAILS}, "
            "all of the registry but types and labels; "
            "the triple terms by themselves say neither “not” nor what limits them: that is on their reifiers",
        ),
        Format(
            name="prov-json",
            summary="Who said what after whom, as PROV",
            leaves_out=f"comparisons, citations, inconsistencies, {_DETAILS}, bounds and units of figures, "
            "extents of times, selectors, evidence of inner voices, all of the registry but labels",
        ),
        Format(
            name="annotations",
            summary="W3C Web Annotations, one a claim (JSON-LD)",
            leaves_out="the texts, what documents say of themselves, lineage, comparisons, citations, contexts of "
            "quotes, evidence of inner voices, bounds and units of figures and times, the registry",
        ),
        Format(
            name="csv",
            summary="Tables of claims, documents, entities and citations",
            leaves_out=_TABLES_LEAVE_OUT,
        ),
        Format(
            name="parquet",
            summary="The same tables with types, for DuckDB, pandas, R …",
            leaves_out=_TABLES_LEAVE_OUT,
        ),
        Format(
            name="csl",
            summary="The documents for Zotero and the like (CSL-JSON)",
            leaves_out=_ITEMS_LEAVE_OUT,
        ),
        Format(name="bibtex", summary="The same as BibTeX", leaves_out=_ITEMS_LEAVE_OUT),
        Format(
            name="graphml",
            summary="The provenance as a graph, for networkx, igraph, yEd …",
            leaves_out=_VIEW_LEAVES_OUT,
        ),
        Format(name="gexf", summary="The same for Gephi", leaves_out=_VIEW_LEAVES_OUT),
    )
}
"""Every format by its name."""
