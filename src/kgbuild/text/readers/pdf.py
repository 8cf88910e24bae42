"""PDF, by PDFium: lines with their rectangles, page by page; heads, feet and notes told apart in :mod:`sheets`."""

from __future__ import annotations

import ctypes
import re
from dataclasses import replace
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2.version import PDFIUM_INFO, PYPDFIUM_INFO

from kgbuild.text.map import Box, OriginalPage
from kgbuild.text.readers.layer import HIDDEN, Layer
from kgbuild.text.readers.sheets import NoteMark, SheetLine, SheetWord, add_lines
from kgbuild.text.refusals import LOCKED, SCANNED, Refusal, damaged

_HYPHEN: Final = "\ufffe"
_LINES: Final = re.compile(rf"[^\r{_HYPHEN}]*(?:\r(?!\n)[^\r{_HYPHEN}]*)*(?:{_HYPHEN}|\r\n|\Z)")
_WORD: Final = re.compile(r"\S+")
_ENDS_IN_FIGURE: Final = re.compile(r"(?<=.)(?:[0-9]{1,3}|[*†‡]{1,3})(?=[.,;:!?)”\"’]*$)")
_DATE: Final = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
_UNREAD_SHARE: Final = 0.3


def version() -> str:
    """The library and its engine, as the map names them."""
    return f"pypdfium2 {PYPDFIUM_INFO.version} (PDFium {PDFIUM_INFO.build})"


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of a PDF. Raises :class:`Refusal` for one that is locked, damaged or holds pictures only."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(error) from error
    layer = Layer(unit="point")
    lines: list[SheetLine] = []
    bare: list[int] = []
    unread: list[int] = []
    count = len(document)
    if not count:
        raise damaged("the PDF has no pages")
    for index in range(count):
        page, found, lost = _read_page(document, index)
        layer.pages[page.number] = page
        if not found:
            bare.append(page.number)
        if lost > _UNREAD_SHARE:
            unread.append(page.number)
        lines += found
    _judge(layer, count, bare, unread)
    add_lines(layer, lines)
    _metadata(document, layer)
    return layer


def _unopened(error: pypdfium2.PdfiumError) -> Refusal:
    if error.err_code == pdfium.FPDF_ERR_PASSWORD:
        return Refusal(LOCKED, "the PDF is locked by a password", help="save it without a password")
    if error.err_code == pdfium.FPDF_ERR_SECURITY:
        return Refusal(
            LOCKED, "the PDF is locked in a way that no reader here opens", help="print it to a PDF"
        )
    return damaged("the PDF is damaged: no pages can be found in it")


def _judge(layer: Layer, count: int, bare: list[int], unread: list[int]) -> None:
    if len(bare) == count:
        what = "the PDF has no text, only pictures of pages" if count > 1 else "the page has no text"
        raise Refusal(
            SCANNED, what, help="let a text recognition program add a text layer, for example OCRmyPDF"
        )
    if len(unread) > count / 2:
        raise Refusal(
            SCANNED,
            "the fonts of the PDF do not say which letters they draw",
            f"page {unread[0]}",
            help="print it to pictures, and let a text recognition program read them, for example OCRmyPDF",
        )
    if bare:
        layer.notes.append(f"no text on {_pages(bare)}")
    if unread:
        layer.notes.append(f"letters that the fonts do not name on {_pages(unread)}")


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:8])) + (" …" if len(numbers) > 8 else "")
    return f"page{'s' if len(numbers) > 1 else ''} {shown}"


def _read_page(document: Any, index: int) -> tuple[OriginalPage, list[SheetLine], float]:
    number = index + 1
    try:
        page = document[index]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        # One page that cannot be read is one page without text; that all are is said of the whole.
        return OriginalPage(number), [], 0.0
    try:
        turned = _Turned(page)
        label = document.get_page_label(index)
        shown = OriginalPage(number, label if label != str(number) and '"' not in label else "", *turned.size)
        reader = _PageReader(text_page, turned, number)
        return shown, reader.lines(), reader.lost()
    finally:
        text_page.close()
        page.close()


class _Turned:
    """From the coordinates of a page to those of the page as shown: from its top left corner, after its rotation."""

    def __init__(self, page: Any) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.rotation = page.get_rotation() % 360
        width, height = self.right - self.left, self.top - self.bottom
        self.size = (width, height) if self.rotation % 180 == 0 else (height, width)

    def shows(self, box: Box) -> bool:
        """Whether any of a rectangle is on the page; what is beyond its edges nobody sees."""
        left, top, right, bottom = box
        width, height = self.size
        return left < width and right > 0 and top < height and bottom > 0

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        if self.rotation == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.rotation == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.rotation == 270:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


