"""The profile linter: what the two engines would ignore or do differently is told before they run."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_project import shipped

from kgbuild.core.errors import ShapesError
from kgbuild.graph.shapes.library import ShapesLibrary, load_shapes
from kgbuild.graph.shapes.lint import lint
from kgbuild.graph.shapes.run import validate_union

HEAD = """@prefix ex: <https://example.org/> . @prefix kg: <https://w3id.org/kgbuild/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:prefixes sh:declare ex:d . ex:d sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI .
"""
DATA = '<https://example.org/a> a <https://example.org/C> ; <https://example.org/p> "x" .'


def shape(body: str, more: str = 'sh:message "it does not hold" ; kg:code "KG499" ;') -> str:
    """A property shape on ex:C."""
    return f"{HEAD}ex:s a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; {more} {body} ."


def query(text: str, more: str = "") -> str:
    """A node shape with a SPARQL constraint."""
    constraint = f'sh:sparql [ sh:prefixes ex:prefixes ; {more} sh:select """{text}""" ]'
    return (
        f'{HEAD}ex:s a sh:NodeShape ; sh:targetClass ex:C ; sh:message "m" ; kg:code "KG499" ; {constraint} .'
    )


def load(folder: Path, text: str) -> ShapesLibrary:
    """A library of one file."""
    (folder / "own.ttl").write_text(text, encoding="utf-8")
    return load_shapes([folder / "own.ttl"])


OUTSIDE = {
    "blank shape": (shape("sh:or ( [ sh:minCount 1 ] )"), "needs an IRI"),
    "blank property": (
        f'{HEAD}ex:s a sh:NodeShape ; sh:targetClass ex:C ; sh:message "m" ; kg:code "K" ; '
        "sh:property [ sh:path ex:p ] .",
        "needs an IRI",
    ),
    "no message": (shape("sh:minCount 1", 'kg:code "KG499" ;'), "one sh:message (got 0)"),
    "two messages": (
        shape("sh:minCount 1", 'sh:message "a", "b"@en ; kg:code "KG499" ;'),
        "one sh:message (got 2)",
    ),
    "message with a variable": (shape("sh:minCount 1", 'sh:message "{?value}" ; kg:code "K" ;'), "variables"),
    "no code": (shape("sh:minCount 1", 'sh:message "m" ;'), "needs a kg:code"),
    "severity": (shape("sh:minCount 1 ; sh:severity ex:Fatal"), "the severity must be"),
    "target": (shape("sh:target ex:t"), "sh:target is outside the profile"),
    "component": (shape("sh:rule ex:r"), "sh:rule is outside the profile"),
    "path": (
        shape("sh:minCount 1").replace("sh:path ex:p", "sh:path [ sh:zeroOrMorePath ex:p ]"),
        "sh:path must be a predicate",
    ),
    "look-ahead": (shape('sh:pattern "^(?!x)"'), "what RE2 lacks"),
    "back-reference": (shape(r'sh:pattern "(a)\\1"'), "what RE2 lacks"),
    "look-behind in a query": (
        query("SELECT DISTINCT $this ?v WHERE { $this ex:p ?v . FILTER (REGEX(?v, '(?<=a)b')) }"),
        "what RE2 lacks",
    ),
    "no DISTINCT": (query("SELECT $this WHERE { $this ex:p ?v }"), "SELECT DISTINCT $this"),
    "no $this": (query("SELECT DISTINCT ?v WHERE { $this ex:p ?v }"), "SELECT DISTINCT $this"),
    "MINUS": (query("SELECT DISTINCT $this WHERE { $this ex:p ?v MINUS { ?v ex:p ?w } }"), "MINUS"),
    "VALUES": (query("SELECT DISTINCT $this WHERE { $this ex:p ?v VALUES ?v { 1 } }"), "VALUES"),
    "GRAPH": (query("SELECT DISTINCT $this WHERE { GRAPH ?g { $this ex:p ?v } }"), "GRAPH"),
    "sub-select": (
        query("SELECT DISTINCT $this WHERE { { SELECT $this WHERE { $this ex:p ?v } } }"),
        "sub-select",
    ),
    "date": (
        query("SELECT DISTINCT $this WHERE { $this ex:p ?v FILTER (YEAR(?v) > 1990) }"),
        "a function on dates",
    ),
    "computed value": (
        query("SELECT DISTINCT $this (STR(?v) AS ?value) WHERE { $this ex:p ?v }"),
        "must come from the data",
    ),
    "undeclared prefix": (query("SELECT DISTINCT $this WHERE { $this foo:p ?v }"), "the prefix foo:"),
    "severity on a constraint": (
        query("SELECT DISTINCT $this WHERE { $this ex:p ?v }", "sh:severity sh:Info ;"),
        "belongs on the shape",
    ),
    "message on a constraint": (
        query("SELECT DISTINCT $this WHERE { $this ex:p ?v }", 'sh:message "m" ;'),
        "belongs on the shape",
    ),
}
ALWAYS = {
    "misspelt term": (shape("sh:minCuont 1"), "there is no term sh:minCuont; write sh:minCount"),
    "misspelt value": (shape("sh:nodeKind sh:Iri"), "there is no term sh:Iri"),
    "recursion": (shape("sh:node ex:s"), "refers to itself"),
    "SPARQL syntax": (query("SELECT DISTINCT $this WHERE { $this ex:p }"), "the query is not SPARQL"),
    "one code twice": (
        shape("sh:minCount 1") + 'ex:t sh:targetClass ex:D ; sh:message "m" ; kg:code "KG499" .',
        "the code KG499 is that of",
    ),
}


@pytest.fixture(scope="module")
def library() -> ShapesLibrary:
    """The shapes that kgbuild ships."""
    return shipped()


def test_the_own_shapes_keep_to_the_profile(library: ShapesLibrary) -> None:
    """There is nothing to say against the shapes that kgbuild ships, and each says all that `explain` needs."""
    assert lint(library) == []
    for info in library.shapes.values():
        assert info.code.startswith("KG4")
        assert all((info.message, info.label, info.comment, info.wrong, info.right)), info.iri
        assert info.message[0].islower()
        assert not info.message.endswith(".")
    assert len({info.code for info in library.shapes.values()}) == len(library.shapes)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_shape_outside_the_profile_is_an_error_that_names_the_other_engine(
    name: str, tmp_path: Path
) -> None:
    """The default engine refuses it and says which engine does not."""
    text, message = OUTSIDE[name]
    library = load(tmp_path, text)
    faults = lint(library)
    assert any(message in fault.message for fault in faults), faults
    assert not any(fault.always for fault in faults)
    with pytest.raises(ShapesError) as caught:
        validate_union(library, DATA)
    assert message in str(caught.value)
    assert "--engine pyshacl" in str(caught.value.hint)


@pytest.mark.parametrize("name", ALWAYS)
@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_what_no_engine_would_do_as_written_is_always_an_error(
    name: str, engine: str, tmp_path: Path
) -> None:
    """A misspelt term, which both engines ignore, and the like are no matter of the engine."""
    text, message = ALWAYS[name]
    library = load(tmp_path, text)
    assert any(message in fault.message and fault.always for fault in lint(library)), lint(library)
    with pytest.raises(ShapesError, match="the shapes cannot be used"):
        validate_union(library, DATA, engine=engine)


@pytest.mark.parametrize(
    "text",
    [
        query(
            "SELECT DISTINCT $this ?value WHERE { $this ex:from ?value . # GRAPH\n FILTER (?value != 'MINUS') }"
        ),
        query("SELECT DISTINCT $this ?value WHERE { $this <https://example.org/x:GRAPH> ?value }"),
        shape("sh:minCount 1").replace("sh:path ex:p", "sh:path [ sh:inversePath ex:p ]"),
        shape(r'sh:pattern "^[a-z]+\\.\\d{2}$"'),
    ],
)
def test_words_in_names_texts_and_comments_are_no_fault(text: str, tmp_path: Path) -> None:
    """The linter reads queries, not letters."""
    assert lint(load(tmp_path, text)) == []
