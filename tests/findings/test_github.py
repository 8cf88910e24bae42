"""Annotations for GitHub Actions, read back by a parser of the documented grammar written here.

Source: GitHub Docs, "Workflow commands for GitHub Actions", and how the runner reads a line (``ActionCommand.cs``)::

    line       = "::" name [ " " parameter { "," parameter } ] "::" data
    name       = "error" | "warning" | "notice"
    parameter  = key "=" value                     each key at most once
    key        = "title" | "file" | "line" | "endLine" | "col" | "endColumn"
    value      = { any but CR, LF, "%", ":", "," | "%25" | "%0D" | "%0A" | "%3A" | "%2C" }
    data       = { any but CR, LF, "%" | "%25" | "%0D" | "%0A" }
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import hypothesis
import pytest
from conftest import RunKgbuild
from hypothesis import strategies as st

from kgbuild.core.places import Place
from kgbuild.core.terminal import visible
from kgbuild.findings.diagnostics import Diagnostic, Severity, diagnostic
from kgbuild.findings.github import render_github

COMMAND = re.compile(r"::(?P<name>error|warning|notice)(?: (?P<parameters>[^:\r\n]+))?::(?P<value>[^\r\n]*)")
PARAMETERS = {"title", "file", "col", "endColumn", "line", "endLine"}
NUMBERS = PARAMETERS - {"title", "file"}


def unescaped(text: str, escapes: dict[str, str]) -> str:
    """A stretch of a command as the runner reads it; a ``%`` that begins no escape is a fault."""
    return re.sub("%(..)?", lambda match: escapes[match[1]], text)


def parse(line: str) -> tuple[str, dict[str, str], str]:
    """One command: its name, its parameters and its message. Numbers count from 1; columns stand within one line."""
    match = COMMAND.fullmatch(line)
    assert match is not None, line
    data = {"25": "%", "0D": "\r", "0A": "\n"}
    parameters = {}
    for item in (match["parameters"] or "").split(",") if match["parameters"] else ():
        key, equals, value = item.partition("=")
        assert equals
        assert key in PARAMETERS - set(parameters), item
        parameters[key] = unescaped(value, {**data, "3A": ":", "2C": ","})
        assert key not in NUMBERS or re.fullmatch("[1-9][0-9]*", value), item
    if "col" in parameters:
        assert parameters["line"] == parameters["endLine"]
        assert int(parameters["col"]) <= int(parameters["endColumn"])
    return match["name"], parameters, unescaped(match["value"], data)


def test_a_command_says_all_that_a_finding_says() -> None:
    """Level, file, lines, columns, code, and the message with notes and help are in the one line of the finding."""
    finding = diagnostic(
        "KG302", "100 % of it, twice: here", Place("m.yaml", 4, 3, 4, 9), notes=["n"], help="write `x`\n`y`"
    )
    text = render_github([finding])
    assert text == (
        "::error file=m.yaml,line=4,endLine=4,col=3,endColumn=9,title=KG302::"
        "100 %25 of it, twice: here%0Anote: n%0Ahelp: write `x`%0A`y`\n"
    )
    assert parse(text[:-1])[2] == "100 % of it, twice: here\nnote: n\nhelp: write `x`\n`y`"


@pytest.mark.parametrize(("severity", "name"), [*zip(Severity, ("notice", "warning", "error"), strict=True)])
def test_levels_are_those_of_github(severity: Severity, name: str) -> None:
    """An info is a notice."""
    finding = Diagnostic("KG999", "m", Place.whole("m.yaml"), severity=severity)
    assert parse(render_github([finding]).strip())[0] == name


def test_columns_stand_within_one_line_only() -> None:
    """GitHub refuses columns where the lines differ; a finding without a file names none."""
    lines = diagnostic("KG302", "m", Place("m.yaml", 4, 3, 6, 9))
    nowhere = diagnostic("KG302", "m", Place("", 1, 1, 1, 2))
    assert parse(render_github([lines], "a/").strip())[1] == {
        "file": "a/m.yaml",
        "line": "4",
        "endLine": "6",
        "title": "KG302",
    }
    assert parse(render_github([nowhere]).strip())[1] == {"title": "KG302"}


@hypothesis.given(file=st.text(min_size=1), message=st.text())
def test_whatever_a_finding_says_is_read_back(file: str, message: str) -> None:
    """No message or file name ends a command, forges another, steers the terminal, or is lost."""
    text = render_github([diagnostic("KG302", message, Place(file, 1, 1, 1, 2))])
    assert text.count("\n") == 1
    assert "\r" not in text
    _, parameters, value = parse(text[:-1])
    assert parameters["file"] == file
    assert value == "\n".join(map(visible, message.split("\n")))


def test_the_command_line_names_files_from_the_checkout(sample_copy: Path, run: RunKgbuild) -> None:
    """On stdout a line a finding, its file named from the folder that GitHub Actions checked out."""
    mapping = sample_copy / "mappings" / "letter-2020-01-17.yaml"
    mapping.write_text(mapping.read_text().replace("kind: un-letter", "kind: un-leter"))
    env = {"GITHUB_WORKSPACE": str(sample_copy.parent)}
    result = run("check", "--format", "github", cwd=sample_copy, env=env)
    assert result.returncode == 1
    found = [parse(line) for line in result.stdout.splitlines()]
    wanted = json.loads(run("check", "--format", "json", cwd=sample_copy).stdout)
    assert [(p["file"], p["title"], int(p["line"])) for _, p, _ in found] == [
        (f"{sample_copy.name}/{each['file']}", each["code"], each["line"]) for each in wanted
    ]
