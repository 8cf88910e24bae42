"""What stands before a number and belongs to it: approximators, signs, and a currency."""

from __future__ import annotations

from typing import Final, NamedTuple

from kgbuild.values.numbers import money
from kgbuild.values.numbers.passage import TokenText
from kgbuild.values.numbers.tokens import is_unspaced
from kgbuild.values.numbers.units import PER_MILLE_SIGNS, PERCENT_SIGNS

UNCLEAR: Final = "unclear"
_SIGNS: Final = {
    **dict.fromkeys("~≈≃", "about"),
    **{">": "more-than", "<": "fewer-than", "≥": "at-least", "⩾": "at-least", "≤": "at-most", "⩽": "at-most"},
}
SIGNS: Final = frozenset(_SIGNS)
_OR_EQUAL: Final = {"more-than": "at-least", "fewer-than": "at-most"}
_CLOSING: Final = frozenset(")]}%‰'\"-/»”’.°")
_MOST: Final = 6


class Prefix(NamedTuple):
    """What stands before the number at token ``next``; ``start`` is where it begins in the text, None of nothing.

    ``unit`` is one whose sign or word stands before its number: "%40", "yüzde 40".
    """

    next: int
    start: int | None = None
    approximation: str | None = None
    negative: bool = False
    currencies: tuple[str, ...] | None = None
    unit: str | None = None


def prefix(passage: TokenText, at: int) -> Prefix:
    """Approximators, fillers, signs and a currency from a token on, in whichever order they stand."""
    found = Prefix(at)
    if passage.is_figure(at):
        return found
    for _ in range(_MOST):
        more = _one(passage, found) or _filler(passage, found)
        if more is None:
            break
        start = found.start if found.start is not None else passage.starts[found.next]
        found = more._replace(start=start)
    return found


def _one(passage: TokenText, found: Prefix) -> Prefix | None:
    """The prefix with one more approximator, sign or currency; None where none follows."""
    at, lexicon = found.next, passage.lexicon
    softener = lexicon.softeners.at(passage.keys, at)
    for start in (at, softener[1]) if softener is not None else (at,):
        if (word := lexicon.before.at(passage.keys, start)) is not None:
            return _approximated(found, word[0], word[1])
    key = passage.keys[at]
    if key in _SIGNS:
        kind, following = _SIGNS[key], at + 1
        if passage.keys[following] == "=" and passage.touching(at):
            kind, following = _OR_EQUAL.get(kind, kind), following + 1
        return _approximated(found, kind, following)
    if not found.negative and (following := minus(passage, at)):
        return found._replace(next=following, negative=True)
    if key == "+" and passage.touching(at) and passage.is_figure(at + 1):
        return found._replace(next=at + 1)
    for unit, signs, words in (
        ("percent", PERCENT_SIGNS, lexicon.percent_before),
        ("per-mille", PER_MILLE_SIGNS, lexicon.per_mille_before),
    ):
        known = (None, at + 1) if key in signs and passage.touching(at) else words.at(passage.keys, at)
        if found.unit is None and known is not None and passage.begins_number(known[1]):
            return found._replace(next=known[1], unit=unit)
    if found.currencies is None and (currency := _currency(passage, at)) is not None:
        return found._replace(next=currency[1], currencies=currency[0])
    return None


def _filler(passage: TokenText, found: Prefix) -> Prefix | None:
    """The prefix with the words that may stand between an approximator and its number: "more than another 40"."""
    filler = passage.lexicon.fillers.at(passage.keys, found.next) if found.approximation is not None else None
    if filler is None or (passage.begins_number(found.next) and not passage.begins_number(filler[1])):
        return None
    return found._replace(next=filler[1])


def _approximated(found: Prefix, kind: str, following: int) -> Prefix:
    kind = kind if found.approximation in (None, kind) else UNCLEAR
    return found._replace(next=following, approximation=kind)


def minus(passage: TokenText, at: int) -> int:
    """The index behind a minus sign, or the word for it, before a number; 0 where none stands there."""
    if passage.keys[at] == "-" and passage.touching(at) and not passage.is_word(at + 1):
        behind = at == 0 or not passage.touching(at - 1) or _is_open(passage, at - 1)
        signed = passage.is_figure(at + 1) or _currency(passage, at + 1) is not None
        return at + 1 if behind and signed else 0
    word = passage.lexicon.minus.at(passage.keys, at)
    return word[1] if word is not None and passage.begins_number(word[1]) else 0


def _is_open(passage: TokenText, at: int) -> bool:
    """Whether a minus sign may touch the token before it: a sign that closes nothing, a script without spaces."""
    if passage.is_word(at):
        return is_unspaced(passage.raw(at)) and passage.raw(at + 1) != "-"
    return not passage.is_figure(at) and passage.keys[at] not in _CLOSING


def _currency(passage: TokenText, at: int) -> tuple[tuple[str, ...], int] | None:
    """The currencies that stand before a number, and the index behind them."""
    letters = passage.raw(at) if passage.keys[at + 1] == "$" and passage.touching(at) else ""
    sign = at + 1 if letters else at
    if (found := money.sign_currencies(passage.keys[sign], letters)) is not None:
        following = sign + 1
    elif (found := money.code(passage.raw(at), behind=False)) is not None:
        following = at + 1
    else:
        return None
    number = following + (passage.keys[following] == "-")
    return (found, following) if passage.begins_number(number) else None


def is_article(passage: TokenText, at: int) -> bool:
    """Whether a word for one may be no more than an article: "ein", "une"."""
    return passage.lexicon.one_is_article and passage.keys[at] in passage.lexicon.one


def begins(passage: TokenText, at: int) -> bool:
    """Whether a number begins at a token, with nothing before it but a sign or a currency."""
    found = prefix(passage, at)
    if found.approximation is not None or is_article(passage, found.next):
        return False
    return passage.begins_number(found.next)
