"""``kgbuild query`` as it is typed: where queries come from, how answers go out, exit codes and completion."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild

SELECT = "SELECT ?c ?q WHERE { ?c kg:property kg:missing ; kg:evidence/kg:quote ?q } ORDER BY ?c"
OWN = """#+ title: Deaths of an event
#+ question: How many were killed?
#+ parameter event: event. The event.
SELECT ?claim WHERE {
  VALUES ?event { UNDEF }
  ?claim kg:property kg:killed ; kg:content/rdf:subject ?event .
} ORDER BY ?claim
"""


@pytest.fixture
def built(sample_copy: Path) -> Path:
    """A copy of the sample with its graph, and with a query of its own."""
    (sample_copy / "out").mkdir()
    shutil.copy(ROOT / "out" / "graph.trig", sample_copy / "out")
    (sample_copy / "queries").mkdir()
    clash = "#+ parameter graph: text. A name.\nASK {\n  VALUES ?graph { UNDEF }\n}\n"
    (sample_copy / "clash.rq").write_text(clash, encoding="utf-8")
    (sample_copy / "queries" / "deaths-of-an-event.rq").write_text(OWN, encoding="utf-8")
    return sample_copy


def test_formats_say_the_same(built: Path, run: RunKgbuild) -> None:
    """Table, CSV, TSV and JSON hold the same rows; the number of rows is on stderr."""
    table = run("query", "-e", SELECT, cwd=built)
    assert table.stderr == "4 rows\n"
    rows = list(csv.reader(io.StringIO(run("query", "-e", SELECT, "--format", "csv", cwd=built).stdout)))
    objects = json.loads(run("query", "-e", SELECT, "--format", "json", cwd=built).stdout)
    assert rows[0] == objects["head"]["vars"] == ["c", "q"]
    assert [[cell["c"]["value"], cell["q"]["value"]] for cell in objects["results"]["bindings"]] == rows[1:]
    lines = run("query", "-e", SELECT, "--format", "tsv", cwd=built).stdout.splitlines()
    assert [line.split("\t") for line in lines[1:]] == [[f"<{c}>", f'"{q}"'] for c, q in rows[1:]]
    assert all(quote in table.stdout for _, quote in rows[1:])


def test_short_names(built: Path, run: RunKgbuild) -> None:
    """--short writes prefixed names into csv and tsv, and is refused elsewhere."""
    short = run("query", "-e", SELECT, "--format", "csv", "--short", cwd=built).stdout
    names = [row[0] for row in csv.reader(io.StringIO(short))]
    assert names[1] == "claim:agency-report-2025.toll.missing"
    assert run("query", "-e", SELECT, "--short", cwd=built).returncode == 2
    assert run("query", "-e", "ASK {}", "--format", "json", "--short", cwd=built).returncode == 2


def test_files_standard_input_and_output(built: Path, run: RunKgbuild, tmp_path: Path) -> None:
    """A query comes from a file, standard input or -e; -o writes the answer to a file."""
    (built / "q.rq").write_text("ASK { ?c kg:property kg:killed }")
    assert run("query", "q.rq", cwd=built).stdout == "true\n"
    command = [sys.executable, "-m", "kgbuild", "query", "-", "--format", "csv"]
    asked = subprocess.run(command, cwd=built, input=SELECT, capture_output=True, text=True, check=True)
    assert (asked.stdout.count("\n"), asked.stderr) == (5, "4 rows\n")
    target = tmp_path / "answer.csv"
    assert run("query", "-e", SELECT, "--format", "csv", "-o", str(target), cwd=built).stdout == ""
    assert target.read_text(encoding="utf-8").startswith("c,q\n")
    assert run("query", "-e", SELECT, "--graph", "out/graph.trig", cwd=built).stderr == "4 rows\n"


def test_a_construct_is_turtle(built: Path, run: RunKgbuild) -> None:
    """Triples are Turtle by default, JSON-LD on request; a table has other formats."""
    query = "CONSTRUCT { ?c kg:words ?w } WHERE { ?c kg:property kg:missing ; kg:words ?w }"
    turtle = run("query", "-e", query, cwd=built)
    assert turtle.stderr == "4 triples\n"
    assert turtle.stdout.count(" kg:words ") == 4
    assert len(json.loads(run("query", "-e", query, "--format", "jsonld", cwd=built).stdout)) == 4
    wrong = run("query", "-e", query, "--format", "csv", cwd=built)
    assert wrong.returncode == 2
    assert "help: one of: ttl, jsonld, nt" in wrong.stderr


def test_a_named_query_with_its_parameter(built: Path, run: RunKgbuild) -> None:
    """Options of the answer stand before the name or behind it; an option of the query is its parameter."""
    command = ["deaths-of-an-event", "--event", "baku-1990-01-19"]
    found = run("query", *command, "--format", "csv", "--evidence", cwd=built)
    assert found.stdout == run("query", "--format", "csv", "--evidence", *command, cwd=built).stdout
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert len(rows) == 6
    assert all(row["quote"] and row["at"].startswith("mappings/") for row in rows)
    assert "claim:" not in run("query", "deaths-of-an-event", "--event", "clashes-2020-09", cwd=built).stdout
    both = run("query", *command, "--event", "clashes-2020-09", cwd=built)
    assert both.stderr == "6 rows\n"


def test_the_text_of_a_named_query(built: Path, run: RunKgbuild) -> None:
    """--sparql prints the query with its values and prefixes, as a file that asks the same."""
    command = ["deaths-of-an-event", "--event", "baku-1990-01-19"]
    text = run("query", *command, "--sparql", cwd=built).stdout
    assert "PREFIX kg: <https://w3id.org/kgbuild/ns#>\n" in text
    (built / "same.rq").write_text(text.replace("#+ parameter", "# parameter"), encoding="utf-8")
    assert run("query", "same.rq", cwd=built).stdout == run("query", *command, cwd=built).stdout


def test_list_and_help_name_the_queries(built: Path, run: RunKgbuild) -> None:
    """--list shows each query with its question and parameters; --help of a query too."""
    assert "deaths-of-an-event\n  How many were killed?\n  --event event: The event.\n" in (
        run("query", "--list", cwd=built).stdout
    )
    assert "Deaths of an event" in run("query", "--help", cwd=built).stdout
    page = run("query", "deaths-of-an-event", "--help", cwd=built).stdout
    assert "How many were killed?" in page
    assert "--event EVENT" in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give the name of a query, a file or -e, and only one of these"),
        (["-e", "ASK {}", "deaths-of-an-event"], "only one of these"),
        (["-e", "ASK {}", "--list"], "only one of these"),
        (["--list", "deaths-of-an-event"], "only one of these"),
        (["clash.rq"], "--graph is an option of every query"),
        (["deaths-of-an-evnt"], "did you mean `deaths-of-an-event`?"),
        (["deaths-of-an-event", "--event", "baku-1990-01-18"], "did you mean `baku-1990-01-19`?"),
        (["deaths-of-an-event", "--evnt", "x"], "--event"),
        (["nowhere/q.rq"], "nowhere/q.rq"),
        (["-e", "SELECT"], "line 1"),
        (["-e", "DROP ALL"], "a query only reads"),
        (["-e", "ASK {}", "--graph", "nowhere"], "no graph in"),
        (["-e", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "0.2"], "ended after 0.2 s"),
    ],
)
def test_what_cannot_be_done(built: Path, run: RunKgbuild, arguments: list[str], message: str) -> None:
    """Every such call exits with 2 and says why, without a traceback."""
    result = run("query", *arguments, cwd=built)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_exit_codes(built: Path, run: RunKgbuild) -> None:
    """With --exit-code a false ASK and an empty answer exit with 1; without it every answer exits with 0."""
    for query, code in (
        ("ASK { ?c kg:property kg:killed }", 0),
        ("ASK { ?c kg:property kg:nothing }", 1),
        ("SELECT ?c { ?c kg:property kg:nothing }", 1),
        ("DESCRIBE <x:nothing>", 1),
    ):
        assert run("query", "-e", query, "--exit-code", cwd=built).returncode == code
        assert run("query", "-e", query, cwd=built).returncode == 0


def test_an_empty_answer_says_why(built: Path, run: RunKgbuild) -> None:
    """On stderr, behind the number of rows."""
    result = run("query", "-e", "SELECT * { ?c kg:property kg:kiled }", cwd=built)
    assert result.stderr == (
        "0 rows\nnote: nothing matches `?c kg:property kg:kiled`: kg:kiled stands nowhere in the graph\n"
        "help: did you mean kg:killed?\n"
    )


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("kgbuild query deaths", "deaths-of-an-event"),
        ("kgbuild query deaths-of-an-event --ev", "--event"),
        ("kgbuild query deaths-of-an-event --event baku-19", "baku-1990-01-19"),
        ("kgbuild query deaths-of-an-event --format cs", "csv"),
    ],
)
def test_the_shell_completes(built: Path, run: RunKgbuild, words: str, wanted: str) -> None:
    """Names of queries, their options, and ids of the built graph are completed."""
    env = {
        "_KGBUILD_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    found = [line.partition(",")[2] for line in run(cwd=built, env=env).stdout.splitlines()]
    assert wanted in found


def test_completion_without_a_graph(tmp_path: Path, run: RunKgbuild) -> None:
    """Where there is no project or graph, nothing is completed and nothing is said."""
    env = {
        "_KGBUILD_COMPLETE": "bash_complete",
        "COMP_WORDS": "kgbuild query figures --event b",
        "COMP_CWORD": "4",
    }
    result = run(cwd=tmp_path, env=env)
    assert (result.stdout.strip(), result.stderr) == ("", "")


def test_a_graph_older_than_a_mapping_is_noted(built: Path, run: RunKgbuild) -> None:
    """Who edits a mapping and asks the old graph is told; the rows stay the same, and a fresh graph says nothing."""
    before = run("query", "-e", SELECT, cwd=built)
    assert "older" not in before.stderr
    mapping = built / "mappings" / "letter-2020-01-17.yaml"
    later = (built / "out" / "graph.trig").stat().st_mtime + 60
    os.utime(mapping, (later, later))
    after = run("query", "-e", SELECT, cwd=built)
    assert after.stdout == before.stdout
    assert (
        "note: the graph is older than mappings/letter-2020-01-17.yaml: run `kgbuild build`" in after.stderr
    )


def test_the_graph_is_kept(built: Path, run: RunKgbuild) -> None:
    """A query keeps the graph for the next one, unless it is told not to; damage is said; clean removes it."""
    home = built / ".kgbuild" / "graph"
    ask = ("query", "-e", "ASK { ?c kg:property kg:missing }")
    assert run(*ask, "--no-cache", cwd=built).stdout == "true\n"
    assert not home.exists()
    assert [(run(*ask, cwd=built).stdout, run(*ask, cwd=built).stderr)] == [("true\n", "")]
    (home / "about.json").write_text("{}", encoding="utf-8")
    again = run(*ask, cwd=built)
    assert again.stdout == "true\n"
    assert again.stderr.startswith("note: the store .kgbuild/graph cannot be used (about.json is not")
    assert run(*ask, cwd=built).stderr == ""
    assert run("clean", cwd=built).stderr.startswith("removed .kgbuild: ")
    assert not home.parent.exists()
    assert run("clean", cwd=built).stderr == "there is nothing in .kgbuild\n"
