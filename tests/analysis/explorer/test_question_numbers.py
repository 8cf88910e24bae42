"""The numbers of the landing page, of its filters and of every question: those counted from the N-Quads."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from analysis.explorer.counted import Counted, Said, answers_of, plural
from analysis.explorer.walking import (
    CARD,
    FEW,
    Expected,
    Notes,
    Walk,
    address,
    answer_notes,
    relation_notes,
)

FACETS = ("event", "property", "relation", "voice", "document", "year")
OF_CLAIMS = ("voice", "document", "year")


def test_every_question(walk: Walk, counted: Counted) -> None:
    """Its relations, what stands behind every answer, what is beside, and how many comparisons there are."""

    def expected() -> Expected:
        for key, claims in counted.questions.items():
            beside = sum(not (claim.counts or claim.denies) for claim in claims)
            relations = counted.relations.get(key, Counter[str]())
            notes = relation_notes(counted, key) + answer_notes(counted, counted.answers(key))
            notes[f"Beside the answers → {beside}"] += beside > 0
            notes[f"How the answers compare → {relations.total()}"] += bool(relations)
            yield address("question", key), +notes

    assert walk.same(expected()) > 200


class Landing:
    """What the landing page shows under some filters."""

    def __init__(self, counted: Counted) -> None:
        self.counted = counted

    def values(self, facet: str, claim: Said) -> list[str]:
        """The values of a facet that hold for a claim or its question."""
        match facet:
            case "event":
                return [claim.subject]
            case "property":
                return [claim.property]
            case "relation":
                return list(self.counted.relations.get(claim.question, ()))
            case "voice":
                return self.counted.chains[claim.id]
            case "document":
                return [claim.document]
        return [self.counted.issued.get(claim.document, "none")[:4]]

    def passing(self, chosen: dict[str, str]) -> dict[str, list[Said]]:
        """The questions that pass, each with the claims that do."""
        found: dict[str, list[Said]] = defaultdict(list)
        for claim in self.counted.claims.values():
            if all(value in self.values(facet, claim) for facet, value in chosen.items()):
                found[claim.question].append(claim)
        return found

    def counts(self, facet: str, chosen: dict[str, str]) -> Counter[str]:
        """How many questions there would be for each value of a facet."""
        left = self.passing({name: value for name, value in chosen.items() if name != facet})
        return Counter(
            value for claims in left.values() for value in {v for c in claims for v in self.values(facet, c)}
        )

    def notes(self, chosen: dict[str, str]) -> Notes:
        """All notes but those of the opening."""
        left = self.passing(chosen)
        notes = Notes()
        for facet in FACETS:
            counts = self.counts(facet, chosen)
            if len(counts) < 2 and facet not in chosen:
                continue
            for value, n in counts.items():
                query = {**chosen, facet: value}
                if chosen.get(facet) == value:
                    del query[facet]
                notes[f"{address('questions', **query)} → {n}"] += 1
            rest = [value for at, (value, _) in enumerate(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
                    if at >= CARD and chosen.get(facet) != value]  # fmt: skip
            notes[f"{len(rest)} more"] += bool(rest)
        notes[f"({len(chosen)})"] += bool(chosen)
        notes[f"{plural(len(left), 'question')} of {len(self.counted.questions)}"] += 1
        headings = {"conflict": "Answers that conflict", "relation-not-stated": "How the answers relate is not stated",
                    "several": "Answered by several documents", "one": "Answered by one document"}  # fmt: skip
        for group, n in Counter(map(self.counted.standing, left)).items():
            notes[f"{headings[group]} → {n}"] += 1
        for key, claims in left.items():
            notes += self.question(key, claims)
        return +notes

    def question(self, key: str, claims: list[Said]) -> Notes:
        """A card, or a line."""
        counted = self.counted
        if counted.standing(key) in ("several", "one"):
            more = len(counted.answers(key)) - FEW
            return +Notes(
                {f"{address('question', key)} → {len(counted.questions[key])}": 1, f"+{more}": more > 0}
            )
        answers = answers_of(claims)
        beside = sum(not (claim.counts or claim.denies) for claim in claims)
        notes = relation_notes(counted, key)
        notes[f"{plural(beside, 'claim')} beside: planned, demanded, questioned …"] += beside > 0
        more = len(answers) - CARD
        notes[f"and {plural(more, 'more answer')}"] += more > 0
        return +(notes + (answer_notes(counted, answers) if more <= 0 else Notes()))

    def some(self, chosen: dict[str, str]) -> Notes:
        """The answers of cards that show only the first."""
        found = Notes()
        for key, claims in self.passing(chosen).items():
            answers = answers_of(claims)
            if self.counted.standing(key) not in ("several", "one") and len(answers) > CARD:
                found += answer_notes(self.counted, answers)
        return found


def test_the_landing_page(walk: Walk, counted: Counted) -> None:
    """What it opens with, and every filter, group, card and line."""
    landing = Landing(counted)
    voices = {voice for chain in counted.chains.values() for voice in chain}
    tallies = {
        "documents": len(counted.documents), "claims": len(counted.claims), "voices": len(voices),
        "questions": len(counted.questions),
        "contested": sum(counted.standing(key) == "conflict" for key in counted.questions),
    }  # fmt: skip
    notes = landing.notes({}) + Counter(f"{name} → {n:,}" for name, n in tallies.items())
    notes += Counter(
        plural(n, "claim") for n in Counter(c.document for c in counted.claims.values()).values()
    )
    edges = Counter[tuple[str, str]]()
    for claim in counted.claims.values():
        for source in counted.sources[claim.id]:
            if source in counted.claims and counted.claims[source].document != claim.document:
                edges[claim.document, counted.claims[source].document] += 1
    titles = dict(counted.ask("SELECT ?d ?t { ?d a kg:Document ; <http://purl.org/dc/terms/title> ?t }"))
    for (derived, source), n in edges.items():
        names = [titles.get(each, each) for each in (derived, source)]
        notes[f"{names[0]} has {plural(n, 'claim')} from {names[1]}"] += 1
    assert len(edges) == 1
    notes["1 document has claims from another"] += 1
    walk.same(iter([("#/questions", notes)]), {"#/questions": landing.some({})})


@pytest.mark.parametrize("facet", FACETS)
def test_every_filter(walk: Walk, counted: Counted, facet: str) -> None:
    """Every value of a filter: what is left, and the counts at all other filters; with a second filter too."""
    landing = Landing(counted)
    values = [value for value, _ in landing.counts(facet, {}).most_common()]
    second = {name: value for name, value in (("relation", "agree"), ("year", "2021")) if name != facet}
    chosen = [{facet: value} for value in values] + [
        dict(sorted({facet: values[0], name: value}.items(), key=lambda each: FACETS.index(each[0])))
        for name, value in second.items()
    ]
    some = {address("questions", **each): landing.some(each) for each in chosen}
    walk.same(((address("questions", **each), landing.notes(each)) for each in chosen), some)
