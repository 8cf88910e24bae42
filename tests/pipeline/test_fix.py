"""Fixes: certain, complete, and nothing but what they say."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import RunKgbuild
from test_malformed import CASES, FLOOD, command_of, make_project, run_here

from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import Project, load_project
from kgbuild.core.similar import same_words, sure
from kgbuild.findings.diagnostics import Diagnostic, Severity
from kgbuild.pipeline.check import check
from kgbuild.pipeline.fix import plan_fixes, with_exact_fixes

# Every case of the malformed corpus that has a certain fix; a case more or less is a change of what is promised.
FIXABLE = {
    "KG104-key-of-a-value",
    "KG203-calendar",
    "KG104-letter-case",
    "KG104-misspelt-document-key",
    "KG104-misspelt-key",
    "KG104-misspelt-property",
    "KG104-misspelt-property-of-a-block",
    "KG104-misspelt-section",
    "KG104-registry",
    "KG112-allow",
    "KG112-two-lines-above",
    "KG113-no-reason",
    "KG201-broader",
    "KG201-group-after-a-number",
    "KG201-label-instead-of-id",
    "KG201-misspelt-entity",
    "KG201-voice",
    "KG301-letter-case",
    "KG301-single-for-double-quotes",
    "KG301-title",
    "KG317-occurrence",
    "KG319-ignore-of-mapped-words",
}
# Cases whose fix leaves another fault of the same line, which was hidden or is for the author.
NOT_CLEAN_AFTER = {"KG113-no-reason"}


def errors(findings: list[Diagnostic]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings)


def but_locks(findings: list[Diagnostic]) -> int:
    """How many findings there are besides those on locks: a quote that was mended is one that its lock lacks."""
    return sum(finding.code != "KG344" for finding in findings)


def opened(case: str, folder: Path) -> Project | None:
    try:
        return load_project(make_project(case, folder) / "kgbuild.toml")
    except KgbuildError:
        return None  # a broken kgbuild.toml


def files_of(project: Project) -> dict[str, bytes]:
    return {
        path.relative_to(project.root).as_posix(): path.read_bytes()
        for path in sorted(project.root.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("case", [case for case in CASES if not case.startswith(("config", "usage"))])
def test_fixing_removes_findings_and_adds_no_error(case: str, tmp_path: Path) -> None:
    """Of every broken project: no crash, no error more, every fix removes its finding, a second run does nothing."""
    project = opened(case, tmp_path)
    if project is None:
        return
    before = check(project).findings
    untouched = files_of(project)
    plan = plan_fixes(project)
    assert files_of(project) == untouched, "planning writes nothing"
    assert bool(plan.changes) == (case in FIXABLE)
    assert plan.harmful == []
    if not plan.changes:
        assert (plan.fixed, plan.left) == ([], before)
        return
    plan.write()
    after = check(project).findings
    assert errors(after) <= errors(before)
    for finding in plan.fixed:
        assert (finding.code, finding.message) not in {(f.code, f.message) for f in after}
    assert after == plan.left
    left, found = but_locks(after), but_locks(before)
    assert left == max(found - len(plan.fixed), 0) or case in NOT_CLEAN_AFTER
    assert plan_fixes(project).changes == []


def test_no_case_is_lost() -> None:
    """Every case that is said to have a fix exists."""
    assert set(CASES) > FIXABLE
    assert all(command_of(case)[0] in ("check", "build") for case in FIXABLE)


@pytest.mark.parametrize("case", sorted(FIXABLE))
@pytest.mark.parametrize("form", ["CRLF", "BOM"])
def test_only_the_lines_of_a_fix_change(case: str, form: str, tmp_path: Path) -> None:
    """Line ends and byte order marks stay; every line that the plain file keeps is byte-identical."""
    plain = opened(case, tmp_path / "plain")
    project = opened(case, tmp_path / "other")
    assert plain is not None
    assert project is not None
    for path in [*project.mapping_files(), *project.registry.glob("*.yaml")]:
        content = path.read_bytes()
        path.write_bytes(content.replace(b"\n", b"\r\n") if form == "CRLF" else b"\xef\xbb\xbf" + content)
    wanted = {change.name: change.new for change in plan_fixes(plain).changes}
    found = {change.name: change.new for change in plan_fixes(project).changes}
    assert found == {
        name: content.replace(b"\n", b"\r\n") if form == "CRLF" else b"\xef\xbb\xbf" + content
        for name, content in wanted.items()
    }


def edited(tmp_path: Path, *changes: tuple[str, str]) -> Project:
    """The flood project with words of the report's mapping changed."""
    root = tmp_path / "flood"
    shutil.copytree(FLOOD, root, ignore=shutil.ignore_patterns("out"))
    mapping = root / "mappings" / "flood-report.yaml"
    text = mapping.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    mapping.write_text(text, encoding="utf-8")
    return load_project(root / "kgbuild.toml")


