"""The prefixes of a project's outputs and queries."""

from __future__ import annotations

from typing import Final

from kgbuild.core.terms import RDF, XSD
from kgbuild.ontology.namespaces import KG, RDFS, SKOS, ST

KINDS: Final = [
    "agent",
    "anchor",
    "citation",
    "claim",
    "cmp",
    "concept",
    "dataset",
    "doc",
    "drv",
    "event",
    "graph",
    "group",
    "identification",
    "law",
    "link",
    "mismatch",
    "office",
    "part",
    "place",
    "prop",
    "qty",
    "repair",
    "said",
    "selector",
    "signature",
    "slot",
    "statement",
    "text",
    "thing",
    "voice",
    "when",
    "work",
]
STANDARD: Final = {
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "kg": KG,
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "skos": SKOS,
    "st": ST,
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}
"""The vocabularies that a graph is written in, besides the project's own names."""


def prefixes(base: str) -> dict[str, str]:
    """Every prefix: one for each kind of node of the project, and the standard vocabularies."""
    return {**{kind: f"{base}{kind}/" for kind in KINDS}, **STANDARD}
