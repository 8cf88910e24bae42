"""Reading a mapping: YAML with places, then fields, then claims as written, with every name looked up in the registry.

In: the bytes of mappings and of the registry. Out: :class:`~kgbuild.mapping.model.MappingSpec`, :class:`Registry`,
findings. Also the JSON Schema of mappings, and edits that keep their layout.
"""
