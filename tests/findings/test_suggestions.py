"""A word misspelt by one letter, anywhere that kgbuild reads a word it knows: the help names the right one.

Each case edits a copy of ``tests/cases/flood``. Keys are tried all, each with a letter too many, too few and another.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from test_malformed import FLOOD, run_here

from kgbuild.cli import COMMANDS
from kgbuild.cli.findings import STYLES
from kgbuild.core.project import PROJECT_KEYS, load_project
from kgbuild.core.similar import closest_stretch, mended, misspelling, suggestion
from kgbuild.ontology.keys import CLAIM, DOCUMENT, ENTITY, PART, TOP
from kgbuild.ontology.vocabulary import load_vocabulary

REPORT, GAZETTE = "mappings/flood-report.yaml", "mappings/gazette-report.yaml"
ENTRY = "    took_place_in: elmford\n"
TOLL = "      killed: 13 civilians\n      missing: {n: two children, quote: two children}\n"
TITLE = "  title: THE FLOOD AT ELMFORD\n"
CITATION = "    how: reports\n"
PROPERTY = """
flood:lost a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property>, kg:ClaimProperty ;
    rdfs:label "lost"@en ; rdfs:comment "Lost."@en ; kg:mappingKey "lost" ; kg:takes kg:entityValue ;
    kg:cardinality kg:manyValued ; kg:question "What was lost?"@en ; kg:subjectKind kg:DescribedEvent ;
    kg:allows kg:timeScope .
