"""Names of the registry: what may be one entity entered twice is found, and what is only alike is not."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from kgbuild.core.project import ontology_folder
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.namesakes import check_names, compared_words
from kgbuild.mapping.registry import load_registry
from kgbuild.ontology.vocabulary import load_vocabulary

ONE = [
    ("Black January", "January, BLACK"),
    ("Tbilisi–Baku line", "Tbilisi Baku line"),
    ("Petrus Müller", "Muller, Petrus"),
    ("Kara Bagh", "Karabagh"),
    ("Ministry of Justice", "Ministry of Justcie"),
    ("Ministry of Justice", "Ministry of Justices"),
    ("Flood no. 1", "flood, No 1"),
    ("People's Front", "Peoples Front"),
]
TWO = [
    ("Flood no. 1", "Flood no. 2"),
    ("Flood of 1990", "Flood of 1991"),
    ("Annex IV", "Annex VI"),
    ("Platform A", "Platform B"),
    ("1st Army, 2nd Brigade", "1st Brigade, 2nd Army"),
    ("Government of Iran", "Government of Iraq"),
    ("The seventh letter", "The seventy letter"),
    ("Armed groups", "Farmed groups"),
    ("Northern Army", "Southern Army"),
    ("北京市东城区政府", "北京市西城区政府"),
    ("कितनी", "कतना"),
    ("Baku", "Baki"),
]


def _check(folder: Path, entries: str) -> list[Diagnostic]:
    (folder / "events.yaml").write_text(entries, encoding="utf-8")
    shipped = ontology_folder()
    vocabulary = load_vocabulary([shipped / "kgbuild.ttl", shipped / "events.ttl"])
    findings: list[Diagnostic] = []
    registry = load_registry(folder, "registry", "https://example.org/", vocabulary, findings.append)
    check_names(registry, findings.append)
    return findings


def _entry(name: str, label: str, rest: str = "") -> str:
    return f'{name}: {{type: event, label: {{en: "{label}"}}{rest}}}\n'


@pytest.mark.parametrize("names", ONE, ids=" = ".join)
def test_names_that_may_mean_one_entity(names: tuple[str, str], tmp_path: Path) -> None:
    """Case, accents, punctuation, spaces, order of words and one slip in a long word make no other name."""
    (finding,) = _check(tmp_path, _entry("a", names[0]) + _entry("b", names[1]))
    assert (finding.code, finding.message) == ("KG222", "`a` and `b` may be one entity")
    assert (finding.place.line, finding.related[0].place.line) == (2, 1)
    assert finding.notes == (f"“{names[0]}” and “{names[1]}” are nearly the same",)
    assert finding.help is None


@pytest.mark.parametrize("names", TWO, ids=" ≠ ".join)
def test_names_that_are_only_alike(names: tuple[str, str], tmp_path: Path) -> None:
    """Numbers, numerals, single letters, first letters, short words and single signs make other names."""
    assert _check(tmp_path, _entry("a", names[0]) + _entry("b", names[1])) == []


def test_identifiers_of_one_authority_tell_entities_apart(tmp_path: Path) -> None:
    """Two entries of Wikidata are two, however alike their names; links to two authorities say nothing."""

    def links(one: str, other: str) -> str:
        first = _entry("a", "Black January", f", same_as: [{one}], source: test")
        return first + _entry("b", "January, Black", f", same_as: [{other}], source: test")

    assert _check(tmp_path, links("wikidata:Q1", "wikidata:Q2")) == []
    assert _check(tmp_path, links("geonames:1", "geonames:2")) == []
    assert [f.code for f in _check(tmp_path, links("wikidata:Q1", "viaf:2"))] == ["KG222"]


def test_a_name_that_two_entities_have(tmp_path: Path) -> None:
    """By two labels, or by a spelling; one finding for two entities; names of two languages are two names."""
    both = _entry("a", "The flood", ", also: [Great flood]")
    assert [f.code for f in _check(tmp_path, both + _entry("b", "The flood"))] == ["KG219"]
    (finding,) = _check(tmp_path, both + _entry("b", "A flood", ", also: [Great flood, The flood]"))
    assert finding.code == "KG221"
    assert finding.message.startswith("`a` and `b` both have the name “")
    assert _check(tmp_path, both + "b: {type: event, label: {de: The flood}}\n") == []


def test_a_name_that_stands_twice(tmp_path: Path) -> None:
    """A label among the spellings, or a spelling two times; spellings of two languages may be alike."""
    (finding,) = _check(tmp_path, _entry("a", "Baku", ", also: [Bakı, Baku]"))
    assert (finding.code, finding.help) == ("KG220", "delete “Baku” from `also:`")
    assert finding.place.end_column - finding.place.column == len("Baku")
    assert [f.code for f in _check(tmp_path, _entry("a", "Baku", ", also: [Bakı, Bakı]"))] == ["KG220"]
    assert _check(tmp_path, _entry("a", "Baku", ", also: [{de: Baku}, Baki]")) == []


def test_marks_keep_their_order() -> None:
    """A name with one number may have its words in any order; with two, which belongs to which is unknown."""
    assert compared_words("Army 1") == compared_words("1 Army")
    assert compared_words("Army 1, Brigade 2") != compared_words("Brigade 1, Army 2")


def test_ten_thousand_entities_take_no_time(tmp_path: Path) -> None:
    """The names are indexed, not compared each with each: 10,000 take a second (ten here, for slow machines)."""
    shipped = ontology_folder()
    vocabulary = load_vocabulary([shipped / "kgbuild.ttl", shipped / "events.ttl"])
    syllables = ("ka", "ra", "bagh", "mir", "sto", "lan", "dre", "von", "pel", "tis")
    entries = []
    for number in range(10_000):
        name = "".join(syllables[int(digit)] for digit in f"{number:04d}").title()
        entries.append(_entry(f"e{number}", name, f", also: [{name} the Elder of {name[::-1]}]"))
    (tmp_path / "events.yaml").write_text("".join(entries), encoding="utf-8")
    findings: list[Diagnostic] = []
    registry = load_registry(tmp_path, "registry", "https://example.org/", vocabulary, findings.append)
    begin = perf_counter()
    check_names(registry, findings.append)
    spent = perf_counter() - begin
    assert {finding.code for finding in findings} <= {"KG222"}
    assert spent < 10
