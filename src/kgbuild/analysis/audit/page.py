"""An audit as a page: figures of each document and reader, agreement, and what does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kgbuild.analysis.audit.results import Agreement, Audit, AuditedClaim
from kgbuild.claims.audit.verdicts import FAILS, HOLDS, UNDECIDED, VERDICTS
from kgbuild.core.pages import Page
from kgbuild.core.terminal import count

MOST: Final = 20
"""How many claims that do not hold are shown to people."""
COLUMNS: Final = ("claim", "document", "reader", "verdict", "note", "place")
_GIVEN: Final = ("read", *VERDICTS, "share that holds")


def audit_page(audit: Audit) -> Page:
    """The verdicts on a corpus, for people in figures, for programs one by one."""
    page = Page(header=COLUMNS)
    read = [each for each in audit.claims if each.verdicts]
    page.heading("Audit: do the cited words carry the claim?")
    page.line(
        f"{len(read):,} of {count(len(audit.claims), 'claim')} were read, by {count(len(audit.readers), 'reader')}"
    )
    if stale := sum(each.stale for each in audit.claims):
        page.line(f"{count(stale, 'verdict')} on what has changed since: stale, and counted nowhere else")
    if audit.readers:
        _figures(page, audit)
        _agreement(page, audit.agreements())
        _doubtful(page, [each for each in read if any(v.verdict != HOLDS for v in each.verdicts)])
    else:
        page.line("draw claims for a reader: `kgbuild audit --sample 100 --seed 1 -o sheet.csv`")
    page.data = _data(audit)
    page.rows = [
        (each.words.id, each.claim.document, v.reader, v.verdict, v.note or "", str(each.claim.place))
        for each in read
        for v in each.verdicts
    ]
    return page


def _figures(page: Page, audit: Audit) -> None:
    page.heading("By document", 2)
    rows = [[name, *_counts(own)] for name, own in audit.documents.items()]
    page.grid(("document", "claims", *_GIVEN, "stale"), [*rows, ["all", *_counts(audit.claims)]])
    page.heading("By reader", 2)
    rows = [[name, *_counts(audit.claims, name)] for name in audit.readers]
    page.grid(("reader", *_GIVEN), [[name, *counts[1:-1]] for name, *counts in rows])


def _tally(claims: Iterable[AuditedClaim], reader: str | None = None) -> dict[str, int]:
    """How many verdicts of each kind there are, of one reader or of all."""
    given = [v.verdict for each in claims for v in each.verdicts if reader in (None, v.reader)]
    return {verdict: given.count(verdict) for verdict in VERDICTS}


def _counts(claims: Iterable[AuditedClaim], reader: str | None = None) -> list[str]:
    own = list(claims)
    tally = _tally(own, reader)
    total = sum(tally.values())
    read = sum(any(reader in (None, v.reader) for v in each.verdicts) for each in own)
    share = f"{tally[HOLDS] / total:.1%}" if total else "–"
    stale = sum(each.stale for each in own)
    return [f"{number:,}" for number in (len(own), read, *tally.values())] + [share, f"{stale:,}"]


def _agreement(page: Page, found: list[Agreement]) -> None:
    if not found:
        return
    page.heading("Agreement of two readers", 2)
    page.grid(
        ("readers", "claims", "same verdict", "Cohen’s κ"),
        [
            [" and ".join(each.readers), f"{each.claims:,}", f"{each.raw:.1%}", _kappa(each.kappa)]
            for each in found
        ],
    )


def _kappa(kappa: float | None) -> str:
    return "not defined: one verdict throughout" if kappa is None else f"{kappa:.2f}"


def _doubtful(page: Page, claims: list[AuditedClaim]) -> None:
    """The claims that a reader did not find in their words, those that fail before those that are open."""
    if not claims:
        return
    page.heading("Not found in the cited words, or not sure", 2)
    claims.sort(key=lambda each: (all(v.verdict != FAILS for v in each.verdicts), each.words.id))
    for each in claims[:MOST]:
        page.line(f"{each.words.id} ({each.claim.place})")
        for v in each.verdicts:
            if v.verdict in (FAILS, UNDECIDED):
                page.line(f"{v.reader}: {v.verdict}{f' – {v.note}' if v.note else ''}", 1)
    if len(claims) > MOST:
        page.line(f"and {len(claims) - MOST:,} more (all of them in json and csv)")


def _data(audit: Audit) -> dict[str, object]:
    return {
        "claims": len(audit.claims),
        "documents": {
            name: {
                "claims": len(own),
                "read": sum(bool(each.verdicts) for each in own),
                "verdicts": _tally(own),
                "stale": sum(each.stale for each in own),
            }
            for name, own in audit.documents.items()
        },
        "readers": {name: _tally(audit.claims, name) for name in audit.readers},
        "agreement": [
            {"readers": each.readers, "claims": each.claims, "raw": each.raw, "kappa": each.kappa}
            for each in audit.agreements()
        ],
        "verdicts": [
            {
                "claim": each.words.id,
                "reader": verdict.reader,
                "verdict": verdict.verdict,
                "note": verdict.note,
                "place": str(each.claim.place),
            }
            for each in audit.claims
            for verdict in each.verdicts
        ],
    }
