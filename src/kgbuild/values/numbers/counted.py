"""What stands behind a number: percent, money, a unit, the noun that it counts, and what it is a rate of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from kgbuild.values.numbers import money
from kgbuild.values.numbers.lexicon import NumberWords
from kgbuild.values.numbers.passage import TokenText
from kgbuild.values.numbers.tokens import WORD, Phrases
from kgbuild.values.numbers.units import PER_MILLE_SIGNS, PERCENT_SIGNS, RATES, SHARES, SYMBOLS

_MOST_TOKENS: Final = 5
_SHORT: Final = 3
_TIMES: Final = frozenset(("day", "hour", "minute", "week", "month", "year"))


class Measure(NamedTuple):
    """A unit behind a number, up to token ``next`` and ``end`` of the text; ``currencies`` are those money may be.

    ``start`` is where its words begin, None where it has none of its own.
    """

    next: int
    end: int
    unit: str | None
    currencies: tuple[str, ...] = ()
    start: int | None = None


class Counted:
    """The words that are counted or measured: those of a language, and those that a project adds to them.

    ``units`` gives the words of the ontology with the keys of their units, ``persons`` what a registry calls groups.
    """

    def __init__(self, lexicon: NumberWords, units: Mapping[str, str], persons: Iterable[str]) -> None:
        self.lexicon = lexicon
        self._exact = dict(SYMBOLS)
        self._units, self._nouns = Phrases[str](), Phrases[str]()
        for word, unit in units.items():
            if len(word) <= _SHORT or not word.replace(" ", "").isalpha() or not word.islower():
                self._exact[word] = unit
            else:
                self._nouns.add(lexicon.keys(word), unit)
        self._firsts = frozenset(
            key
            for keys in (
                *(lexicon.keys(word)[:1] for word in self._exact),
                *(
                    phrases.firsts
                    for phrases in (lexicon.percent, lexicon.per_mille, lexicon.money, lexicon.units)
                ),
                *(PERCENT_SIGNS, PER_MILLE_SIGNS, money.SIGNS),
            )
            for key in keys
        )
        for word in persons:
            if keys := lexicon.keys(word):
                self._nouns.add(keys, "person")

    def measure(self, passage: TokenText, at: int) -> Measure | None:
        """The unit or the money that begins with the token at an index: "5 km", "5 millions d'euros"."""
        found = self._measure(passage, at)
        if found is not None or passage.keys[at] not in self.lexicon.of:
            return found
        at += 2 if passage.keys[at + 1] == "'" else 1
        found = self._measure(passage, at)
        return None if found is None or found.unit in SHARES else found

    def _measure(self, passage: TokenText, at: int) -> Measure | None:
        at += passage.keys[at] == "-" and passage.touching(at - 1) and passage.is_word(at + 1)
        key = passage.keys[at]
        if key not in self._firsts and not money.may_be_code(key) and passage.keys[at + 1] != "$":
            return None
        for unit, signs, words in (
            ("percent", PERCENT_SIGNS, self.lexicon.percent),
            ("per-mille", PER_MILLE_SIGNS, self.lexicon.per_mille),
        ):
            found = (None, at + 1) if key in signs else words.at(passage.keys, at)
            if found is not None:
                return self._to(passage, at, found[1], unit)
        return self._money(passage, at) or self._unit(passage, at)

    def _to(
        self, passage: TokenText, at: int, following: int, unit: str, currencies: tuple[str, ...] = ()
    ) -> Measure:
        return Measure(following, passage.ends[following - 1], unit, currencies, passage.starts[at])

    def _money(self, passage: TokenText, at: int) -> Measure | None:
        raw = passage.raw(at)
        if (codes := money.code(raw, behind=True)) is not None:
            return self._to(passage, at, at + 1, "money", codes)
        if (codes := money.sign_currencies(passage.keys[at])) is not None:
            return self._to(passage, at, at + 1, "money", codes)
        letters = passage.keys[at + 1] == "$" and passage.touching(at)
        if letters and (codes := money.sign_currencies("$", raw)) is not None:
            return self._to(passage, at, at + 2, "money", codes)
        found = self.lexicon.money.at(passage.keys, at)
        return None if found is None else self._to(passage, at, found[1], "money", found[0])

    def _unit(self, passage: TokenText, at: int) -> Measure | None:
        end = at + 1
        while end < at + _MOST_TOKENS and passage.touching(end - 1):
            end += 1
        for following in range(end, at, -1):
            written = passage.text[passage.starts[at] : passage.ends[following - 1]]
            if (unit := self._exact.get(written)) is not None:
                return self._to(passage, at, following, unit)
        found = self.lexicon.units.at(passage.keys, at)
        if found is None or ((noun := self.known(passage, at)) is not None and noun.next > found[1]):
            return None  # "주민", residents, begins with a week
        return self._to(passage, at, found[1], found[0])

    def noun(self, passage: TokenText, at: int) -> Measure | None:
        """The noun that a number counts: the words behind it up to the first that is known."""
        lexicon = self.lexicon
        if passage.keys[at] in lexicon.of:
            at += 1
            while passage.keys[at] in lexicon.the:
                at += 1
        joined = passage.keys[at] == "-" and passage.touching(at - 1) and passage.touching(at)
        at += joined
        for _ in range(1 + lexicon.adjectives):
            if (found := self.known(passage, at)) is not None:
                return found if joined else self._head(passage, found)
            if not passage.is_word(at) or passage.keys[at] in lexicon.stops:
                return None
            at += 1
        return None

    def _head(self, passage: TokenText, found: Measure) -> Measure:
        """The last of the nouns that stand side by side, where a language ends in its head: "police cars"."""
        while self.lexicon.head_last and (following := self.known(passage, found.next)) is not None:
            found = following
        return found

    def known(self, passage: TokenText, at: int) -> Measure | None:
        """The noun that begins with the word at an index, where it is known what it counts."""
        if not passage.is_word(at):
            return None
        found = self._nouns.at(passage.keys, at) or self.lexicon.nouns.at(passage.keys, at)
        if found is None and (stem := self.lexicon.stem(passage.keys[at])) is not None:
            found = (stem, at + 1)
        return None if found is None else self._to(passage, at, found[1], found[0])

    def rate(self, passage: TokenText, at: int) -> Measure | None:
        """What a number is a rate of: "per 100,000", "per day"; the unit is None where no unit stands for it."""
        found = self.lexicon.per.at(passage.keys, at)
        if found is None and passage.keys[at] == "/" and passage.is_figure(at + 1):
            found = (None, at + 1)
        if found is not None:
            following = found[1]
            piece = passage.numeral(following) if passage.begins_number(following) else None
            if piece is not None and piece.value in RATES:
                return Measure(
                    piece.next, piece.end, RATES[int(Decimal(piece.value))], (), passage.starts[at]
                )
            if passage.is_word(following) or piece is not None:
                end = following + 1 if piece is None else piece.next
                return Measure(end, passage.ends[end - 1], None)
            return None
        if passage.keys[at] in self.lexicon.per_article:
            time = self.lexicon.units.at(passage.keys, at + 1)
            if time is not None and time[0] in _TIMES and passage.kinds[at] == WORD:
                return Measure(time[1], passage.ends[time[1] - 1], None)
        return None
