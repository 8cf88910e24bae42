"""How findings and results are shown: text for people, JSON, SARIF and annotations for programs, tables for queries."""

from kgbuild.report.github import render_github
from kgbuild.report.json import render_json
from kgbuild.report.tables import render_table
from kgbuild.report.text import SourceOf, count, display_width, render_text, visible, wrap

__all__ = [
    "SourceOf",
    "count",
    "display_width",
    "render_github",
    "render_json",
    "render_table",
    "render_text",
    "visible",
    "wrap",
]
