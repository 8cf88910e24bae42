"""Guards: shapes that a build always keeps. Each is shown a sound graph with one thing broken, and only it fires."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from jena import Jena
from small_project import BASE, shipped, sound_graph

from kgbuild.claims.claim import kg
from kgbuild.core.terms import XSD, Term, Triple, boolean, integer, literal
from kgbuild.graph import terms as t
from kgbuild.graph.shapes.engines import validate_fast, validate_reference
from kgbuild.graph.shapes.library import ShapesLibrary
from kgbuild.graph.shapes.run import validate_union
from kgbuild.graph.statements import st

TOLL, MISSING, NEWS = (
    f"<{BASE}claim/{name}>" for name in ("letter.toll.killed", "letter.missing.missing", "news.toll.killed")
)
STATEMENT = f"<{BASE}statement/letter.toll.killed>"
SAID = f"<{BASE}said/letter.toll.killed.0>"
COURT, HARBOR, NORLAND, ADA = (
    f"<{BASE}{name}>" for name in ("agent/court", "place/harbor", "place/norland", "agent/ada")
)
LETTER, PART, TEXT = f"<{BASE}doc/letter>", f"<{BASE}part/letter.annex>", f"<{BASE}text/letter>"
NEW = "<https://example.org/new>"


class Graph:
    """A set of triples that a case changes."""

    def __init__(self, triples: frozenset[Triple]) -> None:
        self.triples = set(triples)

    def one(self, subject: Term, predicate: Term) -> Term:
        """An object of a subject and predicate (the first, if there are several)."""
        return min(o for s, p, o in self.triples if (s, p) == (subject, predicate))

    def typed(self, kind: Term) -> Term:
        """A node of a type."""
        return min(s for s, p, o in self.triples if (p, o) == (t.TYPE, kind))

    def drop(self, subject: Term, predicate: Term | None = None) -> None:
        """Take away what is said of a subject (by one predicate)."""
        self.triples = {x for x in self.triples if x[0] != subject or predicate not in (None, x[1])}

    def add(self, subject: Term, predicate: Term, value: Term) -> None:
        """Say one thing more."""
        self.triples.add((subject, predicate, value))

    def put(self, subject: Term, predicate: Term, value: Term) -> None:
        """Say another thing instead."""
        self.drop(subject, predicate)
        self.add(subject, predicate, value)

    def text(self) -> str:
        """As N-Triples."""
        return "".join(f"{s} {p} {o} .\n" for s, p, o in sorted(self.triples))


def content(g: Graph, name: str = "letter.wounded.wounded") -> Term:
    """The proposition of a claim (by default one that no other claim shares and no comparison mentions)."""
    return g.one(f"<{BASE}claim/{name}>", t.CONTENT)


def anchor(g: Graph) -> Term:
    """The anchor of a claim, found exactly."""
    node = g.one(TOLL, t.EVIDENCE)
    assert g.one(node, t.MATCH) == kg("exact")
    return node


def selector(g: Graph, kind: Term) -> Term:
    """A selector of that anchor."""
    return next(
        o
        for s, p, o in sorted(g.triples)
        if s == anchor(g) and p == t.HAS_SELECTOR and (o, t.TYPE, kind) in g.triples
    )


def utterance(g: Graph, claim: Term, depth: int, voice: Term) -> None:
    """A further utterance of a claim."""
    g.add(claim, t.HAS_UTTERANCE, NEW)
    orphan_utterance(g)
    g.put(NEW, t.DEPTH, integer(depth))
    g.put(NEW, t.STATED_BY, voice)


def orphan_utterance(g: Graph) -> None:
    """An utterance of no claim."""
    for p, o in (
        (t.TYPE, t.UTTERANCE),
        (t.DEPTH, integer(0)),
        (t.STATED_BY, COURT),
        (t.STANCE, kg("asserts")),
    ):
        g.add(NEW, p, o)


def silent_claim(g: Graph) -> None:
    """A claim whose utterances are gone."""
    g.drop(TOLL, t.HAS_UTTERANCE)
    g.drop(SAID)


def short_quote(g: Graph) -> None:
    """An exact quote that is shorter than its span; its selector says the same."""
    g.put(anchor(g), t.QUOTE, literal("131"))
    g.put(selector(g, t.TEXT_QUOTE), t.EXACT, literal("131"))


def proposition_without(g: Graph, predicate: Term) -> None:
    """A proposition that lacks one thing."""
    fields = {
        t.TYPE: t.PROPOSITION,
        t.SUBJECT: HARBOR,
        t.PREDICATE: kg("killed"),
        t.OBJECT: NORLAND,
        t.POLARITY: t.POSITIVE,
    }
    for p, o in fields.items():
        if p != predicate:
            g.add(NEW, p, o)
    g.add(NEW, t.IN_SLOT, f"<{BASE}slot/new>")
    for p in (t.SUBJECT, t.PREDICATE):
        g.add(f"<{BASE}slot/new>", p, fields[p])


def quantity(g: Graph, **fields: Term) -> None:
    """A quantity of no claim."""
    g.add(NEW, t.TYPE, t.QUANTITY)
    for name, value in {"unit": kg("person"), "approximation": kg("exactly"), **fields}.items():
        if value:
            g.add(NEW, kg(name), value)


def without_derivation(g: Graph) -> None:
    """A link of lineage whose derivation is gone."""
    node = g.typed(t.DERIVATION)
    g.drop(node)
    g.triples = {x for x in g.triples if x[2] != node}


def without_plain_triple(g: Graph) -> None:
    """A derivation whose plain triple is gone."""
    node = g.typed(t.DERIVATION)
    g.triples.discard((g.one(node, t.DERIVED), t.DERIVED_FROM, g.one(node, t.PROV_ENTITY)))


def day_of_another_number(g: Graph) -> None:
    """A day whose bounds are another day."""
    node = next(s for s, p, o in sorted(g.triples) if p == t.FROM and (s, t.TO, o) in g.triples)
    g.put(node, t.FROM, integer(19890101))
    g.put(node, t.TO, integer(19890101))


def denial_that_counts(g: Graph) -> None:
    """A claim that is denied, and counts all the same."""
    g.put(TOLL, t.STANCE, kg("denies"))
    g.put(SAID, t.STANCE, kg("denies"))


def as_denied(g: Graph) -> None:
    """A statement that a voice denies, though its claim says it."""
    g.add(STATEMENT, st("deniedBy"), g.one(STATEMENT, st("saidBy")))
    g.drop(STATEMENT, st("saidBy"))


def subject_not_described(g: Graph) -> None:
    """A proposition, and its question, about what nothing describes."""
    g.put(content(g), t.SUBJECT, NEW)
    g.put(g.one(content(g), t.IN_SLOT), t.SUBJECT, NEW)


def passage(g: Graph, lacking: Term) -> None:
    """The selector of a passage that lacks its start or its end."""
    first, last = (f"<{BASE}selector/new.{end}>" for end in "se")
    g.add(NEW, t.TYPE, t.RANGE_SELECTOR)
    for predicate, node in ((t.HAS_START, first), (t.HAS_END, last)):
        if predicate != lacking:
            g.add(NEW, predicate, node)
    g.add(first, t.EXACT, literal("131"))
    g.add(last, t.OA_END, integer(9))


def retrieved(g: Graph, *days: str) -> None:
    """A document that was retrieved on some days."""
    for day in days:
        g.add(LETTER, t.RETRIEVED, literal(day, t.DATE))


def originals(g: Graph, *hashes: str) -> None:
    """A document with the hashes of some originals."""
    for digest in hashes:
        g.add(LETTER, t.ORIGINAL_HASH, literal(digest))


def places(g: Graph, *values: str) -> None:
    """The selector of a place in an original, with some values."""
    g.add(NEW, t.TYPE, t.FRAGMENT_SELECTOR)
    for value in values:
        g.add(NEW, t.RDF_VALUE, literal(value))


def source_record(g: Graph) -> None:
    """What a source record says, as kgbuild writes it."""
    said = {
        t.URL: ("https://example.org/a.pdf?page=1&x=2",),
        t.ARCHIVED_AT: ("https://web.archive.org/web/2020/https://example.org/a",),
        t.ORIGINAL_HASH: ("9f" * 32,),
        t.IDENTIFIER: ("doi:10.1000/182", "urn:isbn:9780306406157", "urn:isbn:080442957X", "ark:12148/btv1b8449691v"),
        t.PAGINATION: ("12-15",),
    }  # fmt: skip
    for predicate, values in said.items():
        for value in values:
            g.add(LETTER, predicate, literal(value))
    retrieved(g, "2026-11-30")
    places(g, "page=2")


CASES: dict[str, Callable[[Graph], None]] = {
    "KG441": lambda g: g.drop(f"<{BASE}claim/letter.wounded.wounded>", t.CONTENT),
    "KG442": lambda g: g.drop(TOLL, t.EVIDENCE),
    "KG443": silent_claim,
    "KG444": lambda g: g.add(TOLL, t.IN_DOCUMENT, f"<{BASE}doc/reply>"),
    "KG445": lambda g: g.put(TOLL, t.STANCE, kg("suspects")),
    "KG446": lambda g: g.drop(TOLL, t.MODALITY),
    "KG447": lambda g: g.put(TOLL, t.PROPERTY, kg("wounded")),
    "KG448": lambda g: g.put(TOLL, t.SOURCE_VOICE, COURT),
    "KG449": lambda g: g.drop(SAID, t.DEPTH),
    "KG450": lambda g: g.add(SAID, t.STATED_BY, COURT),
    "KG451": lambda g: g.put(SAID, t.STANCE, kg("confirms")),
    "KG452": lambda g: g.put(f"<{BASE}said/letter.missing.missing.1>", t.DEPTH, integer(2)),
    "KG453": lambda g: utterance(g, MISSING, 0, ADA),
    "KG454": orphan_utterance,
    "KG455": lambda g: g.drop(content(g), t.SUBJECT),
    "KG456": lambda g: proposition_without(g, t.PREDICATE),
    "KG457": lambda g: g.drop(content(g), t.OBJECT),
    "KG458": lambda g: g.drop(content(g), t.POLARITY),
    "KG459": lambda g: g.put(content(g), t.IN_SLOT, g.one(content(g, "letter.when.occurred"), t.IN_SLOT)),
    "KG460": lambda g: g.drop(anchor(g), t.START),
    "KG461": lambda g: g.drop(anchor(g), t.END),
    "KG462": lambda g: g.put(PART, t.END, integer(1)),
    "KG463": short_quote,
    "KG464": lambda g: g.put(anchor(g), t.SPAN_HASH, literal("5f2c")),
    "KG465": lambda g: g.put(anchor(g), t.HAS_SOURCE, LETTER),
    "KG466": lambda g: g.put(anchor(g), t.MATCH, kg("fuzzy")),
    "KG467": lambda g: g.put(selector(g, t.TEXT_POSITION), t.OA_START, integer(0)),
    "KG468": lambda g: g.put(selector(g, t.TEXT_QUOTE), t.EXACT, literal("131")),
    "KG469": lambda g: g.drop(TEXT, t.TEXT_HASH),
    "KG470": lambda g: g.add(NEW, kg("killed"), integer(131)),
    "KG492": lambda g: g.put(MISSING, t.TYPE, t.CLAIM),
    "KG471": lambda g: g.add("_:b", t.TYPE, t.SLOT),
    "KG472": lambda g: g.add(ADA, "<https://schema.org/jobTitle>", literal("Ambassador")),
    "KG473": lambda g: g.add(ADA, t.PREF_LABEL, literal("A. Berg", language="en")),
    "KG474": lambda g: g.drop(g.typed(t.COMPARISON), t.LEFT),
    "KG475": lambda g: g.drop(g.typed(t.COMPARISON), t.RIGHT),
    "KG476": lambda g: g.put(g.typed(t.COMPARISON), t.RELATION, kg("refuted")),
    "KG477": lambda g: g.put(g.typed(t.COMPARISON), t.IN_SLOT, g.one(content(g), t.IN_SLOT)),
    "KG478": lambda g: g.put(g.typed(t.DERIVATION), t.BASIS, kg("similarity")),
    "KG479": without_plain_triple,
    "KG480": without_derivation,
    "KG481": lambda g: g.drop(g.typed(t.IDENTIFICATION), t.IDENTITY_READING),
    "KG482": lambda g: quantity(g, lo=integer(20), hi=integer(10)),
    "KG483": lambda g: quantity(g, unit=""),
    "KG484": lambda g: quantity(g, approximation=kg("roughly")),
    "KG485": lambda g: (g.add(NEW, t.FROM, integer(19900120)), g.add(NEW, t.TO, integer(19900119)))[0],
    "KG486": lambda g: g.drop(LETTER, t.TEXT_LAYER),
    "KG487": lambda g: g.add(g.typed(t.CITATION), t.CITED, LETTER),
    "KG488": lambda g: g.drop(g.typed(t.CITATION), t.EVIDENCE),
    "KG489": lambda g: g.drop(g.typed(t.HIERARCHY_LINK), t.SOURCE),
    "KG490": lambda g: g.add(NORLAND, t.BROADER, HARBOR),
    "KG491": lambda g: utterance(g, TOLL, 1, g.one(TOLL, t.SOURCE_VOICE)),
    "KG493": lambda g: (g.put(SAID, t.STATED_BY, NEW), g.put(TOLL, t.SOURCE_VOICE, NEW))[0],
    "KG494": lambda g: g.drop(TOLL, t.COUNTS),
    "KG495": lambda g: g.put(TOLL, t.COUNTS, boolean(False)),
    "KG496": lambda g: g.drop(TOLL, t.MAPPED_AT),
    "KG497": day_of_another_number,
    "KG498": lambda g: passage(g, t.HAS_START),
    "KG440": lambda g: g.put(STATEMENT, st("quote"), literal("130 civilians were killed")),
    "KG433": lambda g: g.add(LETTER, t.URL, literal("the ministry's site")),
    "KG439": lambda g: g.add(LETTER, t.ARCHIVED_AT, literal("Wayback Machine")),
    "KG434": lambda g: g.add(LETTER, t.RETRIEVED, literal("2026-11-30")),
    "KG435": lambda g: g.add(LETTER, t.ORIGINAL_HASH, literal("sha256:5f2c")),
    "KG436": lambda g: g.add(LETTER, t.IDENTIFIER, literal("doi:182")),
    "KG437": lambda g: g.add(LETTER, t.PAGINATION, literal(" ")),
    "KG438": lambda g: g.add(NEW, t.TYPE, t.FRAGMENT_SELECTOR),
}  # fmt: skip
# Other ways to break what a guard keeps: each one property of one node changed, removed or misdirected.
MORE: dict[str, tuple[str, Callable[[Graph], None]]] = {
    "no property": ("KG447", lambda g: g.drop(TOLL, t.PROPERTY)),
    "two properties": ("KG447", lambda g: g.add(TOLL, t.PROPERTY, kg("wounded"))),
    "no source voice": ("KG448", lambda g: g.drop(TOLL, t.SOURCE_VOICE)),
    "two source voices": ("KG448", lambda g: g.add(TOLL, t.SOURCE_VOICE, COURT)),
    "a denial that counts": ("KG495", denial_that_counts),
    "a plan that counts": ("KG495", lambda g: g.put(TOLL, t.MODALITY, kg("planned"))),
    "counts twice": ("KG494", lambda g: g.add(TOLL, t.COUNTS, literal("yes"))),
    "a voice of a document that nothing describes": ("KG493", lambda g: g.put(LETTER, t.VOICE, NEW)),
    "a citation of what nothing describes": ("KG493", lambda g: g.put(g.typed(t.CITATION), t.CITED, NEW)),
    "a subject that nothing describes": ("KG493", subject_not_described),
    "a place without a line": ("KG496", lambda g: g.put(TOLL, t.MAPPED_AT, literal("mappings/letter.yaml"))),
    "a passage without its end": ("KG498", lambda g: passage(g, t.HAS_END)),
    "retrieved on two days": ("KG434", lambda g: retrieved(g, "2026-11-29", "2026-11-30")),
    "two originals": ("KG435", lambda g: originals(g, "0" * 64, "1" * 64)),
    "an ISBN cut short": ("KG436", lambda g: g.add(LETTER, t.IDENTIFIER, literal("urn:isbn:978030640615"))),
    "pages of a citation that are none": ("KG437", lambda g: g.add(g.typed(t.CITATION), t.PAGINATION, literal(""))),
    "a statement whose claim denies it": ("KG440", as_denied),
    "a statement said by another": ("KG440", lambda g: g.put(STATEMENT, st("saidBy"), COURT)),
    "a statement of nobody": ("KG440", lambda g: g.drop(STATEMENT, st("saidBy"))),
    "a statement both said and denied": ("KG440", lambda g: g.add(STATEMENT, st("deniedBy"), COURT)),
    "a statement about another": ("KG440", lambda g: g.put(STATEMENT, st("subject"), HARBOR)),
    "a statement elsewhere in the text": ("KG440", lambda g: g.put(STATEMENT, st("start"), integer(0))),
    "a statement of no claim": ("KG440", lambda g: g.put(STATEMENT, st("claim"), MISSING)),
    "a place with two values": ("KG438", lambda g: places(g, "page=1", "page=2")),
}  # fmt: skip


@pytest.fixture(scope="module")
def library() -> ShapesLibrary:
    """The shapes that kgbuild ships."""
    return shipped()


@pytest.fixture(scope="module")
def sound() -> frozenset[Triple]:
    """The graph that the cases break."""
    return sound_graph()


@pytest.mark.parametrize("code", CASES)
def test_a_broken_graph_breaks_its_guard_alone(
    code: str, sound: frozenset[Triple], library: ShapesLibrary
) -> None:
    """Exactly the expected guard fires, and both engines give the same shape, node, value and severity."""
    graph = Graph(sound)
    CASES[code](graph)
    fires_alone(code, graph, library)


@pytest.mark.parametrize("way", MORE)
def test_each_way_to_break_a_guard_is_found(
    way: str, sound: frozenset[Triple], library: ShapesLibrary
) -> None:
    """What a guard keeps can be broken in several ways; each is found by its guard alone, in both engines."""
    code, change = MORE[way]
    graph = Graph(sound)
    change(graph)
    fires_alone(code, graph, library)


def fires_alone(code: str, graph: Graph, library: ShapesLibrary) -> None:
    """One guard fires and no other, with the same shape, node, value and severity in both engines.

    But for the guard of statements: the statement of a claim that is broken no longer says what that says.
    """
    data = graph.text()
    found = validate_fast(library.text, data, "nt")
    results = [result for result in found if library.shapes[result.shape].code == code]
    assert {library.shapes[result.shape].code for result in found} in ({code}, {code, "KG440"})
    shape = library.by_code(code)
    assert shape is not None
    assert shape.guard
    assert results == validate_reference(library.only(shape.iri), data, "nt")
    assert {result.severity for result in results} == {shape.severity}


def test_a_third_engine_finds_the_same(sound: frozenset[Triple], library: ShapesLibrary, jena: Jena) -> None:
    """Apache Jena finds nothing in the sound graph, and at every broken one the same shapes and nodes as kgbuild."""
    assert jena.results(Graph(sound).text()) == set()
    different = []
    for name, change in {**CASES, **{way: change for way, (_, change) in MORE.items()}}.items():
        graph = Graph(sound)
        change(graph)
        data = graph.text()
        found = {
            (result.shape.strip("<>"), result.focus.strip("<>"))
            for result in validate_fast(library.text, data, "nt")
        }
        if jena.results(data) != found:
            different.append(name)
    assert different == []


def test_every_guard_has_a_case(library: ShapesLibrary) -> None:
    """A guard without a case would be a promise nobody has seen kept."""
    assert set(CASES) == {shape.code for shape in library.shapes.values() if shape.guard}


def test_on_a_sound_graph_no_shape_fires_and_every_shape_but_a_few_looks(
    sound: frozenset[Triple], library: ShapesLibrary
) -> None:
    """Both engines pass the graph that the cases start from, by all shapes; those without a focus node are few."""
    graph = Graph(sound)
    source_record(graph)
    data = graph.text()
    for engine in ("shacl", "pyshacl"):
        validation = validate_union(library, data, format="nt", engine=engine)
        assert validation.results == []
        assert validation.focus_nodes > 0
        # No signature, no addressee, no passage, no time that an event gives; and three look at relations of events.
        assert validation.shapes_count == len(library.shapes) - 7


def test_a_literal_of_another_datatype_is_a_result_by_both_engines(
    sound: frozenset[Triple], library: ShapesLibrary
) -> None:
    """An offset that is a text, or an integer in another spelling, is reported alike: literals are not rewritten."""
    for value in (literal("12"), f'"012"^^<{XSD}integer>', f'"twelve"^^<{XSD}integer>'):
        graph = Graph(sound)
        graph.put(anchor(graph), t.START, value)
        only = library.only(next(iri for iri, shape in library.shapes.items() if shape.code == "KG460"))
        data = graph.text()
        assert validate_fast(only, data, "nt") == validate_reference(only, data, "nt")
