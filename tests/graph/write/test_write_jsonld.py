"""How JSON-LD looks: nesting, values, layout."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgbuild.core.terms import RDF, XSD, Triple, boolean, integer, iri, literal
from kgbuild.graph.write.context import ContextTerm, JsonLdContext, build_context
from kgbuild.graph.write.jsonld import JsonLdWriter, _Values

KG = "https://w3id.org/kgbuild/ns#"
BASE = "https://example.org/"
IRI = KG + "iri"
KINDS = ("anchor", "claim", "doc", "graph", "prop", "qty", "selector")
PREFIXES = {"kg": KG, "xsd": XSD, **{kind: f"{BASE}{kind}/" for kind in KINDS}}
CONTEXT = build_context(
    [
        ContextTerm("claims", KG + "inDocument", IRI, reverse=True),
        *(ContextTerm(k, KG + k, IRI) for k in ("inDocument", "evidence", "object", "of")),
        ContextTerm("lo", KG + "lo", XSD + "integer"),
        ContextTerm("quote", KG + "quote", XSD + "string"),
        ContextTerm("title", KG + "title", RDF + "langString"),
        ContextTerm("issued", KG + "issued", XSD + "date"),
        ContextTerm("official", KG + "official", XSD + "boolean"),
    ],
    PREFIXES,
)  # fmt: skip
GRAPH = iri(BASE + "graph/doc.a")


def n(name: str) -> str:
    kind, _, rest = name.partition(":")
    return iri(PREFIXES[kind] + rest)


def typed(*pairs: tuple[str, str]) -> list[Triple]:
    return [(n(name), iri(RDF + "type"), iri(KG + kind)) for name, kind in pairs]


def links(*found: tuple[str, str, str]) -> list[Triple]:
    return [(n(s), iri(KG + p), n(o)) for s, p, o in found]


def text(triples: list[Triple]) -> str:
    stream = io.BytesIO()
    writer = JsonLdWriter(stream, CONTEXT)
    writer.graph(GRAPH, sorted(triples))
    writer.close()
    return stream.getvalue().decode()


def nodes(triples: list[Triple]) -> list[Any]:
    (graph,) = json.loads(text(triples))["@graph"]
    assert graph["id"] == "graph:doc.a"
    return list(graph["@graph"])


def test_layout() -> None:
    """One space a level, small nodes on one line, claims inside their document, evidence in its claim."""
    triples = typed(
        ("doc:a", "Document"), ("claim:a.b.c", "Claim"), ("claim:a.b.d", "Claim"), ("anchor:a.1", "Anchor")
    )
    triples += links(("claim:a.b.c", "inDocument", "doc:a"), ("claim:a.b.d", "inDocument", "doc:a"))
    triples += links(("claim:a.b.c", "evidence", "anchor:a.1"), ("claim:a.b.d", "evidence", "anchor:a.1"))
    triples += [
        (
            n("anchor:a.1"),
            iri(KG + "quote"),
            literal('so "many" were killed that nobody kept a list of the names'),
        )
    ]
    _, body = text(triples).split(' "@graph": [\n', 1)
    assert body == (
        "  {\n"
        '   "id": "graph:doc.a",\n'
        '   "@graph": [\n'
        "    {\n"
        '     "id": "doc:a",\n'
        '     "type": "kg:Document",\n'
        '     "claims": [\n'
        "      {\n"
        '       "id": "claim:a.b.c",\n'
        '       "type": "kg:Claim",\n'
        '       "evidence": {\n'
        '        "id": "anchor:a.1",\n'
        '        "type": "kg:Anchor",\n'
        '        "quote": "so \\"many\\" were killed that nobody kept a list of the names"\n'
        "       }\n"
        "      },\n"
        '      {"id": "claim:a.b.d", "type": "kg:Claim", "evidence": "anchor:a.1"}\n'
        "     ]\n"
        "    }\n"
        "   ]\n"
        "  }\n"
        " ]\n"
        "}\n"
    )


def test_nothing_written() -> None:
    """A file without graphs, and one with an empty graph, are whole documents."""
    assert json.loads(text([])) == {"@context": CONTEXT, "@graph": []}


def test_documents_come_first_and_are_never_nested() -> None:
    """Roots: documents sorted, then the rest sorted; a document that another refers to stays a root."""
    triples = typed(
        ("doc:b", "Document"), ("doc:a", "Document"), ("anchor:z", "Anchor"), ("prop:z", "Proposition")
    )
    found = nodes(triples + links(("doc:a", "of", "doc:b"), ("anchor:z", "of", "doc:b")))
    assert [node["id"] for node in found] == ["doc:a", "doc:b", "anchor:z", "prop:z"]
    assert found[0]["of"] == "doc:b"


def test_a_node_belongs_to_the_outermost_that_refers_to_it() -> None:
    """What a document refers to is nested in it, and not deeper, in one of its claims."""
    triples = typed(
        ("doc:a", "Document"), ("claim:c", "Claim"), ("anchor:x", "Anchor"), ("qty:q", "Quantity")
    )
    triples += links(
        ("claim:c", "inDocument", "doc:a"), ("claim:c", "evidence", "anchor:x"), ("doc:a", "of", "anchor:x"),
        ("anchor:x", "of", "qty:q"), ("claim:c", "object", "qty:q"),
    )  # fmt: skip
    (document,) = nodes(triples)
    assert document["of"] == {
        "id": "anchor:x",
        "type": "kg:Anchor",
        "of": {"id": "qty:q", "type": "kg:Quantity"},
    }
    assert document["claims"] == {
        "id": "claim:c",
        "type": "kg:Claim",
        "evidence": "anchor:x",
        "object": "qty:q",
    }


def test_peers_are_not_nested_in_one_another() -> None:
    """A node never lies in one of its own type, nor an untyped one in an untyped one: chains stay flat."""
    found = nodes(typed(("claim:a", "Claim"), ("claim:b", "Claim")) + links(("claim:a", "of", "claim:b")))
    assert [node["id"] for node in found] == ["claim:a", "claim:b"]
    long = [(f"qty:q{i:04}", "of", f"qty:q{i + 1:04}") for i in range(3000)]
    assert len(nodes(links(*long))) == 3000


def test_depth_is_bounded() -> None:
    """Even a chain of thousands of nodes of different types is written without deep recursion."""
    names = [f"qty:q{i:04}" for i in range(3000)]
    triples = typed(*((name, f"T{name[4:]}") for name in names))
    triples += links(*((a, "of", b) for a, b in pairwise(names)))

    def depth(node: Any) -> int:
        return 1 + max([depth(v) for v in node.values() if isinstance(v, dict)], default=0)

    assert max(depth(node) for node in nodes(triples)) == 8


def test_circles_and_self_reference() -> None:
    """A circle is cut where it would close, by an id; a node that refers to itself does so by its id."""
    triples = typed(("anchor:a", "Anchor"), ("claim:b", "Claim"), ("doc:d", "Document"))
    triples += links(
        ("anchor:a", "of", "claim:b"), ("claim:b", "of", "anchor:a"), ("doc:d", "inDocument", "doc:d")
    )
    found = nodes(triples)
    assert found == [
        {"id": "doc:d", "type": "kg:Document", "inDocument": "doc:d"},
        {
            "id": "anchor:a",
            "type": "kg:Anchor",
            "of": {"id": "claim:b", "type": "kg:Claim", "of": "anchor:a"},
        },
    ]


def test_a_claim_in_two_documents_says_both() -> None:
    """The reverse key says one triple; the other one of the same predicate stays on the claim."""
    triples = typed(("doc:a", "Document"), ("doc:b", "Document"), ("claim:c", "Claim"))
    first, second = nodes(
        triples + links(("claim:c", "inDocument", "doc:a"), ("claim:c", "inDocument", "doc:b"))
    )
    assert first["claims"] == {"id": "claim:c", "type": "kg:Claim", "inDocument": "doc:b"}
    assert "claims" not in second


@pytest.mark.parametrize(
    ("prop", "term", "value"),
    [
        ("lo", integer(5), 5),
        ("lo", integer(2**53 - 1), 2**53 - 1),
        ("lo", integer(2**53), str(2**53)),
        ("lo", integer(-(2**53)), str(-(2**53))),
        ("lo", literal("05", XSD + "integer"), "05"),
        ("lo", literal("-0", XSD + "integer"), "-0"),
        ("lo", literal("5"), {"@value": "5"}),
        ("lo", literal("5", XSD + "int"), {"@type": "xsd:int", "@value": "5"}),
        ("lo", iri(KG + "x"), {"id": "kg:x"}),
        ("official", boolean(True), True),
        ("official", literal("1", XSD + "boolean"), "1"),
        ("issued", literal("2020-01-17", XSD + "date"), "2020-01-17"),
        ("quote", literal("é\n\u2028😀"), "é\n\u2028😀"),
        ("quote", literal("x", language="en-gb"), {"@language": "en-gb", "@value": "x"}),
        ("quote", integer(5), 5),
        ("quote", literal("05", XSD + "integer"), {"@type": "xsd:integer", "@value": "05"}),
        ("quote", literal("2020", XSD + "gYear"), {"@type": "xsd:gYear", "@value": "2020"}),
        ("of", iri("http://elsewhere.example/x"), "http://elsewhere.example/x"),
        ("of", iri(KG), KG),
        ("of", literal("kg:x"), {"@value": "kg:x"}),
        ("of", integer(5), {"@type": "xsd:integer", "@value": "5"}),
        ("kg:unknown", iri(KG + "x"), {"id": "kg:x"}),
        ("kg:unknown", integer(5), 5),
    ],
)
def test_values(prop: str, term: str, value: object) -> None:
    """A value is as short as its key's coercion allows, and says its own type where it differs."""
    predicate = iri(KG + prop.removeprefix("kg:"))
    assert nodes([(n("claim:c"), predicate, term)]) == [{"id": "claim:c", prop: value}]


