"""The namespaces that reading the ontology names."""

from __future__ import annotations

from typing import Final

KG: Final = "https://w3id.org/kgbuild/ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
