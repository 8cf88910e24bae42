"""``kgbuild diff`` between two revisions of the sample shows what was changed, each thing once, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest
from conftest import RunKgbuild

IDENTITY = ("-c", "user.name=N", "-c", "user.email=n@example.org")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, check=True, capture_output=True)


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def repository(sample_copy: Path) -> Path:
    """The sample under git, committed."""
    git(sample_copy, "init", "-q")
    git(sample_copy, "add", "-A")
    git(sample_copy, "commit", "-q", "-m", "one")
    return sample_copy


@pytest.fixture
def three_changes(repository: Path) -> Path:
    """A second revision: a figure changed, a quote moved, a claim went. Lines move on the way, and one is rewritten."""
    mappings = repository / "mappings"
    replace_in(
        mappings / "letter-2020-01-17.yaml",
        "    wounded: {n: 744,",
        "    wounded: {n: about 744, reading: a slip,",
    )
    replace_in(mappings / "letter-2020-01-17.lock", " 1604 1645 e ", " 1625 1666 e ")
    replace_in(
        mappings / "news-report-2026.yaml", "    missing: {n: 4, quote: four people went missing}\n", ""
    )
    replace_in(mappings / "news-report-2026.yaml", "document:\n", "# a comment\n\ndocument:\n")
    git(repository, "commit", "-q", "-a", "-m", "two")
    return repository


def test_exactly_three(three_changes: Path, run: RunKgbuild) -> None:
    """A figure that changed, a quote that moved and a claim that went are three claims; nothing else is shown."""
    ran = run("diff", "HEAD~1", "HEAD", "--format", "json", cwd=three_changes)
    assert (ran.returncode, ran.stderr) == (0, "")
    found = json.loads(ran.stdout)
    moved, changed, gone = found["claims"]
    place = "mappings/letter-2020-01-17.yaml:177:5"
    assert (moved["after"]["id"], moved["before"]["place"], moved["after"]["place"]) == (TANKS, place, place)
    assert moved["changes"] == [
        {
            "what": "evidence moved",
            "before": ["“tanks and other armoured vehicles crushed” (characters 1604–1645)"],
            "after": ["“tanks and other armoured vehicles crushed” (characters 1625–1666)"],
        }
    ]
    assert changed["after"]["id"] == "letter-2020-01-17.toll.wounded"
    assert changed["changes"] == [
        {"what": "value", "before": ["744"], "after": ["about 744"]},
        {"what": "reading", "before": [], "after": ["“a slip”"]},
    ]
    assert (gone["change"], gone["before"]["id"], gone["after"]) == (
        *("removed", "news-report-2026.toll.missing", None),
    )
    assert (gone["before"]["quote"], gone["before"]["place"]) == (
        *("four people went missing", "mappings/news-report-2026.yaml:86:5"),
    )
    rest = {key: value for key, value in found.items() if key not in ("old", "new", "claims", "different")}
    assert not any(rest.values()), rest


def test_in_words(three_changes: Path, run: RunKgbuild) -> None:
    """The page for people names each of the three with its words, its quote and its line, in Markdown too."""
    text = run("diff", "HEAD~1..HEAD", cwd=three_changes).stdout
    text = text.replace(text.splitlines()[1], "  old").replace(text.splitlines()[2], "  new")
    assert text == WORDS
    markdown = run("diff", "HEAD~1..HEAD", "--format", "md", cwd=three_changes).stdout
    assert "* claims: 1 removed, 2 changed\n" in markdown
    assert "  * value changed: 744 → about 744\n" in markdown
    rows = list(
        csv.DictReader(io.StringIO(run("diff", "HEAD~1..", "--format", "csv", cwd=three_changes).stdout))
    )
    assert [(row["of"], row["change"], row["what"], row["before"], row["after"]) for row in rows] == [
        (
            "claim",
            "changed",
            "evidence moved",
            "“tanks and other armoured vehicles crushed” (characters 1604–1645)",
            "“tanks and other armoured vehicles crushed” (characters 1625–1666)",
        ),
        ("claim", "changed", "value", "744", "about 744"),
        ("claim", "changed", "reading", "", "“a slip”"),
        ("claim", "removed", "", "", ""),
    ]


def test_exit_codes(three_changes: Path, run: RunKgbuild) -> None:
    """With --exit-code a difference is 1; without, and where nothing is different, 0; what cannot be done is 2."""
    assert run("diff", "HEAD~1", "--exit-code", cwd=three_changes).returncode == 1
    assert run("diff", "HEAD~1", cwd=three_changes).returncode == 0
    same = run("diff", "HEAD", "--exit-code", cwd=three_changes)
    assert same.returncode == 0
    assert "nothing is different" in same.stdout
    assert run("diff", "HEAD~9", cwd=three_changes).returncode == 2


def test_a_figure_that_makes_a_conflict(repository: Path, run: RunKgbuild) -> None:
    """A figure that leaves what others say is one changed claim, and the conflict that it makes, once."""
    mapping = repository / "mappings" / "news-report-2026.yaml"
    replace_in(mapping, "killed: {n: 150 civilians,", "killed: {n: 131 civilians, reading: a slip,")
    found = json.loads(run("diff", "HEAD", "--format", "json", cwd=repository).stdout)
    assert [each["after"]["id"] for each in found["claims"]] == ["news-report-2026.toll.killed"]
    assert found["conflicts"] == []
    replace_in(mapping, "killed: {n: 131 civilians,", "killed: {n: 170 civilians,")
    found = json.loads(run("diff", "HEAD", "--format", "json", cwd=repository).stdout)
    (conflict,) = found["conflicts"]
    assert (conflict["change"], *(side["value"] for side in conflict["answers"])) == (
        *("appeared", "150 (civilians)", "170 (civilians)"),
    )
    holders = [[claim["document"] for claim in side["claims"]] for side in conflict["answers"]]
    assert holders == [["letter-2025-01-20", "ombudsman-statement-2021-01-19"], ["news-report-2026"]]
    assert all(claim["voices"] and claim["place"] for side in conflict["answers"] for claim in side["claims"])


TANKS = "letter-2020-01-17.conduct-vehicles.means.tanks"
WORDS = """\
What is different
  old
  new
  claims: 1 removed, 2 changed

Claims removed
  news-report-2026.toll.missing: Baku, night of 19–20 January 1990: number of people missing: 4
    unnamed (the outlet, not named in the text) reports: unnamed (official figures) asserts “four people went missing”
      (characters 542–566), old: mappings/news-report-2026.yaml:86:5

Claims changed
  letter-2020-01-17.conduct-vehicles.means.tanks: Baku, night of 19–20 January 1990: means: tanks
    evidence moved: “tanks and other armoured vehicles crushed” (characters 1604–1645) → “tanks and other armoured
      vehicles crushed” (characters 1625–1666)
    mappings/letter-2020-01-17.yaml:177:5
  letter-2020-01-17.toll.wounded: Baku, night of 19–20 January 1990: number of people wounded: about 744
    value changed: 744 → about 744
    reading added: “a slip”
    “744 people were wounded” (characters 1356–1381), mappings/letter-2020-01-17.yaml:156:5
"""
