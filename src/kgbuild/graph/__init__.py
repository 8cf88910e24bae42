"""Claims → quads, and the way back from a node to its place in a mapping."""
