"""What is kept of a claim that is compared with others: what it says, who says it in which document, and as of when."""

from __future__ import annotations

from kgbuild.claims.claim import Claim, Proposition
from kgbuild.claims.comparability import Side
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.values.edtf import Time


@record
class GivenAnswer:
    """A claim as an answer to its question: its content as the innermost voice asserts it, or (``denied``) denies it.

    All that a build keeps of a claim while it reads the next documents: ten thousand documents of claims are too much.
    """

    id: str
    term: Term
    content: Proposition
    denied: bool
    document: str
    voice: Term
    as_of: Time | None

    @property
    def side(self) -> Side:
        """Its side in a comparison of contents."""
        return Side(self.content, self.denied)

    @property
    def key(self) -> tuple[Term, bool]:
        """What it answers: two answers of one key are the same answer."""
        return self.content.term, self.denied

    @property
    def year(self) -> int | None:
        """The year as of which it is said, where that is known."""
        return self.as_of.year if self.as_of is not None else None


def answer_of(claim: Claim) -> GivenAnswer | None:
    """A claim as an answer; ``None`` where it neither counts nor denies."""
    if not (claim.counts or claim.denies):
        return None
    return GivenAnswer(
        claim.id, claim.term, claim.proposition, claim.denies, claim.document, claim.voice, claim.as_of
    )


def is_later(one: GivenAnswer, other: GivenAnswer) -> bool:
    """Whether one answer is given as of a later time than the other, with no day in common."""
    if one.as_of is None or other.as_of is None:
        return False
    start, end = one.as_of.start, other.as_of.end
    return start is not None and end is not None and end < start
