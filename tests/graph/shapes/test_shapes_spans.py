"""Shapes that a project brings: a finding underlines the words in question, and says what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_project import ANNEX, ANNEXED, build_case, letter, news, reply

from kgbuild.core.project import load_project
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.pipeline.validate import validate_file, validate_project

HEAD = """@prefix cito: <http://purl.org/spar/cito/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/t/shapes#> .
@prefix kg: <https://w3id.org/kgbuild/ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

ex:shape a sh:PropertyShape ;
    kg:code "EX401" ;
    rdfs:label "a rule of the project"@en ;
    rdfs:comment "It holds of every node here."@en ;
    kg:wrongExample "killed: 131" ;
    kg:rightExample "killed: 130" ;
    sh:severity sh:Warning ;
    sh:message "the rule does not hold" ;
"""
MAPPINGS = {
    "letter": letter(
        document="  symbols: [N/90/1]\n  signatory: {person: ada, office: ambassador, quote: Signed by Ada Berg}\n",
        claims=ANNEXED
        + "  gone: {missing: {n: 3, when: {after: curfew}}, modality: planned, reading: a plan,"
        " quote: After the curfew 3 were missing}\n",
        rest=ANNEX,
    ),
    "reply": reply(),
    "news": news(),
}
# What a shape says, and all that its findings underline.
CASES = {
    "a number": ("sh:targetClass kg:Quantity ; sh:path kg:lo ; sh:maxInclusive 700", {"744"}),
    "a quote": ('sh:targetClass kg:Anchor ; sh:path kg:quote ; sh:pattern "^[^A]"', {
        '"According to the court, 12 were missing"', "After the curfew 3 were missing"}),
    "a day": ('sh:targetClass kg:Interval ; sh:path kg:edtf ; sh:pattern "^199[1-9]"', {"1990-01-19"}),
    "a modality": ("sh:targetClass kg:Claim ; sh:path kg:modality ; sh:in (kg:actual)", {"planned"}),
    "a voice": ("sh:targetClass kg:Utterance ; sh:path kg:statedBy ; sh:class kg:Place", {
        "mission", "court", "agency"}),
    "a label": ('sh:targetSubjectsOf skos:prefLabel ; sh:path skos:prefLabel ; sh:pattern "^[^H]"', {"Harbor"}),
    "a type": ("sh:targetClass kg:Person ; sh:path rdf:type ; sh:maxCount 0", {"person"}),
    "a title": ('sh:targetClass kg:Document ; sh:path dcterms:title ; sh:pattern "^[^R]"', {"Reply of 1 March 1990"}),
    "a symbol": ('sh:targetClass kg:Document ; sh:path kg:symbol ; sh:pattern "^A/"', {"N/90/1"}),
    "a signatory": ("sh:targetClass kg:Signature ; sh:path kg:signatory ; sh:class kg:Office", {"ada"}),
    "an office": ("sh:targetClass kg:Signature ; sh:path kg:inOffice ; sh:class kg:Person", {"ambassador"}),
    "a citation": ("sh:targetClass kg:Citation ; sh:path cito:hasCitedEntity ; sh:class kg:Place", {"statement"}),
    "a population": ("sh:targetClass kg:Proposition ; sh:path kg:population ; sh:class kg:Place", {"civilians"}),
    "a reading": ('sh:targetClass kg:Claim ; sh:path kg:reading ; sh:pattern "^the"', {"a plan"}),
    "what is not there": ("sh:targetClass kg:Part ; sh:path dcterms:language ; sh:minCount 1", {"annex"}),
}  # fmt: skip


def _findings(folder: Path, rule: str) -> list[Diagnostic]:
    build_case(folder, MAPPINGS)
    (folder / "shapes.ttl").write_text(f"{HEAD}    {rule} .\n", encoding="utf-8")
    config = folder / "kgbuild.toml"
    config.write_text(f'{config.read_text(encoding="utf-8")}shapes = ["shapes.ttl"]\n', encoding="utf-8")
    return [each for each in validate_project(load_project(config)).findings if each.code == "EX401"]


@pytest.mark.parametrize("name", CASES)
def test_a_shape_of_the_project_underlines_the_words_in_question(name: str, tmp_path: Path) -> None:
    """Whatever a shape is about, its finding lies on the value, or on the key where there is none."""
    rule, words = CASES[name]
    findings = _findings(tmp_path, rule)
    assert findings
    underlined = set()
    for finding in findings:
        lines = (tmp_path / finding.place.file).read_text(encoding="utf-8").splitlines()
        underlined.add(lines[finding.place.line - 1][finding.place.column - 1 : finding.place.end_column - 1])
        assert finding.place.end_column - finding.place.column > 1
        assert finding.notes == ("shape: a rule of the project (EX401)",)
        assert finding.help == "for example:\nkilled: 130"
    assert underlined == words


def test_foreign_rdf_says_what_it_can(tmp_path: Path) -> None:
    """Where no mapping is read, node, property and value are named, and the line if the data brings it."""
    build_case(tmp_path, {"letter": MAPPINGS["letter"]})
    data = tmp_path / "foreign.ttl"
    data.write_text(
        "@prefix kg: <https://w3id.org/kgbuild/ns#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://example.org/t/place/harbor> a kg:Place ; skos:prefLabel "Harbor"@en, "Haven"@en .\n',
        encoding="utf-8",
    )
    (finding,) = validate_file(load_project(tmp_path / "kgbuild.toml"), data).findings
    assert finding.place.file == "foreign.ttl"
    assert finding.notes[:2] == ("node: place:harbor", "property: skos:prefLabel")
