"""Passages that documents share: suggestions for a reader. Similarity never decides who has what from whom.

Word shingles that two or more texts have are looked up in an inverted index; each is the seed of an alignment that goes
on to both sides over small gaps, as long as what is shared outweighs what is not (as BLAST extends its hits, Altschul
and others 1990). A word weighs by its rarity over the corpus, in bits (its self-information); wording that several
documents have weighs less with their number. Names, dates, figures and what both put in quotation marks weigh nothing.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from kgbuild.analysis.reuse.words import Wording, without_furniture
from kgbuild.core.records import record

SHINGLE = 3
MOST = 50
"""Wording that more documents have is taken for a stock phrase, as far as finding a passage by it goes."""
GAP = 4
GAP_BITS = 2.0
DROP_BITS = 12.0
SEED_BITS_A_WORD = 5.0
TURN_BITS = 6.0
"""What it costs an alignment that a sentence ends in one text only."""
TAIL_BITS = 18.0
"""What the words must weigh by which a passage goes on into another sentence: one that begins alike is not enough."""
LEAST_BITS = 60.0
"""What a passage weighs that stands by itself: seven or eight rare words, more of those that are not."""
LIGHT_BITS = 35.0
TOGETHER_BITS = 150.0
"""Light passages are shown where those of two documents weigh so much together: a paraphrase leaves no long runs."""
LEAST_WORDS = 6
_PRIOR = 2_000
"""Words that a small corpus is taken to hold besides, so that a word in it is not common for its size alone."""


Postings = Mapping[int, Sequence[tuple[int, int]]]


@record
class TextStretch:
    """A stretch of a document, from offset ``start`` to ``end`` (exclusive); ``words`` counts those of it."""

    document: str
    start: int
    end: int
    words: int


@record
class SharedStretches:
    """A passage that two documents share, as it stands in each; ``left`` in the one whose id comes first.

    ``shared`` counts the words that are the same, ``bits`` is what they weigh.
    """

    left: TextStretch
    right: TextStretch
    shared: int
    bits: float


@record
class TextPair:
    """Two documents that share passages, the weightiest first. ``shares`` are the shares of their words in these."""

    left: str
    right: str
    passages: tuple[SharedStretches, ...]
    shares: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Text:
    """A document as numbers: the word at each place, what it weighs there, and the part of a word that it is."""

    wording: Wording
    words: Sequence[int]
    bits: Sequence[float]
    sizes: Sequence[float]


@dataclass(frozen=True, slots=True)
class _Match:
    """Places of two texts that are aligned, in order, and what their alignment weighs."""

    places: list[tuple[int, int]]
    bits: float


def shared_passages(wordings: Sequence[Wording]) -> list[TextPair]:
    """Every two documents that share passages, in the order of their ids."""
    texts = _texts(without_furniture(sorted(wordings, key=lambda each: each.name)))
    postings = _postings(texts)
    commonness = {shingle: len({number for number, _ in found}) for shingle, found in postings.items()}
    pairs = []
    for number, text in enumerate(texts):
        for other, places in sorted(_seeds(number, text, postings, commonness).items()):
            matches = _enough(_distinct(_alignments(text, texts[other], sorted(places), commonness)))
            if matches:
                pairs.append(_pair(text, texts[other], matches))
    return pairs


def _seeds(
    number: int, text: _Text, postings: Postings, commonness: Mapping[int, int]
) -> dict[int, list[tuple[int, int]]]:
    """For each later text the places at which it has a shingle of this one."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for shingle, at in _shingles(text):
        if 1 < commonness.get(shingle, 0) <= MOST:
            for other, to in postings[shingle]:
                if other > number:
                    found[other].append((at, to))
    return found


def _texts(wordings: Sequence[Wording]) -> list[_Text]:
    count = Counter(token.key for each in wordings for token in each.tokens)
    total = sum(count.values()) + _PRIOR
    number = {key: place for place, key in enumerate(sorted(count))}
    weight = {key: log2(total / times) for key, times in count.items()}
    return [
        _Text(
            each,
            array("L", [number[token.key] for token in each.tokens]),
            array(
                "d",
                [0.0 if t.light else weight[t.key] / 2 if t.half else weight[t.key] for t in each.tokens],
            ),
            array("d", [0.5 if token.half else 1.0 for token in each.tokens]),
        )
        for each in wordings
    ]


def _shingles(text: _Text) -> Iterator[tuple[int, int]]:
    """The shingles that weigh enough to begin with, each with its place; a shingle is one number."""
    words, bits, sizes = text.words, text.bits, text.sizes
    for at in range(len(words) - SHINGLE + 1):
        words_in = sizes[at] + sizes[at + 1] + sizes[at + 2]
        if bits[at] + bits[at + 1] + bits[at + 2] >= SEED_BITS_A_WORD * words_in:
            yield (words[at] << 64) | (words[at + 1] << 32) | words[at + 2], at


def _postings(texts: Sequence[_Text]) -> Postings:
    """For each shingle that two or more documents have, the documents and places at which it stands."""
    seen: set[int] = set()
    repeated: set[int] = set()
    for text in texts:
        own = {shingle for shingle, _ in _shingles(text)}
        repeated |= own & seen
        seen |= own
    del seen
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, text in enumerate(texts):
        for shingle, at in _shingles(text):
            if shingle in repeated:
                found[shingle].append((number, at))
    return found


