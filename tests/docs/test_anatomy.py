"""The page Anatomy says how the code is built: its paths are those that values really take, its list is complete."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from test_layers import LAYERS, SOURCE
from ways import JOURNEYS, follow, write_project

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "anatomy.md").read_text(encoding="utf-8")
SAID = tomllib.loads((ROOT / "docs" / "paths.toml").read_text(encoding="utf-8"))
PATHS = {"figure": "a figure to its quad", "message": "a misspelt key to its message"}
LINK = re.compile(r"\[`[^`]+`\]\(\.\./\.\./src/kgbuild/([^)]*)\)")


def part(name: str) -> str:
    """A made part of the page."""
    found = re.search(rf"<!-- made: {name} -->\n(.*?)<!-- end -->", PAGE, re.DOTALL)
    assert found is not None, name
    return found[1]


def named(name: str) -> list[str]:
    """The modules that the steps of a path name, in order."""
    files = re.findall(rf"^\d+\. {LINK.pattern}", part(name), re.MULTILINE)
    return [file.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for file in files]


@pytest.mark.parametrize("name", PATHS)
def test_a_value_takes_the_path_of_the_page(name: str, tmp_path: Path) -> None:
    """The real command, traced, steps into exactly the modules of the page, in their order."""
    assert len(named(name)) > 10
    assert follow(JOURNEYS[PATHS[name]], tmp_path).modules == named(name)


def test_the_entry_of_the_page_is_the_one_that_is_traced(tmp_path: Path) -> None:
    """The YAML above the path of the figure is in the mapping of the traced project."""
    write_project(tmp_path)
    (entry,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert entry in (tmp_path / "mappings" / "report.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PATHS)
def test_sentences_are_about_modules_of_the_path(name: str) -> None:
    """Nothing is said in ``docs/paths.toml`` of a module that the value does not pass through."""
    assert sorted(set(SAID[name]) - set(named(name))) == []


def test_every_module_is_listed_once_below_its_package() -> None:
    """Packages are in the order of their layers; a module that is new or gone is seen."""
    packages = part("packages")
    assert re.findall(r"^### \d+\. (\w+)$", packages, re.MULTILINE) == list(LAYERS)
    files = [path.relative_to(SOURCE) for path in SOURCE.glob("*/**/*.py") if path.name != "__init__.py"]
    listed = [file for file in LINK.findall(packages) if file.endswith(".py")]
    assert sorted(listed) == sorted(file.as_posix() for file in files)


PLACES = {
    "how a number of a mapping is read": "values/quantities.py",
    "where a quote is looked for": "evidence/finder.py",
    "where two answers are compared, and a conflict decided": "claims/comparability.py",
    "where a quad is written": "graph/write/nquads.py",
    "an export": "store/export/",
    "an analysis": "analysis/",
    "a command": "cli/",
}


@pytest.mark.parametrize("question", PLACES)
def test_a_newcomer_finds_the_place(question: str) -> None:
    """The tables at the top of the page lead to where the code is; that the link leads somewhere is tested with all."""
    (row,) = re.findall(rf"^\| {re.escape(question)} \|.*$", PAGE, re.MULTILINE)
    assert PLACES[question] in LINK.findall(row)
