"""Where a quote stands, and whether it says what the claim says.

In: a mapping as written, with its document or its lock. Out: anchors, findings; new locks; what of a text is unmapped.
"""
