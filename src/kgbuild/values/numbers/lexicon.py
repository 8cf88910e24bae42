"""The words of numbers in one language: ``words/CODE.toml``, and the CLDR for what no such file says.

A file gives a language's words as comma-separated lists, "stem(a|b)" standing for two of them. Its keys:

* ``decimal``, ``spaces`` (a plain space groups digits); ``joiner`` with ``joiner_after`` (scales, tens or both) and
  ``inverted`` (units before tens); ``compounds`` (number words are written as one), ``suffixes`` (endings that may
  follow a number word), ``prefixes`` (letters written onto a number), ``digit_suffixes`` (case endings behind digits);
* ``cardinals`` (and ``rooms``: what may be added behind one), ``elided`` and ``inner_joiner`` (forms within compounds),
  ``fraction_words`` ("полмиллиона"), ``no_numbers`` (words that only look like a number with an ending),
  ``unclear_alone`` (scales that may count themselves twice), ``scales``, ``plurals`` ("hundreds": a scale behind a
  number, vague alone), ``swarms`` (vague even behind a number), ``abbreviations`` (behind digits only), ``rough``
  (collectives that mean *about*: "centaine"), ``multiples`` ("2 1000": a word that counts its own scale);
* ``ordinals``, ``ordinal_stems`` with their ``endings``, ``ordinal_endings``, ``fractions``, ``alone`` (fractions that
  need no number before them), ``and_fractions``;
* ``before``, ``after``: approximators by what they state, ``unclear`` for words that change a number in no way that
  kgbuild knows; ``softeners`` and ``fillers`` may stand beside them; ``between``, ``to``: ranges; ``out_of``: between
  the numbers of a share ("three of four"); ``quantifiers``;
* ``none``, ``one``: what states 0, and where "one" is no number; ``labels``, ``clock``, ``clock_before``,
  ``year_before``, ``year_behind``, ``ordinal_suffixes``, ``decade_suffixes``, ``months``: what makes a number something
  else than a quantity;
* ``units``, ``persons``, ``things``, ``money``, ``percent``, ``percent_before``, ``per``: what is counted or measured;
  ``adjectives`` may stand between, ``head_last`` says that of two nouns the last is meant, ``stops`` end the search.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

from kgbuild.values.numbers import cldr
from kgbuild.values.numbers.figures import Marks
from kgbuild.values.numbers.money import currency_words
from kgbuild.values.numbers.numerals import (
    CARDINAL,
    JOINER,
    PLURAL,
    SCALE,
    Grammar,
    Morpheme,
    cardinal,
)
from kgbuild.values.numbers.quantity import Number, whole
from kgbuild.values.numbers.tokens import Phrases, tokens

_FOLD: Final = str.maketrans(
    {
        **{
            "ى": "ي",
            "ی": "ي",
            "ې": "ي",
            "ک": "ك",
            "ة": "ه",
            "ۀ": "ه",
            "أ": "ا",
            "إ": "ا",
            "آ": "ا",
            "ٱ": "ا",
        },
        **{"ё": "е", "Ё": "е", "’": "'", "ʼ": "'", "İ": "i"},
        **dict.fromkeys("\u00ad\u0640\u200c\u200d\u200e\u200f\u0307"),
    }
)
_MARKS: Final = re.compile("[\u064b-\u065f\u0670]")
_TURKIC: Final = str.maketrans({"I": "ı"})
_CHOICE: Final = re.compile(r"\(([^)]*)\)")
_BACK: Final = "aıou"
_FRONT: Final = "eəiöü"
_MOST_ANALYSED: Final = 50_000
_FOLDER: Final = files("kgbuild.values.numbers") / "words"

_NOUNS: Final = ("name", "persons", "things", "units")

Words = Mapping[str, Any]


@cache
def written_languages() -> tuple[str, ...]:
    """The codes of the languages that have a file of words."""
    return tuple(
        sorted(path.name.removesuffix(".toml") for path in _FOLDER.iterdir() if path.name.endswith(".toml"))
    )


@lru_cache(maxsize=64)
def lexicon(language: str) -> NumberWords:
    """The words of numbers of a language, by its tag ("de", "pt-BR"). Its words are those of the language, its marks
    those of the region."""
    base = language.replace("_", "-").split("-")[0].lower()
    written = base in written_languages()
    words: Words = tomllib.loads((_FOLDER / f"{base}.toml").read_text(encoding="utf-8")) if written else {}
    return NumberWords(language, base, words)


def expanded(text: str) -> Iterator[str]:
    """The words of a list: "soldat(|en)" is two of them."""
    for each in text.split(","):
        each = " ".join(each.split())
        if "(" not in each:
            yield from [each] if each else ()
            continue
        parts = _CHOICE.split(each)
        for chosen in product(*(part.split("|") if odd % 2 else [part] for odd, part in enumerate(parts))):
            if word := "".join(chosen):
                yield word


class NumberWords:
    """The words of numbers of one language. ``digits_only`` says that no file has them: only digits are read."""

    def __init__(self, tag: str, base: str, words: Words) -> None:
        self.tag = tag
        self.base = base
        self.digits_only = not words
        self.numerals = bool(words.get("cardinals"))
        self.name: str = words.get("name") or cldr.name(tag)
        self._turkic = base in ("tr", "az")
        self.words = words
        self._keys: dict[str, str] = {}
        self.marks = self._marks()
        self.grammar = Grammar(
            after_scales=words.get("joiner_after") in ("scales", "both"),
            after_tens=words.get("joiner_after") in ("tens", "both"),
            inverted=words.get("inverted", False),
        )
        self._suffixes = sorted(expanded(words.get("suffixes", "")), key=lambda each: (-len(each), each))
        self._prefixes = sorted(expanded(words.get("prefixes", "")), key=lambda each: (-len(each), each))
        self._endings = sorted(
            expanded(words.get("ordinal_endings", "")), key=lambda each: (-len(each), each)
        )
        self.touching = frozenset("".join(self._prefixes))
        self.joiners = frozenset(map(self.key, expanded(words.get("joiner", ""))))
        self._morphemes = dict(self._simple_morphemes())
        self._no_numbers = self._words_of("no_numbers")
        self.unclear_alone = self._words_of("unclear_alone")
        self.long = self._long_words()
        self._pieces = self._compound_pieces()
        self._analysed: dict[str, tuple[Morpheme, ...]] = {}
        self.abbreviations = self._valued("abbreviations")
        self.rough = self._valued("rough")
        self.swarms = self._valued("swarms")
        self._ordinals = dict(self._simple_ordinals())
        self._no_ordinals: set[str] = set()
        self._phrases()
        self._kinds_of_things()
        self._known = frozenset(
            key for name in self.words if name not in _NOUNS for key in self._keys_of(name)
        )

    def _phrases(self) -> None:
        """The phrases that say how a number is limited, and what makes it something else than a quantity."""
        of = self.words.get
        self.before = self._kinds("before")
        self.after = self._kinds("after")
        self.per, self.per_article = self._made(of("per", "")), self._set("per_article")
        self.softeners, self.fillers = self._list("softeners"), self._list("fillers")
        self.articles, self.of, self.the = self._set("articles"), self._set("of"), self._set("the")
        self.to, self.out_of = self._list("to"), self._made(of("out_of", ""))
        self.between = Phrases[Phrases[None]]()
        for opener, connectors in of("between", {}).items():
            for phrase in expanded(opener):
                self.between.add(self.keys(phrase), self._made(connectors))
        self.quantifiers = Phrases[tuple[int, int | None]]()
        for bounds, phrases in of("quantifiers", {}).items():
            lo, _, hi = bounds.partition(",")
            self._add(self.quantifiers, phrases, (int(lo), int(hi) if hi else None))
        self.fractions = Phrases[Fraction]()
        self.and_fractions = Phrases[Fraction]()
        for name, target in (("fractions", self.fractions), ("and_fractions", self.and_fractions)):
            for value, phrases in of(name, {}).items():
                self._add(target, phrases, Fraction(value))
        self.alone = self._list("alone")
        none, one = of("none", {}), of("one", {})
        self.none, self.none_before = (
            self._made(none.get("always", "")),
            self._made(none.get("before_persons", "")),
        )
        self.one, self.one_not_behind, self.one_not_before = (
            frozenset(map(self.key, expanded(one.get(key, ""))))
            for key in ("words", "not_behind", "not_before")
        )
        self.none_nouns = self._made(none.get("nouns", ""))
        self.one_is_article = bool(one.get("article"))
        self.minus, self.plus_minus = self._made(of("minus", "")), self._made(of("plus_minus", ""))
        self.interval = self._made(of("interval", "CI"))
        self.labels, self.clock = self._made(of("labels", "")), self._made(of("clock", ""))
        self.clock_before = self._set("clock_before")
        self.year_before, self.year_behind = (
            self._made(of("year_before", "")),
            self._made(of("year_behind", "")),
        )
        self.behind_number = frozenset((*self.after.firsts, *self.per.firsts, *self.per_article, "+", "/"))
        self.ordinal_suffixes, self.decade_suffixes, self.digit_suffixes = (
            self._set(key) for key in ("ordinal_suffixes", "decade_suffixes", "digit_suffixes")
        )
        self.ordinal_dot_behind = self._set("ordinal_dot_behind")
        self.ordinal_dot = bool(of("ordinal_dot"))
        self.months = self._made(of("months") or ", ".join(cldr.months(self.base)))
        self.month_capital = bool(of("month_capital"))

    def _kinds_of_things(self) -> None:
        """The words for what is counted or measured."""
        of = self.words.get
        self.percent_before = self._made(of("percent_before", ""))
        self.per_mille_before = self._made(of("per_mille_before", ""))
        self.percent, self.per_mille = self._made(of("percent", "")), self._made(of("per_mille", ""))
        self.units, self.nouns = Phrases[str](), Phrases[str]()
        for unit, phrases in of("units", {}).items():
            self._add(self.units, phrases, unit)
        self._add(self.nouns, of("persons", {}).get("words", ""), "person")
        for unit, phrases in of("things", {}).items():
            self._add(self.nouns, phrases, unit)
        self._noun_endings = sorted(expanded(of("noun_suffixes", "")), key=lambda each: (-len(each), each))
        self._stems: dict[str, str] = {
            self.key(word): unit
            for unit, text in {"person": of("persons", {}).get("words", ""), **of("things", {})}.items()
            for word in expanded(text)
            if self._noun_endings
        }
        self.adjectives = int(of("adjectives", 1))
        self.head_last = bool(of("head_last"))
        self.stops = self._set("stops")
        self.money = Phrases[tuple[str, ...]]()
        for currency, phrases in of("money", {}).items():
            self._add(self.money, phrases, currency_words(currency))

    def _marks(self) -> Marks:
        if "-" in self.tag or "_" in self.tag or "decimal" not in self.words:
            found = cldr.marks(self.tag)
            if found.decimal is not None:
                return Marks(found.decimal, found.spaces or self.words.get("spaces", False))
        return Marks(self.words.get("decimal"), self.words.get("spaces", False))

    # Words

    def key(self, word: str) -> str:
        """The form under which a word is looked up: without case, vowel signs, and variants of letters."""
        found = self._keys.get(word)
        if found is None:
            if len(self._keys) > _MOST_ANALYSED:
                self._keys.clear()
            found = self._keys[word] = self._key(word)
        return found

    def _key(self, word: str) -> str:
        if self._turkic:
            word = word.translate(_TURKIC)
        if word.isascii():
            return word.lower()
        return _MARKS.sub("", word.translate(_FOLD)).casefold()

    def keys(self, phrase: str) -> list[str]:
        """The keys of the tokens of a phrase."""
        if phrase.isalpha() and phrase < "\u0590":
            return [self.key(phrase)]  # most phrases: one word, of a script with spaces
        return tokens(phrase, self.key)[3]

    def _add(self, phrases: Phrases[Any], text: str, meaning: object) -> None:
        for phrase in expanded(text):
            keys = self.keys(phrase)
            phrases.add(keys, meaning)
            if keys[-1] == "." and len(keys) > 1 and len(keys[0]) > 1:
                phrases.add(keys[:-1], meaning)  # "ca 40"; one letter without its stop may be another word

    def _made(self, text: str) -> Phrases[None]:
        found = Phrases[None]()
        self._add(found, text, None)
        return found

    def _list(self, name: str) -> Phrases[None]:
        return self._made(self.words.get(name, {}).get("words", ""))

    def _kinds(self, name: str) -> Phrases[str]:
        found = Phrases[str]()
        for kind, text in self.words.get(name, {}).items():
            self._add(found, text, kind)
        return found

    def _set(self, name: str) -> frozenset[str]:
        return frozenset(map(self.key, expanded(self.words.get(name, ""))))

    def _valued(self, name: str) -> dict[str, int]:
        return {
            self.key(word.removesuffix(".")): int(Decimal(value))
            for value, text in self.words.get(name, {}).items()
            for word in expanded(text)
        }

    def _keys_of(self, name: str) -> Iterator[str]:
        value = self.words[name]
        for text in value.values() if isinstance(value, Mapping) else [value]:
            for phrase in expanded(text) if isinstance(text, str) else ():
                yield from self.keys(phrase)

    def may_belong(self, key: str) -> bool:
        """Whether a word may belong to a number: it stands in the file of the language, nouns aside."""
        return key in self._known or bool(self.morphemes(key)) or self.ordinal(key) is not None

    # Numerals

    def _simple_morphemes(self) -> Iterator[tuple[str, tuple[Morpheme, ...]]]:
        rooms = {int(value): int(room) for value, room in self.words.get("rooms", {}).items()}
        for value, word in _pairs(self.words.get("cardinals", {})):
            yield self.key(word), (_cardinal(value, rooms),)
        for value, word in _pairs(self.words.get("fraction_words", {})):
            yield self.key(word), (Morpheme(CARDINAL, value, 0, value),)
        scales: Mapping[str, Iterable[tuple[Number, str]]] = {
            SCALE: _pairs(self.words.get("scales", {})),
            PLURAL: _pairs(self.words.get("plurals", {})),
        }
        if not self.words.get("scales"):
            scales = {PLURAL: cldr.scales(self.base)}
        for kind, pairs in scales.items():
            for value, word in pairs:
                yield self.key(word.removesuffix(".")), (Morpheme(kind, value, 0, value),)
        for value, text in self.words.get("multiples", {}).items():
            count, scale = map(int, value.split())
            for word in expanded(text):
                yield self.key(word), (_cardinal(count, {}), Morpheme(SCALE, scale, 0, scale))
        for joiner in self.joiners:
            yield joiner, (Morpheme(JOINER),)

    def _words_of(self, name: str) -> frozenset[str]:
        return frozenset(map(self.key, expanded(self.words.get(name, {}).get("words", ""))))

    def _long_words(self) -> Phrases[tuple[Morpheme, ...]]:
        """Number words of several tokens: "quatre-vingts"."""
        found = Phrases[tuple[Morpheme, ...]]()
        rooms = {int(value): int(room) for value, room in self.words.get("rooms", {}).items()}
        for value, word in _pairs(self.words.get("cardinals", {})):
            if len(keys := self.keys(word)) > 1:
                found.add([key for key in keys if key != "-"], (_cardinal(value, rooms),))
        return found

    def _compound_pieces(self) -> dict[str, tuple[Morpheme, ...]]:
        """What compounds are made of: the number words, and the forms that stand in compounds only."""
        if not self.words.get("compounds"):
            return {}
        elided = {
            self.key(word): (_cardinal(value, {}),) for value, word in _pairs(self.words.get("elided", {}))
        }
        inner = {self.key(word): (Morpheme(JOINER),) for word in expanded(self.words.get("inner_joiner", ""))}
        plain = {
            key: found for key, found in self._morphemes.items() if found[0].kind != JOINER and key.isalpha()
        }
        return {**plain, **elided, **inner}

    def morphemes(self, key: str) -> tuple[Morpheme, ...]:
        """What of a number a word is: nothing, a number word, or those that a compound is made of."""
        found = self._morphemes.get(key)
        if (
            found is not None
            or key in self._no_numbers
            or not (self._pieces or self._suffixes or self._prefixes)
        ):
            return found or ()
        if (known := self._analysed.get(key)) is None:
            if len(self._analysed) > _MOST_ANALYSED:
                self._analysed.clear()
            known = self._analysed[key] = self._analyse(key)
        return known

    def _analyse(self, key: str) -> tuple[Morpheme, ...]:
        for prefix in self._prefixes:
            if key.startswith(prefix) and (found := self._morphemes.get(key[len(prefix) :])) is not None:
                return (Morpheme(JOINER), *found) if prefix[0] in self.joiners else found
        found = self._compound(key)
        for suffix in () if found else self._suffixes:
            stem = key.removesuffix(suffix)
            if stem == key or (self._turkic and not _in_harmony(stem, suffix)):
                continue
            if found := self._morphemes.get(stem) or self._compound(stem):
                break
        return found or ()

    def _compound(self, key: str) -> tuple[Morpheme, ...]:
        """The parts of a number written as one word, where they make one number and fill the word."""
        return next(
            (found for found in self._cut(key) if cardinal(found, self._inner_grammar) is not None), ()
        )

    @property
    def _inner_grammar(self) -> Grammar:
        return Grammar(True, not self.grammar.inverted, self.grammar.inverted)

    def _cut(self, key: str, parts: int = 0) -> Iterator[tuple[Morpheme, ...]]:
        if not key:
            yield ()
        elif parts < 16:
            for size in range(min(len(key), 14), 1, -1):
                if (piece := self._pieces.get(key[:size])) is not None:
                    for rest in self._cut(key[size:], parts + 1):
                        yield (*piece, *rest)

    # Ordinals

    def _simple_ordinals(self) -> Iterator[tuple[str, int]]:
        for value, word in _pairs(self.words.get("ordinals", {})):
            yield self.key(word), int(value)
        stems = dict(self.words.get("ordinal_stems", {}))
        endings = list(expanded(stems.pop("endings", "")))
        for value, stem in _pairs(stems):
            for ending in endings:
                yield self.key(f"{stem}{ending}"), int(value)

    def ordinal(self, key: str) -> int | None:
        """The number of an ordinal word: "first", "dreißigste"."""
        found = self._ordinals.get(key)
        if found is not None or not self._endings or key in self._no_ordinals:
            return found
        found = self._ending_ordinal(key)
        if len(self._no_ordinals) > _MOST_ANALYSED:
            self._no_ordinals.clear()
        if found is None:
            self._no_ordinals.add(key)
        else:
            self._ordinals[key] = found
        return found

    def _ending_ordinal(self, key: str) -> int | None:
        for ending in self._endings:
            stem = key.removesuffix(ending)
            if stem != key and (words := self._morphemes.get(stem) or self._compound(stem)):
                number = cardinal(words, self._inner_grammar)
                return None if number is None or words[0].kind == PLURAL else int(number.value)
        return None

    def stem(self, key: str) -> str | None:
        """What a noun with a case ending counts: "kişiden"."""
        for ending in self._noun_endings:
            if key.endswith(ending) and (found := self._stems.get(key[: -len(ending)])) is not None:
                return found
        return None

    def case(self, key: str) -> str:
        """The case ending of a number word or a noun: "den" of "kişiden"; empty where it has none."""
        if not self._suffixes or key in self._morphemes or key in self._stems:
            return ""
        for ending in self._noun_endings:
            stem = key[: -len(ending)]
            if key.endswith(ending) and (
                stem in self._stems or stem in self._morphemes or self._compound(stem)
            ):
                return ending
        return ""

    @property
    def is_analysed(self) -> bool:
        """Whether words must be looked into to know that they are numbers: compounds, endings."""
        return bool(self._pieces or self._suffixes or self._prefixes or self._endings)

    def starts(self) -> frozenset[str]:
        """The keys with which an expression can begin, number words aside that must be looked into."""
        phrases = (
            *(self.before, self.softeners, self.between, self.quantifiers, self.fractions, self.none),
            *(
                self.none_before,
                self.minus,
                self.labels,
                self.money,
                self.percent_before,
                self.per_mille_before,
            ),
            self.long,
        )
        words = (self.articles, self.rough, self.swarms, self._morphemes, self._ordinals)
        return frozenset(key for each in (*(phrase.firsts for phrase in phrases), *words) for key in each)


def _pairs(table: Mapping[str, str]) -> Iterator[tuple[Number, str]]:
    for value, text in table.items():
        for word in expanded(text):
            yield whole(Decimal(value)), word


def _in_harmony(stem: str, suffix: str) -> bool:
    """Whether the vowels of an ending go with those of its stem, as they must in Turkish: "mina" is no "min"."""
    last = next((letter for letter in reversed(stem) if letter in _BACK + _FRONT), "")
    first = next((letter for letter in suffix if letter in _BACK + _FRONT), "")
    return not last or not first or (last in _BACK) == (first in _BACK)


def _cardinal(value: Number, rooms: Mapping[int, int]) -> Morpheme:
    """A number word, with the room that it leaves for what is added behind it: tens for a unit, hundreds for tens."""
    room = rooms.get(
        int(value),
        0 if value != int(value) else 10 if 20 <= value < 100 else 100 if 100 <= value < 1000 else 0,
    )
    place = Decimal("0.5") if value != int(value) else 100 if value and value % 100 == 0 else 1
    place = 10 if place == 1 and value and value % 10 == 0 else place
    return Morpheme(CARDINAL, value, room, place)


__all__ = ["NumberWords", "expanded", "lexicon", "written_languages"]
