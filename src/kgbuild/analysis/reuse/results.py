"""Shared wording in a project: the passages that two of the texts at hand share, and the claims in them."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import comb

from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.reuse.passages import SharedStretches, TextStretch, shared_passages
from kgbuild.analysis.reuse.words import SENTENCE_END, Wording, name_index, wording
from kgbuild.analysis.study import NO_DATE, Section, Study
from kgbuild.claims.claim import Claim
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import Project
from kgbuild.core.records import record
from kgbuild.evidence.finder import Span
from kgbuild.mapping.model import MappingSpec, QuoteSpec
from kgbuild.mapping.registry import Registry
from kgbuild.pipeline.local import LocalResult
from kgbuild.text.documents import TextLayer

WORDS_SHOWN = 12
"""The most words of a passage that are shown: the first six and the last six."""
_DESCRIBED = frozenset(("concepts", "groups"))
"""Kinds of the registry whose labels are ordinary words, no names."""
_NEW_LINE = re.compile(r"\n\s*")


@record
class PassageSide:
    """A shared passage in one of its two documents: the section that holds it, a few of its words, its claims."""

    section: Section
    stretch: TextStretch
    words: str
    claims: tuple[Claim, ...]


@record
class SharedPassage:
    """A passage that two documents share. ``id`` names it, as long as both texts stay the same.

    ``earlier`` is the side of the earlier date, ``later`` the other; where the dates do not tell, ``undecided`` says
    why, and ``earlier`` is the document whose id comes first. Neither says who has it from whom.
    """

    id: str
    earlier: PassageSide
    later: PassageSide
    undecided: str | None
    shared: int
    bits: float


@record
class DocumentPair:
    """Two documents with the passages that they share, the weightiest first.

    ``shares`` are the shares of the words of each that are in these, in the order of ``documents``.
    """

    documents: tuple[str, str]
    shares: tuple[float, float]
    passages: tuple[SharedPassage, ...]


@dataclass(slots=True)
class Reuse:
    """What the documents of a project share; ``compared`` were at hand, ``missing`` not.

    ``pairs`` are those that share something, of ``pairs_compared``.
    """

    study: Study
    compared: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    pairs_compared: int = 0
    pairs: list[DocumentPair] = field(default_factory=list)

    def passage(self, name: str) -> SharedPassage:
        """The passage of an id. Raises :class:`KgbuildError` where there is none."""
        for pair in self.pairs:
            for found in pair.passages:
                if found.id == name:
                    return found
        raise KgbuildError(f"no shared passage is named `{name}`", "`kgbuild reuse` lists them")


def find_reuse(project: Project, documents: Sequence[str] = ()) -> Reuse:
    """The passages that documents of a project share; ``documents`` limits it to pairs with one of these.

    Raises :class:`KgbuildError` where fewer than two documents are at hand.
    """
    found = reuse_at_hand(project, documents)
    if len(found.compared) < 2:
        at_hand = "one document is" if found.compared else "no document is"
        raise KgbuildError(
            f"shared wording needs two documents, and {at_hand} at hand",
            "name their folder with --documents DIR or KGBUILD_DOCUMENTS",
        )
    return found


def reuse_at_hand(project: Project, documents: Sequence[str] = ()) -> Reuse:
    """The passages that those documents share that are at hand; of fewer than two, none."""
    texts: dict[str, TextLayer] = {}
    results: list[LocalResult] = []

    def take(result: LocalResult, layer: TextLayer | None) -> None:
        if result.spec is not None and layer is not None:
            texts[result.spec.id] = layer
            results.append(result)

    study = open_study(project, take)
    for name in documents:
        study.document(name)
    found = Reuse(study, sorted(texts), sorted(s.id for s in study.documents if s.id not in texts))
    names = name_index(proper_names(study.registry))
    wordings = [_wording(result, texts, names) for result in results]
    sides = _Sides(study, texts, results)
    others = len(texts) - len(set(documents) & texts.keys()) if documents else 0
    found.pairs_compared = comb(len(texts), 2) - comb(others, 2)
    for pair in shared_passages(wordings):
        if not documents or pair.left in documents or pair.right in documents:
            passages = tuple(sides.shared(passage) for passage in pair.passages)
            found.pairs.append(DocumentPair((pair.left, pair.right), pair.shares, passages))
    return found


def proper_names(registry: Registry) -> Iterator[str]:
    """The names, titles and symbols of the registry; labels of concepts and groups are ordinary words."""
    for entity in registry.entities.values():
        if entity.kind.file not in _DESCRIBED:
            yield from (*entity.names(), *entity.symbols)


def _wording(
    result: LocalResult, texts: Mapping[str, TextLayer], names: Mapping[str, Sequence[tuple[str, ...]]]
) -> Wording:
    spec = result.spec
    assert spec is not None, "only a mapping that could be read has a text"
    layer = texts[spec.id]
    return wording(
        spec.id, layer, repairs=spec.repairs, furniture=_furniture(result, spec, layer), names=names,
        language=spec.language,
    )  # fmt: skip


def _furniture(result: LocalResult, spec: MappingSpec, layer: TextLayer) -> list[tuple[int, int]]:
    """What a document says about itself: its title and date, and each sentence on how it is to be handled."""
    anchors = result.evidence.anchors if result.evidence is not None else {}

    def spans(quotes: Iterator[QuoteSpec | None]) -> list[tuple[int, int]]:
        found = (anchors.get(quote.key) for quote in quotes if quote is not None)
        return [(anchor.span.start, anchor.span.end) for anchor in found if anchor is not None]

    own = {spec.id, *(f"{spec.id}.{part.id}" for part in spec.parts)}
    handled = [*_data_quotes(spec), *(claim.quote for claim in spec.claims if claim.subject.id in own)]
    return [*spans(_heads(spec)), *(_sentence(layer.text, span) for span in spans(iter(handled)))]


def _heads(spec: MappingSpec) -> Iterator[QuoteSpec | None]:
    for section in (spec.document, *spec.parts):
        yield from (datum.quote for datum in (section.title, section.issued) if datum is not None)
        yield from (quote for _, quote in section.addressees)


def _data_quotes(spec: MappingSpec) -> Iterator[QuoteSpec]:
    for section in (spec.document, *spec.parts):
        data = (*section.agenda_items, *section.symbols)
        yield from (datum.quote for datum in data if datum.quote is not None)
        yield from (signature.quote for signature in section.signatures)


def _sentence(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The sentence that holds a stretch; a line that begins with a small letter goes on with the one before."""
    ends = {match.end() for match in SENTENCE_END.finditer(text)}
    lines = (match.span() for match in _NEW_LINE.finditer(text))
    ends |= {start for start, end in lines if end < len(text) and not text[end].islower()}
    ends |= {0, len(text)}
    sorted_ends = sorted(ends)
    return (
        sorted_ends[bisect_right(sorted_ends, span[0]) - 1],
        sorted_ends[bisect_left(sorted_ends, span[1])],
    )


