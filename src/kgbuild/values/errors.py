"""What the small value grammars of a mapping share: the error that locates a fault inside a value."""

from __future__ import annotations


class ValueSyntaxError(ValueError):
    """A value of a mapping does not follow its grammar.

    ``message`` states the fact (lower case, no final stop); ``start`` and ``end`` are code point offsets in
    the value, the smallest span to underline; ``help`` is what to write instead, or None where that would be
    a guess.
    """

    def __init__(self, message: str, start: int, end: int, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.help = help
