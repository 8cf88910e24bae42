"""Damaged and hostile files: what is wrong with each, and how to make it. None is larger than a few megabytes."""

# ruff: noqa: E501 the files are lists, and read as such
from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from readers.flowing import make_docx, make_epub, make_odt, make_rtf

Maker = Callable[[Path], None]
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _bytes(data: bytes | str) -> Maker:
    return lambda path: path.write_bytes(data if isinstance(data, bytes) else data.encode()) and None


def _pdf(draw: Callable[[Canvas], None], **options: object) -> Maker:
    def make(path: Path) -> None:
        canvas = Canvas(str(path), invariant=1, **options)
        draw(canvas)
        canvas.save()

    return make


def _cut(maker: Maker, share: float) -> Maker:
    """What another maker makes, broken off."""

    def make(path: Path) -> None:
        maker(path)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])

    return make


def _zip(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> Maker:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", method) as archive:
            for name, content in members.items():
                archive.writestr(name, content)

    return make


def _word(body: str) -> Maker:
    return _zip({"[Content_Types].xml": "<Types/>", "word/document.xml": body})


def _objects(*bodies: str) -> Maker:
    """A PDF written by hand of numbered objects."""
    out = b"%PDF-1.4\n"
    starts = []
    for number, body in enumerate(bodies, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n" + "".join(
        f"{at:010d} 00000 n \n" for at in starts
    )
    trailer = f"trailer <</Size {len(bodies) + 1} /Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return _bytes(out + table.encode() + trailer.encode())


def _stream(content: bytes, filters: str = "") -> str:
    return f"<</Length {len(content)}{filters}>>stream\n{content.decode('latin-1')}\nendstream"


def _page_of(stream: str, more: str = "") -> Maker:
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>"
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    form = more or "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>stream\n\nendstream"
    return _objects(
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream, font, form
    )  # fmt: skip


def _deflated_zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()


def _lying_zip() -> Maker:
    """A megabyte that unpacks to more than a gigabyte, and says that it does not."""

    def make(path: Path) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        head = packer.compress(f"<w:document {_W}><w:body>".encode())
        block = b"<w:p><w:r><w:t>" + b"a" * ((1 << 20) - 16)
        data = head + b"".join(packer.compress(block) for _ in range(1_100)) + packer.flush()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("word/document.xml", data)
        raw = bytearray(buffer.getvalue())
        # The member says that it is packed, and how little it holds.
        local, central = raw.find(b"PK\x03\x04"), raw.find(b"PK\x01\x02")
        struct.pack_into("<H", raw, local + 8, 8)
        struct.pack_into("<H", raw, central + 10, 8)
        path.write_bytes(bytes(raw))

    return make


_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha " * 10}">' for n in range(10))
_XXE = '<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY x SYSTEM "http://127.0.0.1:9/secret">]><TEI><p>&x;</p></TEI>'
_ENTITY_FILE = (
    '<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI><p>&x;</p></TEI>'
)

HOSTILE: dict[str, tuple[str, Maker]] = {
    "empty.pdf": ("KG601", _bytes(b"")),
    "white-space.txt": ("KG601", _bytes(b"\r\n \t\n" * 1_000)),
    "zeros.bin": ("KG601", _bytes(bytes(4_096))),
    "program": ("KG602", _bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 10)),
    "noise.txt": ("KG602", _bytes(b"".join(zlib.crc32(bytes([n % 256, n // 256])).to_bytes(4, "big") for n in range(5_000)))),
    "archive.zip": ("KG602", _zip({"letter.txt": "The clerk counted thirteen."})),
    "sheet.xlsx": ("KG602", _zip({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})),
    "letter.txt.gz": ("KG602", lambda path: path.write_bytes(gzip.compress(b"text", mtime=0)) and None),
    "old.doc": ("KG602", _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"))),
    "empty.warc": ("KG602", _bytes(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n")),
    "script-only.html": ("KG602", _bytes("<!DOCTYPE html><html><body><div id=root></div><script>x()</script></body></html>")),
    "no-words.xml": ("KG602", _bytes('<?xml version="1.0"?><a><b/><c/></a>')),
    "empty-docx.docx": ("KG602", _word(f"<w:document {_W}><w:body><w:p/></w:body></w:document>")),
    "mixed-encodings.txt": ("KG603", _bytes("Désirée Lefèvre, Æthelwald, Ægir, Åse, Örn.\n".encode() * 3 + b"caf\xe9\n")),
    "odd-utf-16.txt": ("KG603", _bytes(b"\xff\xfeT\x00h\x00e")),
    "locked.pdf": ("KG604", _pdf(lambda c: c.drawString(72, 700, "secret"), encrypt=StandardEncryption("x", strength=128))),
    "locked.docx": ("KG604", _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))),
    "cut.pdf": ("KG605", _bytes(b"%PDF-1.7\n1 0 obj\n<</Type/Cata")),
    "header-only.pdf": ("KG605", _bytes(b"%PDF-1.4\n%%EOF\n")),
    "cut.docx": ("KG605", _cut(make_docx, 0.6)),
    "cut.odt": ("KG605", _cut(make_odt, 0.5)),
    "cut.epub": ("KG605", _cut(make_epub, 0.7)),
    "cut.rtf": ("KG605", _cut(make_rtf, 0.5)),
    "bad-xml.xml": ("KG605", _bytes('<?xml version="1.0"?><TEI><p>The clerk</TEI>')),
    "bad-xml.docx": ("KG605", _word("<w:document><w:body>")),
    "no-root.docx": ("KG605", _word("")),
    "bad-checksum.docx": ("KG605", _zip({"word/document.xml": b"\x00\xff" * 500}, zipfile.ZIP_STORED)),
    "lost-chapter.epub": ("KG605", _zip({"META-INF/container.xml": "<container><rootfiles/></container>"})),
    "scanned.pdf": ("KG606", _pdf(lambda canvas: canvas.rect(72, 72, 300, 300, fill=1))),
    "no-fonts.pdf": ("KG606", _page_of(_stream(b"0 0 100 100 re f"))),
    "empty.alto.xml": ("KG606", _bytes('<?xml version="1.0"?><alto xmlns="x"><Layout><Page/></Layout></alto>')),
    "entity-bomb.xml": ("KG607", _bytes(f'<?xml version="1.0"?><!DOCTYPE TEI [{_ENTITIES}]><TEI><p>&e9;</p></TEI>')),
    "external-entity.xml": ("KG607", _bytes(_XXE)),
    "external-file.xml": ("KG607", _bytes(_ENTITY_FILE)),
    "entity-bomb.docx": ("KG607", _word(f"<!DOCTYPE x [{_ENTITIES}]><w:document {_W}><w:body>&e9;</w:body></w:document>")),
    "deep.xml": ("KG607", _bytes('<?xml version="1.0"?>' + "<a>" * 100_000)),
    "deep.html": ("KG607", _bytes("<!DOCTYPE html><body>" + "<div>" * 30_000 + "deep")),

    "zip-bomb.docx": ("KG607", _word(f"<w:document {_W}><w:body>" + "<w:p/>" * 20_000_000)),
    "lying-zip.docx": ("KG605", _lying_zip()),
    "many-members.docx": ("KG607", _zip({"word/document.xml": "<a/>", **{f"x/{n}": "" for n in range(21_000)}}, zipfile.ZIP_STORED)),
    "million-elements.xml": ("KG607", _bytes('<?xml version="1.0"?><a>' + "<b/>" * 1_100_000 + "</a>")),
    "page-tree-loop.pdf": ("KG606", _objects("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>")),
    "form-loop.pdf": ("KG606", _page_of(_stream(b"/X Do"), "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 5>>stream\n/X Do\nendstream")),
    "deflate-bomb.pdf": ("KG605", _page_of(_stream(_deflated_zeros(900), "/Filter/FlateDecode"))),
    "million-pages.pdf": ("KG6", _objects("<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count 2000000000/Kids[{'3 0 R ' * 2_000}]>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")),
    "nested-arrays.pdf": ("KG6", _objects("<</Type/Catalog/Pages 2 0 R>>", "[" * 200_000 + "]" * 200_000)),
}  # fmt: skip
"""The name of each file, the code of its finding (of two, where its libraries may say either), and its maker."""

STRANGE: dict[str, Maker] = {
    "nested-mail.eml": _bytes(
        "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n"
        + "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(300))
    ),
    "huge-page.pdf": _pdf(lambda canvas: canvas.drawString(72, 700, "words"), pagesize=(1e7, 1e7)),
    "attributes.html": _bytes("<!DOCTYPE html><p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">words"),
    "deep-formatting.html": _bytes("<!DOCTYPE html><body>" + "<b><i><p>" * 40_000 + "deep"),
    "tables.html": _bytes("<!DOCTYPE html><body>" + "<table><tr><td>" * 3_000 + "words"),
    "spaces.odt": _zip({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": '<d><text><p>words<s c="999999999999"/></p></text></d>',
    }),
}  # fmt: skip
"""Files that are read or refused, and cost little either way."""
