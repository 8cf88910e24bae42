"""A name that the registry lacks is one finding, with the entry to add; ``check --add-stubs`` adds it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild

from kgbuild.core.project import load_project
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.pipeline.check import check
from kgbuild.pipeline.stubs import MARK, add_stubs


@pytest.fixture
def flood(tmp_path: Path) -> Path:
    """The flood project with names that its registry lacks: a place twice in one mapping and once in another."""
    project = tmp_path / "flood"
    shutil.copytree(ROOT / "tests" / "cases" / "flood", project)
    report, gazette = (project / "mappings" / f"{name}-report.yaml" for name in ("flood", "gazette"))
    text = report.read_text(encoding="utf-8").replace(
        "took_place_in: lower-street", "took_place_in: mill-lane"
    )
    report.write_text(text.replace("characterised_as: neglect", "characterised_as: sloth"), encoding="utf-8")
    text = gazette.read_text(encoding="utf-8")
    entry = "killed: 13 boatmen\n    took_place_in: mill-lane"
    gazette.write_text(text.replace("killed: 13 civilians", entry), encoding="utf-8")
    return project


def unknown(project: Path, *files: str) -> list[Diagnostic]:
    """The findings on unknown names."""
    found = check(load_project(project / "kgbuild.toml"), [project / file for file in files] or None).findings
    return [finding for finding in found if finding.code == "KG201"]


def test_one_finding_a_name(flood: Path) -> None:
    """Each name is reported at its first use, with its other places, over all mappings; or over those asked for."""
    place, concept, group = unknown(flood)
    assert place.message == "the registry holds no `mill-lane`"
    assert (
        place.help
        == "add to `places.yaml` in the registry: `mill-lane: {type: place, label: {en: Mill Lane}}`"
    )
    places = [str(each.place).partition(":")[0] for each in place.related]
    assert (place.place.file, places) == (
        "mappings/flood-report.yaml",
        ["mappings/flood-report.yaml", "mappings/gazette-report.yaml"],
    )
    assert (
        concept.help == "add to `concepts.yaml` in the registry: `sloth: {type: concept, label: {en: sloth}}`"
    )
    assert (
        group.help == "add to `groups.yaml` in the registry: `boatmen: {type: group, label: {en: boatmen}}`"
    )
    here = unknown(flood, "mappings/gazette-report.yaml")
    assert [(each.place.file, each.related) for each in here] == [("mappings/gazette-report.yaml", ())] * 2


def test_a_name_of_several_kinds_asks_for_one_of_them(flood: Path) -> None:
    """Where a name may be of several kinds, the help names their files; what it is at all its places narrows them."""
    mapping = flood / "mappings" / "gazette-report.yaml"
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(text.replace("voice: county-gazette", "voice: ada-brook", 1), encoding="utf-8")
    (voice,) = (each for each in unknown(flood) if "ada" in each.message)
    assert voice.help == (
        "add to `groups.yaml` or `offices.yaml` or `organisations.yaml` or `people.yaml` in the registry: "
        "`ada-brook: {type: TYPE, label: {en: LABEL}}`"
    )
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(
        text.replace(
            "language: en\n", "language: en\n  signatory: {person: ada-brook, quote: COUNTY GAZETTE}\n", 1
        ),
        encoding="utf-8",
    )
    (voice,) = (each for each in unknown(flood) if "ada" in each.message)
    assert (
        voice.help
        == "add to `people.yaml` in the registry: `ada-brook: {type: person, label: {en: Ada Brook}}`"
    )


def test_stubs_are_written(flood: Path, run: RunKgbuild) -> None:
    """The entries are added at the end of their files, which stay as they were; then the names are known."""
    places = flood / "registry" / "places.yaml"
    old = places.read_bytes().rstrip(b"\n")
    places.write_bytes(old)
    (flood / "registry" / "concepts.yaml").write_bytes(
        b"repair-of-banks:\r\n  type: demand\r\n  label: {en: repair}\r\n"
    )
    result = run("check", "--add-stubs", cwd=flood)
    assert "registry/places.yaml: added mill-lane\n" in result.stderr
    assert "KG201" not in result.stderr.replace("civilians", "")
    entry = f"mill-lane: {{type: place, label: {{en: Mill Lane}}}}  {MARK}\n"
    assert places.read_bytes() == old + b"\n" + entry.encode()
    assert (flood / "registry" / "concepts.yaml").read_bytes().count(b"\r\n") == 4
    again = places.read_bytes()
    run("check", "--add-stubs", cwd=flood)
    assert places.read_bytes() == again


@pytest.mark.parametrize(
    "content", ["{a: {type: place, label: {en: A}}}\n", "- a\n", "a: [\n", "mill-lane: x\n"]
)
def test_a_file_of_another_form_is_left_alone(flood: Path, content: str) -> None:
    """Nothing is added to a file that would not read as before with it."""
    places = flood / "registry" / "places.yaml"
    findings = unknown(flood)
    places.write_text(content)
    written = add_stubs(load_project(flood / "kgbuild.toml"), findings)
    assert "registry/places.yaml" not in written
    assert places.read_text() == content


def test_json_and_the_cache_say_the_same(flood: Path, run: RunKgbuild) -> None:
    """A check from the cache gives the same findings as the first one."""
    first, second = (json.loads(run("check", "--format", "json", cwd=flood).stdout) for _ in range(2))
    assert first == second
    assert [each["code"] for each in first].count("KG201") == 3
