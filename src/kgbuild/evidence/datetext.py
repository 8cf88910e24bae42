"""The dates around a quote in the document at hand, read sentence by sentence, each once, in its own language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final

from kgbuild.values.dateexpressions import DateExpression
from kgbuild.values.datereader import read_all
from kgbuild.values.datestated import is_full, year_given
from kgbuild.values.lexicon import lexicon, word_key

# The blanks before the next sentence are looked over for so far: thousands of empty lines would take their square.
_END: Final = re.compile(
    r"[.!?。！？؟\n](?:(?<!\n)[\"”’»)\]]*(?=\s+[\"“„«(\[]?[^\W\d_a-zа-я])|(?<=[。！？])[”’」』）]*"
    r"|(?<=\n)[^\S\n]*\n(?=\s{0,400}[^\W_a-zа-я]))"
)
_SHORT: Final = 5
"""A word of more letters is no abbreviation of a month, a weekday or the like."""
_LAST_WORD: Final = re.compile(rf"([^\W\d_]{{1,{_SHORT}}}|\d{{1,2}})\Z")
_BEFORE_NAMES: Final = (
    "month",
    "weekday",
    "about",
    "century",
    "year",
    "ce",
    "bce",
    "am",
    "pm",
    "year_behind",
)


class TextDates:
    """The dates of one text. ``language`` says in which language each place of it is written."""

    def __init__(self, text: str, language: Callable[[int], str]) -> None:
        self.text = text
        self._language = language
        self._read: dict[int, tuple[DateExpression, ...]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        """Where the sentences begin. A full stop behind a day, or behind a short name of a month, ends none."""
        starts = [0]
        for match in _END.finditer(self.text):
            if match[0][0] != "\n" and self._goes_on(match.start()):
                continue
            starts.append(match.end())
        return starts

    def _goes_on(self, at: int) -> bool:
        before = self.text[max(0, at - _SHORT - 1) : at]
        if self.text[at] != "." or (len(before) > _SHORT and before.isalpha()):
            return False
        word = _LAST_WORD.search(self.text, max(0, at - _SHORT - 1), at)
        if word is None:
            return False
        if word[1].isdigit():
            return self.text[word.start() - 1 : word.start()].isspace() or word.start() == 0
        return len(word[1]) == 1 or _is_short_for(word[1], self._language(at))

    def sentence(self, number: int) -> tuple[DateExpression, ...]:
        """The expressions of a sentence, at their places in the text."""
        if number not in self._read:
            start, end = self._starts[number], self._end(number)
            found = read_all(self.text[start:end], self._language(start))
            self._read[number] = tuple(_moved(each, start) for each in found)
        return self._read[number]

    def all(self) -> list[DateExpression]:
        """Every expression of the text, in order."""
        return [each for number in range(len(self._starts)) for each in self.sentence(number)]

    def _end(self, number: int) -> int:
        return self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)

    def _number(self, position: int) -> int:
        return bisect_right(self._starts, position) - 1

    def may_lack_a_year(self, words: str, position: int) -> bool:
        """Whether words can hold a date without a year: whether they name a month. Most quotes do not."""
        found = lexicon(self._language(position))
        return found is None or found.names_a_month(words)

    def within(self, start: int, end: int) -> list[DateExpression]:
        """The expressions that a stretch touches, also those that go on beyond it."""
        numbers = range(self._number(start), self._number(max(start, end - 1)) + 1)
        return [e for number in numbers for e in self.sentence(number) if e.start < end and start < e.end]

    def year_for(self, expression: DateExpression, part_start: int) -> tuple[int, str] | None:
        """The year of a date that states none, and whether it is from its own ``sentence`` or the ``nearest`` date.

        The sentence gives one if the date before and the date behind it there do not differ; else the last date with
        month and year that lies before it in the same part.
        """
        number = self._number(expression.start)
        here = [(e.start, year) for e in self.sentence(number) if (year := year_given(e)) is not None]
        before = [year for start, year in here if start < expression.start]
        behind = [year for start, year in here if start > expression.start]
        if before or behind:
            candidates = {*before[-1:], *behind[:1]}
            return (candidates.pop(), "sentence") if len(candidates) == 1 else None
        for earlier in range(number - 1, -1, -1):
            if self._end(earlier) <= part_start:
                return None
            for each in reversed(self.sentence(earlier)):
                if is_full(each) and each.start >= part_start and (year := year_given(each)) is not None:
                    return year, "nearest"
        return None


@lru_cache(maxsize=4096)
def _is_short_for(word: str, language: str) -> bool:
    """Whether a word before a full stop may be short for a word of dates, "Sept.", and the sentence go on."""
    words = lexicon(language)
    found = words.entries(word_key(word)) if words is not None else []
    return any(role in roles for _, roles in found for role in _BEFORE_NAMES)


def _moved(expression: DateExpression, by: int) -> DateExpression:
    weekday = expression.weekday
    if weekday is not None:
        weekday = replace(weekday, start=weekday.start + by, end=weekday.end + by)
    return replace(
        expression,
        start=expression.start + by,
        end=expression.end + by,
        core_start=expression.core_start + by,
        core_end=expression.core_end + by,
        weekday=weekday,
    )
