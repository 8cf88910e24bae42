"""The example of another domain: a project that brings its own ontology and shapes, and no Python."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

import kgbuild
from kgbuild.findings.diagnostics import Severity

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "excavation"
KG = "https://w3id.org/kgbuild/ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

# Subject, property, one side, other side, relation. "denied" is a side that somebody denies, "not" a negative content.
COMPARISONS = {
    ("flagon", "firedIn", "denied kiln-of-skarrow-hill", "kiln-of-skarrow-hill", "conflict"),
    ("flagon", "foundIn", "grave-17", "trench-c", "compatible"),
    ("flagon", "madeOf", "buff-ware", "not buff-ware", "conflict"),
    ("flagon", "madeOf", "buff-ware", "white-clay-with-iron-slip", "conflict"),
    ("grave-17", "depthInCentimetres", "120..120", "140..140", "conflict"),
    ("last-firing-of-kiln", "datedTo", "018X", "022X", "conflict"),
    ("skarrow-hill", "conditionFound", "denied robbed", "not robbed", "agree"),
    ("skarrow-hill", "conditionFound", "denied robbed", "robbed", "conflict"),
    ("skarrow-hill", "conditionFound", "not robbed", "robbed", "conflict"),
    ("skarrow-hill", "gravesCounted", "36..44", "38..38", "compatible"),
    ("skarrow-hill", "gravesCounted", "36..44", "41..41", "compatible"),
    ("skarrow-hill", "gravesCounted", "38..38", "41..41", "conflict"),
    ("skarrow-hill", "vesselsFound", "61..", "63..63", "compatible"),
}


class Facts:
    """The values of subjects and predicates over a set of triples, IRIs and literals without their syntax."""

    def __init__(self, triples: Iterable[tuple[str, str, str]]) -> None:
        self._values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for s, p, o in triples:
            self._values[s[1:-1]][p[1:-1]].add(o[1:-1] if o.startswith("<") else o.split('"')[1])

    def of_type(self, type_: str) -> list[str]:
        """The subjects with an ``rdf:type``."""
        return sorted(s for s, values in self._values.items() if type_ in values[f"{RDF}type"])

    def one(self, subject: str, predicate: str, default: str | None = None) -> str:
        """The one value."""
        found = self._values[subject][predicate]
        if not found and default is not None:
            return default
        (value,) = found
        return value


def _name(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def _side(facts: Facts, claim: str) -> str:
    proposition = facts.one(claim, f"{KG}content")
    value = facts.one(proposition, f"{RDF}object")
    if "/qty/" in value:
        text = f"{facts.one(value, f'{KG}lo', '')}..{facts.one(value, f'{KG}hi', '')}"
    else:
        text = facts.one(value, f"{KG}edtf") if "/when/" in value else _name(value)
    if facts.one(proposition, f"{KG}polarity") == f"{KG}negative":
        text = f"not {text}"
    return f"denied {text}" if facts.one(claim, f"{KG}stance") == f"{KG}denies" else text


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the example that a test may change."""
    folder = tmp_path / "excavation"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("out"))
    return folder


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_example_builds(project: Path) -> None:
    """A domain that kgbuild has never heard of builds with its shapes, from verified texts, without a finding."""
    result = kgbuild.build(project)
    assert result.findings == []
    assert (result.counts.verified, result.counts.from_lock, result.counts.missing) == (3, 0, 0)
    assert not (project / "out").exists()


def test_comparisons_are_exactly_those_of_the_texts(project: Path) -> None:
    """What conflicts, agrees or fits, by properties and units of the project's own: no row more, no row less."""
    facts = Facts((s, p, o) for _, s, p, o in kgbuild.build(project).quads())
    found = set()
    for node in facts.of_type(f"{KG}Comparison"):
        left, right = facts.one(node, f"{KG}left"), facts.one(node, f"{KG}right")
        sides = sorted(
            [
                _side(facts, left),
                _side(facts, right),
            ]
        )
        content = facts.one(left, f"{KG}content")
        subject, predicate = facts.one(content, f"{RDF}subject"), facts.one(content, f"{RDF}predicate")
        assert predicate.startswith("https://example.org/excavation/ns#")
        if sides[0] == sides[1]:
            assert facts.one(node, f"{KG}relation") == f"{KG}agree"
            continue
        found.add((_name(subject), _name(predicate), *sides, _name(facts.one(node, f"{KG}relation"))))
    assert found == COMPARISONS


def test_own_properties_stay_inside_propositions(project: Path) -> None:
    """A property of the project is never stated of its subject, like those that kgbuild ships."""
    predicates = {p for _, _, p, _ in kgbuild.build(project).quads()}
    assert predicates
    assert not [p for p in predicates if "example.org/excavation/ns#" in p]


def test_locks_alone_give_the_same_quads(project: Path) -> None:
    """Whoever does not hold the documents builds the same graph from the locks."""
    with_documents = list(kgbuild.build(project).quads())
    for text in (project / "documents").iterdir():
        text.unlink()
    result = kgbuild.build(project)
    assert result.ok
    assert (result.counts.verified, result.counts.from_lock) == (0, 3)
    assert list(result.quads()) == with_documents


def test_a_project_shape_is_an_error_at_its_line(project: Path) -> None:
    """A violation of a project's shape is an error with the project's code, at the line that made the node."""
    mapping = project / "mappings" / "report-1958.yaml"
    _change(mapping, "    graves_counted: 38 graves", "    graves_counted: 38000 graves\n    reading: a slip")
    result = kgbuild.build(project)
    (finding,) = result.findings
    assert (finding.code, finding.severity) == ("EX401", Severity.ERROR)
    assert finding.message == "the number of graves is above 10,000"
    assert finding.place.file == "mappings/report-1958.yaml"
    line = mapping.read_text(encoding="utf-8").splitlines()[finding.place.line - 1]
    assert line == "    graves_counted: 38000 graves"
    assert not result.ok


def test_a_project_shape_of_less_weight_warns(project: Path) -> None:
    """A shape with sh:Warning warns, and the graph is still good."""
    _change(project / "mappings" / "report-1958.yaml", "value: 022X", "value: 1958")
    result = kgbuild.build(project)
    assert [(f.code, f.severity, f.place.file) for f in result.findings] == [
        ("EX402", Severity.WARNING, "mappings/report-1958.yaml")
    ]
    assert result.ok
