"""Where an axis of days is broken: the days of a crowd, beside years with little, would else lie on one spot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_SHORTEST: Final = 366.0
"""An axis of no more days than this is whole."""
_SHARE: Final = 3
"""Days are crowded where a third of all that stands on the axis …"""
_CROWDED: Final = 40
"""… takes no more than a fortieth of it: little more than one mark."""
_FEWEST: Final = 6
"""Of fewer ends there is no crowd."""


def pieces_of(days: Sequence[float]) -> list[list[float]]:
    """Days, by their number, in the pieces of an axis: before a crowd, the crowd, and after it; else all in one."""
    ordered = sorted(days)
    span = ordered[-1] - ordered[0] if ordered else 0.0
    if len(ordered) < _FEWEST or span <= _SHORTEST:
        return [ordered] if ordered else []
    number = -(-len(ordered) // _SHARE)
    first = min(range(len(ordered) - number + 1), key=lambda at: ordered[at + number - 1] - ordered[at])
    last = first + number - 1
    width = ordered[last] - ordered[first]
    if width > span / _CROWDED:
        return [ordered]
    near = max(width, 1.0)
    while first > 0 and ordered[first] - ordered[first - 1] <= near:
        first -= 1
    while last < len(ordered) - 1 and ordered[last + 1] - ordered[last] <= near:
        last += 1
    pieces = (ordered[:first], ordered[first : last + 1], ordered[last + 1 :])
    return [piece for piece in pieces if piece]
