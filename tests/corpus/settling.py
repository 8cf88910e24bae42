"""Which rows of ``inventory.csv`` a mapping claims, which it ignores with a reason, and which are open.

The inventory was made by readers who saw only the texts: every figure, date, name, characterisation, accusation,
denial, demand, purpose and hedge, with its offsets. ``python -m tests.corpus.settling [DOC …]`` prints the open rows
with their words; ``--ignored`` prints the ignored ones with their reasons.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from kgbuild.claims.claim import Claim, QuantityNode, TimeNode
from kgbuild.core.project import load_project
from kgbuild.evidence.anchors import Evidence
from kgbuild.evidence.finder import Anchor
from kgbuild.evidence.unmapped import merged
from kgbuild.mapping.model import MappingSpec, QuoteSpec, SectionSpec
from kgbuild.pipeline.workspace import Workspace
from kgbuild.values.datereader import read_dates
from kgbuild.values.quantities import Quantity

ROOT: Final = Path(__file__).parents[2]
INVENTORY: Final = Path(__file__).with_name("inventory.csv")
CLAIMED, IGNORED, OPEN = "claimed", "ignored", "open"
Span = tuple[int, int]

NAMES: Final = ("place", "person", "organisation", "office", "citation", "law")
# What a kind of row may be claimed by, besides the stance, modality or voice that says so of itself.
PURPOSES: Final = {"purpose", "demand", "acted_for"}
DEMANDS: Final = {"demand", "in_favour_of"}  # a wish for someone is in that person's favour
DISPUTES: Final = {"omits", "misrepresents"}
DISPUTED_AS: Final = {"unfounded", "fabricated", "lies-and-distortions"}
"""Characterisations that deny what others say."""
AMONG: Final = {"part_of_event", "includes_groups"}
"""Properties that say themselves that more is meant than is named: "such as", "including"."""
DISPUTING: Final = {"disputes"}
CONTENT: Final = frozenset(
    (
        *("among-other-acts", "apparent", "as-a-whole", "hoped", "in-several-cases", "it-is-noticeable"),
        *("one-of-the-most", "other-cities-and-towns", "other-facilities", "other-major-cities"),
        *(
            "other-major-cities-and-towns",
            "protesters-demands",
            "series-of",
            "some",
            "unnamed-external-actor",
        ),
        *(
            "according-to-decree",
            "according-to-law",
            "hold-criminally-responsible",
            "initiative-of-president",
        ),
        *("one-of", "operation-as-response", "opportunity-to-return", "so-far", "vague-most"),
        *("unnamed-other-instruments", "unnamed-other-places", "various-weapons", "vague-years"),
    )
)
"""Rows of hedges, demands and purposes whose words are content: "some", "in response". A quote must hold them whole."""


@dataclass(frozen=True)
class Row:
    """One row of the inventory: in this document these characters are such a figure, date, name or statement."""

    document: str
    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Settled:
    """A row, its words, whether it is claimed, ignored or open, and the reason why it is ignored."""

    row: Row
    words: str
    state: str
    why: str | None = None


def inventory() -> list[Row]:
    """Every row, in the order of the file."""
    with INVENTORY.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return [Row(r["document"], r["kind"], r["value"], int(r["start"]), int(r["end"])) for r in rows]


@dataclass(frozen=True)
class Mapped:
    """A mapping with its evidence, against which the rows of its document are settled."""

    spec: MappingSpec
    evidence: Evidence
    claims: Sequence[Claim]
    text: str
    rows: Sequence[Row]

    @cached_property
    def said(self) -> list[tuple[Claim, list[Span]]]:
        """Each claim with the stretches it rests on: quote, context, and what shows its voices."""
        found = []
        for claim in self.claims:
            voices = (u.quote for u in claim.utterances if u.quote is not None)
            spans = _spans(claim.anchor)
            for quote in voices:
                spans += self._spans_of(quote)
            found.append((claim, spans))
        return found

    @cached_property
    def data(self) -> list[Span]:
        """The stretches that the data of the document and its parts rest on, citations included."""
        found: list[Span] = []
        for section in (self.spec.document, *self.spec.parts):
            for quote in _data_quotes(section):
                found += self._spans_of(quote)
        for citation in self.spec.citations:
            for quote in (citation.quote, citation.symbol_quote):
                found += self._spans_of(quote) if quote is not None else []
        return found

    @cached_property
    def dates(self) -> list[Span]:
        """Where the text or the inventory has a date."""
        rows = [(row.start, row.end) for row in self.rows if row.kind == "date"]
        return [*rows, *((found.start, found.end) for found in read_dates(self.text, "en"))]

    def settle(self, row: Row) -> Settled:
        """The state of a row."""
        words = " ".join(self.text[row.start : row.end].split())
        if self._claimed(row):
            return Settled(row, words, CLAIMED)
        for ignore in self.spec.ignores:
            if any(_holds(span, row) for span in self._spans_of(ignore.quote)):
                return Settled(row, words, IGNORED, ignore.why)
        return Settled(row, words, OPEN)

    def _claimed(self, row: Row) -> bool:
        if row.value in CONTENT:
            return any(_holds(span, row) for span in self._all())
        if row.kind == "figure":
            return self._figure(row)
        if row.kind in ("characterisation", "accusation"):
            return self._half(row, self._all())
        if row.kind == "purpose":
            aims = [(c, spans) for c, spans in self.said if c.predicate.key in PURPOSES]
            return self._half(row, _of(aims)) or any(
                _holds(span, row)
                and c.predicate.key in ("characterised_as", "conduct", "in_favour_of", "mentions_words")
                for c, spans in self.said
                for span in spans
            )
        if row.kind == "demand":
            return self._half(row, _of((c, s) for c, s in self.said if _demands(c)))
        if row.kind == "denial":
            return self._half(row, [*_of((c, s) for c, s in self.said if _denies(c)), *self._disputing()])
        if row.kind == "hedge":
            return self._hedged(row)
        return any(_holds(span, row) for span in self._all())

    def _figure(self, row: Row) -> bool:
        if self.text[row.start : row.end] in ("first", "second"):  # an ordinal, and no count
            return any(_holds(span, row) for span in self._all())
        stated = any(
            isinstance(claim.proposition.object, QuantityNode)
            and any(_holds(span, row) for span in spans)
            and _states(claim.proposition.object.quantity, row.value)
            for claim, spans in self.said
        )
        if stated or any(_holds(span, row) for span in self.data):
            return True
        within = [*self.dates, *((r.start, r.end) for r in self.rows if r.kind in NAMES)]
        return any(_holds(span, row) for span in within) and any(_holds(span, row) for span in self._all())

    def _hedged(self, row: Row) -> bool:
        """By a claim that is hedged, or by words that hand a statement on to another voice."""
        spans = _of((claim, spans) for claim, spans in self.said if _hedges(claim))
        for claim in self.claims:
            for utterance in claim.utterances:
                spans += self._spans_of(utterance.quote) if utterance.quote is not None else []
        return self._half(row, spans)

    def _disputing(self) -> list[Span]:
        return [
            span
            for citation in self.spec.citations
            if citation.how in DISPUTING
            for span in self._spans_of(citation.quote)
        ]

    def _all(self) -> list[Span]:
        return [*_of(self.said), *self.data]

    def _spans_of(self, quote: QuoteSpec) -> list[Span]:
        anchor = self.evidence.anchors.get(quote.key)
        return _spans(anchor) if anchor is not None else []

    def _half(self, row: Row, spans: Iterable[Span]) -> bool:
        """Whether at least half of a row's characters lie within stretches."""
        held = sum(
            max(0, min(end, row.end) - max(start, row.start)) for start, end in merged(sorted(set(spans)))
        )
        return held * 2 >= row.end - row.start


