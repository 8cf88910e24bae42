"""One file of each kind, made by programs other than the readers, with ten quotes as a person sees them on the page."""

from __future__ import annotations

import mailbox
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odf import opendocument, style, table, teletype, text
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


class Quote(NamedTuple):
    """Words as seen, and where: the page, or how the path of the element ends."""

    words: str
    page: int = 0
    path: str = ""


class Original(NamedTuple):
    """A file, how to make it, its media type, and what is to be found in it."""

    name: str
    make: Callable[[Path], None]
    media: str
    quotes: tuple[Quote, ...]


PAGES = (
    (
        "Report of the vestry of Saltmarsh on the flood",
        "To the Lord Lieutenant of the county",
        "In the night of 3 November 1811 the river broke the dyke at the mill.",
        "The clerk counted thirteen persons drowned, and some forty cattle.",
        "At the inn of the Three Herons the water stood nine feet high, and the inhab-",
        "itants of the lower street fled to the church on the hill above it.",
        "The vestry asked for 120 blankets and received sixty-two of them.",
        "Nobody was seen at the sluice, as the miller says, after ten o'clock.",
    ),
    (
        "The second day brought rain. The dyke of Nether-",
        "Saltmarsh held until noon, and gave way at a quarter past twelve.",
        "Of the boats of the parish only three could be used that day.",
        "Mrs Désirée Lefèvre, who kept the school, saved eleven children.",
        "The bell of St Æthelwald was rung from four in the morning on.",
        "The bridge at Long Acre was carried away together with its piers.",
    ),
    (
        "The damage was put at £4,300 by the surveyor, Mr Hale.",
        "The parish paid 85 pounds for the repair of the dyke in 1812.",
        "Given at Saltmarsh on the 9th of January 1812",
        "Thomas Ferrers, clerk of the vestry",
    ),
)  # fmt: skip
NOTE = "1 Counted again on the fifth of November, with the same result."


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

HTML = """<!DOCTYPE html>
<!-- saved from url=(0064)https://web.archive.org/web/20190102030405/https://example.org/flood -->
<html lang="en-GB"><head><meta charset="utf-8"><title>The flood – Saltmarsh Gazette</title>
<meta name="author" content="Ada Quill"><link rel="canonical" href="https://example.org/flood">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The flood at Saltmarsh",
"datePublished": "1811-11-05T08:00:00Z", "publisher": {"name": "Saltmarsh Gazette"}}</script>
<style>p { color: black }</style><script>var hidden = "twelve killed in a script";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li>Flood pages</li></ul></nav>
<header><h1>The flood at <em>Saltmarsh</em></h1></header>
<article><p class="lead">In the night of 3&nbsp;November&#x20;1811 the river <b>broke</b> the dyke.</p>
<p>The clerk counted thirteen persons<sup class="reference"><a href="#n1">[1]</a></sup> drowned.
<p>Two lines<br>of an address</p>
<blockquote><p>&ldquo;Nobody was seen at the sluice,&rdquo; the miller said.</p></blockquote>
<ul><li>sixty-two blankets</li><li>three boats</li></ul>
<table><thead><tr><th>Parish</th><th>Drowned</th></tr></thead>
<tbody><tr><td>Saltmarsh</td><td>thirteen</td></tr><tr><td>Long Acre</td><td>none</td></tr></tbody></table>
<pre>Given at
  Saltmarsh</pre>
<p>The price was <del>ninety</del><ins>eighty-five</ins> pounds.</p><p hidden>not shown</p>
<figure><img src="x.png" alt="A drawing of the mill"><figcaption>The mill before the flood</figcaption></figure>
</article><section role="doc-endnotes"><p id="n1">1. Counted again.</p></section>
<footer>All rights reserved</footer></body></html>
"""
HTML_QUOTES = (
    Quote("The flood at Saltmarsh", path="/html/body/header[1]/h1[1]"),
    Quote("In the night of 3 November 1811 the river broke the dyke", path="/article[1]/p[1]"),
    Quote("The clerk counted thirteen persons drowned", path="/article[1]/p[2]"),
    Quote("Two lines of an address", path="/article[1]/p[3]"),
    Quote('"Nobody was seen at the sluice," the miller said', path="/blockquote[1]/p[1]"),
    Quote("sixty-two blankets", path="/ul[1]/li[1]"),
    Quote("thirteen", path="/article[1]/p[2]"),
    Quote("Long Acre", path="/tbody[1]/tr[2]/td[1]"),
    Quote("Given at Saltmarsh", path="/pre[1]"),
    Quote("The price was eighty-five pounds", path="/article[1]/p[4]"),
    Quote("The mill before the flood", path="/figure[1]/figcaption[1]"),
)


