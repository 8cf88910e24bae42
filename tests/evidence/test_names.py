"""Words that name another than the claim means, and speakers whom nothing names: warned of, and nobody else."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.core.project import Project, load_project
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.spellings import Spellings
from kgbuild.pipeline.check import check
from kgbuild.pipeline.workspace import Workspace
from kgbuild.text.folding import Folded, fold

FILE = ROOT / "tests" / "cases" / "adversarial" / "names.toml"
CASES: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
CLAIMS: list[dict[str, Any]] = CASES["claim"]
REST = "\n" + "Nothing else is told of that week, in which the carts went to market as they do.\n" * 12


def _project(root: Path, claims: list[dict[str, Any]]) -> Project:
    """A project with one document a claim."""
    for folder in ("documents", "mappings", "registry"):
        (root / folder).mkdir()
    config = 'base = "https://example.org/"\ntitle = "t"\nontology = ["events"]\ndocuments = ["documents"]\n'
    (root / "kgbuild.toml").write_text(config)
    for kind, entries in CASES["registry"].items():
        (root / "registry" / f"{kind}.yaml").write_text(entries, encoding="utf-8")
    for number, case in enumerate(claims):
        text = f"REPORT {number}\n\n{case['text']}\n{REST}"
        (root / "documents" / f"c{number}.txt").write_text(text, encoding="utf-8")
        lines = case["claim"].replace("\n", "\n    ")
        (root / "mappings" / f"c{number}.yaml").write_text(
            f"document:\n  id: c{number}\n  kind: report\n  text: sha256:{hashlib.sha256(text.encode()).hexdigest()}\n"
            f"  title: REPORT {number}\n  language: {case.get('language', 'en')}\nvoice: chronicle\nabout: flood\n"
            f"claims:\n  a:\n    {lines}\n",
            encoding="utf-8",
        )
    return load_project(root / "kgbuild.toml")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Diagnostic]]:
    """The findings on names of the cases, by file."""
    findings = check(_project(tmp_path_factory.mktemp("names"), CLAIMS)).findings
    return {
        f"mappings/c{n}.yaml": [
            f for f in findings if f.place.file == f"mappings/c{n}.yaml" and f.code in _CODES
        ]
        for n in range(len(CLAIMS))
    }


# A claim that is wrong otherwise tells nothing of its names; what figures and dates say is checked elsewhere.
_CODES = frozenset(("KG341", "KG342", "KG201", "KG202", "KG204", "KG301", "KG302", "KG104", "KG107"))


def test_the_corpus_is_there() -> None:
    """No case is lost unseen, and each kind of warning has cases."""
    assert len(CLAIMS) == 42
    assert {case.get("finding") for case in CLAIMS} == {None, "KG341", "KG342"}


@pytest.mark.parametrize("number", range(len(CLAIMS)), ids=lambda n: CLAIMS[n]["claim"])
def test_whom_the_words_name(number: int, found: dict[str, list[Diagnostic]]) -> None:
    """A claim is warned of where its words name another in full, and only there."""
    codes = [finding.code for finding in found[f"mappings/c{number}.yaml"]]
    assert codes == ([CLAIMS[number]["finding"]] if "finding" in CLAIMS[number] else [])


NAMES = (
    "Ada",
    "Ada Brook",
    "Ada Brook of Elmford",
    "brook",
    "St. Ada",
    "l'Ada",
    "李娜",
    "Ада Брук",
    "Brook-Lee",
)


@given(st.lists(st.sampled_from((*NAMES, "and", "the", ",", "Adas", "of", "Elmford", "李")), max_size=12))
def test_names_are_found_as_one_by_one(words: list[str]) -> None:
    """The index finds at each place the longest name that stands there by whole tokens, as a search for each would."""
    folded = Folded(" ".join(words))
    places = {
        at: name for name in NAMES for spelling in {fold(name), fold(name)[:1].upper() + fold(name)[1:]}
        for at in folded.find(spelling)
    }  # fmt: skip
    expected, position = [], 0
    for start, end in sorted(places, key=lambda at: (at[0], -at[1])):
        if start >= position:
            expected.append((start, end, places[start, end]))
            position = end
    spellings = Spellings((name, name) for name in NAMES)
    assert [(n.start, n.end, *n.ids) for n in spellings.found_in(folded.text)] == expected


def test_a_name_that_several_have() -> None:
    """Every entity with a name is told, each once."""
    spellings = Spellings([("Ada", "one"), ("Ada", "two"), ("ada", "one")])
    assert [named.ids for named in spellings.found_in("Ada")] == [("one", "two")]


@pytest.mark.parametrize(
    ("quote", "value", "written"),
    [
        ("Ada Brook led", "led_by: ada-brook", "Ada Brook"),
        ("Ada  Brook led", "led_by: ada-brook", "Ada  Brook"),
        ("led by Ada Brooks", "led_by: ada-brook", None),
        ("led by Ада Брук", "led_by: ada-brook", "Ада Брук"),
        ("Women led", "led_by: women", "Women"),
        ("Womenfolk led", "led_by: women", None),
        ("by neglect", "characterised_as: neglect", "neglect"),
        ("neglected", "characterised_as: neglect", None),
        ("in Mill‐Lane", "took_place_in: mill-lane", None),
        ("由李娜领导", "led_by: li-na", "李娜"),
        ("the River Board and the River Guard led", "led_by: river-guard", "River Guard"),
    ],
)
def test_how_a_quote_writes_a_name(quote: str, value: str, written: str | None, tmp_path: Path) -> None:
    """The spelling of a claim is what its quote has of the name, by whole words, as it is written there."""
    project = _project(tmp_path, [{"text": quote, "claim": f'{value}\nquote: "{quote}"'}])
    space = Workspace(project)
    (claim,) = space.local(project.mappings / "c0.yaml", locked=False).claims
    assert claim.name_as_written == written
