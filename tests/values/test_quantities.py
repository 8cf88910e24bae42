"""Quantities: the short grammar of a figure, and figures in running text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.values.numbers.lexicon import expanded, lexicon
from kgbuild.values.numbers.quantity import same
from kgbuild.values.numbers.reader import read_numbers
from kgbuild.values.quantities import (
    GRAMMAR,
    Quantity,
    QuantityPhrase,
    ValueSyntaxError,
    parse_quantity,
    vague_words,
    written,
    written_as,
)

APPROXIMATORS = {
    phrase: kind
    for kind, words in lexicon("en").words["before"].items()
    for phrase in expanded(words)
    if kind != "unclear"
}
VAGUE = {phrase: (lo, hi) for phrase, lo, hi in vague_words()}

UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
UNITS += ["twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int) -> str:
    """An English cardinal, written by an algorithm of its own."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            head, tail = divmod(number, size)
            rest = f"{' and' if size == 100 else ''} {in_words(tail)}" if tail else ""
            return f"{in_words(head)} {name}{rest}"
    if number < 20:
        return UNITS[number]
    return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")


def outcome(text: str) -> QuantityPhrase | ValueSyntaxError:
    """The parsed value, or the error it raises."""
    try:
        return parse_quantity(text)
    except ValueSyntaxError as error:
        return error


def exactly(value: int | Decimal) -> Quantity:
    return Quantity(value, value, value, "exactly", None)


@pytest.mark.parametrize(
    ("text", "quantity", "rest"),
    [
        ("131 civilians", exactly(131), "civilians"),
        ("0", exactly(0), ""),
        ("26,000 troops", exactly(26000), "troops"),
        ("26\u00a0000 troops", exactly(26000), "troops"),
        ("26\u2009000", exactly(26000), ""),
        ("1.5 percent", exactly(Decimal("1.5")), ""),
        ("2.0 percent", exactly(2), ""),
        ("20%", exactly(20), ""),
        ("20 % of lands", exactly(20), "lands"),
        ("20 per cent", exactly(20), ""),
        ("-5 degrees", exactly(-5), ""),
        ("−5", exactly(-5), ""),
        ("minus 5", exactly(-5), ""),
        ("about -50", Quantity(-50, -55, -45, "about"), ""),
        ("150+", Quantity(150, 150, None, "at-least"), ""),
        ("150 or more people", Quantity(150, 150, None, "at-least"), "people"),
        ("as many as 90", Quantity(90, None, 90, "at-most"), ""),
        ("an estimated 4,000", Quantity(4000, 3600, 4400, "about"), ""),
        ("half a million people", Quantity(500000, 500000, 500000, "rounded", 250000), "people"),
        ("two and a half million", Quantity(2500000, 2500000, 2500000, "rounded", 250000), ""),
        ("½", exactly(50), ""),
        ("half of residents", exactly(50), "residents"),
        ("0.65 ± 0.05", Quantity(Decimal("0.65"), Decimal("0.6"), Decimal("0.7"), "interval"), ""),
        ("0.65 (0.5 to 0.8)", Quantity(Decimal("0.65"), Decimal("0.5"), Decimal("0.8"), "interval"), ""),
        ("12 per 100,000", exactly(12), ""),
        ("3 billion USD", Quantity(3 * 10**9, 3 * 10**9, 3 * 10**9, "rounded", 5 * 10**8), ""),
        ("€40", exactly(40), ""),
        ("2 lakh people", Quantity(200000, 200000, 200000, "rounded", 50000), "people"),
        ("four people", exactly(4), "people"),
        ("ten people", exactly(10), "people"),
        ("thirty-five", exactly(35), ""),
        ("one hundred and five", exactly(105), ""),
        ("twenty percent", Quantity(20, 20, 20, "rounded", 5), ""),
        ("one hundred and fifty deaths", Quantity(150, 150, 150, "rounded", 5), "deaths"),
        ("2 million people", Quantity(2000000, 2000000, 2000000, "rounded", 500000), "people"),
        ("1.5 million", Quantity(1500000, 1500000, 1500000, "rounded", 50000), ""),
        ("one million civilians", Quantity(10**6, 10**6, 10**6, "rounded", 500000), "civilians"),
        ("a dozen", Quantity(12, 12, 12, "rounded", 6), ""),
        ("exactly 2 million", exactly(2000000), ""),
        ("about 131", Quantity(131, 131, 131, "about", None), ""),
        (
            "around 1.5 percent",
            Quantity(Decimal("1.5"), Decimal("1.45"), Decimal("1.55"), "about"),
            "",
        ),
        ("some 150 civilians", Quantity(150, 145, 155, "about", None), "civilians"),
        ("more than 200,000 azerbaijanis", Quantity(200000, 200001, None, "more-than", None), "azerbaijanis"),
        ("over 2 million", Quantity(2000000, 2000001, None, "more-than", None), ""),
        ("at least four", Quantity(4, 4, None, "at-least", None), ""),
        ("up to 50", Quantity(50, None, 50, "at-most", None), ""),
        ("fewer than 10", Quantity(10, None, 9, "fewer-than", None), ""),
        ("between 100 and 150 people", Quantity(None, 100, 150, "range", None), "people"),
        ("from 4 to 5", Quantity(None, 4, 5, "range", None), ""),
        ("4-5", Quantity(None, 4, 5, "range", None), ""),
        ("4–5 people", Quantity(None, 4, 5, "range", None), "people"),
        ("2 to 3 million", Quantity(None, 2000000, 3000000, "range", None), ""),
        ("between one and twenty", Quantity(None, 1, 20, "range", None), ""),
        ("hundreds", Quantity(None, 200, None, "vague", None), ""),
        ("the hundreds", Quantity(None, 200, None, "vague", None), ""),
        ("tens of thousands of people", Quantity(None, 20000, None, "vague", None), "people"),
        ("hundreds of thousands", Quantity(None, 200000, None, "vague", None), ""),
        ("several hundred people", Quantity(None, 300, None, "vague", None), "people"),
        ("٢٦٬٠٠٠", exactly(26000), ""),
        ("१३१ civilians", exactly(131), "civilians"),
    ],
)
def test_the_grammar(text: str, quantity: Quantity, rest: str) -> None:
    """Each form of the grammar means one quantity, and what follows the number is the rest."""
    phrase = parse_quantity(text)
    assert phrase.quantity == quantity
    assert phrase.rest == rest
    assert text[phrase.offset :].strip() == rest


