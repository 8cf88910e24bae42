"""What lies in what at which time: the periods of links in the registry."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgbuild.core.project import ontology_folder
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.registry import Registry, load_registry
from kgbuild.ontology.vocabulary import load_vocabulary

PLACES = """\
town:
  {type: town, label: {en: Town}, source: list, broader: [{id: north, period: 1964/..}, {id: south, period: ../1930}]}
north: {type: region, label: {en: The north}, source: gazetteer, broader: [{id: kingdom, period: PERIOD}]}
south: {type: region, label: {en: The south}, source: gazetteer}
kingdom: {type: country, label: {en: The kingdom}, source: gazetteer, broader: [{id: north, period: 1700/1750}]}
"""


def read(tmp_path: Path, period: str) -> tuple[Registry, list[Diagnostic]]:
    """The registry of places, and the findings."""
    (tmp_path / "places.yaml").write_text(PLACES.replace("PERIOD", period), encoding="utf-8")
    shipped = ontology_folder()
    vocabulary = load_vocabulary([shipped / "kgbuild.ttl", shipped / "events.ttl"])
    findings: list[Diagnostic] = []
    return load_registry(tmp_path, "registry", "https://example.org/", vocabulary, findings.append), findings


def test_links_count_in_their_periods(tmp_path: Path) -> None:
    """A town is in a province while its link says so; without a time, every way counts whose periods meet."""
    registry, findings = read(tmp_path, "1800/1940")
    assert findings == []
    assert registry.ancestors("town") == {"north", "south"}
    assert registry.ancestors("town", (19500101, 19501231)) == set()
    assert registry.ancestors("town", (19700101, 19701231)) == {"north"}
    assert registry.ancestors("town", (19200101, 19201231)) == {"south"}
    assert registry.ancestors("north", (19200101, 19201231)) == {"kingdom"}


@pytest.mark.parametrize(
    ("period", "codes"), [("1800/1940", []), ("1700/1940", ["KG504"]), ("../1720", ["KG504"])]
)
def test_a_circle_needs_a_common_day(tmp_path: Path, period: str, codes: list[str]) -> None:
    """Two links that lead back to a place are a circle only where their periods have a day in common."""
    assert [finding.code for finding in read(tmp_path, period)[1]] == codes


@pytest.mark.parametrize(
    ("period", "code"),
    [("the 19th century", None), ("19th centry", "KG205"), ("1990-13", "KG205"), ("03/04/1990", "KG205")],
)
def test_a_period_is_a_time(tmp_path: Path, period: str, code: str | None) -> None:
    """A period is read in the grammar of times, words too; anything else is a finding."""
    registry, findings = read(tmp_path, period)
    assert [finding.code for finding in findings] == ([code] if code else [])
    if code is None:
        (link,) = registry.entities["north"].broader
        assert link.period is not None
        assert link.period.edtf == "18XX"
