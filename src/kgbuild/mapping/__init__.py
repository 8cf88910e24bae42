"""Reads mappings and the registry: YAML with places, then its keys, then claims as they are written, names looked up.

In: the bytes of the files. Out: a :class:`~kgbuild.mapping.model.MappingSpec` for each mapping, one
:class:`~kgbuild.mapping.registry.Registry`, and findings. Also the JSON Schema of mappings, and edits that keep the
layout of a file.
"""
