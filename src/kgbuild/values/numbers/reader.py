"""The reader of numbers: running text, in its language, to every number that it states, whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from kgbuild.values.numbers import money
from kgbuild.values.numbers.counted import Counted
from kgbuild.values.numbers.expressions import ExpressionReader, NumberExpression
from kgbuild.values.numbers.lexicon import NumberWords, lexicon
from kgbuild.values.numbers.passage import VULGAR, TokenText
from kgbuild.values.numbers.prefixes import SIGNS
from kgbuild.values.numbers.tokens import FIGURE, NOTHING, WORD
from kgbuild.values.numbers.units import PER_MILLE_SIGNS, PERCENT_SIGNS
from kgbuild.values.scalewords import SCALE_WORDS

_SIGNS = SIGNS | frozenset("-+") | frozenset(money.SIGNS) | PERCENT_SIGNS | PER_MILLE_SIGNS | VULGAR


class Reader:
    """Reads numbers in one language. ``units`` are the words of an ontology with the keys of their units, ``persons``
    what a registry calls groups of people."""

    def __init__(
        self, language: str, units: Mapping[str, str] | None = None, persons: Iterable[str] = ()
    ) -> None:
        self.lexicon: NumberWords = lexicon(language)
        self._counted = Counted(self.lexicon, units or {}, persons)
        self._starts = self.lexicon.starts() | _SIGNS | frozenset(map(str.lower, money.CODES))

    def read(self, text: str, until: int | None = None) -> tuple[NumberExpression, ...]:
        """Every number of a text, in order, with what belongs to it; what cannot be read has a ``problem``.

        With ``until``, those that begin before that offset.
        """
        passage = TokenText(text, self.lexicon)
        starts, analysed = self._starts, self.lexicon.is_analysed
        reading: ExpressionReader | None = None
        found: list[NumberExpression] = []
        following = 0
        for at, (kind, key) in enumerate(zip(passage.kinds, passage.keys, strict=True)):
            if at < following:
                continue
            if kind == NOTHING or (until is not None and passage.starts[at] >= until):
                break
            if not (kind == FIGURE or key in starts or (analysed and kind == WORD and self._may_begin(key))):
                continue
            reading = reading or ExpressionReader(passage, self._counted, SCALE_WORDS)
            read = reading.at(at)
            if read is not None:
                found.append(read[0])
                following = read[1]
        return tuple(found)

    def _may_begin(self, key: str) -> bool:
        """Whether a word that is in no list can begin a number: a compound, or one with an ending."""
        return bool(self.lexicon.morphemes(key)) or self.lexicon.ordinal(key) is not None


@lru_cache(maxsize=64)
def _reader(language: str) -> Reader:
    return Reader(language)


def read_numbers(text: str, language: str = "en") -> tuple[NumberExpression, ...]:
    """Every number of a text in a language, without the words that a project adds to it."""
    return _reader(language).read(text)


class Ordinal(NamedTuple):
    """An ordinal of running text: "31st", "thirty-fifth"."""

    value: int
    start: int
    end: int


def read_ordinals(text: str, language: str = "en") -> list[Ordinal]:
    """Every ordinal of a text in a language whose number can be read, in order."""
    return [
        Ordinal(found.ordinal, found.start, found.end)
        for found in read_numbers(text, language)
        if found.ordinal is not None
    ]