class _Sides:
    """What a passage is in its two documents: words to show, section, claims and dates."""

    def __init__(self, study: Study, texts: Mapping[str, TextLayer], results: Sequence[LocalResult]) -> None:
        self._study = study
        self._texts = texts
        self._evidence = {
            result.spec.id: result.evidence
            for result in results
            if result.spec is not None and result.evidence is not None
        }
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in study.claims:
            self._claims[claim.document].append(claim)

    def shared(self, passage: SharedStretches) -> SharedPassage:
        """A passage with what the mappings know of it."""
        sides = [self._side(stretch) for stretch in (passage.left, passage.right)]
        dates = [self._study.date_key(side.section) for side in sides]
        undecided = _undecided(sides, dates)
        if undecided is None and dates[1][1] < dates[0][0]:
            sides.reverse()
        return SharedPassage(self._id(passage), sides[0], sides[1], undecided, passage.shared, passage.bits)

    def _id(self, passage: SharedStretches) -> str:
        places = [
            f"{self._texts[each.document].hash} {each.start} {each.end}"
            for each in (passage.left, passage.right)
        ]
        return hashlib.sha256("\n".join(sorted(places)).encode()).hexdigest()[:8]

    def _side(self, stretch: TextStretch) -> PassageSide:
        document = stretch.document
        part = self._evidence[document].innermost(stretch.start, stretch.end)
        section = self._study.sections[f"{document}.{part}" if part is not None else document]
        claims = [claim for claim in self._claims[document] if _mostly_in(claim.anchor.span, stretch)]
        return PassageSide(section, stretch, shown_words(self._texts[document], stretch), tuple(claims))


def _mostly_in(span: Span, stretch: TextStretch) -> bool:
    """Whether at least half of a quote lies in a stretch."""
    inside = min(span.end, stretch.end) - max(span.start, stretch.start)
    return inside * 2 >= span.end - span.start


def _undecided(sides: Sequence[PassageSide], dates: Sequence[tuple[int, int]]) -> str | None:
    undated = [side.section.document for side, date in zip(sides, dates, strict=True) if date == NO_DATE]
    if undated:
        return f"no date of {' and of '.join(undated)} is recorded"
    if dates[0][0] <= dates[1][1] and dates[1][0] <= dates[0][1]:
        return "their dates do not tell them apart"
    return None


def shown_words(layer: TextLayer, stretch: TextStretch) -> str:
    """The first and the last words of a stretch, at most :data:`WORDS_SHOWN`; all of a short one."""
    words = layer.words
    first = bisect_left(words, stretch.start + 1, key=lambda word: word[1])
    last = bisect_left(words, stretch.end, key=lambda word: word[0])
    if last - first <= WORDS_SHOWN:
        return _one_line(layer.text[stretch.start : stretch.end])
    half = WORDS_SHOWN // 2
    head = layer.text[stretch.start : words[first + half - 1][1]]
    tail = layer.text[words[last - half][0] : stretch.end]
    return f"{_one_line(head)} … {_one_line(tail)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
