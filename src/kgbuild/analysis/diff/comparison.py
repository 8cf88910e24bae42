"""The comparison of two graphs: what was paired is held side by side, aspect by aspect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from kgbuild.analysis.diff.aspects import (
    CHAIN,
    EVIDENCE,
    ID,
    LINEAGE,
    MOVED,
    TYPE,
    VALUE,
    Key,
    Reading,
    aspect_name,
)
from kgbuild.analysis.diff.conflicts import conflict_changes
from kgbuild.analysis.diff.pairs import Matched, entry_of, match_things
from kgbuild.analysis.diff.results import AspectChange, Difference, Differences, Shift
from kgbuild.analysis.diff.words import detail_of, item_of, text_of
from kgbuild.core.terms import Term
from kgbuild.graph import terms as t
from kgbuild.store.records import BuiltGraph

_SETTINGS: Final = (t.TITLE, t.LICENSE, t.CREATOR, t.GENERATOR, t.ONTOLOGY_HASH)
_FIRST: Final = (VALUE, "about", "voices", "stance", EVIDENCE)
_Keyed: TypeAlias = list[tuple[Key, Term]]


def differences(old: BuiltGraph, new: BuiltGraph, *, fold: bool = True) -> Differences:
    """What is different between two graphs.

    Where the text of a document is another one, quotes that only stand elsewhere in it are counted, not listed;
    without ``fold`` they are listed. Raises :class:`KgbuildError` for a graph that is not whole.
    """
    matched = match_things(old, new) if fold else match_things(old, new).unfolded()
    found: dict[str, list[Difference]] = {
        kind: [] for kind in ("claim", "document", "part", "citation", "entity")
    }
    lineage: list[Difference] = []
    for one, other in matched.pairs:
        changes = list(_changes(matched, one, other)) if one and other else []
        own = tuple(change for change in changes if change.what not in LINEAGE)
        derived = tuple(change for change in changes if change.what in LINEAGE)
        if own or derived or not (one and other):
            items = item_of(old, one) if one else None, item_of(new, other) if other else None
            if own or not derived:
                difference = Difference(*items, own)
                found[difference.item.kind].append(difference)
            if derived:
                lineage.append(Difference(*items, derived))
    return Differences(
        settings=tuple(_settings(old, new)),
        claims=_in_order(found["claim"]),
        documents=_in_order([*found["document"], *found["part"]]),
        citations=_in_order(found["citation"]),
        entities=_in_order(found["entity"]),
        lineage=_in_order(lineage),
        conflicts=tuple(conflict_changes(matched)),
        shifts=tuple(_shifts(matched)),
    )


def _in_order(found: Iterable[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(found, key=lambda each: (each.item.id, each.item.kind)))


def _changes(matched: Matched, one: Term, other: Term) -> Iterator[AspectChange]:
    """What is said otherwise of one thing."""
    old, new = matched.old, matched.new
    ids = _given_id(old, one), _given_id(new, other)
    if ids[0] != ids[1]:
        yield AspectChange(ID, (ids[0],), (ids[1],))
    before, after = old.aspects(one), new.aspects(other)
    for name in sorted(before.keys() | after.keys(), key=_rank):
        olds, news = old.keyed(name, before.get(name, ())), new.keyed(name, after.get(name, ()))
        if [key for key, _ in olds] != [key for key, _ in news]:
            yield _change(old, new, name, olds, news)


def _rank(name: str) -> tuple[int, str]:
    """What a reader looks for first comes first."""
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST)), name


def _given_id(reading: Reading, term: Term) -> str:
    """The id that somebody gave a thing; of a claim that of its entry, as all else in its id follows from the claim."""
    name = reading.inherited(term)
    return ".".join(entry_of(name)[:2]) if reading.graph.kind(term) == "claim" else name


def _change(old: Reading, new: Reading, name: str, olds: _Keyed, news: _Keyed) -> AspectChange:
    """A change in words, less what both sides have; types, and chains of two lengths, are shown whole."""
    if name not in (*CHAIN, TYPE):
        olds, news = _less(olds, news), _less(news, olds)
    elif name in CHAIN and len(olds) == len(news):
        apart = [each for each in zip(olds, news, strict=True) if each[0][0] != each[1][0]]
        olds, news = [one for one, _ in apart], [other for _, other in apart]
    one, other = [term for _, term in olds], [term for _, term in news]
    before, after = _texts(old.graph, one), _texts(new.graph, other)
    if before == after:
        before = tuple(detail_of(old.graph, term) for term in one)
        after = tuple(detail_of(new.graph, term) for term in other)
    quotes = (
        {old.graph.text(term, t.QUOTE) for term in one},
        {new.graph.text(term, t.QUOTE) for term in other},
    )
    return AspectChange(MOVED if name == EVIDENCE and quotes[0] == quotes[1] else name, before, after)


def _less(some: _Keyed, others: _Keyed) -> _Keyed:
    keys = {key for key, _ in others}
    return [(key, term) for key, term in some if key not in keys]


def _texts(graph: BuiltGraph, terms: Sequence[Term]) -> tuple[str, ...]:
    return tuple(text_of(graph, term) for term in terms)


def _settings(old: BuiltGraph, new: BuiltGraph) -> Iterator[AspectChange]:
    """What is different of the whole: base, title, licence, and what it was built with."""
    if old.base != new.base:
        yield AspectChange("base", (old.base,), (new.base,))
    for predicate in _SETTINGS:
        before, after = (
            _texts(graph, graph.values(f"<{graph.base}dataset/all>", predicate)) for graph in (old, new)
        )
        if before != after:
            yield AspectChange(aspect_name(new, predicate), before, after)


def _shifts(matched: Matched) -> Iterator[Shift]:
    """For each document of which the text is another one, how many quotes it only moved."""
    unfolded = matched.unfolded()
    counts: Counter[str] = Counter()
    for one, other in matched.pairs:
        if not (one and other) or matched.new.graph.kind(other) not in ("claim", "citation"):
            continue
        document = matched.new.graph.name(other).partition(".")[0]
        if document in matched.new.moved and _evidence(matched.old, one) == _evidence(matched.new, other):
            counts[document] += _evidence(unfolded.old, one) != _evidence(unfolded.new, other)
    for document in sorted(matched.new.moved):
        yield Shift(document, counts[document])


def _evidence(reading: Reading, term: Term) -> Key:
    return reading.key(reading.graph.needed(term, t.EVIDENCE))
