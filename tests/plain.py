"""The queries of the page on statements, by their numbers."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "twenty-questions.md"


def plain_queries() -> dict[str, str]:
    """The text of each query of the page."""
    text = PAGE.read_text(encoding="utf-8")
    return dict(re.findall(r"^(\d+) · [^\n]+\n\n```sparql\n(.*?)^```$", text, re.M | re.S))
