"""Laws of the reader of numbers, over generated expressions of every language: write, read, and cut.

``KGBUILD_NUMBER_CASES`` says how many are made (20,000 unless it is set), ``KGBUILD_NUMBER_SEED`` from which seed.
Number words are spelt by ICU, from the rules of the CLDR, where it is installed: an independent writer.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pytest

from kgbuild.evidence.figures import ClaimedQuantity, Found, Passages
from kgbuild.text.folding import Folded
from kgbuild.values.numbers.lexicon import expanded, lexicon, written_languages
from kgbuild.values.numbers.quantity import (
    APPROXIMATIONS,
    Number,
    Quantity,
    approximated,
    interval,
    same,
    span,
    whole,
)
from kgbuild.values.numbers.reader import Reader

CASES: Final = int(os.environ.get("KGBUILD_NUMBER_CASES", "20000"))
SEED: Final = int(os.environ.get("KGBUILD_NUMBER_SEED", "1"))
LANGUAGES: Final = written_languages()
NUMERALS: Final = tuple(code for code in LANGUAGES if lexicon(code).numerals)
GROUPS: Final = {"en": ",", "zh": ",", "ja": ",", "ko": ",", "he": ",", "hi": ",", "ar": "٬", "fa": "٬"}
"""The mark between thousands: a point, unless another one is the language's own."""


WRONG: Final = (("percent", None), ("per-mille", None), ("money", "EUR"), ("building", None))
"""Units that an expression with another unit never passes for."""


def _spell() -> Callable[[int, str], str] | None:
    try:
        import icu_rbnf
    except ImportError:
        return None
    return lambda number, code: str(icu_rbnf.spellout(number, code)).replace("\u00ad", "")


SPELL: Final = _spell()
# What ICU spells otherwise than texts do: "ثلاثة مائة ألف", feminine forms alone, ones with a hyphen of their own.
UNSPELT: Final = frozenset(("zh", "ja"))


@dataclass(frozen=True)
class Case:
    """An expression as it is written, and what it means; ``noun`` stands behind it and names what is counted."""

    language: str
    text: str
    quantity: Quantity
    unit: str | None
    currency: str | None = None
    noun: str = ""

    @property
    def written(self) -> str:
        """The expression with what is one word with it: Korean joins 여, "more than", and the counter."""
        joined = self.language == "ko" and self.text.endswith("여") and self.noun.startswith("명")
        return self.text + self.noun[:1] if joined else self.text

    @property
    def passage(self) -> str:
        """The expression within a text that has no other number."""
        if self.language in ("zh", "ja", "ko"):
            return f"xx，{self.text}{self.noun}。xx"
        return f"xx {self.text} {self.noun or 'xx'} xx"


def _grouped(number: int, code: str, rng: random.Random) -> str:
    """A whole number in digits, as the language groups them, or not at all."""
    marks = lexicon(code).marks
    choices = ["", GROUPS.get(code, "."), "\u00a0", "\u202f", "'"]
    if marks.spaces:
        choices.append(" ")
    text = f"{number:,}".replace(",", rng.choice(choices))
    if code in ("ar", "fa") and "'" not in text and rng.random() < 0.5:
        zero = ord("٠" if code == "ar" else "۰")
        text = re.sub(r"\d", lambda digit: chr(zero + int(digit[0])), text)
    return text


def _decimal(number: Decimal, code: str) -> str:
    mark = "٫" if code in ("ar", "fa") else lexicon(code).marks.decimal or "."
    return f"{number:f}".replace(".", mark)


