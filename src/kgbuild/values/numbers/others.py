"""Figures that are no quantity: days and years of dates, ordinals, clock times, document symbols, designations."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kgbuild.values.numbers.numerals import PLURAL
from kgbuild.values.numbers.passage import Piece, TokenText
from kgbuild.values.numbers.tokens import is_unspaced

DATE, YEAR, ORDINAL, TIME, SYMBOL, DESIGNATION = "date", "year", "ordinal", "time", "symbol", "designation"
_DOTTED_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d\d|\d{4})|\d{4}\.\d{1,2}\.\d{1,2}")
_SECTIONS: Final = re.compile(r"\d+(?:\.\d+){2,}")
_DATE_SIGNS: Final = frozenset("年月日号號時时点點년월일시분")
_NUMBER_SIGNS: Final = frozenset("#№§¶@")
_POWER_SIGNS: Final = frozenset("^×")
_HOURS: Final = frozenset(("h", "u"))
_LONGEST_SHORT_MONTH: Final = 5
_MOST_DAYS: Final = 31
_YEARS: Final = range(1000, 2200)
_MOST_LOOKED_BACK: Final = 4


class Other(NamedTuple):
    """What a figure is, where it is no quantity; up to token ``next``, ending at ``end`` of the text."""

    next: int
    end: int
    kind: str
    ordinal: int | None = None


def dated(passage: TokenText) -> frozenset[int]:
    """The indexes of the figures that are the day or the year of a date with the name of a month."""
    found: set[int] = set()
    lexicon = passage.lexicon
    if lexicon.months.firsts.isdisjoint(passage.keys):
        return frozenset()
    for at in range(passage.size):
        month = lexicon.months.at(passage.keys, at)
        if month is None or (lexicon.month_capital and not passage.raw(at)[0].isupper()):
            continue
        found.update(_before_month(passage, at))
        found.update(_behind_month(passage, month[1]))
    return frozenset(found)


def _is_day(passage: TokenText, at: int) -> bool:
    key = passage.keys[at]
    return passage.is_figure(at) and key.isdecimal() and len(key) <= 2 and 1 <= int(key) <= _MOST_DAYS


def _is_year(passage: TokenText, at: int) -> bool:
    key = passage.keys[at]
    return passage.is_figure(at) and key.isdecimal() and len(key) == 4 and int(key) in _YEARS


def _joins(passage: TokenText, at: int) -> bool:
    """Whether a token may stand between the days of one date: "19–20", "19, 20 and 21"."""
    key = passage.keys[at]
    joined = key in ("-", "/", ",") or key in passage.lexicon.joiners
    return joined or passage.lexicon.to.at(passage.keys, at) is not None


def _before_month(passage: TokenText, month: int) -> set[int]:
    lexicon, found, at = passage.lexicon, set[int](), month - 1
    while at >= 0 and (
        passage.keys[at] in lexicon.of
        or passage.keys[at] in lexicon.the
        or passage.keys[at] in lexicon.ordinal_suffixes
        or passage.keys[at] in (".", "º", "-")
    ):
        at -= 1
    if _is_year(passage, at):
        found.add(at)
    while _is_day(passage, at):
        found.add(at)
        back = at - 1
        while back >= 0 and (
            _joins(passage, back)
            or passage.keys[back] == "."
            or passage.keys[back] in lexicon.ordinal_suffixes
        ):
            back -= 1
        if back == at - 1:
            break
        at = back
    return found


def _behind_month(passage: TokenText, at: int) -> set[int]:
    lexicon, found = passage.lexicon, set[int]()
    if len(passage.keys[at - 1]) <= _LONGEST_SHORT_MONTH:
        at = passage.behind_dot(at)
    while passage.keys[at] in (",", "-") or passage.keys[at] in lexicon.of:
        at += 1
    while _is_day(passage, at):
        following = at + 1
        while passage.keys[following] in lexicon.ordinal_suffixes:
            following += 1
        noun = lexicon.nouns.at(passage.keys, following)
        if noun is not None and noun[0] == "person" and passage.is_word(following):
            break
        found.add(at)
        at = following
        while _joins(passage, at):
            at += 1
    while passage.keys[at] in (",", "-") or passage.keys[at] in lexicon.of:
        at += 1
    if _is_year(passage, at):
        found.add(at)
    return found


def other(passage: TokenText, at: int, dates: frozenset[int]) -> Other | None:
    """What the figure at an index is, where it is no quantity."""
    if at in dates:
        following = at + 1
        while following in dates or (following + 1 in dates and not passage.is_word(following)):
            following += 1
        return _other(passage, following, DATE)
    if not passage.touching(at) and not passage.touching(at - 1) and passage.keys[at].isdecimal():
        # Most figures: a word before and behind, with spaces between.
        if passage.keys[at - 1] in _NUMBER_SIGNS:
            return _other(passage, at + 1, DESIGNATION)
        return _time(passage, at) or _year(passage, at)
    if passage.slashed(at) is not None:
        return None
    return (
        _written_date(passage, at)
        or _time(passage, at)
        or _ordinal(passage, at)
        or _symbol(passage, at)
        or _designation(passage, at)
        or _year(passage, at)
    )


def _other(passage: TokenText, following: int, kind: str) -> Other:
    return Other(following, passage.ends[following - 1], kind)


def _written_date(passage: TokenText, at: int) -> Other | None:
    """A date in figures: 19.01.1990, 1990-01-19, 19/01/1990, 2019年11月3日; section numbers such as 1.2.3 too."""
    key = passage.keys[at]
    if _DOTTED_DATE.fullmatch(key):
        return _other(passage, at + 1, DATE)
    if _SECTIONS.fullmatch(key) and not re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", key):
        return _other(passage, at + 1, DESIGNATION)
    for stroke in "-/":
        if passage.keys[at + 1] == passage.keys[at + 3] == stroke and all(
            map(passage.touching, range(at, at + 4))
        ):
            parts = [passage.keys[each] for each in (at, at + 2, at + 4)]
            if not all(part.isdecimal() for part in parts):
                return None
            lengths = tuple(map(len, parts))
            is_date = lengths[0] in (1, 2, 4) and lengths[1] <= 2 and lengths[2] in (1, 2, 4)
            following = at + 5
            while passage.keys[following] == stroke and passage.is_figure(following + 1):
                following += 2
            return _other(passage, following, DATE if is_date and following == at + 5 else SYMBOL)
    if passage.keys[at + 1] in _DATE_SIGNS and passage.touching(at):
        return _other(passage, at + 2, DATE)
    return None


def _time(passage: TokenText, at: int) -> Other | None:
    following = at + 1
    while (
        passage.keys[following] == ":"
        and passage.is_figure(following + 1)
        and passage.touching(following - 1)
        and passage.touching(following)
    ):
        following += 2
    if (
        following == at + 1
        and passage.keys[following] in _HOURS
        and passage.touching(at)
        and passage.is_figure(at + 2)
    ):
        following = at + 3 if passage.touching(at + 1) else following
    if passage.keys[at - 1] in passage.lexicon.clock_before and not passage.is_figure(at - 2):
        return _other(passage, following, TIME)
    clock = passage.lexicon.clock.at(passage.keys, following)
    if clock is not None:
        following = clock[1]
    return None if following == at + 1 else _other(passage, following, TIME)


def _ordinal(passage: TokenText, at: int) -> Other | None:
    lexicon = passage.lexicon
    if passage.keys[at - 1] in ("第", "제") and passage.touching(at - 1):
        return _other(passage, at + 1, ORDINAL)
    following = at + 1
    if (
        passage.keys[following] in ("-", "'", ".", ":")
        and passage.touching(at)
        and passage.touching(following)
    ):
        following += 1
    if passage.keys[following] in lexicon.ordinal_suffixes and passage.touching(following - 1):
        return _ordinal_figure(passage, at, following + 1)
    if (
        lexicon.ordinal_dot
        and passage.keys[at + 1] == "."
        and passage.touching(at)
        and not passage.touching(at + 1)
    ):
        lower = passage.raw(at + 2)[:1].islower() or passage.keys[at - 1] in lexicon.ordinal_dot_behind
        if passage.is_word(at + 2) and "." not in passage.keys[at] and lower:
            return _ordinal_figure(passage, at, at + 2)
    return None


def _ordinal_figure(passage: TokenText, at: int, following: int) -> Other:
    number = passage.figure(at).value
    value = int(number) if number is not None else None
    return _other(passage, following, ORDINAL)._replace(ordinal=value)


def _symbol(passage: TokenText, at: int) -> Other | None:
    """A part of a document symbol: A/74/649, 46/242, E/CN.4/1990."""
    before = passage.keys[at - 1] == "/" and passage.touching(at - 1)
    behind = passage.keys[at + 1] == "/" and passage.touching(at) and passage.touching(at + 1)
    if not (before or behind):
        return None
    following = at + 1
    while passage.touching(following - 1) and (
        passage.is_figure(following)
        or passage.is_word(following)
        or (passage.keys[following] in ("/", ".", "-") and passage.touching(following))
    ):
        following += 1
    return _other(passage, following, SYMBOL)


def _designation(passage: TokenText, at: int) -> Other | None:
    """A figure glued to letters (B12, T-72, 13x, the 1980s), or behind a sign for "number"."""
    lexicon = passage.lexicon
    following = at + 1
    if passage.keys[at - 1] in _NUMBER_SIGNS or (
        passage.keys[at - 1] in _POWER_SIGNS and passage.touching(at - 1)
    ):
        return _other(passage, following, DESIGNATION)
    glued = passage.touching(at - 1) and (
        (passage.is_word(at - 1) and _is_glue(passage, at - 1))
        or passage.keys[at - 1] == "_"
        or (passage.keys[at - 1] == "-" and passage.touching(at - 2) and passage.is_word(at - 2))
    )
    if glued:
        return _other(passage, following, DESIGNATION)
    apostrophe = following + (
        passage.keys[following] == "'" and passage.touching(at) and passage.touching(at + 1)
    )
    hyphen = following + (
        passage.keys[following] == "-" and passage.touching(at) and passage.touching(at + 1)
    )
    for behind in {following, apostrophe, hyphen} if len(passage.keys[at]) >= 2 else ():
        if passage.touching(behind - 1) and passage.keys[behind] in lexicon.decade_suffixes:
            return _other(passage, behind + 1, DESIGNATION)
    return None


def _is_glue(passage: TokenText, at: int) -> bool:
    """Whether the word before a figure makes a designation of it: not in scripts that touch digits."""
    raw = passage.raw(at)
    return not is_unspaced(raw[-1]) and not frozenset(passage.keys[at]) <= passage.lexicon.touching


def _year(passage: TokenText, at: int) -> Other | None:
    """Four digits behind a word that goes before years ("in 1990", "in 1941–1945"), or alone in brackets."""
    if not _is_year(passage, at):
        return None
    following = at + 1
    joined = following + 1 if passage.keys[following] in ("-", "/") else None
    if joined is None and (word := passage.lexicon.to.at(passage.keys, following)) is not None:
        joined = word[1]
    if joined is not None and (_is_year(passage, joined) or re.fullmatch(r"\d\d", passage.keys[joined])):
        following = joined + 1
    if passage.keys[at - 1] == "(" and passage.keys[following] == ")":
        return _other(passage, following, YEAR)
    behind = following + (passage.keys[following] in ("-", "'"))
    if passage.lexicon.year_behind.at(passage.keys, behind) is not None:
        return _other(passage, following, YEAR)
    for back in range(1, _MOST_LOOKED_BACK + 1):
        found = passage.lexicon.year_before.at(passage.keys, at - back) if at >= back else None
        if found is not None and found[1] == at:
            return _other(passage, following, YEAR)
    return None


def labelled(passage: TokenText, at: int) -> Other | None:
    """A word that goes before a designation, with its numbers: "Article 7", "pages 12–15", "No. 5"."""
    found = passage.lexicon.labels.at(passage.keys, at)
    if found is None:
        return None
    following = found[1]
    if not passage.is_figure(following) or passage.ends[at] == passage.starts[following]:
        return None
    following += 1
    while _joins(passage, following) and passage.is_figure(following + 1):
        following += 2
    return _other(passage, following, DESIGNATION)


def is_year(passage: TokenText, at: int) -> bool:
    """Whether a figure can be a year: four digits without marks."""
    return _is_year(passage, at)


def is_ordinal(passage: TokenText, at: int) -> bool:
    """Whether a figure is an ordinal: "the 19th"."""
    return passage.is_figure(at) and _ordinal(passage, at) is not None


def ordinal_word(passage: TokenText, at: int) -> Other | None:
    """An ordinal of one word: "first", "thirtieth"."""
    number = passage.lexicon.ordinal(passage.keys[at]) if passage.is_word(at) else None
    return None if number is None else _other(passage, at + 1, ORDINAL)._replace(ordinal=number)


def ordinal_behind(passage: TokenText, piece: Piece) -> Other | None:
    """The ordinal that number words go on to: "thirty-first", "one hundred and first", "two hundredth"."""
    following = piece.next
    if passage.keys[following] == "-" or passage.keys[following] in passage.lexicon.joiners:
        following += 1
    found = ordinal_word(passage, following)
    if found is None or found.ordinal is None or piece.value is None:
        return None
    words = passage.morphemes(following)
    if words and words[0].kind == PLURAL:
        return None
    count = int(piece.value)
    return found._replace(ordinal=count * found.ordinal if found.ordinal >= 100 else count + found.ordinal)
