"""What every format must do: come back from a parser that is not ours as the very same quads."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyld.jsonld  # type: ignore[import-untyped]
import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgbuild.core.terms import RDF, XSD, Quad, Term, Triple, iri, literal
from kgbuild.graph.write.context import ContextTerm, build_context
from kgbuild.graph.write.jsonld import JsonLdWriter
from kgbuild.graph.write.nquads import nquads
from kgbuild.graph.write.turtle import Blocks, TrigWriter, TurtleWriter

BASE = "https://example.org/kg/"
KG = "https://w3id.org/kgbuild/ns#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
KINDS = ("claim", "doc", "graph", "law", "place", "prop", "said", "when")
PREFIXES = {
    **{kind: f"{BASE}{kind}/" for kind in KINDS},
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "kg": KG,
    "rdf": RDF,
    "isbn": "urn:isbn:",  # ends in no delimiter: declared, never used
    "xsd": XSD,
}
IRI = KG + "iri"
TERMS = [
    ContextTerm("claims", KG + "inDocument", IRI, reverse=True),
    ContextTerm("content", KG + "content", IRI),
    ContextTerm("inDocument", KG + "inDocument", IRI),
    ContextTerm("lo", KG + "lo", XSD + "integer"),
    ContextTerm("official", KG + "official", XSD + "boolean"),
    ContextTerm("issued", KG + "issued", XSD + "date"),
    ContextTerm("edtf-value", KG + "edtf", EDTF),
    ContextTerm("ratio", KG + "ratio", XSD + "decimal"),
    ContextTerm("label", KG + "label", RDF + "langString"),
    ContextTerm("quote", KG + "quote", XSD + "string"),
    ContextTerm("anything", KG + "anything"),
]
CONTEXT = build_context(TERMS, PREFIXES)

# --- strategies -------------------------------------------------------------------------------------

HOSTILE = (
    "", " ", '"', '""', "\\", "\\\\", '\\"', "\\n", "\n", "\r", "\r\n", "\t", "\b", "\f", "\x01", "\x1f",
    "\x7f", "\u0085", "\u2028", "\u2029", "\ufeff", "\u202e", "\u2066x\u2069", "😀", "\U0010fffd", "${x}",
    "]]>", "<!--", "'''", '"""', "^^<x>", '"@en', "@en", "{", "}", " .\n", "# no comment", "%41", "e\u0301",
    "</", "é", "\\u0041", "@id", "@type", "kg:killed", "_:b0", "null", "true", "5", "https://example.org/",
)  # fmt: skip
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.sampled_from([*"aé\"\\\n\r\t '^<>@.:{}😀\u2028\u202e\x01\x7f"]), max_size=8),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8),
)
TYPED = [
    *(
        (text, XSD + kind)
        for kind, values in {
            "integer": "5 0 -0 05 +5 -7 9007199254740991 9007199254740992 -9007199254740993 1234567890123456",
            "decimal": "1.0 0.5 .5 5. -1.50 -0.0 +1.0 01.0 1 0.000001 0.0000001 0.0000000 12.123456789",
            "double": "1e3 1.0E0 INF NaN 5 1.5",
            "boolean": "true false 1 0 TRUE",
            "date": "2020-01-17 1990-01-20Z",
            "gYear": "1990",
            "nonNegativeInteger": "5",
            "anyURI": "https://example.org/kg/doc/a",
        }.items()
        for text in values.split()
    ),
    ("1990-01-19/1990-01-20", EDTF), ("1990-01-20/..", EDTF), ("5", BASE + "type/own"), ("{}", RDF + "JSON"),
]  # fmt: skip
typed = st.sampled_from(TYPED)
tags = st.sampled_from(["en", "az", "ru", "en-gb", "zh-hant-tw", "de-1996", "sr-latn"])
literals = st.one_of(
    texts.map(literal),
    st.builds(lambda t, tag: literal(t, language=tag), texts, tags),
    typed.map(lambda pair: literal(*pair)),
)
LOCALS = (
    "a", "news1.toll.killed", "rome-statute.7", "5f2c", "a.", "a..b", ".a", "-a", "a-", "_a", "", "a:b", ":a",
    "a:", "a%20b", "%C3%A9", "é", "ə1", "a·b", "e\u0301", "\u0301e", "😀", "a/b", "a#b", "a?b=c&d",
    "(a)", "a,b;c", "a'b", "a~b", "a!b", "a*b", "a@b", "a+b", "a=b", "a$b", "..", ".", "日本", "\u200ca",
    "\u2040a", "true", "prefix",
)  # fmt: skip
names = st.one_of(
    st.sampled_from(LOCALS),
    st.text(st.sampled_from([*"ab09.:-_é·%~"]), max_size=6).map(lambda t: t.replace("%", "%2F")),
)
FOREIGN = (
    "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66", "mailto:a@example.org", "https://example.org",
    "https://example.org/kg/claim", "https://example.org/kg//claim/x", "https://example.org/a/../b/./c",
    "http://www.wikidata.org/entity/Q9248", "https://example.org/kg/claim/?q", "tag:a@b,2020:x",
    RDF + "type", RDF + "nil", RDF + "first", KG + "Document", "https://example.org/%7Ea", "urn:isbn:123",
)  # fmt: skip
iris = st.one_of(
    st.builds(lambda kind, name: iri(f"{BASE}{kind}/{name}"), st.sampled_from(KINDS), names),
    names.map(lambda name: iri(KG + name.replace("#", "/"))),
    st.sampled_from(FOREIGN).map(iri),
)
PROPERTIES = [iri(t.iri) for t in TERMS] + [iri(KG + "unknown"), iri(BASE + "other/p"), iri(RDF + "value")]
TYPE = iri(RDF + "type")
nodes = st.one_of(st.sampled_from([iri(f"{BASE}claim/n{i}") for i in range(6)]), iris)
triples = st.one_of(
    st.tuples(nodes, st.sampled_from(PROPERTIES), st.one_of(nodes, literals)),
    st.tuples(nodes, st.just(TYPE), st.sampled_from([iri(KG + t) for t in ("Document", "Claim", "Prop.x.")])),
)
graph_names = st.sampled_from([iri(f"{BASE}graph/{n}") for n in ("doc.a", "doc.b", "entities", "é.")])
datasets = st.dictionaries(graph_names, st.sets(triples, max_size=12).map(sorted), max_size=3).map(
    lambda graphs: dict(sorted(graphs.items()))
)
Dataset = dict[Term, list[Triple]]

