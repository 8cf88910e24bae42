"""Passages that documents share: found, suggested as lineage, and accepted into mappings."""
