"""The source record of a document, the locators of a citation, and parts that are cut by pages."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import pytest
from conftest import RunKgbuild
from reportlab.pdfgen.canvas import Canvas

from kgbuild.draft.starter import start
from kgbuild.mapping.records import is_isbn
from kgbuild.text.extract import Options, extract
from kgbuild.text.map import read_map
from readers.originals import ORIGINALS
from readers.sheets import make_pdf

RECORD = """  url: https://example.org/report.pdf?page=1&x=2
  archived: [https://web.archive.org/web/2020/https://example.org/report.pdf]
  retrieved: 2026-11-30
  original: sha256:{original}
  pages: 12-15
  rights: Crown copyright
  doi: {{value: 10.1000/182, source: catalogue, citation: Crossref}}
  isbn: 978-0-306-40615-7
  ark: ark:12148/btv1b8449691v
  call_number: F 12, no. 3
  held_by: town-archive
"""
MAPPING = """document:
  id: report
  kind: report
  text: sha256:{digest}
  title: Report of the vestry of Saltmarsh on the flood
  language: en
{record}voice: {{unnamed: the vestry}}
about: lantern-walk-2019
parts:
  second: {{kind: section, pages: "2"}}
claims:
  dyke:
    part: second
    mentions_words: held until noon
    quote: The dyke of Nether-Saltmarsh held until noon
citations:
  earlier: {{to: courier-2019, quote: The bridge at Long Acre, how: agrees-with, pages: [3, 5-7], paragraphs: "12"}}
"""


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a report of three pages, extracted from a PDF."""
    project = tmp_path_factory.mktemp("made") / "project"
    start(project)
    make_pdf(project / "documents" / "report.pdf")
    extract(project / "documents" / "report.pdf", project / "documents", "report", Options())
    return project


@pytest.fixture
def project(extracted: Path, tmp_path: Path) -> Path:
    """A copy of that project."""
    return shutil.copytree(extracted, tmp_path / "project")


def write(project: Path, record: str = "", **changes: str) -> None:
    """Write the mapping of the report."""
    head = read_map((project / "documents" / "report.map").read_bytes(), "map").head
    text = MAPPING.format(digest=head["text"][7:], record=record.replace("{original}", head["sha256"]))
    for old, new in changes.items():
        text = text.replace(old, new)
    (project / "mappings" / "report.yaml").write_text(text.replace("{{", "{").replace("}}", "}"))


def test_what_is_recorded_is_in_graph_and_tables(project: Path, run: RunKgbuild) -> None:
    """Each item stands at its property, the catalogue beside it; a claim's row names page and address."""
    write(project, RECORD)
    with (project / "registry" / "organisations.yaml").open("a") as registry:
        registry.write("town-archive: {type: association, label: {en: Town archive}}\n")
    locked = run("lock", cwd=project)
    assert locked.returncode == 0, locked.stderr
    built = run("build", cwd=project)
    assert built.returncode == 0, built.stderr
    graph = (project / "out" / "graph.nq").read_text()
    for said in (
        '<https://schema.org/url> "https://example.org/report.pdf?page=1&x=2"',
        '<https://schema.org/archivedAt> "https://web.archive.org/web/2020/https://example.org/report.pdf"',
        '#retrieved> "2026-11-30"^^',
        '#originalHash> "',
        '<https://schema.org/pagination> "12-15"',
        '<http://purl.org/dc/terms/rights> "Crown copyright"',
        '<http://purl.org/dc/terms/identifier> "doi:10.1000/182"',
        '<http://purl.org/dc/terms/identifier> "urn:isbn:9780306406157"',
        '<http://purl.org/dc/terms/identifier> "ark:12148/btv1b8449691v"',
        '#callNumber> "F 12, no. 3"',
        "<https://schema.org/holdingArchive> <",
        '#metadataCitation> "Crossref"',
        '<https://schema.org/pagination> "5-7"',
        '#paragraphs> "12"',
    ):
        assert said in graph, said
    rows = list(csv.DictReader(io.StringIO(run("export", "csv", "--table", "claims", cwd=project).stdout)))
    (row,) = (row for row in rows if row["document"] == "report")
    assert row["in_original"] == "page 2, line 1"
    assert row["url"] == "https://example.org/report.pdf?page=1&x=2"
    assert row["part"] == "second"
    assert run("validate", cwd=project).returncode == 0
    (project / "documents" / "report.txt").unlink()
    assert "1 from lock" in run("build", cwd=project).stderr
    assert (project / "out" / "graph.nq").read_text() == graph


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("url: example.org", "`url` must be an address that begins with http:// or https://"),
        ("retrieved: 2026-02-30", "`retrieved` must be a day of the calendar"),
        ("retrieved: yesterday", "`retrieved` must be a day as YYYY-MM-DD"),
        ("doi: https://doi.org/10.1000/182", "`doi` must be a DOI, such as 10.1000/182"),
        ("isbn: 978-0-306-40615-8", "`isbn` must be an ISBN whose check digit fits"),
        ("original: 12ab", "`original` must be `sha256:` and 64 hex digits"),
        ("doi: {value: 10.1000/182, source: catalogue}", "`citation` is missing"),
        ("rights: {value: Crown, quote: the Crown holds all}", "the quote does not occur"),
    ],
)
def test_what_has_another_form_is_a_finding(line: str, said: str, project: Path, run: RunKgbuild) -> None:
    """A value that cannot be what its key says is a finding at its place, and nothing is guessed."""
    write(project, f"  {line}\n")
    found = run("check", cwd=project)
    assert found.returncode == 1
    assert said in found.stderr
    assert "mappings/report.yaml:7:" in found.stderr


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ("9", "no page of the original called 9"),
        ("2-1", "page 1 comes before page 2"),
        ("2-", "`pages` must be one page or two, such as 3 or 3-7"),
    ],
)
def test_pages_that_are_not_there(pages: str, said: str, project: Path, run: RunKgbuild) -> None:
    """A part can be cut only by pages that the map has."""
    write(project, pages='x"2"x')
    path = project / "mappings" / "report.yaml"
    path.write_text(path.read_text().replace('x"2"x: "2"', f'pages: "{pages}"').replace('x"2"x', "pages"))
    assert said in run("check", cwd=project).stderr


