"""The questions a historian asks of the sample, answered whole: with document, voice, quote, offsets and line.

The queries are the library of ``ontology/queries``. Each answer in ``answers`` was read against the mappings and the
documents. Where a query without arguments gives hundreds of rows, the answer read is that to the arguments below.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.util import from_n3
from sample.arguments import ARGUMENTS, BASE

import kgbuild
from kgbuild.core.project import load_project
from kgbuild.graph.prefixes import prefixes
from kgbuild.graph.write.nquads import nquads
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.pipeline.graphs import BuildResult
from kgbuild.store.sparql.content import Loaded
from kgbuild.store.sparql.library import read_query, with_values
from kgbuild.store.sparql.parameters import check_types
from kgbuild.store.sparql.store import GraphStore, Table, readable_rows

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXCAVATION = ROOT / "examples" / "excavation"
NAMED = {path.stem: read_query(path) for path in sorted((ROOT / "ontology" / "queries").glob("*.rq"))}
QUERIES = {name: query.text for name, query in NAMED.items()}
KG = "https://w3id.org/kgbuild/ns#"
# What `kgbuild query` takes beside the parameters of a query.
OPTIONS = {"config", "documents", "evidence", "exit_code", "expression", "format"}
OPTIONS |= {"graph", "help", "list", "output", "sparql", "timeout"}
# In rdflib all pairs of quotes of the sample, and all that is said of every node, take minutes: asked with the
# arguments above.
SLOW_IN_RDFLIB = frozenset({"about", "near"})
# Empty on the sample: no mapping says that a figure is part of another, and each part has claims.
EMPTY_ON_SAMPLE = frozenset({"parts-and-wholes", "parts-without-claims", "sums"})
# Empty on the example, which brings its own properties; why each has nothing to tell:
EMPTY_ON_EXAMPLE = {
    "about-statements": "no claim is about a document or work",
    "offices": "nobody signs in an office or is said to hold one",
    "actors": "its own properties name who acted; the graph does not say which properties do",
    "added": "no document reports a work",
    "addressees": "no document has an addressee",
    "affiliations": "its own property says who is a member",
    "anniversaries": "there are none",
    "answered-alike": "no document reports a work",
    "characterisations": "its own properties take the place of characterised_as; see concepts",
    "document-lineage": "lineage is recorded of claims alone",
    "identities": "every identity is certain",
    "law-applied-to": "no law is invoked",
    "laws": "no law is invoked",
    "left-out": "no document reports a work",
    "parts-and-wholes": "no figure is said to be part of another",
    "parts-without-claims": "each part has claims",
    "sums": "no figure is said to be part of another",
    "taken-over": "no document reports a work",
}


def _with(name: str, arguments: Mapping[str, str]) -> str:
    """A query with terms in place of UNDEF, as the command puts them in."""
    assert set(arguments) <= {parameter.name for parameter in NAMED[name].parameters}
    return with_values(NAMED[name], {key: terms.split() for key, terms in arguments.items()})


def _store(result: BuildResult) -> GraphStore:
    data = b"".join(nquads(name, triples) for name, triples in result.graphs.items())
    return GraphStore(Loaded(data, ox.RdfFormat.N_QUADS))


def _rdflib(result: BuildResult) -> rdflib.Graph:
    graph = rdflib.Graph()
    lines = sorted({f"{s} {p} {o} ." for triples in result.graphs.values() for s, p, o in triples})
    graph.parse(data="\n".join(lines), format="nt")
    return graph


def _same_in_both(text: str, store: GraphStore, graph: rdflib.Graph) -> Table:
    """The table, after rdflib has given the same: variables, rows of terms, order."""
    table = store.query(text)
    assert isinstance(table, Table)
    answer = graph.query(text, initNs=store.prefixes)
    assert table.variables == tuple(map(str, answer.vars or ()))
    found = [tuple(None if term is None else from_n3(term) for term in row) for row in table.rows]
    assert found == [tuple(row) for row in answer]  # type: ignore[arg-type]
    return table


@pytest.fixture(scope="module")
def store(sample: BuildResult) -> GraphStore:
    return _store(sample)


@pytest.fixture(scope="module")
def graph(sample: BuildResult) -> rdflib.Graph:
    return _rdflib(sample)


@pytest.fixture(scope="module")
def excavation() -> tuple[GraphStore, rdflib.Graph]:
    result = kgbuild.build(EXCAVATION)
    return _store(result), _rdflib(result)


def test_no_question_is_lost() -> None:
    """Each query has its answer and each answer its query; each of the 26 questions has a query, and no other has."""
    assert set(QUERIES) - {"graphs"} == {path.stem for path in (HERE / "answers").glob("*.csv")}
    lines = [
        line for text in QUERIES.values() for line in re.findall(r"^# answers: (.+)$", text, re.MULTILINE)
    ]
    answered = {number for line in lines for number in line.split(", ")}
    assert answered == {str(number) for number in range(1, 27)}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_says_what_it_asks_and_takes(name: str) -> None:
    """One title and one question; each parameter has a type, a description and its one line of VALUES."""
    query = NAMED[name]
    assert query.title[0].isupper()
    assert query.title[-1] not in ".?"
    assert query.question[-1] in ".?)"
    check_types(query, load_vocabulary(load_project(ROOT / "kgbuild.toml").ontology))
    named = sorted(parameter.name for parameter in query.parameters)
    assert not OPTIONS & set(named)
    assert named == sorted(re.findall(r"^ *VALUES \?(\w+) \{ UNDEF \}$", query.text, re.MULTILINE))
    assert query.text.count("UNDEF") == len(named)
    assert not re.search(r"\b(GRAPH|SERVICE|FROM|GROUP_CONCAT|SAMPLE)\b", QUERIES[name])


@pytest.mark.parametrize("name", sorted(set(QUERIES) - {"graphs"}))
def test_answer_is_the_expected_table(name: str, store: GraphStore) -> None:
    """The whole answer, rows and columns, equals the table that was read against the documents."""
    table = store.query(_with(name, ARGUMENTS.get(name, {})))
    assert isinstance(table, Table)
    with (HERE / "answers" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        expected = list(csv.reader(stream))
    assert [list(table.variables), *readable_rows(table, store.prefixes)] == expected


@pytest.mark.parametrize("name", QUERIES)
def test_rdflib_gives_the_same(name: str, store: GraphStore, graph: rdflib.Graph) -> None:
    """Both engines give the same variables, the same rows of terms and the same order, and all but two give rows."""
    text = _with(name, ARGUMENTS[name]) if name in SLOW_IN_RDFLIB else QUERIES[name]
    assert (not _same_in_both(text, store, graph).rows) == (name in EMPTY_ON_SAMPLE)


@pytest.mark.parametrize("name", QUERIES)
def test_another_domain_is_answered(name: str, excavation: tuple[GraphStore, rdflib.Graph]) -> None:
    """On a project with an ontology of its own both engines give the same, and rows but where it has no such thing."""
    assert (not _same_in_both(QUERIES[name], *excavation).rows) == (name in EMPTY_ON_EXAMPLE)


@pytest.mark.parametrize("name", sorted(set(QUERIES) - {"graphs"}))
def test_every_row_leads_back(name: str, store: GraphStore) -> None:
    """Each row names a line of a mapping or of the registry; with a claim, its document, quote and offsets too."""
    table = store.query(QUERIES[name])
    assert isinstance(table, Table)
    for row in readable_rows(table, store.prefixes):
        cells = dict(zip(table.variables, row, strict=True))
        place = next((cells[key] for key in ("at", "firstAt", "leftAt") if cells.get(key)), "")
        assert re.fullmatch(r"(mappings|registry)/[\w.-]+\.yaml:\d+:\d+", place)
        if cells.get("claim"):
            document = cells["claim"].removeprefix("claim:").partition(".")[0]
            assert cells["document"] == f"doc:{document}"
            assert cells["quote"]
            assert cells["at"]
            assert int(cells["start"]) < int(cells["end"])


def test_graphs_are_those_that_were_built(sample: BuildResult, store: GraphStore) -> None:
    """The query for a loader lists every graph but `meta`, with the number of its quads."""
    table = store.query(QUERIES["graphs"])
    assert isinstance(table, Table)
    found = {(row[0], int(row[1])) for row in readable_rows(table, store.prefixes)}
    built = {
        (store.readable(name if name.startswith("<") else f"<{BASE}graph/{name}>"), len(triples))
        for name, triples in sample.graphs.items()
    }
    assert {row for row in built if row[0] != "graph:meta"} == found


def test_actors_are_asked_of_every_property_of_agency() -> None:
    """The query names the properties that the ontology of events marks as agency, no more and no fewer."""
    ontology = ox.Store()
    ontology.load(path=ROOT / "ontology" / "events.ttl", format=ox.RdfFormat.TURTLE)
    marked = {
        quad.subject.value.removeprefix(KG)
        for quad in ontology.quads_for_pattern(None, ox.NamedNode(f"{KG}agency"), None)
    }
    listed = re.search(r"VALUES \?property \{\n(.*?)\}", QUERIES["actors"], re.DOTALL)
    assert listed is not None
    assert {word.removeprefix("kg:") for word in listed[1].split()} == marked


def test_the_table_of_figures_holds(store: GraphStore) -> None:
    """The relations that the design demands for killed, wounded, missing and detained, by document."""
    table = store.query(QUERIES["relations"])
    assert isinstance(table, Table)
    names = {
        "letter-2025-01-20": "000",
        "letter-2020-01-17": "001",
        "agency-report-2025": "002",
        "ombudsman-statement-2021-01-19": "003",
        "news-report-2026": "004",
    }
    found = set()
    for row in readable_rows(table, store.prefixes):
        cells = dict(zip(table.variables, row, strict=True))
        pair = sorted(
            f"{names[cells[f'{side}Document'].removeprefix('doc:')]} {cells[f'{side}Quote'].split()[0]}"
            for side in ("left", "right")
        )
        found.add((cells["property"], cells["relation"], *pair))
    killed = {
        ("kg:killed", "kg:agree", "000 150", "002 150"),
        ("kg:killed", "kg:agree", "000 150", "003 killed"),
        ("kg:killed", "kg:agree", "000 150", "004 150"),
        ("kg:killed", "kg:agree", "003 killed", "004 150"),
        ("kg:killed", "kg:agree", "002 150", "004 150"),
        ("kg:killed", "kg:agree", "002 150", "003 killed"),
        ("kg:killed", "kg:conflict", "000 150", "001 131"),
        ("kg:killed", "kg:conflict", "001 131", "003 killed"),
        ("kg:killed", "kg:conflict", "001 131", "004 150"),
        ("kg:killed", "kg:relationNotStated", "001 131", "002 150"),
        *(
            ("kg:killed", "kg:relationNotStated", *sorted((other, "003 21")))
            for other in ("000 150", "001 131", "002 150", "003 killed", "004 150")
        ),
    }
    assert {row for row in found if row[0] == "kg:killed"} == killed
    assert {row[1] for row in found if row[0] == "kg:wounded"} == {"kg:agree"}
    assert {row for row in found if row[0] == "kg:missing"} == {
        ("kg:missing", "kg:agree", "000 4", "002 four"),
        ("kg:missing", "kg:agree", "000 4", "004 four"),
        ("kg:missing", "kg:agree", "002 four", "004 four"),
        ("kg:missing", "kg:conflict", "000 4", "003 hundreds"),
        ("kg:missing", "kg:conflict", "002 four", "003 hundreds"),
        ("kg:missing", "kg:conflict", "003 hundreds", "004 four"),
    }
    # 841 detained and 841 imprisoned are one proposition: two claims that agree.
    assert {row[1] for row in found if row[0] == "kg:detained"} == {"kg:agree"}
    # "hundreds" missing is another question than 841 detained: never compared.
    assert not {row for row in found if row[0] == "kg:missing" and "841" in " ".join(row)}


def test_a_conflict_of_one_state_is_tagged(store: GraphStore) -> None:
    """131 against 150 is tagged, claim by claim, with the years in which voices of one state said each."""
    table = store.query(
        """SELECT DISTINCT ?note WHERE {
             ?c kg:relation kg:conflict ; kg:slot/rdf:predicate kg:killed ; kg:note ?note ;
                kg:sharedAffiliation agent:republic-of-azerbaijan }"""
    )
    assert isinstance(table, Table)
    assert sorted(readable_rows(table, store.prefixes), reverse=True) == [
        ["differs between voices of one body or state (2020; 2025)"],
        ["differs between voices of one body or state (2020; 2021)"],
    ]


def _made(*statements: str) -> str:
    """Turtle of a made graph: its prefixes, and claims of one document, each written as ``id | property | value``."""
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in prefixes("https://example.org/made/").items()]
    for number, statement in enumerate(statements):
        claim, subject, predicate, value = statement.split(" | ")
        kind = "kg:QuantityClaim" if value.startswith("qty:") else "kg:EntityClaim"
        lines.append(
            f"""claim:{claim} a kg:Claim , {kind} ; kg:content prop:{claim} ; kg:counts true ; kg:inDocument doc:d ;
                kg:sourceVoice agent:unlabelled ; kg:evidence anchor:{claim} ; kg:mappedAt "m.yaml:{number}:1" ;
                kg:stance kg:asserts ; kg:modality kg:actual ; kg:words "w" ; kg:property {predicate} .
            prop:{claim} rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {value} ;
                kg:polarity kg:positive .
            anchor:{claim} kg:quote "q" ; kg:start {number} ; kg:end {number + 1} ."""
        )
    lines += [
        f"qty:{number} kg:lo {number} ; kg:hi {number} ; kg:approximation kg:exactly ; kg:unit kg:person ."
        for number in (4, 6, 10)
    ]
    lines.append("qty:open kg:lo 5 ; kg:approximation kg:atLeast ; kg:unit kg:person .")
    lines.append(
        'doc:d a kg:Document . event:e rdfs:label "Ereignis" ; skos:prefLabel "Ereignis"@de , "hadisə"@az .'
    )
    return "\n".join(lines)


def _asked(name: str, turtle: str) -> list[dict[str, str]]:
    store = GraphStore(Loaded(turtle.encode(), ox.RdfFormat.TURTLE))
    table = _same_in_both(QUERIES[name], store, rdflib.Graph().parse(data=turtle, format="turtle"))
    return [dict(zip(table.variables, row, strict=True)) for row in readable_rows(table, store.prefixes)]


def test_labels_neither_multiply_rows_nor_lose_them() -> None:
    """Labels in several languages make no rows; what has no label is shown by its name; an open bound is blank."""
    turtle = _made("a | event:e | kg:killed | qty:4", "b | event:g | kg:killed | qty:open")
    rows = [(row["eventName"], row["lo"], row["hi"], row["voiceLabel"]) for row in _asked("figures", turtle)]
    assert rows == [("Ereignis", "4", "4", ""), ("event:g", "5", "", "")]


@pytest.mark.parametrize(
    ("parts", "sums"),
    [
        (("qty:4", "qty:6"), {("10", "10", "meets the whole")}),
        (("qty:4", "qty:4"), {("8", "8", "does not meet the whole")}),
        (("qty:4", "qty:open"), {("9", "", "meets the whole")}),
    ],
)
def test_only_what_makes_up_the_whole_is_summed(
    parts: tuple[str, str], sums: set[tuple[str, str, str]]
) -> None:
    """Parts said to make up a whole are added up, bound by bound; where one of them is open, so is the sum."""
    turtle = _made(
        "whole | event:e | kg:killed | qty:10",
        f"one | event:e | kg:killed | {parts[0]}",
        f"two | event:e | kg:killed | {parts[1]}",
        "made1 | claim:whole | kg:consistsOf | claim:one",
        "made2 | claim:whole | kg:consistsOf | claim:two",
        "in | claim:one | kg:includedIn | claim:whole",
    )
    rows = _asked("parts-and-wholes", turtle)
    assert [row["relation"] for row in rows] == ["kg:consistsOf", "kg:consistsOf", "kg:includedIn"]
    assert {(row["sumLo"], row["sumHi"], row["sum"]) for row in rows[:2]} == sums
    assert (rows[2]["sumLo"], rows[2]["sum"]) == ("", "")
