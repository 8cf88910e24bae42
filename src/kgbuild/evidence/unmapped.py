"""What of a text could be mapped, and what of it is: figures, dates, names, symbols and paragraphs.

An item is *covered* by an anchor of the mapping that holds it, *ignored* by an ``ignore`` that holds it, else *open*.
A paragraph is covered by any anchor in it, and ignored by an ``ignore`` of its first words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final, TypeAlias

from kgbuild.evidence.anchors import Evidence, distinct_quotes
from kgbuild.evidence.datetext import TextDates
from kgbuild.findings.diagnostics import Fix, diagnostic
from kgbuild.mapping.model import IgnoreSpec, MappingSpec
from kgbuild.mapping.registry import Registry
from kgbuild.mapping.tree import Report
from kgbuild.text.documents import TextLayer
from kgbuild.text.folding import Folded, Repair, fold
from kgbuild.text.tokens import SYMBOL
from kgbuild.values.numbers.expressions import QUANTITY
from kgbuild.values.numbers.reader import read_numbers

Stretch: TypeAlias = tuple[int, int]

KINDS: Final = ("figure", "date", "name", "symbol", "paragraph")
COVERED, IGNORED, OPEN = "covered", "ignored", "open"
_LINE: Final = re.compile(r"(?m)^[^\n]*\S[^\n]*")
_SENTENCE_END: Final = re.compile(r"[.!?:”\"。！？؟»]\s*\Z")
_HARD_WRAPPED: Final = 120
"""A line longer than this was not broken by hand: where it ends a sentence, it ends a paragraph."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something of the text that a claim could rest on: a figure, from ``start`` to ``end`` (exclusive)."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Settled:
    """An item and whether it is covered, ignored or open; ``ignore`` is the one that leaves it out."""

    item: Item
    state: str
    ignore: IgnoreSpec | None = None


def items_in(
    layer: TextLayer,
    repairs: Sequence[Repair],
    registry: Registry,
    dates_of: TextDates | None = None,
    language: str = "en",
) -> list[Item]:
    """Every item of a text, in its order; its dates are read in English where none are given. A date has no figure."""
    text = layer.text
    folded = Folded(text, repairs)
    read = dates_of or TextDates(text, lambda _: "en")
    dates = [(found.start, found.end) for found in read.all() if found.core is not None]
    numbers = ((each.start, each.end) for each in read_numbers(text, language) if each.kind == QUANTITY)
    spans = {
        "figure": [span for span in numbers if not any(_overlap(span, date) for date in dates)],
        "date": dates,
        "name": [_raw(folded, name.start, name.end) for name in registry.spellings.found_in(folded.text)],
        "symbol": _symbols(folded, text, registry),
        "paragraph": paragraphs(text),
    }
    found = (Item(kind, *span) for kind in KINDS for span in sorted(spans[kind]))
    return sorted(found, key=lambda item: (item.start, KINDS.index(item.kind)))


def settle(spec: MappingSpec, evidence: Evidence, layer: TextLayer, registry: Registry) -> list[Settled]:
    """Every item of a document with its state; of several ignores that hold it, the first counts."""
    items = items_in(layer, spec.repairs, registry, evidence.dates, spec.language)
    anchored = anchored_spans(spec, evidence)
    named = [(item.start, item.end) for item in items if item.kind in ("name", "symbol")]
    ignores = [
        (ignore, (anchor.span.start, anchor.span.end))
        for ignore in spec.ignores
        if (anchor := evidence.anchors.get(ignore.quote.key)) is not None
    ]

    def state(item: Item) -> Settled:
        span = (item.start, item.end)
        if item.kind == "paragraph":
            covered = any(_overlap(span, each) for each in anchored)
            ignoring = (ignore for ignore, (start, end) in ignores if start <= item.start < end)
        else:
            covered = any(_holds(each, span) for each in anchored)
            if item.kind in ("figure", "date"):
                covered = covered or any(_holds(name, span) for name in named)
            ignoring = (ignore for ignore, each in ignores if _holds(each, span))
        if covered:
            return Settled(item, COVERED)
        first = next(ignoring, None)
        return Settled(item, OPEN if first is None else IGNORED, first)

    return [state(item) for item in items]


def anchored_spans(spec: MappingSpec, evidence: Evidence) -> list[Stretch]:
    """The stretches that the mapping rests on: every quote and context found, ignores left out, in order."""
    found: set[Stretch] = set()
    for key in distinct_quotes(replace(spec, ignores=())):
        anchor = evidence.anchors.get(key)
        if anchor is not None:
            found.update((s.start, s.end) for s in (anchor.span, anchor.context) if s is not None)
    return sorted(found)


def check_ignores(
    spec: MappingSpec, evidence: Evidence, layer: TextLayer, registry: Registry, report: Report
) -> None:
    """An ignore must leave out something: an item that would else be open, or words that nothing before it holds."""
    if not spec.ignores:
        return
    needed = {id(each.ignore) for each in settle(spec, evidence, layer, registry) if each.ignore is not None}
    held = anchored_spans(spec, evidence)
    for ignore in spec.ignores:
        anchor = evidence.anchors.get(ignore.quote.key)
        if anchor is None:
            continue
        span = (anchor.span.start, anchor.span.end)
        words = [(max(a, span[0]), min(b, span[1])) for a, b in layer.words if _overlap(span, (a, b))]
        if id(ignore) not in needed and all(any(_holds(each, word) for each in held) for word in words):
            report(
                diagnostic(
                    "KG319",
                    "this `ignore` leaves out nothing that would else be open",
                    ignore.quote.place or ignore.place,
                    help="delete this item of `ignore:`",
                    fix=Fix(ignore.place, how="item"),
                )
            )
        held.append(span)


def paragraphs(text: str) -> list[Stretch]:
    """The blocks of a text. A blank line inside a sentence ends none; the end of a sentence in a long line does."""
    lines = [(m.start() + len(m[0]) - len(m[0].lstrip()), m.start() + len(m[0].rstrip()))
             for m in _LINE.finditer(text)]  # fmt: skip
    found: list[Stretch] = []
    open_start: int | None = None
    for (start, end), following in zip_longest(lines, lines[1:]):
        open_start = start if open_start is None else open_start
        blank_after = following is None or text.count("\n", end, following[0]) > 1
        sentence_ends = _SENTENCE_END.search(text, start, end) is not None
        if following is None or (sentence_ends and (blank_after or end - start > _HARD_WRAPPED)):
            found.append((open_start, end))
            open_start = None
    return found


def _symbols(folded: Folded, text: str, registry: Registry) -> list[Stretch]:
    """Symbols as the United Nations write them, and those that the registry gives to works, the longest first."""
    known: list[Stretch] = []
    symbols = {fold(symbol) for entity in registry.entities.values() for symbol in entity.symbols}
    for symbol in sorted(symbols, key=lambda symbol: (-len(symbol), symbol)):
        places = (_raw(folded, *at) for at in folded.find(symbol))
        known += [place for place in places if not any(_overlap(place, other) for other in known)]
    written = (match.span() for match in SYMBOL.finditer(text))
    return [*known, *(span for span in written if not any(_overlap(span, other) for other in known))]


def _raw(folded: Folded, start: int, end: int) -> Stretch:
    match = folded.match(start, end)
    return match.start, match.end


def merged(spans: Sequence[Stretch]) -> Iterator[Stretch]:
    """Sorted stretches with those that overlap made one."""
    current: Stretch | None = None
    for start, end in spans:
        if current is not None and start < current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current


def _holds(outer: Stretch, inner: Stretch) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]
