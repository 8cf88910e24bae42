"""A reader's library is replaced by another version: the mapping verifies again, or each quote that moved is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import RunKgbuild

from kgbuild.draft.starter import start
from kgbuild.text.extract import Options, extract
from kgbuild.text.map import read_map
from readers.expected import Original
from readers.originals import ORIGINALS

OLDER = """
import importlib.metadata
installed = importlib.metadata.version
importlib.metadata.version = lambda name: "0.0.1" if name == "{library}" else installed(name)
"""
OTHER_TEXT = """
import striprtf.striprtf as striprtf
read = striprtf.rtf_to_text
def other(*given, **more):
    return read(*given, **more).replace("thirteen persons", "13 persons").replace("To the", "To  the")
striprtf.rtf_to_text = other
"""
MAPPING = """document:
  id: letter
  kind: report
  text: {text}
  title: {{value: A title, source: catalogue, citation: a list}}
  language: en
voice: {{unnamed: the author}}
about: lantern-walk-2019
claims:
"""
CLAIM = '  q{number}: {{mentions_words: "{words}", quote: "{words}"}}\n'


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that kgbuild begins."""
    project = tmp_path_factory.mktemp("made") / "project"
    start(project)
    return project


def mapped(empty: Path, folder: Path, original: Original) -> Path:
    """A copy of that project, with an original, its text, and a mapping of its ten quotes."""
    project = shutil.copytree(empty, folder / "project")
    path = project / "documents" / original.name
    original.make(path)
    extract(path, path.parent, "letter", Options())
    head = read_map(path.with_name("letter.map").read_bytes(), "map").head
    quotes = [" ".join(quote.words.split()[:12]) for quote in original.quotes]
    claims = [
        CLAIM.format(number=number, words=words)
        for number, words in enumerate(quotes)
        if '"' not in words and " " in words
    ]
    mapping = project / "mappings" / "letter.yaml"
    mapping.write_text(MAPPING.format(text=head["text"]) + "".join(claims))
    return project


@pytest.mark.parametrize(
    ("name", "library"),
    [("page.html", "selectolax"), ("page.warc.gz", "warcio"), ("letter.rtf", "striprtf"), ("scan.hocr", "selectolax")],
)  # fmt: skip
def test_another_version_that_reads_alike(
    name: str, library: str, empty: Path, tmp_path: Path, run: RunKgbuild
) -> None:
    """It is named, the text stays the same to the byte, and the mapping verifies before and after."""
    (original,) = (each for each in ORIGINALS if each.name == name)
    project = mapped(empty, tmp_path, original)
    assert run("lock", cwd=project).returncode == 0
    text = (project / "documents" / "letter.txt").read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    (other / "sitecustomize.py").write_text(OLDER.format(library=library))
    env = {"PYTHONPATH": str(other)}
    said = run("extract", f"documents/{name}", cwd=project, env=env)
    assert said.returncode == 0
    assert f"{library} 0.0.1" in said.stderr.partition("now: ")[2]
    assert "the text would be the same" in said.stderr
    assert run("extract", f"documents/{name}", "--update", cwd=project, env=env).returncode == 0
    assert (project / "documents" / "letter.txt").read_bytes() == text
    assert "3 verified" in run("check", cwd=project).stderr


def test_another_version_that_reads_otherwise(empty: Path, tmp_path: Path, run: RunKgbuild) -> None:
    """Nothing is replaced unasked; then each quote is named that moved or broke, with what to write, and no other."""
    (original,) = (each for each in ORIGINALS if each.name == "letter.rtf")
    project = mapped(empty, tmp_path, original)
    assert run("lock", cwd=project).returncode == 0
    other = tmp_path / "other"
    other.mkdir()
    (other / "sitecustomize.py").write_text(OLDER.format(library="striprtf") + OTHER_TEXT)
    env = {"PYTHONPATH": str(other)}
    kept = run("extract", "documents/letter.rtf", cwd=project, env=env)
    assert "the text would be another" in kept.stderr
    assert "3 verified" in run("check", cwd=project).stderr
    run("extract", "documents/letter.rtf", "--update", cwd=project, env=env)
    differs = run("check", cwd=project)
    assert differs.returncode == 1
    assert "error[KG325]: the file letter.txt looks like the document `letter` but differs" in differs.stderr
    assert "1 from lock" in differs.stderr
    said = run("lock", "--update", "mappings/letter.yaml", cwd=project)
    states = [line.split(": ")[1] for line in said.stdout.splitlines() if line.startswith("mappings/")]
    assert states == ["unchanged", "moved", "moved", "broken", *["moved"] * 6]
    assert "mappings/letter.yaml:11:71: moved: characters 48–84 → 48–85: “To the Lord" in said.stdout
    assert 'nearest: write `quote: "The clerk counted 13 persons' in said.stdout
