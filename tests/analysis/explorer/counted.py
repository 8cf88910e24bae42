"""What the graph's N-Quads say, for the tests of the page's numbers: read by queries, and counted here once more."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from kgbuild.ontology.vocabulary import Vocabulary

Ask = Callable[[str], list[tuple[str, ...]]]
Span = tuple[int, int]

CLAIMS = """SELECT DISTINCT ?claim ?document ?part ?subject ?property ?content ?object ?counts ?stance ?anchor ?quote
WHERE {
  ?claim a kg:Claim ; kg:inDocument ?document ; kg:content ?content ; kg:counts ?counts ; kg:stance ?stance ;
    kg:evidence ?anchor . ?anchor kg:quote ?quote . ?content rdf:subject ?subject ; rdf:predicate ?property ;
    rdf:object ?object . OPTIONAL { ?claim kg:inPart ?part } }"""
KINDS = "SELECT DISTINCT ?x ?k { ?x a ?t BIND(REPLACE(STR(?x), '^.*/([^/]+)/[^/]+$', '$1') AS ?k) }"
NAMED = ("agent", "office", "group", "place", "event", "thing", "work", "law", "concept", "voice")
LINEAGE = {
    "claims": "SELECT DISTINCT ?from ?to ?c "
    "{ ?c a kg:Claim ; prov:qualifiedDerivation/prov:entity ?from BIND(?c AS ?to) }",
    "documents": "SELECT DISTINCT ?from ?to ?none { { ?to a kg:Document } UNION { ?to a kg:Part } "
    "?to prov:qualifiedDerivation/prov:entity ?from }",
    "citations": "SELECT DISTINCT ?from ?to ?none "
    "{ ?x a kg:Citation ; <http://purl.org/spar/cito/hasCitedEntity> ?from ; "
    "<http://purl.org/spar/cito/hasCitingEntity> ?to }",
}


class Said(NamedTuple):
    """A claim of the graph."""

    id: str
    document: str
    part: str
    subject: str
    property: str
    content: str
    object: str
    counts: bool
    denies: bool
    anchor: str
    quote: str

    @property
    def question(self) -> str:
        """The subject and property that it answers."""
        return f"{self.subject}.{self.property}"


Answers = Mapping[tuple[str, bool], list[Said]]


def plural(n: int, one: str, many: str | None = None) -> str:
    """A number and its word, as the page writes them in English."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def answers_of(claims: Iterable[Said]) -> Answers:
    """Claims by what they answer; those that neither count nor deny are beside."""
    found: dict[tuple[str, bool], list[Said]] = defaultdict(list)
    for claim in claims:
        if claim.counts or claim.denies:
            found[claim.content, claim.denies].append(claim)
    return found


