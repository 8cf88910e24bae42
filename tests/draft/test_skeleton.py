"""``kgbuild new``: a draft whose quotes are found, whose figures and dates are all there, and that always parses."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, RunKgbuild
from hypothesis import given, settings
from hypothesis import strategies as st

from kgbuild.core.project import load_project
from kgbuild.core.terms import is_id
from kgbuild.draft.skeleton import find_repairs, id_of, skeleton
from kgbuild.draft.source_record import source_record
from kgbuild.evidence.finder import Finder
from kgbuild.mapping.model import QuoteSpec
from kgbuild.mapping.registry import Registry, load_registry
from kgbuild.mapping.tree import read_tree
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.text.documents import text_layer
from kgbuild.text.folding import Repair
from kgbuild.values.datereader import read_dates
from kgbuild.values.numbers.reader import read_numbers

FLOOD = ROOT / "tests" / "cases" / "flood"

ENGLISH = """\
HARBOUR BOARD OF WESTERMOUTH
Report on the storm, 14 October 1962
WB/62/17

The storm of Friday, 12 October 1962 drove eleven boats ashore. According to the
coast guard 131 people were taken to the school, 26 of them children; about 40
were wounded, and 3 were missing on the evening of 13 October. The board spent
2.5 million crowns on the mole between 1958 and 1961, some 12 per cent of what it
had asked for in early 1957.

In the harb our stand several hundred crates. The harbour master counted 26 masts
in the water, four of them of boats from Easter Quay. The mole was built in the
1890s. Under Article 12 of the Harbours Act the board must report within thirty
days, and it refers to WB/57/3 and to the survey WB/60/1. Two weeks later, on 26
October 1962, the council met in the town hall of Westermouth. More than 1,200
letters had come in by then; none of them asked for money, and most of them were
written by children of the two schools, who had drawn what they saw from their
windows. The drawings hang in the corridor of the library, where everybody may
look at them on weekdays, and the clerk answers whoever has a question.
"""
ENGLISH_FIGURES = [
    "eleven", "131 people", "26", "about 40", "3", "2.5 million", "some 12 per cent", "several hundred", "26", "four",
    "thirty days", "two weeks", "more than 1,200", "none", "two",
]  # fmt: skip
ENGLISH_DATES = [
    "1962-10-14", "1962-10-12", "evening of 1962-10-13", "1958/1961", "1957-01/1957-04", "189X", "1962-10-26",
]  # fmt: skip
RUSSIAN = """\
СООБЩЕНИЕ ГОРОДСКОЙ УПРАВЫ
13.10.2003