@pytest.mark.parametrize(
    ("isbn", "fits"),
    [("0-306-40615-2", True), ("080442957X", True), ("0-306-40615-3", False), ("978030640615", False)],
)
def test_check_digits_of_isbns(isbn: str, fits: bool) -> None:
    """ISO 2108: ten digits by their weights, thirteen by one and three."""
    assert is_isbn(isbn) is fits


def test_originals_are_listed_and_found_by_hash(project: Path, run: RunKgbuild) -> None:
    """Kind, pages, words, language and mapping of each original; moved and named otherwise too, or not there."""
    write(project, "  original: sha256:{original}\n")
    (project / "documents" / "page.html").write_text("<!DOCTYPE html><p>words of a page")
    listed = run("documents", cwd=project).stdout
    assert re.search(r"report\.pdf +application/pdf +3 +\d+ +en +mapped: report\n", listed)
    assert re.search(r"page\.html +text/html +not extracted\n", listed)
    (project / "documents" / "report.txt").unlink()
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    (project / "documents" / "report.pdf").rename(elsewhere / "scan-0001.pdf")
    (project / "documents" / "report.map").unlink()
    listed = run("documents", cwd=project).stdout
    assert re.search(r"sha256:[0-9a-f]{12}… not at hand +en +mapped: report\n", listed)
    listed = run("documents", "--documents", "documents", "--documents", "elsewhere", cwd=project).stdout
    assert re.search(r"scan-0001\.pdf +application/pdf +en +mapped: report\n", listed)


def test_new_searches_the_folders_of_documents(project: Path, run: RunKgbuild) -> None:
    """A name is enough for a file among the documents; two of one name are named with their paths."""
    assert run("new", "report.pdf", cwd=project).stdout == "mappings/report.yaml\n"
    other = project / "documents" / "more"
    other.mkdir()
    (other / "report.pdf").write_bytes((project / "documents" / "report.pdf").read_bytes())
    several = run("new", "report.pdf", "--id", "again", cwd=project)
    assert several.returncode == 2
    assert "several files are called report.pdf" in several.stderr
    assert run("new", "more/report.pdf", "--id", "again", cwd=project).returncode == 0
    nowhere = run("new", "absent.pdf", cwd=project)
    assert nowhere.returncode == 2
    assert "absent.pdf does not exist\nhelp: folders of documents searched: " in nowhere.stderr