class _PageReader:
    """The lines of one page, with the rectangles of their words."""

    def __init__(self, text_page: Any, turned: _Turned, number: int) -> None:
        self._page = text_page.raw
        self._turned = turned
        self._number = number
        self._text = _characters(text_page)
        self._rectangle = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._firsts: list[int] = []

    def lines(self) -> list[SheetLine]:
        found: list[SheetLine] = []
        for match in _LINES.finditer(self._text):
            line = self._line(match)
            if line is None:
                continue
            if found and (whole := _one_line(found[-1], line)) is not None:
                found[-1] = whole
            else:
                found.append(line)
        return found

    def lost(self) -> float:
        """The share of words whose first letter the font does not name."""
        lost = sum(
            pdfium.FPDFText_HasUnicodeMapError(self._page, index) == 1 or _nameless(self._text[index])
            for index in self._firsts
        )
        return lost / len(self._firsts) if self._firsts else 0.0

    def _line(self, match: re.Match[str]) -> SheetLine | None:
        words: list[SheetWord] = []
        marks: list[NoteMark] = []
        for found in _WORD.finditer(self._text, match.start(), match.end()):
            self._firsts.append(found.start())
            text = found[0].removesuffix(_HYPHEN)
            size, box = self._word_box(found.start(), found.end())
            # Most words end in a letter, and so in no mark.
            raised = None if not size or text[-1:].isalpha() else self._raised(found)
            if raised is not None:
                at = len(text) - (found.end() - raised.start())
                mark_box = self._word_box(raised.start(), raised.end())[1]
                marks.append(NoteMark(len(words), at, raised[0], mark_box))
            if found[0].endswith(_HYPHEN):
                text += "-"
            words.append(SheetWord(text, size, box))
        if not words:
            return None
        line = SheetLine(self._number, tuple(words), tuple(marks))
        return line if self._turned.shows(line.box) else replace(line, role=HIDDEN)

    def _word_box(self, start: int, end: int) -> tuple[float, Box]:
        """The height of the letters of a word and its rectangle on the page as shown."""
        rectangle = self._rectangle
        if not pdfium.FPDFText_GetLooseCharBox(self._page, start, rectangle):
            return 0.0, (0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
        size = top - bottom
        if end - start > 1 and pdfium.FPDFText_GetLooseCharBox(self._page, end - 1, rectangle):
            left, bottom = min(left, rectangle.left), min(bottom, rectangle.bottom)
            right, top = max(right, rectangle.right), max(top, rectangle.top)
        return size, self._turned.box(left, bottom, right, top)

    def _raised(self, word: re.Match[str]) -> re.Match[str] | None:
        """The figures at the end of a word that stand higher and are smaller than its first letter."""
        found = _ENDS_IN_FIGURE.search(self._text, word.start(), word.end())
        # Of "1990" only the last figures can be a mark: the first that is raised begins it.
        while found is not None and found.start() > word.start():
            if self._is_raised(found.start(), word.start()):
                return found
            found = _ENDS_IN_FIGURE.search(self._text, found.start() + 1, word.end())
        return None

    def _is_raised(self, index: int, first: int) -> bool:
        heights, baselines = [], []
        for at in (index, first):
            if not pdfium.FPDFText_GetLooseCharBox(self._page, at, self._rectangle):
                return False
            heights.append(self._rectangle.top - self._rectangle.bottom)
            pdfium.FPDFText_GetCharOrigin(self._page, at, self._x, self._y)
            baselines.append(self._y.value)
        smaller: bool = heights[0] < 0.85 * heights[1] and baselines[0] > baselines[1] + 0.1 * heights[1]
        return smaller


def _one_line(line: SheetLine, rest: SheetLine) -> SheetLine | None:
    """A line that PDFium breaks behind raised figures, whole again; ``None`` where the second is another line."""
    last, first = line.words[-1], rest.words[0]
    gap = first.box[0] - last.box[2]
    size = max(last.size, first.size)
    if not -0.2 * size < gap < 0.8 * size or abs(first.box[3] - line.words[0].box[3]) > 0.5 * size:
        return None
    if gap > 0.15 * size:
        shift = len(line.words)
        words = line.words + rest.words
    else:
        shift = len(line.words) - 1
        box = (last.box[0], min(last.box[1], first.box[1]), first.box[2], max(last.box[3], first.box[3]))
        words = (*line.words[:-1], SheetWord(last.text + first.text, last.size, box), *rest.words[1:])
    marks = tuple(
        mark._replace(word=mark.word + shift) for mark in rest.marks if mark.word + shift >= len(line.words)
    )
    return replace(line, words=words, marks=line.marks + marks)


def _nameless(char: str) -> bool:
    return char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " "


def _characters(text_page: Any) -> str:
    """The characters of a page, one for each that PDFium counts, so that an index means the same in both."""
    count = text_page.count_chars()
    text: str = text_page.get_text_range() if count else ""
    if len(text) == count and text.isascii():
        return text
    get = pdfium.FPDFText_GetUnicode
    codes = (get(text_page.raw, index) for index in range(count))
    return "".join(map(_character, codes))


def _character(code: int) -> str:
    # PDFium writes a hyphen that divides a word at the end of a line as 2 or as U+FFFE, by which call one asks.
    if code == 2:
        return _HYPHEN
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _metadata(document: Any, layer: Layer) -> None:
    said = document.get_metadata_dict(skip_empty=True)
    layer.say("title", said.get("Title"))
    layer.say("creator", said.get("Author"))
    date = _DATE.match(said.get("CreationDate", ""))
    if date:
        layer.say("created", "-".join(part for part in date.groups() if part))