def test_a_full_cache_changes_nothing() -> None:
    """Emptying the cache of values has no effect on what is written."""
    terms = [integer(i % 5) for i in range(30)] + [n(f"doc:{i}") for i in range(5)]
    tight, wide = (_Values(JsonLdContext(CONTEXT), "@id", limit) for limit in (1, 1000))
    assert [tight[t] for t in terms] == [wide[t] for t in terms]
    assert len(tight) == 1


names = st.sampled_from([f"{kind}:{i}" for kind in KINDS for i in range(3)])
graphs = st.builds(
    lambda kinds, found: sorted({*typed(*kinds), *links(*found)}),
    st.lists(st.tuples(names, st.sampled_from(["Document", "Claim", "Anchor", "Quantity"])), max_size=12),
    st.lists(st.tuples(names, st.sampled_from(["inDocument", "of", "evidence"]), names), max_size=25),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(triples=graphs)
def test_each_node_and_triple_once(triples: list[Triple]) -> None:
    """In any tangle of nodes, each is written once and each triple once."""
    described: list[str] = []
    said: list[tuple[str, str, str]] = []

    def walk(node: Any) -> None:
        if len(node) > 1:
            described.append(node["id"])
        for key, value in node.items():
            for item in value if isinstance(value, list) else [value]:
                name = item["id"] if isinstance(item, dict) else item
                if key == "claims":
                    said.append((name, "inDocument", node["id"]))
                elif key != "id":
                    said.append((node["id"], key, name))
                if isinstance(item, dict):
                    walk(item)

    for root in nodes(triples) if triples else []:
        walk(root)
    assert len(described) == len(set(described))
    short = {f"<{namespace}": f"{name}:" for name, namespace in PREFIXES.items()} | {f"<{RDF}": ""}

    def compact(term: str) -> str:
        start = next(s for s in short if term.startswith(s))
        return short[start] + term.removeprefix(start)[:-1]

    assert sorted(said) == sorted(
        (compact(s), compact(p).removeprefix("kg:"), compact(o)) for s, p, o in triples
    )
