"""How large a file of a project may be. A larger one is refused before it is read."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 1_000_000
"""Of a mapping: some thirty times the size of one with 150 claims. To read one takes a second and 200 MB."""
MAX_REGISTRY_BYTES: Final = 4_000_000
MAX_DEPTH: Final = 60
"""How deep YAML may be nested."""
MAX_DIGITS: Final = 24
"""Most digits of a number that is kept as one."""
SHAPE_QUERY: Final = 10_000
"""Characters of the query of a shape, which is searched for what it must not use."""
QUERY_MEMORY: Final = 4 << 30
"""Memory that a query may take beside the graph, in bytes."""
REQUEST_BYTES: Final = 4 << 20
"""Of a request to `kgbuild serve`."""
REQUEST_SECONDS: Final = 30.0
"""Until a request has come whole, however slowly; a client that reads gets as much, and more for a long answer."""
SENDING_BYTES_PER_SECOND: Final = 64 << 10
"""How slowly a client may read an answer."""
CONNECTIONS: Final = 512
"""Open at once, to `kgbuild serve`; one more is turned away with 503."""
