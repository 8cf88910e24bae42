"""Originals whose text flows: a web page, office documents, a book, RTF, TEI."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odf import opendocument, style, table, teletype, text

from readers.expected import NOTE, PARAGRAPHS, Quote

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
