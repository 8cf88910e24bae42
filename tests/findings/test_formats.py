"""The formats for programs over every finding of ``tests/malformed``: well formed, and none says less than another."""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from test_github import parse
from test_malformed import CASES, command_of, make_project
from test_sarif import run_of

from kgbuild.cli import main
from kgbuild.core.terminal import visible

LEVELS = {"error": ("error", "error"), "warning": ("warning", "warning"), "info": ("note", "notice")}


def stdout_of(arguments: list[str], project: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What ``kgbuild`` prints on stdout in a folder."""
    for name in [name for name in os.environ if name.startswith(("KGBUILD_", "GITHUB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(project)
    out = io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.suppress(SystemExit),
    ):
        main(arguments)
    return out.getvalue()


def wanted_message(finding: dict[str, Any]) -> str:
    """The message of a finding with its notes and its help, as both formats give it."""
    lines = [finding["message"], *(f"note: {note}" for note in finding["notes"])]
    return "\n".join([*lines, f"help: {finding['help']}"] if finding["help"] else lines)


@pytest.mark.parametrize("case", CASES)
def test_every_finding_in_every_format(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SARIF log is valid by the published schema, each line of ``github`` by the grammar; both give every
    finding's code, weight, file, place and whole message back."""
    project = make_project(case, tmp_path)
    json_, sarif, github = (
        stdout_of([*command_of(case), "--format", style], project, monkeypatch)
        for style in ("json", "sarif", "github")
    )
    if not json_:  # a project that cannot be opened: the job could not be done, and stdout stays empty
        assert case.startswith("config-")
        assert (sarif, github) == ("", "")
        return
    findings = json.loads(json_)
    run = run_of(sarif)
    rules = run["tool"]["driver"]["rules"]
    lines = github.splitlines()
    for finding, result, line in zip(findings, run["results"], lines, strict=True):
        place = [finding[key] for key in ("line", "column", "end_line", "end_column")]
        level, name = LEVELS[finding["severity"]]

        assert (result["ruleId"], result["level"]) == (finding["code"], level)
        assert rules[result["ruleIndex"]]["id"] == finding["code"]
        assert result["message"] == {"text": wanted_message(finding)}
        physical = result["locations"][0]["physicalLocation"]
        assert physical["artifactLocation"] == {"uri": finding["file"], "uriBaseId": "%SRCROOT%"}
        region = ("startLine", "startColumn", "endLine", "endColumn")
        assert [physical["region"][key] for key in region] == place
        assert len(result.get("relatedLocations", [])) == len(finding["related"])

        command, parameters, message = parse(line)
        assert (command, parameters["title"]) == (name, finding["code"])
        assert (parameters["file"], int(parameters["line"])) == (finding["file"], finding["line"])
        assert int(parameters["endLine"]) == finding["end_line"]
        if "col" in parameters:
            assert [int(parameters[key]) for key in ("line", "col", "endLine", "endColumn")] == place
        assert message == "\n".join(map(visible, wanted_message(finding).split("\n")))
