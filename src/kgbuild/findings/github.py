"""Findings as annotations of GitHub Actions: ``--format github``, one workflow command a line.

Source: GitHub Actions, "Workflow commands"; the escapes after ``command.ts`` of ``actions/toolkit``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from kgbuild.core.terminal import visible
from kgbuild.findings.diagnostics import Diagnostic, Severity
from kgbuild.findings.text import remarks

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(diagnostics: Iterable[Diagnostic], folder: str = "") -> str:
    """The findings in the order given, a line each; ``folder`` is the project's folder in the repository (``a/b/``)."""
    return "".join(f"{_command(finding, folder)}\n" for finding in diagnostics)


def _command(finding: Diagnostic, folder: str) -> str:
    place, properties = finding.place, {"title": finding.code}
    if place.file:
        outside = PurePosixPath(place.file).is_absolute()
        properties = {
            "file": place.file if outside else folder + place.file,
            "line": str(place.line),
            "endLine": str(place.end_line),
            "col": str(place.column),
            "endColumn": str(place.end_column),
            **properties,
        }
    if place.file and place.line != place.end_line:
        # GitHub takes columns only within one line.
        del properties["col"], properties["endColumn"]
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    text = "\n".join(map(visible, remarks(finding).split("\n")))
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