def _states(quantity: Quantity, value: str) -> bool:
    """Whether a quantity is the figure that the readers wrote: "744", "20%", "200000..", open upwards.

    Where a vague word such as "thousands" begins, the table of the grammar says and not the reader.
    """
    number = str(quantity.lo if quantity.value is None else quantity.value)
    if value.endswith(".."):
        return quantity.hi is None and (
            quantity.approximation == "vague" or number == value.removesuffix("..")
        )
    return number == value.removesuffix("%")


def _spans(anchor: Anchor) -> list[Span]:
    return [(s.start, s.end) for s in (anchor.span, anchor.context) if s is not None]


def _of(said: Iterable[tuple[Claim, list[Span]]]) -> list[Span]:
    return [span for _, spans in said for span in spans]


def _holds(span: Span, row: Row) -> bool:
    return span[0] <= row.start and row.end <= span[1]


def _data_quotes(section: SectionSpec) -> Iterable[QuoteSpec]:
    data = (section.title, section.issued, *section.symbols, *section.agenda_items)
    yield from (datum.quote for datum in data if datum is not None and datum.quote is not None)
    yield from (quote for _, quote in section.addressees)
    yield from (signature.quote for signature in section.signatures)
    for lineage in (section.reports, section.copy_of):
        if lineage is not None and lineage.quote is not None:
            yield lineage.quote
    for voice in ((section.voice,) if section.voice else ()) + (section.said_by or ()):
        if voice.quote is not None:
            yield voice.quote


