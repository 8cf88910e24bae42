"""Named queries: what their head says, how values are filled in, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT

from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import load_project
from kgbuild.graph.prefixes import prefixes
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.store.sparql.library import (
    LibraryError,
    NamedQuery,
    Parameter,
    QueryLibrary,
    read_query,
    with_prefixes,
    with_values,
)
from kgbuild.store.sparql.parameters import ParameterError, check_types, known_values, term_for
from kgbuild.store.sparql.store import GraphStore, Table, open_store

BASE = "https://w3id.org/kgbuild/sample/"
KG = "https://w3id.org/kgbuild/ns#"
TEXT = """\
#+ title: Deaths
#+ question: How many were killed?
#+ parameter event: event. The event.
#+ parameter since: first-day. Not before this day.
SELECT ?claim ?words
WHERE {
  VALUES ?event { UNDEF }
  VALUES ?since { UNDEF }
  ?claim kg:property kg:killed ; kg:content/rdf:subject ?event ; kg:words ?words .
}
ORDER BY ?claim
"""


@pytest.fixture(scope="module")
def store() -> GraphStore:
    return open_store(ROOT / "out")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(load_project(ROOT / "kgbuild.toml").ontology)


@pytest.fixture
def query(tmp_path: Path) -> NamedQuery:
    file = tmp_path / "deaths.rq"
    file.write_text(TEXT, encoding="utf-8")
    return read_query(file)


def test_the_head_of_a_query(query: NamedQuery) -> None:
    """Title, question and parameters with their types; the text stays whole."""
    assert (query.name, query.title, query.question) == ("deaths", "Deaths", "How many were killed?")
    assert query.parameters == (
        Parameter("event", "event", "The event."),
        Parameter("since", "first-day", "Not before this day."),
    )
    assert query.text == TEXT


def test_values_take_the_place_of_undef(query: NamedQuery, store: GraphStore) -> None:
    """One value, several, and values with backslashes stand in their block; without values it goes."""
    assert "UNDEF" not in with_values(query, {})
    event = f"<{BASE}event/baku-1990-01-19>"
    one = with_values(query, {"event": [event], "since": []})
    assert f"VALUES ?event {{ {event} }}" in one
    assert "?since {" not in one
    other = f"<{BASE}event/clashes-2020-09>"
    everything, some = store.query(TEXT), store.query(with_values(query, {"event": [other], "since": []}))
    assert isinstance(everything, Table)
    assert isinstance(some, Table)
    assert set(some.rows) < set(everything.rows) == set(store.query(one).rows)  # type: ignore[union-attr]
    assert '"a\\\\b" "c"' in with_values(query, {"event": ['"a\\\\b"', '"c"']})


def test_a_query_for_another_store(query: NamedQuery) -> None:
    """With its prefixes declared, a query runs where none is predefined."""
    text = with_prefixes(query.text, prefixes(BASE))
    assert text.startswith("#+ title")
    assert f"PREFIX kg: <{KG}>\n" in text
    assert "PREFIX cito:" not in text
    ox.Store().query(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#+ titel: x\nASK {}", r"q\.rq:1: not understood"),
        ("#+ title: x\n#+ title: y\nASK {}", r"q\.rq:2: title is given twice"),
        ("#+ parameter event: event. The event.\nASK {}", r"q\.rq:1: .*`event` needs one block"),
        ("#+ parameter a: event. X.\nASK { VALUES ?a { UNDEF } VALUES ?a { UNDEF } }", "needs one block"),
        ("#+ parameter a: event. X.\n# VALUES ?a { UNDEF }\nASK { }", "needs one block"),
    ],
)
def test_what_is_wrong_with_a_file(tmp_path: Path, text: str, message: str) -> None:
    """Each fault of a head is named with its file and line."""
    if "VALUES ?a { UNDEF } VALUES" in text:
        text = text.replace(" VALUES ?a { UNDEF } }", "\n VALUES ?a { UNDEF } }")
    file = tmp_path / "q.rq"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LibraryError, match=message):
        read_query(file)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are named as such."""
    (tmp_path / "q.rq").write_bytes(b"\xff\xfe")
    with pytest.raises(LibraryError, match="not UTF-8"):
        read_query(tmp_path / "q.rq")


