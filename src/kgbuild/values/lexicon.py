"""The words of dates in one language: names of months and weekdays after the CLDR, and the words around them as data.

``datewords/CODE.toml`` holds the words around ("of", "to", "before", "evening", "century", …) of the languages that are
read in full; of every other language of the CLDR only its names and the order of its dates are known. A key of such a
file is the *role* of its words; the tables ``numbers``, ``ordinals``, ``decades`` and ``calendars`` give them values.
"""

from __future__ import annotations

import pickle
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from babel import localedata

__all__ = ["DateWords", "WordRoles", "lexicon", "read_in_full", "word_key"]

_FOLDER: Final = Path(__file__).with_name("datewords")
_SHORTEST_NAME: Final = 2
_LETTERS: Final = {
    "ي": "ی",
    "ك": "ک",
    "ى": "ی",
    "ة": "ه",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ۀ": "ه",
    "ё": "е",
}
_FOLD: Final = str.maketrans(
    {**_LETTERS, **dict.fromkeys("\u00ad\u0640\u200c\u200d\u200e\u200f\u0307"), "’": "'", "ʼ": "'"}
)
_MARKS: Final = re.compile(r"[\u064b-\u065f\u0670\u0654]")
UNSPACED: Final = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts without spaces, and Hangul, which joins words to digits: a token a character."""
_PIECE: Final = re.compile(rf"\d+|[{UNSPACED}]|[^\W\d_]+(?:['’](?=[^\W\d_]))?|\S")
_SIGNS: Final = ("ordinal_signs", "decade_signs", "endings", "prefixes")
_MONTH: Final = frozenset(("month", "calendar_month"))
_ENGLISH_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SCALAR_ROLES: Final = {
    **{"numbers": "number", "ordinals": "ordinal"},
    **{"month_names": "month", "weekday_names": "weekday"},
}


class WordRoles(NamedTuple):
    """What a word or a run of words can be: its roles with their values; ``tail`` are the words after the first."""

    tail: tuple[str, ...]
    roles: Mapping[str, Any]


def word_key(word: str) -> str:
    """A word as it is looked up: without case, soft hyphens, vowel signs, and with one letter for its variants."""
    folded = word.casefold()
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFC", folded.translate(_FOLD)))
    return folded


class DateWords:
    """The words of dates in one language. ``order`` is "dmy", "mdy", "ymd" or "" where it is not settled."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.language = code.split("_")[0]
        self._entries: dict[str, dict[tuple[str, ...], dict[str, Any]]] = defaultdict(dict)
        self.in_full = self.language in _languages()
        words = _words(self.language) if self.in_full else {}
        self.order, self.ordinal_dot, literals = _patterns(_data(self.language))
        if code != self.language:
            self.order = _patterns(_data(code))[0] or self.order
        own = [name for _, name in _names(_data(self.language).get("months"), ("wide",))]
        self.capitals = bool(own) and all(name[:1].isupper() for name in own)
        full = _own_table(_data(self.language).get("date_formats")).get("full")
        self.weekday_last = str(getattr(full, "pattern", "")).rstrip().endswith("EEEE")
        self.calendar_of_years: str | None = None
        self.signs: Mapping[str, frozenset[str]] = {
            key: frozenset(word_key(sign) for sign in words.get(key, ())) for key in _SIGNS
        }
        locales = dict.fromkeys((self.language, code, *words.get("locales", ())))
        prefixes = _month_prefixes(_data(self.language))
        for role, table in (("month", "months"), ("weekday", "days")):
            for name, number in _all_names(locales, table):
                self.add(name, role, number)
                for prefix in prefixes if role == "month" else ():
                    self.add(prefix + name, role, number)
        if self.in_full:
            self._load(words)
        else:
            for literal in literals:
                self.add(literal, "of", True)
        self.first = {
            key: sorted(found.items(), key=lambda e: -len(e[0])) for key, found in self._entries.items()
        }

    @cached_property
    def _month(self) -> re.Pattern[str]:
        names = sorted(
            {key for key, found in self._entries.items() for roles in found.values() if _MONTH & roles.keys()}
        )
        return re.compile("|".join([*map(re.escape, names), "月", "월", *_ENGLISH_MONTHS]))

    def names_a_month(self, text: str) -> bool:
        """Whether a month of the language, or an English one, can stand in a text."""
        return self._month.search(word_key(text)) is not None

    def add(self, words: str, role: str, value: Any) -> None:
        """Give a role to a word or a run of words."""
        first, *tail = (word_key(each) for each in _PIECE.findall(words))
        self._entries[first].setdefault(tuple(tail), {})[role] = value

    def splits(self, word: str) -> bool:
        """Whether the first letter of a word is a word of its own, before the name of a month: Arabic "and June"."""
        if word[:1] not in self.signs["prefixes"] or word_key(word) in self.first:
            return False
        return any(_MONTH & roles.keys() for _, roles in self.first.get(word_key(word[1:]), ()))

    def entries(self, first: str) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
        """What begins with a word, the longest run of words first."""
        return self.first.get(first, [])

    def _load(self, words: Mapping[str, Any]) -> None:
        for role, value in words.items():
            if role in (*_SIGNS, "locales"):
                continue
            if isinstance(value, list):
                for phrase in value:
                    self.add(phrase, role, True)
            elif role == "calendars":
                for calendar, names in value.items():
                    for name, month in names.items():
                        self.add(name, "calendar_month", (calendar, month))
            elif role in _SCALAR_ROLES:
                for name, number in value.items():
                    self.add(name, _SCALAR_ROLES[role], number)
            elif role == "calendar_of_years":
                self.calendar_of_years = value
            else:
                raise ValueError(f"datewords/{self.language}.toml: unknown key {role}")


