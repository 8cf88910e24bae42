"""Places on the map: each that the registry gives a position, at that position."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from conftest import RunKgbuild

TEXT = "The storm reached Elmford, then Aston and Farwell. 12 people died in Elmford.\n"
PLACES = """elmford: {type: town, label: {en: Elmford}, lat: 40.380, long: 49.89, source: a gazetteer}
aston: {type: town, label: {en: Aston}, lat: -17.5, long: 179.5, source: a gazetteer}
farwell: {type: city, label: {en: Farwell}, lat: 0, long: -170, source: a gazetteer}
elm-valley: {type: region, label: {en: Elm Valley}}
"""


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with places that have positions."""
    folder = tmp_path_factory.mktemp("storm")
    for name in ("mappings", "registry", "texts"):
        (folder / name).mkdir()
    (folder / "kgbuild.toml").write_text(
        'base = "https://example.org/storm/"\ntitle = "A storm"\nontology = ["events"]\ndocuments = ["texts"]\n'
    )
    (folder / "texts" / "a.txt").write_text(TEXT)
    (folder / "registry" / "places.yaml").write_text(PLACES)
    (folder / "registry" / "events.yaml").write_text("storm: {type: event, label: {en: The storm}}\n")
    (folder / "registry" / "organisations.yaml").write_text(
        "office: {type: organisation, label: {en: The office}}\n"
    )
    (folder / "mappings" / "a.yaml").write_text(
        f"""document:
  id: a
  kind: news-report
  text: sha256:{hashlib.sha256(TEXT.encode()).hexdigest()}
  language: en
voice: office
about: storm
claims:
  where:
    took_place_in:
      - {{value: elmford, quote: reached Elmford}}
      - {{value: aston, quote: then Aston}}
      - {{value: farwell, quote: Farwell}}
  toll:
    killed: {{n: 12, in: elmford, quote: 12 people died in Elmford}}
"""
    )
    return folder


def test_places_are_on_the_map(storm: Path, run: RunKgbuild, open_page: Any) -> None:
    """Positions are in the graph; each is a mark that leads to its place, the nearest way round the earth."""
    locked, built = run("lock", cwd=storm), run("build", cwd=storm)
    assert (locked.returncode, built.returncode) == (0, 0), locked.stderr + built.stderr
    graph = (storm / "out" / "graph.ttl").read_text(encoding="utf-8")
    assert "schema:latitude 40.38 ;" in graph
    assert "schema:longitude -170.0" in graph
    assert run("explore", "-o", "page.html", cwd=storm).returncode == 0
    shown = open_page(storm / "page.html", bypass_csp=True)
    main = shown.go("#/names/places")
    assert "3 places of 4 have a position in the registry." in main.locator("figcaption").inner_text()
    marks = main.locator(".map a.spot")
    assert sorted(marks.evaluate_all("all => all.map(each => each.ariaLabel)")) == [
        "Aston",
        "Elmford",
        "Farwell",
    ]
    across = {
        mark.get_attribute("aria-label"): float(mark.locator("circle").get_attribute("cx"))
        for mark in marks.all()
    }
    assert across["Elmford"] < across["Aston"] < across["Farwell"]
    assert len(main.locator(".map .land").get_attribute("d")) > 1000
    assert shown.violations() == []
    marks.first.click()
    assert "#/thing/place/elmford" in shown.page.url
    assert "40.38° N, 49.89° E" in shown.page.inner_text(".facts")
    assert shown.page.locator(".map a.spot").count() == 1
