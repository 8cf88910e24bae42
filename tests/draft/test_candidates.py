"""Candidates of ``kgbuild new``: all figures and dates of a text are there, and each is valid once uncommented."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, RunKgbuild
from hypothesis import given, settings
from hypothesis import strategies as st

import kgbuild
from kgbuild.core.project import load_project
from kgbuild.draft.skeleton import skeleton
from kgbuild.draft.starter import start
from kgbuild.findings.diagnostics import Severity
from kgbuild.mapping.registry import load_registry
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.text.documents import text_layer
from kgbuild.values.datereader import read_dates
from kgbuild.values.numbers.reader import read_numbers

UNSEEN = ROOT / "tests" / "cases" / "unseen"
TEXTS = sorted(UNSEEN.glob("*.txt"))


def entries(draft: str) -> list[tuple[str, list[str]]]:
    """The section and the lines of every candidate, without their ``# ``."""
    found: list[tuple[str, list[str]]] = []
    section = "claims"
    for line in draft.splitlines():
        section = "citations" if line.startswith("# citations:") else section
        bare = line.replace("# ", "", 1)
        if re.match(r"\s+##", line) or not line.lstrip().startswith("#"):
            continue
        if re.fullmatch(r"  (?:figure|date|law|symbol|name)-\d+:", bare):
            found.append((section, [bare]))
        elif found and bare.startswith("    "):
            found[-1][1].append(bare)
    return found


def with_entries(draft: str, chosen: list[tuple[str, list[str]]], about: str) -> str:
    """The mapping that a mapper makes of a draft by uncommenting some entries and saying what they are about."""
    head = [line for line in draft.split("\nclaims:")[0].splitlines() if not line.startswith("#")]
    lines = [*head, f"about: {about}", "claims:"]
    for section in ("claims", "citations"):
        inside = [line for where, block in chosen if where == section for line in block]
        lines += (["citations:"] if section == "citations" and inside else []) + inside
    return "\n".join(lines).replace("claims:\ncitations:", "citations:") + "\n"


def project_of(folder: Path, source: Path | None) -> Path:
    """A project with the registry and ontology of another (of the starter where none is named), and no mappings."""
    if source is None:
        start(folder)
        for path in (folder / "mappings").iterdir():
            path.unlink()
        return folder
    folder.mkdir()
    (folder / "mappings").mkdir()
    shutil.copy(source / "kgbuild.toml", folder)
    shutil.copytree(source / "registry", folder / "registry")
    if source != ROOT:
        shutil.copytree(source / "ontology", folder / "ontology")
    return folder


def draft_of(project: Path, document: Path) -> str:
    settings = load_project(project / "kgbuild.toml")
    vocabulary = load_vocabulary(settings.ontology)
    registry = load_registry(settings.registry, "registry", settings.base, vocabulary, print)
    return skeleton(text_layer(document.read_bytes(), document), "draft", vocabulary, registry)


def subject_of(project: Path, file: str = "events") -> str:
    """An entity of the project, an event where a candidate does not ask for another kind."""
    return str(
        next(iter(yaml.safe_load((project / "registry" / f"{file}.yaml").read_text(encoding="utf-8"))))
    )


