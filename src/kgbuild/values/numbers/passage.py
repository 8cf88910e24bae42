"""A passage of text as tokens, and the numerals that stand in it: digits, number words, fractions, vague words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from kgbuild.values.numbers.figures import DigitNumber, read_figure
from kgbuild.values.numbers.lexicon import NumberWords
from kgbuild.values.numbers.money import CODES, SIGNS
from kgbuild.values.numbers.numerals import (
    CARDINAL,
    COMMA,
    DIGITS,
    JOINER,
    PLURAL,
    SCALE,
    Morpheme,
    Numeral,
    longest,
)
from kgbuild.values.numbers.quantity import MOST_DIGITS, Number, whole
from kgbuild.values.numbers.tokens import FIGURE, NOTHING, WORD, tokens

_LEAST_BEFORE_COMMA: Final = 1000
_MOST_LOOKED_AHEAD: Final = 24
_POWERS: Final = frozenset(10**n for n in range(1, 13))
VULGAR: Final = frozenset("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒")
"""Fractions that are one character."""
_UNREAD_BEFORE: Final = "the number before this scale word is not read"
_SIDE_BY_SIDE: Final = "number words follow one another that make no one number"


class Piece(NamedTuple):
    """A numeral of a passage: up to token ``next`` (exclusive), ending at ``end`` of the text.

    ``place`` is the last unit that words state it in, None of plain digits; ``bounds`` are those of vague words;
    ``scale`` is the scale that ends it; ``rough`` says that the word itself means *about*; ``share`` that it is a
    fraction of something; ``problem`` why it cannot be read.
    """

    next: int
    end: int
    value: Number | None = None
    place: Number | None = None
    bounds: tuple[Number, Number | None] | None = None
    scale: Number = 1
    rough: bool = False
    share: bool = False
    problem: str | None = None


class TokenText:
    """A text with its tokens, in one language.

    Behind the last token stand a few that are empty, so that what looks ahead (and, by -1, what looks behind the first)
    finds one that is nothing.
    """

    def __init__(self, text: str, lexicon: NumberWords) -> None:
        self.text = text
        self.lexicon = lexicon
        self.kinds, self.starts, self.ends, self.keys = tokens(text, lexicon.key)
        self.size = len(self.keys)
        beyond = [len(text) + 1] * _MOST_LOOKED_AHEAD
        self.kinds += [NOTHING] * _MOST_LOOKED_AHEAD
        self.starts += beyond
        self.ends += beyond
        self.keys += [""] * _MOST_LOOKED_AHEAD

    # Tokens

    def raw(self, at: int) -> str:
        """The token at an index as it is written."""
        return self.text[self.starts[at] : self.ends[at]]

    def is_figure(self, at: int) -> bool:
        """Whether the token at an index is a figure."""
        return self.kinds[at] == FIGURE

    def is_word(self, at: int) -> bool:
        """Whether the token at an index is a word."""
        return self.kinds[at] == WORD

    def touching(self, at: int) -> bool:
        """Whether nothing stands between the token at an index and the one after it."""
        return self.ends[at] == self.starts[at + 1]

    def behind_dot(self, at: int) -> int:
        """The index behind the full stop of an abbreviation ("Mio."), where one touches the token before ``at``."""
        return at + 1 if self.keys[at] == "." and self.touching(at - 1) else at

    def behind_case(self, at: int) -> int:
        """The index behind a case ending that follows digits: "40'tan", "12-ти"."""
        if self.keys[at] in ("'", "-") and self.touching(at - 1) and self.touching(at):
            return at + 2 if self.keys[at + 1] in self.lexicon.digit_suffixes else at
        return at + 1 if self.touching(at - 1) and self.keys[at] in self.lexicon.digit_suffixes else at

    def words(self, at: int) -> tuple[Sequence[Morpheme], int]:
        """What of a number the words from an index on are, and the index behind them."""
        found = self.lexicon.long.at(self.keys, at)
        return (self.morphemes(at), at + 1) if found is None else found

    def morphemes(self, at: int) -> Sequence[Morpheme]:
        """What of a number the word at an index is."""
        return self.lexicon.morphemes(self.keys[at]) if self.is_word(at) else ()

    def begins_number(self, at: int) -> bool:
        """Whether a number can begin with the token at an index."""
        if self.is_figure(at):
            return True
        found = self.morphemes(at)
        return bool(found) and (found[0].kind != JOINER or len(found) > 1)

    # Numerals

    def numeral(self, at: int) -> Piece | None:
        """The numeral that begins with the token at an index."""
        return (
            self._vague(at)
            or self._fraction(at)
            or (self._in_digits(at) if self.is_figure(at) else self._in_words(at))
        )

    def figure(self, at: int) -> DigitNumber:
        """The number of the figure at an index."""
        return read_figure(self.keys[at], self.lexicon.marks)

    def _in_digits(self, at: int) -> Piece:
        figure = self.figure(at)
        if figure.problem is not None or figure.value is None:
            return Piece(at + 1, self.ends[at], problem=f"“{self.raw(at)}” {figure.problem}")
        sign = _vulgar(self.keys[at + 1]) if self.touching(at) else None
        if sign is not None:
            return self._mixed(at, at + 2, figure.value, sign)
        if self.is_figure(at + 1) and (part := self.slashed(at + 1)) is not None and part < 1:
            return self._mixed(at, at + 4, figure.value, part)
        return self._run(at, [Morpheme(DIGITS, figure.value, 0, figure.place)])

    def _in_words(self, at: int) -> Piece | None:
        if not self.is_word(at):
            return None
        if self.keys[at] in self.lexicon.articles:
            counted = self.morphemes(at + 1)
            if counted and counted[0].kind in (SCALE, PLURAL):
                return self._run(at, [Morpheme(CARDINAL, 1)])
            return None
        found, following = self.words(at)
        if len(found) > 1 and found[0].kind == JOINER:
            found = found[1:]
        if not found or found[0].kind in (JOINER, PLURAL):
            return None
        if found[0].kind == SCALE and not self.lexicon.numerals:
            return Piece(following, self._last(following), problem=_UNREAD_BEFORE)
        if self.keys[at] in self.lexicon.unclear_alone:
            return Piece(following, self._last(following), problem="it may count once or twice")
        return self._run(at, list(found), following)

    def _run(self, at: int, words: list[Morpheme], following: int = 0) -> Piece:
        """The number whose first token is at an index, with the number words that follow it."""
        in_digits = words[0].kind == DIGITS
        following = following or at + 1
        ends, indexes = [len(words)], [following]
        while (step := self._step(following, words)) is not None:
            found, following = step
            words += found
            ends.append(len(words))
            indexes.append(following)
        if in_digits and len(words) == 1:
            return self._and_fraction(Piece(at + 1, self.ends[at], words[0].value))
        read = longest(words, ends, self.lexicon.grammar)
        if read is None:
            return Piece(indexes[-1], self.ends[indexes[-1] - 1], problem=_SIDE_BY_SIDE)
        number, used = read
        end = indexes[ends.index(used)]
        if used < len(words) and words[used].kind not in (JOINER, COMMA):
            return Piece(indexes[-1], self.ends[indexes[-1] - 1], problem=_SIDE_BY_SIDE)
        plain = in_digits and used == 1
        scale = _scale_at_end(words[:used])
        piece = Piece(end, self._last(end), number.value, None if plain else number.place, scale=scale)
        return self._and_fraction(self._roughly(self._limited(piece)))

    def _last(self, following: int) -> int:
        """Where the token before an index ends, a full stop of an abbreviation left out."""
        return self.ends[following - 1]

    def _step(self, at: int, words: Sequence[Morpheme]) -> tuple[Sequence[Morpheme], int] | None:
        """The next words of a number, and the index after them."""
        last = words[-1]
        if self.keys[at] == "-" and self.touching(at - 1) and self.touching(at):
            at += 1
        elif self.keys[at] == "." and last.kind in (SCALE, PLURAL) and self.touching(at - 1):
            return self._step_on(at + 1, last) if self.is_figure(at + 1) else None
        elif self.keys[at] == "," and last.kind == SCALE and last.value >= _LEAST_BEFORE_COMMA:
            following = self.morphemes(at + 1)
            behind_words = words[0].kind != DIGITS
            return ([Morpheme(COMMA)], at + 1) if behind_words and _is_counted(following) else None
        return self._step_on(at, last)

    def _step_on(self, at: int, last: Morpheme) -> tuple[Sequence[Morpheme], int] | None:
        if self.is_figure(at):
            if last.kind not in (SCALE, PLURAL) or last.value < _LEAST_BEFORE_COMMA:
                return None
            figure = self.figure(at)
            if figure.value is None or self.keys[at + 1] in ("/", ":", "-"):
                return None
            return [Morpheme(DIGITS, figure.value, 0, figure.place)], at + 1
        if not self.is_word(at):
            return None
        if last.kind == DIGITS and (short := self._abbreviated(at)) is not None:
            return [short], at + 1
        found, following = self.words(at)
        if found and found[0].kind == JOINER and len(found) == 1:
            behind = self.morphemes(following + (self.keys[following] == "-"))
            return (found, following) if behind and behind[0].kind in (CARDINAL, SCALE) else None
        return (found, following) if found else None

    def _abbreviated(self, at: int) -> Morpheme | None:
        """The scale that an abbreviation behind digits stands for: "5 Mio.", "40k"."""
        key = self.keys[at]
        value = self.lexicon.abbreviations.get(key)
        if value is None or (len(key) == 1 and not self._is_short_scale(at)):
            return None
        return Morpheme(SCALE, value, 0, value)

    def _is_short_scale(self, at: int) -> bool:
        """Whether one letter is a scale: "40k", "2 M€", "$5m"; but "5m" may be five metres."""
        if self.touching(at) and self.keys[at + 1] in SIGNS:
            return True
        if not self.touching(at - 1):
            return False
        if self.raw(at) != "m":
            return True
        before = self.keys[at - 2]
        noun = self.lexicon.nouns.at(self.keys, at + 1) or self.lexicon.money.at(self.keys, at + 1)
        return before in SIGNS or self.raw(at - 2) in CODES or self.raw(at + 1) in CODES or noun is not None

    def _limited(self, piece: Piece) -> Piece:
        if piece.value is not None and len(str(abs(int(piece.value)))) > MOST_DIGITS:
            return piece._replace(value=None, problem=f"it has more than {MOST_DIGITS} digits")
        return piece

    # Fractions

    def slashed(self, at: int) -> Fraction | None:
        """The fraction that two figures with a stroke between them make: "3/4"."""
        if not (
            self.keys[at + 1] == "/"
            and self.is_figure(at + 2)
            and self.touching(at)
            and self.touching(at + 1)
        ):
            return None
        if (self.keys[at + 3] == "/" and self.touching(at + 2)) or (
            self.keys[at - 1] == "/" and self.touching(at - 1)
        ):
            return None
        above, below = self.keys[at], self.keys[at + 2]
        if not (above.isdecimal() and below.isdecimal() and len(below) <= 3 and 2 <= int(below) <= 100):
            return None
        return Fraction(int(above), int(below)) if 0 < int(above) < int(below) else None

    def _fraction(self, at: int) -> Piece | None:
        """A fraction: "half", "three quarters", "1/2", "½", with the scale that it is a part of."""
        if self.is_figure(at):
            slashed = self.slashed(at)
            return None if slashed is None else self._part_of(at + 3, slashed)
        if (sign := _vulgar(self.keys[at])) is not None:
            return self._part_of(at + 1, sign)
        if (alone := self.lexicon.alone.at(self.keys, at)) is not None and (
            known := self.lexicon.fractions.at(self.keys, at)
        ):
            return self._part_of(max(alone[1], known[1]), known[0])
        count, following = self._count(at)
        found = self.lexicon.fractions.at(self.keys, following) if count else None
        if found is None or self._is_ordinal_of(count, following):
            return None
        return self._part_of(found[1], found[0] * count)

    def _count(self, at: int) -> tuple[int, int]:
        """The article or number word before a fraction, and the index after it; 0 where there is none."""
        if not self.is_word(at):
            return 0, at
        if self.keys[at] in self.lexicon.articles:
            return 1, at + 1
        found = self.morphemes(at)
        if len(found) != 1 or found[0].kind != CARDINAL or not isinstance(found[0].value, int):
            return 0, at
        following = at + 2 if self.keys[at + 1] == "-" and self.touching(at) else at + 1
        return found[0].value, following

    def _is_ordinal_of(self, count: int, at: int) -> bool:
        """Whether a word behind a number is an ordinal: "twenty-third" is no fraction, nor is "two hundredth"."""
        return count > 1 and self.lexicon.ordinal(self.keys[at]) is not None

    def _part_of(self, at: int, part: Fraction) -> Piece:
        """A fraction with the scale behind it: "half a million", "a quarter of a million"; else a share."""
        following = at + (self.keys[at] == "-" and self.touching(at - 1) and self.touching(at))
        while self.keys[following] in self.lexicon.of or self.keys[following] in self.lexicon.articles:
            following += 1
        ones = self.morphemes(following)
        if len(ones) == 1 and ones[0].kind == CARDINAL and ones[0].value == 1:
            following += 1
        words = self.morphemes(following)
        if words and words[0].kind in (SCALE, PLURAL):
            whole_piece = self._run(following, [Morpheme(CARDINAL, 1), *words])
            if (
                whole_piece.value is not None
                and (number := _exact(part * Fraction(whole_piece.value))) is not None
            ):
                return whole_piece._replace(value=number, place=number)
        size = self.lexicon.rough.get(self.keys[following])
        if size is not None and (number := _exact(part * size)) is not None:
            return Piece(following + 1, self._last(following + 1), number, number)
        number = _exact(part)
        if number is None:
            return Piece(at, self._last(at), share=True, problem="this fraction is no decimal number")
        return Piece(at, self._last(at), number, share=True)

    def _mixed(self, at: int, following: int, count: Number, part: Fraction) -> Piece:
        """A whole number with a fraction: "1½", "1 1/2"."""
        number = _exact(Fraction(count) + part)
        if number is None:
            return Piece(following, self._last(following), problem="this fraction is no decimal number")
        return self._run(following - 1, [Morpheme(DIGITS, number, 0, Decimal("0.5"))])

    def _and_fraction(self, piece: Piece) -> Piece:
        """A number with "and a half" behind it: of its scale, or of one."""
        found = self.lexicon.and_fractions.at(self.keys, piece.next)
        if found is None or piece.value is None:
            return piece
        part, following = found
        words = self.morphemes(following)
        if words and words[0].kind in (SCALE, PLURAL):
            number = _exact(Fraction(piece.value) + part)
            if number is None:
                return piece._replace(value=None, problem="this fraction is no decimal number")
            half = Numeral(number, 1)
            return self._run(following - 1, [Morpheme(DIGITS, half.value, 0, Decimal("0.5"))])
        number = _exact(Fraction(piece.value) + part * Fraction(piece.scale))
        problem = None if number is not None else "this fraction is no decimal number"
        place = None if number is None else whole(Decimal(piece.scale) / 2)
        return piece._replace(
            next=following, end=self._last(following), value=number, place=place, problem=problem
        )

    # Vague words and collectives

    def _roughly(self, piece: Piece) -> Piece:
        """A number with a collective behind it that means *about*: "deux centaines"."""
        size = self.lexicon.rough.get(self.keys[piece.next]) if piece.value is not None else None
        if size is None or piece.value is None or piece.place is None:
            return piece
        return self._chain(piece.next + 1, whole(piece.value * Decimal(size)), rough=True)

    def _vague(self, at: int) -> Piece | None:
        """Vague words: "hundreds", "several hundred thousand", "tens of thousands", "a few"."""
        if not self.is_word(at):
            return None
        if (found := self.lexicon.quantifiers.at(self.keys, at)) is not None:
            (lo, hi), following = found
            return self._many(following, lo, hi)
        key = self.keys[at]
        if (size := self.lexicon.swarms.get(key)) is not None:
            return self._many(at + 1, 2 * size, None)
        words = self.morphemes(at)
        if len(words) == 1 and words[0].kind == PLURAL:
            if not self.lexicon.numerals:
                return Piece(at + 1, self.ends[at], problem=_UNREAD_BEFORE)
            return self._many(at + 1, 2 * words[0].value, None)
        if (size := self.lexicon.rough.get(key)) is not None:
            return self._chain(at + 1, size, rough=True)
        return self._tens_of_swarms(at)

    def _tens_of_swarms(self, at: int) -> Piece | None:
        """A number that counts vague words: "on binlerce", tens of thousands."""
        words = self.morphemes(at)
        size = self.lexicon.swarms.get(self.keys[at + 1])
        if size is None or len(words) != 1 or words[0].kind not in (CARDINAL, SCALE) or words[0].value < 10:
            return None
        return self._many(at + 2, 2 * words[0].value * size, None)

    def _many(self, following: int, lo: Number, hi: Number | None) -> Piece:
        """Vague words with the scales behind them: "several" + "hundred" + "thousand"."""
        end = following
        while True:
            at = end + 1 if self.keys[end] in self.lexicon.of else end
            words = self.morphemes(at)
            if len(words) == 1 and words[0].kind in (SCALE, PLURAL):
                size: Number = words[0].value
            elif self.is_figure(at) and self.keys[at].isdecimal() and self.figure(at).value in _POWERS:
                size = self.figure(at).value or 1
            elif self.keys[at] in self.lexicon.rough:
                size = self.lexicon.rough[self.keys[at]]
            elif self.keys[at] in self.lexicon.swarms:
                size = self.lexicon.swarms[self.keys[at]]
            else:
                return Piece(end, self._last(end), bounds=(lo, hi))
            lo, hi, end = whole(lo * size), None if hi is None else whole(hi * size), at + 1

    def _chain(self, following: int, value: Number, *, rough: bool) -> Piece:
        """A collective with the scales behind it: "une centaine de milliers"."""
        at = following + 1 if self.keys[following] in self.lexicon.of else following
        words = self.morphemes(at)
        if len(words) == 1 and words[0].kind in (SCALE, PLURAL):
            value, following = whole(value * words[0].value), at + 1
        return Piece(following, self._last(following), value, value, rough=rough)


def _vulgar(key: str) -> Fraction | None:
    """The fraction that one character is: "½"."""
    return Fraction(unicodedata.numeric(key)).limit_denominator(20) if key in VULGAR else None


def _exact(fraction: Fraction) -> Number | None:
    """A fraction as a decimal number; None where it has no end."""
    below = fraction.denominator
    for prime in (2, 5):
        while below % prime == 0:
            below //= prime
    return None if below != 1 else whole(Decimal(fraction.numerator) / Decimal(fraction.denominator))


def _scale_at_end(words: Sequence[Morpheme]) -> Number:
    scale: Number = 1
    for word in reversed(words):
        if word.kind not in (SCALE, PLURAL):
            break
        scale = scale * word.value
    return scale


def _is_counted(words: Sequence[Morpheme]) -> bool:
    return bool(words) and words[0].kind == CARDINAL
