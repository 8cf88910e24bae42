"""Quotes → anchors: looked up in the document, or taken from the lock that a look-up wrote.

Exact match decides. A phrase matches by whole tokens of the folded text; only where it does not stand there, note
marks and hyphens at line ends are left out of account. Found twice, it is a finding until ``occurrence`` or a part
settles it. Sources: W3C Web Annotation, sections 4.2.4 (quote selector), 4.2.5 (position).
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, TypeAlias

from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.core.similar import closest_stretch, same_words
from kgbuild.findings.diagnostics import Diagnostic, Fix, diagnostic
from kgbuild.mapping.model import RANGE_MARK, QuoteSpec
from kgbuild.mapping.tree import Report
from kgbuild.text.documents import TextLayer
from kgbuild.text.folding import Folded, Match, Repair, fold
from kgbuild.text.map import Spot
from kgbuild.text.scans import Scanned
from kgbuild.text.tokens import WORD, word_tokens
from kgbuild.values.quantities import number_words

_UNSAFE: Final = re.compile(r"""^[-?:,\[\]{}#&*!|>'"%@`]|: |:$| #|[,\[\]{}]""")
_GAP: Final = re.compile(r"[\[(]?(?:…|\.{3,}|\. \. \.)[\])]?")
Stretch: TypeAlias = tuple[int, int]

MAX_QUOTE_WORDS: Final = 12
MAX_RANGE_WORDS: Final = 120
MAX_CONTEXT_WORDS: Final = 60


@record
class Span:
    """A stretch of a text layer with how it was matched (exact, tolerant, repaired, range) and its SHA-256.

    ``at`` says where it stands in the original that the text was extracted from: on which page, in which element.
    """

    start: int
    end: int
    match: str
    hash: str
    at: tuple[Spot, ...] = ()

    @property
    def where(self) -> str:
        """ "page 3, line 12"; nothing for a text that was not extracted."""
        return "; ".join(map(str, self.at))


@record
class Anchor:
    """A quote found: its span, the span of its context, and the year of a date in it that states none.

    ``year_from`` says where the text gives that year: in its own ``sentence``, or as the ``nearest`` earlier full date.
    """

    span: Span
    context: Span | None
    year: int | None = None
    year_from: str | None = None


class Finder:
    """Looks quotes up in one document."""

    def __init__(self, layer: TextLayer, repairs: Sequence[Repair], language: str | None = None) -> None:
        self.layer = layer
        self.folded = Folded(layer.text, repairs)
        self._repairs = repairs
        self._language = language
        self.parts: dict[str, tuple[int, int]] = {}
        self._word_starts = [start for start, _ in layer.words]

    @cached_property
    def _scanned(self) -> Scanned:
        return self._scan(join_all=False)

    def _scan(self, *, join_all: bool) -> Scanned:
        return Scanned(self.folded, self._language, join_all=join_all)

    def find(self, quote: QuoteSpec, report: Report) -> Anchor | None:
        """The anchor of a quote, or ``None`` after reporting why there is none."""
        found = self.matches(quote)
        if not found:
            self._not_found(quote, report)
            return None
        chosen = self._choose(quote, found, report)
        if chosen is None:
            return None
        context = None
        if quote.context is not None:
            nearest = self._context(quote, chosen)
            if nearest is None:
                self._no_context(quote, chosen, report)
                return None
            context = self._span(nearest, quote.context)
        return Anchor(self._span(chosen, quote.text), context)

    def matches(self, quote: QuoteSpec) -> list[Match]:
        """Where a quote stands, within the part that it names."""
        return self._between(quote, *(quote.part and self.parts.get(quote.part)) or (0, self.layer.body_end))

    def _between(self, quote: QuoteSpec, start: int, end: int) -> list[Match]:
        found = [m for m in self._matches(quote, self.folded.find) if start <= m.start and m.end <= end]
        if len(found) >= (quote.occurrence or 1):
            return found
        known = set(found)
        more = (m for m in self._matches(quote, self._scanned.find) if start <= m.start and m.end <= end)
        found += [replace(match, scanned=True) for match in more if match not in known]
        return sorted(found, key=lambda match: (match.start, match.end))

    def starts(self, quote: QuoteSpec) -> list[int]:
        """The offsets at which a quote begins, wherever it stands in the text."""
        return [match.start for match in self.matches(replace(quote, part=None))]

    def holds(self, quote: QuoteSpec) -> bool:
        """Whether a quote stands in the text as it is, line ends and note marks included."""
        return bool(self._matches(quote, self.folded.find))

    def _matches(self, quote: QuoteSpec, places: Callable[[str], list[Stretch]]) -> list[Match]:
        halves = quote.halves
        if halves is None:
            return [self.folded.match(*at) for at in places(fold(quote.text))]
        head, tail = fold(halves[0]), fold(halves[1])
        found = []
        ends = [self.folded.match(*at) for at in places(tail)]
        starts = [last.start for last in ends]
        for at in places(head):
            first = self.folded.match(*at)
            index = bisect_left(starts, first.end)
            if index == len(ends):
                continue
            last = ends[index]
            if self._words_between(first.start, last.end) <= MAX_RANGE_WORDS and self._one_part(
                first.start, last.end
            ):
                found.append(Match(first.start, last.end, first.repaired or last.repaired))
        return found

    def _one_part(self, start: int, end: int) -> bool:
        """Whether a stretch crosses no border of a part."""
        return all(not (start < border < end) for part in self.parts.values() for border in part)

    def _words_between(self, start: int, end: int) -> int:
        return bisect_left(self._word_starts, end) - bisect_left(self._word_starts, start)

    def _choose(self, quote: QuoteSpec, found: Sequence[Match], report: Report) -> Match | None:
        if quote.occurrence is not None:
            if quote.occurrence > len(found):
                report(
                    diagnostic(
                        "KG303",
                        f"the quote stands {_where(quote)} {times(len(found))}, not {quote.occurrence} times",
                        _place(quote.occurrence_place or quote.place),
                    )
                )
                return None
            if len(found) == 1:
                report(
                    diagnostic(
                        "KG317",
                        f"`occurrence` is not needed: the quote stands {_where(quote)} once",
                        _place(quote.occurrence_place or quote.place),
                        help="delete the line `occurrence: 1`",
                        fix=Fix(quote.occurrence_place, how="item") if quote.occurrence_place else None,
                    )
                )
            return found[quote.occurrence - 1]
        if len(found) > 1:
            places = ", ".join(str(m.start) for m in found[:6])
            notes = [
                f"it begins at characters {places}",
                *(f"{i}{self._where(m)}: {self._around(m)}" for i, m in enumerate(found[:4], 1)),
            ]
            report(
                diagnostic(
                    "KG302",
                    f"the quote stands {_where(quote)} {times(len(found))}",
                    _place(quote.place),
                    label="which one is meant?",
                    notes=notes,
                    help=f"lengthen the quote, or add `occurrence:` with a number from 1 to {len(found)}",
                )
            )
            return None
        return found[0]

    def _around(self, match: Match) -> str:
        text = " ".join(self.layer.text[max(0, match.start - 25) : match.end + 25].split())
        return f"“…{text}…”"

    def _context(self, quote: QuoteSpec, near: Match) -> Match | None:
        assert quote.context is not None
        best: tuple[int, Match] | None = None
        for match in self.matches(QuoteSpec(quote.context)):
            if match.end <= near.start:
                distance = self._words_between(match.end, near.start)
            elif match.start >= near.end:
                distance = self._words_between(near.end, match.start)
            else:
                distance = 0
            if distance <= MAX_CONTEXT_WORDS and (best is None or distance < best[0]):
                best = (distance, match)
        return best[1] if best else None

    def _no_context(self, quote: QuoteSpec, near: Match, report: Report) -> None:
        place = _place(quote.context_place or quote.place)
        if quote.context is not None and self.matches(QuoteSpec(quote.context)):
            report(
                diagnostic(
                    "KG304", f"the context is more than {MAX_CONTEXT_WORDS} words from its quote", place
                )
            )
        else:
            self._not_found(QuoteSpec(quote.context or "", place=place, name="context"), report, "context")

    def _not_found(self, quote: QuoteSpec, report: Report, what: str = "quote") -> None:
        place = _place(quote.place)
        everywhere = self._between(quote, 0, len(self.layer.text))
        if everywhere and all(match.end > self.layer.body_end for match in everywhere):
            report(self._set_aside(everywhere[0], place, what))
            return
        anywhere = everywhere if quote.part else []
        if anywhere:
            report(
                diagnostic(
                    "KG313",
                    f"the {what} does not lie in the part `{quote.part}`",
                    place,
                    notes=[f"it stands at character {anywhere[0].start}"],
                )
            )
            return
        gaps = self._with_one_gap(quote.text)
        if gaps is not None:
            report(
                diagnostic(
                    "KG301",
                    f"the {what} does not occur in the document",
                    place,
                    label="not in the text",
                    notes=[
                        "` … ` joins the first and the last words of a passage, once and with a blank at either side"
                    ],
                    help=f"write `{quote.name}: {as_yaml(gaps)}`",
                )
            )
            return
        for which, half in zip(("first", "last"), quote.halves or (), strict=False):
            if not self.matches(QuoteSpec(half)):
                report(self._missing(half, place, f"{which} words of the {what}", None))
                return
        if quote.halves:
            report(
                diagnostic(
                    "KG301",
                    f"no passage of at most {MAX_RANGE_WORDS} words in one part begins and ends so",
                    place,
                )
            )
            return
        report(self._missing(quote.text, place, what, quote.name))

    def _with_one_gap(self, text: str) -> str | None:
        """A quote with several gaps, or another form of ellipsis, as it is to be written; if it then stands there."""
        words = [each for each in _GAP.split(text) if each.strip()]
        if len(words) < 2:
            return None
        found = f"{words[0].strip()}{RANGE_MARK}{words[-1].strip()}"
        return found if found != text and len(self.matches(QuoteSpec(found))) == 1 else None

    def _set_aside(self, match: Match, place: Place, what: str) -> Diagnostic:
        spots = self.layer.spots(match.start, match.end)
        roles = sorted({spot.role for spot in spots})
        return diagnostic(
            "KG613",
            f"the {what} stands only in what was set aside: {'; '.join(map(str, spots))}",
            place,
            help=f"extract the text anew, with it in its place: --update {' '.join(f'--keep {r}' for r in roles)}",
        )

    def _where(self, match: Match) -> str:
        """``, page 3, line 12`` behind offsets; nothing for a text that was not extracted."""
        return "".join(f", {spot}" for spot in self.layer.spots(match.start, match.end))

    def _missing(self, phrase: str, place: Place, what: str, key: str | None) -> Diagnostic:
        notes: list[str] = []
        help_text = self._repairs_for(phrase)
        fix = None
        stretch = closest_stretch(fold(phrase), self.folded.text) if help_text is None else None
        if stretch is not None:
            match = self.folded.match(*stretch)
            words = self.folded.text[stretch[0] : stretch[1]]
            notes.append(f"closest text, characters {match.start}–{match.end}{self._where(match)}: “{words}”")
            fits = len(WORD.findall(words)) <= MAX_QUOTE_WORDS
            # A phrase that lacks the figure shows nothing of the claim: "were killed" for "137 were killed".
            fits = fits and _count_figures(words) >= _count_figures(fold(phrase))
            if fits and key is not None and self.folded.find(words):
                help_text = f"write `{key}: {as_yaml(words)}`"
                if place.file and same_words(fold(phrase), words) and len(self.folded.find(words)) == 1:
                    fix = Fix(place, words)
        return diagnostic(
            "KG301",
            f"the {what} {'does' if key is not None else 'do'} not occur in the document",
            place,
            label="not in the text",
            notes=notes,
            help=help_text,
            fix=fix,
        )

    def _repairs_for(self, phrase: str) -> str | None:
        """The repairs with which a phrase would stand in the text: of words that hyphens at line ends cut."""
        if not self._scanned.broken:
            return None
        joined = self._scan(join_all=True)
        found = joined.find(fold(phrase))
        if not found:
            return None
        items = [
            f"{{text: {as_yaml(self._as_written(word.start, word.end))}, read: {as_yaml(word.joined)}}}"
            for word in joined.broken_between(*found[0])
            if word.read is None
        ]
        if self._repairs:
            return f"add to `repairs:` of the document: `{'` and `'.join(f'- {item}' for item in items)}`"
        return f"add to `document:`: `repairs: [{', '.join(items)}]`"

    def _as_written(self, start: int, end: int) -> str:
        """A stretch of the folded text as the document writes it, in one line."""
        return " ".join(self.layer.text[self.folded.raw_start(start) : self.folded.raw_end(end)].split())

    def _span(self, match: Match, phrase: str) -> Span:
        raw = self.layer.text[match.start : match.end]
        if RANGE_MARK in phrase:
            kind = "range"
        elif match.repaired:
            kind = "repaired"
        else:
            kind = "exact" if raw == phrase and not match.scanned else "tolerant"
        digest = hashlib.sha256(raw.encode()).hexdigest()
        return Span(match.start, match.end, kind, digest, self.layer.spots(match.start, match.end))


def as_yaml(words: str) -> str:
    """Words as a value of a mapping: in quotes where YAML would read them otherwise."""
    return json.dumps(words, ensure_ascii=False) if _UNSAFE.search(words) else words


def _count_figures(words: str) -> int:
    """How many words of a phrase are numbers, in figures or letters, or say how exact one is."""
    numbers = number_words()
    tokens = (token.group() for token in word_tokens(words))
    return sum(token[0].isdecimal() or token.casefold() in numbers for token in tokens)


def _where(quote: QuoteSpec) -> str:
    return "in the text" if quote.part is None else f"in the part `{quote.part}`"


def times(count: int) -> str:
    """ "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _place(place: Place | None) -> Place:
    return place if place is not None else Place.whole("")


def quote_words(text: str) -> int:
    """How many words of the document a quote writes out (both halves of a range together)."""
    return len(WORD.findall(text.replace("…", " ")))


def check_quote(quote: QuoteSpec, report: Report) -> bool:
    """Whether quote and context hold words, and keep within 12 words each; a finding where not."""
    ok = True
    for what, key, text, place in (
        ("quote", quote.name, quote.text, quote.place),
        ("context", "context", quote.context, quote.context_place),
    ):
        if text is None:
            continue
        count = quote_words(text)
        bare = next((half for half in text.split(RANGE_MARK) if not any(map(str.isalnum, half))), None)
        if bare is not None:
            report(
                diagnostic(
                    "KG340",
                    f"the {what} has no letter and no digit",
                    _place(place),
                    label="no words",
                    notes=[f"“{bare.strip()}” shows nothing"] if bare != text else [],
                )
            )
            ok = False
        elif count > MAX_QUOTE_WORDS:
            words = text.split()
            report(
                diagnostic(
                    "KG307",
                    f"the {what} has {count} words; at most {MAX_QUOTE_WORDS} are allowed",
                    _place(place),
                    help=f"write `{key}: {as_yaml(' '.join([*words[:4], '…', *words[-4:]]))}`",
                )
            )
            ok = False
    return ok


def written_share(layer: TextLayer, spans: Sequence[tuple[QuoteSpec, Span]]) -> float:
    """The share of the text's words that the written words of quotes add up to (each word counted once), 0 to 1."""
    starts = [start for start, _ in layer.words]
    covered: set[int] = set()
    for quote, span in spans:
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        halves = quote.halves
        if halves is None:
            covered.update(range(first, last))
        else:
            covered.update(range(first, min(last, first + quote_words(halves[0]))))
            covered.update(range(max(first, last - quote_words(halves[1])), last))
    return len(covered) / len(starts) if starts else 0.0
