"""One number of running text, read with all that belongs to it: from its approximator to its unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from kgbuild.values.numbers import others
from kgbuild.values.numbers.counted import Counted, Measure
from kgbuild.values.numbers.intervals import bounds
from kgbuild.values.numbers.neighbours import Neighbours
from kgbuild.values.numbers.passage import Piece, TokenText
from kgbuild.values.numbers.prefixes import UNCLEAR, Prefix, begins, is_article, prefix
from kgbuild.values.numbers.quantity import Quantity, approximated, span, stated, vague, whole
from kgbuild.values.numbers.units import COUNTED

QUANTITY: Final = "quantity"
_MOST_NOUN_WORDS: Final = 3
_MOST_AHEAD: Final = 8
_TWO_WAYS: Final = "the words around it can limit it in more than one way"
NO_RANGE: Final = "its two ends make no range"
_THOUSANDTH: Final = Decimal("0.001")
Read = tuple["NumberExpression", int]


class NumberExpression(NamedTuple):
    """A number of a text, from its approximator at ``start`` to its unit at ``end``: "more than 2 million tonnes".

    ``kind`` is ``quantity``, or what a figure is that is none: ``date``, ``year``, ``ordinal``, ``time``, ``symbol``,
    ``designation``. ``unit`` is the key of a unit (``person``, ``percent``, ``money``; None: not known), ``currencies``
    are the codes that money may be of, ``noun`` and ``measured`` are where the words stand that are counted, and those
    of a unit. ``problem`` says why it cannot be read: then ``quantity`` is None; ``ordinal`` is an ordinal's number.
    """

    start: int
    end: int
    kind: str
    quantity: Quantity | None = None
    unit: str | None = None
    currencies: tuple[str, ...] = ()
    noun: tuple[int, int] | None = None
    problem: str | None = None
    ordinal: int | None = None
    measured: tuple[int, int] | None = None


@dataclass
class _Draft:
    """An expression while it is read: up to token ``next``, ending at ``end`` of the text."""

    before: Prefix
    start: int
    next: int
    end: int
    quantity: Quantity | None = None
    problem: str | None = None
    measure: Measure | None = None
    noun: Measure | None = None

    def reach(self, found: Measure) -> None:
        """Go on to the end of a unit."""
        self.next, self.end = max(self.next, found.next), max(self.end, found.end)

    def fail(self, problem: str | None) -> None:
        """Note why it cannot be read; the first reason stays."""
        self.problem = self.problem or problem


class ExpressionReader:
    """Reads the expressions of one passage."""

    def __init__(self, passage: TokenText, counted: Counted, foreign_scales: frozenset[str]) -> None:
        self.passage = passage
        self.lexicon = passage.lexicon
        self.counted = counted
        self._neighbours = Neighbours(passage, counted, foreign_scales)
        self.dates = others.dated(passage)

    def at(self, at: int) -> Read | None:
        """The expression that begins with the token at an index, and the index of the token after it."""
        label = others.labelled(self.passage, at)
        if label is not None:
            return self._other(at, label)
        none = self._none(at)
        if none is not None:
            return none
        return self._between(Prefix(at)) or self._after(prefix(self.passage, at))

    def _after(self, before: Prefix) -> Read | None:
        """The expression that stands behind its prefix."""
        between = self._between(before) if before.start is not None else None
        return between or self._number(before)

    def _number(self, before: Prefix) -> Read | None:
        """The expression whose number stands right behind its prefix."""
        passage, at = self.passage, before.next
        if passage.is_figure(at) and (kind := others.other(passage, at, self.dates)) is not None:
            return self._other(at, kind)
        piece = passage.numeral(at)
        if piece is None or self._is_pronoun(at, piece):
            ordinal = others.ordinal_word(passage, at) if piece is None else None
            return None if ordinal is None else self._other(at, ordinal)
        if not passage.is_figure(at) and piece.bounds is None and not piece.share:
            ordinal = others.ordinal_behind(passage, piece)
            if ordinal is not None:
                return self._other(at, ordinal)
        return self._from(before, piece)

    def _other(self, at: int, other: others.Other) -> Read:
        found = NumberExpression(self.passage.starts[at], other.end, other.kind, ordinal=other.ordinal)
        return found, other.next

    def _is_pronoun(self, at: int, piece: Piece) -> bool:
        """Whether a word for one stands for somebody ("one of the", "no one"), or is an article."""
        passage, lexicon = self.passage, self.lexicon
        if piece.next - at > 1 or passage.keys[at] not in lexicon.one or piece.bounds is not None:
            return False
        every = lexicon.out_of.at(passage.keys, piece.next)
        if every is not None and passage.keys[every[1] - 1] not in lexicon.of and self._total(piece):
            return False  # "one in three"
        if (
            passage.keys[at - 1] in lexicon.one_not_behind
            or passage.keys[piece.next] in lexicon.one_not_before
        ):
            return True
        if not is_article(passage, at):
            return False
        return (
            self.counted.noun(passage, piece.next) is None
            and self.counted.measure(passage, piece.next) is None
        )

    def _none(self, at: int) -> Read | None:
        """What states 0: "none", "no one", "no civilians"."""
        passage = self.passage
        found = self.lexicon.none.at(passage.keys, at)
        if found is not None:
            noun = self.counted.noun(passage, found[1])
            return self._zero(at, found[1], noun)
        found = self.lexicon.none_before.at(passage.keys, at)
        if found is None or passage.begins_number(at) or passage.is_figure(found[1]):
            return None
        noun = self.counted.noun(passage, found[1])
        if noun is not None and noun.unit == "person":
            return self._zero(at, noun.next, noun)
        nouns = self.lexicon.none_nouns.at(passage.keys, found[1])
        return None if nouns is None else self._zero(at, nouns[1], None)

    def _zero(self, at: int, following: int, noun: Measure | None) -> Read:
        zero, end = Quantity(0, 0, 0, "exactly"), self.passage.ends[following - 1]
        return self._expression(_Draft(Prefix(at), self.passage.starts[at], following, end, zero, noun=noun))

    # The number and what stands behind it

    def _from(self, before: Prefix, piece: Piece) -> Read:
        """An expression from its first number on: a range, an interval, a unit, an approximator behind it."""
        passage, at = self.passage, before.next
        piece, measure = self._part_of_unit(piece) or (piece, self._measure(before, piece.next))
        following = measure.next if measure is not None else piece.next
        joined = self._joined(following)
        if joined is not None and (found := self._range(before, piece, measure, joined)) is not None:
            return found
        ahead = passage.keys[following : following + _MOST_AHEAD]
        may_join = measure is None and not self.lexicon.to.firsts.isdisjoint(ahead)
        if may_join and (found := self._from_noun_to_noun(before, piece)) is not None:
            return found
        start = passage.starts[at] if before.start is None else before.start
        draft = _Draft(before, start, piece.next, piece.end, measure=measure)
        draft.quantity, draft.problem = self._quantity(before, piece)
        draft.fail(self._neighbours.problem(at, piece, measure))
        if measure is not None:
            draft.reach(measure)
        held = (
            bounds(passage, piece.value, following) if piece.value is not None and not piece.share else None
        )
        if held is not None:
            draft.quantity, draft.next, draft.end = held.quantity, held.next, held.end
            draft.fail("the bounds do not hold the estimate" if held.quantity is None else None)
            draft.fail("an approximator before an interval" if before.approximation is not None else None)
            if measure is None and (behind := self._measure(before, held.next)) is not None:
                draft.measure = behind
                draft.reach(behind)
        if piece.share and draft.measure is None:
            draft.measure = Measure(draft.next, draft.end, "percent")
        if measure is None and (total := self._total(piece)) is not None:
            draft.next, draft.end = total.next, total.end
            draft.fail(f"it is a share of “{passage.text[passage.starts[piece.next] : total.end]}”")
        found = self._finish(draft)
        if piece.next == at + 1 and found[0].unit in COUNTED and self._may_be_thousands(at):
            problem = f"“{passage.raw(at)}” may be thousands: what is counted is whole"
            return found[0]._replace(quantity=None, problem=found[0].problem or problem), found[1]
        return found

    def _total(self, piece: Piece) -> Piece | None:
        """The number that another is a share of: "three of four", "one in five", "half of the 300"."""
        passage, lexicon, at = self.passage, self.lexicon, piece.next
        following = lexicon.out_of.at(passage.keys, at)
        if following is not None:
            at = following[1]
        elif piece.share and passage.keys[at] in lexicon.of:
            at += 1
        else:
            return None
        while passage.keys[at] in lexicon.the:
            at += 1
        if not passage.begins_number(at) or (passage.is_figure(at) and others.other(passage, at, self.dates)):
            return None
        total = passage.numeral(at)
        if total is None or total.value is None:
            return None
        less = piece.share or (piece.value is not None and 0 < piece.value < total.value)
        return total if less else None

    def _may_be_thousands(self, at: int) -> bool:
        """Whether a figure has three decimals, as only groups of thousands have where whole things are counted."""
        has_marks = self.passage.is_figure(at) and not self.passage.keys[at].isdecimal()
        return has_marks and self.passage.figure(at).place == _THOUSANDTH

    def _part_of_unit(self, piece: Piece) -> tuple[Piece, Measure] | None:
        """A fraction of one unit: "half an hour", "½ kg"."""
        if not piece.share or piece.value is None:
            return None
        at = piece.next + (self.passage.keys[piece.next] in self.lexicon.articles)
        measure = self.counted.measure(self.passage, at)
        return None if measure is None else (piece._replace(share=False), measure)

    def _measure(self, before: Prefix, following: int) -> Measure | None:
        """The unit behind a number; of money whose sign stands before it, that."""
        at = self.passage.behind_case(self.passage.behind_dot(following))
        found = self.counted.measure(self.passage, at)
        if before.unit is not None:
            return Measure(following, self.passage.ends[following - 1], before.unit)
        if before.currencies is None:
            return found
        if found is not None and found.unit == "money":
            both = tuple(code for code in found.currencies if code in before.currencies)
            return found._replace(currencies=both or before.currencies)
        return Measure(following, self.passage.ends[following - 1], "money", before.currencies)

    def _quantity(self, before: Prefix, piece: Piece) -> tuple[Quantity | None, str | None]:
        """What a number says, its approximator counted in; or why it cannot be read."""
        if piece.problem is not None:
            return None, piece.problem
        if before.approximation == UNCLEAR:
            return None, _TWO_WAYS
        if piece.bounds is not None:
            limited = before.approximation is not None or before.negative
            return (None, "an approximator before a vague word") if limited else (vague(*piece.bounds), None)
        assert piece.value is not None
        value = whole(Decimal(piece.value) * 100) if piece.share else piece.value
        value = -value if before.negative else value
        if before.approximation is not None:
            return approximated(value, before.approximation), None
        if piece.rough:
            return approximated(value, "about"), None
        return stated(value, None if piece.share or before.negative else piece.place), None

    # Ranges

    def _joined(self, at: int) -> int | None:
        """The index behind a dash or a word that joins the two numbers of a range."""
        passage = self.passage
        if passage.keys[at] in ("-", "~"):
            touching = passage.touching(at - 1), passage.touching(at)
            even = touching == (True, True) or (passage.keys[at] == "-" and not any(touching))
            return at + 1 if even and begins(passage, at + 1) else None
        word = self.lexicon.to.at(passage.keys, at)
        return word[1] if word is not None and begins(passage, word[1]) else None

    def _between(self, before: Prefix) -> Read | None:
        """A range that begins with a word for it: "between 120 and 150", also with nouns behind both."""
        passage = self.passage
        opener = self.lexicon.between.at(passage.keys, before.next)
        if opener is None:
            return None
        connectors, at = opener
        start = passage.starts[before.next] if before.start is None else before.start
        inner = prefix(passage, at)
        if (
            inner.approximation is not None
            or inner.next in self.dates
            or not passage.begins_number(inner.next)
        ):
            return None
        first = passage.numeral(inner.next)
        if first is None:
            return None
        inner = inner._replace(start=start, approximation=before.approximation)
        measure = self._measure(inner, first.next)
        following = measure.next if measure is not None else first.next
        noun = self.counted.noun(passage, following)
        for end in (following, noun.next if noun is not None else following):
            joined = connectors.at(passage.keys, end) or (
                (None, end + 1) if passage.keys[end] == "-" else None
            )
            if joined is not None and begins(passage, joined[1]):
                return self._range(inner, first, measure, joined[1])
        return None

    def _range(self, before: Prefix, first: Piece, measure: Measure | None, at: int) -> Read | None:
        """The range from a first number to the one that begins at an index."""
        passage, inner = self.passage, prefix(self.passage, at)
        last = passage.numeral(inner.next)
        if last is None or inner.next in self.dates or others.is_ordinal(passage, inner.next):
            return None
        start = passage.starts[before.next] if before.start is None else before.start
        draft = _Draft(before, start, last.next, last.end, problem=first.problem or last.problem)
        behind = self._measure(inner, last.next)
        if behind is not None:
            draft.reach(behind)
        draft.measure = behind or measure
        if measure is not None and behind is not None and measure.unit != behind.unit:
            draft.fail("its two ends have two units")
        if draft.problem is None:
            draft.quantity, draft.problem = _span(before, first, inner, last)
        draft.fail(self._neighbours.problem(inner.next, last, behind))
        if first.share and draft.measure is None:
            draft.measure = Measure(draft.next, draft.end, "percent")
        found = self._finish(draft)
        if self._are_years(before, first, last) and found[0].unit is None:
            return found[0]._replace(kind=others.YEAR, quantity=None, problem=None), found[1]
        return found

    def _from_noun_to_noun(self, before: Prefix, piece: Piece) -> Read | None:
        """ "40 people to 60 people": a range, or a change, or a message from some to others."""
        noun = self.counted.noun(self.passage, piece.next)
        joined = self._joined(noun.next) if noun is not None else None
        found = self._range(before, piece, None, joined) if joined is not None else None
        if noun is None or found is None or found[0].unit != noun.unit:
            return None
        return found[0]._replace(quantity=None, problem=_TWO_WAYS), found[1]

    def _are_years(self, before: Prefix, first: Piece, last: Piece) -> bool:
        return before.approximation is None and all(
            others.is_year(self.passage, piece.next - 1) and piece.place is None for piece in (first, last)
        )

    # The end

    def _finish(self, draft: _Draft) -> Read:
        """The expression with what stands behind its unit: an approximator, a noun, what it is a rate of."""
        if draft.measure is None:
            at = self.passage.behind_case(self.passage.behind_dot(draft.next))
            draft.noun = self.counted.noun(self.passage, at)
        ahead = self.passage.keys[draft.next : draft.next + _MOST_AHEAD]
        if not self.lexicon.behind_number.isdisjoint(ahead):
            self._approximate_behind(draft)
            self._rate_behind(draft)
        return self._expression(draft)

    def _approximate_behind(self, draft: _Draft) -> None:
        """Take in an approximator behind the number, its unit or its noun: "or more", "or so", "+"."""
        found = next(filter(None, map(self._behind_at, self._places(draft))), None)
        if found is None:
            return
        kind, draft.next = found
        draft.end = self.passage.ends[draft.next - 1]
        quantity = draft.quantity
        if draft.measure is None and draft.noun is None:
            draft.noun = self.counted.noun(self.passage, draft.next)
        if quantity is None or draft.problem is not None:
            return
        fits = quantity.value is not None and quantity.approximation in ("exactly", "rounded", kind)
        if kind == UNCLEAR or draft.before.approximation not in (None, kind) or not fits:
            draft.quantity, draft.problem = None, _TWO_WAYS
        elif quantity.value is not None:
            draft.quantity = approximated(quantity.value, kind)

    def _places(self, draft: _Draft) -> Iterator[int]:
        """The indexes at which an approximator behind a number may stand: right there, and behind what is counted."""
        passage, at = self.passage, draft.next
        yield at
        yield at + 1 if passage.keys[at] in ("-", ",", "'") else at
        words = passage.behind_case(at)
        yield words
        if draft.noun is not None:
            words = draft.noun.next
            yield words
        while (
            words - at < _MOST_NOUN_WORDS
            and passage.is_word(words)
            and passage.keys[words] not in self.lexicon.stops
        ):
            words += 1
            yield words
        yield words + 1 if passage.keys[words] == "," else words

    def _behind_at(self, at: int) -> tuple[str, int] | None:
        """An approximator at an index that does not belong to a number behind it, and the index after it."""
        passage = self.passage
        if passage.keys[at] == "+" and passage.touching(at - 1) and not passage.is_figure(at + 1):
            return "at-least", at + 1
        found = self._behind_case(at) or self.lexicon.after.at(passage.keys, at)
        if found is None:
            return None
        before = prefix(passage, found[1])
        number = before.start is None and passage.begins_number(before.next)
        return None if number and not is_article(passage, before.next) else found

    def _behind_case(self, at: int) -> tuple[str, int] | None:
        """An approximator whose first part is the case ending of the word before it: "kişiye kadar"."""
        keys = self.passage.keys
        case = self.lexicon.case(keys[at - 1]) if at > 0 and self.passage.is_word(at - 1) else ""
        found = self.lexicon.after.at([case, *keys[at : at + _MOST_AHEAD]], 0) if case else None
        return None if found is None else (found[0], at + found[1] - 1)

    def _rate_behind(self, draft: _Draft) -> None:
        """Take in what a number is a rate of: "12 deaths per 100,000"."""
        rate = next(
            (
                found
                for at in self._places(draft)
                if (found := self.counted.rate(self.passage, at)) is not None
            ),
            None,
        )
        if rate is None:
            return
        draft.reach(rate)
        if rate.unit is None or draft.measure is not None:
            draft.fail("it is a rate that no unit stands for")
        else:
            draft.measure, draft.noun = rate, None

    def _expression(self, draft: _Draft) -> Read:
        measure, noun = draft.measure, draft.noun
        unit = measure.unit if measure is not None else noun.unit if noun is not None else None
        place = None if noun is None or noun.start is None else (noun.start, noun.end)
        measured = None if measure is None or measure.start is None else (measure.start, measure.end)
        return NumberExpression(
            draft.start,
            draft.end,
            QUANTITY,
            None if draft.problem is not None else draft.quantity,
            unit,
            measure.currencies if measure is not None else (),
            place,
            draft.problem,
            None,
            measured,
        ), draft.next


def _span(before: Prefix, first: Piece, inner: Prefix, last: Piece) -> tuple[Quantity | None, str | None]:
    """The range between two numbers; in "2 to 3 million" the scale word holds for both."""
    lo, hi = first.value, last.value
    if lo is None or hi is None or first.rough or last.rough or first.share != last.share:
        return None, "a range of words that are no numbers"
    if before.approximation is not None:
        return None, "an approximator before a range"
    if first.scale == 1 and last.scale > 1 and lo < hi / last.scale:
        lo = whole(lo * last.scale)
    if first.share:
        lo, hi = whole(Decimal(lo) * 100), whole(Decimal(hi) * 100)
    lo, hi = (-lo if before.negative else lo), (-hi if inner.negative else hi)
    return (None, NO_RANGE) if lo >= hi else (span(lo, hi), None)
