"""Claims as meant: who says what, where from, and how two answers to one question compare.

In: mappings as written with their anchors. Out: claims and propositions, a summary of each document, and over all
summaries the lineage of claims and their comparisons.
"""
