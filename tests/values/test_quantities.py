"""Quantities: the short grammar of a figure, and figures in running text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.values.quantities import (
    APPROXIMATORS,
    GRAMMAR,
    VAGUE,
    Quantity,
    QuantityPhrase,
    ValueSyntaxError,
    numbers_in,
    ordinals_in,
    parse_quantity,
    states,
)

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
        ("1.5 percent", exactly(Decimal("1.5")), "percent"),
        ("2.0 percent", exactly(2), "percent"),
        ("20%", exactly(20), "percent"),
        ("20 % of lands", exactly(20), "percent of lands"),
        ("20 per cent", exactly(20), "percent"),
        ("four people", exactly(4), "people"),
        ("ten people", exactly(10), "people"),
        ("thirty-five", exactly(35), ""),
        ("one hundred and five", exactly(105), ""),
        ("twenty percent", Quantity(20, 20, 20, "rounded", 5), "percent"),
        ("one hundred and fifty deaths", Quantity(150, 150, 150, "rounded", 5), "deaths"),
        ("2 million people", Quantity(2000000, 2000000, 2000000, "rounded", 500000), "people"),
        ("1.5 million", Quantity(1500000, 1500000, 1500000, "rounded", 50000), ""),
        ("one million civilians", Quantity(10**6, 10**6, 10**6, "rounded", 500000), "civilians"),
        ("a dozen", Quantity(12, 12, 12, "rounded", 6), ""),
        ("exactly 2 million", exactly(2000000), ""),
        ("about 131", Quantity(131, 117, 145, "about", None), ""),
        (
            "around 1.5 percent",
            Quantity(Decimal("1.5"), Decimal("1.35"), Decimal("1.65"), "about"),
            "percent",
        ),
        ("some 150 civilians", Quantity(150, 135, 165, "about", None), "civilians"),
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
    if rest and "%" not in text and "per cent" not in text:
        assert text[phrase.offset :] == rest


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
        ("-5", "-5", "sign", None),
        ("150+", "150+", "sign", "write `at least 150`"),
        ("150x", "150x", "not a number", None),
        ("", "", "missing", "write digits"),
        ("about hundreds", "about", "vague", "write `hundreds`"),
        ("about 2 to 3", "about", "range", None),
        ("5 to 2", "5 to 2", "from 5 to 2", "write `2 to 5`"),
        ("5 to 5", "5 to 5", "from 5 to 5", "write `5`"),
        ("between 5", "between 5", "two numbers", "write `between A and B`"),
        ("131 150", "131 150", "two numbers", None),
        ("131, killed", ",", "without a space", None),
        ("²", "²", "not a number", "write digits"),
        ("½", "½", "not a number", "write digits"),
        ("4 to hundreds", "hundreds", "two numbers", None),
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
    assert states(f"and {phrase} of people were", quantity)


@pytest.mark.parametrize("phrase", sorted(APPROXIMATORS))
def test_every_approximator_is_read_in_values_and_in_text(phrase: str) -> None:
    """An approximator of the table is read before the number of a value and seen before one in text."""
    assert parse_quantity(f"{phrase} 150").quantity.approximation == APPROXIMATORS[phrase]
    assert [n.approximator for n in numbers_in(f"killed {phrase} 150 people")] == [APPROXIMATORS[phrase]]


def test_the_grammar_names_its_scales() -> None:
    """The printed grammar and the parser know the same scale words."""
    for word in ("dozen", "hundred", "thousand", "million", "billion", "trillion"):
        assert f'"{word}"' in GRAMMAR
        assert parse_quantity(f"2 {word}").rest == ""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("131 civilians were killed", [131]),
        ("744 injuries, and four missing persons", [744, 4]),
        ("twenty percent of our lands", [20]),
        ("mass expulsion of more than 200,000 Azerbaijanis", [200000]),
        ("26,000 Soviet troops", [26000]),
        ("26 000 Soviet troops", [26000]),
        ("2\n\nmillion people attended", [2000000]),
        ("fundamental rights of one million civilians", [1000000]),
        ("twenty-one and twenty one", [21, 21]),
        ("nineteen ninety", [19, 90]),
        ("two and three", [2, 3]),
        ("one hundred and two thousand", [102000]),
        ("20% and 1.5 percent.", [20, Decimal("1.5")]),
        ("the 44-day war", [44]),
        ("on 19–20 January", [19, 20]),
        ("one of the most horrible crimes", []),
        ("no one, one another, the one who", []),
        ("the 31st, the 35th and the thirty-fifth", []),
        ("one hundred and first", []),
        ("two thirds", []),
        ("letter A/74/649–S/2020/34 of", []),
        ("at 22:30 on 2021.01.19 with T-72 tanks in the 1980s", []),
        ("x13 and 13x", []),
        ("٢٦ people", [26]),
        ("², ½, Ⅳ", []),
    ],
)
def test_numbers_in_running_text(text: str, values: list[int | Decimal]) -> None:
    """Every cardinal is found, and no ordinal, symbol, date, pronoun or part of a token."""
    assert [number.value for number in numbers_in(text)] == values


def test_a_vague_word_in_text_has_bounds() -> None:
    """The words "hundreds of thousands" are one number, open above, and not the number "hundreds"."""
    (number,) = numbers_in("remembered by hundreds of thousands of people")
    assert (number.value, number.lo, number.hi, number.approximation) == (None, 200000, None, "vague")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("the 31st anniversary", [31]),
        ("the thirtieth anniversary", [30]),
        ("the thirty-fifth and twenty-third", [35, 23]),
        ("Seventy-ninth session", [79]),
        ("one hundred and first, two hundredth", [101, 200]),
        ("the first victims, for the second time", [1, 2]),
        ("31 years, thirty people, one third, two thirds", []),
    ],
)
def test_ordinals_in_running_text(text: str, values: list[int]) -> None:
    """Ordinals are found in digits and words, and fractions are none."""
    found = ordinals_in(text)
    assert [ordinal.value for ordinal in found if text[ordinal.start : ordinal.end] != "third"] == values


@pytest.mark.parametrize(
    ("quote", "value", "expected"),
    [
        ("131 civilians were killed", "131", True),
        ("131 civilians were killed", "13", False),
        ("four people went missing", "4", True),
        ("the hundreds went missing", "hundreds", True),
        ("hundreds of thousands of people", "hundreds", False),
        ("2 million people", "2,000,000", True),
        ("more than 200,000", "more than 200,000", True),
        ("between 100 and 150 people", "100 to 150", True),
        ("100 people", "100 to 150", False),
        ("two to three million", "2 to 3 million", True),
        ("twenty percent", "20%", True),
        ("one of the victims", "1", False),
    ],
)
def test_a_quote_states_a_quantity(quote: str, value: str, expected: bool) -> None:
    """A quote states a value in digits or in words, never as a part of another number."""
    assert states(quote, parse_quantity(value).quantity) is expected


@given(st.integers(min_value=0, max_value=10**12))
def test_a_number_in_digits_is_found_and_parsed(number: int) -> None:
    """A number written plain or with commas is read back, as a value and in text, at its place."""
    for written in (str(number), f"{number:,}"):
        assert parse_quantity(f"{written} civilians").quantity == exactly(number)
        text = f"killed {written}, of them"
        (found,) = numbers_in(text)
        assert (found.value, text[found.start : found.end]) == (number, written)


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_number_in_words_is_found_and_parsed(number: int) -> None:
    """A number written out is one number in text and in values, whatever its tolerance."""
    text = in_words(number)
    assert parse_quantity(text).quantity.value == number
    (found,) = numbers_in(f"killed {text} people")
    assert (found.value, found.end - found.start) == (number, len(text))
    assert found.tolerance is None or found.tolerance * 2 <= max(number, 1)


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
    """Whatever the text, parsing raises only the located error, and finding raises nothing."""
    for found in (*numbers_in(text), *ordinals_in(text)):
        assert 0 <= found.start < found.end <= len(text)
    phrase = outcome(text)
    if isinstance(phrase, ValueSyntaxError):
        assert 0 <= phrase.start <= phrase.end <= len(text)
    else:
        assert phrase.number_start < phrase.number_end <= phrase.offset <= len(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("共有250人参加", [250]),
        ("14일 저녁", [14]),
        ("５人", [5]),
        ("1,200名", [1200]),
        ("2019年11月3日", [2019, 11, 3]),
        *(
            (text, [])
            for text in (
                "3万人",
                "3 万人",
                "3.5万",
                "3千",
                "2百",
                "5億",
                "5亿",
                "5兆",
                "3만 명",
                "3천명",
                "250多人",
            )
        ),
        ("第3次", []),
        *(
            (text, [])
            for text in ("2 миллиона", "2 млн", "2 Millionen", "2 milyon", "3 min nəfər", "2 مليون")
        ),
        ("2 mil millones", []),
        ("2 million, 3 thousand and 12 mile posts", [2_000_000, 3000, 12]),
    ],
)
def test_numbers_beside_other_scripts_and_scale_words(text: str, values: list[int]) -> None:
    """Digits may touch Han, kana and Hangul; never is a number read whose scale, in any language, stands behind it."""
    assert [number.value for number in numbers_in(text)] == values
