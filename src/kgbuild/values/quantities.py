"""Quantities: the short grammar of a figure in a mapping, and the figures that stand in running English text.

Source: "Numbers" in ``docs/reference/identifiers.md`` and "Quantities" in the design. The grammar is
:data:`GRAMMAR`, the vague words are :data:`VAGUE`, the words before a number :data:`APPROXIMATORS`. Numerals
are read digit by digit (Unicode ``Nd``, any script, as ``unicodedata.decimal`` does), never through NFKC.

A number is *rounded* where a scale word (``2 million``) or words alone (``twenty``, ``one hundred and
fifty``) state it no finer than to tens: its tolerance is half its last stated unit (``2 million`` ± 500,000,
``1.5 million`` ± 50,000, ``twenty`` ± 5). ``ten`` and all digits without a scale word are exact, and
``exactly 2 million`` says so. ``about`` widens whole numbers outwards to whole numbers (about 131 = 117 to
145). ``more than`` and ``fewer than`` a number that is not whole keep that number as their bound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from kgbuild.core.similar import mended
from kgbuild.values.errors import ValueSyntaxError
from kgbuild.values.numerals import (
    APPROXIMATOR,
    APPROXIMATORS,
    DIGIT_SCALES,
    VAGUE,
    FoundNumber,
    FoundOrdinal,
    Number,
    number_at,
    number_words,
    numbers_in,
    ordinals_in,
    whole,
)

__all__ = [
    "APPROXIMATORS",
    "GRAMMAR",
    "VAGUE",
    "FoundNumber",
    "FoundOrdinal",
    "Number",
    "Quantity",
    "QuantityPhrase",
    "ValueSyntaxError",
    "numbers_in",
    "ordinals_in",
    "parse_quantity",
    "quantity_text",
    "states",
]

GRAMMAR: Final = """\
quantity     = [ approximator ] number [ rest ] | range [ rest ] | [ "the" ] vague [ [ "of" ] rest ] ;
range        = [ "from" ] number ( "-" | "–" | "—" | "to" ) number | "between" number "and" number ;
number       = digits { scale } | words ;
digits       = ( "0" | nonzero { digit } | nonzero [ digit ] [ digit ] group { group } ) [ fraction ] ;
fraction     = "." digit { digit } ;
group        = ( "," | no-break space | thin space | narrow no-break space ) digit digit digit ;
scale        = "dozen" | "hundred" | "thousand" | "million" | "billion" | "trillion" ;
words        = English number words: "four", "thirty-five", "one hundred and fifty", "a million" ;
approximator = a phrase of APPROXIMATORS ("about", "more than", "at least", "up to", …) ;
vague        = a phrase of VAGUE ("hundreds", "tens of thousands", "several", …) ;
rest         = the words that follow: population or unit; "%" and "per cent" are read as "percent" ;
"""

_GROUP = ",\u00a0\u2009\u202f\u066c"
_STRICT = re.compile(rf"(?:\d+|\d{{1,3}}(?:[{_GROUP}]\d{{3}})+)(?:[.\u066b]\d+)?")
_CHUNK = re.compile(rf"[+-]?\d(?:[\w.{_GROUP}'’\u066b]*\w)?\+?")
_PLAIN = re.compile(r"([1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?: ([^\W\d].*))?")
_NOT_PLAIN: Final = frozenset(DIGIT_SCALES) | {"to", "per", "per-cent"}
_TO = re.compile(r"\s*[-–—]\s*(?=[^\W_])|\s+to\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_PERCENT = re.compile(r"(?:%|per[\s-]cent\b)\s*", re.IGNORECASE)
_OF = re.compile(r"of\s+", re.IGNORECASE)
_NUMBER_HELP: Final = "write digits (`131`, `26,000`), number words (`four`) or a vague word (`hundreds`)"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as a mapping means it: "more than 200,000" is ``Quantity(200000, 200001, None, "more-than",
    None)``.

    ``value`` is the number as stated (None for ranges and vague words); ``lo`` and ``hi`` are inclusive
    bounds, None is open; ``tolerance`` is for ``rounded`` only: half of the last stated unit.
    """

    value: Number | None
    lo: Number | None
    hi: Number | None
    approximation: str
    tolerance: Number | None = None


