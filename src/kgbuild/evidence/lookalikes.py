"""Files that look like a document of the corpus but are not: another edition, a better scan, a changed figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kgbuild.evidence.anchors import Evidence, distinct_quotes
from kgbuild.evidence.finder import Finder
from kgbuild.findings.diagnostics import Diagnostic, Related, diagnostic
from kgbuild.mapping.model import MappingSpec, QuoteSpec
from kgbuild.text.documents import TextLayer

MIN_QUOTES = 3


def find_lookalikes(
    mappings: Iterable[tuple[MappingSpec, Evidence | None]], strangers: Sequence[TextLayer]
) -> list[Diagnostic]:
    """An error for each file at hand that no mapping claims, but in which at least half (and three) of the quotes of
    a mapping without document resolve: it names what broke and what moved."""
    missing = [(spec, held) for spec, held in mappings if held is None or not held.verified]
    return [
        found
        for layer in strangers
        for spec, held in missing
        if (found := _lookalike(spec, held, layer)) is not None
    ]


def looks_like(spec: MappingSpec, layer: TextLayer) -> bool:
    """Whether enough quotes of a mapping stand in a text for it to be another state of the document."""
    finder = Finder(layer, spec.repairs)
    quotes = list(distinct_quotes(spec).values())
    return _enough(sum(map(finder.holds, quotes)), len(quotes))


def _enough(kept: int, quotes: int) -> bool:
    return kept >= MIN_QUOTES and kept * 2 >= quotes


def _lookalike(spec: MappingSpec, held: Evidence | None, layer: TextLayer) -> Diagnostic | None:
    finder = Finder(layer, spec.repairs)
    quotes = list(distinct_quotes(spec).values())
    broken = [quote for quote in quotes if not finder.holds(quote)]
    kept = len(quotes) - len(broken)
    if not _enough(kept, len(quotes)):
        return None
    owners = _owners(spec)
    related = [
        Related(quote.place, f"not in the file any more: {owners.get(quote.key, spec.id)}: “{quote.text}”")
        for quote in broken
        if quote.place is not None
    ]
    moved = _moved(held, finder, quotes) if held is not None else 0
    path = layer.path or Path("?")
    return diagnostic(
        "KG325",
        f"the file {path.name} looks like the document `{spec.id}` but differs",
        spec.document.place,
        notes=[
            f"it has {kept} of the {len(quotes)} quotes of the mapping"
            + (f", {moved} of them not where the lock says" if moved else ""),
            f"its text is sha256:{layer.hash}",
        ],
        help="bring back the file that was mapped; or, if this one is meant, "
        f"run `kgbuild lock --update {spec.file}` to see what to mend",
        related=related,
    )


def _moved(held: Evidence, finder: Finder, quotes: Sequence[QuoteSpec]) -> int:
    moved = 0
    for quote in quotes:
        anchor = held.anchors.get(quote.key)
        starts = finder.starts(quote)
        moved += anchor is not None and bool(starts) and anchor.span.start not in starts
    return moved


def _owners(spec: MappingSpec) -> dict[str, str]:
    """The claim or citation that first writes each quote, by quote key."""
    owners: dict[str, str] = {}
    for claim in spec.claims:
        owners.setdefault(claim.quote.key, claim.id)
    for citation in spec.citations:
        owners.setdefault(citation.quote.key, citation.id)
    return owners
