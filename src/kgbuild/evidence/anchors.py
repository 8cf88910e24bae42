"""All the evidence of one mapping: parts cut, every quote anchored, from the document or from the lock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kgbuild.core.places import Place
from kgbuild.evidence.dates import with_year
from kgbuild.evidence.datetext import TextDates
from kgbuild.evidence.finder import (
    MAX_QUOTE_WORDS,
    Anchor,
    Finder,
    Span,
    check_quote,
    quote_words,
    written_share,
)
from kgbuild.evidence.locks import Lock, repairs_digest
from kgbuild.findings.diagnostics import Diagnostic, diagnostic
from kgbuild.mapping.model import MappingSpec, QuoteSpec, SectionSpec, VoiceSpec
from kgbuild.mapping.tree import Report
from kgbuild.text.documents import TextLayer
from kgbuild.text.folding import Folded

SHORT_TEXT = 150
"""A text of fewer words may be quoted whole."""
"""A text of fewer words may be quoted whole: shares are for long ones."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The anchors of a mapping by quote key, the spans of its parts, and how they were had.

    ``verified`` says that the document was at hand; ``share`` is the share of its words that the quotes write out
    (``None`` where it was not), ``dates`` the dates of the text, and ``folded`` the text as quotes are looked up in it.
    """

    anchors: dict[str, Anchor]
    parts: dict[str, tuple[int, int]]
    length: int
    verified: bool
    share: float | None
    dates: TextDates | None = None
    folded: Folded | None = None

    def part_of(self, anchor: Anchor) -> str | None:
        """The innermost part in which an anchor lies, or ``None`` for the document itself."""
        return self.innermost(anchor.span.start, anchor.span.end)

    def innermost(self, start: int, end: int, other_than: str | None = None) -> str | None:
        """The innermost part that holds a stretch of the text, or ``None`` for the document itself."""
        if not self.parts:
            return None
        inside = [
            (until - since, name)
            for name, (since, until) in self.parts.items()
            if since <= start and end <= until and name != other_than
        ]
        return min(inside)[1] if inside else None


def all_quotes(spec: MappingSpec) -> Iterator[QuoteSpec]:
    """Every quote a mapping writes, each as often as it is written."""
    for section in (spec.document, *spec.parts):
        yield from _section_quotes(section)
    for claim in spec.claims:
        yield claim.quote
        if claim.said_by:
            yield from _voice_quotes(claim.said_by)
        if claim.sources:
            yield from (source.quote for source in claim.sources if source.quote is not None)
    for citation in spec.citations:
        yield citation.quote
        if citation.symbol_quote is not None:
            yield citation.symbol_quote
    yield from (ignore.quote for ignore in spec.ignores)


def _section_quotes(section: SectionSpec) -> Iterator[QuoteSpec]:
    recorded = (each.datum for each in section.record)
    data = (section.title, section.issued, *section.symbols, *section.agenda_items, *recorded)
    found: list[QuoteSpec | None] = [section.starts, section.ends, *(d.quote for d in data if d is not None)]
    found += [quote for _, quote in section.addressees]
    found += [signature.quote for signature in section.signatures]
    found += [lineage.quote for lineage in (section.reports, section.copy_of) if lineage is not None]
    found += [source.quote for source in section.sources or ()]
    yield from (quote for quote in found if quote is not None)
    yield from _voice_quotes((*((section.voice,) if section.voice else ()), *(section.said_by or ())))


def _voice_quotes(voices: Sequence[VoiceSpec]) -> Iterator[QuoteSpec]:
    yield from (voice.quote for voice in voices if voice.quote is not None)


def distinct_quotes(spec: MappingSpec) -> dict[str, QuoteSpec]:
    """Every different quote of a mapping by its key."""
    found: dict[str, QuoteSpec] = {}
    for quote in all_quotes(spec):
        found.setdefault(quote.key, quote)
    return found


def _locked_quotes(spec: MappingSpec) -> dict[str, QuoteSpec]:
    """Everything that has a line in the lock: the quotes, and the parts that are cut by pages."""
    cuts = (section.page_cut for section in spec.parts)
    return distinct_quotes(spec) | {cut.key: cut for cut in cuts if cut is not None}


def from_document(spec: MappingSpec, layer: TextLayer, report: Report) -> Evidence:
    """Look every quote up in the document; what is not found is reported and left out."""
    finder = Finder(layer, spec.repairs, spec.document.language)
    _check_repairs(spec, finder.folded, report)
    anchors: dict[str, Anchor] = {}
    quotes = distinct_quotes(spec)
    # Parts first: a quote may be settled by the part it is in.
    for section in spec.parts:
        for cut in (section.starts, section.ends):
            if cut is None or cut.key in anchors or not check_quote(cut, report):
                continue
            if (anchor := finder.find(cut, report)) is not None:
                anchors[cut.key] = anchor
    pages = dict(_cut_pages(spec, layer, report))
    finder.parts = cut_parts(spec, anchors | pages, layer.body_end, report)
    cuts = {cut.key for section in spec.parts for cut in (section.starts, section.ends) if cut is not None}
    for key, quote in quotes.items():
        if key in anchors or key in cuts:
            continue
        if check_quote(quote, report) and (anchor := finder.find(quote, report)) is not None:
            anchors[key] = anchor
    dates = TextDates(layer.text, lambda position: spec.language_at(position, finder.parts))
    for key, anchor in anchors.items():
        start = max(
            (a for a, b in finder.parts.values() if a <= anchor.span.start and anchor.span.end <= b),
            default=0,
        )
        anchors[key] = with_year(quotes[key], anchor, dates, start)
    _check_words(spec, finder, report)
    share = written_share(layer, _written(quotes, anchors))
    if len(layer.words) >= SHORT_TEXT:
        _check_share(spec, share, share_limits(len(layer.words)), report)
    _check_numbers(spec, layer, report)
    anchors |= pages
    return Evidence(anchors, finder.parts, len(layer.text), True, share, dates, finder.folded)


def _cut_pages(spec: MappingSpec, layer: TextLayer, report: Report) -> Iterator[tuple[str, Anchor]]:
    """The parts that are cut by pages, as the map of the text has these; a finding where it has not."""
    for section in spec.parts:
        cut = section.page_cut
        if cut is None or section.pages is None:
            continue
        try:
            start, end = layer.pages(*section.pages)
        except ValueError as error:
            report(
                diagnostic("KG314", f"the part `{section.id}` cannot be cut by pages: {error}", section.place)
            )
            continue
        digest = hashlib.sha256(layer.text[start:end].encode()).hexdigest()
        yield cut.key, Anchor(Span(start, end, "range", digest), None)


def _check_repairs(spec: MappingSpec, folded: Folded, report: Report) -> None:
    """Every repair mends something, and none is kept from it by another."""
    for repair, place in zip(spec.repairs, spec.repair_places, strict=True):
        other = folded.crossed.get(repair)
        within = other is not None and " ".join(repair.text.split()) in " ".join(other.text.split())
        if other is not None and not (within and folded.repairs_used[repair]):
            message = f"the repair of `{other.text}` overlaps the one of `{repair.text}`"
            help_text = "give one repair for all of the broken words"
            report(diagnostic("KG315", message, place, label="not mended where they meet", help=help_text))
        elif not folded.repairs_used[repair]:
            report(diagnostic("KG315", f"`{repair.text}` does not occur in the document", place))


def _written(quotes: dict[str, QuoteSpec], anchors: dict[str, Anchor]) -> list[tuple[QuoteSpec, Span]]:
    written: list[tuple[QuoteSpec, Span]] = []
    for key, anchor in anchors.items():
        written.append((quotes[key], anchor.span))
        if anchor.context is not None:
            written.append((QuoteSpec(quotes[key].context or ""), anchor.context))
    return written


def share_limits(words: int) -> tuple[float, float]:
    """The shares of a text of so many words from which its quotes are a warning, and an error.

    In a short text nearly every clause says something, and quotes that can be read alone add up to nearly all of it.
    So the shares are 90 and 95 % of short texts, and fall to 40 and 60 % with their length.
    """
    return max(0.40, min(0.90, 1200 / words)), max(0.60, min(0.95, 1800 / words))


def _check_share(spec: MappingSpec, share: float, limits: tuple[float, float], report: Report) -> None:
    warning, error = limits
    if share >= warning:
        code, limit = ("KG308", error) if share >= error else ("KG309", warning)
        report(
            diagnostic(
                code,
                f"the quotes add up to {share:.1%} of the text; the limit is {limit:.0%}",
                spec.document.place,
                help="shorten quotes, or give long ones by their first and last words",
            )
        )


def _check_words(spec: MappingSpec, finder: Finder | None, report: Report) -> None:
    """What a claim gives as words of the document is short, and stands in it where it is at hand."""
    for claim in spec.claims:
        if claim.hedge is None and claim.manner is None and claim.words == claim.quote.text:
            continue
        for what, words in (("words", claim.words), ("hedge", claim.hedge), ("manner", claim.manner)):
            if words is None or words == claim.quote.text:
                continue
            place, count = claim.word_places.get(what, claim.place), quote_words(words)
            if count > MAX_QUOTE_WORDS:
                message = f"`{what}` has {count} words; at most {MAX_QUOTE_WORDS} are allowed"
                report(diagnostic("KG307", message, place))
            elif finder is not None and not finder.starts(QuoteSpec(words)):
                report(
                    diagnostic(
                        "KG318", f"`{what}` does not occur in the document", place, label="not in the text"
                    )
                )


def _check_numbers(spec: MappingSpec, layer: TextLayer, report: Report) -> None:
    """Agenda items that bring no quote of their own must at least stand in the text."""
    words = {word.strip(".,;:()") for word in layer.text.split()}
    for section in (spec.document, *spec.parts):
        for item in section.agenda_items:
            if item.quote is None and item.value not in words:
                report(diagnostic("KG316", f"the text shows no agenda item {item.value}", item.place))


def cut_parts(
    spec: MappingSpec, anchors: dict[str, Anchor], length: int, report: Report
) -> dict[str, tuple[int, int]]:
    """The spans of the parts: from the first of their first words to the end of their last words, or by pages.

    Without ``ends`` a part runs to the next one that starts, or to the end. Parts must nest or stand apart.
    """
    starts: dict[str, int] = {}
    for section in spec.parts:
        first = section.page_cut or section.starts
        if first is not None and first.key in anchors:
            starts[section.id] = anchors[first.key].span.start
    spans: dict[str, tuple[int, int]] = {}
    for section in spec.parts:
        if section.id not in starts:
            continue
        start = starts[section.id]
        last = section.page_cut or section.ends
        if last is not None:
            if last.key not in anchors:
                continue
            end = anchors[last.key].span.end
        else:
            end = min((other for other in starts.values() if other > start), default=length)
        if end <= start:
            report(diagnostic("KG314", f"the part `{section.id}` ends before it starts", section.place))
            continue
        spans[section.id] = (start, end)
    for name, (a, b) in spans.items():
        crossing = [other for other, (c, d) in spans.items() if a < c < b < d]
        if crossing:
            place = next(section.place for section in spec.parts if section.id == name)
            report(diagnostic("KG314", f"the parts `{name}` and `{crossing[0]}` overlap", place))
    return spans


def from_lock(spec: MappingSpec, lock: Lock, lock_file: str, report: Report) -> Evidence:
    """Take every anchor from the lock; what it lacks is reported."""
    quotes = _locked_quotes(spec)
    anchors = {key: lock.anchors[key] for key in quotes if key in lock.anchors}
    for key, quote in quotes.items():
        if quote.part != "":
            check_quote(quote, report)
        if key not in anchors:
            report(
                diagnostic(
                    "KG322",
                    "the lock has no entry for this quote, and the document is not at hand",
                    quote.place or Place.whole(spec.file),
                    help=f"with the document at hand, run `kgbuild lock {spec.file}`",
                )
            )
    _check_words(spec, None, report)
    for finding in stale(spec, quotes, lock, lock_file):
        report(finding)
    parts = cut_parts(spec, anchors, lock.length, report)
    return Evidence(anchors, parts, lock.length, False, None)


def stale(
    spec: MappingSpec, used: Mapping[str, QuoteSpec], lock: Lock, lock_file: str
) -> Iterator[Diagnostic]:
    """What of a lock no longer fits its mapping: another text, other repairs, entries that nothing uses."""
    fix = f"with the document at hand, run `kgbuild lock {spec.file}`"
    if lock.text_hash != spec.text_hash:
        yield diagnostic(
            "KG324", "the lock is of another text than the mapping", Place.whole(lock_file), help=fix
        )
    elif lock.repairs != repairs_digest(spec.repairs):
        yield diagnostic("KG324", "the lock was made with other repairs", Place.whole(lock_file), help=fix)
    for line, key in enumerate(sorted(lock.anchors), 2):
        if key not in used:
            yield diagnostic(
                "KG323",
                "no quote of the mapping uses this entry",
                Place(lock_file, line, 1, line, 25),
                help=fix,
            )


def compare_with_lock(
    spec: MappingSpec, found: Evidence, lock: Lock | None, lock_file: str, report: Report
) -> None:
    """With the document at hand, a build demands that the lock says the same as the document."""
    fix = f"run `kgbuild lock {spec.file}` and look at what changed"
    if lock is None:
        report(
            diagnostic(
                "KG322",
                f"the mapping has no lock `{lock_file}`",
                spec.document.place,
                help=f"run `kgbuild lock {spec.file}`",
            )
        )
        return
    quotes = _locked_quotes(spec)
    for finding in stale(spec, quotes, lock, lock_file):
        report(finding)
    if lock.text_hash != spec.text_hash:
        return
    for key, quote in quotes.items():
        anchor = found.anchors.get(key)
        if anchor is None:
            continue
        place = quote.place or Place.whole(spec.file)
        if key not in lock.anchors:
            report(
                diagnostic(
                    "KG322",
                    "the lock has no entry for this quote",
                    place,
                    help=f"run `kgbuild lock {spec.file}`",
                )
            )
        elif lock.anchors[key] != anchor:
            was = lock.anchors[key].span
            notes = [
                f"lock: characters {was.start}–{was.end}; document: {anchor.span.start}–{anchor.span.end}"
            ]
            report(diagnostic("KG321", "the lock differs from the document", place, notes=notes, help=fix))


def lock_of(spec: MappingSpec, found: Evidence) -> Lock:
    """The lock that a look-up in the document gives."""
    return Lock(spec.text_hash, found.length, repairs_digest(spec.repairs), found.anchors)
