"""What a document says of itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import kgbuild
from kgbuild.core.terms import literal
from kgbuild.graph import terms as t

FLOOD = Path(__file__).parents[1] / "cases" / "flood"
DATE = '{value: 1901-03-09, quote: "Saturday, 9 March 1901"}'


def test_the_reading_of_the_date_is_kept(tmp_path: Path) -> None:
    """Why words mean the date of issue is said of the document, and of no other; without a need it does no harm."""
    folder = tmp_path / "flood"
    shutil.copytree(FLOOD, folder)
    mapping = folder / "mappings" / "flood-report.yaml"
    written = mapping.read_text(encoding="utf-8")
    assert written.count(DATE) == 1
    read = DATE.replace("}", ", reading: the date of the page}")
    mapping.write_text(written.replace(DATE, read), encoding="utf-8")
    result = kgbuild.build(folder)
    assert result.findings == []
    found = [(s, value) for _, s, p, value in result.quads() if p == t.ISSUED_READING]
    assert [(subject.rpartition("/")[2], value) for subject, value in found] == [
        ("flood-report>", literal("the date of the page"))
    ]
