"""Digits with their marks → the number they state, by the marks of a language.

A figure that only one convention can read is read so ("1,5", "1'200", "1,50,000"); one that two conventions read
differently ("4.000") is read by the language's own.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from kgbuild.values.numbers.quantity import MOST_DIGITS, Number, whole

_DECIMAL: Final = frozenset(".,·\u066b")
_ONLY_DECIMAL: Final = frozenset("·\u066b")
_PART: Final = re.compile(r"\d+")


class Marks(NamedTuple):
    """The marks of a language between digits: its decimal mark (None: not known), and whether a plain space groups."""

    decimal: str | None
    spaces: bool


class DigitNumber(NamedTuple):
    """A number in digits and its last place ("1.50": a hundredth), or why it cannot be read."""

    value: Number | None
    place: Decimal = Decimal(1)
    problem: str | None = None


def read_figure(written: str, marks: Marks) -> DigitNumber:
    """The number that digits with marks between them state."""
    if written.isascii() and written.isdecimal() and len(written) <= MOST_DIGITS and written[0] != "0":
        return DigitNumber(int(written))  # most figures
    parts = _PART.findall(written)
    signs = [sign for sign in written if not sign.isdecimal()]
    digits = "".join(parts)
    if len(digits) > MOST_DIGITS:
        return DigitNumber(None, problem=f"has more than {MOST_DIGITS} digits")
    if len({ord(digit) - int(digit) for digit in digits}) > 1:
        return DigitNumber(None, problem="mixes digits of two scripts")
    if not signs:
        if len(digits) > 1 and int(digits[0]) == 0:
            return DigitNumber(None, problem="begins with 0")
        return DigitNumber(int(digits))
    grouped, decimal = _is_grouped(parts, signs), _is_decimal(parts, signs)
    if grouped and decimal:
        if marks.decimal is None:
            return DigitNumber(None, problem="can be read in two ways")
        grouped, decimal = signs[0] != marks.decimal, signs[0] == marks.decimal
    if " " in signs and not marks.spaces and set(parts[1:]) != {"000"}:
        return DigitNumber(None, problem="may be one number or two")
    if grouped:
        return DigitNumber(int(digits))
    if decimal:
        number = Decimal(f"{int(''.join(parts[:-1]))}.{_ascii(parts[-1])}")
        return DigitNumber(whole(number), Decimal(1).scaleb(-len(parts[-1])))
    return DigitNumber(None, problem="is no number that can be read")


def _ascii(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)


def _is_grouped(parts: list[str], signs: list[str]) -> bool:
    """Whether all marks group thousands, or lakhs and crores; zero in front groups nothing."""
    if len(set(signs)) > 1 or signs[0] in _ONLY_DECIMAL or int(parts[0][0]) == 0:
        return False
    lengths = [len(part) for part in parts]
    thousands = lengths[0] <= 3 and all(length == 3 for length in lengths[1:])
    lakhs = lengths[0] <= 2 and lengths[-1] == 3 and all(length == 2 for length in lengths[1:-1])
    return thousands or (lakhs and signs[0] in ",\u066c")


def _is_decimal(parts: list[str], signs: list[str]) -> bool:
    """Whether the last mark is a decimal one, with nothing or groups of another mark before it."""
    if signs[-1] not in _DECIMAL or (len(parts[0]) > 1 and int(parts[0][0]) == 0):
        return False
    before = signs[:-1]
    return not before or (signs[-1] not in before and _is_grouped(parts[:-1], before))
