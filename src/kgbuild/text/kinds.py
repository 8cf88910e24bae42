"""What a file is, told by its content: its name says nothing. What is no document is named for what it is."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from typing import Final, NamedTuple

from kgbuild.text.encodings import decode
from kgbuild.text.refusals import EMPTY, LOCKED, NO_TEXT, Refusal, damaged


class Kind(NamedTuple):
    """What a file is: the name of its reader, its media type, and how a message calls it."""

    reader: str
    media: str
    shown: str


PLAIN: Final = Kind("plain", "text/plain", "plain text")
MARKDOWN: Final = Kind("plain", "text/markdown", "Markdown")
PDF: Final = Kind("pdf", "application/pdf", "a PDF")
HTML: Final = Kind("html", "text/html", "an HTML page")
HOCR: Final = Kind("hocr", "text/vnd.hocr+html", "a scan as hOCR")
RTF: Final = Kind("rtf", "application/rtf", "an RTF document")
MAIL: Final = Kind("mail", "message/rfc822", "an e-mail")
MHTML: Final = Kind("mhtml", "multipart/related", "a saved web page (MHTML)")
MBOX: Final = Kind("mail", "application/mbox", "a mailbox")
XML: Final = Kind("xml", "application/xml", "an XML file")
TEI: Final = Kind("xml", "application/tei+xml", "a TEI text")
ALTO: Final = Kind("scan", "application/alto+xml", "a scan as ALTO")
PAGE: Final = Kind("scan", "application/vnd.prima.page+xml", "a scan as PAGE")
DOCX: Final = Kind(
    "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a Word document"
)
ODT: Final = Kind("odt", "application/vnd.oasis.opendocument.text", "an OpenDocument text")
WARC: Final = Kind("warc", "application/warc", "a web archive (WARC)")
WACZ: Final = Kind("warc", "application/wacz", "a web archive (WACZ)")
EPUB: Final = Kind("epub", "application/epub+zip", "an EPUB book")

_IMAGES: Final = (
    (re.compile(rb"\x89PNG"), "image/png", "a PNG picture"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg", "a JPEG picture"),
    (re.compile(rb"II\*\0|MM\0\*"), "image/tiff", "a TIFF picture"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp", "a WebP picture"),
    (re.compile(rb"GIF8[79]a"), "image/gif", "a GIF picture"),
    (re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL), "image/bmp", "a BMP picture"),
    (re.compile(rb"P[1-6]\s"), "image/x-portable-anymap", "a PNM picture"),
)
_WARC: Final = re.compile(rb"WARC/[01]\.\d+\r?\n")
_GZIP: Final = b"\x1f\x8b"
_OTHERS: Final = (
    (re.compile(rb"\0\0\0\x0cjP  "), "a JPEG 2000 picture", "save it as PNG or TIFF"),
    (re.compile(rb"AT&TFORM"), "a DjVu file", "save it as PDF, with its text layer"),
    (re.compile(rb"%!PS"), "a PostScript file", "turn it into a PDF, for example with ps2pdf"),
    (re.compile(_GZIP), "a gzip archive", "unpack it, and extract what is in it"),
    (re.compile(rb"BZh[1-9]"), "a bzip2 archive", "unpack it, and extract what is in it"),
    (re.compile(rb"\xfd7zXZ\0"), "an xz archive", "unpack it, and extract what is in it"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "a 7z archive", "unpack it, and extract what is in it"),
    (re.compile(rb"Rar!\x1a\x07"), "a RAR archive", "unpack it, and extract what is in it"),
    (re.compile(rb".{257}ustar", re.DOTALL), "a tar archive", "unpack it, and extract what is in it"),
    (re.compile(rb"\x7fELF|MZ.{58}", re.DOTALL), "a program", None),
    (re.compile(rb"SQLite format 3\0"), "an SQLite database", None),
    (
        re.compile(rb"ID3|OggS|fLaC|RIFF....(?:WAVE|AVI )|.{4}ftyp|\x1aE\xdf\xa3", re.DOTALL),
        "a recording",
        None,
    ),
    (re.compile(rb"wOFF|wOF2|OTTO|\0\x01\0\0\0"), "a font", None),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIL_LINE: Final = re.compile(rb"([!-9;-~]+):[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
_MAIL_SURE: Final = {
    b"received",
    b"message-id",
    b"mime-version",
    b"content-type",
    b"return-path",
    b"delivered-to",
    b"dkim-signature",
}
_MIME: Final = frozenset((b"mime-version", b"content-type"))
_SENT: Final = _MAIL_SURE - _MIME | {b"to"}
_RELATED: Final = re.compile(rb"content-type:\s*multipart/related", re.IGNORECASE)
_MAIL_USUAL: Final = {b"from", b"to", b"date", b"subject"}
_MBOX: Final = re.compile(rb"From \S+ .*\d\d:\d\d.*\d{4}\r?\n(?=[!-9;-~]+:)")
_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])",
    re.IGNORECASE | re.DOTALL,
)
# A page without its first lines, by what browsers take for one: WHATWG MIME Sniffing, section 7.1.
_FRAGMENT: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:script|iframe|h1|div|font|table|a|style|title|b|br|p)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_TAGS: Final = re.compile(
    r"<(?:p|div|span|a|br|h[1-6]|table|td|li|ul|img|script|meta)\b[^<>]*>", re.IGNORECASE
)
_XML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*"
    r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]",
    re.DOTALL,
)
_HEAD: Final = 65_536
_BINARY: Final = (*range(9), *range(14, 27))
_CONTROLS: Final = "".join(map(chr, {*range(32)} - {*b"\t\n\r\f\x0b\x1b"}))


def kind_of(data: bytes, name: str = "", encoding: str | None = None) -> Kind:
    """What the bytes of a file are. Raises :class:`Refusal` for what is no document."""
    return kind_by_mark(data) or _of_text(data, name, encoding)


def kind_by_mark(data: bytes) -> Kind | None:
    """What a file is by the bytes that it begins with; ``None`` where they mark no format. Raises :class:`Refusal`."""
    if not data.strip(b" \t\r\n\f\0\xef\xbb\xbf\xfe\xff"):
        raise Refusal(EMPTY, "the file is empty" if not data else "the file holds nothing but white space")
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _in_zip(data)
    if data.startswith(_OLE):
        _refuse_ole(data)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"{\\rtf"):
        return RTF
    for pattern, media, shown in _IMAGES:
        if pattern.match(data):
            return Kind("image", media, shown)
    if _WARC.match(data) or (data.startswith(_GZIP) and _WARC.match(_unpacked_head(data))):
        return WARC
    for pattern, shown, help in _OTHERS:
        if pattern.match(data):
            raise Refusal(NO_TEXT, f"the file is {shown}, not a text", help=help)
    if _MBOX.match(data):
        return MBOX
    return _message(data)


def _unpacked_head(data: bytes) -> bytes:
    """The first bytes of what gzip packed."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data[:1024], 64)
    except zlib.error:
        return b""


