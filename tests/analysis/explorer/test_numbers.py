"""Every number of the page is that of a query of the graph's N-Quads, computed here and not from the page's data."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import ROOT

import kgbuild
from kgbuild.analysis.drift.results import drift
from kgbuild.core.project import load_project
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.pipeline.graphs import BuildResult

Ask = Callable[[str], list[tuple[str, ...]]]

CLAIMS = """SELECT DISTINCT ?claim ?document ?part ?subject ?property ?voice ?counts ?stance ?content ?quote WHERE {
  ?claim a kg:Claim ; kg:inDocument ?document ; kg:content ?content ; kg:sourceVoice ?voice ; kg:counts ?counts ;
    kg:stance ?stance ; kg:evidence/kg:quote ?quote .
  ?content rdf:subject ?subject ; rdf:predicate ?property . OPTIONAL { ?claim kg:inPart ?part } }"""
COMPARISONS = """SELECT DISTINCT ?comparison ?subject ?property ?relation WHERE {
  ?comparison a kg:Comparison ; kg:relation ?relation ; kg:left ?left .
  ?left (kg:content)?/rdf:subject ?subject ; (kg:content)?/rdf:predicate ?property }"""
NAMED = ("agent", "office", "group", "place", "event", "thing", "work", "law", "concept", "voice")
WALK = """async ([addresses, selector]) => {
  const found = [];
  for (const address of addresses) {
    if (location.hash !== address) await new Promise(done => {
      addEventListener("hashchange", () => done(), { once: true }); location.hash = address; });
    found.push([...document.querySelectorAll(selector)].map(each => each.innerText));
  }
  return found;
}"""


def walk(shown: Any, addresses: list[str], selector: str) -> list[list[str]]:
    """The texts that a selector finds at each of some addresses."""
    found: list[list[str]] = shown.page.evaluate(WALK, [addresses, selector])
    return found


def number(text: str) -> int:
    """The last number of a text."""
    return int(re.findall(r"[\d,]+", text)[-1].replace(",", ""))


@pytest.fixture(scope="session")
def keys(asked: Ask) -> dict[str, str]:
    """The key in mappings of each property."""
    vocabulary = load_vocabulary(load_project(ROOT / "kgbuild.toml", []).ontology)
    return {each.iri.rpartition("#")[2]: each.key for each in vocabulary.properties.values()}


def test_the_landing_page_counts_what_the_graph_holds(sample_shown: Any, asked: Ask) -> None:
    """Documents, claims, voices, questions, and how many questions are in each group."""
    shown = sample_shown
    counted = {
        "documents": "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a kg:Document }",
        "claims": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a kg:Claim }",
        "voices": "SELECT (COUNT(DISTINCT ?v) AS ?n) { ?u kg:statedBy ?v }",
        "questions": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?c kg:content/kg:slot ?s }",
        "contested": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?c a kg:Comparison ; kg:relation kg:conflict ; kg:slot ?s }",
    }
    for name, query in counted.items():
        assert number(shown.page.inner_text(f'[data-tally="{name}"] b')) == int(asked(query)[0][0]), name
    documents: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, document, _, subject, prop, *_ in asked(CLAIMS):
        documents[subject, prop].add(document)
    relations = defaultdict(set)
    for _, subject, prop, relation in asked(COMPARISONS):
        relations[subject, prop].add(relation)
    groups = Counter(
        "conflict"
        if "conflict" in relations[key]
        else "relation-not-stated"
        if "relationNotStated" in relations[key]
        else "several"
        if len(found) > 1
        else "one"
        for key, found in documents.items()
    )
    seen = {
        group.get_attribute("data-group"): number(group.locator("h2 .count").inner_text())
        for group in shown.page.locator("[data-group]").all()
    }
    assert seen == groups


def test_every_question_shows_its_answers(sample_shown: Any, asked: Ask, keys: dict[str, str]) -> None:
    """Mentions, documents, recorded origins and open ends of every answer; comparisons by relation."""
    shown = sample_shown
    claims = {row[0]: row for row in asked(CLAIMS)}
    origins = defaultdict(set)
    for claim, origin in asked("SELECT ?c ?o { ?c a kg:Claim ; kg:origin ?o }"):
        origins[claim].add(origin)
    sources = defaultdict(set)
    for claim, source in asked("SELECT ?c ?s { ?c a kg:Claim ; prov:wasDerivedFrom ?s }"):
        sources[claim].add(source)

    def ends(claim: str, seen: set[str]) -> set[str]:
        if claim in seen:
            return set()
        seen.add(claim)
        if not sources[claim]:
            return {claim}
        return set().union(*(ends(each, seen) for each in sources[claim] if each in claims))

    answers: dict[str, dict[tuple[str, bool], list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim, row in claims.items():
        denied = row[7] == "denies"
        if row[6] == "true" or denied:
            answers[f"{row[3]}.{keys[row[4]]}"][row[8], denied].append(claim)
    wanted = {
        key: sorted(
            (
                len(group),
                len({claims[c][1] for c in group}),
                len(set().union(*(origins[c] for c in group))),
                len(set().union(*(ends(c, set()) for c in group))),
            )
            for group in found.values()
        )
        for key, found in answers.items()
    }
    addresses = [f"#/question/{key}" for key in wanted]
    seen = walk(shown, addresses, ".row .support, .question > .relations .relation")
    supports = [sorted(_support(text) for text in texts if "mention" in text) for texts in seen]
    assert dict(zip(wanted, supports, strict=True)) == wanted
    related = defaultdict(Counter)
    for _, subject, prop, relation in asked(COMPARISONS):
        related[f"{subject}.{keys[prop]}"][_words(relation)] += 1
    for key, texts in zip(wanted, seen, strict=True):
        tags = [text for text in texts if "mention" not in text]
        assert {re.sub(r"^\W+|\s+\d+$", "", text).strip(): number(text) for text in tags} == related[key]
    assert len(wanted) > 200


def _support(text: str) -> tuple[int, int, int, int]:
    def found(pattern: str) -> int:
        match = re.search(pattern, text)
        return int(match[1]) if match else 0

    return (
        found(r"(\d+) mention"),
        found(r"in (\d+) document"),
        found(r"(\d+) recorded origin"),
        found(r"not recorded: (\d+)"),
    )


def _words(name: str) -> str:
    return re.sub(r"([A-Z])", lambda found: f" {found[1].lower()}", name)


def test_every_document_and_name_counts_its_claims(sample_shown: Any, asked: Ask) -> None:
    """A document its claims, a thing the claims about it, by it and naming it."""
    shown = sample_shown
    held = Counter[str]()
    for _, document, part, *_ in asked(CLAIMS):
        held.update({document, part} - {""})
    documents = list(held)
    tabs = walk(shown, [f"#/document/{each}" for each in documents], ".tabs a:first-child .count")
    assert {each: number(found[0]) for each, found in zip(documents, tabs, strict=True)} == held
    queries = {
        "What is said of it": "SELECT ?x ?c { ?c a kg:Claim ; kg:content/rdf:subject ?x }",
        "What it says": "SELECT ?x ?c { ?c a kg:Claim ; kg:utterance/kg:statedBy ?x }",
        "Where it is the answer or part of it": "SELECT ?x ?c { ?c a kg:Claim ; "
        "kg:content/(rdf:object|kg:population|kg:placeScope) ?x }",
    }
    wanted: dict[str, dict[str, int]] = defaultdict(dict)
    for heading, query in queries.items():
        for thing, n in Counter(thing for thing, _ in set(asked(query))).items():
            wanted[thing][heading] = n
    kinds = {
        thing: kind
        for thing, kind in asked(
            "SELECT DISTINCT ?x ?k { ?x a ?t BIND(REPLACE(STR(?x), '^.*/([^/]+)/[^/]+$', '$1') AS ?k) }"
        )
        if kind in NAMED
    }
    things = [each for each in wanted if each in kinds]
    seen = walk(shown, [f"#/thing/{kinds[each]}/{each}" for each in things], ".thing > section > h2")
    for thing, texts in zip(things, seen, strict=True):
        found = {re.sub(r"\s*\d+$", "", text): number(text) for text in texts}
        if "What it is invoked for" in found:
            found["Where it is the answer or part of it"] = found.pop("What it is invoked for")
        assert {name: found.get(name) for name in wanted[thing]} == wanted[thing], thing
    assert len(things) > 200


@pytest.mark.parametrize("facet", ["event", "voice", "document", "relation"])
def test_filters_leave_what_the_query_finds(
    sample_shown: Any, asked: Ask, keys: dict[str, str], facet: str
) -> None:
    """The count at every value of a filter, and the questions left when it is chosen."""
    shown = sample_shown
    questions: dict[str, set[tuple[str, str]]] = defaultdict(set)
    if facet == "relation":
        for _, subject, prop, relation in asked(COMPARISONS):
            questions[_words(relation).replace(" ", "-")].add((subject, prop))
    elif facet == "voice":
        for voice, subject, prop in asked(
            "SELECT ?v ?s ?p { ?c kg:utterance/kg:statedBy ?v ; kg:content ?x . ?x rdf:subject ?s ; rdf:predicate ?p }"
        ):
            questions[voice].add((subject, prop))
    else:
        column = {"event": 3, "document": 1}[facet]
        for row in asked(CLAIMS):
            questions[row[column]].add((row[3], row[4]))
    values = sorted(questions)
    left = walk(shown, [f"#/questions?{facet}={each}" for each in values], ".found > .tally")
    assert {each: int(found[0].split()[0]) for each, found in zip(values, left, strict=True)} == {
        each: len(found) for each, found in questions.items()
    }
    shown.go("#/questions")
    shown.page.evaluate(
        "() => document.querySelectorAll('.facet details').forEach(each => { each.open = true; })"
    )
    shown.page.wait_for_timeout(50)
    counts = shown.page.eval_on_selector_all(
        ".facet a",
        "all => all.map(each => [each.getAttribute('href'), each.querySelector('.count').textContent])",
    )
    at_values = {
        href.partition("=")[2]: int(n) for href, n in counts if href.startswith(f"#/questions?{facet}=")
    }
    assert at_values == {each: len(found) for each, found in questions.items()}


@pytest.mark.parametrize(
    "words", ["131", "killed", "Sumqayıt", "sumqayit", "azərbaycan", "martyrs' alley", "zzz"]
)
def test_search_finds_every_quote(sample_shown: Any, asked: Ask, words: str) -> None:
    """Typing finds each claim whose quote holds the words, diacritics and apostrophes folded."""
    shown = sample_shown
    shown.page.keyboard.press("/")
    shown.page.keyboard.type(words)
    wanted = {row[0] for row in asked(CLAIMS) if folded(words) in folded(row[9])}
    section = shown.page.locator('[data-found="claim"]')
    while section.locator("button.more:visible").count():
        section.locator("button.more").click()
    found = {href.partition("claim/")[2] for href in _links(section)}
    assert wanted <= found
    assert (len(found) == 0) == (words == "zzz") or not wanted


def folded(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.lower().replace("ı", "i").replace("ə", "e").replace("’", "'").replace("‘", "'")


def _links(section: Any) -> list[str]:
    if not section.count():
        return []
    found: list[str] = section.locator("a.open").evaluate_all(
        "all => all.map(each => each.getAttribute('href'))"
    )
    return found


def test_drift_shows_what_the_command_says(sample_shown: Any) -> None:
    """The differences by group are those of `kgbuild drift`, and every quote leads to its claim."""
    study = kgbuild.study(ROOT)
    found = drift(study, study.sections["agency-report-2025"], study.sections["letter-2025-01-20.annex"])
    wanted = Counter(change.group for change in found.changes)
    sample_shown.go("#/drift/agency-report-2025/letter-2025-01-20.annex")
    seen = {
        each.get_attribute("data-drift"): number(each.locator("h2 .count").inner_text())
        for each in sample_shown.page.locator("[data-drift]").all()
    }
    assert seen == wanted
    assert number(sample_shown.page.inner_text(".tabs a:first-child .count")) == len(found.changes)
    assert f"{found.same} statements are the same" in sample_shown.page.inner_text(".lead")


def test_the_turtle_of_a_claim_is_in_the_graph(sample_shown: Any, sample: BuildResult) -> None:
    """What the page shows as RDF is read by another parser, and every triple of it is in the graph."""
    triples = {triple for graph in sample.graphs.values() for triple in graph}
    for claim in (
        "letter-2020-01-17.toll.killed",
        "agency-report-2025.toll.killed",
        "news-report-2026.toll.missing",
    ):
        sample_shown.go(f"#/claim/{claim}")
        sample_shown.page.locator("details.turtle summary").click()
        shown = sample_shown.page.locator(".turtle pre", has_text=f"claim:{claim}")
        shown.wait_for()
        read = {
            tuple(map(str, triple))[:3] for triple in ox.parse(shown.inner_text(), format=ox.RdfFormat.TURTLE)
        }
        assert len(read) > 25
        assert read <= triples


def test_figures_are_grouped_by_what_they_rest_on(sample_shown: Any, asked: Ask) -> None:
    """Every figure stands in one group, by the number of works and claims in which its recorded lineage ends."""
    figures = asked(
        "SELECT DISTINCT ?content ?stance "
        "{ ?c a kg:QuantityClaim ; kg:content ?content ; kg:counts true ; kg:stance ?stance }"
    )
    sample_shown.go("#/figures")
    counts = [number(text) for text in sample_shown.page.locator(".tabs .count").all_inner_texts()]
    assert counts[0] == sum(counts[1:]) == len({content for content, _ in figures})
    for at, kind in enumerate(("one", "several", "none"), start=1):
        sample_shown.go(f"#/figures?rests={kind}")
        assert sample_shown.page.locator(".figurelist > li").count() == counts[at]


def test_every_dated_event_is_on_the_timeline(sample_shown: Any, asked: Ask) -> None:
    """The events that claims give a date, each once."""
    wanted = asked(
        "SELECT DISTINCT ?event { ?c a kg:Claim ; kg:counts true ; kg:property kg:occurred ; kg:content ?p . "
        "?p rdf:subject ?event ; kg:polarity kg:positive ; rdf:object/(kg:from|kg:to) ?day }"
    )
    sample_shown.go("#/timeline")
    seen = [each.get_attribute("data-event") for each in sample_shown.page.locator("[data-event]").all()]
    assert len(seen) == len(set(seen))
    assert {event for (event,) in wanted} <= set(seen)
