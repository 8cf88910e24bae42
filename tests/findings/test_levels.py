"""Levels of a project and comments that allow a finding: in every command, and nowhere too much."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import RunKgbuild

from kgbuild.core.places import Place
from kgbuild.core.project import load_project
from kgbuild.findings.codes import CODES
from kgbuild.findings.diagnostics import Diagnostic, diagnostic
from kgbuild.findings.levels import Levels
from kgbuild.graph.shapes.library import shape_severities

FLOOD = Path(__file__).parents[1] / "cases" / "flood"
NEEDLESS = "bank at Elmford\n    occurrence: 1"
ALLOW = "# kgbuild: allow {} because a second edition is awaited"


@pytest.fixture
def flood(tmp_path: Path, run: RunKgbuild) -> Path:
    """A copy of the flood project whose mapping has an occurrence that is not needed (KG317)."""
    shutil.copytree(FLOOD, tmp_path / "flood", ignore=shutil.ignore_patterns("out"))
    replace(
        mapping(tmp_path / "flood"), "quote: bank at Elmford\n", "quote: bank at Elmford\n    occurrence: 1\n"
    )
    assert run("lock", cwd=tmp_path / "flood").returncode == 0
    return tmp_path / "flood"


def mapping(project: Path) -> Path:
    return project / "mappings" / "flood-report.yaml"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def levels(project: Path, table: str) -> None:
    with (project / "kgbuild.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[levels]\n{table}\n")


def found(run: RunKgbuild, project: Path, *arguments: str) -> list[tuple[str, str]]:
    result = run(*arguments, "--format", "json", cwd=project)
    assert result.returncode in (0, 1), result.stderr
    return [(each["code"], each["severity"]) for each in json.loads(result.stdout)]


COMMANDS = [["check"], ["build"], ["validate"], ["lock"]]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_levels_hold_in_every_command(command: list[str], flood: Path, run: RunKgbuild) -> None:
    """A warning can be an info, an error or nothing; an error made by ``[levels]`` fails the run like any other."""
    levels(flood, 'KG317 = "info"')
    assert ("KG317", "info") in found(run, flood, *command)
    replace(flood / "kgbuild.toml", '"info"', '"error"')
    assert ("KG317", "error") in found(run, flood, *command)
    assert run(*command, cwd=flood).returncode == 1
    replace(flood / "kgbuild.toml", '"error"', '"off"')
    assert found(run, flood, *command) == []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_comment_silences_its_finding_in_every_command(
    command: list[str], flood: Path, run: RunKgbuild
) -> None:
    """The finding of its line and code is silenced, and the comment is not reported as unneeded."""
    replace(mapping(flood), NEEDLESS, f"{NEEDLESS}  {ALLOW.format('KG317')}")
    assert found(run, flood, *command) == []


def test_what_an_error_level_raises_no_lock_or_graph_is_written_for(flood: Path, run: RunKgbuild) -> None:
    """A mapping with an error, also one by ``[levels]``, gets no new lock; nothing is built."""
    levels(flood, 'KG317 = "error"')
    lock = mapping(flood).with_suffix(".lock")
    lock.unlink()
    assert run("lock", cwd=flood).returncode == 1
    assert not lock.exists()
    run("build", cwd=flood)
    assert not (flood / "out").exists()


def test_an_error_of_the_corpus_can_be_a_warning(flood: Path, run: RunKgbuild) -> None:
    """Errors of KG4 and KG5 can be lowered to warnings: then the graph is built."""
    replace(mapping(flood), f"{NEEDLESS}\n", "bank at Elmford\n    from: gazette-report.no-such.killed\n")
    assert ("KG501", "error") in found(run, flood, "check")
    levels(flood, 'KG501 = "warning"')
    assert ("KG501", "warning") in found(run, flood, "check")
    assert run("lock", cwd=flood).returncode == 0
    assert run("build", "--no-shapes", cwd=flood).returncode == 0
    assert (flood / "out" / "graph.nq").is_file()


@pytest.mark.parametrize(
    ("code", "level"), [("KG101", "info"), ("KG201", "warning"), ("KG301", "off"), ("KG501", "info")]
)
def test_errors_stay_heavy(code: str, level: str, flood: Path, run: RunKgbuild) -> None:
    """Errors of KG1 to KG3 cannot be lowered, those of the corpus and the graph to a warning at most: exit 2."""
    levels(flood, f'{code} = "{level}"')
    result = run("check", cwd=flood)
    assert (result.returncode, result.stdout) == (2, "")
    assert code in result.stderr


def test_the_table_says_how_low_an_error_may_go(flood: Path, run: RunKgbuild) -> None:
    """Most errors stay, those of the corpus may be warnings, and the share of a text may be switched off."""
    lowest = {code: found.lowest for code, found in CODES.items() if found.severity == "error"}
    assert {code for code, level in lowest.items() if level == "off"} == {"KG308"}
    assert {code for code, level in lowest.items() if level == "warning"} == {
        code for code in lowest if code.startswith("KG5")
    }
    assert all(found.lowest == "error" for found in CODES.values() if found.severity != "error")
    for level in ("off", "info", "warning", "error"):
        levels(flood, f'KG308 = "{level}"')
        assert run("check", cwd=flood).returncode == 0
        replace(flood / "kgbuild.toml", f'[levels]\nKG308 = "{level}"\n', "")


def test_codes_of_shapes_have_levels(flood: Path, run: RunKgbuild) -> None:
    """The codes that the shapes of the project bring are known, and another of KG4 is not."""
    levels(flood, 'KG401 = "warning"')
    assert run("check", cwd=flood).returncode == 0
    replace(flood / "kgbuild.toml", "KG401", "KG499")
    assert "there is no diagnostic code 'KG499'" in run("check", cwd=flood).stderr


def test_an_allow_is_unneeded_only_where_its_rule_was_tried(flood: Path, run: RunKgbuild) -> None:
    """Without the document nothing is said of KG3; with an error in the run nothing is said at all."""
    replace(mapping(flood), f"{NEEDLESS}\n", f"bank at Elmford\n    {ALLOW.format('KG317')}\n")
    assert found(run, flood, "check") == [("KG344", "warning"), ("KG112", "warning")]
    assert found(run, flood, "lock") == []
    shutil.move(flood / "documents", flood / "elsewhere")
    assert found(run, flood, "check") == []
    shutil.move(flood / "elsewhere", flood / "documents")
    replace(mapping(flood), "quote: bank at Elmford\n", "quote: bank at Elmfort\n")
    assert {code for code, _ in found(run, flood, "check")} == {"KG301"}


def test_an_allow_cannot_silence_what_the_project_made_an_error(flood: Path, run: RunKgbuild) -> None:
    """A warning that ``[levels]`` made an error is an error for comments too; one lowered may be allowed."""
    replace(mapping(flood), NEEDLESS, f"{NEEDLESS}  {ALLOW.format('KG317')}")
    levels(flood, 'KG317 = "error"')
    assert {code for code, _ in found(run, flood, "check")} == {"KG113", "KG317"}


def test_an_allow_for_a_shape_is_unneeded_where_the_shapes_ran(flood: Path, run: RunKgbuild) -> None:
    """``check`` does not know what the shapes would find; ``build`` and ``validate`` do."""
    replace(mapping(flood), f"{NEEDLESS}\n", f"{NEEDLESS}  {ALLOW.format('KG411')}\n")
    for command, codes in (
        ("check", {"KG317"}),
        ("validate", {"KG112", "KG317"}),
        ("build", {"KG112", "KG317"}),
    ):
        assert {code for code, _ in found(run, flood, command)} == codes


def test_of_one_file_two_hundred_findings_are_shown() -> None:
    """The heaviest stay, wherever they stand; one more says how many are left out, and other files lose none."""
    levels = Levels(load_project(FLOOD / "kgbuild.toml"), shape_severities)

    def at(file: str, code: str, line: int) -> Diagnostic:
        return diagnostic(code, "m", Place(file, line, 1, line, 2))

    many = [at("long.yaml", "KG317", line) for line in range(1, 251)]
    errors = [at("long.yaml", "KG104", line) for line in range(300, 310)]
    few = [at("short.yaml", "KG317", line) for line in range(1, 201)]
    found = levels.settled([*many, *errors, *few], ())
    assert [each for each in found if each.place.file == "short.yaml"] == few
    long = [each for each in found if each.place.file == "long.yaml"]
    assert [each for each in long if each.code == "KG104"] == errors
    assert [each for each in long if each.code == "KG317"] == many[:190]
    assert [each.message for each in long if each.code == "KG114"] == [
        "60 more findings of this file are not shown"
    ]