def test_a_figure_is_never_fixed(tmp_path: Path) -> None:
    """A figure that differs from its quote has a help line, and no fix."""
    project = edited(tmp_path, ("killed: 13 civilians", "killed: 14 civilians"))
    found = check(project).findings
    assert [finding.code for finding in found] == ["KG305"]
    assert found[0].fix is None
    assert plan_fixes(project).changes == []


def test_harm_is_undone_and_named(tmp_path: Path) -> None:
    """A fix that would make a key stand twice is left out and named; the others are made all the same."""
    project = edited(
        tmp_path, ("      killed: 13 civilians\n", "      killed: 13 civilians\n      kiled: 13 civilians\n")
    )
    registry = project.registry / "places.yaml"
    text = registry.read_text(encoding="utf-8")
    assert text.count("broader: [elmford]") == 1
    registry.write_text(text.replace("broader: [elmford]", "broader: [elmfrod]"), encoding="utf-8")
    plan = plan_fixes(project)
    assert [finding.message for finding in plan.harmful] == ["unknown key `kiled`"]
    assert [change.name for change in plan.changes] == ["registry/places.yaml"]
    assert errors(plan.left) == 1


def test_files_limit_what_is_changed(tmp_path: Path) -> None:
    """With FILES only these are changed."""
    project = opened("KG104-misspelt-property", tmp_path)
    assert project is not None
    others = [path for path in project.mapping_files() if path.stem != "flood-report"]
    assert plan_fixes(project, others).changes == []
    assert len(plan_fixes(project, [project.mappings / "flood-report.yaml"]).changes) == 1


def test_mappings_outside_of_the_project_are_fixed_where_they_lie(tmp_path: Path) -> None:
    """A project may name folders above its own: its files are changed there, and no other is written."""
    root = make_project("KG104-misspelt-property", tmp_path)
    shutil.move(root / "mappings", tmp_path / "elsewhere")
    config = root / "kgbuild.toml"
    lines = [
        line for line in config.read_text(encoding="utf-8").split("\n") if not line.startswith("mappings")
    ]
    config.write_text("\n".join(['mappings = "../elsewhere"', *lines]), encoding="utf-8")
    project = load_project(config)
    mapping = tmp_path / "elsewhere" / "flood-report.yaml"
    before = sorted(path for path in tmp_path.rglob("*"))
    plan = plan_fixes(project)
    plan.write()
    assert b"killed: 13 civilians" in mapping.read_bytes()
    assert check(project).findings == []
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_a_file_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """Between planning and writing somebody may save the file: then nothing is written."""
    project = opened("KG104-misspelt-property", tmp_path)
    assert project is not None
    plan = plan_fixes(project)
    plan.changes[0].path.write_bytes(b"something else\n")
    with pytest.raises(KgbuildError, match="changed meanwhile"):
        plan.write()
    assert plan.changes[0].path.read_bytes() == b"something else\n"


def test_the_command_fixes_and_counts(tmp_path: Path) -> None:
    """``check`` counts what can be fixed; ``--fix`` fixes it, says how much, and shows what is left."""
    project = make_project("KG104-misspelt-property", tmp_path)
    assert "1 error, 1 fixable with --fix · " in run_here(["check"], project)
    assert run_here(["check", "--fix"], project).startswith("1 fix in 1 file made · no findings · ")
    assert run_here(["check", "--fix"], project).startswith("0 fixes in 0 files made · no findings · ")


