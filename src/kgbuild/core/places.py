"""Places in source files: what every message, claim and SHACL result leads back to."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A stretch of a file: "mappings/letter.yaml, line 14, columns 12 to 38".

    ``file`` is relative to the project; lines and columns count from 1, in Unicode code points; the end is
    exclusive.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @classmethod
    def whole(cls, file: str) -> Place:
        """The place of a finding about a file as such: its first character."""
        return cls(file, 1, 1, 1, 2)
