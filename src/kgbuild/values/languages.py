"""The language of a text: by its script where only one is written in it, by its small words, or by its months."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

from kgbuild.values.foreign_dates import languages_of
from kgbuild.values.lexicon import read_in_full, word_lists
from kgbuild.values.numbers.lexicon import expanded, lexicon, written_languages

_LEAST: Final = 4
"""So many small words of a language a text must have: fewer are an accident."""
_MARGIN: Final = 1.4
"""So many times as many as of the next language."""
_SCRIPTS: Final = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "GREEK": "el", "GEORGIAN": "ka", "ARMENIAN": "hy",
    "THAI": "th",
}  # fmt: skip
"""Scripts that one language is written in, those that others are mixed with first."""
_AROUND_DATES: Final = (
    "in",
    "of",
    "the",
    "to",
    "and",
    "or",
    "before",
    "after",
    "from",
    "between",
    "since",
    "follow",
)
_OF_NUMBERS: Final = ("stops", "of", "the")
_WORD: Final = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """The code of the one language that a text can be in; None where that is not certain."""
    scripts = Counter(unicodedata.name(sign, "?").split()[0] for sign in text if sign.isalpha())
    total = scripts.total()
    for script, code in _SCRIPTS.items():
        if scripts[script] * 10 > total:
            return code
    months = languages_of(text)
    words = Counter(_WORD.findall(text.casefold()))
    counts = {code: sum(words[word] for word in known) for code, known in _small_words().items()}
    (best, most), (_, second) = sorted(counts.items(), key=lambda each: -each[1])[:2]
    if most >= _LEAST and most >= _MARGIN * second and (not months or best in months):
        return best
    return months[0] if len(months) == 1 else None


@lru_cache(maxsize=1)
def _small_words() -> dict[str, frozenset[str]]:
    """The small words of each language: those that stand beside dates, and those that end what is counted."""
    found: dict[str, set[str]] = {}
    for code in read_in_full():
        lists = word_lists(code)
        found[code] = {word.casefold() for role in _AROUND_DATES for word in lists.get(role, ())}
    for code in written_languages():
        words = lexicon(code).words
        found.setdefault(code, set()).update(
            word.casefold() for key in _OF_NUMBERS for word in expanded(str(words.get(key, "")))
        )
    return {code: frozenset(words) for code, words in found.items()}