def _in_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            locked = any(entry.flag_bits & 1 for entry in archive.infolist())
            first = archive.read("mimetype")[:100] if "mimetype" in names and not locked else b""
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, EOFError) as error:
        raise damaged("the file begins as an office document or archive and breaks off") from error
    if locked:
        raise Refusal(LOCKED, "the archive is locked by a password", help="save it without a password")
    if "word/document.xml" in names:
        return DOCX
    if first.startswith(b"application/epub+zip") or "META-INF/container.xml" in names:
        return EPUB
    if first.startswith(ODT.media.encode()):
        return ODT
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        return WACZ
    if first.startswith(b"application/vnd.oasis.opendocument") or "[Content_Types].xml" in names:
        raise Refusal(
            NO_TEXT, "the file is a spreadsheet, slides or a drawing, not a text", help="print it to a PDF"
        )
    raise Refusal(
        NO_TEXT, "the file is a zip archive, not a text", help="unpack it, and extract the files in it"
    )


def _refuse_ole(data: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refusal(
            LOCKED, "the Word document is locked by a password", help="save it without a password in Word"
        )
    if "WordDocument".encode("utf-16-le") in data:
        raise Refusal(
            NO_TEXT, "the file is a Word document of the old form (.doc)", help="save it as .docx or .odt"
        )
    raise Refusal(NO_TEXT, "the file is an office file of the old form, not a text", help="print it to a PDF")


def _message(data: bytes) -> Kind | None:
    """What the head of a message says it is; a memo that says From and Subject is none.

    A saved page has the head of a message that nobody sent.
    """
    names: set[bytes] = set()
    position = 0
    while (line := _MAIL_LINE.match(data, position)) is not None and position < _HEAD:
        names.add(line[1].lower())
        position = line.end()
    if names >= _MIME and not names & _SENT and _RELATED.search(data, 0, position):
        return MHTML
    return MAIL if names >= _MIME or (names & _MAIL_SURE and names & _MAIL_USUAL) else None


def _of_text(data: bytes, name: str, encoding: str | None) -> Kind:
    head = data[:_HEAD]
    looks_binary = sum(map(head.count, _BINARY)) > len(head) / 50
    try:
        text = head_of(data, encoding)
    except Refusal:
        marked = head.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        if looks_binary and encoding is None and not marked:
            raise Refusal(NO_TEXT, "the file is binary, not a text") from None
        # Markup tells its encoding itself.
        text = head.decode("latin-1")
        if not (_HTML.match(text) or text.lstrip().startswith("<?xml")):
            raise
    return kind_of_text(text, name)


def kind_of_text(text: str, name: str) -> Kind:
    """What the characters of a file are: markup, Markdown, plain text. Raises :class:`Refusal` where they are noise."""
    head = text[:_HEAD]
    if sum(map(head.count, _CONTROLS)) > len(head) / 50 or head.count("�") > len(head) / 20:
        raise Refusal(NO_TEXT, "the file is binary, not a text")
    return _of_markup(head) or (MARKDOWN if name.lower().endswith((".md", ".markdown")) else PLAIN)


def head_of(data: bytes, encoding: str | None) -> str:
    """The first characters of a file."""
    return decode(data, encoding).text[:_HEAD]


def _of_markup(text: str) -> Kind | None:
    if _HTML.match(text):
        return HOCR if re.search(r"class\s*=\s*['\"]ocr_page", text) else HTML
    if (found := _XML.match(text)) is not None and (text.lstrip().startswith("<?xml") or "xmlns" in text):
        root = found[1].lower()
        named = {"tei": TEI, "tei.2": TEI, "teicorpus": TEI, "alto": ALTO, "pcgts": PAGE, "html": HTML}
        return named.get(root, XML)
    tags = _TAGS.findall(text[:20_000])
    marked = _FRAGMENT.match(text) or (text.lstrip().startswith("<") and len(tags) >= 3)
    return HTML if marked else None