def demand_valid(project: Path, document: Path) -> int:
    """Check every candidate, a few in a mapping at a time; how many there are."""
    draft = draft_of(project, document)
    found = entries(draft)
    about = subject_of(project)
    for _, block in found:
        asked = block[1] if "# about:" in block[1] else ""
        file = next((f for kind, f in (("a place", "places"), ("a thing", "things")) if kind in asked), None)
        block += [f"    about: {subject_of(project, file)}"] if file else []
    for at in range(0, len(found), 5):
        text = with_entries(draft, found[at : at + 5], about)
        (project / "mappings" / "draft.yaml").write_text(text, encoding="utf-8")
        findings = kgbuild.check(project, documents=[document.parent]).findings
        # Of a short text a few quotes are a large share: that is no fault of an entry.
        errors = [f for f in findings if f.severity is Severity.ERROR and f.code != "KG308"]
        assert errors == [], (errors, text)
    return len(found)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_of_texts_never_seen(path: Path, tmp_path: Path) -> None:
    """Each candidate, uncommented and with a subject of the project, passes; there are as many as are listed."""
    listed = tomllib.loads(path.with_suffix(".found.toml").read_text(encoding="utf-8"))
    expected = len(listed["figures"]) + len(listed["dates"])
    assert demand_valid(project_of(tmp_path / "project", None), path) >= expected


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_by_the_command_line(path: Path, tmp_path: Path, run: RunKgbuild) -> None:
    """So does the file that ``kgbuild new`` writes, with its first candidate uncommented in place."""
    project = project_of(tmp_path / "project", None)
    shutil.copy(path, project / "documents")
    assert run("new", f"documents/{path.name}", cwd=project).returncode == 0
    target = project / "mappings" / f"{path.stem}.yaml"
    text = target.read_text(encoding="utf-8").replace("# about:", "about:", 1)
    first = re.search(r"(?m)^  # (?:figure|date)-1:\n(?:  #   .*\n)+", text)
    assert first is not None
    target.write_text(text.replace(first[0], re.sub(r"(?m)^  # ", "  ", first[0]), 1), encoding="utf-8")
    result = run("check", cwd=project)
    assert (result.returncode, "error" in result.stderr) == (0, False), result.stderr
    assert "1 claim and 0 citations" in result.stderr


def test_of_the_starter(tmp_path: Path) -> None:
    """The same of the documents that ``kgbuild init`` writes."""
    project = project_of(tmp_path / "project", None)
    counts = [demand_valid(project, path) for path in sorted((project / "documents").iterdir())]
    assert len(counts) == 2
    assert all(counts)


def test_of_a_project_of_its_own_domain(tmp_path: Path) -> None:
    """The same where the vocabulary for events is not used."""
    source = ROOT / "examples" / "excavation"
    project = project_of(tmp_path / "project", source)
    counts = [demand_valid(project, path) for path in sorted((source / "documents").iterdir())]
    assert len(counts) == 3
    assert all(counts)


def test_of_the_sample(documents: Path, tmp_path: Path) -> None:
    """The same of the five documents of the sample."""
    project = project_of(tmp_path / "project", ROOT)
    counts = [demand_valid(project, path) for path in sorted(documents.iterdir()) if path.is_file()]
    assert len(counts) == 5
    assert all(counts)


