"""Extracting a PDF and a page, beside libraries that give the text alone.

These are pdfminer.six and beautifulsoup4, which nothing else here needs: they are given a file and print the number of
characters. kgbuild runs as the command, with its process of its own, its map and its two files.
"""

from __future__ import annotations

import importlib.util
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

REPEATS = 5
PAGES = 500
MEGABYTES = 5
WORDS = (
    *(
        "the",
        "of",
        "and",
        "in",
        "to",
        "a",
        "river",
        "flood",
        "dyke",
        "night",
        "persons",
        "water",
        "parish",
        "clerk",
    ),
    *(
        "counted",
        "drowned",
        "street",
        "church",
        "bell",
        "bridge",
        "carried",
        "piers",
        "stood",
        "nine",
        "feet",
        "mill",
    ),
)
PDFMINER = "import sys; from pdfminer.high_level import extract_text; print(len(extract_text(sys.argv[1])))"
SOUP = (
    "import sys; from bs4 import BeautifulSoup; "
    "print(len(BeautifulSoup(open(sys.argv[1], encoding='utf-8').read(), 'lxml').get_text()))"
)


def sentence(choose: random.Random, words: int) -> str:
    """A sentence of so many words."""
    return " ".join(choose.choices(WORDS, k=words)).capitalize() + "."


def write_pdf(path: Path) -> None:
    """Five hundred pages of 45 lines, with running heads and page numbers."""
    choose = random.Random(1)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for number in range(1, PAGES + 1):
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(72, 800, "Report of the vestry")
        for row in range(45):
            canvas.drawString(72, 770 - 15 * row, sentence(choose, 13))
        canvas.drawString(290, 40, str(number))
        canvas.showPage()
    canvas.save()


def write_page(path: Path) -> None:
    """A page of five megabytes: headings, paragraphs with links, lists and tables."""
    choose = random.Random(2)
    pieces = [
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>Report</title></head><body><nav>Home</nav>"
    ]
    size = 0
    while size < MEGABYTES * 1_000_000:
        pieces.append(
            f"<section><h2>{sentence(choose, 4)}</h2><p>{sentence(choose, 20)} <b>{sentence(choose, 4)}</b> "
            f'<a href="/x" title="t">{sentence(choose, 3)}</a> &amp; {sentence(choose, 12)}</p>'
            f"<ul><li>{sentence(choose, 5)}</li><li>{sentence(choose, 5)}</li></ul>"
            f"<table><tr><td>{choose.randrange(99)}</td><td>{sentence(choose, 2)}</td></tr></table></section>\n"
        )
        size += len(pieces[-1])
    path.write_text("".join(pieces), encoding="utf-8")


def seconds(command: list[str], made: tuple[Path, ...] = ()) -> float:
    """The wall time of a command in a fresh process; files that it made before are removed first."""
    for path in made:
        path.unlink(missing_ok=True)
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def extraction() -> list[str]:
    """Measure side by side, each in turn: the lines of a table."""
    missing = [name for name in ("pdfminer", "bs4", "lxml") if importlib.util.find_spec(name) is None]
    lines = ["## Extracting documents", ""]
    if missing:
        return [*lines, "Not measured: `pip install pdfminer.six beautifulsoup4 lxml` brings the yardsticks."]
    lines += [
        "`kgbuild extract`, with its process, its map and its two files, beside libraries that give the text alone;"
        f" medians of {REPEATS}, in turn.",
        "",
        "| original | kgbuild | yardstick | times as fast | wanted |",
        "|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, write, yardstick, kind, library in (
            ("report.pdf", write_pdf, PDFMINER, f"{PAGES} pages of PDF", "pdfminer.six"),
            ("page.html", write_page, SOUP, f"{MEGABYTES} MB of HTML", "BeautifulSoup with lxml"),
        ):
            path = folder / file
            write(path)
            made = (path.with_suffix(".txt"), path.with_suffix(".map"))
            own = [sys.executable, "-m", "kgbuild", "extract", str(path)]
            other = [sys.executable, "-c", yardstick, str(path)]
            times = [(seconds(own, made), seconds(other)) for _ in range(REPEATS + 1)][1:]
            ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
            row = (kind, f"{ours:.2f} s", f"{library}: {theirs:.2f} s", f"{theirs / ours:.1f}", "more than 1")
            lines.append(f"| {' | '.join(row)} |")
    return lines
