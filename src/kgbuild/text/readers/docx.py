"""Word documents (Office Open XML, ECMA-376): paragraphs and cells; heads, notes, comments, struck words aside."""

from __future__ import annotations

from typing import Final

from kgbuild.text.map import OriginalPage
from kgbuild.text.readers.archive import Archive
from kgbuild.text.readers.flow import CELL, LINE, PARAGRAPH, TextFlow
from kgbuild.text.readers.layer import ALTERNATIVE, CHANGE, COMMENT, HEAD, HIDDEN, NOTE, Layer, own_version
from kgbuild.text.readers.linebreaks import SOFT
from kgbuild.text.readers.xmltree import Element
from kgbuild.text.refusals import NO_TEXT, Refusal

_MAIN: Final = "word/document.xml"
_CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": SOFT}
_SKIPPED: Final = frozenset(
    ("instrText", "delInstrText", "Fallback", "pPr", "sectPr", "tblPr", "tblGrid", "tcPr", "trPr", "rPr")
)


version = own_version
"""The reader is kgbuild's own, on the Expat parser of Python."""


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of a Word document."""
    archive = Archive(data)
    layer = Layer()
    body = archive.needed(_MAIN)
    reader = _Reader(layer)
    if next(body.all("lastRenderedPageBreak"), None) is not None:
        reader.flow.page = 1
    reader.walk(body, "", "")
    reader.flow.end()
    if reader.flow.page:
        layer.pages.update((number, OriginalPage(number)) for number in range(1, reader.flow.page + 1))
        layer.notes.append("pages are those that Word last showed")
    if _numbers(body, archive):
        layer.notes.append(
            "the numbers and bullets of lists are not in the text: Word makes them when it shows it"
        )
    if not layer.blocks:
        raise Refusal(NO_TEXT, "the document holds no text, only pictures or nothing")
    for name in sorted(archive.names):
        role = _part(name)
        part = archive.tree(name) if role else None
        if part is not None:
            _Reader(layer, f"{name}#").walk(part, "", role)
    _metadata(archive, layer)
    return layer


def _numbers(body: Element, archive: Archive) -> bool:
    """Whether Word numbers paragraphs: by what they say themselves, or by their style."""
    if body.first("numPr") is not None:
        return True
    styles = archive.tree("word/styles.xml")
    numbering = {
        style.attributes.get("styleId")
        for style in (styles.all("style") if styles is not None else ())
        if style.first("numPr") is not None
    }
    return any(used.attributes.get("val") in numbering for used in body.all("pStyle"))


def _part(name: str) -> str:
    """What a part of the file beside the body is."""
    stem = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
    return {
        "header": HEAD, "footer": HEAD, "footnotes": NOTE, "endnotes": NOTE, "comments": COMMENT
    }.get(stem, "") if name.startswith("word/") else ""  # fmt: skip


class _Reader:
    def __init__(self, layer: Layer, prefix: str = "") -> None:
        self.flow = TextFlow(layer)
        self._prefix = prefix

    def walk(self, element: Element, path: str, role: str) -> None:
        name = element.name
        if name in _SKIPPED:
            return
        if name == "p":
            self.flow.end()
            path = self._prefix + element.path
        elif name in ("del", "moveFrom"):
            role = role or CHANGE
        elif name == "r" and _hidden(element):
            role = role or HIDDEN
        if name in ("t", "delText"):
            self.flow.text(
                "".join(child for child in element.children if isinstance(child, str)), path, role, exact=True
            )
        elif name in _CHARACTERS and element.attributes.get("type") != "page":
            self.flow.text(_CHARACTERS[name], path, role, exact=True)
        elif name == "lastRenderedPageBreak" and not self._prefix:
            self.flow.turn_page(path)
        elif name == "docPr" and element.attributes.get("descr"):
            self.flow.text(element.attributes["descr"] + "\n", path, ALTERNATIVE, exact=True)
        for child in element.elements():
            self.walk(child, path, role)
        self._close(element)

    def _close(self, element: Element) -> None:
        name = element.name
        if name == "p":
            in_cell = element.parent is not None and element.parent.name == "tc"
            self.flow.end(LINE if in_cell else PARAGRAPH)
        elif name == "tc":
            self.flow.change_end(CELL)
        elif name == "tr":
            self.flow.change_end(LINE)
        elif name == "tbl":
            self.flow.change_end(PARAGRAPH)


def _hidden(run: Element) -> bool:
    properties = run.child("rPr")
    vanish = properties.child("vanish") if properties is not None else None
    return vanish is not None and vanish.attributes.get("val", "true") not in ("false", "0")


def _metadata(archive: Archive, layer: Layer) -> None:
    core = archive.tree("docProps/core.xml")
    if core is not None:
        for key, name in (("title", "title"), ("creator", "creator"), ("language", "language")):
            found = core.child(name)
            layer.say(key, found.text if found is not None else None)
        created = core.child("created")
        layer.say("created", created.text[:10] if created is not None else None)