"""


def slips(word: str) -> Iterator[str]:
    """A word with a letter twice, with a letter left out, and with another letter; and two letters changed about."""
    middle = len(word) // 2
    yield word + word[-1]
    if len(word) > 2:
        yield word[:middle] + word[middle + 1 :]
    if len(word) > 1:
        yield word[:middle] + "q" + word[middle + 1 :]
        yield word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]


# Where a key stands: the file, the text there, and the text with the key before it.
KEYS = {
    "top": (tuple(TOP), REPORT, "claims:\n", "{}: x\nclaims:\n"),
    "document": (tuple(DOCUMENT), REPORT, TITLE, TITLE + "  {}: x\n"),
    "part": (tuple(PART), REPORT, "    kind: annex\n", "    kind: annex\n    {}: x\n"),
    "entry": (sorted(CLAIM), REPORT, ENTRY, ENTRY + "    {}: x\n"),
    "block": (sorted(CLAIM), REPORT, "    with:\n", "    with:\n      {}: x\n"),
    "value": (
        (*sorted(CLAIM), "identity"),
        REPORT,
        ENTRY,
        "    took_place_in: {{value: elmford, {}: x}}\n",
    ),
    "citation": (
        ("to", "how", "quote", "context", "symbol_quote"),
        GAZETTE,
        CITATION,
        CITATION + "    {}: x\n",
    ),
    "voice": (
        ("voice", "unnamed", "stance", "quote", "identity", "reading"),
        REPORT,
        "{voice: parish-clerk-of-elmford, ",
        "{{voice: parish-clerk-of-elmford, {}: x, ",
    ),
    "registry": (tuple(ENTITY), "registry/places.yaml", "elmford:\n", "elmford:\n  {}: x\n"),
    "settings": (tuple(PROJECT_KEYS), "kgbuild.toml", 'language = "en"\n', 'language = "en"\n{} = "x"\n'),
}
MISSPELT_KEYS = [(where, key) for where, (keys, *_) in KEYS.items() for key in keys if len(key) > 1]

# name: (file, text there, what stands there instead, what the help says)
WORDS = {
    "property": (REPORT, "displaced:", "displacd:", "write `displaced:`"),
    "property of another module": (REPORT, ENTRY, ENTRY + "    coduct: x\n", "write `conduct:`"),
    "entity as a value": (REPORT, ENTRY, "    took_place_in: elmfrd\n", "write `elmford`"),
    "entity as subject": (
        REPORT,
        "about: flood-elmford-1876\n    occurred",
        "about: flood-elmfurd-1876\n    occurred",
        "write `flood-elmford-1876`",
    ),
    "voice": (GAZETTE, "voice: county-gazette\n", "voice: county-gazete\n", "write `county-gazette`"),
    "publisher": (GAZETTE, "publisher: county-gazette", "publisher: conty-gazette", "write `county-gazette`"),
    "work": (
        GAZETTE,
        "{work: chronicle-flood-report",
        "{work: chronicle-flod-report",
        "write `chronicle-flood-report`",
    ),
    "cited work": (
        GAZETTE,
        "to: chronicle-flood-report",
        "to: chronicle-flood-reprt",
        "write `chronicle-flood-report`",
    ),
    "cited document": (GAZETTE, "to: chronicle-flood-report", "to: flood-reprt", "write `flood-report`"),
    "claim in from": (
        GAZETTE,
        "    missing:",
        "    from: flood-report.toll.kiled\n    missing:",
        "write `flood-report.toll.killed`",
    ),
    "concept": (REPORT, "characterised_as: neglect", "characterised_as: neglct", "write `neglect`"),
    "concept of another type": (
        REPORT,
        "demand: repair-of-banks",
        "demand: repair-of-bank",
        "write `repair-of-banks`",
    ),
    "group after a number": (REPORT, "killed: 13 civilians", "killed: 13 civilans", "write `13 civilians`"),
    "population": (REPORT, TOLL, TOLL + "      population: civilans\n", "write `civilians`"),
    "unit after a number": (REPORT, "about 40 persons\n", "about 40 persns\n", "write `about 40 persons`"),
    "unit": (
        REPORT,
        "displaced: about 40 persons",
        "displaced: about 40\n    unit: persn",
        "write `unit: person`",
    ),
    "place scope": (REPORT, TOLL, TOLL + "      in: elmfurd\n", "write `elmford`"),
    "event of a time scope": (
        REPORT,
        ENTRY,
        ENTRY + "    when: {after: flood-elmford-187}\n",
        "write `flood-elmford-1876`",
    ),
    "key of a time scope": (
        REPORT,
        ENTRY,
        ENTRY + "    when: {aftr: flood-elmford-1876}\n",
        "write `after:`",
    ),
    "stance": (REPORT, "stance: denies", "stance: denys", "write `stance: denies`"),
    "stance of a voice": (
        REPORT,
        "{voice: parish-clerk-of-elmford, ",
        "{voice: parish-clerk-of-elmford, stance: asserst, ",
        "write `stance: asserts`",
    ),
    "modality": (REPORT, ENTRY, ENTRY + "    modality: plannd\n", "write `modality: planned`"),
    "polarity": (REPORT, ENTRY, ENTRY + "    polarity: negativ\n", "write `polarity: negative`"),
    "severity": (REPORT, ENTRY, "    wounded: {n: 13, severity: seriuos}\n", "write `severity: serious`"),
    "status": (REPORT, TOLL, TOLL + "      status: oficial\n", "write `status: official`"),
    "identity": (
        REPORT,
        ENTRY,
        "    took_place_in: {value: elmford, identity: infered, reading: x}\n",
        "write `identity: inferred`",
    ),
    "extent": (
        REPORT,
        "occurred: night of 1901-03-04/1901-03-05",
        "occurred: {value: 1901-03-04, extent: witin}",
        "write `extent: within`",
    ),
    "relation to a source": (
        REPORT,
        ENTRY,
        ENTRY + "    from: {source: chronicle-flood-report, as: quote}\n",
        "write `as: quotes`",
    ),
    "document kind": (REPORT, "kind: news-report", "kind: news-reprt", "write `kind: news-report`"),
    "part kind": (REPORT, "kind: annex", "kind: anex", "write `kind: annex`"),
    "part of a claim": (REPORT, ENTRY, ENTRY + "    part: anex\n", "write `annex`"),
    "how": (GAZETTE, "how: reports", "how: report", "write `how: reports`"),
    "source of metadata": (
        REPORT,
        '{value: 1901-03-09, quote: "Saturday, 9 March 1901"}',
        "{value: 1901-03-09, source: catalog, citation: x}",
        "write `source: catalogue`",
    ),
    "month": (REPORT, "occurred: 1901-03-04", "occurred: 4 Mach 1901", "write `4 March 1901`"),
    "part of a month": (
        REPORT,
        "occurred: 1901-03-04",
        "occurred: eary March 1901",
        "write `early March 1901`",
    ),
    "part of the day": (
        REPORT,
        "night of 1901-03-04/1901-03-05",
        "nigt of 1901-03-04/1901-03-05",
        "write `night of 1901-03-04/1901-03-05`",
    ),
    "relative time": (
        REPORT,
        "occurred: 1901-03-04",
        "occurred: shorty after 1901-03-04",
        "write `shortly after 1901-03-04`",
    ),
    "number word": (REPORT, "n: two children", "n: tow children", "write `two children`"),
    "vague number": (
        REPORT,
        "displaced: about 40 persons",
        "displaced: hunderds of persons",
        "write `hundreds of persons`",
    ),
    "approximator": (
        REPORT,
        "displaced: about 40 persons",
        "displaced: abut 40 persons",
        "write `about 40 persons`",
    ),
    "registry type": ("registry/places.yaml", "type: town", "type: twon", "write `type: town`"),
    "broader": ("registry/places.yaml", "broader: [elmford]", "broader: [elmfurd]", "write `elmford`"),
    "prefix of a link": (
        "registry/places.yaml",
        "type: town\n",
        "type: town\n  same_as: [wikidta:Q1]\n  source: x\n",
        "write `wikidata:Q1`",
    ),
    "code of a level": (
        "kgbuild.toml",
        'language = "en"\n',
        'language = "en"\nlevels = {KG50 = "off"}\n',
        "KG503",
    ),
    "level": ("kgbuild.toml", 'language = "en"\n', 'language = "en"\nlevels = {KG503 = "of"}\n', '"off"'),
    "module": ("kgbuild.toml", '["events"', '["event"', '"events"'),
    "code of an allow": (REPORT, "occurrence: 1", "occurrence: 1 # kgbuild: allow KG3177 because x", "KG317"),
    "word of an allow": (
        REPORT,
        "occurrence: 1",
        "occurrence: 1 # kgbuild: alow KG317 because x",
        "allow CODE because",
    ),
    "ontology annotation": ("ontology/flood.ttl", "kg:allows", "kg:alows", "write kg:allows"),
    "kind of value": ("ontology/flood.ttl", "kg:entityValue", "kg:entiyValue", "write kg:entityValue"),
    "cardinality": ("ontology/flood.ttl", "kg:manyValued", "kg:manyValud", "write kg:manyValued"),
    "kind of subject": (
        "ontology/flood.ttl",
        "kg:subjectKind kg:DescribedEvent",
        "kg:subjectKind kg:DescribedEvnt",
        "write kg:DescribedEvent",
    ),
    "qualifier": ("ontology/flood.ttl", "kg:timeScope", "kg:timeScop", "write kg:timeScope"),
}

ARGUMENTS = {
    **{
        f"command {name}": ([word], f"Did you mean '{name}'?")
        for names in COMMANDS.values()
        for name in names
        for word in list(slips(name))[:2]
    },
    **{
        f"format {style}": (["check", "--format", style[:-1]], f"Did you mean '{style}'?") for style in STYLES
    },
    "level": (["check", "--fail-on", "eror"], "Did you mean 'error'?"),
    "option": (["check", "--fromat", "json"], "Did you mean '--format'?"),
    "format of an answer": (["query", "--format", "csw", "-e", "SELECT"], "Did you mean 'csv'?"),
    "engine": (["validate", "--engine", "pyshcl"], "Did you mean 'pyshacl'?"),
    "code": (["explain", "KG3177"], "KG317"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flood project, with a property of its own."""
    folder = tmp_path_factory.mktemp("suggestions") / "flood"
    shutil.copytree(FLOOD, folder, ignore=shutil.ignore_patterns("out"))
    with (folder / "ontology" / "flood.ttl").open("a", encoding="utf-8") as file:
        file.write(PROPERTY)
    assert run_here(["check"], folder).endswith("exit 0\n")
    return folder


