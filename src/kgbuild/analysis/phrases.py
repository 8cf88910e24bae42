"""Phrases that pages and pictures share: how a claim, its voices and what a link rests on are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kgbuild.analysis.study import Study
from kgbuild.claims.claim import Claim
from kgbuild.core.terms import Term
from kgbuild.values.edtf import Time, time_key

_BASES: Final = {
    "annexed": "annexed",
    "by-source-and-slot": "by source and question",
    "declared-by-mapper": "declared by the mapper",
    "stated-in-text": "stated in the text",
    "text-reuse": "suggested by shared wording, accepted by the mapper",
}


def basis_text(key: str) -> str:
    """What a link rests on, for people."""
    return _BASES.get(key, key)


def quoted(claim: Claim) -> str:
    """The quote of a claim in quotation marks."""
    return f"“{claim.quote.text}”"


def voices_text(study: Study, claim: Claim) -> str:
    """The voices of a claim, the outermost first, each with what it does: "APA reports: Ministry asserts"."""
    return ": ".join(f"{study.label(each.voice)} {each.stance}" for each in claim.utterances)


def quote_and_place(claim: Claim) -> str:
    """A claim's quote, its characters in the text, its place in the mapping, and which names in it are inferred."""
    span = claim.anchor.span
    parts = [f"characters {span.start}–{span.end}", str(claim.place)]
    parts += [f"identity of {ref.label or ref.id} {ref.identity}" for ref in claim.identities]
    return f"{quoted(claim)} ({', '.join(parts)})"


def claim_tip(claim: Claim) -> str:
    """What a picture says where a reader points at a claim: its id, quote, characters and place in the mapping."""
    span = claim.anchor.span
    return f"{claim.id} {quoted(claim)}, characters {span.start}–{span.end}, {claim.place}"


def short_name(study: Study, term: Term) -> str:
    """A claim by its id, anything else by its label."""
    return study.name(term) if study.kind(term) == "claim" else study.label(term)


def as_of_text(claim: Claim) -> str:
    """As of when a claim is made: "as of 2020-08-05" where its text says so, else the date of its document."""
    if claim.as_of is None:
        return ""
    return f"as of {claim.as_of.edtf}" if claim.as_of_basis == "stated" else f"dated {claim.as_of.edtf}"


def dates_of(claims: Iterable[Claim]) -> list[tuple[Time, str]]:
    """The dates as of which claims are made, in order, each with its basis: ``stated`` if a text states it."""
    found: dict[str, tuple[Time, str]] = {}
    for claim in claims:
        if claim.as_of is not None and (claim.as_of.edtf not in found or claim.as_of_basis == "stated"):
            found[claim.as_of.edtf] = claim.as_of, claim.as_of_basis
    return sorted(found.values(), key=lambda each: time_key(each[0]))


def dates_text(dates: Sequence[tuple[Time, str]], most: int | None = None) -> str:
    """Dates, those that a text states marked; of more than ``most``, the first and the last."""
    texts = [f"{time.edtf} (stated)" if basis == "stated" else time.edtf for time, basis in dates]
    return ", ".join(texts if most is None or len(texts) <= most else (texts[0], "…", texts[-1]))


def claim_object(study: Study, claim: Claim) -> dict[str, object]:
    """A claim in JSON, with its evidence."""
    return {
        "claim": claim.id,
        "document": claim.document,
        "voice": study.name(claim.voice),
        "stance": claim.stance,
        "value": study.value(claim),
        "as_of": claim.as_of.edtf if claim.as_of is not None else None,
        "as_of_basis": claim.as_of_basis if claim.as_of is not None else None,
        "quote": claim.quote.text,
        "start": claim.anchor.span.start,
        "end": claim.anchor.span.end,
        "place": str(claim.place),
    }