_SIGNS: Final = {"more-than": "more than ", "at-least": "at least ", "at-most": "at most ", "fewer-than": "fewer than ",
                 "about": "about "}  # fmt: skip


def quantity_text(quantity: Quantity) -> str:
    """A quantity as people write it: "more than 200,000", "10–20", "200 or more (vague)"."""
    if quantity.value is not None:
        return f"{_SIGNS.get(quantity.approximation, '')}{quantity.value:,}"
    if quantity.approximation == "range":
        return f"{quantity.lo:,}–{quantity.hi:,}"
    bound = f"{quantity.lo:,} or more" if quantity.hi is None else f"{quantity.lo:,}–{quantity.hi:,}"
    return f"{bound} ({quantity.approximation})"


class QuantityPhrase(NamedTuple):
    """A parsed value: "131 civilians" is the quantity 131 and the rest "civilians".

    ``rest`` begins at ``offset`` of the value; ``number_start`` and ``number_end`` hold the number with its
    approximator. ``rest`` begins with "percent" where the value has "%" or "per cent".
    """

    quantity: Quantity
    rest: str
    offset: int
    number_start: int
    number_end: int


def _about(value: Number) -> tuple[Number, Number]:
    tenth = Decimal(value) / 10
    if isinstance(value, int):
        return value - (-(-value // 10)), value + (-(-value // 10))
    return whole(value - tenth), whole(value + tenth)


def _approximate(approximation: str | None, found: FoundNumber) -> Quantity:
    value = found.value
    if approximation is None or value is None:
        return Quantity(value, found.lo, found.hi, found.approximation, found.tolerance)
    step = 1 if isinstance(value, int) else 0
    bounds: dict[str, tuple[Number | None, Number | None]] = {
        "exactly": (value, value),
        "about": _about(value),
        "more-than": (value + step, None),
        "at-least": (value, None),
        "at-most": (None, value),
        "fewer-than": (None, value - step),
    }
    return Quantity(value, *bounds[approximation], approximation)


def parse_quantity(text: str) -> QuantityPhrase:
    """Read the value of a figure after :data:`GRAMMAR`. Raises :class:`ValueSyntaxError`."""
    match = _PLAIN.fullmatch(text)
    if match is not None:
        digits, rest = match.groups()
        if rest is None or rest.split(None, 1)[0].lower() not in _NOT_PLAIN:
            value = int(digits.replace(",", ""))
            quantity = Quantity(value, value, value, "exactly")
            end = match.end(1)
            return QuantityPhrase(quantity, rest or "", end if rest is None else end + 1, 0, end)
    try:
        return _parse(text)
    except ValueSyntaxError as error:
        # "hunderds of people", "abut 40": one word may be misspelt.
        if error.help != _NUMBER_HELP or (read := mended(text, number_words(), _parse)) is None:
            raise
        raise ValueSyntaxError(error.message, error.start, error.end, f"write `{read}`") from None


@lru_cache(maxsize=4096)
def _parse(text: str) -> QuantityPhrase:
    start = len(text) - len(text.lstrip())
    between = _keyword(text, start, "between")
    match = None if between else APPROXIMATOR.match(text, start)
    if match is not None:
        approximation = APPROXIMATORS[" ".join(match[1].lower().split())]
        found = _strict_number(text, match.end())
        if found.value is None:
            raise ValueSyntaxError(
                f'"{match[1]}" and a vague word do not go together',
                start,
                match.end(1),
                f"write `{text[found.start :]}`",
            )
        if _TO.match(text, found.end) and number_at(text, _TO.match(text, found.end).end()):  # type: ignore[union-attr]
            raise ValueSyntaxError(f'"{match[1]}" and a range do not go together', start, match.end(1))
        return _phrase(text, _approximate(approximation, found), start, found)
    at = between or _keyword(text, start, "from") or _keyword(text, start, "the") or start
    return _bare(text, start, at, bool(between))


def _bare(text: str, start: int, at: int, between: bool) -> QuantityPhrase:
    """A value without an approximator whose (first) number begins at ``at``."""
    first = _strict_number(text, at)
    separator = (_AND if between else _TO).match(text, first.end)
    if separator is None and between:
        raise ValueSyntaxError("between takes two numbers", start, first.end, "write `between A and B`")
    if separator is None:
        return _phrase(text, _approximate(None, first), start, first)
    last = _strict_number(text, separator.end())
    return _phrase(text, _range(text, first, last), start, last)


def _keyword(text: str, start: int, word: str) -> int:
    """Where the text goes on after ``word`` and white space at ``start``; 0 where the word is not there."""
    end = start + len(word)
    if text[start:end].lower() != word or not text[end : end + 1].isspace():
        return 0
    return len(text) - len(text[end:].lstrip())


def _scale_of(text: str, found: FoundNumber) -> int:
    """The product of the scale words that end a number: 1,000,000 for "3 million", 1 for "3"."""
    scale = 1
    for word in reversed(text[found.start : found.end].lower().replace("-", " ").split()):
        if word not in DIGIT_SCALES:
            break
        scale *= DIGIT_SCALES[word]
    return scale


def _range(text: str, first: FoundNumber, last: FoundNumber) -> Quantity:
    """The range between two numbers; in "2 to 3 million" the scale word holds for both."""
    lo, hi = first.value, last.value
    if lo is None or hi is None:
        vague = first if lo is None else last
        raise ValueSyntaxError("a range takes two numbers", vague.start, vague.end)
    scale = _scale_of(text, last)
    if _scale_of(text, first) == 1 and lo * scale < hi:
        lo = whole(Decimal(lo * scale))
    if lo >= hi:
        help = (
            f"write `{text[last.start : last.end]} to {text[first.start : first.end]}`"
            if lo > hi
            else f"write `{hi}`"
        )
        raise ValueSyntaxError(f"the range runs from {lo} to {hi}", first.start, last.end, help)
    return Quantity(None, lo, hi, "range")


def _strict_number(text: str, at: int) -> FoundNumber:
    """The number that begins at ``at``. Raises :class:`ValueSyntaxError` for forms that could be misread."""
    chunk = _CHUNK.match(text, at)
    if chunk is not None:
        digits = chunk.group()
        help = _misreading(digits)
        if help is not None:
            raise ValueSyntaxError(help[0], at, at + len(digits), help[1])
    found = number_at(text, at)
    if found is None:
        word = text[at:].split(None, 1)[0] if text[at:].strip() else ""
        message = f'"{word}" is not a number' if word else "a number is missing"
        raise ValueSyntaxError(message, at, at + len(word), _NUMBER_HELP)
    if " " in text[at : found.end] and text[at : found.end].replace(" ", "").isdecimal():
        written = f"{found.value:,}"
        raise ValueSyntaxError("a space does not group digits", at, found.end, f"write `{written}`")
    return found


def _misreading(digits: str) -> tuple[str, str | None] | None:
    """What is wrong with a run of digits, and the help; None where it reads in one way."""
    zeros = digits[0].isdecimal() and int(digits[0]) == 0 and digits[1:2].isdecimal()
    if _STRICT.fullmatch(digits) and not zeros:
        integer, _, decimals = digits.partition(".")
        if len(decimals) == 3 and integer != "0" and len(integer) <= 3:
            plain = digits.rstrip("0")
            decimal = f"{digits}0" if plain == digits or plain.endswith(".") else plain
            return (
                f"{digits} can be read as a decimal and as thousands",
                f"write `{integer},{decimals}` or `{decimal}`",
            )
        return None
    if digits[0] in "+-":
        return "a quantity has no sign", None
    if digits.endswith("+") and _STRICT.fullmatch(digits[:-1]):
        return "a quantity takes no sign after it", f"write `at least {digits[:-1]}`"
    if re.fullmatch(r"\d+(?:\.\d+)?[eE][0-9]{1,2}", digits):
        return "an exponent is not read", f"write `{Decimal(digits):f}`"
    if zeros and digits.isdecimal():
        return "a number does not begin with 0", f"write `{int(digits)}`"
    if re.fullmatch(r"[0-9]+,[0-9]{1,2}", digits):
        return (
            "a comma groups three digits",
            f"write `{digits.replace(',', '.')}` or `{digits.replace(',', '')}`",
        )
    if re.fullmatch(r"[0-9]+,[0-9,]+", digits):
        return "a comma groups three digits", f"write `{int(digits.replace(',', '')):,}`"
    if re.fullmatch(r"[0-9]{1,3}(?:['’.][0-9]{3})+", digits):
        return "digits are grouped by commas", f"write `{re.sub('[^0-9]', ',', digits)}`"
    return f'"{digits}" is not a number', None


def _phrase(text: str, quantity: Quantity, start: int, last: FoundNumber) -> QuantityPhrase:
    """The quantity with what follows its last number."""
    end = last.end
    percent = _PERCENT.match(text, end) or _PERCENT.match(text, end + 1)
    if percent is not None and not text[end : percent.start()].strip():
        rest = f"percent {text[percent.end() :]}".strip()
        return QuantityPhrase(quantity, rest, percent.start(), start, end)
    rest = text[end:].strip()
    if not rest:
        return QuantityPhrase(quantity, "", end, start, end)
    offset = text.index(rest, end)
    if offset == end:
        raise ValueSyntaxError(
            f'"{rest.split()[0]}" follows the number without a space', end, end + len(rest.split()[0])
        )
    of = _OF.match(text, offset) if last.value is None else None
    if of is not None:
        offset, rest = of.end(), text[of.end() :].strip()
    second = number_at(text, offset)
    if second is not None and second.value is not None:
        raise ValueSyntaxError("two numbers follow one another", start, second.end)
    return QuantityPhrase(quantity, rest, offset, start, end)


def states(quote: str, quantity: Quantity) -> bool:
    """Whether a quote states the value of a quantity, in digits or in words.

    A range needs both its numbers ("2 to 3 million" states 2,000,000 to 3,000,000); a vague quantity needs a
    vague word with the same bounds; every other one needs the number itself, with or without its
    approximator.
    """
    if isinstance(quantity.value, int) and _stands_alone(str(quantity.value), quote):
        return True  # most figures, found without reading every word of the quote
    found = numbers_in(quote)
    if quantity.value is not None:
        return any(number.value == quantity.value for number in found)
    if quantity.approximation == "vague":
        return any(
            number.value is None and (number.lo, number.hi) == (quantity.lo, quantity.hi) for number in found
        )
    values = {number.value for number in found}
    return {quantity.lo, quantity.hi} <= values or any(
        _is_range(quote, first, last, quantity) for first, last in pairwise(found)
    )


def _stands_alone(digits: str, quote: str) -> bool:
    """Whether the digits stand in the quote between words that belong to no number."""
    start = quote.find(digits)
    if start < 0:
        return False
    before, after = quote[:start], quote[start + len(digits) :]
    if (before and not (before[-1] == " " and before[-2:-1].isalpha())) or (after and after[0] != " "):
        return False
    word = after.split(None, 1)[0] if after.strip() else ""
    return not word or (word.isalpha() and word.lower() not in _NOT_PLAIN)


def _is_range(quote: str, first: FoundNumber, last: FoundNumber, quantity: Quantity) -> bool:
    """Whether two numbers that follow one another state the range, one scale word holding for both."""
    between = quote[first.end : last.start]
    if first.value is None or last.value is None or not (_TO.match(between + "0") or _AND.fullmatch(between)):
        return False
    scale = _scale_of(quote, last)
    return (first.value * scale, last.value) == (quantity.lo, quantity.hi)
