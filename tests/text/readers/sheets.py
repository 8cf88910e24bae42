"""Originals that are pages of lines: a PDF, and scans as ALTO, PAGE and hOCR."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from readers.expected import NOTE, PAGES, Quote


def make_pdf(path: Path) -> None:
    """By ReportLab: running heads, page numbers, a note with its raised mark, divided words, the last page turned."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setTitle("Report on the flood")
    canvas.setAuthor("Vestry of Saltmarsh")
    width, height = A4
    for number, lines in enumerate(PAGES, 1):
        if number == 3:
            # A landscape page as scanners write it: turned, and so is what stands on it.
            canvas.setPageRotation(90)
            canvas.rotate(90)
            canvas.translate(0, -width)
            width, height = height, width
        canvas.setFont("Times-Italic", 9)
        canvas.drawString(72, height - 40, "Vestry of Saltmarsh, Report on the flood")
        canvas.setFont("Times-Roman", 12)
        for row, line in enumerate(lines):
            canvas.drawString(72, height - 100 - 20 * row, line)
        if number == 2:
            canvas.setFont("Times-Roman", 12)
            before = "By then the mill had been under water for a day and a night"
            y = height - 100 - 20 * len(lines)
            canvas.drawString(72, y, before)
            end = 72 + canvas.stringWidth(before, "Times-Roman", 12)
            canvas.setFont("Times-Roman", 7)
            canvas.drawString(end, y + 4, "1")
            end += canvas.stringWidth("1", "Times-Roman", 7)
            canvas.setFont("Times-Roman", 12)
            canvas.drawString(end, y, ", says the vestry.")
            canvas.setFont("Times-Roman", 8)
            canvas.drawString(72, 90, NOTE)
        canvas.setFont("Times-Roman", 10)
        canvas.drawCentredString(width / 2, 40, f"- {number} -")
        canvas.showPage()
    canvas.save()


PDF_QUOTES = (
    Quote("Report of the vestry of Saltmarsh on the flood", 1),
    Quote("the river broke the dyke at the mill", 1),
    Quote("the inhabitants of the lower street fled", 1),
    Quote("The vestry asked for 120 blankets", 1),
    Quote("The dyke of Nether-Saltmarsh held until noon", 2),
    Quote("Mrs Désirée Lefèvre, who kept the school", 2),
    Quote("The bell of St Æthelwald was rung", 2),
    Quote("under water for a day and a night, says the vestry", 2),
    Quote("The damage was put at £4,300", 3),
    Quote("Given at Saltmarsh on the 9th of January 1812", 3),
)


def _grid(lines: tuple[str, ...]) -> list[list[tuple[str, tuple[int, int, int, int]]]]:
    """Each line as words with rectangles: ten pixels a letter, forty a line."""
    rows = []
    for row, line in enumerate(lines):
        x, words = 100, []
        for word in line.split():
            words.append((word, (x, 200 + 40 * row, x + 10 * len(word), 230 + 40 * row)))
            x += 10 * len(word) + 10
        rows.append(words)
    return rows


def make_alto(path: Path) -> None:
    """By the XML writer of Python, as ALTO 4."""
    alto = ElementTree.Element("alto", {"xmlns": "http://www.loc.gov/standards/alto/ns-v4#"})
    ElementTree.SubElement(ElementTree.SubElement(alto, "Description"), "MeasurementUnit").text = "pixel"
    layout = ElementTree.SubElement(alto, "Layout")
    for number, lines in enumerate(PAGES, 1):
        page = ElementTree.SubElement(
            layout, "Page", {"WIDTH": "1200", "HEIGHT": "1600", "PRINTED_IMG_NR": str(number + 10)}
        )
        margin = ElementTree.SubElement(page, "TopMargin")
        space = ElementTree.SubElement(page, "PrintSpace")
        for parent, rows in ((margin, _grid(("Vestry of Saltmarsh",))), (space, _grid(lines))):
            block = ElementTree.SubElement(parent, "TextBlock")
            for words in rows:
                line = ElementTree.SubElement(block, "TextLine")
                for word, (left, top, right, bottom) in words:
                    box = {"HPOS": left, "VPOS": top, "WIDTH": right - left, "HEIGHT": bottom - top}
                    ElementTree.SubElement(
                        line,
                        "String",
                        {"CONTENT": word.removesuffix("-"), **{k: str(v) for k, v in box.items()}},
                    )
                    if word.endswith("-"):
                        ElementTree.SubElement(line, "HYP", {"CONTENT": "-"})
    ElementTree.ElementTree(alto).write(path, encoding="utf-8", xml_declaration=True)


def make_page(path: Path) -> None:
    """By the XML writer of Python, as PAGE 2019, regions out of order, with lines only."""
    root = ElementTree.Element(
        "PcGts", {"xmlns": "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"}
    )
    for lines in PAGES:
        page = ElementTree.SubElement(root, "Page", {"imageWidth": "1200", "imageHeight": "1600"})
        order = ElementTree.SubElement(
            ElementTree.SubElement(page, "ReadingOrder"), "OrderedGroup", {"id": "g"}
        )
        for region in ("r1", "r2"):
            ElementTree.SubElement(order, "RegionRefIndexed", {"regionRef": region, "index": region[1]})
        half = len(lines) // 2
        for region, first, part in (("r2", half, lines[half:]), ("r1", 0, lines[:half])):
            block = ElementTree.SubElement(page, "TextRegion", {"id": region})
            for row, words in enumerate(part, first):
                line = ElementTree.SubElement(block, "TextLine")
                top, right = 200 + 40 * row, 100 + 10 * len(words)
                points = f"100,{top} {right},{top} {right},{top + 30} 100,{top + 30}"
                ElementTree.SubElement(line, "Coords", {"points": points})
                ElementTree.SubElement(ElementTree.SubElement(line, "TextEquiv"), "Unicode").text = words
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def make_hocr(path: Path) -> None:
    """By hand, as Tesseract writes it."""
    pages = []
    for number, lines in enumerate(PAGES, 1):
        rows = []
        for row, words in enumerate(_grid(lines)):
            spans = " ".join(
                f"<span class='ocrx_word' title='bbox {a} {b} {c} {d}; x_wconf 90'>{word}</span>"
                for word, (a, b, c, d) in words
            )
            box = f"bbox 100 {200 + 40 * row} 900 {230 + 40 * row}"
            rows.append(f"<span class='ocr_line' id='line_{number}_{row}' title='{box}'>{spans}</span>")
        pages.append(
            "<div class='ocr_page' title='image \"x.png\"; bbox 0 0 1200 1600'>"
            f"<p class='ocr_par'>{' '.join(rows)}</p></div>"
        )
    path.write_text(
        f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{''.join(pages)}</body></html>",
        encoding="utf-8",
    )


SCAN_QUOTES = (
    *(quote for quote in PDF_QUOTES if "day and a night" not in quote.words),
    Quote("The bridge at Long Acre was carried away", 2),
)
