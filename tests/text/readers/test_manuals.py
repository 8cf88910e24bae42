"""A manual of Debian as PDF, web page and book: each quote at its place, as other programs see it."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree, html

from kgbuild.text.extract import Options, read_original
from kgbuild.text.folding import Folded, fold
from kgbuild.text.map import Box, Spot, read_map
from readers.places import letters, spots_of

MANUAL = Path("/usr/share/doc/debian-policy")
PDF, PAGE, BOOK = MANUAL / "policy.pdf.gz", MANUAL / "policy.html" / "ch-archive.html", MANUAL / "policy.epub"
# Of the Debian Free Software Guidelines, which have not changed since 1997.
QUOTES = (
    "may not restrict any party from selling or giving away",
    "The program must include source code",
    "must allow distribution in source code as well as compiled form",
    "The license must allow modifications and derived works",
    "The license may require derived works to carry a different name",
    "The license must not discriminate against any person or group of persons",
    "from making use of the program in a specific field of endeavor",
    "it may not restrict the program from being used in a business",
    "without the need for execution of an additional license by those parties",
    "must not depend on the program's being part of a Debian system",
    "The license must not place restrictions on other software",
    "are examples of licenses that we consider free",
)

pytestmark = pytest.mark.skipif(
    not all(path.exists() for path in (PDF, PAGE, BOOK)),
    reason="the package debian-policy is not installed, or without its documentation (make system-deps)",
)


class Places(NamedTuple):
    """Where the quotes stand in one of the three, by quote, and the file."""

    path: Path
    of: dict[str, list[Spot]]


def places(path: Path) -> Places:
    """Read a file, and find each quote in it, once."""
    reading = read_original(path, Options())
    assert reading.fault is None
    made = read_map(reading.map.encode(), path.name)
    folded = Folded(reading.text)
    assert [quote for quote in QUOTES if len(folded.find(fold(quote))) != 1] == []
    return Places(path, {quote: spots_of(quote, reading.text, made) for quote in QUOTES})


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """The PDF, made by LaTeX."""
    path = tmp_path_factory.mktemp("manual") / "policy.pdf"
    path.write_bytes(gzip.decompress(PDF.read_bytes()))
    return places(path)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed")
def test_in_the_pdf_each_quote_is_on_its_page_within_its_rectangles(pdf: Places) -> None:
    """Poppler finds the quote on the page that is named, and in its rectangles nothing else."""
    for quote, spots in pdf.of.items():
        found = "".join(within(pdf.path, spot.page, box) for spot in spots for box in spot.boxes)
        assert letters(found) == letters(quote), spots
    assert [len(spots) for spots in pdf.of.values()].count(1) >= 10


def within(path: Path, page: int, box: Box) -> str:
    """What poppler finds in a rectangle of a page."""
    left, top, right, bottom = box
    area = {"-x": left, "-y": top + 1, "-W": right - left, "-H": bottom - top - 2}
    pages = ["-f", str(page), "-l", str(page)]
    options = [part for key, value in area.items() for part in (key, str(round(value)))]
    command = ["pdftotext", *pages, *options, path, "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def shown(tree: etree._ElementTree, path: str) -> str:
    """The letters of the element at a path, as lxml finds it."""
    local = re.sub(r"/(\w+)", r"/*[local-name()='\1']", path)
    (element,) = tree.xpath(local)
    return letters("".join(element.itertext()))


def test_in_the_web_page_each_quote_is_in_its_element() -> None:
    """libxml2 finds the quote in the element at the path that is named."""
    tree = html.parse(str(PAGE))
    for quote, (spot,) in places(PAGE).of.items():
        assert letters(quote) in shown(tree, spot.path)


def test_in_the_book_each_quote_is_in_its_chapter_and_element() -> None:
    """So in the book, whose paths name the chapter too."""
    with zipfile.ZipFile(BOOK) as book:
        for quote, (spot,) in places(BOOK).of.items():
            name, _, path = spot.path.partition("#")
            assert letters(quote) in shown(etree.fromstring(book.read(name)).getroottree(), path)
