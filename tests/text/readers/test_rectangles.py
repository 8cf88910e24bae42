"""Rectangles on pages: what stands within them is the quote, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import matplotlib
import pypdfium2
import pytest
from matplotlib.figure import Figure
from reportlab.pdfgen.canvas import Canvas

from kgbuild.text.extract import Options, Readout, read_original
from kgbuild.text.map import Box, TextMap, read_map
from readers.expected import PAGES, Quote
from readers.places import letters, spots_of
from readers.sheets import PDF_QUOTES, SCAN_QUOTES, make_alto, make_hocr, make_page, make_pdf


def read(path: Path) -> tuple[Readout, TextMap]:
    reading = read_original(path, Options())
    assert reading.fault is None
    return reading, read_map(reading.map.encode(), path.name)


def user_space(page: pypdfium2.PdfPage, box: Box) -> Box:
    """A rectangle from the top left of the page as shown, in the coordinates of the PDF: left, bottom, right, top."""
    left, top, right, bottom = box
    x0, y0, _, y1 = page.get_bbox()
    if page.get_rotation() == 90:
        return x0 + top, y0 + left, x0 + bottom, y0 + right
    return x0 + left, y1 - bottom, x0 + right, y1 - top


def text_in(page: pypdfium2.PdfPage, box: Box) -> str:
    """The characters whose centres lie in a rectangle, asked one by one."""
    left, bottom, right, top = user_space(page, box)
    text = page.get_textpage()
    found = ""
    for index in range(text.count_chars()):
        char_left, char_bottom, char_right, char_top = text.get_charbox(index)
        x, y = (char_left + char_right) / 2, (char_bottom + char_top) / 2
        if left <= x <= right and bottom <= y <= top:
            found += text.get_text_range(index, 1)
    return found


def within(quote: Quote) -> str:
    """The letters within the rectangles of a quote. One has a mark within a word and its comma, so within the word."""
    return letters(quote.words.replace("a night, says", "a night1, says"))


@pytest.mark.parametrize("quote", PDF_QUOTES, ids=[quote.words[:20] for quote in PDF_QUOTES])
def test_the_rectangle_of_a_pdf_holds_the_quote(quote: Quote, tmp_path: Path) -> None:
    """Read back letter by letter, the rectangles of a quote give its words and no others; turned pages too."""
    make_pdf(tmp_path / "report.pdf")
    reading, places = read(tmp_path / "report.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    (spot,) = spots_of(quote.words, reading.text, places)
    assert spot.page == quote.page
    back = "".join(text_in(document[spot.page - 1], box) for box in spot.boxes)
    assert letters(back) == within(quote)
    assert spot.line > 0


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed")
@pytest.mark.parametrize("quote", [quote for quote in PDF_QUOTES if quote.page < 3], ids=str)
def test_another_program_finds_the_quote_there(quote: Quote, tmp_path: Path) -> None:
    """Poppler, which shares no code with the reader, finds the words in the rectangles."""
    path = tmp_path / "report.pdf"
    make_pdf(path)
    reading, places = read(path)
    (spot,) = spots_of(quote.words, reading.text, places)
    back = ""
    for left, top, right, bottom in spot.boxes:
        area = [f"-{k}" for k in "xyWH"]
        values = (round(left), round(top) + 2, round(right - left), round(bottom - top) - 4)
        arguments = [part for pair in zip(area, map(str, values), strict=True) for part in pair]
        pages = ["-f", str(quote.page), "-l", str(quote.page)]
        back += subprocess.run(
            ["pdftotext", *pages, *arguments, "-layout", path, "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    assert letters(back) == within(quote)


@pytest.mark.parametrize("make", [make_alto, make_hocr, make_page])
def test_the_rectangle_of_a_scan_holds_the_quote(make: Callable[[Path], None], tmp_path: Path) -> None:
    """Of words the rectangle reaches from the first to the last, of lines over the line."""
    make(tmp_path / "scan.xml")
    reading, places = read(tmp_path / "scan.xml")
    for quote in SCAN_QUOTES:
        (spot,) = spots_of(quote.words, reading.text, places)
        shown, lines = "", ""
        for left, top, right, bottom in spot.boxes:
            line = PAGES[quote.page - 1][round((top - 200) / 40)]
            shown += letters(line[round((left - 100) / 10) : round((right - 100) / 10)])
            lines += letters(line)
            assert bottom == top + 30
        assert shown == (lines if make is make_page else letters(quote.words))
        assert letters(quote.words) in lines


def test_what_is_beyond_the_edges_of_a_page_is_hidden(tmp_path: Path) -> None:
    """Nobody sees it, so that no quote may come from it."""
    canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=(300, 300), invariant=1)
    canvas.drawString(20, 200, "Seen on the page")
    canvas.drawString(20, 2000, "Above the page")
    canvas.drawString(500, 100, "Right of the page")
    canvas.save()
    reading, places = read(tmp_path / "page.pdf")
    assert reading.text[: places.body_end].strip() == "Seen on the page"
    assert reading.aside == {"hidden": 2}


def test_a_pdf_of_another_writer(tmp_path: Path) -> None:
    """Matplotlib embeds its fonts in another way; turned text is text too."""
    words = ["The river rose nine feet", "Désirée Lefèvre saved them"]
    figure = Figure(figsize=(6, 4))
    figure.text(0.1, 0.8, words[0])
    figure.text(0.1, 0.6, words[1])
    figure.text(0.8, 0.2, "along the margin", rotation=90)
    with matplotlib.rc_context({"pdf.fonttype": 42}):
        figure.savefig(tmp_path / "figure.pdf", metadata={"CreationDate": None})
    reading, places = read(tmp_path / "figure.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "figure.pdf")
    for line in words:
        (spot,) = spots_of(line, reading.text, places)
        assert letters("".join(text_in(document[0], box) for box in spot.boxes)) == letters(line)
    assert "along" in reading.text


def test_cropped_pages(tmp_path: Path) -> None:
    """Rectangles count from the corner of the page as shown, not of the paper it was cut from."""
    make_pdf(tmp_path / "report.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    for page in document:
        # The last page is turned: what is its left here is its top as shown.
        page.set_cropbox(50 if page.get_rotation() == 0 else 41.9, 30, 560, 800)
    document.save(tmp_path / "cropped.pdf")
    before = read(tmp_path / "report.pdf")
    after = read(tmp_path / "cropped.pdf")
    assert after[0].text == before[0].text
    (was,), (now,) = (
        spots_of(PDF_QUOTES[0].words, reading.text, places) for reading, places in (before, after)
    )
    page = after[1].pages[now.page]
    assert (page.width, page.height) == (510, 770)
    moved = [round(a - b, 1) for a, b in zip(was.boxes[0], now.boxes[0], strict=True)]
    assert moved == [50.0, 41.9, 50.0, 41.9]
