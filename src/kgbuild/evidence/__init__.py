"""Where a quote is in the text, and whether it says what the claim says.

In: a mapping as written, with its document or its lock. Out: anchors, findings, new locks, and what is still unmapped.
"""
