"""A project of any size: documents of 15 claims about floods, with mappings, registry and locks."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

PLACES = ("ashford", "brookdale", "carwick", "dunmere", "elmbridge", "fenwick", "garston", "holmfield")
CAUSES = ("heavy-rain", "dam-overflow", "storm-tide", "ice-jam")
CONFIG = 'base = "https://example.org/floods/"\ntitle = "Generated floods"\nontology = ["events"]\n'


def write_project(folder: Path, documents: int, *, events: int | None = None, chains: bool = False) -> Path:
    """Write a project with so many documents; their texts go to ``folder/texts``. Returns the folder of texts.

    With ``chains`` each document has its number of dead from the one before it about the same event.
    """
    rng = random.Random(20260101)
    events = events or max(1, documents // 4)
    (folder / "mappings").mkdir(parents=True)
    (folder / "registry").mkdir()
    texts = folder / "texts"
    texts.mkdir()
    (folder / "kgbuild.toml").write_text(CONFIG)
    _registry(folder / "registry", events)
    latest: dict[int, str] = {}
    for number in range(documents):
        event = rng.randrange(events)
        text, mapping = _document(number, event, rng, latest.get(event) if chains else None)
        digest = hashlib.sha256(text.encode()).hexdigest()
        latest[event] = name = f"report-{number:06d}"
        (texts / f"{name}.txt").write_text(text)
        (folder / "mappings" / f"{name}.yaml").write_text(mapping.replace("HASH", digest))
    return texts


def _registry(folder: Path, events: int) -> None:
    (folder / "places.yaml").write_text(
        "county: {type: region, label: {en: The county}}\n"
        + "".join(
            f"{name}: {{type: town, label: {{en: {name.title()}}}, broader: [county], source: gazetteer}}\n"
            for name in PLACES
        )
    )
    (folder / "groups.yaml").write_text(
        "residents: {type: group, label: {en: residents}}\nfirefighters: {type: group, label: {en: firefighters}}\n"
    )
    (folder / "concepts.yaml").write_text(
        "".join(
            f"{name}: {{type: characterisation, label: {{en: {name.replace('-', ' ')}}}}}\n"
            for name in CAUSES
        )
    )
    (folder / "organisations.yaml").write_text(
        "".join(
            f"{name}-council: {{type: organisation, label: {{en: {name.title()} Council}}}}\n"
            for name in PLACES
        )
    )
    (folder / "events.yaml").write_text(
        "".join(f'flood-{n:06d}: {{type: event, label: {{en: "Flood no. {n}"}}}}\n' for n in range(events))
    )


def _document(number: int, event: int, rng: random.Random, source: str | None) -> tuple[str, str]:
    day, place, cause = 1 + event % 27, PLACES[event % len(PLACES)], CAUSES[number % len(CAUSES)]
    figures = {
        key: rng.randrange(2, 900) for key in ("killed", "wounded", "missing", "detained", "displaced")
    }
    sentences = [
        f"Report {number} of the council of {place.title()} on the flood.",
        f"On {day} March 1970 the river rose over its banks in {place.title()}.",
        f"In all {figures['killed']} residents died, {figures['wounded']} residents were hurt,",
        f"{figures['missing']} people were missing and {figures['detained']} people were held.",
        f"About {figures['displaced']} residents left their homes.",
        f"The council calls it the work of {cause.replace('-', ' ')}.",
        "Boats came from the neighbouring towns, and the church hall was opened to all.",
        *(f"Household {index} gave an account of the night and of what it lost." for index in range(12)),
    ]
    claims = [
        f"""  day:
    occurred: {day} March 1970
    took_place_in: {place}
    quote: {day} March 1970 the river rose over its banks in {place.title()}
  dead:
    killed: {figures["killed"]} residents
    quote: "{figures["killed"]} residents died"
{f"    from: [{source}.dead.killed]" if source is not None else ""}
  figures:
    wounded: {{n: {figures["wounded"]} residents, quote: "{figures["wounded"]} residents were hurt"}}
    missing: {{n: {figures["missing"]} people, quote: "{figures["missing"]} people were missing"}}
    detained: {{n: {figures["detained"]} people, quote: "{figures["detained"]} people were held"}}
    displaced: {{n: about {figures["displaced"]} residents, quote: "About {figures["displaced"]} residents left"}}
  cause:
    characterised_as: {{value: {cause}, quote: "the work of {cause.replace("-", " ")}"}}
    named: {{value: the flood, quote: on the flood}}
"""
    ]
    for index in range(1, 7):
        claims.append(
            f"""  place-{index}:
    took_place_in: {PLACES[(event + index) % len(PLACES)]}
    quote: Boats came from the neighbouring towns
    context: the church hall was opened
"""
        )
    mapping = f"""document:
  id: report-{number:06d}
  kind: report
  text: sha256:HASH
  title: Report {number} of the council
  language: en
voice: {place}-council
about: flood-{event:06d}
claims:
{"".join(claims)}"""
    return "\n".join(sentences) + "\n", mapping
