"""The words of a text as shared wording is looked for in them: what says nothing of who copied is left out or marked.

Page furniture (headers, agenda items, what is the same on every page) is left out, so that a passage runs on across
it. Names and titles of the registry, dates and figures stay, but weigh nothing: two texts share them because they
speak of one thing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kgbuild.text.documents import TextLayer
from kgbuild.text.folding import Folded, Repair
from kgbuild.text.tokens import is_unspaced, word_tokens
from kgbuild.values.datereader import read_dates

STEM = 5
"""Words are the same that begin with the same letters: policy, policies; independent, independence.

Truncation does about as well as stemmers over the languages of Europe and needs to know none of them (McNamee and
Mayfield 2004); for a passage several words must agree anyhow.
"""
FURNITURE_WORDS = 30
"""Lines that most documents have are furniture up to so many words on end; more are a copy."""
FEW = 3
"""What no more documents than this have is never furniture for being common; on so many pages a line is a header."""
_HEADER_WORDS = 15
SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？]")
_QUOTED = re.compile(r'"[^"\n]{1,400}"')

Offsets = tuple[int, int]
NameIndex = Mapping[str, Sequence[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word, from ``start`` to ``end`` of the text layer. ``key`` is the same for the forms of one word.

    ``line`` and ``sentence`` count those of the text. ``light``: it is part of a name, date or figure. ``quoted``: it
    stands in quotation marks. ``half``: a character of a script without spaces, two of which count as one word.
    """

    key: str
    start: int
    end: int
    line: int
    sentence: int
    light: bool
    quoted: bool
    half: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one document without its furniture; ``name`` is its id."""

    name: str
    tokens: tuple[Word, ...]


def name_index(names: Iterable[str]) -> NameIndex:
    """Names by their first word, for :func:`wording`; the longest first."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name in names:
        words = tuple(match.group() for match in word_tokens(Folded(name).text))
        if words:
            found[words[0]].add(words)
            found[words[0][:1].upper() + words[0][1:]].add(words)
    return {first: sorted(each, key=lambda words: (-len(words), words)) for first, each in found.items()}


def wording(
    name: str,
    layer: TextLayer,
    *,
    repairs: Sequence[Repair] = (),
    furniture: Iterable[Offsets] = (),
    names: NameIndex | None = None,
    language: str = "en",
) -> Wording:
    """The words of a text. ``furniture`` are stretches to leave out, ``names`` those that weigh nothing."""
    folded = Folded(layer.text, repairs)
    matches = list(word_tokens(folded.text))
    words = [match.group() for match in matches]
    named = _named(words, names or {})
    quoted = _inside([match.span() for match in _QUOTED.finditer(folded.text)], len(folded.text))
    dated = _inside([(date.start, date.end) for date in read_dates(layer.text, language)], len(layer.text))
    out = _inside(furniture, len(layer.text))
    ends = [match.start() for match in SENTENCE_END.finditer(layer.text)]
    tokens, line, counted = [], 0, 0
    for number, match in enumerate(matches):
        start, end = folded.raw_start(match.start()), folded.raw_end(match.end())
        line += layer.text.count("\n", counted, start)
        counted = max(counted, start)
        if out[start]:
            continue
        word = words[number]
        light = named[number] or bool(dated[start]) or word[0].isdigit()
        half = is_unspaced(word)
        cited = bool(quoted[match.start()])
        sentence = bisect_left(ends, start)
        tokens.append(Word(_key(word), start, end, line, sentence, light, cited, half))
    return Wording(name, tuple(tokens))


def without_furniture(wordings: Sequence[Wording]) -> list[Wording]:
    """The words without the lines that are furniture by where they stand: in most documents, or on every page."""
    lines = {each.name: list(_lines(each)) for each in wordings}
    common = Counter(line for each in lines.values() for line in {line for line, _ in each})
    many = max(FEW, len(wordings) // 2)
    found = []
    for each in wordings:
        own = Counter(line for line, _ in lines[each.name])
        kept: list[Word] = []
        for frequent, run in groupby(lines[each.name], lambda line: common[line[0]] > many):
            listed = list(run)
            short = sum(len(tokens) for _, tokens in listed) <= FURNITURE_WORDS
            for line, tokens in listed:
                header = own[line] >= FEW and len(tokens) <= _HEADER_WORDS
                if not (header or (frequent and short)):
                    kept += tokens
        found.append(Wording(each.name, tuple(kept)))
    return found


def _lines(each: Wording) -> Iterator[tuple[tuple[str, ...], list[Word]]]:
    """The lines with their words; figures in them are all one, as pages are numbered."""
    for _, run in groupby(each.tokens, lambda token: token.line):
        tokens = list(run)
        yield tuple("0" if token.key[0].isdigit() else token.key for token in tokens), tokens


def _key(word: str) -> str:
    return word if word[0].isdigit() else word.casefold()[:STEM]


def _named(words: Sequence[str], names: NameIndex) -> list[bool]:
    """For each word whether it is part of a name."""
    found = [False] * len(words)
    number = 0
    while number < len(words):
        for name in names.get(words[number], ()):
            if tuple(words[number + 1 : number + len(name)]) == name[1:]:
                found[number : number + len(name)] = [True] * len(name)
                number += len(name) - 1
                break
        number += 1
    return found


def _inside(stretches: Iterable[Offsets], length: int) -> bytearray:
    """For each offset whether it lies in one of the stretches."""
    found = bytearray(length + 1)
    for start, end in stretches:
        found[start:end] = b"\1" * (end - start)
    return found