def test_queries_of_a_project(sample_copy: Path) -> None:
    """A project's own folder adds queries; one of the name of a shipped query is an error."""
    shipped = set(QueryLibrary(None).files)
    folder = sample_copy / "queries"
    folder.mkdir()
    (folder / "own.rq").write_text("ASK {}")
    library = QueryLibrary(load_project(sample_copy / "kgbuild.toml"))
    assert set(library.files) == {*shipped, "own"}
    with pytest.raises(LibraryError, match="no query named `owm`") as caught:
        library.query("owm")
    assert caught.value.hint == "did you mean `own`?"
    (folder / f"{min(shipped)}.rq").write_text("ASK {}")
    with pytest.raises(LibraryError, match="has a query"):
        QueryLibrary(load_project(sample_copy / "kgbuild.toml"))


@pytest.mark.parametrize(
    ("type", "word", "term"),
    [
        ("event", "baku-1990-01-19", f"<{BASE}event/baku-1990-01-19>"),
        ("event", "event:baku-1990-01-19", f"<{BASE}event/baku-1990-01-19>"),
        ("event", f"<{BASE}event/baku-1990-01-19>", f"<{BASE}event/baku-1990-01-19>"),
        ("document", "letter-2020-01-17", f"<{BASE}doc/letter-2020-01-17>"),
        ("claim", "letter-2020-01-17.toll.killed", f"<{BASE}claim/letter-2020-01-17.toll.killed>"),
        ("voice", "permanent-mission-of-azerbaijan", f"<{BASE}agent/permanent-mission-of-azerbaijan>"),
        ("voice", "news-report-2026.toll.killed.1", f"<{BASE}voice/news-report-2026.toll.killed.1>"),
        ("entity", "civilians", f"<{BASE}group/civilians>"),
        ("property", "killed", f"<{KG}killed>"),
        ("property", "kg:killed", f"<{KG}killed>"),
        ("relations", "conflict", f"<{KG}conflict>"),
        ("stances", "denies", f"<{KG}denies>"),
        ("first-day", "1990", '"19900101"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("last-day", "1990-02", '"19900228"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("integer", "150", '"150"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("text", 'a "b"', '"a \\"b\\""'),
    ],
)
def test_words_become_terms(
    store: GraphStore, vocabulary: Vocabulary, type: str, word: str, term: str
) -> None:
    """Ids, names as tables show them, keys and dates become the terms that stand in the graph."""
    assert term_for(Parameter("x", type, ""), word, store, vocabulary) == term


@pytest.mark.parametrize(
    ("type", "word", "message", "hint"),
    [
        ("event", "baku-1990-01-18", "no event `baku-1990-01-18`", "did you mean `baku-1990-01-19`?"),
        ("event", "x>} DROP ALL", "no event", None),
        ("property", "kiled", "no property `kiled`", "did you mean `killed`?"),
        ("relations", "conflicts", "no relations `conflicts`", "did you mean `conflict`?"),
        ("first-day", "last week", "is no date", None),
        ("last-day", "1990/..", "is no date", None),
        ("integer", "many", "is no whole number", None),
    ],
)
def test_words_that_mean_nothing(
    store: GraphStore, vocabulary: Vocabulary, type: str, word: str, message: str, hint: str | None
) -> None:
    """What is not in the graph, or no date or number, is refused; nothing of it gets into a query."""
    with pytest.raises(ParameterError, match=message) as caught:
        term_for(Parameter("x", type, ""), word, store, vocabulary)
    assert caught.value.hint == hint


def test_types_are_checked(vocabulary: Vocabulary) -> None:
    """A parameter of a type that there is none of is named, with what was meant."""
    check_types(NamedQuery("q", "", "", (Parameter("x", "stances", ""),), ""), vocabulary)
    with pytest.raises(KgbuildError, match="unknown type `evnt`") as caught:
        check_types(NamedQuery("q", "", "", (Parameter("x", "evnt", ""),), ""), vocabulary)
    assert caught.value.hint == "did you mean `event`?"


def test_values_that_can_be_listed(store: GraphStore, vocabulary: Vocabulary) -> None:
    """Nodes, properties and members of closed lists that stand in the graph; no dates and texts."""

    def known(type: str) -> list[str]:
        return known_values(Parameter("x", type, ""), store, vocabulary)

    assert "baku-1990-01-19" in known("event")
    assert "killed" in known("property")
    assert "conflict" in known("relations")
    assert known("text") == known("first-day") == []
