"""The namespaces that reading the ontology names."""

from __future__ import annotations

from typing import Final

KG: Final = "https://w3id.org/kgbuild/ns#"
ST: Final = "https://w3id.org/kgbuild/statements#"
"""The terms of the graph ``statements``: see ``ontology/statements.ttl``."""
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
CURRENCY: Final = "http://publications.europa.eu/resource/authority/currency/"
"""The currencies of ISO 4217 as the Publications Office of the European Union names them, by their codes."""
MONEY: Final = KG + "money"
