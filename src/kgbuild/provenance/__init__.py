"""Provenance: who really stands behind a statement, as far as documents and mappings record it."""
