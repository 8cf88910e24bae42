"""``kgbuild init``: the project it writes works, and it never writes over anything."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest
import yaml
from conftest import RunKgbuild

import kgbuild
from kgbuild.core.errors import KgbuildError
from kgbuild.draft.starter import start, starter_files

KG = "https://w3id.org/kgbuild/ns#"


def contents(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def test_the_project_builds_without_findings(tmp_path: Path, run: RunKgbuild) -> None:
    """``init`` then ``build``: no findings; the documents agree on the day, and conflict on the guests."""
    made = run("init", "walk", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    folder = tmp_path / "walk"
    assert made.stdout.splitlines() == [f"walk/{name.as_posix()}" for name in starter_files()]
    built = run("build", cwd=folder)
    assert built.returncode == 0, built.stderr
    assert "no findings" in built.stderr + built.stdout
    assert "2 verified, 0 from lock, 0 missing" in built.stderr + built.stdout
    store = ox.Store()
    store.load(path=str(folder / "out" / "graph.trig"), format=ox.RdfFormat.TRIG)
    relations = list(store.quads_for_pattern(None, ox.NamedNode(KG + "relation"), None))
    assert sorted(quad.object.value for quad in relations) == [KG + "agree", KG + "conflict"]


def test_the_locks_are_up_to_date(tmp_path: Path, run: RunKgbuild) -> None:
    """``kgbuild lock`` has nothing to write, and the locks alone are enough to build from."""
    start(tmp_path)
    assert run("lock", cwd=tmp_path).stdout == ""
    (tmp_path / "documents").rename(tmp_path / "elsewhere")
    result = kgbuild.build(tmp_path)
    assert (result.findings, len(result.claims)) == ([], 7)


def test_the_second_time_is_refused(tmp_path: Path, run: RunKgbuild) -> None:
    """``init`` into what it wrote exits 2 and changes nothing."""
    start(tmp_path / "walk")
    before = contents(tmp_path)
    again = run("init", "walk", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert "not empty" in again.stderr
    assert "Traceback" not in again.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["taken", "taken/notes.txt", "taken/notes.txt/deeper"])
def test_nothing_is_written_on_refusal(name: str, tmp_path: Path, run: RunKgbuild) -> None:
    """A folder with anything in it, a file, or a path through a file: exit 2, and all is as it was."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "notes.txt").write_text("mine\n")
    before = contents(tmp_path)
    assert run("init", name, cwd=tmp_path).returncode == 2
    assert contents(tmp_path) == before


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    """An empty folder is filled; a second start raises."""
    assert start(tmp_path) == starter_files()
    with pytest.raises(KgbuildError, match="not empty"):
        start(tmp_path)


def test_editors_find_the_schema(tmp_path: Path) -> None:
    """The first line of each mapping names a schema that is there, and that the mapping is valid by."""
    start(tmp_path)
    mappings = sorted((tmp_path / "mappings").glob("*.yaml"))
    assert len(mappings) == 2
    for path in mappings:
        text = path.read_text(encoding="utf-8")
        sign, _, name = text.splitlines()[0].partition("$schema=")
        assert sign == "# yaml-language-server: "
        schema = json.loads((path.parent / name).read_text(encoding="utf-8"))
        tree = yaml.load(text, Loader=yaml.BaseLoader)
        assert [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(tree)] == []


def test_the_readme_is_short(tmp_path: Path) -> None:
    """Ten lines, and documents of about a hundred words."""
    start(tmp_path)
    assert len((tmp_path / "README.md").read_text().splitlines()) == 10
    texts = [path.read_text() for path in (tmp_path / "documents").iterdir()]
    assert len(texts) == 2
    assert all(80 <= len(text.split()) <= 120 for text in texts)
