"""The numbers of names, figures and times, and of the search: those counted from the N-Quads."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from analysis.explorer.counted import Counted, Said, plural
from analysis.explorer.walking import (
    BLOCK,
    Expected,
    Notes,
    Walk,
    address,
    answer_notes,
    relation_notes,
)
from kgbuild.core.terms import literal_text
from kgbuild.graph.terms import ALT_LABEL, PREF_LABEL, TYPE
from kgbuild.store.records import BuiltGraph


class Named:
    """The claims about each thing, by it, and naming it."""

    def __init__(self, counted: Counted) -> None:
        self.counted = counted
        self.about, self.by, self.naming = (defaultdict[str, list[Said]](list) for _ in range(3))
        scopes = defaultdict[str, set[str]](set)
        for claim, thing in counted.ask(
            "SELECT DISTINCT ?c ?x { ?c a kg:Claim ; kg:content/(rdf:object|kg:population|kg:placeScope) ?x }"
        ):
            scopes[claim].add(thing)
        for claim in counted.claims.values():
            self.about[claim.subject].append(claim)
            for voice in set(counted.chains[claim.id]):
                self.by[voice].append(claim)
            for thing in scopes[claim.id]:
                self.naming[thing].append(claim)
        self.below, self.above = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for below, above in sorted(
            set(counted.ask("SELECT ?x ?y { ?x <http://data.europa.eu/eli/ontology#is_part_of> ?y }"))
        ):
            self.below[above].append(below)
            self.above[below].append(above)

    def total(self, thing: str) -> int:
        """How many claims a thing is in, once for each way."""
        return sum(len(found[thing]) for found in (self.about, self.by, self.naming))

    def grouped(self, claims: list[Said]) -> Notes:
        """How many claims there are of each property."""
        found = Counter(claim.property for claim in claims)
        return Counter(f"{self.counted.properties[key].label} → {n}" for key, n in found.items())

    def notes(self, thing: str, kind: str) -> Notes:
        """What the page of a thing shows; of questions with many answers not the answers."""
        about, by, naming = self.about[thing], self.by[thing], self.naming[thing]
        notes = self.grouped(by) + self.grouped(naming)
        heading = "What it is invoked for" if kind == "law" else "Where it is the answer or part of it"
        for name, found in (("What is said of it", about), ("What it says", by), (heading, naming)):
            notes[f"{name} → {len(found)}"] += bool(found)
        for key in {claim.question for claim in about}:
            claims, answers = self.counted.questions[key], self.counted.answers(key)
            notes += Counter([f"{address('question', key)} → {len(claims)}"]) + relation_notes(
                self.counted, key
            )
            if len(answers) > BLOCK:
                notes[f"and {plural(len(answers) - BLOCK, 'more answer')}"] += 1
            else:
                notes += answer_notes(self.counted, answers)
        cited = sum(other == thing or thing in self.above[other] for _, other in self.counted.cites)
        notes[f"Cited in → {cited}"] += cited > 0
        for below in self.below[thing] if kind == "law" else ():
            notes += self.grouped(self.naming[below])
            notes[f"{address('thing', 'law', below)} → {len(self.naming[below])}"] += 1
        return +notes

    def some(self, thing: str) -> Notes:
        """The answers of the questions with many answers."""
        found = Notes()
        for key in {claim.question for claim in self.about[thing]}:
            if len(self.counted.answers(key)) > BLOCK:
                found += answer_notes(self.counted, self.counted.answers(key))
        return found


def test_every_name(walk: Walk, counted: Counted, graph: BuiltGraph) -> None:
    """Of each thing what is said of it, by it and with it; of each group of names how many there are."""
    named = Named(counted)
    groups = defaultdict[str, list[tuple[str, str]]](list)
    files = {kind.iri: kind.file for kind in graph.vocabulary.kinds.values()}
    for kind, name, *_ in named_things(graph):
        types = graph.values(f"<{graph.base}{kind}/{name}>", TYPE)
        file = next((files[each[1:-1]] for each in types if each[1:-1] in files), None)
        groups[file or ("voices" if kind == "voice" else "laws")].append((kind, name))
    tabs = Counter(f"{address('names', group)} → {len(found)}" for group, found in groups.items())
    lines = {
        group: Counter(f"{address('thing', *each)} → {named.total(each[1])}" for each in found)
        for group, found in groups.items()
    }

    def expected() -> Expected:
        yield (
            "#/names",
            sum(lines.values(), tabs)
            + Counter(f"{NAMES[group]} → {len(found)}" for group, found in groups.items()),
        )
        for group in groups:
            yield address("names", group), tabs + lines[group]
        for kind, thing in {each for found in groups.values() for each in found}:
            yield address("thing", kind, thing), named.notes(thing, kind)

    some = {address("thing", *each): named.some(each[1]) for found in groups.values() for each in found}
    assert walk.same(expected(), some) > 300


NAMES = {
    "events": "Events", "people": "People", "organisations": "Bodies", "offices": "Offices", "groups": "Groups",
    "places": "Places", "laws": "Laws", "works": "Works", "concepts": "Concepts", "things": "Things",
    "voices": "Unnamed voices",
}  # fmt: skip


def named_things(graph: BuiltGraph) -> Iterator[tuple[str, str, str, list[str]]]:
    """Everything that is named, with its label and its other names: what the registry has, provisions and voices."""
    voices = {said.voice for claim in graph.claims.values() for said in claim.chain}
    named = {each for each in graph.facts if graph.path(each)[0] == "law"} | set(graph.entities)
    for term in sorted(named | {each for each in voices if graph.path(each)[0] == "voice"}):
        names = [literal_text(each) for p in (PREF_LABEL, ALT_LABEL) for each in graph.values(term, p)]
        yield *graph.path(term), graph.label(term), names


def test_every_figure(walk: Walk, counted: Counted) -> None:
    """The figures that rest on one recorded origin, on several ends or on none, of every property."""
    found: dict[str, list[tuple[str, list[Said]]]] = defaultdict(list)
    for key in counted.questions:
        prop = key.rpartition(".")[2]
        if counted.properties[prop].takes == "quantity":
            for group in counted.answers(key).values():
                _, _, origins, _ = counted.support(group)
                open_ends = sum(
                    each in counted.claims and not counted.origins[each] for each in _ends(counted, group)
                )
                rests = "several" if origins + open_ends > 1 else "one" if origins == 1 else "none"
                found[rests].append((prop, group))

    def shown(rests: str | None, prop: str | None) -> Notes:
        def of(kind: str | None, own: str | None) -> list[list[Said]]:
            return [
                group
                for name, all_of in found.items()
                for p, group in all_of
                if kind in (None, name) and own in (None, p)
            ]

        query = {"property": prop} if prop else {}
        notes = Counter([f"{address('figures', **query)} → {len(of(None, prop))}"])
        for kind in ("one", "several", "none"):
            notes[f"{address('figures', rests=kind, **query)} → {len(of(kind, prop))}"] += 1
        for group in of(rests, prop):
            for claim in group:
                if not counted.origins[claim.id] and counted.sources[claim.id]:
                    notes["from " + plural(len(counted.sources[claim.id]), "claim")] += 1
        return notes

    def expected() -> Expected:
        for prop in [None, *sorted({p for all_of in found.values() for p, _ in all_of})]:
            for rests in (None, "one", "several", "none"):
                query = {"rests": rests, "property": prop}
                yield (
                    address("figures", **{name: value for name, value in query.items() if value}),
                    shown(rests, prop),
                )

    assert walk.same(expected()) > 30


def _ends(counted: Counted, group: Iterable[Said]) -> set[str]:
    return set[str]().union(*(counted.ends(claim.id) for claim in group))


def test_the_timeline(walk: Walk, counted: Counted, graph: BuiltGraph) -> None:
    """Every event that is given a date, with how many claims date it; every question answered at several dates."""
    dated = set(counted.ask(
        "SELECT DISTINCT ?c ?x { ?c a kg:Claim ; kg:content ?p . ?p kg:polarity kg:positive ; rdf:object ?x . "
        "?x kg:from|kg:to ?day }"
    ))  # fmt: skip
    claims = [counted.claims[c] for c, _ in dated]
    events = Counter(c.subject for c in claims if c.counts and counted.properties[c.property].dates_subject)
    notes = Counter(f"{address('thing', counted.kinds[event], event)} → {n}" for event, n in events.items())
    notes[f"{len(events)} events that are given a date, the earliest first."] += 1
    values = {claim.id: graph.value_text(claim.content.object) for claim in graph.claims.values()}
    courses, marks = 0, Notes()
    for claims in counted.questions.values():
        on = {
            c.id: counted.issued.get(f"{c.part}" or c.document) or counted.issued.get(c.document)
            for c in claims
            if c.counts
        }
        if len({date for date in on.values() if date}) > 1:
            courses += 1
            for (_, _, document), n in Counter(
                (on[c.id], values[c.id], c.document) for c in claims if on.get(c.id)
            ).items():
                marks[f"{address('document', document)} → {n}"] += n > 1
    marks[
        f"{courses} questions that are answered at several dates. Documents without a date are not here."
    ] += 1
    walk.same(iter([("#/timeline", notes), ("#/timeline/statements", +marks)]))


WORDS = ("131", "killed", "Sumqayıt", "sumqayit", "azərbaycan", "martyrs' alley", "january 1990", "zzz")


def folded(text: str) -> str:
    """Text as the page searches it."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.lower().replace("ı", "i").replace("ə", "e").replace("’", "'").replace("‘", "'")


