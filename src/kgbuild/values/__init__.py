"""What words mean: numbers, approximators, units and dates, in mappings and in texts, by language.

In: words. Out: quantities and times as values, or a fault with its place in the words.
"""
