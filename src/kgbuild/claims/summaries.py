"""What one document leaves behind for the passes over the corpus: small, and all that they need.

Plain tuples of texts and numbers, so that they can be kept in a file and handed from one process to another.
"""

from __future__ import annotations

from typing import NamedTuple

from kgbuild.core.places import Place
from kgbuild.core.terms import Term


class DeclaredSource(NamedTuple):
    """Where a claim, document or part comes from: a name, its term where it is a work, and the ``basis`` for that."""

    name: str
    term: Term
    relation: str
    basis: str
    place: Place


class SectionSummary(NamedTuple):
    """A document (``name`` is its id) or part (``doc.part``): its node, voice and declared lineage.

    ``sources`` are those that its claims share.
    """

    name: str
    term: Term
    voice: Term | None
    reports: DeclaredSource | None
    copy_of: DeclaredSource | None
    sources: tuple[DeclaredSource, ...] | None = None


class ClaimSummary(NamedTuple):
    """What lineage needs of a claim: its question (``slot``) and its ``content``, a proposition.

    It stands beside :class:`Claim` because it passes between processes and is kept in the cache of a check, as JSON. A
    whole claim, with its entry, evidence and voices, is seven times as long there (measured on the sample). ``sources``
    is what its ``from:`` says, or that of its part or document: nothing (``None``), ``none`` (an empty tuple), or the
    sources.
    """

    id: str
    term: Term
    part: str | None
    slot: Term
    content: Term
    many: bool
    sources: tuple[DeclaredSource, ...] | None
    place: Place


class Summary(NamedTuple):
    """What one document leaves behind for the passes over the corpus.

    ``claim_ids`` are all its claims; ``claims`` only those of a document that has lineage to be traced. ``refs`` are
    the names that only the corpus can resolve, ``used`` the names of the registry.
    """

    document: str
    file: str
    text_hash: str
    place: Place
    sections: tuple[SectionSummary, ...]
    claim_ids: tuple[str, ...]
    claims: tuple[ClaimSummary, ...]
    refs: tuple[tuple[str, Place], ...]
    used: tuple[str, ...]