def test_the_search(walk: Walk, counted: Counted, graph: BuiltGraph) -> None:
    """Documents, names, questions and claims that hold all words of a query, diacritics and apostrophes folded."""
    texts: list[tuple[str, str, list[str | None]]] = []
    for document in graph.documents.values():
        texts.append(("Documents", "", [document.title, document.id, document.issued, *document.symbols]))
    for kind, name, label, names in named_things(graph):
        if kind not in ("doc", "part", "claim", "citation"):
            texts.append(("Names", "", [label, name, *names]))
    for key, claims in counted.questions.items():
        prop = counted.properties[claims[0].property]
        subject = graph.label(f"<{graph.base}{counted.kinds[claims[0].subject]}/{claims[0].subject}>")
        texts.append(("Questions", key, [prop.question, prop.label, subject]))
    for claim in graph.claims.values():
        value = graph.value_text(claim.content.object)
        words = [claim.evidence.quote, value, claim.words, claim.name_as_written, claim.reading, claim.id]
        texts.append(("Claims", "", words))

    def expected() -> Expected:
        for query in WORDS:
            hits = [
                (kind, key)
                for kind, key, words in texts
                if all(part in folded("\n".join(filter(None, words))) for part in folded(query).split())
            ]
            notes = Counter(f"{kind} → {n}" for kind, n in Counter(kind for kind, _ in hits).items())
            notes += Counter(
                f"{address('question', key)} → {len(counted.questions[key])}" for _, key in hits if key
            )
            notes[plural(len(hits), "result")] += bool(hits)
            notes["0 results"] += not hits
            yield address("search", q=query), +notes

    walk.same(expected())
