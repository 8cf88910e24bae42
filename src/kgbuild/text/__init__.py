"""What a document says in characters.

In: files of source text. Out: their text layers, with the hash that names each.
"""
