"""Diagnostics for programs: ``--format json``, a list of objects with the same keys in the same order.

ASCII only: every other character is an escape, so that a log or terminal shows what is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from kgbuild.core.places import Place
from kgbuild.findings.diagnostics import Diagnostic


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """The findings in the order given, as a JSON list that ends with a line break."""
    return json.dumps([finding_object(each) for each in diagnostics], indent=2) + "\n"


def finding_object(finding: Diagnostic) -> dict[str, object]:
    """One finding as plain values.

    ``fix`` is exact text for a stretch of a file (:func:`kgbuild.pipeline.fix.written`). ``url`` is kept free for
    the page that explains the code.
    """
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        **place_object(finding.place),
        "label": finding.label,
        "notes": list(finding.notes),
        "help": finding.help,
        "fix": None if finding.fix is None else {**place_object(finding.fix.place), "text": finding.fix.text},
        "related": [{**place_object(each.place), "label": each.label} for each in finding.related],
        "url": None,
    }


def place_object(place: Place) -> dict[str, object]:
    """A place as plain values."""
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }
