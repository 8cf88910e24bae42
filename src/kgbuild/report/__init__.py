"""How findings and results are shown: text for people, JSON for programs, tables for query results."""

from kgbuild.report.json import render_json
from kgbuild.report.tables import render_table
from kgbuild.report.text import SourceOf, display_width, render_text, visible, wrap

__all__ = ["SourceOf", "display_width", "render_json", "render_table", "render_text", "visible", "wrap"]