# --- writing, and reading with other people's parsers ----------------------------------------------


def write(kind: str, graphs: Dataset) -> bytes:
    stream = io.BytesIO()
    if kind == "nq":
        return b"".join(nquads(name, content) for name, content in graphs.items())
    writer: TurtleWriter | TrigWriter | JsonLdWriter
    if kind == "jsonld":
        writer = JsonLdWriter(stream, CONTEXT)
    else:
        writer = (TurtleWriter if kind == "ttl" else TrigWriter)(stream, Blocks(PREFIXES))
    for name, content in graphs.items():
        writer.graph(name, content)
    writer.close()
    return stream.getvalue()


def expected(kind: str, graphs: Dataset) -> list[Quad]:
    if kind == "ttl":
        return sorted({("", *t) for content in graphs.values() for t in content})
    return [(name, *t) for name, content in sorted(graphs.items()) for t in content]


OXIGRAPH = {
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}


def by_oxigraph(kind: str, data: bytes) -> list[Quad]:
    """A list, not a set: where a format allows it, a triple written twice is seen."""

    def term(node: object) -> Term:
        if isinstance(node, pyoxigraph.NamedNode):
            return f"<{node.value}>"
        if isinstance(node, pyoxigraph.DefaultGraph):
            return ""
        assert isinstance(node, pyoxigraph.Literal), node
        return literal(node.value, None if node.language else node.datatype.value, node.language)

    quads = pyoxigraph.parse(data, format=OXIGRAPH[kind])
    found = [(term(q.graph_name), term(q.subject), term(q.predicate), term(q.object)) for q in quads]
    return sorted(set(found)) if kind == "ttl" else sorted(found)


def by_rdflib(kind: str, data: bytes) -> list[Quad]:
    def term(node: object) -> Term:
        if isinstance(node, rdflib.URIRef):
            return f"<{node}>"
        assert isinstance(node, rdflib.Literal), node
        return literal(str(node), None if node.datatype is None else str(node.datatype), node.language)

    names = {"nq": "nquads", "ttl": "turtle", "trig": "trig", "jsonld": "json-ld"}
    if kind == "ttl":
        flat = rdflib.Graph(bind_namespaces="none").parse(data=data, format="turtle")
        return sorted(("", term(s), term(p), term(o)) for s, p, o in flat)
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format=names[kind])
    found = []
    for s, p, o, g in dataset.quads((None, None, None, None)):
        found.append((term(g), term(s), term(p), term(o)))
    return sorted(found)


def by_pyld(data: bytes) -> list[Quad]:
    def loader(url: str, options: object) -> object:
        raise AssertionError(f"the context of {url} is not inside")

    def term(node: dict[str, str]) -> Term:
        if node["type"] == "IRI":
            return f"<{node['value']}>"
        assert node["type"] == "literal", node
        return literal(node["value"], None if "language" in node else node["datatype"], node.get("language"))

    dataset = pyld.jsonld.to_rdf(json.loads(data), {"documentLoader": loader, "produceGeneralizedRdf": False})
    return sorted(
        (f"<{name}>", term(t["subject"]), term(t["predicate"]), term(t["object"]))
        for name, content in dataset.items()
        for t in content
        if name != "@default" or content
    )