def said(project: Path, name: str, old: str, new: str) -> str:
    """What ``check`` says with one change to one file, which is then taken back."""
    file = project / name
    before = file.read_text(encoding="utf-8")
    assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {name}"
    file.write_text(before.replace(old, new), encoding="utf-8")
    try:
        return run_here(["check"], project)
    finally:
        file.write_text(before, encoding="utf-8")


@pytest.mark.parametrize(("where", "key"), MISSPELT_KEYS, ids=[f"{w}-{k}" for w, k in MISSPELT_KEYS])
def test_a_misspelt_key_is_named(where: str, key: str, project: Path) -> None:
    """Every key of every block: each slip of one letter that is no key itself names a key that it is a slip of."""
    keys, file, old, new = KEYS[where]
    for slip in slips(key):
        if slip in keys:
            continue
        found = said(project, file, old, new.format(slip))
        assert f"unknown key `{slip}`" in found
        ending = " = …`" if where == "settings" else ":`"
        meant = [each for each in keys if slip in slips(each)]
        assert any(f"help: write `{each}{ending}" in found for each in meant), f"{slip}\n{found}"


@pytest.mark.parametrize("name", WORDS)
def test_a_misspelt_word_is_named(name: str, project: Path) -> None:
    """Every other word that kgbuild knows: properties, ids, closed lists, words of numbers and dates, settings."""
    file, old, new, wanted = WORDS[name]
    found = said(project, file, old, new)
    assert re.search(rf"help: .*{re.escape(wanted)}", found), found


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_misspelt_argument_is_named(name: str, project: Path) -> None:
    """Every command, and the words that options take."""
    arguments, wanted = ARGUMENTS[name]
    found = run_here(arguments, project)
    assert wanted in found, found
    assert found.endswith("exit 2\n")