def _number(code: str, rng: random.Random) -> tuple[str, Number]:
    """A number in words, in digits, with decimals, or with a scale word, and its value."""
    form = rng.random()
    if form < 0.3 and code in NUMERALS and SPELL is not None and code not in UNSPELT:
        value = rng.choice([rng.randrange(2, 100), rng.randrange(2, 2000), rng.randrange(2, 10**7)])
        return SPELL(value, code), value
    if form < 0.5:
        scales = [(int(size), text) for size, text in lexicon(code).words.get("scales", {}).items()]
        scales = [(size, text) for size, text in scales if size >= 1000]
        if scales:
            size, text = rng.choice(scales)
            word = rng.choice(list(expanded(text)))
            count = (
                Decimal(rng.randrange(2, 900)) if rng.random() < 0.5 else Decimal(rng.randrange(11, 99)) / 10
            )
            written = _decimal(count, code) if count % 1 else f"{count:f}"
            between = "" if code in ("zh", "ja", "ko") else " "
            return f"{written}{between}{word}", whole(count * size)
    if form < 0.6:
        value = Decimal(rng.randrange(1, 999)) / rng.choice((10, 100))
        if value % 1:
            return _decimal(value, code), value
    value = rng.choice([rng.randrange(2, 100), rng.randrange(100, 1000), rng.randrange(1000, 10**7)])
    return (str(value) if value < 1000 else _grouped(value, code, rng)), value


def _listed(text: str) -> list[str]:
    """The words of a list, but those that are an approximator and a counter in one; see ``Case.written``."""
    return [word for word in expanded(text) if word not in ("여명", "여 명")]


def _limited(code: str, number: str, value: Number, rng: random.Random) -> tuple[str, Quantity]:
    """A number with an approximator before or behind it, or none."""
    words = lexicon(code).words
    table = rng.choice(["before", "after", "none", "none"])
    kinds = [kind for kind in APPROXIMATIONS if words.get(table, {}).get(kind)]
    if not kinds:
        return number, approximated(value, "exactly")
    kind = rng.choice(kinds)
    word = rng.choice(_listed(words[table][kind]))
    glue = "" if code in ("zh", "ja") or (code == "ko" and table == "after") else " "
    text = f"{word}{glue}{number}" if table == "before" else f"{number}{glue}{word}"
    return text, approximated(value, kind)


def _range(code: str, rng: random.Random) -> Case:
    """A range with a dash, or with the words that a language has for it."""
    lo = rng.randrange(2, 900)
    hi = lo + rng.randrange(1, 90)
    words = lexicon(code).words.get("between", {})
    if not words or rng.random() < 0.5:
        dash = rng.choice("-–—")
        return Case(code, rng.choice([f"{lo}{dash}{hi}", f"{lo} {dash} {hi}"]), span(lo, hi), None)
    opener, connectors = rng.choice(list(words.items()))
    opener, connector = rng.choice(list(expanded(opener))), rng.choice(list(expanded(connectors)))
    return Case(code, f"{opener} {lo} {connector} {hi}", span(lo, hi), None)


def _money(code: str, number: str, value: Number, rng: random.Random) -> Case:
    """An amount, with the sign before or behind it, or the code."""
    text = rng.choice([f"€{number}", f"{number} €", f"EUR {number}", f"{number} EUR"])
    return Case(code, text, approximated(value, "exactly"), "money", "EUR")


def _counted(code: str, number: str, value: Number, rng: random.Random) -> Case:
    """A number with what it counts behind it: persons, or things."""
    words = lexicon(code).words
    table = {"person": words["persons"]["words"], **words["things"]}
    unit = rng.choice(list(table))
    text, quantity = _limited(code, number, value, rng)
    return Case(code, text, quantity, unit, noun=rng.choice(_listed(table[unit])))


def make(code: str, rng: random.Random) -> Case:
    """One expression of a language: a range, an interval, a percentage, money, or a number with what limits it."""
    form = rng.random()
    if form < 0.15:
        return _range(code, rng)
    if form < 0.2:
        value, width = rng.randrange(20, 900), rng.randrange(1, 19)
        return Case(code, f"{value} ± {width}", interval(value, value - width, value + width), None)
    number, value = _number(code, rng)
    if form < 0.25 and number[0].isdecimal():
        return Case(code, f"−{number}", approximated(-value, "exactly"), None)
    if form < 0.35:
        unit, sign = rng.choice([("percent", "%"), ("per-mille", "‰")])
        return Case(code, f"{number} {sign}", approximated(value, "exactly"), unit)
    if form < 0.45 and number[0].isdecimal():
        return _money(code, number, value, rng)
    if form < 0.65:
        return _counted(code, number, value, rng)
    text, quantity = _limited(code, number, value, rng)
    return Case(code, text, quantity, None)


