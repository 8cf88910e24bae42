"""Numbers in running text, in many languages. In: a text and its language. Out: every number with what belongs to it.

From below: ``quantity`` (the value), ``tokens``, ``figures`` (digits), ``numerals`` (number words), ``lexicon`` (the
words of a language, from ``words/``), ``passage`` (the numerals of a text), ``counted`` and ``others`` (what a number
counts, and figures that are none), ``expressions`` (one number from its approximator to its unit), ``reader``.
"""
