"""What becomes of a mapping when its document does: another edition, a better scan.

Every quote is looked up in the new text and compared with where it stood, which the old text or the lock says. What
broke gets the nearest phrase that resolves as a proposal; only one that is certain is written, and only when asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from kgbuild.core.errors import KgbuildError
from kgbuild.core.places import Place
from kgbuild.core.project import Project
from kgbuild.core.similar import closest_stretch, slips_only
from kgbuild.draft.quotes import Quoter
from kgbuild.evidence.anchors import Evidence, all_quotes, distinct_quotes, from_document
from kgbuild.evidence.checks import check_claim
from kgbuild.evidence.dates import DateEvidence
from kgbuild.evidence.finder import MAX_QUOTE_WORDS, Finder, quote_words
from kgbuild.evidence.lookalikes import looks_like
from kgbuild.findings.diagnostics import Diagnostic, Fix
from kgbuild.mapping.edits import EditableFile
from kgbuild.mapping.model import RANGE_MARK, MappingSpec, QuoteSpec
from kgbuild.pipeline.workspace import Workspace
from kgbuild.text.documents import TextLayer, read_document
from kgbuild.text.folding import Repair, fold
from kgbuild.values.datereader import read_all
from kgbuild.values.numerals import numbers_in, ordinals_in

State = Literal["unchanged", "moved", "found", "broken", "ambiguous"]
"""``found``: it resolves, and where it stood before is not known. ``ambiguous``: its ``occurrence`` is to be told."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to write under a key of the mapping; ``certain`` if it can only be the same words, with the same figures.

    ``place`` is that of the value to replace; ``None`` where the key is to be added.
    """

    key: str
    value: str
    certain: bool
    place: Place | None


@dataclass(frozen=True, slots=True)
class QuoteUpdate:
    """A quote, where it stood and where it stands now, as offsets; ``None`` where that is not known, or nowhere."""

    quote: QuoteSpec
    state: State
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    times: int
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """A mapping against another text of its document. ``repairs`` are those that the new text does not need."""

    mapping: Path
    file: str
    document: Path
    old_hash: str
    new_hash: str
    quotes: tuple[QuoteUpdate, ...]
    repairs: tuple[tuple[Repair, Place], ...]

    def count(self, state: State) -> int:
        """How many quotes are in a state."""
        return sum(quote.state == state for quote in self.quotes)

    @property
    def open(self) -> int:
        """How many quotes a person has to look at."""
        return self.count("broken") + self.count("ambiguous")

    @property
    def certain(self) -> tuple[Fix, ...]:
        """What can be written without a doubt, the hash apart."""
        proposals = (proposal for quote in self.quotes for proposal in quote.proposals)
        found = [Fix(p.place, p.value) for p in proposals if p.certain and p.place is not None]
        return (*dict.fromkeys(found), *(Fix(place, how="block") for _, place in self.repairs))

    def written(self) -> bytes:
        """The mapping with the new hash and what is certain. Raises :class:`KgbuildError` where that cannot be."""
        page = EditableFile(self.mapping.read_bytes())
        place = page.place_of(self.file, "document", "text")
        edits = [page.edit(fix) for fix in self.certain]
        edits += [page.edit(Fix(place, f"sha256:{self.new_hash}")) if place is not None else None]
        content = page.applied(edit for edit in edits if edit is not None) if None not in edits else None
        if content is None:
            raise KgbuildError(
                f"{self.file} is not written in a way that can be changed safely",
                f"write `text: sha256:{self.new_hash}` and the proposals by hand",
            )
        return content


def compare(project: Project, mapping: Path, document: Path | None) -> Update:
    """A mapping against ``document``, or the one file at hand that looks like its document. Nothing is written.

    Raises :class:`KgbuildError` where the mapping cannot be read, or no such file, or more than one, is at hand.
    """
    space = Workspace(project)
    file = project.relative(mapping.resolve())
    results = {project.relative(path): space.local(path, locked=False) for path in space.mappings()}
    if file not in results:
        raise KgbuildError(f"no mapping of this project: {file}")
    spec, evidence = results[file].spec, results[file].evidence
    if spec is None:
        raise KgbuildError(f"{file} cannot be read", f"run `kgbuild check {file}`")
    if document is not None:
        layer = read_document(document)
    else:
        claimed = {result.spec.text_hash for result in results.values() if result.spec is not None}
        strangers = [each for each in space.library.texts.values() if each.hash not in claimed]
        layer = _only(file, [each for each in strangers if looks_like(spec, each)])
    if layer.hash == spec.text_hash:
        raise KgbuildError(f"{file} has the hash of this text already", f"run `kgbuild lock {file}`")
    comparison = _Comparison(spec, evidence, layer)
    return Update(
        mapping.resolve(),
        file,
        layer.path or Path("?"),
        spec.text_hash,
        layer.hash,
        tuple(comparison.quotes()),
        tuple(comparison.unneeded()),
    )


def _only(file: str, layers: Sequence[TextLayer]) -> TextLayer:
    if len(layers) == 1:
        return layers[0]
    if not layers:
        raise KgbuildError(
            f"no file among the documents looks like that of {file}",
            f"name it: kgbuild lock --update {file} --to DOCUMENT",
        )
    names = ", ".join(str(layer.path) for layer in layers)
    raise KgbuildError(
        f"several files look like the document of {file}: {names}",
        f"name the one that is meant: kgbuild lock --update {file} --to DOCUMENT",
    )


class _Comparison:
    """The quotes of a mapping in a new text, beside where they stood in the old one."""

    def __init__(self, spec: MappingSpec, old: Evidence | None, layer: TextLayer) -> None:
        self.spec = spec
        self.old = old.anchors if old is not None else {}
        self.layer = layer
        self.new = from_document(spec, layer, lambda _: None)
        self.quoter = Quoter(layer, spec.repairs)
        self.finder: Finder = self.quoter.finder
        self.finder.parts = self.new.parts
        self._quotes = distinct_quotes(spec)
        self._shifts = sorted(
            (self.old[key].span.start, anchor.span.start - self.old[key].span.start)
            for key, anchor in self.new.anchors.items()
            if key in self.old and len(self.finder.matches(self._quotes[key])) == 1
        )

    def unneeded(self) -> Iterable[tuple[Repair, Place]]:
        """The repairs that mend nothing in the new text."""
        for repair, place in zip(self.spec.repairs, self.spec.repair_places, strict=True):
            if not self.finder.folded.repairs_used[repair]:
                yield repair, place

    def quotes(self) -> Iterable[QuoteUpdate]:
        """Every quote, as often as it is written, in the order of the mapping."""
        written = {(quote.key, quote.place): quote for quote in all_quotes(self.spec)}
        found = [self._update(quote.key, quote) for quote in written.values()]
        return sorted(found, key=lambda each: each.quote.place or Place.whole(""))

    def _update(self, key: str, quote: QuoteSpec) -> QuoteUpdate:
        old = self.old.get(key)
        before = (old.span.start, old.span.end) if old is not None else None
        matches = [(match.start, match.end) for match in self.finder.matches(quote)]
        anchor = self.new.anchors.get(key)
        nth = self._nearest(matches, before)
        if len(matches) > 1 and nth is not None and nth != quote.occurrence:
            return QuoteUpdate(
                quote, "ambiguous", before, None, len(matches), (self._occurrence(quote, nth),)
            )
        if anchor is not None:
            after = (anchor.span.start, anchor.span.end)
            state: State = "found" if before is None else "unchanged" if after == before else "moved"
            return QuoteUpdate(quote, state, before, after, len(matches))
        if matches and not 0 < (quote.occurrence or len(matches) == 1) <= len(matches):
            return QuoteUpdate(quote, "ambiguous", before, None, len(matches))
        return QuoteUpdate(
            quote, "broken", before, None, len(matches), tuple(self._mend(quote, bool(matches)))
        )

    def _occurrence(self, quote: QuoteSpec, nth: int) -> Proposal:
        return Proposal("occurrence", str(nth), False, quote.occurrence_place)

    def _nearest(self, matches: Sequence[tuple[int, int]], before: tuple[int, int] | None) -> int | None:
        """The number, from 1, of the match nearest to where the quote is to be expected."""
        at = self._expected(before)
        if at is None or not matches:
            return None
        return min(range(len(matches)), key=lambda number: abs(matches[number][0] - at)) + 1

    def _expected(self, before: tuple[int, int] | None) -> int | None:
        """Where a quote should stand if it moved as its nearest neighbour did that was found without doubt."""
        if before is None:
            return None
        shift = min(self._shifts, key=lambda each: abs(each[0] - before[0]), default=(0, 0))[1]
        return before[0] + shift

    def _mend(self, quote: QuoteSpec, found: bool) -> Iterable[Proposal]:
        """What to write for a quote, or for its context, that the new text does not have."""
        if not found and quote.place is not None:
            value = self._nearest_words(quote)
            if value is not None:
                yield Proposal(quote.name, value, self._certain(quote, value), quote.place)
        if quote.context is not None and quote.context_place is not None:
            context = QuoteSpec(quote.context)
            if not self.finder.starts(context) and (value := self._nearest_words(context)) is not None:
                yield Proposal("context", value, self._same(context.text, value), quote.context_place)

    def _nearest_words(self, quote: QuoteSpec) -> str | None:
        """The phrase of the new text most like the quote that resolves there; of a range, each half so."""
        if quote.halves is not None:
            halves = [
                half if self.finder.starts(QuoteSpec(half)) else self._phrase(half) for half in quote.halves
            ]
            joined = RANGE_MARK.join(half for half in halves if half is not None)
            return joined if None not in halves and self._resolves(quote, joined) else None
        value = self._phrase(quote.text)
        return value if value is not None and self._resolves(quote, value) else None

    def _phrase(self, words: str) -> str | None:
        folded = self.finder.folded
        stretch = closest_stretch(fold(words), folded.text)
        if stretch is None:
            return None
        text = folded.text[slice(*stretch)]
        if quote_words(text) <= MAX_QUOTE_WORDS and len(folded.find(text)) == 1:
            return text
        made = self.quoter.quote(*stretch)
        return made.text if made is not None and made.occurrence is None else None

    def _resolves(self, quote: QuoteSpec, value: str) -> bool:
        """Whether words stand in the new text just once, where the quote may stand."""
        return len(self.finder.matches(replace(quote, text=value, occurrence=None))) == 1

    def _certain(self, quote: QuoteSpec, value: str) -> bool:
        """Whether the words are the quote's own, and every claim that rests on it keeps its figure or date."""
        if quote.occurrence is not None or not self._same(quote.text, value):
            return False
        changed = replace(quote, text=value)
        anchor = self.finder.find(replace(changed, context=None), lambda _: None)
        findings: list[Diagnostic] = []
        for claim in self.spec.claims:
            if claim.quote.key == quote.key and anchor is not None:
                check_claim(replace(claim, quote=changed), anchor, DateEvidence(), findings.append)
        return anchor is not None and not findings

    def _same(self, words: str, value: str) -> bool:
        """Whether two phrases are the same words but for slips, and no other stretch of the new text is as near."""
        if _figures(words) != _figures(value) or not slips_only(words, value):
            return False
        text = self.finder.folded.text
        places = self.finder.folded.find(fold(value))
        for start, end in places:
            text = text[:start] + "\x00" * (end - start) + text[end:]
        again = closest_stretch(fold(words), text)
        return again is None or not slips_only(words, text[slice(*again)])


def _figures(text: str) -> list[object]:
    """The numbers, ordinals and weekdays of a phrase: what may not change in it."""
    numbers = [(n.value, n.lo, n.hi, n.approximation, n.approximator) for n in numbers_in(text)]
    return [
        *numbers,
        *(n.value for n in ordinals_in(text)),
        *((e.value, e.relation, e.weekday and e.weekday.number) for e in read_all(text, "en")),
    ]
