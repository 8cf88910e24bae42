"""Number words → the number they make: the greatest scale splits them, what stands before it counts it.

"two hundred and thirty-one thousand, five hundred" is ("two hundred and thirty-one") × 1000 + ("five hundred"), and so
on within each side, until only words are left that are added up: "thirty" + "one".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from kgbuild.values.numbers.quantity import Number, whole

CARDINAL, SCALE, PLURAL, JOINER, COMMA, DIGITS, ORDINAL = "n", "s", "p", "&", ",", "d", "o"


class Morpheme(NamedTuple):
    """A word of a numeral, or a part of one: "thirty", "hundert", the figure 2.5 in "2.5 million".

    ``room`` bounds what may be added behind it: a unit behind "thirty" (below 10). ``place`` is the last unit that it
    states: 10 of "thirty".
    """

    kind: str
    value: Number = 0
    room: Number = 0
    place: Number = 1


class Numeral(NamedTuple):
    """What number words make: the number, and the last unit that they state it in."""

    value: Number
    place: Number


class Grammar(NamedTuple):
    """Where the joining word may stand ("and", "y", "e"), and whether units come before tens ("fünfundvierzig")."""

    after_scales: bool = False
    after_tens: bool = False
    inverted: bool = False


_FREE: Final = math.inf


def cardinal(words: Sequence[Morpheme], grammar: Grammar) -> Numeral | None:
    """The number that all of the words make together, or None where they make no one number."""
    scales = [word.value for word in words if word.kind in (SCALE, PLURAL)]
    if not scales:
        return _sum(words, grammar)
    scale = max(scales)
    at = max(
        index for index, word in enumerate(words) if word.value == scale and word.kind in (SCALE, PLURAL)
    )
    if at == 0 and words[0].kind == PLURAL:
        return None
    count = cardinal(words[:at], grammar) if at else Numeral(1, 1)
    rest = _behind(words[at + 1 :], grammar)
    in_digits = at > 0 and words[0].kind == DIGITS
    if count is None or (count.value >= scale and not in_digits) or not count.value:
        return None
    counted = whole(count.value * Decimal(scale))
    if rest is None:
        return Numeral(counted, whole(count.place * Decimal(scale)))
    if not rest or rest.value >= scale or scale in (12, 20):
        return None
    return Numeral(whole(counted + rest.value), rest.place)


def _behind(words: Sequence[Morpheme], grammar: Grammar) -> Numeral | tuple[()] | None:
    """What stands behind a scale: None where nothing does, an empty tuple where it is no number."""
    if words and words[0].kind == COMMA:
        words = words[1:]
        if not words:
            return ()
    if words and words[0].kind == JOINER and grammar.after_scales:
        words = words[1:]
        if not words:
            return ()
    return (cardinal(words, grammar) or ()) if words else None


def _sum(words: Sequence[Morpheme], grammar: Grammar) -> Numeral | None:
    """The sum of words without a scale, each of which must fit in the room that the one before it leaves."""
    total: Number = 0
    place: Number = 1
    room: float = _FREE
    at = 0
    while at < len(words):
        word = words[at]
        if word.kind == JOINER:
            if not grammar.after_tens or at in (0, len(words) - 1):
                return None
            at += 1
            continue
        value, left, used = word.value, word.room, 1
        if grammar.inverted and 0 < value < 10:
            if _is_tens(words[at + 1 : at + 3]):
                value, left, used = value + words[at + 2].value, 0, 3
            elif at + 1 < len(words) and (words[at + 1].kind, words[at + 1].value) == (CARDINAL, 10):
                value, left, used = value + 10, 0, 2
        if value >= room or word.kind not in (CARDINAL, DIGITS) or (word.kind == DIGITS and len(words) > 1):
            return None
        total, room, place = whole(total + value), float(left), word.place if used == 1 else 1
        at += used
    return Numeral(total, place) if words else None


def _is_tens(words: Sequence[Morpheme]) -> bool:
    """Whether a joining word and tens follow: "und" + "vierzig"."""
    return (
        len(words) == 2
        and words[0].kind == JOINER
        and words[1].kind == CARDINAL
        and 20 <= words[1].value < 100
    )


def longest(words: Sequence[Morpheme], ends: Sequence[int], grammar: Grammar) -> tuple[Numeral, int] | None:
    """The number that the most words from the start make, and how many words that are.

    ``ends`` are the counts of morphemes with which a word of the text ends: a compound is read whole or not at all.
    """
    for end in reversed(ends):
        found = cardinal(words[:end], grammar)
        if found is not None:
            return found, end
    return None
