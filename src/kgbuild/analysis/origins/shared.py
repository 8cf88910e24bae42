"""Shared wording around the mentions of a figure: what suggests a common source or a copy, and records neither."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from kgbuild.analysis.reuse.results import Reuse, SharedPassage
from kgbuild.analysis.study import Study
from kgbuild.claims.claim import Claim
from kgbuild.core.records import record
from kgbuild.core.terms import Term


@record
class SharedWording:
    """Two documents whose claims give one answer in words that they share, with no lineage recorded that ties them."""

    passage: str
    documents: tuple[str, str]
    words: int


class Suggestions:
    """The shared passages of a project, by the claims that lie in them.

    ``compared`` are the documents that were at hand and ``missing`` those that were not.
    """

    def __init__(self, reuse: Reuse) -> None:
        self.compared: Sequence[str] = reuse.compared
        self.missing: Sequence[str] = reuse.missing
        self._passages: dict[frozenset[Term], list[SharedPassage]] = defaultdict(list)
        for pair in reuse.pairs:
            for passage in pair.passages:
                for one in passage.earlier.claims:
                    for other in passage.later.claims:
                        self._passages[frozenset((one.term, other.term))].append(passage)

    def among(self, study: Study, claims: Sequence[Claim]) -> tuple[SharedWording, ...]:
        """The shared wording among claims that give one answer, a pair of documents and passage each once."""
        found: Mapping[str, SharedWording] = {
            passage.id: SharedWording(
                passage.id,
                (passage.earlier.section.document, passage.later.section.document),
                passage.shared,
            )
            for one, other in combinations(claims, 2)
            for passage in self._passages.get(frozenset((one.term, other.term)), ())
            if not _tied(study, one.term, other.term)
        }
        return tuple(sorted(found.values(), key=lambda each: (each.documents, each.passage)))


def _tied(study: Study, one: Term, other: Term) -> bool:
    """Whether the recorded lineage of two claims has a node in common."""
    return not study.lineage_of(one).isdisjoint(study.lineage_of(other))
