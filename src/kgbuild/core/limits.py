"""How large a file of a project may be: what is larger is refused before it is read."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 1_000_000
"""Of a mapping: some thirty times one of 150 claims. What YAML makes of a megabyte takes a second and 200 more."""
MAX_REGISTRY_BYTES: Final = 4_000_000
MAX_DEPTH: Final = 60
"""Of nested YAML."""
MAX_DIGITS: Final = 24
"""Most digits of a number that is kept as one."""
MAX_COUNT: Final = 999_999
"""The greatest occurrence: no text has the same words more often."""
