"""Texts of pictures: on one line, as they can be shown and written into XML; and what leads back to a claim."""

from __future__ import annotations

from kgbuild.claims import Claim
from kgbuild.report.text import visible


def clean(text: str) -> str:
    """A text on one line, as it can be shown and written into XML."""
    return " ".join("".join(map(_writable, visible(text))).split())


def _writable(char: str) -> str:
    return "\ufffd" if ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF else char


def leads_back(claim: Claim) -> str:
    """Where a claim leads back to: its id, quote, characters and place in the mapping."""
    span = claim.anchor.span
    return f"{claim.id} “{claim.quote.text}”, characters {span.start}–{span.end}, {claim.place}"