@pytest.mark.parametrize(
    ("text", "span", "message", "help"),
    [
        ("010", "010", "does not begin with 0", "write `10`"),
        ("1e3", "1e3", "exponent", "write `1000`"),
        ("1,00", "1,00", "groups three", "write `1.00` or `100`"),
        ("12,34,567", "12,34,567", "groups three", "write `1,234,567`"),
        ("12.500 people", "12.500", "as thousands", "write `12,500` or `12.5`"),
        ("2.125", "2.125", "as thousands", "write `2,125` or `2.1250`"),
        ("26 000 troops", "26 000", "does not group", "write `26,000`"),
        ("1'000", "1'000", "commas", "write `1,000`"),
        ("NO", "NO", "not a number", "write digits"),
        ("150x", "150", "150x", None),
        ("12:30", "12:30", "not a number", "write digits"),
        ("1" * 25, "1" * 25, "at most 24 digits", None),
        ("150 civilians or more", "civilians", "beside it", "write `at least 150 civilians`"),
        ("2 per day", "2 per day", "rate", None),
        ("a third", "a third", "no decimal number", None),
        ("", "", "missing", "write digits"),
        ("about hundreds", "about hundreds", "vague", "write `hundreds`"),
        ("about 2 to 3", "about 2 to 3", "range", None),
        ("5 to 2", "5 to 2", "from 5 to 2", "write `2 to 5`"),
        ("5 to 5", "5 to 5", "from 5 to 5", "write `5`"),
        ("between 5", "between", "not a number", "write digits"),
        ("131 150", "131 150", "does not group", "write `131,150`"),
        ("40 18", "40 18", "two numbers", None),
        ("131, killed", ",", "without a space", None),
        ("²", "²", "not a number", "write digits"),
        ("4 to hundreds", "4 to hundreds", "no numbers", None),
    ],
)
def test_what_could_be_misread_is_an_error(text: str, span: str, message: str, help: str | None) -> None:
    """A value that reads in two ways or in none is an error with its smallest span and, if sure, the help."""
    with pytest.raises(ValueSyntaxError, match=message) as caught:
        parse_quantity(text)
    assert text[caught.value.start : caught.value.end] == span
    assert (caught.value.help or "").startswith(help or "")
    assert (caught.value.help is None) == (help is None)


