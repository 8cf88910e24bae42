"""One file of each kind, made by programs other than the readers, with ten quotes as a person sees them on the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from readers.archives import make_wacz, make_warc
from readers.expected import Original, Quote, quotes
from readers.flowing import (
    EPUB_QUOTES,
    HTML_QUOTES,
    TEI_QUOTES,
    make_docx,
    make_epub,
    make_html,
    make_odt,
    make_rtf,
    make_tei,
)
from readers.mails import MAIL_QUOTES, make_mail, make_mbox, make_mhtml
from readers.sheets import PDF_QUOTES, SCAN_QUOTES, make_alto, make_hocr, make_page, make_pdf

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
        quotes("/document/body[1]/p[{}]"),
    ),
    Original("report.odt", make_odt, "application/vnd.oasis.opendocument.text", quotes("/body[1]/text[1]/p[{}]")),
    Original("book.epub", make_epub, "application/epub+zip", EPUB_QUOTES),
    Original("letter.rtf", make_rtf, "application/rtf", quotes("paragraph[{}]")),
    Original("message.eml", make_mail, "message/rfc822", MAIL_QUOTES),
    Original("box.mbox", make_mbox, "application/mbox", (
        *(quote._replace(path=f"message[1]/{quote.path}") for quote in MAIL_QUOTES),
        Quote("From the mill I saw nobody", path="message[2]/part[1]"),
    )),
    Original("page.mhtml", make_mhtml, "multipart/related", HTML_QUOTES),
    Original("letter.xml", make_tei, "application/tei+xml", TEI_QUOTES),
    Original("page.warc.gz", make_warc, "application/warc", HTML_QUOTES),
    Original("page.wacz", make_wacz, "application/wacz", HTML_QUOTES),
    Original("scan-alto.xml", make_alto, "application/alto+xml", SCAN_QUOTES),
    Original("scan-page.xml", make_page, "application/vnd.prima.page+xml", SCAN_QUOTES),
    Original("scan.hocr", make_hocr, "text/vnd.hocr+html", SCAN_QUOTES),
    Original("utf-16.txt", make_text("utf-16"), "text/plain", LINES),
    Original("utf-16-le.txt", make_text("utf-16-le"), "text/plain", LINES),
    Original("windows-1251.txt", make_text("cp1251"), "text/plain", LINES),
    Original("koi8-r.txt", make_text("koi8-r"), "text/plain", LINES),
)  # fmt: skip
