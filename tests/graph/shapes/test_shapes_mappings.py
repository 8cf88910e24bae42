"""Shapes that a wrong mapping or registry breaks: each is shown one that reads, and underlines the wrong words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from small_project import ANNEX, ANNEXED, letter, news, reply, shipped
from small_project import build_case as build

from kgbuild.core.places import Place
from kgbuild.graph.shapes.engines import validate_fast, validate_reference
from kgbuild.graph.shapes.library import ShapesLibrary

SIGNED = "  signatory: {person: ada, office: ambassador, quote: Signed by Ada Berg}\n"
UPRISING = "  up: {about: uprising, occurred: 1988-05-04, quote: The uprising of 4 May 1988}\n"
CAMPAIGN = "  camp: {about: campaign, occurred: 1985, quote: the campaign of 1985}\n"
MORE = "  more: {killed: 21, population: civilians, quote: A further 21 people died}\n"
TWENTY = "  few: {killed: {n: 20, reading: the sentence goes on}, quote: Of them 20 were children"


@dataclass(frozen=True)
class Case:
    """A project with one fault: its mappings, what is added to the registry, and the line that the finding names.

    ``words`` are those that it underlines.
    """

    code: str
    at: str
    words: str
    letter: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    registry: Mapping[str, str] = field(default_factory=dict)
    file: str = "mappings/letter.yaml"


def _cites(target: str, how: str, quote: str) -> str:
    return f"citations:\n  one: {{to: {target}, how: {how}, quote: {quote}}}\n"


CASES = [
    Case("KG401", "occurred: 1990-01-30", "1990-01-30", letter(
        claims="  dam: {about: dam, occurred: 1990-01-30, quote: The dam broke on 30 January 1990}\n")),
    Case("KG402", "killed: {n: about 5", "1991-01-22", letter(
        claims="  later: {killed: {n: about 5, when: 1991-01-22}, quote: Some 5 fell on 22 January 1991}\n")),
    Case("KG403", "killed: {n: 7", "1989-01-20", letter(
        claims="  early: {killed: {n: 7, when: 1989-01-20}, quote: Another 7 fell on 20 January 1989}\n")),
    Case("KG404", "one: {to: letter", "letter", letter(rest=_cites("letter", "transmits", "to the present letter"))),
    Case("KG405", "one: {to: statement", "statement", letter(
        document="  copy_of: statement\n", rest=_cites("statement", "cites", "the statement of the court. According"))),
    Case("KG406", "annex: {kind: annex", "statement", letter(rest=ANNEX.replace(
        "copy_of: statement,", "copy_of: statement, reports: statement,"))),
    Case("KG407", "one: {to: reply", "reply", letter(
        rest=_cites("reply", "replies-to", "to the reply")), {"reply": reply()}),
    Case("KG408", "annex: {kind: annex", "1990-01-30", letter(claims=ANNEXED, rest=ANNEX.replace(
        "voice: court,", "voice: court, issued: {value: 1990-01-30, quote: on 30 January 1990},"))),
    Case("KG410", "voice: ada", "ada", letter(document=SIGNED, voice="ada")),
    Case("KG411", "addressees:", "secretary", letter(
        document="  addressees: [{to: secretary, quote: addressed to the Secretary}]\n", voice="secretary")),
    Case("KG412", "territory_share: 120", "120 percent", letter(
        claims="  area: {about: flood, territory_share: 120 percent, quote: 120 percent of the area}\n")),
    Case("KG413", "displaced: 2.5", "2.5", letter(
        claims="  area: {about: flood, displaced: 2.5 persons, quote: It displaced 2.5 persons}\n")),
    Case("KG414", "included_in: letter.area", "letter.area.territory_share", letter(
        claims="  area: {about: flood, territory_share: 20 percent, reading: test, quote: 120 percent of the area}\n"
        "  sub: {about: letter.toll.killed, included_in: letter.area.territory_share, quote: Of them}\n")),
    Case("KG415", "included_in: letter.few", "letter.few.killed", letter(
        claims=TWENTY + ", about: flood}\n"
        "  sub: {about: letter.toll.killed, included_in: letter.few.killed, quote: Of them}\n")),
    Case("KG416", "led_to: clash", "clash", letter(
        claims="  to: {led_to: clash, quote: The clash led to the uprising}\n")),
    Case("KG417", "part_of_event: campaign", "part_of_event", letter(
        claims="  one: {part_of_event: campaign, quote: The clash was part of the campaign}\n"
        "  two: {about: campaign, part_of_event: clash, quote: The campaign was part of the clash}\n")),
    Case("KG418", "followed: clash", "clash", letter(
        claims=UPRISING + "  then: {about: uprising, followed: clash, quote: followed the uprising}\n")),
    Case("KG418", "in_response_to: clash", "clash", letter(
        claims=UPRISING + "  then: {about: uprising, in_response_to: clash, quote: followed the uprising}\n")),
    Case("KG419", "led_to: uprising", "uprising", letter(
        claims=UPRISING + "  then: {led_to: uprising, quote: The clash led to the uprising}\n")),
    Case("KG420", "part_of_event: campaign", "campaign", letter(
        claims=CAMPAIGN + "  in: {part_of_event: campaign, quote: The clash was part of the campaign}\n")),
    Case("KG421", "symbols:", "N/90/1", letter(document="  symbols: [N/90/1]\n"), {"reply": reply(
        document="  symbols: [{value: N/90/1, source: catalogue, citation: Library of Norland}]\n")}),
    Case("KG422", "statement:", "C/90/7", letter(), registry={
        "works": "twin: {type: work, label: {en: Twin}, symbols: [C/90/7]}\n"}, file="registry/works.yaml"),
    Case("KG423", "harbor:", "wikidata:Q1", letter(), registry={
        "places": "port: {type: city, label: {en: Port}, same_as: [wikidata:Q1], source: test}\n"},
        file="registry/places.yaml"),
    Case("KG425", "curfew:", "curfew", letter(
        claims="  gone: {missing: {n: 3, when: {after: curfew}}, quote: After the curfew 3 were missing}\n"),
        file="registry/events.yaml"),
    Case("KG426", "id: letter", "id", letter(language="")),
    Case("KG427", "killed: {n: 20", "killed", letter(claims=TWENTY.replace(", reading: the sentence goes on", "")
        + ", stance: denies, polarity: negative}\n")),
    Case("KG428", "killed: {n: 20", "reply.toll.killed", letter(
        claims=TWENTY + ", from: reply.toll.killed, when: 1990-01-19}\n"), {"reply": reply()}),
    Case("KG429", "killed: {n: 20", "letter.toll.killed", letter(
        claims=TWENTY + ", from: letter.toll.killed, when: 1990-01-19}\n")),
    Case("KG430", "wounded: 60", "letter.toll.killed", letter(), {"reply": reply(
        claims="  hurt: {wounded: 60, from: letter.toll.killed, quote: 60 people were wounded}\n")},
        file="mappings/reply.yaml"),
    Case("KG432", "toll: {killed: 131", "killed", letter(claims=MORE)),
]  # fmt: skip


def _line(folder: Path, case: Case) -> set[int]:
    lines = (folder / case.file).read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, 1) if case.at in line}


def _underlined(folder: Path, place: Place) -> str:
    assert place.end_line == place.line
    lines = (folder / place.file).read_text(encoding="utf-8").splitlines()
    return lines[place.line - 1][place.column - 1 : place.end_column - 1]


@pytest.fixture(scope="module")
def library() -> ShapesLibrary:
    """The shapes that kgbuild ships."""
    return shipped()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.at.split(':')[0]}")
def test_a_wrong_mapping_breaks_its_shape_at_its_words(
    case: Case, tmp_path: Path, library: ShapesLibrary
) -> None:
    """Exactly the expected shape fires, at the words that are wrong, and both engines agree on it."""
    result = build(tmp_path, {"letter": case.letter, **case.others}, case.registry)
    errors = [f for f in result.findings if f.severity.name == "ERROR" and not f.code.startswith("KG4")]
    assert errors == []
    found = [f for f in result.findings if f.code.startswith("KG4")]
    assert {finding.code for finding in found} == {case.code}
    places = {(f.place.file, f.place.line) for f in found} | {
        (r.place.file, r.place.line) for f in found for r in f.related
    }
    assert places & {(case.file, line) for line in _line(tmp_path, case)}
    assert {_underlined(tmp_path, finding.place) for finding in found} == {case.words}
    shape = library.by_code(case.code)
    assert shape is not None
    assert not shape.guard
    assert {finding.help for finding in found} == {f"for example:\n{shape.right}"}
    assert all(
        finding.message == shape.message and f"shape: {shape.label} ({shape.code})" in finding.notes
        for finding in found
    )
    data = "".join(f"{s} {p} {o} .\n" for _, s, p, o in result.quads())
    only = library.only(shape.iri)
    fast = validate_fast(only, data, "nt")
    assert fast == validate_reference(only, data, "nt")
    assert len(fast) >= 1


def test_every_shape_for_mappings_has_a_case(library: ShapesLibrary) -> None:
    """A shape without a case would be a promise nobody has seen kept."""
    wanted = {shape.code for shape in library.shapes.values() if not shape.guard}
    assert {case.code for case in CASES} == wanted


@pytest.mark.parametrize("extra", ["sic: the letter says so", "reading: the letter says so"])
def test_what_the_document_itself_says_wrong_can_be_kept(extra: str, tmp_path: Path) -> None:
    """A contradiction of the document is no fault of the mapping: `sic` or `reading` keeps it."""
    result = build(
        tmp_path, {"letter": letter(claims=MORE.replace("{killed", f"{{{extra}, killed")), "news": news()}
    )
    assert {f.code for f in result.findings if f.code.startswith("KG4")} == set()
