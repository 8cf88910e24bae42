"""What kgbuild reads off the words of a query: its form, its graphs, and whether it would open a connection."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.store.sparql.tokens import UPDATES, outline_of, spelled_out, tokens_of, unknown_prefixes

KNOWN = {
    "claim": "https://example.org/claim/",
    "graph": "https://example.org/graph/",
    "kg": "https://e.org/kg#",
}


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# first\nprefix a: <b:>\nBASE <http://x.y/>\nask {}", "ASK"),
        ("PREFIX : <x:> CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("describe <x:y>", "DESCRIBE"),
        ("PREFIX a: <b:> insert data { <x:a> <x:b> <x:c> }", "INSERT"),
        ("LOAD <http://x.y/>", "LOAD"),
        ("hello", None),
        ("", None),
        ("PREFIX", None),
    ],
)
def test_the_form(query: str, form: str | None) -> None:
    """The first word behind prefixes, base and comments says what a query is."""
    assert outline_of(query, KNOWN).form == form


@pytest.mark.parametrize("keyword", UPDATES)
def test_every_update_is_known(keyword: str) -> None:
    """Each form of SPARQL 1.1 Update is told from a query, however it is written."""
    assert outline_of(keyword.lower(), KNOWN).form == keyword


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }",
        "select*{service silent ?x{?s ?p ?o}}",
        "SELECT * { ?s ?p 'it''s' . SERVICE <http://a/> {} }",
        # A backslash in a prefixed name lets a quotation mark stand in it: no string begins there.
        "SELECT * { ?s ?p claim:a\\'b . SERVICE <http://a/> { } claim:c\\'d ?p ?o }",
        "SELECT * { ?s ?p kg:a#'''\n SERVICE <http://a/> { } #'''\n }",
        "SELECT * { ?s ?p ?o#'''\n SERVICE <http://a/> { } #'''\n }",
        "SELECT * { S\\u0045RVICE <http://a/> {} }",
        'SELECT * { ?a ?b "x\\"" . SERVICE <http://a/> {} }',
        "SELECT * { ?a ?b '''x\n' ''' . SERVICE <http://a/> {} }",
        # Where a string ends, parsers do not agree: what looks like a call is one.
        "ASK { ?s ?p 'SERVICE <x> {}' }",
    ],
)
def test_a_service_is_found(query: str) -> None:
    """A call is seen wherever a parser would see it: strings and comments end where the grammar ends them."""
    assert outline_of(query, KNOWN).service


@pytest.mark.parametrize(
    "query",
    [
        "# SERVICE\nASK {}",
        "# The service of\nSELECT * { }",
        "ASK { ?s ?p 'SERVICE <x>' }",
        'ASK { ?s ?p "SERVICE"@en }',
        "ASK { ?s <http://x/SERVICE> ?o }",
        "ASK { ?service kg:SERVICE ?o }",
        "ASK { $SERVICE ?p ?o }",
        "ASK { ?s ?p 'x'@service }",
    ],
)
def test_the_word_service_elsewhere(query: str) -> None:
    """The word in a comment, string, IRI, name, variable or language tag is no call."""
    assert not outline_of(query, KNOWN).service


def test_graphs_of_from() -> None:
    """FROM and FROM NAMED, by IRI, relative IRI or prefixed name, the query's own prefixes first."""
    query = """BASE <http://x.y/z/> PREFIX g: <http://g/>
        SELECT * FROM <http://a.b/c> FROM NAMED <w> FROM graph:entities FROM NAMED g:h { ?s ?p ?o }"""
    words = outline_of(query, KNOWN)
    assert words.graphs == (
        "http://a.b/c",
        "http://x.y/z/w",
        "https://example.org/graph/entities",
        "http://g/h",
    )
    assert words.names_graphs
    assert outline_of("SELECT * { GRAPH ?g { ?s ?p ?o } }", KNOWN).names_graphs
    assert not outline_of("SELECT * { ?graph ?p 'FROM <x:y>' }", KNOWN).names_graphs


def test_names_with_dots_are_spelled_out() -> None:
    """A prefixed name with dots becomes an IRI where it is a name, and not in strings, IRIs and comments."""
    query = (
        "PREFIX o: <http://o/> ASK { claim:a.b.c ?p 'claim:a.b.c' . ?s o:x.y\\,z.w claim:d.e. } # claim:a.b.c"
    )
    assert spelled_out(query, KNOWN) == (
        "PREFIX o: <http://o/> ASK { <https://example.org/claim/a.b.c> ?p 'claim:a.b.c' . "
        "?s <http://o/x.y,z.w> <https://example.org/claim/d.e>. } # claim:a.b.c"
    )
    assert spelled_out("ASK { claim:a ?p other:a.b.c }", KNOWN) == "ASK { claim:a ?p other:a.b.c }"


@given(
    st.lists(st.sampled_from(["a", "b1", "letter-2020-01-17", "killed", "_", "ü"]), min_size=1, max_size=5)
)
def test_pyoxigraph_reads_what_was_spelled_out(parts: list[str]) -> None:
    """However many dots a claim's name has, the query means that claim."""
    store = ox.Store()
    name = ".".join(parts)
    store.add(ox.Quad(ox.NamedNode(f"{KNOWN['claim']}{name}"), ox.NamedNode("x:p"), ox.Literal("found")))
    answer = store.query(spelled_out(f"ASK {{ claim:{name} <x:p> 'found' }}", KNOWN), prefixes=KNOWN)
    assert bool(answer)


def test_unknown_prefixes() -> None:
    """The prefixes that nothing declares, in their order; blank nodes have none."""
    query = "PREFIX own: <x:> ASK { own:a zz:b claim:c . _:d aa:e 'bb:f' }"
    assert unknown_prefixes(query, KNOWN) == ["zz", "aa"]


@given(st.text(alphabet="ab:?$<>'\"\\#{}.\n SERVICFOM@_-1é", max_size=60))
def test_any_text_has_tokens(text: str) -> None:
    """No text makes the reader fail, and tokens hold nothing that is not in the text."""
    assert all(token.text in text for token in tokens_of(text))
    outline_of(text, KNOWN)
    spelled_out(text, KNOWN)
