"""Quotes for a stretch of a text: short, cut at the borders of a clause, and found in one place only.

Positions are offsets into the folded text, in which quotes are looked up (:class:`kgbuild.text.documents.Folded`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from kgbuild.evidence.finder import MAX_QUOTE_WORDS, Finder, as_yaml, quote_words
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.model import QuoteSpec
from kgbuild.text.documents import TextLayer
from kgbuild.text.folding import Repair, fold
from kgbuild.text.tokens import WORD

# What YAML or a mapping does not take as it stands, even in quotation marks.
UNWRITABLE: Final = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LONG_WORD: Final = 30
_CLAUSE: Final = 7
"""A clause of so many words is quoted whole; of a longer one, what follows the stretch."""
_TAIL: Final = 3
_BORDER: Final = re.compile(r"[.,;:!?()\[\]\"،؛؟。，、；：！？]|(?<!\w)-(?!\w)")
_STOP: Final = re.compile(r"[.!?؟。！？][\"')\]]*(?=\s|$)")
_JOINS: Final = frozenset(
    (
        *("and", "or", "but", "that", "which", "who", "whom", "when", "where", "while", "as", "because"),
        *("although", "after", "before"),
    )
)
_WEAK: Final = frozenset(
    (
        *("a", "an", "the", "of", "in", "on", "at", "to", "by", "for", "from", "with", "and", "or", "that"),
        *("its", "his", "her", "their"),
    )
)
_OUTER: Final = " .,;:!?\"'([{)]}،؛؟。，、；：！？-"
_BREAK: Final = re.compile(r"\n[^\S\n]*\n")

Accept = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that the finder finds at the place meant; ``occurrence`` where they stand in the text more than once."""

    text: str
    occurrence: int | None = None

    def lines(self) -> list[str]:
        """The lines of an entry."""
        found = [f"quote: {as_yaml(self.text)}"]
        return found if self.occurrence is None else [*found, f"occurrence: {self.occurrence}"]

    def inline(self) -> str:
        """The keys inside braces."""
        return ", ".join(self.lines())


