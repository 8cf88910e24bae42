"""The text of a document, character by character.

In: files of source text. Out: their text layers, with the hash that names each.
"""
