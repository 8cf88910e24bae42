"""Claims: who says what, where it comes from, and how two answers to one question compare.

In: mappings as written with their anchors. Out: claims and propositions, a summary of each document, and over all
summaries the lineage of claims and their comparisons.
"""