def test_the_diff_applies_and_writes_nothing(tmp_path: Path, run: RunKgbuild) -> None:
    """``--diff`` prints what ``patch -p1`` turns into the files that ``--fix`` writes; its exit code is 1, then 0."""
    project = make_project("KG112-two-lines-above", tmp_path)
    before = {path: path.read_bytes() for path in sorted(project.rglob("*.yaml"))}
    result = run("check", "--diff", cwd=project)
    assert result.returncode == 1
    assert result.stderr == "2 fixes in 1 file would be made; no findings would be left\n"
    assert {path: path.read_bytes() for path in before} == before
    if shutil.which("patch"):
        subprocess.run(["patch", "-p1", "-s"], input=result.stdout, text=True, cwd=project, check=True)
        patched = {path: path.read_bytes() for path in before}
        for path, content in before.items():
            path.write_bytes(content)
        assert run("check", "--fix", cwd=project).returncode == 0
        assert {path: path.read_bytes() for path in before} == patched
    clean = run("check", "--diff", cwd=project)
    assert (clean.returncode, clean.stdout) == (0, "")


def test_programs_get_the_exact_text(tmp_path: Path, run: RunKgbuild) -> None:
    """JSON and SARIF give the stretch of the file and what is to be written there, quotation marks and all."""
    project = make_project("KG301-single-for-double-quotes", tmp_path)
    fix = json.loads(run("check", "--format", "json", cwd=project).stdout)[0]["fix"]
    lines = (project / fix["file"]).read_text(encoding="utf-8").split("\n")
    line = lines[fix["line"] - 1]
    new = line[: fix["column"] - 1] + fix["text"] + line[fix["end_column"] - 1 :]
    sarif = json.loads(run("check", "--format", "sarif", cwd=project).stdout)
    change = sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]
    assert change["artifactLocation"]["uri"] == fix["file"]
    assert change["replacements"] == [
        {
            "deletedRegion": {
                "startLine": fix["line"],
                "startColumn": fix["column"],
                "endLine": fix["end_line"],
                "endColumn": fix["end_column"],
            },
            "insertedContent": {"text": fix["text"]},
        }
    ]
    assert run("check", "--fix", cwd=project).returncode == 0
    assert (project / fix["file"]).read_text(encoding="utf-8").split("\n")[fix["line"] - 1] == new


def test_what_was_resolved_is_what_is_written(tmp_path: Path) -> None:
    """A fix resolved to exact text changes the file as the fix itself does."""
    project = opened("KG201-voice", tmp_path)
    assert project is not None
    (finding,) = with_exact_fixes(project, check(project).findings)
    assert finding.fix is not None
    assert (finding.fix.text, finding.fix.how) == ("elmford-chronicle", "text")


@pytest.mark.parametrize(
    ("word", "candidates", "near"),
    [
        ("kiled", ["killed", "wounded"], "killed"),
        ("Killed", ["killed"], "killed"),
        ("unarmed", ["armed"], None),
        ("flood-1953", ["flood-1954"], None),
        ("elmfrod", ["elmford", "elmfort"], None),
        ("elmfrt", ["elmford", "oakford"], "elmford"),
        ("town", ["town-hall"], None),
        ("elmford", [], None),
    ],
)
def test_a_misspelling_is_certain_only_without_doubt(
    word: str, candidates: list[str], near: str | None
) -> None:
    """One candidate, few slips, no other first letter, no other figure."""
    assert sure(word, candidates) == near


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("About 40 persons,", "about 40 persons", True),
        ("40 persons", "41 persons", False),
        ("50% of them", "50 of them", False),
        ("-5 degrees", "5 degrees", False),
        ("1,000 persons", "1.000 persons", False),
        ("(the mill)", "the mill", True),
        ("not killed", "killed", False),
    ],
)
def test_words_are_the_same_but_for_case_and_punctuation(one: str, other: str, same: bool) -> None:
    """A quote is mended only where words and figures are those of the text."""
    assert same_words(one, other) is same