def _all_names(locales: Iterable[str], table: str) -> Iterator[tuple[str, int]]:
    """The names of months or weekdays in these locales; one that means two things there is left out."""
    found: dict[str, set[int]] = defaultdict(set)
    for code in locales:
        for number, name in _names(_data(code).get(table), ("wide", "abbreviated")):
            found[name].add(number)
    yield from ((name, numbers.pop()) for name, numbers in found.items() if len(numbers) == 1)


def _names(data: Any, widths: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The names of a table of the CLDR, in dates and alone, with and without the full stop of a short form."""
    for context in ("format", "stand-alone"):
        for width in widths:
            for number, name in _own_table(_own_table(_own_table(data).get(context)).get(width)).items():
                short = name.rstrip(".")
                if len(short) >= _SHORTEST_NAME and not any(c.isdigit() for c in short):
                    yield number, short


def _own_table(data: Any) -> Mapping[Any, Any]:
    """A table of one locale itself: what it says by way of another locale or width is left out."""
    if isinstance(data, tuple):
        data = data[1]
    return data if isinstance(data, Mapping) else {}


@lru_cache(maxsize=256)
def _data(code: str) -> Mapping[str, Any]:
    """What a locale of the CLDR says itself.

    Not merged with what it inherits: the merged data of Babel differ by which locale was asked for before. Read from
    its file, since ``localedata.load`` keeps what is not merged for everybody who asks for the locale after.
    """
    if not localedata.exists(code):
        return {}
    found: Mapping[str, Any] = pickle.loads(Path(localedata.resolve_locale_filename(code)).read_bytes())
    return found


def _patterns(own: Mapping[str, Any]) -> tuple[str, bool, list[str]]:
    """The order of day, month and year in digits, whether a day is an ordinal with a full stop, and words between."""
    formats = _own_table(own.get("date_formats"))
    texts = [str(getattr(formats[w], "pattern", "")) for w in ("short", "medium", "long") if w in formats]
    skeletons = _own_table(own.get("datetime_skeletons"))
    texts += [str(getattr(p, "pattern", "")) for key, p in skeletons.items() if set(key) <= set("yMd")]
    short = re.sub(r"'[^']*'", "", texts[0]) if texts else ""
    places = sorted((short.find(letter), letter.lower()) for letter in "dMy" if letter in short)
    literals = [word for text in texts for word in re.findall(r"'([^']+)'", text) if word.strip().isalpha()]
    bare = [re.sub(r"'[^']*'", "", text) for text in texts]
    words = [w for text in bare for w in re.findall(r"[^\W\da-zA-Z_]+", text)]
    return (
        "".join(letter for _, letter in places),
        any("d. M" in t or t.endswith("d.") for t in bare),
        [*literals, *words],
    )


def _month_prefixes(own: Mapping[str, Any]) -> list[str]:
    """What a language glues to the name of a month in a date: Hebrew "in"."""
    formats = _own_table(own.get("date_formats"))
    texts = [str(getattr(formats[w], "pattern", "")) for w in ("medium", "long") if w in formats]
    return sorted({prefix for text in texts for prefix in re.findall(r"([^\W\da-zA-Z_]+)MMM", text)})


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    return frozenset(path.stem for path in _FOLDER.glob("*.toml"))


def word_lists(language: str) -> Mapping[str, list[str]]:
    """The words around a date in a language that is read in full, by their role."""
    return {role: value for role, value in _words(language).items() if isinstance(value, list)}


def read_in_full() -> list[str]:
    """The codes of the languages of which the words around a date are known too."""
    return sorted(_languages())


@lru_cache(maxsize=32)
def _words(language: str) -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def lexicon(language: str) -> DateWords | None:
    """The words of a language by its tag ("en", "pt-BR"); None where the CLDR has no such language.

    A tag without a territory leaves the order of English dates in digits open: 03/04/1990 is April in London.
    """
    parts = language.replace("-", "_").split("_")
    code = parts[0].lower()
    for part in parts[1:]:
        longer = f"{code}_{part.upper() if len(part) < 4 else part.title()}"
        code = longer if localedata.exists(longer) else code
    if not localedata.exists(code):
        return None
    found = DateWords(code)
    if code in ("en", "en_001"):
        found.order = ""
    return found
