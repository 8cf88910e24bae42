"""How Turtle and TriG look."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from kgbuild.core.errors import TermError, VocabularyError
from kgbuild.core.terms import RDF, XSD, Triple, boolean, integer, iri, literal
from kgbuild.graph.write.names import WIDTH, Prefixes
from kgbuild.graph.write.turtle import Blocks, ShortForms, TrigWriter, TurtleWriter

KG = "https://w3id.org/kgbuild/ns#"
CLAIM = "https://example.org/claim/"
PREFIXES = {"xsd": XSD, "kg": KG, "claim": CLAIM, "graph": "https://example.org/graph/"}
GRAPH = iri("https://example.org/graph/doc.news1")


def turtle(*triples: Triple, prefixes: Mapping[str, str] = PREFIXES) -> str:
    stream = io.BytesIO()
    writer = TurtleWriter(stream, Blocks(prefixes))
    writer.graph(GRAPH, sorted(triples))
    writer.close()
    return stream.getvalue().decode()


def short(term: str) -> str:
    return ShortForms(Prefixes(PREFIXES))[term]


def test_layout() -> None:
    """Prefixes sorted; a graph named in a comment; `a` first; a line a predicate; commas between objects."""
    a, b = iri(CLAIM + "news1.toll.killed"), iri(CLAIM + "z")
    text = turtle(
        (a, iri(RDF + "type"), iri(KG + "Claim")),
        (a, iri("http://a.example/first"), literal("x", language="en")),
        (a, iri(KG + "utterance"), iri(CLAIM + "u.0")),
        (a, iri(KG + "utterance"), iri(CLAIM + "u.1")),
        (b, iri(KG + "lo"), integer(5)),
    )
    assert text == (
        "@prefix claim: <https://example.org/claim/> .\n"
        "@prefix graph: <https://example.org/graph/> .\n"
        "@prefix kg: <https://w3id.org/kgbuild/ns#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "\n"
        "# graph graph:doc.news1\n"
        "\n"
        "claim:news1.toll.killed\n"
        "    a kg:Claim ;\n"
        '    <http://a.example/first> "x"@en ;\n'
        "    kg:utterance claim:u.0, claim:u.1 .\n"
        "\n"
        "claim:z\n"
        "    kg:lo 5 .\n"
    )


def test_trig_wraps_the_same_blocks() -> None:
    """TriG holds the very blocks of Turtle between `name {` and `}`."""
    stream = io.BytesIO()
    triples = [(iri(CLAIM + "a"), iri(KG + "lo"), integer(i)) for i in (1, 2)]
    writer = TrigWriter(stream, Blocks(PREFIXES))
    writer.graph(GRAPH, triples)
    writer.close()
    expected = turtle(*triples).replace("# graph graph:doc.news1\n", "graph:doc.news1 {\n") + "}\n"
    assert stream.getvalue().decode() == expected


@pytest.mark.parametrize("surplus", [0, 1])
def test_objects_stay_on_one_line_while_they_fit(surplus: int) -> None:
    """Several objects share a line of up to 110 columns; beyond that each has its own."""
    fixed = len('    kg:x "", "b" ;')
    first, second = literal("a" * (WIDTH - fixed + surplus)), literal("b")
    text = turtle(*((iri(CLAIM + "s"), iri(KG + p), o) for p in "xy" for o in (first, second)))
    line = next(line for line in text.splitlines() if line.startswith("    kg:x"))
    if surplus:
        assert f"    kg:x\n        {first},\n        {second} ;\n" in text
    else:
        assert len(line) == WIDTH
    assert max(map(len, text.splitlines())) <= max(WIDTH, len(first) + 10)


@pytest.mark.parametrize(
    ("local", "is_short"),
    [
        ("news1.toll.killed", True), ("rome-statute.7", True), ("5f2c", True), ("_a", True), ("ə", True),
        ("a:b", True), ("a..b", True), ("", True), ("a·", True),
        ("a.", False), (".a", False), ("-a", False), ("·a", False), ("a%20b", False), ("a?b", False),
        ("a/b", False), ("a#b", False), ("(a)", False), ("a,b", False), ("a~b", False),
    ],
)  # fmt: skip
def test_prefixed_names(local: str, is_short: bool) -> None:
    """An IRI is shortened only where its local part is a PN_LOCAL without any escape."""
    assert short(iri(CLAIM + local)) == (f"claim:{local}" if is_short else f"<{CLAIM}{local}>")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (integer(5), "5"),
        (integer(-7), "-7"),
        (literal("05", XSD + "integer"), '"05"^^xsd:integer'),
        (literal("-0", XSD + "integer"), '"-0"^^xsd:integer'),
        (literal("+5", XSD + "integer"), '"+5"^^xsd:integer'),
        (literal("5\n", XSD + "integer"), '"5\\n"^^xsd:integer'),
        (literal("٥", XSD + "integer"), '"٥"^^xsd:integer'),
        (literal("1.50", XSD + "decimal"), "1.50"),
        (literal("5.", XSD + "decimal"), '"5."^^xsd:decimal'),
        (literal(".5", XSD + "decimal"), '".5"^^xsd:decimal'),
        (literal("0.0000001", XSD + "decimal"), '"0.0000001"^^xsd:decimal'),
        (literal("1e3", XSD + "double"), '"1e3"^^xsd:double'),
        (boolean(True), "true"),
        (literal("1", XSD + "boolean"), '"1"^^xsd:boolean'),
        (literal("2020-01-17", XSD + "date"), '"2020-01-17"^^xsd:date'),
        (literal("x", "https://example.org/type"), '"x"^^<https://example.org/type>'),
        (literal("5"), '"5"'),
        (literal("true", language="en"), '"true"@en'),
    ],
)
def test_short_literals(term: str, text: str) -> None:
    """Numbers and booleans are written bare only where every reader gives the same literal back."""
    assert short(term) == text


def test_a_full_cache_changes_nothing() -> None:
    """Emptying the cache of short forms has no effect on what is written."""
    terms = [iri(CLAIM + f"n{i % 7}") for i in range(50)] + [literal(str(i), XSD + "date") for i in range(9)]
    tight, wide = ShortForms(Prefixes(PREFIXES), limit=1), ShortForms(Prefixes(PREFIXES))
    assert [tight[t] for t in terms] == [wide[t] for t in terms]
    assert len(tight) <= 2 < len(wide)


def test_an_empty_graph_leaves_nothing() -> None:
    """A graph without triples is not in the file."""
    assert "#" not in turtle(prefixes={})
    assert turtle(prefixes={}) == ""


def test_of_two_prefixes_the_first_is_used() -> None:
    """Two prefixes of one namespace: the first by name, whatever the order they were given in."""
    for order in (("b", "a"), ("a", "b")):
        text = turtle((iri(KG + "x"), iri(KG + "p"), integer(1)), prefixes=dict.fromkeys(order, KG))
        assert "a:x\n    a:p 1 ." in text


@pytest.mark.parametrize("name", ["", "1a", "a.", "_", "a:b", "a b", "é", "a\n"])
def test_bad_prefix_names(name: str) -> None:
    """A prefix is ASCII letters, digits, hyphens and underscores, a letter first."""
    with pytest.raises(VocabularyError, match="a prefix must be"):
        turtle(prefixes={name: KG})


def test_bad_namespaces() -> None:
    """A namespace is an absolute IRI."""
    with pytest.raises(TermError):
        turtle(prefixes={"kg": "https://example.org/> ."})


def test_writers_that_share_blocks_write_as_if_they_did_not() -> None:
    """Turtle and TriG written from shared blocks, graph by graph in turn, have the bytes of each on its own."""
    graphs = [
        (iri(f"https://example.org/graph/{n}"), [(iri(f"{CLAIM}{n}"), iri(f"{KG}p"), iri(f"{KG}o"))])
        for n in range(3)
    ]
    shared = Blocks(PREFIXES)
    together = (io.BytesIO(), io.BytesIO())
    alone = (io.BytesIO(), io.BytesIO())
    both = [TurtleWriter(together[0], shared), TrigWriter(together[1], shared)]
    each = [TurtleWriter(alone[0], Blocks(PREFIXES)), TrigWriter(alone[1], Blocks(PREFIXES))]
    for name, triples in graphs:
        for writer in (*both, *each):
            writer.graph(name, triples)
    assert [stream.getvalue() for stream in together] == [stream.getvalue() for stream in alone]