def values(draft: str) -> list[str]:
    """Every value and quote of the candidates, as they are written."""
    return [
        line.split(": ", 1)[1].strip('"') for _, block in entries(draft) for line in block[1:] if ": " in line
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_figure_and_date_of_a_text_never_seen(path: Path, tmp_path: Path) -> None:
    """What was written down by reading the text stands among the candidates: figures, and dates with their values.

    A date whose year the words leave open may be offered in its words.
    """
    listed = tomllib.loads(path.with_suffix(".found.toml").read_text(encoding="utf-8"))
    draft = draft_of(project_of(tmp_path / "project", None), path)
    blocks = [(block[0].split("-")[0].strip(), "\n".join(block[1:])) for _, block in entries(draft)]
    figures = "\n".join(text for kind, text in blocks if kind == "figure")
    for figure in listed["figures"]:
        part = r"\d" if figure[0].isdecimal() else r"\w"
        assert re.search(
            rf"(?<!{part}){re.escape(figure)}(?!{part})",
            figures + "\n".join(t for k, t in blocks if k == "law"),
        ), figure
    dates = [text for kind, text in blocks if kind == "date"]
    for words, value in listed["dates"]:
        offers = (f"mentions_date: {value}",) if value else ("mentions_date: ", f"mentions_words: {words}")
        assert any(words in text and any(o in text.replace('"', "") for o in offers) for text in dates), words
    for symbol in listed["symbols"]:
        assert f"mentions_words: {symbol}" in "\n".join(text for _, text in blocks)
    assert f"\n  language: {listed['language']}\n" in draft


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_digit_of_a_text_is_in_a_candidate(path: Path, tmp_path: Path) -> None:
    """No numeral is left out, whatever the script; dates and numbers that the checks read have a candidate each."""
    draft = draft_of(project_of(tmp_path / "project", None), path)
    shown = "\n".join(values(draft)) + draft.split("claims:")[0]
    text = " ".join(path.read_text(encoding="utf-8").split())
    for match in re.finditer(r"\d+", text):
        assert re.search(rf"(?<!\d){match.group()}(?!\d)", shown), match.group()
    assert len(entries(draft)) >= max(len(read_dates(text, "en")), len(read_numbers(text)) // 2)


WORDS = st.sampled_from(
    [
        "13", "1,200", "3 May 1990", "31 April 1990", "5 May", "12 мая 1996", "5 мая", "2,5", "1 840 000", "1.250,5",
        "killed", "wounded", "the", "A/74/649–S/2020/34", "Article 7 of the", "two", "hundreds", "…", "# not",
        "key: value",
        "\n\n", ". ", ", ", "水14人", "一九", "١٣", "\u202e", "\u00ad", '"', "{", "1990s", "12 per cent", "40 to 50",
        "50 to 40", "between 3 and 4", "half", "two thirds", "the 31st", "06:30", "T-72", "007", "1e5", "4+", "½",
        "people",
        "mill pond", "Lantern Society", "about 5-7", "1990-1980", "Monday, 3 May 1990", "civilians", "01/02/2003",
    ]
)  # fmt: skip


@settings(max_examples=20)
@given(st.lists(WORDS, min_size=5, max_size=40).map(" ".join))
def test_of_any_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever stands in a text and around it, its candidates pass the check."""
    folder = tmp_path_factory.mktemp("any")
    document = folder / "text.txt"
    document.write_text(text, encoding="utf-8")
    demand_valid(project_of(folder / "project", None), document)


def test_the_language_is_seen_from_the_months(tmp_path: Path) -> None:
    """Months of one language only tell it; where they are of several, it is the usual one, for Latin script."""
    project = project_of(tmp_path / "project", None)
    document = tmp_path / "text.txt"
    for text, line in (
        ("Am 3. März 2008 und am 5. Oktober 2009.", "  language: de"),
        ("On 3 May 2008.", "  language: en"),
        ("Nothing is dated.", "  language: en"),
        (
            "Ничего.",
            "  # language: LANGUAGE # the script is Cyrillic: name it, or draft again with --language",
        ),
    ):
        document.write_text(text, encoding="utf-8")
        assert line in draft_of(project, document).splitlines()


def test_words_around_choose_the_property(tmp_path: Path) -> None:
    """A property whose key or label stands beside the figure, the nearest of several; else a mention, with its unit."""
    project = project_of(tmp_path / "project", None)
    (project / "registry" / "groups.yaml").write_text("miners: {type: group, label: {en: miners}}\n")
    document = tmp_path / "text.txt"
    document.write_text(
        "On 3 May 1999 in the pit 12 miners were killed and 40 wounded. Of 9 carts 2 burnt.\n"
        "Then 30 per cent of 15 villages had no water for six days, and 200 troops came.\n"
    )
    draft = draft_of(project, document)
    for line in (
        "killed: 12 miners", "wounded: 40", 'mentions_figure: 9', "mentions_figure: 30 per cent",
        "mentions_figure: 15 villages", "mentions_figure: six days", "troops: 200",
    ):  # fmt: skip
        assert f"\n  #   {line}\n" in draft, (line, draft)
    assert demand_valid(project, document) == 10


def test_dates_and_numbers_of_other_languages(tmp_path: Path) -> None:
    """Names of months, signs in numbers and the order of a date are those of the language; none needs a reading."""
    project = project_of(tmp_path / "project", None)
    document = tmp_path / "text.txt"
    for language, text, found in (
        ("el", "Στις 19 Μαΐου 2008 κάηκαν 1.250,5 στρέμματα.", ["2008-05-19", "1,250.5"]),
        ("ka", "ხანძარი 19 მაისი 2008 გაჩნდა.", ["2008-05-19"]),
        ("zh", "1996年5月12日，大坝决口，14人死亡。", ["1996-05-12", "mentions_figure: 14"]),
        ("de", "Am 19. Mai 2008 brannten 1.250,5 Hektar.", ["2008-05-19", "1,250.5"]),
    ):
        document.write_text(text, encoding="utf-8")
        settings = load_project(project / "kgbuild.toml")
        vocabulary = load_vocabulary(settings.ontology)
        registry = load_registry(settings.registry, "registry", settings.base, vocabulary, print)
        draft = skeleton(text_layer(text.encode()), "draft", vocabulary, registry, stated=language)
        for value in found:
            assert value in draft, draft
        assert "reading: " not in draft