Вечером 2003-10-11 река вышла из берегов. В школе нашли приют 131 человек, из них
26 детей. По словам сторожа, вода стояла в 40 домах; мост, построенный в 1958
году, уцелел. Управа выдала 1,200 одеял и 26 палаток, а хлеб привезли из соседней
деревни, где пекарня работала всю ночь без перерыва и не брала денег.
Занятия в школе начнутся не раньше, чем высохнут полы и вставят стёкла; до тех пор
дети учатся в библиотеке, где тепло и светло, и ждут весны.
"""
RUSSIAN_FIGURES = ["131", "26", "40", "1.2000", "26"]
RUSSIAN_DATES = ["2003-10-13", "evening of 2003-10-11", "1958"]


@pytest.fixture(scope="module")
def flood() -> tuple[Vocabulary, Registry]:
    """The vocabulary and registry of the flood."""
    project = load_project(FLOOD / "kgbuild.toml")
    vocabulary = load_vocabulary(project.ontology)
    return vocabulary, load_registry(project.registry, "registry", project.base, vocabulary, print)


def project_with(folder: Path, text: str) -> Path:
    """A project with one document and a law and two names for it."""
    for name in ("registry", "mappings", "documents"):
        (folder / name).mkdir(parents=True)
    (folder / "kgbuild.toml").write_text(
        'base = "https://example.org/storm/"\nontology = ["events"]\ndocuments = ["documents"]\n'
    )
    (folder / "documents" / "Storm Report.txt").write_text(text, encoding="utf-8")
    registry = folder / "registry"
    (registry / "events.yaml").write_text("storm-1962: {type: event, label: {en: storm of 1962}}\n")
    (registry / "places.yaml").write_text("westermouth: {type: town, label: {en: Westermouth}}\n")
    (registry / "laws.yaml").write_text("harbours-act: {type: law, label: {en: Harbours Act}}\n")
    (registry / "organisations.yaml").write_text(
        "harbour-board: {type: committee, label: {en: Harbour Board of Westermouth}}\n"
    )
    (registry / "works.yaml").write_text(
        'survey: {type: letter-work, label: {en: survey}, symbols: ["WB/60/1"]}\n'
        'report-1957: {type: letter-work, label: {en: report}, symbols: ["WB/57/3"]}\n'
    )
    return folder


def uncomment(draft: str) -> str:
    """The draft with every entry made active."""
    return "".join(
        line if re.match(r"\s*##|# [a-zA-Z]+[ -]", line) else re.sub(r"^(\s*)# ?", r"\1", line)
        for line in draft.splitlines(keepends=True)
    )


def entries(draft: str, kind: str) -> list[dict[str, str]]:
    loaded = yaml.load(uncomment(draft), Loader=yaml.BaseLoader)
    return [entry for name, entry in (loaded["claims"] or {}).items() if name.startswith(f"{kind}-")]


def values(draft: str, kind: str) -> list[str]:
    """What the entries of a kind give as value: what stands first in each."""
    return [next(iter(entry.values())) for entry in entries(draft, kind)]


@pytest.mark.parametrize(
    ("text", "figures", "dates"),
    [(ENGLISH, ENGLISH_FIGURES, ENGLISH_DATES), (RUSSIAN, RUSSIAN_FIGURES, RUSSIAN_DATES)],
    ids=["english", "russian"],
)
def test_every_figure_and_date_is_offered(
    text: str, figures: list[str], dates: list[str], tmp_path: Path, run: RunKgbuild
) -> None:
    """What :func:`read_numbers` and :func:`dates_in` find stands among the candidates, in the order of the text."""
    folder = project_with(tmp_path / "storm", text)
    draft = run("new", "documents/Storm Report.txt", "-o", "-", cwd=folder).stdout
    found = [value.removesuffix(" percent") for value in values(draft, "figure")]
    assert found == figures
    assert values(draft, "date") == dates
    spans = [(date.start, date.end) for date in read_dates(text, "en")]
    numbers = [
        n
        for n in read_numbers(text)
        if n.kind == "quantity" and not any(a < n.end and n.start < b for a, b in spans)
    ]
    assert (len(found), len(spans)) == (len(numbers), len(dates))


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN], ids=["english", "russian"])
def test_every_quote_is_found_once(text: str, tmp_path: Path, run: RunKgbuild) -> None:
    """Each quote resolves as written, with its occurrence where it has one, and has at most 12 words."""
    folder = project_with(tmp_path / "storm", text)
    draft = run("new", "documents/Storm Report.txt", "-o", "-", cwd=folder).stdout
    loaded = yaml.load(uncomment(draft), Loader=yaml.BaseLoader)
    repairs = [Repair(item["text"], item["read"]) for item in loaded["document"].get("repairs", ())]
    finder = Finder(text_layer(text.encode()), repairs)
    quoted = [*loaded["claims"].values(), *(loaded.get("citations") or {}).values()]
    assert len(quoted) >= 8
    for entry in quoted:
        findings: list[object] = []
        nth = int(entry["occurrence"]) if "occurrence" in entry else None
        assert finder.find(QuoteSpec(entry["quote"], occurrence=nth), findings.append) is not None, entry
        assert findings == []
        assert len(entry["quote"].split()) <= 12


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN], ids=["english", "russian"])
def test_uncommented_it_passes_the_check(text: str, tmp_path: Path, run: RunKgbuild) -> None:
    """With every entry active and a subject set, `check` finds no error in the mapping."""
    folder = project_with(tmp_path / "storm", text.replace("1,200 одеял", "200 одеял"))
    language = ("--language", "ru") if text is RUSSIAN else ()
    made = run("new", "documents/Storm Report.txt", *language, cwd=folder)
    assert (made.returncode, made.stdout) == (0, "mappings/storm-report.yaml\n"), made.stderr
    target = folder / "mappings" / "storm-report.yaml"
    draft = uncomment(target.read_text(encoding="utf-8"))
    draft = re.sub(r"^about: ID.*$", "about: storm-1962", draft, flags=re.MULTILINE)
    draft = re.sub(r"^voice: harbour-board.*\n", "", draft, flags=re.MULTILINE)
    target.write_text(draft, encoding="utf-8")
    result = run("check", "--format", "concise", cwd=folder)
    assert "error[" not in result.stderr, result.stderr + draft
    assert result.returncode == 0
    assert "1 verified" in result.stderr


def test_what_the_header_shows(tmp_path: Path, run: RunKgbuild) -> None:
    """Id, kind, title, date, symbol, voice, repair, law and works of the English text."""
    folder = project_with(tmp_path / "storm", ENGLISH)
    draft = run("new", "documents/Storm Report.txt", "-o", "-", cwd=folder).stdout
    for line in (
        "  id: storm-report",
        "  kind: report",
        '  title: "Report on the storm, 14 October 1962"',
        "  issued: 1962-10-14",
        "  language: en",
        "  #   - WB/62/17",
        "    - {text: harb our, read: harbour}",
        "# voice: harbour-board # named in the header",
        "  #   mentions: harbours-act.12",
        "  #   # or: observed_on | occurred",
        "# citations: # uncomment this line, too",
        "#   symbol-1:",
        "#     to: report-1957",
        "#     to: survey",
    ):
        assert line in draft.splitlines(), draft
    assert not (folder / "mappings" / "storm-report.yaml").exists()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("United Nations\nGeneral Assembly\n\nLetter dated 3 May 2001\n", "un-letter"),
        ("Letter dated 3 May 2001 from the mayor\naddressed to the council\n", "un-letter"),
        ("Statement by the mayor on the bridge\n\nIt fell.\n", "statement"),
        ("The bridge is open\n\nNORTHAVEN (WIRE) Carts may cross again.\n", "news-report"),
        ("The bridge is open\n\nNORTHAVEN: Carts may cross again.\n", "news-report"),
        ("On bridges\n\nThey fall.\n", "report"),
        ("", "report"),
    ],
)
def test_the_kind_is_guessed(text: str, kind: str, flood: tuple[Vocabulary, Registry]) -> None:
    """From the words of the header."""
    assert f"  kind: {kind}\n" in skeleton(text_layer(text.encode()), "x", *flood)


def test_a_long_title_is_a_range(flood: tuple[Vocabulary, Registry]) -> None:
    """A title of more than twelve words is written whole, and quoted by its first and last words."""
    title = "Letter dated 3 May 2001 from the keeper of the upper bridge addressed to the council of the town"
    draft = skeleton(text_layer(f"{title}\n\nIt fell.\n".encode()), "x", *flood)
    assert f"  title: {{value: {title}, quote: Letter dated 3 May … council of the town}}\n" in draft
    assert "  issued: {value: 2001-05-03, quote: " in draft or "  issued: 2001-05-03\n" in draft


@pytest.mark.parametrize(
    ("text", "title", "issued"),
    [
        ("Our warning\n\nOn 2 February 1978 the union warned the board in writing.\n", "Our warning", None),
        ("Report on the ferry\nLondon, 30 June 1978\n\nIt sank.\n", "Report on the ferry", "1978-06-30"),
        ("Minutes of the meeting of the board of 4 May 1978.\n\nIt met.\n", None, "1978-05-04"),
    ],
)
def test_a_date_of_issue_is_in_no_sentence(
    text: str, title: str | None, issued: str | None, flood: tuple[Vocabulary, Registry]
) -> None:
    """A sentence below the title tells when something happened; a line with the date is no part of the title."""
    draft = skeleton(text_layer(text.encode()), "x", *flood)
    assert ("issued: " in draft) == (issued is not None)
    assert issued is None or re.search(rf"^  issued: .*{issued}", draft, re.MULTILINE)
    assert title is None or f"  title: {title}\n" in draft


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ru", "7 мая 2019 года"),
        ("az", "7 may 2019-cu il"),
        ("ar", "7 مايو 2019"),
        ("zh", "2019年5月7日"),
        ("en", "7 May 2019"),
    ],
)
@pytest.mark.parametrize("place", ["header", "last line"])
def test_the_date_of_issue_in_other_languages(
    code: str, words: str, place: str, tmp_path: Path, run: RunKgbuild
) -> None:
    """It is proposed, and the draft passes the check as it stands; it needs no reading."""
    text = f"Storm\n{words}\n\nIt fell.\n" if place == "header" else f"Storm\n\nIt fell.\n\n{words}\n"
    folder = project_with(tmp_path / "storm", text)
    assert run("new", "documents/Storm Report.txt", "--language", code, cwd=folder).returncode == 0
    draft = (folder / "mappings" / "storm-report.yaml").read_text(encoding="utf-8")
    line = next(line for line in draft.splitlines() if line.startswith("  issued: "))
    assert "value: 2019-05-07, quote: " in line, draft
    assert ", reading: " not in line, draft
    checked = run("check", "--format", "concise", cwd=folder)
    assert "KG316" not in checked.stderr, checked.stderr
    assert checked.returncode == 0
    assert "warning[KG117] the mapping claims nothing yet" in checked.stderr


def test_repairs_are_words_that_stand_elsewhere() -> None:
    """Joined they stand elsewhere, and not both halves do: "to day" beside "today" is left where both are words."""
    assert find_repairs("The hum an hand. A human.") == [Repair("hum an", "human")]
    assert find_repairs("He came to day, today, to a day.") == []
    assert find_repairs("hum an hand") == []


def test_ids_of_file_names() -> None:
    """Every file name gives an id."""
    assert id_of("Flood Report (1).txt") == "flood-report-1"
    assert id_of("Сводка 3.txt") == "сводка-3"
    assert all(is_id(id_of(name)) for name in ("", ".txt", "…", "-a-", "A.B.C", "\u0301x", "³", "S/2020"))


def test_nothing_is_overwritten(tmp_path: Path, run: RunKgbuild) -> None:
    """A mapping that exists, a bad id, an id of the registry and a file that is no text: exit 2, nothing changed."""
    folder = tmp_path / "flood"
    shutil.copytree(FLOOD, folder)
    (folder / "documents" / "scan.png").write_bytes(b"\x89PNG\xff")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for arguments in (
        ["documents/flood-report.txt"],
        ["documents/flood-report.txt", "-o", "kgbuild.toml"],
        ["documents/flood-report.txt", "--id", "a b"],
        ["documents/flood-report.txt", "--id", "elmford"],
        ["documents/scan.png"],
    ):
        result = run("new", *arguments, cwd=folder)
        assert (result.returncode, result.stdout) == (2, ""), arguments
        assert "Traceback" not in result.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_the_documents_of_the_flood(tmp_path: Path, run: RunKgbuild) -> None:
    """A draft of each; the JSON Schema that its first line names is written where there is none, and else kept."""
    folder = tmp_path / "flood"
    shutil.copytree(FLOOD, folder)
    schema = folder / "ontology" / "mapping.schema.json"
    schema.unlink(missing_ok=True)
    assert run("new", "documents/flood-report.txt", "-o", "-", cwd=folder).returncode == 0
    assert not schema.exists()
    for path in sorted((folder / "documents").iterdir()):
        made = run("new", f"documents/{path.name}", "--id", f"draft-{path.stem}", cwd=folder)
        assert made.returncode == 0, made.stderr
        draft = (folder / "mappings" / f"draft-{path.stem}.yaml").read_text(encoding="utf-8")
        assert draft.startswith("# yaml-language-server: $schema=../ontology/mapping.schema.json\n")
        assert "  #   killed: 13 civilians\n" in draft
        if schema.stat().st_size > 2:
            assert "mentions_figure" in schema.read_text(encoding="utf-8")
            schema.write_text("{}")
    assert schema.read_text() == "{}"


WORDS = st.sampled_from(
    [
        "13", "1,200", "3 May 1990", "killed", "the", "General Assembly", "A/74/649–S/2020/34", "Article 7 of the",
        "Elmford", "hum an", "human", "two", "hundreds", "…", " … ", "“so”", "# not", "key: value", "- item", "*b*",
        "\n", "\n\n", ". ", ", ", "水", "一九", "١٣", "и", "\u202e", "\x07", "\u00ad", "\t", "'", '"', "{", "1990s",
        "12 per cent",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=200)))
def test_a_draft_always_parses(flood: tuple[Vocabulary, Registry], text: str) -> None:
    """Whatever the text, the draft and the draft with its entries made active are well-formed mappings."""
    layer = text_layer(text.encode("utf-8", "replace"))
    draft = skeleton(layer, "draft", *flood)
    for version in (draft, uncomment(draft)):
        findings: list[object] = []
        assert read_tree(version.encode(), "draft.yaml", findings.append) is not None, (findings, version)
        assert findings == [], version


def test_what_a_library_says_stays_in_its_comment() -> None:
    """Text of a library that steers, reorders or breaks lines is escapes: it is no line of the mapping."""
    hard = "x\nclaims: {}\x1b]0;x\x07\u202e"
    layer = text_layer(b"The dam broke at two.\n")
    lines = list(source_record(layer, [(hard, {"title": hard, "issued": hard, hard: hard})]))
    assert len(lines) == 4
    assert not [line for line in lines if not line.startswith("  #") or set(line) & set("\n\x1b\x07\u202e")]
    entry = yaml.safe_load(lines[2].replace("# ", "", 1))
    assert entry["title"]["value"] == entry["title"]["citation"] == hard