def make_html(path: Path) -> None:
    """By hand."""
    path.write_text(HTML, encoding="utf-8")


# The lines that are whole sentences.
PARAGRAPHS = tuple(
    line
    for lines in PAGES
    for line in lines
    if line[-1] != "-" and not line.startswith(("itants", "Saltmarsh"))
)


def _quotes(path: str, first: int = 1) -> tuple[Quote, ...]:
    """The first ten paragraphs, each in its own element."""
    return tuple(
        Quote(words, path=path.format(number)) for number, words in enumerate(PARAGRAPHS[:10], first)
    )


def make_docx(path: Path) -> None:
    """By python-docx: a head, a foot, a table, a comment, a tracked change, a hidden run."""
    document = docx.Document()
    document.core_properties.title = "Report on the flood"
    document.core_properties.author = "Thomas Ferrers"
    document.core_properties.created = datetime(2001, 2, 3, tzinfo=UTC)
    document.sections[0].header.paragraphs[0].text = "Vestry of Saltmarsh"
    document.sections[0].footer.paragraphs[0].text = "Confidential"
    for words in PARAGRAPHS:
        half = len(words) // 2
        paragraph = document.add_paragraph(words[:half])
        paragraph.add_run(words[half:]).bold = True
    document.add_comment(paragraph.runs, text="Is this his hand?", author="A. Q.")
    grid = document.add_table(rows=2, cols=2)
    for index, words in enumerate(("Parish", "Drowned", "Long Acre", "none")):
        grid.cell(index // 2, index % 2).text = words
    changed = document.add_paragraph("The price was ")
    namespace = nsdecls("w")
    changed._p.append(
        parse_xml(
            f'<w:del {namespace} w:id="9" w:author="x"><w:r><w:delText>ninety</w:delText></w:r></w:del>'
        )
    )
    changed._p.append(
        parse_xml(f'<w:ins {namespace} w:id="8" w:author="x"><w:r><w:t>eighty-five</w:t></w:r></w:ins>')
    )
    changed.add_run(" pounds.")
    document.add_paragraph().add_run("not shown").font.hidden = True
    document.save(str(path))


def make_odt(path: Path) -> None:
    """By odfpy: a head, a note, a table, spaces and a tab."""
    document = opendocument.OpenDocumentText()
    layout = style.PageLayout(name="layout")
    document.automaticstyles.addElement(layout)
    master = style.MasterPage(name="Standard", pagelayoutname=layout)
    head = style.Header()
    head.addElement(text.P(text="Vestry of Saltmarsh"))
    master.addElement(head)
    document.masterstyles.addElement(master)
    for number, words in enumerate(PARAGRAPHS):
        paragraph = text.P()
        teletype.addTextToElement(paragraph, words)
        if number == 3:
            note = text.Note(id="n1", noteclass="footnote")
            note.addElement(text.NoteCitation(text="1"))
            body = text.NoteBody()
            body.addElement(text.P(text=NOTE[2:]))
            note.addElement(body)
            paragraph.addElement(note)
            paragraph.addText(" So it stands.")
        document.text.addElement(paragraph)
    grid = table.Table(name="t")
    for cells in (("Parish", "Drowned"), ("Long Acre", "none")):
        row = table.TableRow()
        for words in cells:
            cell = table.TableCell()
            cell.addElement(text.P(text=words))
            row.addElement(cell)
        grid.addElement(row)
    document.text.addElement(grid)
    document.save(str(path))


def make_epub(path: Path) -> None:
    """By the zip writer of Python: two chapters, page breaks with labels, a note."""
    chapter = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        "<head><title/><script/></head><body>{}</body></html>"
    )
    paragraphs = [f"<p>{words}</p>" for words in PARAGRAPHS]
    first = '<span epub:type="pagebreak" title="vii"/>' + "".join(paragraphs[:5])
    second = (
        '<p>A line before. <span epub:type="pagebreak" title="viii"/>A line&nbsp;behind'
        '<a epub:type="noteref" href="#n">1</a>.</p>' + "".join(paragraphs[5:])
        + '<aside epub:type="footnote" id="n"><p>Counted again.</p></aside>'
    )  # fmt: skip
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        )
        book.writestr(
            "OEBPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<metadata><dc:title>The flood</dc:title><dc:creator>Ada Quill</dc:creator>"
            "<dc:identifier>urn:isbn:978-0-00-000000-2</dc:identifier></metadata><manifest>"
            '<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        )
        book.writestr("OEBPS/one.xhtml", chapter.format(first))
        book.writestr("OEBPS/two b.xhtml", chapter.format(second))


EPUB_QUOTES = (
    *(Quote(words, 1, f"OEBPS/one.xhtml#/html/body[1]/p[{n}]") for n, words in enumerate(PARAGRAPHS[:5], 1)),
    *(
        Quote(words, 2, f"OEBPS/two b.xhtml#/html/body[1]/p[{n}]")
        for n, words in enumerate(PARAGRAPHS[5:9], 2)
    ),
    Quote("A line before", 1, "two b.xhtml#/html/body[1]/p[1]"),
    Quote("A line behind.", 2, "two b.xhtml#/html/body[1]/p[1]"),
)


def make_rtf(path: Path) -> None:
    """By hand, with letters beyond ASCII as RTF escapes them."""
    body = "\\par\n".join(PARAGRAPHS)
    escaped = "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in body)
    path.write_text(
        f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Times;}}}}\\f0 {escaped}\\par}}", encoding="ascii"
    )


