"""Findings as JSON: the same keys in the same order, whatever a finding holds."""

from __future__ import annotations

import json

from kgbuild.core.places import Place
from kgbuild.findings.diagnostics import Related, diagnostic
from kgbuild.findings.json import render_json


def test_every_finding_has_every_key_in_order() -> None:
    """Programs may rely on all keys, their order and their types."""
    finding = diagnostic(
        "KG103",
        "the key `toll` stands twice",
        Place("m.yaml", 9, 3, 9, 7),
        label="again",
        notes=["n"],
        related=[Related(Place("m.yaml", 4, 3, 4, 7), "first written here")],
    )
    assert (
        render_json([finding])
        == """\
[
  {
    "code": "KG103",
    "severity": "error",
    "message": "the key `toll` stands twice",
    "file": "m.yaml",
    "line": 9,
    "column": 3,
    "end_line": 9,
    "end_column": 7,
    "label": "again",
    "notes": [
      "n"
    ],
    "help": null,
    "fix": null,
    "related": [
      {
        "file": "m.yaml",
        "line": 4,
        "column": 3,
        "end_line": 4,
        "end_column": 7,
        "label": "first written here"
      }
    ],
    "url": null
  }
]
"""
    )


def test_no_findings_are_an_empty_list() -> None:
    """A clean run is still valid JSON."""
    assert render_json([]) == "[]\n"


def test_the_text_is_ascii_and_reads_back() -> None:
    """No character of a file reaches the terminal as it is, and none is lost."""
    finding = diagnostic("KG301", "Désirée \u202e 漢 \ud800", Place.whole("Å.yaml"))
    shown = render_json([finding])
    assert shown.isascii()
    assert json.loads(shown)[0]["message"] == finding.message