def _demands(claim: Claim) -> bool:
    """By its stance, by its property, or as what is said to be due ("must be") or hoped for ("will be")."""
    due = claim.modality in ("obligatory", "expected")
    return claim.stance == "demands" or due or claim.predicate.key in DEMANDS


def _denies(claim: Claim) -> bool:
    value = claim.proposition.object_term.strip("<>").rpartition("/")[2]
    return (
        claim.stance in ("denies", "disputes", "distances")
        or claim.proposition.negative
        or claim.predicate.key in DISPUTES
        or (claim.predicate.key == "characterised_as" and value in DISPUTED_AS)
    )


def _hedges(claim: Claim) -> bool:
    content = claim.proposition.object
    vague = (isinstance(content, QuantityNode) and content.quantity.approximation != "exactly") or (
        isinstance(content, TimeNode) and content.time is not None and ".." in content.time.edtf
    )
    return (
        vague
        or claim.hedge is not None
        or claim.modality != "actual"
        or claim.stance == "distances"
        or claim.status is not None
        or claim.predicate.key in AMONG
        or (len(claim.utterances) > 1 and claim.utterances[-1].unnamed is not None)
    )


def mapped(documents: Path) -> dict[str, tuple[Mapped, float]]:
    """Each document of the sample with its mapping and the share of its words that the quotes write out."""
    rows = inventory()
    space = Workspace(load_project(ROOT / "kgbuild.toml", [documents]))
    found = {}
    for path in space.mappings():
        result = space.local(path, locked=False)
        assert result.spec is not None, f"{path.name} cannot be read"
        assert result.evidence is not None, f"{path.name}: no evidence"
        assert result.evidence.share is not None, f"{path.name}: no document"
        layer = space.library.texts[result.spec.text_hash]
        own = [row for row in rows if row.document == result.spec.id]
        found[result.spec.id] = (
            Mapped(result.spec, result.evidence, result.claims, layer.text, own),
            result.evidence.share,
        )
    return found


def main(arguments: Sequence[str]) -> int:
    """Print the open rows of the documents named (none: all), or the ignored ones."""
    state = IGNORED if "--ignored" in arguments else OPEN
    wanted = [argument for argument in arguments if not argument.startswith("-")]
    left = 0
    for name, (document, share) in mapped(Path(os.environ["KGBUILD_DOCUMENTS"])).items():
        if wanted and name not in wanted:
            continue
        settled = [document.settle(row) for row in document.rows]
        count = {s: sum(each.state == s for each in settled) for s in (CLAIMED, IGNORED, OPEN)}
        counts = ", ".join(f"{number} {word}" for word, number in count.items())
        print(f"{name}: {counts} of {len(settled)} rows · {share:.2%} of the text quoted")  # noqa: T201
        left += count[OPEN]
        for each in settled:
            if each.state == state:
                row = each.row
                why = f"  ({each.why})" if each.why else ""
                print(f"  {row.start:>5}–{row.end:<5} {row.kind:<16} {row.value:<40} {each.words}{why}")  # noqa: T201
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
