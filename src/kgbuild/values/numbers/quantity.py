"""A quantity: a number with its bounds and what limits it, as a mapping means it and as a text states it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from kgbuild.core.limits import MAX_DIGITS

Number: TypeAlias = int | Decimal
"""An exact number: ``int`` wherever it is whole."""

MOST_DIGITS: Final = MAX_DIGITS
"""The digits that a number may have: all that is computed with such numbers is exact."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: "more than 200,000" is ``Quantity(200000, 200001, None, "more-than")``.

    ``value`` is the number as stated, of an interval its estimate (None for ranges and vague words); ``lo`` and ``hi``
    are inclusive bounds, None is open; ``tolerance`` is for ``rounded`` only: half of the last stated unit.
    """

    value: Number | None
    lo: Number | None
    hi: Number | None
    approximation: str
    tolerance: Number | None = None


def whole(number: Number) -> Number:
    """The same number, an ``int`` where it is whole."""
    return int(number) if number == int(number) else number


def stated(value: Number, unit: Number | None = None) -> Quantity:
    """A number without an approximator; ``unit`` is the last unit that words state it in (None for plain digits).

    It is *rounded* where words state it no finer than to tens: "2 million" ± 500,000, "twenty" ± 5, but "ten" is exact.
    """
    if unit is not None and unit > 1 and value != 10:
        return Quantity(value, value, value, "rounded", whole(Decimal(unit) / 2))
    return Quantity(value, value, value, "exactly")


def interval(value: Number, lo: Number, hi: Number) -> Quantity:
    """An estimate with its bounds: "0.65 (95% CI 0.5–0.8)", "12 ± 2"."""
    return Quantity(value, lo, hi, "interval")


def span(lo: Number, hi: Number) -> Quantity:
    """A range from one number to another."""
    return Quantity(None, lo, hi, "range")


def vague(lo: Number, hi: Number | None) -> Quantity:
    """What a vague word such as "hundreds" means."""
    return Quantity(None, lo, hi, "vague")


def slack(value: Number) -> Number:
    """How far either way "about" reaches: half of the last digit that is not zero, and never more than a tenth.

    "About 137" is ±0.5, "about 150" ±5, "about 200" ±20.
    """
    exact = Decimal(value).normalize()
    if exact == 0:
        return 0
    half = Decimal(5).scaleb(int(exact.as_tuple().exponent) - 1)
    return whole(min(half, abs(exact) / 10))


def _about(value: Number) -> tuple[Number, Number]:
    """The bounds of "about"; of what is counted whole, the whole numbers within its tolerance."""
    wide = slack(value)
    if isinstance(value, int):
        return value - int(wide), value + int(wide)
    return whole(value - wide), whole(value + wide)


def _step(value: Number) -> int:
    """ "More than 40" persons are 41 or more; of what is not counted whole, the number itself is the bound."""
    return 1 if isinstance(value, int) else 0


_BOUNDS: Final[dict[str, Callable[[Number], tuple[Number | None, Number | None]]]] = {
    "exactly": lambda value: (value, value),
    "about": _about,
    "more-than": lambda value: (value + _step(value), None),
    "at-least": lambda value: (value, None),
    "at-most": lambda value: (None, value),
    "fewer-than": lambda value: (None, value - _step(value)),
}
APPROXIMATIONS: Final = tuple(_BOUNDS)
"""What the words before or behind a number can say of it."""


def approximated(value: Number, approximation: str) -> Quantity:
    """A number with an approximator: one of :data:`APPROXIMATIONS`."""
    return Quantity(value, *_BOUNDS[approximation](value), approximation)


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities say the same. "2 million" and "2,000,000" do: how fine they are stated is not said."""
    plain = {"exactly", "rounded"}
    if one.approximation in plain and other.approximation in plain:
        return one.value == other.value
    return (one.value, one.lo, one.hi, one.approximation) == (
        *(other.value, other.lo, other.hi),
        other.approximation,
    )


_SIGNS: Final = {
    "more-than": "more than ",
    "at-least": "at least ",
    "at-most": "at most ",
    "fewer-than": "fewer than ",
    "about": "about ",
}


def quantity_text(quantity: Quantity) -> str:
    """A quantity as people write it: "more than 200,000", "10–20", "200 or more (vague)"."""
    lo, hi = (None if bound is None else f"{bound:,}" for bound in (quantity.lo, quantity.hi))
    if quantity.approximation == "interval":
        return f"{quantity.value:,} ({lo}–{hi})"
    if quantity.value is not None:
        return f"{_SIGNS.get(quantity.approximation, '')}{quantity.value:,}"
    if quantity.approximation == "range":
        return f"{lo}–{hi}"
    return f"{lo} or more (vague)" if hi is None else f"{lo}–{hi} ({quantity.approximation})"
