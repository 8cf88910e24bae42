"""Comments that silence one finding: ``# kgbuild: allow KG317 because REASON``, on its line or alone on the line above.

Only what YAML takes for a comment counts: the scanner of libyaml says where scalars are, and a ``#`` in one is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

from kgbuild.core.limits import MAX_REGISTRY_BYTES
from kgbuild.core.places import Place

MARK: Final = b"kgbuild:"
FORM: Final = "# kgbuild: allow CODE because REASON"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HASH: Final = re.compile(r"(?<![^\s])#")
_OURS: Final = re.compile(r"#\s*kgbuild:\s*(.*?)\s*\Z")
_ALLOW: Final = re.compile(r"allow(?:\s+(?!because\b)(\S+))?(?:\s+because\b\s*(.*))?")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that begins with ``kgbuild:``, and the line that it is about.

    ``understood`` says whether it has the form of an ``allow``; ``code`` and ``reason`` may be empty.
    """

    place: Place
    line: int
    understood: bool
    code: str
    reason: str


def read_comments(content: bytes, file: str) -> list[Comment]:
    """The comments for kgbuild in a YAML file; none where it cannot be read, which is reported elsewhere."""
    if MARK not in content or len(content) > MAX_REGISTRY_BYTES:
        return []
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        return list(_comments(text, file))
    except (UnicodeDecodeError, yaml.YAMLError):
        return []


def _comments(text: str, file: str) -> Iterator[Comment]:
    scalars = iter(list(_scalars(text)))  # all at once: a file that is broken further down has none
    scalar, end = next(scalars, None), 0
    for number, line in enumerate(text.split("\n"), 1):
        start, end = end, end + len(line) + 1
        for match in _HASH.finditer(line):
            index = start + match.start()
            while scalar is not None and scalar[1] <= index:
                scalar = next(scalars, None)
            if scalar is not None and scalar[0] <= index:
                continue
            if ours := _OURS.match(line, match.start()):
                place = Place(file, number, match.start() + 1, number, len(line.rstrip()) + 1)
                alone = not line[: match.start()].strip()
                form = _ALLOW.fullmatch(ours[1])
                code, reason = form.groups(default="") if form else ("", "")
                yield Comment(place, number + alone, form is not None, code, reason)
            break  # what follows the first comment of a line belongs to it


def _scalars(text: str) -> Iterator[tuple[int, int]]:
    """Where each scalar begins and ends, in code points, in the order of the file."""
    for token in yaml.scan(text, Loader=_LOADER):
        if isinstance(token, yaml.ScalarToken):
            start: Any = token.start_mark
            end: Any = token.end_mark
            yield start.index, end.index
