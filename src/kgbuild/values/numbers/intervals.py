"""The bounds that stand behind an estimate: "± 0.05", "(95% CI 0.5–0.8)", "(0.5–0.8)"."""

from __future__ import annotations

from typing import Final, NamedTuple

from kgbuild.values.numbers.passage import TokenText
from kgbuild.values.numbers.prefixes import minus
from kgbuild.values.numbers.quantity import Number, Quantity, interval, whole

_OPENING: Final = frozenset("([")
_CLOSING: Final = frozenset(")]")
_PERCENT: Final = frozenset("%٪")
_BETWEEN: Final = frozenset(":=,([")
_CANDIDATES: Final = frozenset("([,;±+")


class Bounds(NamedTuple):
    """An estimate with its bounds (None: they do not hold it), up to token ``next`` and ``end`` of the text."""

    quantity: Quantity | None
    next: int
    end: int


def bounds(passage: TokenText, value: Number, at: int) -> Bounds | None:
    """The bounds of an estimate that begin with the token at an index."""
    lexicon, key = passage.lexicon, passage.keys[at]
    if key not in _CANDIDATES and key not in lexicon.plus_minus.firsts and not _begins_label(passage, at):
        return None
    return _plus_minus(passage, value, at) or _two_bounds(passage, value, at)


def _begins_label(passage: TokenText, at: int) -> bool:
    return passage.is_figure(at) or passage.keys[at] in passage.lexicon.interval.firsts


def _plus_minus(passage: TokenText, value: Number, at: int) -> Bounds | None:
    if passage.keys[at] == "±":
        following = at + 1
    elif passage.keys[at : at + 3] == ["+", "/", "-"]:
        following = at + 3
    elif (word := passage.lexicon.plus_minus.at(passage.keys, at)) is not None:
        following = word[1]
    else:
        return None
    width = passage.numeral(following) if passage.begins_number(following) else None
    if width is None or width.value is None:
        return None
    return Bounds(
        interval(value, whole(value - width.value), whole(value + width.value)), width.next, width.end
    )


def _two_bounds(passage: TokenText, value: Number, at: int) -> Bounds | None:
    bracket = passage.keys[at] in _OPENING
    start = at + 1 if bracket or passage.keys[at] in (",", ";") else at
    label = _behind_label(passage, start)
    if label is None and not bracket:
        return None
    found = _two(passage, start if label is None else label)
    if found is None:
        return None
    lo, hi, following = found
    closed = passage.keys[following] in _CLOSING
    if label is None and not (closed and lo <= value <= hi):
        return None
    following += bracket and closed
    quantity = interval(value, lo, hi) if lo <= value <= hi else None
    return Bounds(quantity, following, passage.ends[following - 1])


def _behind_label(passage: TokenText, at: int) -> int | None:
    """The index behind "95% CI", "95% confidence interval:"; None where no such words begin."""
    word = passage.lexicon.interval.at(passage.keys, _behind_level(passage, at))
    if word is None:
        return None
    following = _behind_level(passage, word[1])
    while passage.keys[following] in _BETWEEN or passage.keys[following] in passage.lexicon.of:
        following += 1
    return following


def _behind_level(passage: TokenText, at: int) -> int:
    """The index behind the level of an interval: "95%", "95%-"."""
    if passage.is_figure(at) and passage.keys[at + 1] in _PERCENT:
        at += 2
        return at + (passage.keys[at] == "-")
    return at


def _two(passage: TokenText, at: int) -> tuple[Number, Number, int] | None:
    """The two bounds of an interval, and the index behind them."""
    opener = passage.lexicon.between.at(passage.keys, at)
    first = _number(passage, opener[1] if opener is not None else at)
    if first is None:
        return None
    lo, at = first
    joined = passage.lexicon.to.at(passage.keys, at) or (
        opener[0].at(passage.keys, at) if opener is not None else None
    )
    if joined is None and passage.keys[at] not in ("-", ",", ";"):
        return None
    last = _number(passage, joined[1] if joined is not None else at + 1)
    return None if last is None else (lo, last[0], last[1])


def _number(passage: TokenText, at: int) -> tuple[Number, int] | None:
    """A figure, perhaps below zero, and the index behind it and its percent sign."""
    behind = minus(passage, at)
    at = behind or at
    piece = passage.numeral(at) if passage.is_figure(at) else None
    if piece is None or piece.value is None:
        return None
    following = piece.next + (passage.keys[piece.next] in _PERCENT)
    return (-piece.value if behind else piece.value), following