def cases(code: str, count: int) -> list[Case]:
    """So many expressions of a language, always the same for one seed."""
    rng = random.Random(f"{SEED} {code}")
    return [make(code, rng) for _ in range(count)]


def others(quantity: Quantity, rng: random.Random) -> list[Quantity]:
    """Quantities that say something else: another value, another approximator, one end of a range."""
    if quantity.approximation == "interval":
        assert quantity.value is not None
        return [
            approximated(quantity.value, "exactly"),
            interval(quantity.value, quantity.value - 99, quantity.value),
        ]
    if quantity.value is None:
        assert quantity.lo is not None
        assert quantity.hi is not None
        ends = [approximated(quantity.lo, "exactly"), approximated(quantity.hi, "exactly")]
        return [*ends, span(quantity.lo, quantity.hi + 1)]
    value = quantity.value
    kinds = [kind for kind in APPROXIMATIONS if kind != quantity.approximation]
    found = [approximated(value, rng.choice(kinds))]
    found += [approximated(other, quantity.approximation) for other in (value + 1, value * 10, value * 1000)]
    return [each for each in found if not same(each, quantity)]


@pytest.fixture(scope="module")
def readers() -> dict[str, Reader]:
    """A reader for each language."""
    return {code: Reader(code) for code in LANGUAGES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_written_is_read(code: str, readers: dict[str, Reader]) -> None:
    """An expression is read whole, as what it means; no other value, approximator or unit passes for it."""
    rng = random.Random(SEED)
    for case in cases(code, CASES // len(LANGUAGES) // 2):
        text = case.passage
        start = text.index(case.text)
        found = readers[code].read(text)
        assert len(found) == 1, (case, found)
        assert found[0].quantity is not None, (case, found)
        assert same(found[0].quantity, case.quantity), (case, found)
        assert (found[0].start, found[0].end, found[0].unit) == (
            start,
            start + len(case.written),
            case.unit,
        ), (
            case,
            found,
        )
        unit = case.unit or "person"
        stands = Found(found[0], case.text, True)
        assert ClaimedQuantity(case.quantity, unit, case.currency, readers[code]).verdict(stands) is None
        for other in others(case.quantity, rng):
            assert ClaimedQuantity(other, unit, case.currency, readers[code]).verdict(stands) is not None, (
                case,
                other,
            )
        for wrong, currency in WRONG:
            if wrong != case.unit and not (case.unit is None and wrong == "building"):
                named = ClaimedQuantity(case.quantity, wrong, currency, readers[code])
                assert named.verdict(stands) is not None, (case, wrong)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_cut_never_passes(code: str, readers: dict[str, Reader]) -> None:
    """A quote that ends or begins within an expression shows neither the whole number nor what is left of it."""
    rng = random.Random(SEED + 1)
    reader = readers[code]
    for case in cases(code, CASES // len(LANGUAGES) // 2):
        text = case.passage
        start = text.index(case.text)
        end = start + len(case.text)
        inner = [edge for edge in _edges(text) if start < edge < end]
        if not inner:
            continue
        cut = rng.choice(inner)
        quote = (0, cut) if rng.random() < 0.5 else (cut, len(text))
        found = list(Passages(Folded(text), code).numbers(quote, reader))
        left = [each.quantity for each in reader.read(text[slice(*quote)]) if each.quantity is not None]
        for claimed in (case.quantity, *left):
            for unit, currency in (("person", None), ("percent", None), ("money", "EUR")):
                named = ClaimedQuantity(claimed, unit, currency, reader)
                assert all(named.verdict(each) is not None for each in found), (case, quote, claimed, found)


def _edges(text: str) -> list[int]:
    """The offsets at which a word or a figure begins or ends."""
    return sorted({edge for match in re.finditer(r"\d+|[^\W\d_]+", text) for edge in match.span()})