def _alignments(
    left: _Text, right: _Text, seeds: Sequence[tuple[int, int]], commonness: Mapping[int, int]
) -> Iterator[_Match]:
    """The alignments that seeds grow into, those that are more than a turn of phrase."""
    covered: set[tuple[int, int]] = set()
    for i, j in seeds:
        if (i, j) in covered:
            continue
        start = [(i + step, j + step) for step in range(SHINGLE)]
        after = _extend(left, right, i + SHINGLE - 1, j + SHINGLE - 1, 1)
        before = _extend(left, right, i, j, -1)
        places = [*reversed(before), *start, *after]
        covered.update(places)
        match = _weighed(left, right, places, commonness)
        if match.bits >= LIGHT_BITS and sum(left.sizes[i] for i, _ in places) >= LEAST_WORDS:
            yield match


def _bits(left: _Text, right: _Text, i: int, j: int) -> float:
    """What it weighs that two texts have one word at these places: nothing where both quote it."""
    if left.wording.tokens[i].quoted and right.wording.tokens[j].quoted:
        return 0.0
    return min(left.bits[i], right.bits[j])


def _extend(left: _Text, right: _Text, i: int, j: int, step: int) -> list[tuple[int, int]]:
    """The places that go on from an aligned one to one side, as far as what they add outweighs the gaps.

    Into another sentence they go on only for as much as :data:`TAIL_BITS`, or to the end of both texts.
    """
    tokens = left.wording.tokens
    found: list[tuple[int, int]] = []
    score = best = 0.0
    kept, sentence = 0, tokens[i].sentence
    while (following := _next(left, right, i, j, step)) is not None:
        score += _bits(left, right, *following) - _gap(left, right, (i, j), following)
        i, j = following
        found.append(following)
        if score >= best + (TAIL_BITS if tokens[i].sentence != sentence else 0.0):
            best, kept, sentence = score, len(found), tokens[i].sentence
        elif score < best - DROP_BITS:
            break
    ends = [(i, len(left.words)), (j, len(right.words))]
    if score >= best and all(at == (length - 1 if step > 0 else 0) for at, length in ends):
        return found
    return found[:kept]


def _gap(left: _Text, right: _Text, one: tuple[int, int], other: tuple[int, int]) -> float:
    """What lies between two places that follow each other costs: words that are not shared, a sentence that ends."""
    skipped = abs(other[0] - one[0]) + abs(other[1] - one[1]) - 2
    turns = [
        abs(text.wording.tokens[to].sentence - text.wording.tokens[at].sentence)
        for text, at, to in zip((left, right), one, other, strict=True)
    ]
    return GAP_BITS * max(0, skipped) + (TURN_BITS if turns[0] != turns[1] else 0.0)


def _next(left: _Text, right: _Text, i: int, j: int, step: int) -> tuple[int, int] | None:
    """The nearest places beyond that have one word; over a gap it must weigh something."""
    for skipped in range(2 * GAP + 1):
        for a in range(max(0, skipped - GAP), min(GAP, skipped) + 1):
            at, to = i + step * (a + 1), j + step * (skipped - a + 1)
            if not (0 <= at < len(left.words) and 0 <= to < len(right.words)):
                continue
            if left.words[at] == right.words[to] and (not skipped or _bits(left, right, at, to)):
                return at, to
    return None


def _weighed(
    left: _Text, right: _Text, places: list[tuple[int, int]], commonness: Mapping[int, int]
) -> _Match:
    """What an alignment weighs: each word less, the more documents have the wording around it."""
    documents = {i: commonness[shingle] for shingle, i in _some(left, places) if shingle in commonness}
    total, before = 0.0, places[0]
    for i, j in places:
        around = [documents[at] for at in range(i - SHINGLE + 1, i + 1) if at in documents]
        total += _bits(left, right, i, j) / (1 + log2(min(around, default=2) / 2))
        total -= _gap(left, right, before, (i, j))
        before = i, j
    return _Match(places, total)


def _some(text: _Text, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    words = text.words
    for at in {i for i, _ in places}:
        if at + SHINGLE <= len(words):
            yield (words[at] << 64) | (words[at + 1] << 32) | words[at + 2], at


def _distinct(matches: Iterator[_Match]) -> list[_Match]:
    """The weightiest alignments of which none lies over another in either text."""
    kept: list[_Match] = []
    for match in sorted(matches, key=lambda match: (-match.bits, match.places)):
        if all(_apart(match, other, 0) and _apart(match, other, 1) for other in kept):
            kept.append(match)
    return kept


def _enough(matches: list[_Match]) -> list[_Match]:
    """Those that weigh enough by themselves, or all where they do so together."""
    if sum(match.bits for match in matches) >= TOGETHER_BITS:
        return matches
    return [match for match in matches if match.bits >= LEAST_BITS]


def _apart(one: _Match, other: _Match, side: int) -> bool:
    return one.places[-1][side] < other.places[0][side] or other.places[-1][side] < one.places[0][side]


def _pair(left: _Text, right: _Text, matches: Sequence[_Match]) -> TextPair:
    passages = tuple(
        SharedStretches(
            _stretch(left, match.places[0][0], match.places[-1][0]),
            _stretch(right, match.places[0][1], match.places[-1][1]),
            round(sum(left.sizes[i] for i, _ in match.places)),
            round(match.bits, 1),
        )
        for match in matches
    )
    shares = tuple(
        sum(text.sizes[place[side]] for match in matches for place in match.places) / sum(text.sizes)
        for side, text in enumerate((left, right))
    )
    return TextPair(left.wording.name, right.wording.name, passages, (shares[0], shares[1]))


def _stretch(text: _Text, first: int, last: int) -> TextStretch:
    tokens = text.wording.tokens
    return TextStretch(
        text.wording.name,
        tokens[first].start,
        tokens[last].end,
        round(sum(text.sizes[first : last + 1])),
    )