@pytest.fixture(autouse=True)
def verbatim(monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib rewrites "05"^^xsd:integer as "5" unless told not to."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def bounded(count: int) -> settings:
    return settings(
        max_examples=count, deadline=None, derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip


# --- the rules --------------------------------------------------------------------------------------

KEYS = ["nq", "ttl", "trig", "jsonld"]
own_warnings = pytest.mark.filterwarnings(
    # rdflib's parsers use what rdflib has deprecated
    "ignore:Dataset.default_context is deprecated:DeprecationWarning",
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning",
)


def everything() -> Dataset:
    """Each awkward text, number, tag and name, under properties that fit it and properties that do not."""
    texts = [literal(t, language=tag) for t in HOSTILE for tag in (None, "en-gb")]
    values = texts + [literal(*pair) for pair in TYPED]
    places = [iri(f"{BASE}{kind}/{name}") for kind in ("claim", "law") for name in LOCALS]
    places += [iri(KG + name) for name in LOCALS if "#" not in name] + [iri(text) for text in FOREIGN]
    claim = iri(BASE + "claim/a")
    found = {(claim, p, o) for p in PROPERTIES for o in values + places}
    found |= {(s, iri(KG + "inDocument"), iri(BASE + "doc/a")) for s in places}
    found |= {(claim, p, claim) for p in places} | {(claim, TYPE, o) for o in places}
    return {iri(BASE + "graph/doc.a"): sorted(found), iri(BASE + "graph/doc.b"): sorted(found)[::7]}


def without_double(graphs: Dataset) -> Dataset:
    """PyLD makes a number of every xsd:double and writes it anew: "1e3" comes back "1.0E3", "NaN" "NAN"."""
    double = f"^^<{XSD}double>"
    return {name: [t for t in content if not t[2].endswith(double)] for name, content in graphs.items()}


@pytest.mark.parametrize("kind", KEYS)
@bounded(300)
@given(graphs=datasets)
def test_oxigraph_reads_the_same_quads(kind: str, graphs: Dataset) -> None:
    """Every format comes back the same from pyoxigraph, each quad once."""
    assert by_oxigraph(kind, write(kind, graphs)) == expected(kind, graphs)


@own_warnings
@pytest.mark.parametrize("kind", KEYS)
@bounded(100)
@given(graphs=datasets)
def test_rdflib_reads_the_same_quads(kind: str, graphs: Dataset) -> None:
    """Every format comes back the same from rdflib."""
    assert by_rdflib(kind, write(kind, graphs)) == expected(kind, graphs)


@bounded(100)
@given(graphs=datasets.map(without_double))
def test_pyld_reads_the_same_quads(graphs: Dataset) -> None:
    """JSON-LD comes back the same from PyLD, with nothing fetched."""
    assert by_pyld(write("jsonld", graphs)) == expected("jsonld", graphs)


@pytest.mark.parametrize("kind", KEYS)
def test_oxigraph_reads_everything(kind: str) -> None:
    """No awkward term is lost or changed, whatever property it stands under."""
    graphs = everything()
    assert by_oxigraph(kind, write(kind, graphs)) == expected(kind, graphs)


@own_warnings
@pytest.mark.parametrize("kind", KEYS)
def test_rdflib_reads_everything(kind: str) -> None:
    """The same for rdflib."""
    graphs = everything()
    assert by_rdflib(kind, write(kind, graphs)) == expected(kind, graphs)


def test_pyld_reads_everything() -> None:
    """The same for PyLD."""
    graphs = without_double(everything())
    assert by_pyld(write("jsonld", graphs)) == expected("jsonld", graphs)


@pytest.mark.parametrize("kind", KEYS)
def test_no_raw_control_character(kind: str) -> None:
    """CR, NUL to US and DEL stand escaped, so no reader or editor can turn CRLF into LF.

    CRLF in literals is known to have become LF on some paths of rdflib, those that read raw line ends. It
    comes back whole from all four formats here (rdflib 7.6, PyLD, pyoxigraph): HOSTILE holds it.
    """
    data = write(kind, everything())
    assert not set(data) & ({*range(0x20), 0x7F} - {0x0A})


@pytest.mark.parametrize("kind", KEYS)
@bounded(30)
@given(graphs=datasets)
def test_earlier_graphs_leave_no_trace(kind: str, graphs: Dataset) -> None:
    """The bytes of a graph do not depend on what the caches have seen before."""
    alone = {name: write(kind, {name: content}) for name, content in graphs.items()}
    head = write(kind, {})
    if kind == "jsonld":
        texts = [data.removesuffix(b"\n ]\n}\n") for data in alone.values() if data != head]
        start = len(head.removesuffix(b"]\n}\n"))
        body = b",".join(text[start:] for text in texts)
        end = b"\n ]\n}\n" if texts else b"]\n}\n"
        assert write(kind, graphs) == head[:start] + body + end
    else:
        assert write(kind, graphs) == head + b"".join(data[len(head) :] for data in alone.values())


@pytest.mark.parametrize("kind", KEYS)
def test_hash_seed_leaves_no_trace(kind: str, tmp_path: Path) -> None:
    """Two processes with different hash seeds write the same bytes."""
    program = (
        "import sys, test_write_roundtrip as t; sys.stdout.buffer.write(t.write(sys.argv[1], t.everything()))"
    )
    outputs = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
        command = [sys.executable, "-c", program, kind]
        outputs.add(subprocess.run(command, env=env, cwd=tmp_path, check=True, capture_output=True).stdout)
    assert outputs == {write(kind, everything())}