class Counted:
    """The graph, by queries. ``keys`` are the keys of properties in mappings, by their names in the graph."""

    def __init__(self, ask: Ask, vocabulary: Vocabulary) -> None:
        self.ask = ask
        self.properties = {each.key: each for each in vocabulary.properties.values()}
        keys = {each.iri.rpartition("#")[2]: key for key, each in self.properties.items()}
        rows = sorted(ask(CLAIMS))
        self.claims = {
            c: Said(c, d, part, s, keys[p], content, o, counts == "true", stance == "denies", anchor, quote)
            for c, d, part, s, p, content, o, counts, stance, anchor, quote in rows
        }
        self.questions: dict[str, list[Said]] = defaultdict(list)
        for claim in self.claims.values():
            self.questions[claim.question].append(claim)

    def _pairs(self, query: str) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for one, other in sorted(set(self.ask(query))):
            found[one].append(other)
        return found

    @cached_property
    def origins(self) -> Mapping[str, list[str]]:
        """The recorded origins of each claim."""
        return self._pairs("SELECT ?c ?o { ?c a kg:Claim ; kg:origin ?o }")

    @cached_property
    def sources(self) -> Mapping[str, list[str]]:
        """What each claim is derived from."""
        return self._pairs("SELECT ?c ?s { ?c a kg:Claim ; prov:wasDerivedFrom ?s }")

    @cached_property
    def derived(self) -> Mapping[str, list[str]]:
        """The claims that are derived from each claim."""
        return self._pairs("SELECT ?s ?c { ?c a kg:Claim ; prov:wasDerivedFrom ?s . ?s a kg:Claim }")

    @cached_property
    def chains(self) -> Mapping[str, list[str]]:
        """The voices of each claim, the outermost first."""
        rows = self.ask("SELECT DISTINCT ?c ?d ?v { ?c kg:utterance ?u . ?u kg:statedBy ?v ; kg:depth ?d }")
        found: dict[str, list[str]] = defaultdict(list)
        for claim, _, voice in sorted(rows, key=lambda row: (row[0], int(row[1]))):
            found[claim].append(voice)
        return found

    @cached_property
    def spans(self) -> Mapping[str, Span]:
        """Where each passage stands."""
        rows = self.ask("SELECT DISTINCT ?a ?s ?e { ?a a kg:Anchor ; kg:start ?s ; kg:end ?e }")
        return {anchor: (int(start), int(end)) for anchor, start, end in rows}

    @cached_property
    def other_passages(self) -> Mapping[str, list[str]]:
        """The passages of each claim's context and of its chain, one for each."""
        found: dict[str, list[str]] = defaultdict(list)
        for claim, _, anchor in set(
            self.ask(
                "SELECT ?c ?x ?a { ?c a kg:Claim . { ?c kg:contextEvidence ?a BIND(?c AS ?x) } "
                "UNION { ?c kg:utterance ?x . ?x kg:evidence ?a } }"
            )
        ):
            found[claim].append(anchor)
        return found

    @cached_property
    def compared(self) -> Mapping[str, list[tuple[str, str]]]:
        """For each claim the relations of its comparisons, each with the claim on the other side."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        rows = self.ask(
            "SELECT DISTINCT ?x ?r ?a ?b { ?x a kg:Comparison ; kg:relation ?r ; kg:left ?a ; kg:right ?b }"
        )
        for _, relation, left, right in rows:
            name = re.sub(r"([A-Z])", lambda mark: f"-{mark[1].lower()}", relation)
            found[left].append((name, right))
            found[right].append((name, left))
        return found

    @cached_property
    def relations(self) -> Mapping[str, Counter[str]]:
        """How many comparisons of each relation a question has."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for claim, others in self.compared.items():
            found[self.claims[claim].question].update(relation for relation, _ in others)
        return {
            key: Counter({name: n // 2 for name, n in relations.items()}) for key, relations in found.items()
        }

    @cached_property
    def cites(self) -> list[tuple[str, str]]:
        """What cites what, once for each citation."""
        rows = self.ask(
            "SELECT DISTINCT ?x ?a ?b { ?x a kg:Citation ; <http://purl.org/spar/cito/hasCitingEntity> ?a ; "
            "<http://purl.org/spar/cito/hasCitedEntity> ?b }"
        )
        return [(citing, cited) for _, citing, cited in rows]

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kind in the IRI of everything that is named: ``event``, ``agent``, ``law`` …"""
        return dict(self._kinds)

    @cached_property
    def _kinds(self) -> list[tuple[str, ...]]:
        return sorted(set(self.ask(KINDS)))

    def kind_of(self, thing: str, level: str) -> str:
        """The kind of a node of the lineage: documents and works have ids of their own, voices have theirs."""
        if level == "documents" and thing in self.documents:
            return "doc"
        if level == "claims" and thing in self.claims:
            return "claim"
        return next(kind for name, kind in self._kinds if name == thing and kind in NAMED)

    @cached_property
    def issued(self) -> Mapping[str, str]:
        """The dates of documents and parts."""
        return dict(self.ask("SELECT ?d ?i { ?d <http://purl.org/dc/terms/issued> ?i }"))

    @cached_property
    def documents(self) -> list[str]:
        """The documents, without their parts."""
        return sorted(document for (document,) in self.ask("SELECT DISTINCT ?d { ?d a kg:Document }"))

    def answers(self, key: str) -> Answers:
        """The answers to a question."""
        return answers_of(self.questions[key])

    def ends(self, claim: str, seen: set[str] | None = None) -> set[str]:
        """The claims in which the recorded lineage of a claim ends."""
        seen = set() if seen is None else seen
        if claim in seen:
            return set()
        seen.add(claim)
        if not self.sources[claim]:
            return {claim}
        return set[str]().union(
            *(self.ends(each, seen) for each in self.sources[claim] if each in self.claims)
        )

    def support(self, group: list[Said]) -> tuple[int, int, int, int]:
        """Mentions, documents, recorded origins and open ends of an answer."""
        return (
            len(group),
            len({claim.document for claim in group}),
            len({origin for claim in group for origin in self.origins[claim.id]}),
            len(set[str]().union(*(self.ends(claim.id) for claim in group))),
        )

    def standing(self, key: str) -> str:
        """The group of the landing page that a question is in."""
        for relation in ("conflict", "relation-not-stated"):
            if self.relations.get(key, Counter())[relation]:
                return relation
        return "several" if len({claim.document for claim in self.questions[key]}) > 1 else "one"

    def whole(self, thing: str) -> str:
        """The document of a claim or part; anything else is itself."""
        if thing in self.claims:
            return self.claims[thing].document
        head = thing.partition(".")[0]
        return head if head in self.documents and thing not in self.kinds_of_names else thing

    @cached_property
    def kinds_of_names(self) -> set[str]:
        """What the registry names, so that its ids are not taken for parts."""
        return {name for name, kind in self._kinds if kind in NAMED}

    @cached_property
    def lineage(self) -> Mapping[str, Counter[tuple[str, str]]]:
        """The links of each graph of the lineage, each with the number of claims behind it."""
        documents = Counter[tuple[str, str]]()
        claims = Counter[tuple[str, str]]()
        for query in LINEAGE.values():
            for source, derived, claim in self.ask(query):
                ends = (self.whole(source), self.whole(derived))
                if claim:
                    claims[source, derived] += 1
                if ends[0] != ends[1]:
                    documents[ends] += bool(claim)
        voices = Counter(
            (inner, outer) for chain in self.chains.values() for outer, inner in itertools.pairwise(chain)
        )
        return {"documents": documents, "voices": voices, "claims": claims}
