"""``kgbuild extract``: written once, replaced only when told to, and what a project makes of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import pytest
from conftest import RunKgbuild

from kgbuild.draft.starter import start
from kgbuild.text.documents import read_library
from kgbuild.text.extract import Options, extract, read_original
from kgbuild.text.map import Spot, read_map, read_spot, spot_token
from readers.flowing import make_docx, make_html
from readers.originals import make_text
from readers.sheets import make_pdf

MAPPING = """document:
  id: report
  kind: report
  text: sha256:{digest}
  title: Report of the vestry of Saltmarsh on the flood
  language: en
voice: {{unnamed: the vestry}}
about: lantern-walk-2019
claims:
  dyke:
    mentions_words: held until noon
    quote: The dyke of Nether-Saltmarsh held until noon
  twice:
    mentions_words: {words}
    quote: {words}
"""


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of a folder with its bytes and its time."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def codes(result: str) -> list[str]:
    return [finding["code"] for finding in json.loads(result)]


def test_a_second_run_changes_nothing(tmp_path: Path, run: RunKgbuild) -> None:
    """Text and map are written once: the files keep their bytes and their times."""
    make_pdf(tmp_path / "report.pdf")
    make_html(tmp_path / "page.html")
    first = run("extract", ".", cwd=tmp_path)
    assert (first.returncode, first.stdout.split()) == (0, ["page.txt", "report.txt"])
    before = files(tmp_path)
    assert set(before) == {"report.pdf", "report.txt", "report.map", "page.html", "page.txt", "page.map"}
    second = run("extract", ".", cwd=tmp_path)
    assert second.returncode == 0
    assert "2 files: 2 unchanged · no findings" in second.stderr
    assert files(tmp_path) == before


def test_what_was_set_aside_is_said(tmp_path: Path, run: RunKgbuild) -> None:
    """Nothing is left out in silence, and what is kept on request is not set aside."""
    make_pdf(tmp_path / "report.pdf")
    said = run("extract", "report.pdf", cwd=tmp_path).stderr
    assert (
        "3 pages; set aside: 2 notes, 3 page numbers, 3 running heads; 2 words divided at line ends joined"
        in said
    )
    kept = run("extract", "report.pdf", "--keep", "note", "--id", "with-notes", cwd=tmp_path)
    assert "note" not in kept.stderr.replace("with-notes", "")
    places = read_map((tmp_path / "with-notes.map").read_bytes(), "map")
    assert "Counted again" in (tmp_path / "with-notes.txt").read_text()[: places.body_end]


def test_only_update_replaces(tmp_path: Path, run: RunKgbuild) -> None:
    """A changed original is an error, other options a warning; both leave the text until they are told not to."""
    make_pdf(tmp_path / "letter.pdf")
    run("extract", "letter.pdf", cwd=tmp_path)
    before = files(tmp_path)["letter.txt"]
    other = run("extract", "letter.pdf", "--keep", "note", "--format", "json", cwd=tmp_path)
    assert (other.returncode, codes(other.stdout)) == (0, ["KG610"])
    assert "options" in json.loads(other.stdout)[0]["message"]
    (tmp_path / "letter.pdf").write_bytes((tmp_path / "letter.pdf").read_bytes() + b"\n% saved anew\n")
    changed = run("extract", "letter.pdf", "--format", "json", cwd=tmp_path)
    assert (changed.returncode, codes(changed.stdout)) == (1, ["KG609"])
    assert files(tmp_path)["letter.txt"] == before
    told = run("extract", "letter.pdf", "--update", "--keep", "note", cwd=tmp_path)
    assert told.returncode == 0
    assert files(tmp_path)["letter.txt"] != before


def test_another_version_of_the_reader_is_named(tmp_path: Path) -> None:
    """A text stays as the older reader made it; the finding says whether it would be another text."""
    make_pdf(tmp_path / "letter.pdf")
    extract(tmp_path / "letter.pdf", tmp_path, "letter", Options())
    path = tmp_path / "letter.map"
    path.write_text(path.read_text().replace("reader: pypdfium2 ", "reader: pypdfium2 4.0, not "))
    (fault,) = extract(tmp_path / "letter.pdf", tmp_path, "letter", Options()).faults
    assert fault.code == "KG610"
    assert "the text would be the same" in fault.message


def test_a_text_edited_by_hand_stays(tmp_path: Path) -> None:
    """It is noticed and never overwritten, and gives no places that it may no longer have."""
    make_pdf(tmp_path / "letter.pdf")
    extract(tmp_path / "letter.pdf", tmp_path, "letter", Options())
    text = tmp_path / "letter.txt"
    text.write_text(text.read_text().replace("thirteen", "fourteen"))
    for options in (Options(), Options(update=True)):
        outcome = extract(tmp_path / "letter.pdf", tmp_path, "letter", options)
        assert [fault.code for fault in outcome.faults] == ["KG611"]
    assert "fourteen" in text.read_text()
    (layer,) = read_library([tmp_path]).texts.values()
    assert layer.places is None


def test_a_reader_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures need Tesseract; without it the finding says what to do. Nothing else needs it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    reading = read_original(tmp_path / "scan.png", Options())
    assert reading.fault is not None
    assert reading.fault.code == "KG608"


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_a_picture_of_text(tmp_path: Path) -> None:
    """Tesseract reads a picture; its words have their rectangles on it."""
    import pypdfium2

    make_pdf(tmp_path / "report.pdf")
    page = pypdfium2.PdfDocument(tmp_path / "report.pdf")[0]
    page.render(scale=3).to_pil().save(tmp_path / "scan.png")
    reading = read_original(tmp_path / "scan.png", Options(seconds=60))
    assert reading.fault is None
    assert "The vestry asked for 120 blankets" in reading.text
    places = read_map(reading.map.encode(), "map")
    start = reading.text.index("120 blankets")
    (spot,) = places.spots(start, start + len("120 blankets"), reading.text)
    (box,) = spot.boxes
    in_pdf = read_original(tmp_path / "report.pdf", Options())
    at = in_pdf.text.index("120 blankets")
    (there,) = read_map(in_pdf.map.encode(), "map").spots(at, at + len("120 blankets"), in_pdf.text)
    assert abs(box[0] - 3 * there.boxes[0][0]) < 10  # where the PDF has it, three times as large


def test_plain_text_needs_no_extraction(tmp_path: Path, run: RunKgbuild) -> None:
    """UTF-8 text is mapped as it is; another encoding is extracted, and said."""
    (tmp_path / "a.txt").write_text("The clerk counted thirteen.\n")
    make_text("cp1251")(tmp_path / "b.txt")
    result = run("extract", "a.txt", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "a.txt\n")
    assert "1 plain text already" in result.stderr
    refused = run("extract", "b.txt", cwd=tmp_path)
    assert "its text would be written over it" in refused.stderr
    done = run("extract", "b.txt", "--id", "отчёт", cwd=tmp_path)
    assert "encoding: windows-1251" in done.stderr
    assert "наводнении" in (tmp_path / "отчёт.txt").read_text()


def test_two_originals_of_one_name(tmp_path: Path, run: RunKgbuild) -> None:
    """letter.pdf and letter.docx each have a text of their own."""
    make_pdf(tmp_path / "letter.pdf")
    make_docx(tmp_path / "letter.docx")
    assert run("extract", ".", cwd=tmp_path).stdout.split() == ["letter.txt", "letter-pdf.txt"]
    before = files(tmp_path)
    # One of them alone, or a third of the name beside them: each keeps the text that it has.
    assert run("extract", "letter.pdf", cwd=tmp_path).stdout.split() == ["letter-pdf.txt"]
    make_html(tmp_path / "letter.a.html")
    (tmp_path / "letter.a.html").rename(tmp_path / "letter.HTM")
    assert run("extract", ".", cwd=tmp_path).stdout.split() == [
        "letter-htm.txt",
        "letter.txt",
        "letter-pdf.txt",
    ]
    assert {name: state for name, state in files(tmp_path).items() if name in before} == before


@pytest.mark.parametrize(
    "spot",
    [Spot(), Spot(3, "iii", 12, "", "note", "point", ((1.5, 2.0, 3.0, 4.0), (5.0, 6.0, 7.0, 8.0))),
     Spot(2, "a|b @c", 0, "two b.xhtml#/html/body[1]/p[2]", "", "", ())],
)  # fmt: skip
def test_a_spot_is_one_word_of_a_lock(spot: Spot) -> None:
    """What a lock keeps of a place is read back as it was."""
    assert " " not in spot_token(spot)
    assert read_spot(spot_token(spot)) == spot


def test_places_reach_the_graph(tmp_path: Path, run: RunKgbuild) -> None:
    """Page and line stand in messages, locks, trace, queries and the graph; with and without the text at hand alike."""
    project = tmp_path / "project"
    run("init", "project", cwd=tmp_path)
    make_pdf(project / "documents" / "report.pdf")
    drafted = run("new", "documents/report.pdf", cwd=project)
    assert drafted.stdout == "mappings/report.yaml\n"
    draft = (project / "mappings" / "report.yaml").read_text()
    assert "title: Report of the vestry of Saltmarsh on the flood" in draft
    assert "  ## creator: Vestry of Saltmarsh" in draft
    assert "Vestry of Saltmarsh, Report" not in draft  # the running head
    digest = read_map((project / "documents" / "report.map").read_bytes(), "map").head["text"][7:]

    mapping = project / "mappings" / "report.yaml"
    mapping.write_text(MAPPING.format(digest=digest, words="dyke"))
    twice = run("check", cwd=project)
    assert "1, page 1, line 3: “…" in twice.stderr
    mapping.write_text(MAPPING.format(digest=digest, words="Counted again"))
    assert "set aside: page 2, line" in run("check", cwd=project).stderr

    mapping.write_text(MAPPING.format(digest=digest, words="The bridge at Long Acre"))
    assert run("lock", cwd=project).returncode == 0
    assert run("build", cwd=project).returncode == 0
    built = (project / "out" / "graph.nq").read_bytes()
    assert b'"page=2"' in built
    assert "page 2, line 1" in run("trace", "report.dyke.mentions_words", cwd=project).stdout + _trace(
        run, project
    )
    exported = json.loads(run("export", "annotations", cwd=project).stdout.replace("@", ""))
    assert "FragmentSelector" in json.dumps(exported)
    query = project / "q.rq"
    query.write_text("select ?claim where { ?claim a kg:Claim ; kg:inDocument doc:report }")
    assert "page 2, line 1" in run("query", "--evidence", "q.rq", cwd=project).stdout
    assert "report.txt (of report.pdf, 3 pages)" in run("documents", cwd=project).stdout

    (project / "documents" / "report.txt").unlink()
    again = run("build", cwd=project)
    assert "1 from lock" in again.stderr
    assert (project / "out" / "graph.nq").read_bytes() == built


def _trace(run: RunKgbuild, project: Path) -> str:
    """The dossier of the claim whose id ends in a hash that is no matter here."""
    hint = run("trace", "report.dyke.mentions_words", cwd=project).stderr
    return run("trace", hint.split("`")[-2], cwd=project).stdout


def test_a_draft_is_of_the_file_that_is_named(tmp_path: Path, run: RunKgbuild) -> None:
    """Of two files of one name each is drafted from its own text; one that changed since is refused."""
    project = tmp_path / "project"
    start(project)
    page, letter = project / "documents" / "news.html", project / "documents" / "news.eml"
    page.write_text("<title>A page</title><p>The bridge was built in 1911.</p>")
    letter.write_text(
        "From: a@b.org\nMessage-ID: <1@b.org>\nSubject: A letter\n\nThe bridge was built in 1912.\n"
    )
    assert run("new", "documents/news.html", cwd=project).returncode == 0
    for named in ((), ("--id", "news-letter")):
        drafted = run("new", "documents/news.eml", *named, "-o", "-", cwd=project).stdout
        assert "1912" in drafted
        assert "1911" not in drafted
    page.write_text("<title>A page</title><p>The bridge was built in 1913.</p>")
    again = run("new", "documents/news.html", "-o", "-", cwd=project)
    assert (again.returncode, again.stdout) == (2, "")
    assert "the original changed since the text was extracted" in again.stderr


def test_the_draft_of_a_text_is_that_of_its_original(tmp_path: Path, run: RunKgbuild) -> None:
    """`extract` prints the name of the text: a draft of that offers no running heads, and says what the file says."""
    project = tmp_path / "project"
    start(project)
    make_pdf(project / "documents" / "report.pdf")
    run("extract", "documents/report.pdf", cwd=project)
    drafts = [
        run("new", f"documents/report.{suffix}", "--id", "report", "-o", "-", cwd=project).stdout
        for suffix in ("pdf", "txt")
    ]
    assert drafts[0] == drafts[1]
    assert "  ## creator: Vestry of Saltmarsh" in drafts[1]


def test_linked_folders_are_named(tmp_path: Path, run: RunKgbuild) -> None:
    """`extract` enters none unasked, and writes nothing outside of the project; `new` finds what lies there."""
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    start(project)
    elsewhere.mkdir()
    make_html(elsewhere / "page.html")
    (project / "documents" / "linked").symlink_to(elsewhere)
    said = run("extract", "documents", cwd=project)
    assert (
        f"documents/linked is a link to a folder, and was not entered: name {elsewhere} itself" in said.stderr
    )
    refused = run("extract", "documents/linked", cwd=project)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert (
        "help: extract it into a folder of the project: kgbuild extract FILE --into FOLDER" in refused.stderr
    )
    assert "--into FOLDER" in run("new", "page.html", cwd=project).stderr
    done = run("extract", "documents/linked", "--into", "documents", cwd=project)
    assert done.stdout == "documents/page.txt\n"
    assert [path.name for path in elsewhere.iterdir()] == ["page.html"]
    assert "page.html" in run("documents", cwd=project).stdout.partition("original")[2]


@pytest.mark.parametrize(
    ("page", "text", "menus"),
    [
        ("<body><p>Held.</p><footer>All rights reserved</footer></body>", "Held.", 1),
        ("<body><article><p>Held.</p><footer>By Ada</footer></article></body>", "Held.\nBy Ada", 0),
        ("<body><form id=all><p>Held.</p></form></body>", "Held.", 0),
        ("<body><form role=search>Seek <button>Go</button></form><p>Held.</p></body>", "Held.", 1),
    ],
)
def test_what_of_a_page_is_its_text(page: str, text: str, menus: int, tmp_path: Path) -> None:
    """The foot of a page is aside, and that of an article is not; a form may hold the whole page."""
    path = tmp_path / "page.html"
    path.write_text(f"<!doctype html><title>t</title>{page}")
    reading = read_original(path, Options())
    body = reading.text[: read_map(reading.map.encode(), "map").body_end]
    assert [line for line in body.splitlines() if line] == text.splitlines()
    assert reading.aside.get("menu", 0) == menus


def test_a_list_ends_before_the_next_paragraph(tmp_path: Path) -> None:
    """A blank line stands behind a list, as behind a paragraph; lines of a list stand below one another."""
    path = tmp_path / "page.html"
    path.write_text("<!doctype html><p>Three:</p><ul><li>one<li>two</ul><p>Held.</p>")
    assert read_original(path, Options()).text == "Three:\n\none\ntwo\n\nHeld.\n"


def test_a_title_page_of_tei(tmp_path: Path) -> None:
    """Title, date and imprint are lines; stanzas are parted; before the first mark of a page there is none."""
    path = tmp_path / "report.xml"
    path.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><front><titlePage><docTitle><titlePart>A report</titlePart>'
        "</docTitle><docDate>1812</docDate></titlePage></front><body><pb n='7'/><lg><l>one</l><l>two</l></lg>"
        "<lg><l>three</l></lg></body></text></TEI>"
    )
    reading = read_original(path, Options())
    assert reading.text == "A report\n1812\n\none\ntwo\n\nthree\n"
    places = read_map(reading.map.encode(), "map")
    assert [str(spot)[:6] for spot in places.spots(0, 18)] == ["/TEI/t", "/TEI/t", "page 7"]
    assert places.pages_span("7", "7") == (15, 29)


@pytest.mark.parametrize(
    "head",
    [
        "From: a@b.org\nContent-Type: text/plain; charset=iso-8859-1",
        "MIME-Version: 1.0\nContent-Type: text/plain",
    ],
)
def test_a_message_without_most_of_its_head(head: str, tmp_path: Path) -> None:
    """What the head of a message says of its content is enough: it is no text of the message."""
    path = tmp_path / "note.txt"
    path.write_text(f"{head}\n\nThe mill stood.\n")
    reading = read_original(path, Options())
    assert "media: message/rfc822" in reading.map
    assert "Content-Type" not in reading.text


def test_numbers_that_word_makes_are_said_to_be_missing(tmp_path: Path) -> None:
    """A person sees "1. One": the file has only that the paragraph is of a list."""
    document = docx.Document()
    document.add_paragraph("One", style="List Number")
    document.save(str(tmp_path / "list.docx"))
    reading = read_original(tmp_path / "list.docx", Options())
    assert reading.text == "One\n"
    assert any("numbers and bullets of lists are not in the text" in note for note in reading.notes)


def test_escaped_braces_of_rtf_are_text(tmp_path: Path) -> None:
    """A backslash before a brace makes it text; two before one are a backslash, and the brace opens or ends a group."""
    path = tmp_path / "note.rtf"
    path.write_text(r"{\rtf1 The sign \{ stood there\par a path C:\\{\b x}\par}")
    assert read_original(path, Options()).fault is None
    path.write_text(r"{\rtf1 The group does not end \}")
    fault = read_original(path, Options()).fault
    assert fault is not None
    assert "does not end" in fault.message
