"""Quantities of a mapping: the short grammar of a figure, read by the reader of numbers, in English.

Source: "Numbers" in ``docs/reference/identifiers.md``. A mapping is stricter than a text: what could be misread
("1.500", "1,00", "26 000") is an error.

A number is *rounded* where a scale word (``2 million``) or words alone (``twenty``, ``one hundred and fifty``) state it
no finer than to tens: its tolerance is half its last stated unit (``2 million`` ± 500,000, ``twenty`` ± 5). ``ten`` and
all digits without a scale word are exact, and ``exactly 2 million`` says so. ``about`` widens whole numbers outwards to
whole numbers (about 131 = 117 to 145). ``more than`` and ``fewer than`` a number that is not whole keep that number as
their bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final, NamedTuple

from kgbuild.core.similar import mended
from kgbuild.values.errors import ValueSyntaxError
from kgbuild.values.numbers.counted import Counted
from kgbuild.values.numbers.expressions import NO_RANGE, QUANTITY, ExpressionReader, NumberExpression
from kgbuild.values.numbers.figures import Marks, read_figure
from kgbuild.values.numbers.lexicon import NumberWords, expanded, lexicon
from kgbuild.values.numbers.passage import TokenText
from kgbuild.values.numbers.prefixes import prefix
from kgbuild.values.numbers.quantity import (
    APPROXIMATIONS,
    MOST_DIGITS,
    Number,
    Quantity,
    approximated,
    quantity_text,
    same,
)

__all__ = [
    "GRAMMAR",
    "Number",
    "Quantity",
    "QuantityPhrase",
    "ValueSyntaxError",
    "number_words",
    "parse_quantity",
    "quantity_text",
    "vague_words",
    "written",
]

GRAMMAR: Final = """\
quantity     = [ approximator ] amount [ behind ] [ unit ] [ rest ] | range [ unit ] [ rest ]
             | interval [ unit ] [ rest ] | [ "the" ] vague [ [ "of" ] rest ] ;
