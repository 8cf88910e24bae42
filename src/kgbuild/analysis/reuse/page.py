"""Shared wording as a page. No more than the first and last words of a passage are shown."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.analysis.reuse.accept import Acceptance
from kgbuild.analysis.reuse.common import CommonSource
from kgbuild.analysis.reuse.results import DocumentPair, PassageSide, Reuse, SharedPassage
from kgbuild.analysis.study import Study
from kgbuild.core.pages import SCREEN, Heading, Line, Page, PageBlock
from kgbuild.core.short import short_grid
from kgbuild.core.terminal import count

COPY_OR_COMMON = "copy or common source"
_SUGGESTION = (
    "shared wording is a suggestion: a copy and a common source look alike, and neither is recorded by it"
)
COLUMNS = (
    *("passage", "shared_words", "bits", "direction"),
    *(
        f"{side}_{field}"
        for side in ("earlier", "later")
        for field in ("document", "section", "date", "start", "end", "words", "quote", "claims", "place")
    ),
)


def reuse_page(reuse: Reuse) -> Page:
    """The passages that documents share, pair by pair, and what was compared."""
    page = Page(header=COLUMNS)
    for pair in reuse.pairs:
        page.heading(f"{' and '.join(pair.documents)}: {_extent(pair)}")
        for passage in pair.passages:
            _passage(page, reuse.study, passage)
            page.rows.append(tuple(_row(reuse.study, passage)))
    page.heading(_compared(reuse))
    page.line(_SUGGESTION)
    if reuse.missing:
        page.line(f"not at hand, so not compared: {', '.join(reuse.missing)}")
    page.short = _overview(reuse)
    page.data = {
        "compared": reuse.compared,
        "not_at_hand": reuse.missing,
        "pairs": [_pair_object(reuse.study, pair) for pair in reuse.pairs],
    }
    return page


def _overview(reuse: Reuse) -> list[PageBlock]:
    """What was compared, and the weightiest passages of all pairs, each in a line."""
    head: list[PageBlock] = [Heading(_compared(reuse)), Line(_SUGGESTION)]
    if reuse.missing:
        head.append(Line(f"not at hand, so not compared: {count(len(reuse.missing), 'document')}"))
    found = [passage for pair in reuse.pairs for passage in pair.passages]
    rows = [
        (
            passage.id,
            passage.earlier.section.document,
            passage.later.section.document,
            str(passage.shared),
            "undecided" if passage.undecided is not None else "first by date",
            f"“{passage.earlier.words}”",
        )
        for passage in sorted(found, key=lambda passage: (-passage.bits, passage.id))
    ]
    header = ("passage", "document", "other document", "words", "the first", "words of the first")
    tail = "each with its places and claims: `kgbuild reuse DOCUMENT`, or `--details`"
    return [*head, *short_grid(header, rows, SCREEN - 8), Line(tail)]


def _extent(pair: DocumentPair) -> str:
    one, other = (f"{share:.1%}".replace("%", " %") for share in pair.shares)
    return f"{count(len(pair.passages), 'shared passage')}, {one} and {other} of their words"


def _compared(reuse: Reuse) -> str:
    number = len(reuse.compared)
    pairs = reuse.pairs_compared
    return (
        f"{count(number, 'document')} compared; {len(reuse.pairs):,} of {count(pairs, 'pair')} share passages"
    )


def direction(passage: SharedPassage) -> str:
    """What the dates say of a passage, or why they say nothing."""
    if passage.undecided is not None:
        return f"undecided: {COPY_OR_COMMON} ({passage.undecided})"
    return f"earlier by date: {passage.earlier.section.document}; {COPY_OR_COMMON}"


def _passage(page: Page, study: Study, passage: SharedPassage) -> None:
    page.line(f"{passage.id}: {count(passage.shared, 'shared word')}; {direction(passage)}")
    for side in (passage.earlier, passage.later):
        page.line(f"{_where(study, side)}: “{side.words}”", 1)
        if side.claims:
            listed = ", ".join(
                f"{claim.id} ({claim.place.line}:{claim.place.column})" for claim in side.claims
            )
            page.line(f"claims in {side.claims[0].place.file}: {listed}", 2)
        else:
            page.line(f"no claim lies in it ({side.section.place})", 2)


def _where(study: Study, side: PassageSide) -> str:
    stretch = side.stretch
    date = _date(study, side)
    return (
        f"{side.section.id}{f' ({date})' if date else ''}, characters {stretch.start}–{stretch.end}, "
        f"{count(stretch.words, 'word')}"
    )


def _date(study: Study, side: PassageSide) -> str | None:
    issued = study.issued(side.section)
    return issued.edtf if issued is not None else None


def _row(study: Study, passage: SharedPassage) -> Iterator[object]:
    yield from (passage.id, passage.shared, passage.bits)
    yield "undecided" if passage.undecided is not None else "earlier by date"
    for side in (passage.earlier, passage.later):
        stretch = side.stretch
        yield from (side.section.document, side.section.id, _date(study, side) or "")
        yield from (stretch.start, stretch.end, stretch.words, side.words)
        yield "; ".join(claim.id for claim in side.claims)
        yield str(side.section.place)


def _pair_object(study: Study, pair: DocumentPair) -> dict[str, object]:
    def side_of(side: PassageSide) -> dict[str, object]:
        return {
            "document": side.section.document,
            "section": side.section.id,
            "date": _date(study, side),
            "start": side.stretch.start,
            "end": side.stretch.end,
            "words": side.stretch.words,
            "quote": side.words,
            "place": str(side.section.place),
            "claims": [{"claim": claim.id, "place": str(claim.place)} for claim in side.claims],
        }

    return {
        "documents": list(pair.documents),
        "shares": [round(share, 4) for share in pair.shares],
        "passages": [
            {
                "passage": passage.id,
                "shared_words": passage.shared,
                "bits": passage.bits,
                "undecided": passage.undecided,
                "earlier": side_of(passage.earlier),
                "later": side_of(passage.later),
            }
            for passage in pair.passages
        ],
    }


def acceptance_page(acceptance: Acceptance) -> Page:
    """What accepting a passage wrote, and which claims it left as they are."""
    page = Page(header=("claim", "source", "left_because", "place"))
    name = acceptance.change.name if acceptance.change is not None else None
    what = f"{count(len(acceptance.links), 'link')} written to {name}" if name else "nothing written"
    page.heading(f"{acceptance.passage.id}: {what}")
    for claim, source in acceptance.links:
        page.line(f"{claim.id} ← {source.id}, basis: text-reuse ({claim.place})")
        page.rows.append((claim.id, source.id, "", str(claim.place)))
    for claim, why in acceptance.left:
        page.line(f"{claim.id} is left as it is: {why} ({claim.place})")
        page.rows.append((claim.id, "", why, str(claim.place)))
    if not (acceptance.links or acceptance.left):
        page.line("no claim lies in it")
    page.data = {
        "passage": acceptance.passage.id,
        "file": name,
        "links": [{"claim": claim.id, "source": source.id} for claim, source in acceptance.links],
        "left": [{"claim": claim.id, "why": why} for claim, why in acceptance.left],
    }
    return page


def common_page(common: CommonSource) -> Page:
    """What accepting a common source wrote, and which claims it left as they are."""
    page = Page(header=("claim", "source", "left_because", "place"))
    files = ", ".join(change.name for change in common.changes)
    what = (
        f"{count(len(common.claims), 'claim')} from `{common.work}`, written to {files}"
        if files
        else "nothing written"
    )
    page.heading(f"{common.passage.id}: {what}")
    if common.made:
        page.line(f"`{common.work}` is new in the registry: give it the label that the work has")
    for claim in common.claims:
        page.line(f"{claim.id} ← {common.work}, basis: text-reuse ({claim.place})")
        page.rows.append((claim.id, common.work, "", str(claim.place)))
    for claim, why in common.left:
        page.line(f"{claim.id} is left as it is: {why} ({claim.place})")
        page.rows.append((claim.id, "", why, str(claim.place)))
    if not (common.claims or common.left):
        page.line("no claim lies in it")
    page.data = {
        "passage": common.passage.id,
        "work": common.work,
        "made": common.made,
        "files": [change.name for change in common.changes],
        "claims": [claim.id for claim in common.claims],
        "left": [{"claim": claim.id, "why": why} for claim, why in common.left],
    }
    return page