@pytest.mark.parametrize("phrase", sorted(VAGUE))
def test_every_vague_word_is_parsed_and_found(phrase: str) -> None:
    """What stands in the table of vague words means its bounds as a value and in running text."""
    lo, hi = VAGUE[phrase]
    quantity = parse_quantity(phrase).quantity
    assert (quantity.lo, quantity.hi, quantity.approximation) == (lo, hi, "vague")
    (found,) = read_numbers(f"and {phrase} of people were")
    assert found.quantity == quantity


@pytest.mark.parametrize("phrase", sorted(APPROXIMATORS))
def test_every_approximator_is_read_in_values_and_in_text(phrase: str) -> None:
    """An approximator of the table is read before the number of a value and seen before one in text."""
    assert parse_quantity(f"{phrase} 150").quantity.approximation == APPROXIMATORS[phrase]
    (found,) = read_numbers(f"killed {phrase} 150 people")
    assert found.quantity is not None
    assert found.quantity.approximation == APPROXIMATORS[phrase]


def test_the_grammar_names_its_scales() -> None:
    """The printed grammar and the parser know the same scale words."""
    for word in ("dozen", "hundred", "thousand", "million", "billion", "trillion"):
        assert f'"{word}"' in GRAMMAR
        assert parse_quantity(f"2 {word}").rest == ""


@given(st.integers(min_value=0, max_value=10**12))
def test_a_number_in_digits_is_found_and_parsed(number: int) -> None:
    """A number written plain or with commas is read back, as a value and in text, at its place."""
    for digits in (str(number), f"{number:,}"):
        assert parse_quantity(f"{digits} civilians").quantity == exactly(number)
        text = f"killed {digits}, of them"
        (found,) = read_numbers(text)
        assert (found.quantity, text[found.start : found.end]) == (exactly(number), digits)


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_number_in_words_is_found_and_parsed(number: int) -> None:
    """A number written out is one number in text and in values, whatever its tolerance."""
    text = in_words(number)
    quantity = parse_quantity(text).quantity
    assert quantity.value == number
    (found,) = read_numbers(f"killed {text} people")
    assert (found.quantity, found.end - found.start) == (quantity, len(text))
    assert quantity.tolerance is None or quantity.tolerance * 2 <= max(number, 1)


@given(st.integers(min_value=1, max_value=10**9), st.sampled_from(sorted(APPROXIMATORS)))
def test_bounds_hold_the_value_or_stand_beside_it(number: int, phrase: str) -> None:
    """The stated number lies in its bounds unless "more than" or "fewer than" excludes it."""
    quantity = parse_quantity(f"{phrase} {number}").quantity
    lo = number if quantity.lo is None else quantity.lo
    hi = number if quantity.hi is None else quantity.hi
    strict = quantity.approximation in ("more-than", "fewer-than")
    assert (lo <= number <= hi) is not strict
    assert quantity.value == number


@given(st.text(max_size=40))
def test_nothing_else_is_raised(text: str) -> None:
    """Whatever the text, parsing raises only the located error."""
    phrase = outcome(text)
    if isinstance(phrase, ValueSyntaxError):
        assert 0 <= phrase.start <= phrase.end <= len(text)
    else:
        assert phrase.number_start < phrase.number_end <= phrase.offset <= len(text)


@pytest.mark.parametrize(
    "phrase", [*sorted(VAGUE), "2 to 3 million", "about 1.125", "0.5 (0.25 to 2,125)", "-7"]
)
def test_what_is_written_reads_back(phrase: str) -> None:
    """A quantity is written as the grammar reads it, and means the same then."""
    quantity = parse_quantity(phrase).quantity if phrase != "about 1.125" else Quantity(
        Decimal("1.125"), Decimal("1.1245"), Decimal("1.1255"), "about"
    )  # fmt: skip
    text = written(quantity)
    assert text is not None
    assert same(parse_quantity(text).quantity, quantity)


def test_words_of_a_text_are_kept_where_they_mean_the_same() -> None:
    """A help line writes a number as the text does, where the grammar reads it so, else in digits."""
    quantity = parse_quantity("half a million").quantity
    assert written_as("Half a million", quantity) == "half a million"
    assert written_as("полмиллиона", quantity) == "500,000"


@given(
    st.integers(min_value=-(10**12), max_value=10**12),
    st.sampled_from(["", *sorted(set(APPROXIMATORS.values()))]),
)
def test_every_quantity_reads_back(number: int, kind: str) -> None:
    """Whatever the number and its approximator, what is written is read as the same quantity."""
    quantity = parse_quantity(f"{kind.replace('-', ' ')} {number}".strip()).quantity
    text = written(quantity)
    assert text is not None
    assert same(parse_quantity(text).quantity, quantity)