def test_a_letter_as_pdf_is_drafted(project: Path, run: RunKgbuild) -> None:
    """Title, day, kind and who signed are proposed, each candidate with its page; the metadata are proposals."""
    path = project / "documents" / "letter.pdf"
    canvas = Canvas(str(path), invariant=1)
    canvas.setTitle("Microsoft Word - Document1")
    for number, page in enumerate((LETTER[:7], LETTER[7:]), 1):
        for row, line in enumerate(page):
            canvas.drawString(72, 740 - 24 * row, line)
        canvas.drawString(290, 30, f"Page {number} of 2")
        canvas.showPage()
    canvas.save()
    assert run("new", "letter.pdf", cwd=project).returncode == 0
    draft = (project / "mappings" / "letter.yaml").read_text()
    for line in (
        "  kind: letter\n",
        "  title: Letter to the Drainage Board about the flood\n",
        "  issued: {value: 1953-03-14, quote: 14 March 1953}\n",
        "quote: Margaret Lowe} # Clerk of the Parish Council; page 2, line 3\n",
        "  # title: {value: Microsoft Word - Document1, source: catalogue, ",
        ": # page 1, line 6\n",
        ": # page 2, line 1\n",
    ):
        assert line in draft


LETTER = (
    "Saltmarsh Parish Council", "14 March 1953", "The Drainage Board, Elmford",
    "Letter to the Drainage Board about the flood", "Dear Sirs,",
    "On 3 February 1953 the sea broke the wall. 41 people were killed.", "120 houses were destroyed.",
    "The Board had been warned on 9 February 1951.", "Yours faithfully,", "Margaret Lowe",
    "Clerk of the Parish Council",
)  # fmt: skip


MIXED = ("report.pdf", "report.docx", "message.eml", "letter.xml", "page.warc.gz")
ENTRY = re.compile(r"^  # (?:figure|date)-1:.*?(?=^  # \w+-\d+:|^  ##|^#|\Z)", re.MULTILINE | re.DOTALL)


def finished(draft: str, address: str) -> str:
    """A draft as a newcomer finishes it: subject and address, and the first entry uncommented."""
    draft = re.sub("^# about:", "about:", draft, flags=re.MULTILINE)
    draft = re.sub("^  # url:", "  url:", draft, flags=re.MULTILINE)
    draft = re.sub("^  ## Say where.*$", f"  url: {address}", draft, flags=re.MULTILINE)
    (entry,) = ENTRY.findall(draft)[:1]
    return draft.replace(entry, re.sub("^  # ", "  ", entry, flags=re.MULTILINE))


def test_a_folder_of_mixed_files(tmp_path: Path, run: RunKgbuild) -> None:
    """From a folder as people have it, by drafts, to a graph in which each claim names its place and its address."""
    project = tmp_path / "project"
    start(project)
    addresses = {}
    for original in ORIGINALS:
        if original.name in MIXED:
            original.make(project / "documents" / original.name)
            drafted = run("new", original.name, cwd=project)
            mapping = project / drafted.stdout.strip()
            addresses[mapping.stem] = f"https://example.org/{original.name}"
            mapping.write_text(finished(mapping.read_text(), addresses[mapping.stem]))
    assert {"report", "report-docx"} <= set(addresses)
    assert len(addresses) == len(MIXED) == len(list((project / "documents").glob("*.map")))
    locked = run("lock", cwd=project)
    assert locked.returncode == 0, locked.stderr
    assert run("build", cwd=project).returncode == 0
    rows = list(csv.DictReader(io.StringIO(run("export", "csv", "--table", "claims", cwd=project).stdout)))
    of = {row["document"]: row for row in rows}
    for name, address in addresses.items():
        assert re.match(r"page \d|/|\w+", of[name]["in_original"]), name
        # What a page says of its own address is proposed, and was taken.
        assert of[name]["url"] == ("https://example.org/flood" if "page" in name else address)
    assert of["report"]["in_original"].startswith("page 1, line ")