def test_there_is_no_guess() -> None:
    """Where two words are as near, or none is near, nothing is suggested."""
    assert suggestion("nam", ["name", "nama"]) is None
    assert suggestion("zzz", ["to", "how", "quote"]) is None
    assert suggestion("to", ["id", "as"]) is None
    assert suggestion("tq", ["to", "how"]) == "to"


def test_the_closest_text_of_a_script_without_spaces_is_no_page() -> None:
    """Where there are no spaces to widen to, the closest text is about as long as the phrase."""
    text = (
        "共有250人参加游行。" * 3
        + "看守说木拱门坏了，当晚刮大风，雨一直下到早晨，没有人睡觉，孩子们喝了汤就回家了。" * 2
    )
    found = closest_stretch("看守说木拱门破了", text)
    assert found is not None
    assert text[slice(*found)] == "看守说木拱门坏了"


def test_a_text_is_mended_only_where_it_reads_then() -> None:
    """One word is replaced, in its letter case, and only where the text is then understood."""
    assert mended("4 Mach 1901", ["march", "may"], str) == "4 March 1901"
    assert mended("4 Mach 1901", ["march"], int) is None
    assert mended("4 March 1901", ["march"], str) is None


def test_no_help_that_would_not_be_read(project: Path, tmp_path: Path) -> None:
    """A number of the quote is offered only where a mapping may write it so: "1.300" reads in two ways."""
    folder = tmp_path / "flood"
    shutil.copytree(project, folder)
    document = folder / "documents" / "gazette-report.txt"
    text = document.read_text(encoding="utf-8").replace("13 civilians", "1.300 civilians")
    document.write_text(text, encoding="utf-8")
    mapping = folder / GAZETTE
    changed = mapping.read_text(encoding="utf-8").replace("quote: 13 civ", "quote: 1.300 civ")
    digest = hashlib.sha256(text.encode()).hexdigest()
    mapping.write_text(re.sub("sha256:[0-9a-f]{64}", f"sha256:{digest}", changed), encoding="utf-8")
    found = run_here(["check"], folder)
    assert "error[KG353]" in found
    assert not [line for line in found.splitlines() if "help: " in line and "1.300" in line]


@pytest.mark.parametrize(
    ("word", "name", "meant"),
    [
        ("prime-minister-of-azerbaijan", "prime-minister-of-armenia", False),
        ("arrested", "restored", False),
        ("baku", "baku-and-surroundings", False),
        ("flood-elmford-1901", "flood-elmford-1876", False),
        ("flood-elmford-1901-03-04", "flood-elmford-1901-03-05", False),
        ("john-smith", "john-jones", False),
        ("john-smyth", "john-smith", True),
        ("jon-smith", "john-smith", True),
        ("flood-elmford-190", "flood-elmford-1901", True),
        ("johnsmith", "john-smith", True),
        ("john_smith", "john-smith", True),
        ("permanent-mission-azerbaijan", "permanent-mission-of-azerbaijan", True),
        ("permanent-missoin-of-azerbiajan", "permanent-mission-of-azerbaijan", True),
        ("ministry-of-health", "ministry-of-defence", False),
    ],
)
def test_another_name_is_no_misspelling(word: str, name: str, meant: bool) -> None:
    """A name is suggested for slips, and a little word left out; never for another word or figure."""
    assert misspelling(word, [name, "county-gazette"]) == (name if meant else None)


def test_what_the_ontology_also_calls_a_property() -> None:
    """Each further word leads to the property it is given to, and is no key or claim key itself."""
    vocabulary = load_vocabulary(load_project(ROOT / "kgbuild.toml").ontology)
    assert vocabulary.keys_for("arrested") == ["detained"]
    assert vocabulary.keys_for("Took place on") == ["occurred"]
    assert sorted(vocabulary.keys_for("called")) == ["characterised_as", "named"]
    assert vocabulary.keys_for("killed") == ()
    for key in (*vocabulary.properties, *CLAIM, "value", "n"):
        assert not vocabulary.keys_for(key), key
