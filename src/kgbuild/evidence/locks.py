"""The lock beside a mapping: hashes and offsets, so that the graph can be built without the document.

One line a quote, sorted, keyed by the hash of what the mapping writes; the first line names the text. No words of
the document stand in it, and git merges it line by line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kgbuild.evidence.finder import Anchor, Span
from kgbuild.text.folding import Repair
from kgbuild.text.map import read_spot, spot_token

_HEADER = "kgbuild-lock-1"
_MATCHES = {"e": "exact", "t": "tolerant", "r": "repaired", "g": "range"}
_OFFSET = "([0-9]{1,15})"
_SPAN = rf"{_OFFSET} {_OFFSET} ([etrg]) ([0-9a-f]{{64}})((?: @\S+)*)"
_HEAD = re.compile(rf"{_HEADER} ([0-9a-f]{{64}}) {_OFFSET} ([0-9a-f]{{12}})")
_LINE = re.compile(rf"([0-9a-f]{{24}}) {_SPAN}(?: c {_SPAN})?(?: y (-?[0-9]{{1,15}})( s)?)?")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_LETTERS = {name: letter for letter, name in _MATCHES.items()}


@dataclass(frozen=True, slots=True)
class Lock:
    """What a lock says: which text (its hash and length in code points), with which repairs, and the anchors by key."""

    text_hash: str
    length: int
    repairs: str
    anchors: Mapping[str, Anchor]


class LockSyntaxError(ValueError):
    """A line of a lock cannot be read; ``line`` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def repairs_digest(repairs: tuple[Repair, ...]) -> str:
    """A short hash of the declared repairs, so that a lock made with others is noticed."""
    return hashlib.sha256("\n".join(f"{r.text}\t{r.read}" for r in repairs).encode()).hexdigest()[:12]


def write_lock(lock: Lock) -> str:
    """The text of a lock file; the same anchors give the same bytes."""
    lines = [f"{_HEADER} {lock.text_hash} {lock.length} {lock.repairs}"]
    for key in sorted(lock.anchors):
        anchor = lock.anchors[key]
        fields = [key, _span(anchor.span)]
        if anchor.context is not None:
            fields += ["c", _span(anchor.context)]
        if anchor.year is not None:
            fields += ["y", str(anchor.year), *(["s"] if anchor.year_from == "sentence" else [])]
        lines.append(" ".join(fields))
    return "\n".join(lines) + "\n"


def _span(span: Span) -> str:
    at = "".join(f" @{spot_token(spot)}" for spot in span.at)
    return f"{span.start} {span.end} {_LETTERS[span.match]} {span.hash}{at}"


def _read_span(start: str, end: str, match: str, digest: str, at: str) -> Span:
    return Span(
        int(start), int(end), _MATCHES[match], digest, tuple(read_spot(each[1:]) for each in at.split())
    )


def read_lock(text: str) -> Lock:
    """Read a lock file. Raises :class:`LockSyntaxError`."""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith(_CONFLICT):
            raise LockSyntaxError("a merge was left unfinished", number)
    head = _HEAD.fullmatch(lines[0]) if lines else None
    if head is None:
        raise LockSyntaxError("the first line is not that of a lock", 1)
    anchors: dict[str, Anchor] = {}
    for number, line in enumerate(lines[1:], 2):
        found = _LINE.fullmatch(line)
        if found is None:
            raise LockSyntaxError("not a line of a lock", number)
        key, year, in_sentence = found[1], found[12], found[13]
        if key in anchors:
            raise LockSyntaxError(f"the key {key} stands twice", number)
        try:
            span = _read_span(*found.groups()[1:6])
            context = _read_span(*found.groups()[6:11]) if found[7] is not None else None
        except ValueError:
            raise LockSyntaxError("not a line of a lock", number) from None
        year_from = ("sentence" if in_sentence else "nearest") if year else None
        anchors[key] = Anchor(span, context, int(year) if year else None, year_from)
    return Lock(head[1], int(head[2]), head[3], anchors)
