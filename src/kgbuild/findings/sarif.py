"""Findings for code scanning: ``--format sarif``, a log of the Static Analysis Results Interchange Format.

Source: OASIS Standard SARIF 2.1.0. Lines and columns count as places do: from 1, in code points, the end exclusive.
ASCII only, as in :mod:`kgbuild.findings.json`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from kgbuild.core.places import Place
from kgbuild.core.version import VERSION
from kgbuild.findings.diagnostics import Diagnostic, Fix, Severity
from kgbuild.findings.explain import Explanation
from kgbuild.findings.text import remarks

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render_sarif(
    diagnostics: Iterable[Diagnostic], explain: Callable[[str], Explanation], folder: str = ""
) -> str:
    """The findings in the order given, as a SARIF log that ends with a line break.

    ``explain`` gives what is known of a code; ``folder`` is the project's folder inside the repository (``a/b/``).
    """
    findings = list(diagnostics)
    codes = sorted({finding.code for finding in findings})
    run: dict[str, Any] = {
        "tool": {
            "driver": {"name": "kgbuild", "version": VERSION, "rules": [_rule(explain(c)) for c in codes]}
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "results": [_result(finding, codes.index(finding.code), folder) for finding in findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(explained: Explanation) -> dict[str, Any]:
    return {
        "id": explained.code,
        "shortDescription": {"text": explained.title},
        "fullDescription": {"text": f"{explained.what} {explained.why}"},
        "defaultConfiguration": {"level": _LEVELS[Severity.named(explained.severity)]},
    }


def _result(finding: Diagnostic, index: int, folder: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": remarks(finding)},
    }
    if finding.place.file:
        found["locations"] = [_location(finding.place, finding.label, folder)]
    related = [each for each in finding.related if each.place.file]
    if related:
        found["relatedLocations"] = [
            {"id": number, **_location(each.place, each.label, folder)}
            for number, each in enumerate(related, 1)
        ]
    if finding.fix is not None:
        found["fixes"] = [_fix(finding.fix, finding.help, folder)]
    if finding.help:
        found["properties"] = {"help": finding.help}
    return found


def _fix(fix: Fix, help_text: str | None, folder: str) -> dict[str, Any]:
    """A change of one file: exact text for a region of it (:func:`kgbuild.pipeline.fix.written`)."""
    replacement = {"deletedRegion": _region(fix.place), "insertedContent": {"text": fix.text}}
    changes = [{"artifactLocation": _artifact(fix.place.file, folder), "replacements": [replacement]}]
    found: dict[str, Any] = {"artifactChanges": changes}
    return {"description": {"text": help_text}, **found} if help_text else found


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _location(place: Place, label: str, folder: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _artifact(place.file, folder),
            "region": _region(place),
        }
    }
    if label:
        found["message"] = {"text": label}
    return found


def _artifact(file: str, folder: str) -> dict[str, str]:
    """Where a file lies: below the root of the repository, or, outside of the project, anywhere on the machine."""
    path = PurePosixPath(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(folder + file), "uriBaseId": _ROOT}
