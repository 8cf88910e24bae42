"""Words divided at the end of a line, in print and in scans: joined again, so that a quote can be typed as read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

SOFT: Final = "\u00ad"
HYPHENS: Final = "-‐\u00ad¬⸗"
_LAST: Final = re.compile(rf"(?<![^\W\d_])([^\W\d_]+)[{HYPHENS}]$")
_FIRST: Final = re.compile(r"[^\W\d_]+")


class Joint(NamedTuple):
    """How two lines meet: what the first one's hyphen becomes, and what stands between them."""

    hyphen: str
    after: str


def joint(line: str, following: str, words: frozenset[str]) -> Joint | None:
    """How a line that ends in a hyphen goes on in the next; ``None`` where it does not.

    A hyphen before a capital or between figures is written (Nagorno-Karabakh). So is one that the text writes
    elsewhere within a line (``words``). Of the rest it cannot be said: a soft hyphen stays, which is no part of a word.
    """
    if line[-1:] and line[-1] in HYPHENS and line[-2:-1].isdigit() and following[:1].isdigit():
        return Joint("-", "")
    left, right = _LAST.search(line), _FIRST.match(following)
    if left is None or right is None:
        return None
    if right[0][0].isupper() or f"{left[1]}-{right[0]}".casefold() in words:
        return Joint("-", "")
    return Joint(SOFT, "")


def written_hyphens(lines: Iterable[str]) -> frozenset[str]:
    """The words that a text writes with a hyphen within a line."""
    hyphened = (line for line in lines if "-" in line or "‐" in line)
    found = (word for line in hyphened for word in re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)+", line))
    return frozenset(word.replace("‐", "-").casefold() for word in found)
