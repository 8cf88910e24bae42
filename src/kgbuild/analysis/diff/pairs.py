"""Which claim, document or entity of one graph is which of the other: by its id, or else by what is said of it.

What has another id but all else alike was renamed. Where two could be meant, neither is: they are removed and added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from kgbuild.analysis.diff.aspects import Describer, Reading
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.graph import terms as t
from kgbuild.store.records import BuiltGraph

TermPair: TypeAlias = tuple[Term | None, Term | None]
Signature: TypeAlias = Callable[[Reading, Term], Hashable]


@record
class Matched:
    """The things of two graphs in pairs, an absent one ``None``, and both graphs as they are compared."""

    old: Reading
    new: Reading
    pairs: tuple[TermPair, ...]

    def unfolded(self) -> Matched:
        """The same pairs, with where quotes stand in a text that is another one."""
        none: frozenset[str] = frozenset()
        return Matched(replace(self.old, moved=none), replace(self.new, moved=none), self.pairs)


def match_things(old: BuiltGraph, new: BuiltGraph) -> Matched:
    """Pair all that two graphs describe. Where quotes stand in a text that is another one plays no part in it."""
    one = Reading(Describer(old), {}, frozenset())
    other = Reading(Describer(new), {}, frozenset())
    found: list[TermPair] = []

    def take(kind: Callable[[BuiltGraph], Iterable[Term]], *signatures: Signature) -> list[TermPair]:
        nonlocal one
        matching = _Matching(one, other, kind(old), kind(new))
        for signature in (Reading.name, *signatures):
            matching.by(signature)
        if _claim_terms is kind:
            matching.by_overlap()
        pairs = matching.finish()
        one = replace(one, renamed={**one.renamed, **_renamed(one, other, pairs)})
        found.extend(pairs)
        return pairs

    take(_entities, Reading.signature)
    moved = _moved(old, new, take(_typed(t.DOCUMENT), _text))
    one, other = replace(one, moved=moved[0]), replace(other, moved=moved[1])
    take(_typed(t.PART), Reading.signature)
    take(_claim_terms, _saying, _entry)
    take(_typed(t.CITATION), Reading.signature)
    return Matched(one, other, tuple(found))


class _Matching:
    """Things of two graphs on the way to being paired."""

    def __init__(self, old: Reading, new: Reading, olds: Iterable[Term], news: Iterable[Term]) -> None:
        self.old, self.new = old, new
        self.olds, self.news = list(olds), list(news)
        self.pairs: list[TermPair] = []

    def by(self, signature: Signature) -> None:
        """Pair what alone has a signature on its side with what alone has it on the other."""
        olds = _grouped(self.olds, lambda term: signature(self.old, term))
        news = _grouped(self.news, lambda term: signature(self.new, term))
        self._pair(
            (ones[0], others[0])
            for key, ones in olds.items()
            if len(ones) == 1 and len(others := news.get(key, [])) == 1
        )

    def by_overlap(self) -> None:
        """Pair claims of one entry and property whose quotes share characters, where none could have two partners."""
        news = _grouped(self.news, lambda term: _key(self.new, term))
        partners = {
            one: [other for other in news.get(_key(self.old, one), ()) if self._overlap(one, other)]
            for one in self.olds
        }
        wanted = _grouped((other for others in partners.values() for other in others), lambda term: term)
        self._pair(
            (one, others[0])
            for one, others in partners.items()
            if len(others) == 1 and len(wanted[others[0]]) == 1
        )

    def _overlap(self, one: Term, other: Term) -> bool:
        before, after = self.old.graph.claims[one], self.new.graph.claims[other]
        if before.document in self.old.moved:
            return False
        return before.evidence.start < after.evidence.end and after.evidence.start < before.evidence.end

    def _pair(self, pairs: Iterable[tuple[Term, Term]]) -> None:
        made = list(pairs)
        self.pairs += made
        ones, others = {one for one, _ in made}, {other for _, other in made}
        self.olds = [term for term in self.olds if term not in ones]
        self.news = [term for term in self.news if term not in others]

    def finish(self) -> list[TermPair]:
        """All pairs, with what found no partner."""
        return [*self.pairs, *((one, None) for one in self.olds), *((None, other) for other in self.news)]


def _grouped(terms: Iterable[Term], key: Callable[[Term], Hashable]) -> Mapping[Hashable, list[Term]]:
    found: dict[Hashable, list[Term]] = defaultdict(list)
    for term in terms:
        found[key(term)].append(term)
    return found


def _typed(kind: Term) -> Callable[[BuiltGraph], Iterable[Term]]:
    return lambda graph: graph.typed.get(kind, ())


def _claim_terms(graph: BuiltGraph) -> Iterable[Term]:
    return graph.claims


def _entities(graph: BuiltGraph) -> Iterable[Term]:
    """The entries of the registry. Articles of a law, which are there as soon as a claim names one, are none."""
    return (term for term in graph.entities if "." not in graph.name(term))


# What two things have in common that are the same one under two names.


def _text(reading: Reading, document: Term) -> Hashable:
    return reading.graph.documents[document].text_hash


def _saying(reading: Reading, term: Term) -> Hashable:
    """The same content in the same words of the same document."""
    claim = reading.graph.claims[term]
    return _document(reading, term), reading.key(claim.content.term), reading.key(claim.evidence.term)


def _entry(reading: Reading, term: Term) -> Hashable:
    """The same entry, property and words: one value of several is another one."""
    return _key(reading, term), reading.key(reading.graph.claims[term].evidence.term)


def _key(reading: Reading, term: Term) -> Hashable:
    return entry_of(reading.name(term))


def _document(reading: Reading, term: Term) -> str:
    return reading.name(term).partition(".")[0]


def entry_of(name: str) -> tuple[str, ...]:
    """The document, the key and the property of a claim, without the value that may follow them."""
    return tuple(name.split(".", 3)[:3])


def _moved(
    old: BuiltGraph, new: BuiltGraph, documents: Iterable[TermPair]
) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the documents whose text is another one, in the old graph and in the new."""
    found = [
        (old.name(one), new.name(other))
        for one, other in documents
        if one and other and old.documents[one].text_hash != new.documents[other].text_hash
    ]
    return frozenset(one for one, _ in found), frozenset(other for _, other in found)


def _renamed(old: Reading, new: Reading, pairs: Iterable[TermPair]) -> Mapping[str, str]:
    """The new names of what was renamed, by its old ones."""
    return {
        f"{old.graph.kind(one)}/{old.graph.name(one)}": new.graph.name(other)
        for one, other in pairs
        if one and other and old.name(one) != new.name(other)
    }