def make_message() -> EmailMessage:
    """By the mail package of Python: plain text and HTML as alternatives, an attachment."""
    message = EmailMessage()
    message["From"] = "Thomas Ferrers <ferrers@example.org>"
    message["To"] = "Désirée Lefèvre <school@example.org>"
    message["Subject"] = "Das Hochwasser – report of the vestry"
    message["Date"] = format_datetime(datetime(1999, 11, 5, 8, 0, tzinfo=UTC))
    message["Message-ID"] = "<flood.1@example.org>"
    message.set_content("\n".join(PARAGRAPHS) + "\n")
    message.add_alternative(f"<p>{'</p><p>'.join(PARAGRAPHS)}</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    return message


def make_mail(path: Path) -> None:
    path.write_bytes(make_message().as_bytes())


def make_mbox(path: Path) -> None:
    """By the mailbox module of Python."""
    path.unlink(missing_ok=True)
    box = mailbox.mbox(path)
    other = EmailMessage()
    other["From"], other["Date"], other["Subject"] = (
        "mill@example.org",
        "Tue, 05 Nov 1999 09:00:00 +0000",
        "The sluice",
    )
    other["Message-ID"] = "<flood.2@example.org>"
    other.set_content("From the mill I saw nobody.\nFrom ten o'clock on I slept.\n")
    box.add(make_message())
    box.add(other)
    box.close()


MAIL_QUOTES = (
    *(Quote(words, path="part[1]") for words in PARAGRAPHS[:8]),
    Quote("Désirée Lefèvre <school@example.org>", path="To"),
    Quote("Das Hochwasser – report of the vestry", path="Subject"),
)


def make_tei(path: Path) -> None:
    """By the XML writer of Python: pages, lines, a choice, a note, a struck word."""
    tei = ElementTree.Element("TEI", {"xmlns": "http://www.tei-c.org/ns/1.0", "xml:lang": "en"})
    header = ElementTree.fromstring(
        "<teiHeader><fileDesc><titleStmt><title>The flood</title><author>Ferrers</author></titleStmt></fileDesc>"
        '<profileDesc><creation><date when="1812-01-09"/></creation></profileDesc></teiHeader>'
    )
    text_ = ElementTree.fromstring(
        '<text><body><pb n="1r"/><fw>Vestry</fw><head>The flood</head><p>In the night of <date>3 November 1811'
        "</date> the river<lb/>broke the <choice><sic>dike</sic><corr>dyke</corr></choice>"
        "<note>So twice.</note> at the <del>inn</del> mill, and the in<lb break='no'/>habitants fled"
        '<pb n="1v"/> to the church.</p><lg><l>The water rose,</l><l>the bell was rung</l></lg>'
        "<list><item>sixty-two blankets</item><item>three boats</item></list>"
        "<table><row><cell>Long Acre</cell><cell>none</cell></row></table>"
        "<closer><dateline>Given at Saltmarsh</dateline><signed>Thomas Ferrers, clerk</signed></closer></body></text>"
    )
    tei.extend((header, text_))
    ElementTree.ElementTree(tei).write(path, encoding="utf-8", xml_declaration=True)


TEI_QUOTES = (
    Quote("The flood", 1, "/body[1]/head[1]"),
    Quote("In the night of 3 November 1811 the river", 1, "/body[1]/p[1]"),
    Quote("broke the dike at the mill", 1, "/body[1]/p[1]"),
    Quote("the inhabitants fled", 1, "/body[1]/p[1]"),
    Quote("to the church", 2, "/body[1]/p[1]"),
    Quote("the bell was rung", 2, "/lg[1]/l[2]"),
    Quote("sixty-two blankets", 2, "/list[1]/item[1]"),
    Quote("Long Acre", 2, "/row[1]/cell[1]"),
    Quote("Given at Saltmarsh", 2, "/closer[1]/dateline[1]"),
    Quote("Thomas Ferrers, clerk", 2, "/closer[1]/signed[1]"),
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
RUSSIAN = (
    "Отчёт о наводнении", "В ночь на 3 ноября 1811 года река прорвала плотину у мельницы.",
    "Писарь насчитал тринадцать утонувших и около сорока голов скота.", "Жители нижней улицы бежали к церкви на холме.",
    "Просили сто двадцать одеял, получили шестьдесят два.", "Мельник говорит, что после десяти никого не видел.",
    "На второй день пошёл дождь, и дамба не выдержала.", "Из лодок прихода годились только три.",
    "Учительница спасла одиннадцать детей.", "Дано в январе 1812 года.",
)  # fmt: skip


def make_text(encoding: str) -> Callable[[Path], None]:
    """By Python, in an encoding that the file does not name."""

    def make(path: Path) -> None:
        path.write_bytes("\r\n".join(RUSSIAN).encode(encoding))

    return make


LINES = tuple(Quote(words) for words in RUSSIAN)
ORIGINALS = (
    Original("report.pdf", make_pdf, "application/pdf", PDF_QUOTES),
    Original("page.html", make_html, "text/html", HTML_QUOTES),
    Original(
        "report.docx", make_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _quotes("/document/body[1]/p[{}]"),
    ),
    Original("report.odt", make_odt, "application/vnd.oasis.opendocument.text", _quotes("/body[1]/text[1]/p[{}]")),
    Original("book.epub", make_epub, "application/epub+zip", EPUB_QUOTES),
    Original("letter.rtf", make_rtf, "application/rtf", _quotes("paragraph[{}]")),
    Original("message.eml", make_mail, "message/rfc822", MAIL_QUOTES),
    Original("box.mbox", make_mbox, "application/mbox", (
        *(quote._replace(path=f"message[1]/{quote.path}") for quote in MAIL_QUOTES),
        Quote("From the mill I saw nobody", path="message[2]/part[1]"),
    )),
    Original("letter.xml", make_tei, "application/tei+xml", TEI_QUOTES),
    Original("scan-alto.xml", make_alto, "application/alto+xml", SCAN_QUOTES),
    Original("scan-page.xml", make_page, "application/vnd.prima.page+xml", SCAN_QUOTES),
    Original("scan.hocr", make_hocr, "text/vnd.hocr+html", SCAN_QUOTES),
    Original("utf-16.txt", make_text("utf-16"), "text/plain", LINES),
    Original("utf-16-le.txt", make_text("utf-16-le"), "text/plain", LINES),
    Original("windows-1251.txt", make_text("cp1251"), "text/plain", LINES),
    Original("koi8-r.txt", make_text("koi8-r"), "text/plain", LINES),
)  # fmt: skip