class Quoter:
    """Makes quotes for the stretches of one document."""

    def __init__(self, layer: TextLayer, repairs: Sequence[Repair] = ()) -> None:
        self.layer = layer
        self.finder = Finder(layer, repairs)
        self.text = self.finder.folded.text

    @cached_property
    def _gaps(self) -> list[tuple[int, str]]:
        """Every white space of the folded text, with what stands there in the document."""
        raw, folded = self.layer.text, self.finder.folded
        return [
            (m.start(), raw[folded.raw_start(m.start()) : folded.raw_end(m.end())])
            for m in re.finditer(" ", self.text)
        ]

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """The paragraphs: cut at blank lines, or at line ends where there is no blank line."""
        cuts = [at for at, gap in self._gaps if _BREAK.search(gap)]
        return self._cut(cuts) if cuts else self.lines

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """The lines of the document, without the blank ones."""
        return self._cut([at for at, gap in self._gaps if "\n" in gap])

    @cached_property
    def _hard(self) -> frozenset[int]:
        """Where a line ends long before the others do: nothing runs on to the next line there."""
        longest = min(max((end - start for start, end in self.lines), default=0), 100)
        return frozenset(end for start, end in self.lines if (end - start) * 5 < longest * 3)

    def _cut(self, cuts: list[int]) -> list[tuple[int, int]]:
        edges = [-1, *cuts, len(self.text)]
        spans = [(one + 1, other) for one, other in pairwise(edges)]
        return [(start, end) for start, end in spans if self.text[start:end].strip()]

    def paragraph_of(self, position: int) -> int:
        """The number of the paragraph of a position, counted from 0."""
        return max(bisect_right(self.paragraphs, position, key=lambda span: span[0]) - 1, 0)

    @cached_property
    def _words(self) -> list[tuple[int, int]]:
        """Words; those of scripts without spaces are cut at their tokens."""
        found: list[tuple[int, int]] = []
        for match in WORD.finditer(self.text):
            start, end = match.span()
            if end - start > _LONG_WORD:
                edges = [at for at in range(start, end + 1) if self.finder.folded.is_edge(at)]
                pieces = [(a, b) for a, b in pairwise(edges) if self.text[a:b].strip(_OUTER)]
                found += pieces or [(start, end)]
            else:
                found.append((start, end))
        return found

    def quote(self, start: int, end: int, accept: Accept = lambda _: True) -> Quote | None:
        """The quote for a stretch: the first that is found once; else the first, with its occurrence.

        ``accept`` says whether words serve the purpose (state the number). ``None`` where nothing does.
        """
        spare: Quote | None = None
        for first, last in self._windows(start, end):
            for text in self._written(first, last):
                if not accept(text):
                    continue
                places = self.finder.folded.find(fold(text))
                if (first, last) not in places:
                    continue
                found = Quote(text, places.index((first, last)) + 1 if len(places) > 1 else None)
                if not self._resolves(found, first, last):
                    continue
                if found.occurrence is None:
                    return found
                spare = spare or found
        return spare

    def passage(self, start: int, end: int) -> Quote | None:
        """The quote of a whole stretch: all its words, or the first and the last of them."""
        if quote_words(self.text[start:end]) <= MAX_QUOTE_WORDS:
            found = next(self._whole(start, end), None)
            if found is not None:
                return found
        inside = [span for span in self._words if start <= span[0] and span[1] <= end]
        for count in (4, 5, 6):
            if len(inside) > 2 * count:
                head = self.text[inside[0][0] : inside[count - 1][1]].strip(_OUTER)
                tail = self.text[inside[-count][0] : inside[-1][1]].strip(_OUTER)
                found = Quote(f"{head} … {tail}")
                if not UNWRITABLE.search(found.text) and self._resolves(found, start, end, whole=False):
                    return found
        return None

    def _whole(self, start: int, end: int) -> Iterator[Quote]:
        for text in self._written(start, end):
            places = self.finder.folded.find(fold(text))
            if (start, end) in places:
                quote = Quote(text, places.index((start, end)) + 1 if len(places) > 1 else None)
                if self._resolves(quote, start, end):
                    yield quote

    def _resolves(self, quote: Quote, start: int, end: int, *, whole: bool = True) -> bool:
        """Whether the finder finds the quote, without a finding, just there."""
        findings: list[Diagnostic] = []
        anchor = self.finder.find(QuoteSpec(quote.text, occurrence=quote.occurrence), findings.append)
        if anchor is None or findings:
            return False
        folded = self.finder.folded
        begins = anchor.span.start == folded.raw_start(start)
        return begins and (not whole or anchor.span.end == folded.raw_end(end))

    def _written(self, start: int, end: int) -> Iterator[str]:
        """The words of a stretch as the document writes them, then as folded."""
        folded = self.finder.folded
        raw = " ".join(self.layer.text[folded.raw_start(start) : folded.raw_end(end)].split())
        clean = self.text[start:end]
        for text in dict.fromkeys((raw, clean)):
            fits = quote_words(text) <= MAX_QUOTE_WORDS and not UNWRITABLE.search(text)
            if fits and "…" not in text and fold(text) == clean:
                yield text

    def _windows(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Stretches around a stretch, the best first: a clause, then longer within the sentence, then any."""
        words = self._words
        first = max(bisect_right(words, start, key=lambda span: span[0]) - 1, 0)
        last = max(bisect_right(words, end - 1, key=lambda span: span[0]) - 1, first)
        if not words:
            return
        paragraph = self.paragraphs[self.paragraph_of(start)]
        left, right = self._clause(first, last, paragraph)
        if right - left < _CLAUSE:
            first_choice = (left, right)
        elif right - first < _CLAUSE:
            first_choice = (first, right)
        else:
            first_choice = (first, self._trim(last, min(last + _TAIL, right)))
        seen: set[tuple[int, int]] = set()
        for a, b in (first_choice, *self._longer(*first_choice, paragraph), (first, last)):
            span = self._edges(words[a][0], words[b][1], start, end)
            if span not in seen:
                seen.add(span)
                yield span
        yield start, end

    def _longer(self, a: int, b: int, paragraph: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """The stretch of words longer by one word after another: to the right, then to the left, inside a paragraph."""
        words = self._words
        while b - a + 1 < MAX_QUOTE_WORDS and b + 1 < len(words) and words[b + 1][1] <= paragraph[1]:
            if _STOP.search(self.text, words[b][0], words[b + 1][0]):
                break
            b += 1
            yield a, b
        while b - a + 1 < MAX_QUOTE_WORDS and a > 0 and words[a - 1][0] >= paragraph[0]:
            a -= 1
            yield a, b

    def _clause(self, first: int, last: int, paragraph: tuple[int, int]) -> tuple[int, int]:
        """The words from the border of the clause before to the border after."""
        words = self._words
        left, right = first, last
        while left > 0 and words[left - 1][0] >= paragraph[0] and not self._parts(left - 1, left):
            left -= 1
        while (
            right + 1 < len(words)
            and words[right + 1][1] <= paragraph[1]
            and not self._parts(right, right + 1)
        ):
            right += 1
        while left < first and self.text[slice(*words[left])].strip(_OUTER).lower() in _JOINS:
            left += 1
        return left, right

    def _parts(self, one: int, other: int) -> bool:
        """Whether a clause ends between two words."""
        (a, b), (c, d) = self._words[one], self._words[other]
        ends = a + len(self.text[a:b].rstrip(_OUTER))
        begins = d - len(self.text[c:d].lstrip(_OUTER))
        seam = self.text[ends:begins]
        if any(at in self._hard for at in range(ends, begins)):
            return True
        return bool(_BORDER.search(seam)) or self.text[c:d].strip(_OUTER).lower() in _JOINS

    def _trim(self, last: int, end: int) -> int:
        while end > last and self.text[slice(*self._words[end])].strip(_OUTER).lower() in _WEAK:
            end -= 1
        return end

    def _edges(self, a: int, b: int, start: int, end: int) -> tuple[int, int]:
        """A stretch without the punctuation around it, never less than the stretch that must stand in it."""
        while a < start and self.text[a] in _OUTER:
            a += 1
        while b > end and self.text[b - 1] in _OUTER:
            b -= 1
        return min(a, start), max(b, end)