amount       = [ "-" | "−" | "minus" ] [ currency ] number ;
range        = [ "from" ] amount ( "-" | "–" | "—" | "to" ) amount | "between" amount "and" amount ;
interval     = amount "±" number | amount "(" amount ( "-" | "–" | "to" ) amount ")" ;
number       = digits { scale } | words | fraction ;
digits       = ( "0" | nonzero { digit } | nonzero [ digit ] [ digit ] group { group } ) [ "." digit { digit } ] ;
group        = ( "," | no-break space | thin space | narrow no-break space ) digit digit digit ;
scale        = "dozen" | "hundred" | "thousand" | "million" | "billion" | "trillion" | "lakh" | "crore" ;
words        = English number words: "four", "thirty-five", "one hundred and fifty", "a million" ;
fraction     = "half", "a quarter", "½", "two and a half million"; of a whole, it is percent ;
approximator = "about", "more than", "at least", "at most", "fewer than", "exactly" and their like ;
behind       = "or more", "or so", "at most" and their like ;
vague        = vague words ("hundreds", "tens of thousands", "several", …) ;
unit         = "percent" | "%" | "per cent" | "‰" | "per 100,000" | a currency ("USD", "€") | a unit of the ontology ;
rest         = the words that follow: a population ("civilians", "percent of residents") ;
"""

_GROUP = ",\u00a0\u2009\u202f\u066c"
_STRICT = re.compile(rf"(?:\d+|\d{{1,3}}(?:[{_GROUP}]\d{{3}})+)(?:[.\u066b]\d+)?")
_CHUNK = re.compile(rf"(?<![\w.,])\d(?:[\w.{_GROUP}'’\u066b]*\w)?")
_APPROXIMATION = "|".join(APPROXIMATIONS).replace("-", " ")
_PLAIN = re.compile(
    rf"(?:({_APPROXIMATION}) )?([1-9][0-9]{{0,17}}|[1-9][0-9]{{0,2}}(?:,[0-9]{{3}}){{1,5}})(?: ([a-z]+))?"
)
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,])")
_NUMBER_HELP: Final = "write digits (`131`, `26,000`), number words (`four`) or a vague word (`hundreds`)"


class QuantityPhrase(NamedTuple):
    """A parsed value: "131 civilians" is the quantity 131 and the rest "civilians".

    ``unit`` is the key of a unit that its words name ("percent"), of money ``money`` with the ``currencies`` that it
    may be of; ``measured`` is where those words stand. ``rest`` begins at ``offset`` of the value; ``number_start`` and
    ``number_end`` hold the number with its approximator and its unit.
    """

    quantity: Quantity
    rest: str
    offset: int
    number_start: int
    number_end: int
    unit: str | None = None
    currencies: tuple[str, ...] = ()
    measured: tuple[int, int] | None = None


@cache
def _english() -> tuple[NumberWords, Counted]:
    words = lexicon("en")
    return words, Counted(words, {}, ())


@cache
def number_words() -> frozenset[str]:
    """The English words of numbers, of vague numbers, and of what stands before one."""
    words = lexicon("en").words
    tables = ("cardinals", "scales", "plurals", "before", "quantifiers")
    phrases = (phrase for name in tables for text in words[name].values() for phrase in expanded(text))
    return frozenset(
        word for phrase in phrases for word in phrase.split() if len(word) > 2 and word.isalpha()
    )


def vague_words() -> Iterator[tuple[str, int, int | None]]:
    """The English vague words with the least and the greatest number that they can mean; None is open.

    A plural of a unit is at least two of it; "several" and "many" are at least three, "a few" at least two.
    """
    tables = lexicon("en").words
    plurals = [next(expanded(text)) for text in tables["plurals"].values()]
    quantifiers = [phrase for text in tables["quantifiers"].values() for phrase in expanded(text)]
    scales = [next(expanded(text)) for text in tables["scales"].values()]
    wholes = [word for word in plurals if word in ("thousands", "millions")]
    phrases = [
        *plurals,
        *(f"{many} of {word}" for many in ("tens", "hundreds") for word in wholes),
        *quantifiers,
    ]
    counted = [word for word in quantifiers if word in ("a few", "several", "many")]
    phrases += [f"{word} {scale}" for word in counted for scale in scales if scale != "score"]
    for phrase in phrases:
        quantity = _parse(phrase).quantity
        if quantity.lo is not None and not phrase.endswith(" of"):
            yield phrase, int(quantity.lo), None if quantity.hi is None else int(quantity.hi)


def written(quantity: Quantity) -> str | None:
    """How a mapping writes a quantity; None where no words of the grammar mean it."""
    if quantity.approximation == "vague":
        bounds = (quantity.lo, quantity.hi)
        return next((phrase for phrase, *found in vague_words() if tuple(found) == bounds), None)
    value, lo, hi = (
        None if each is None else _digits(each) for each in (quantity.value, quantity.lo, quantity.hi)
    )
    if quantity.approximation == "range":
        return f"{lo} to {hi}"
    if quantity.approximation == "interval":
        return f"{value} ({lo} to {hi})"
    if quantity.approximation in ("exactly", "rounded"):
        return value
    return f"{quantity.approximation.replace('-', ' ')} {value}"


def _digits(number: Number) -> str:
    """A number in digits that reads in one way: "2.1250", since "2.125" could be thousands."""
    text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    whole_part, _, decimals = text.partition(".")
    return f"{text}0" if len(decimals) == 3 and whole_part.lstrip("-") != "0" else text


def parse_quantity(text: str) -> QuantityPhrase:
    """Read the value of a figure after :data:`GRAMMAR`. Raises :class:`ValueSyntaxError`."""
    match = _PLAIN.fullmatch(text)
    if (
        match is not None
    ):  # most values: a number in digits, perhaps with an approximator and one word behind it
        word, digits, rest = match.groups()
        if rest is None or rest not in _behind_words():
            value = int(digits.replace(",", ""))
            end = match.end(2)
            quantity = approximated(value, word.replace(" ", "-") if word else "exactly")
            return QuantityPhrase(quantity, rest or "", end if rest is None else end + 1, 0, end)
    try:
        return _parse(text)
    except ValueSyntaxError as error:
        # "hunderds of people", "abut 40": one word may be misspelt.
        if error.help != _NUMBER_HELP or (read := mended(text, number_words(), _parse)) is None:
            raise
        raise ValueSyntaxError(error.message, error.start, error.end, f"write `{read}`") from None


@cache
def _behind_words() -> frozenset[str]:
    """The words that, behind digits, may be more than a population: scales, units, approximators."""
    words, _ = _english()
    scales = (phrase for name in ("scales", "plurals", "abbreviations") for text in words.words[name].values()
              for phrase in expanded(text))  # fmt: skip
    phrases = (words.after, words.units, words.money, words.percent, words.per_mille, words.per, words.to)
    return frozenset(scales) | {key for each in phrases for key in each.firsts} | {"and", "a", "half"}


@lru_cache(maxsize=4096)
def _parse(text: str) -> QuantityPhrase:
    words, counted = _english()
    passage = TokenText(text, words)
    at = 1 if passage.keys[0] == "the" else 0
    start = passage.starts[at]
    for chunk in _CHUNK.finditer(text):
        if _SPACED.match(text, chunk.start()):
            break
        if (wrong := _misreading(chunk.group())) is not None and _is_of_number(passage, at, chunk.start()):
            raise ValueSyntaxError(wrong[0], chunk.start(), chunk.end(), wrong[1])
    if (spaced := _SPACED.search(text)) is not None and _is_of_number(passage, at, spaced.start()):
        help = f"write `{spaced.group().replace(' ', ',')}`"
        raise ValueSyntaxError("a space does not group digits", spaced.start(), spaced.end(), help)
    read = ExpressionReader(passage, counted, frozenset()).at(at)
    if read is None or read[0].kind != QUANTITY or passage.starts[at] >= len(text):
        raise _no_number(text, min(start, len(text)))
    expression, following = read
    if expression.problem is not None or expression.quantity is None:
        raise _unread(text, passage, at, expression)
    return _phrase(text, passage, expression, following)


def _is_of_number(passage: TokenText, at: int, offset: int) -> bool:
    """Whether only words of a number stand before an offset of a value: what belongs to its number, not its rest."""
    before = [
        key for key, start in zip(passage.keys[at:], passage.starts[at:], strict=True) if start < offset
    ]
    return all(passage.lexicon.may_belong(key) or not key.isalpha() for key in before)


def _no_number(text: str, start: int) -> ValueSyntaxError:
    word = text[start:].split(None, 1)[0] if text[start:].strip() else ""
    message = f'"{word}" is not a number' if word else "a number is missing"
    return ValueSyntaxError(message, start, start + len(word), _NUMBER_HELP)


def _unread(text: str, passage: TokenText, at: int, expression: NumberExpression) -> ValueSyntaxError:
    """Why a value cannot be read, and what to write where that is sure."""
    start, end = expression.start, expression.end
    number = prefix(passage, at)
    if number.approximation is not None:
        help = None
        if "vague" in (expression.problem or ""):
            help = f"write `{text[passage.starts[number.next] :]}`"
        return ValueSyntaxError(str(expression.problem), start, end, help)
    ends = expression.problem == NO_RANGE and re.fullmatch(
        r"(.+?)\s*(?:-|–|—|\bto\b)\s*(.+)", text[start:end]
    )
    if ends:
        lo, hi = ends[1].strip(), ends[2].strip()
        return ValueSyntaxError(
            f"the range runs from {lo} to {hi}",
            start,
            end,
            f"write `{lo}`" if lo == hi else f"write `{hi} to {lo}`",
        )
    return ValueSyntaxError(str(expression.problem), start, end)


def _misreading(digits: str) -> tuple[str, str | None] | None:
    """What is wrong with a run of digits, and the help; None where it reads in one way."""
    if sum(map(str.isdecimal, digits)) > MOST_DIGITS:
        return f"a number has at most {MOST_DIGITS} digits", None
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
    if re.fullmatch(r"[\d.,'’]+", digits):
        number = read_figure(digits, Marks(".", spaces=False)).value
        help = None if number is None else f"write `{_digits(number)}`"
        return "digits are grouped by commas, and a point stands before decimals", help
    return None


def _phrase(text: str, passage: TokenText, expression: NumberExpression, following: int) -> QuantityPhrase:
    """The quantity with what follows its number."""
    assert expression.quantity is not None
    if expression.noun is not None and expression.noun[0] < expression.end:
        start, end = expression.noun
        message = "the words that limit a number stand beside it"
        raise ValueSyntaxError(
            message, start, end, f"write `{written(expression.quantity)} {text[start:end]}`"
        )
    end = expression.end
    unit = expression.unit if expression.noun is None else None
    tail = text[end:]
    rest = tail.strip()
    if not rest:
        return QuantityPhrase(
            *(expression.quantity, "", end, expression.start, end, unit),
            *(expression.currencies, expression.measured),
        )
    offset = end + len(tail) - len(tail.lstrip())
    if offset == end:
        word = rest.split()[0]
        raise ValueSyntaxError(f'"{word}" follows the number without a space', end, end + len(word))
    if passage.keys[following] == "of" and (unit is not None or expression.quantity.approximation == "vague"):
        offset = passage.starts[following + 1] if following + 1 < passage.size else len(text)
        rest = text[offset:].strip()
    if any(map(passage.begins_number, range(following, min(following + 1, passage.size)))):
        raise ValueSyntaxError("two numbers follow one another", expression.start, passage.ends[following])
    return QuantityPhrase(
        *(expression.quantity, rest, offset, expression.start, end, unit),
        *(expression.currencies, expression.measured),
    )


def written_as(words: str, quantity: Quantity) -> str | None:
    """How a mapping may write a quantity that a text gives in these words: so, or in digits."""
    for candidate in (words[:1].lower() + words[1:], words, written(quantity)):
        if candidate is None:
            continue
        try:
            phrase = parse_quantity(candidate)
        except ValueSyntaxError:
            continue
        if same(phrase.quantity, quantity) and not phrase.rest:
            return candidate
    return None
