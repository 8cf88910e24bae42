"""XML texts: TEI with its pages, notes and choices; any other XML by where its characters stand."""

from __future__ import annotations

import re
from typing import Final

from kgbuild.text.map import OriginalPage
from kgbuild.text.readers.flow import CELL, LINE, PARAGRAPH, TextFlow
from kgbuild.text.readers.layer import ALTERNATIVE, CHANGE, HEAD, NOTE, Layer, own_version
from kgbuild.text.readers.xmltree import Element, parse
from kgbuild.text.refusals import NO_TEXT, Refusal

_PARAGRAPHS: Final = frozenset(
    [
        "p",
        "head",
        "ab",
        "div",
        "lg",
        "table",
        "list",
        "quote",
        "opener",
        "closer",
        "postscript",
        "titlePage",
        "front",
        "body",
        "back",
    ]
)
_LINES: Final = frozenset(
    [
        "l",
        "item",
        "row",
        "label",
        "salute",
        "signed",
        "dateline",
        "byline",
        "docTitle",
        "titlePart",
        "docAuthor",
        "docDate",
        "docEdition",
        "docImprint",
        "imprimatur",
        "argument",
        "epigraph",
        "trailer",
        "sp",
        "speaker",
        "stage",
        "castItem",
        "addrLine",
        "entry",
        "figure",
    ]
)
_ROLES: Final = {
    "note": NOTE, "fw": HEAD, "del": CHANGE, "surplus": CHANGE, "rdg": NOTE, "figDesc": ALTERNATIVE,
    "corr": ALTERNATIVE, "expan": ALTERNATIVE, "reg": ALTERNATIVE, "teiHeader": None, "facsimile": None,
    "sourceDoc": None, "standOff": None,
}  # fmt: skip
# What an editor put in a text beside what it has: aside only where both stand in one choice.
_OF_CHOICE: Final = frozenset(("corr", "expan", "reg"))
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


version = own_version
"""The reader is kgbuild's own, on the Expat parser of Python."""


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of an XML file."""
    root = parse(data, encoding=encoding)
    layer = Layer()
    reader = _TeiReader(layer) if media == "application/tei+xml" else _Reader(layer)
    reader.walk(root, "", "")
    reader.flow.end()
    for number, label in enumerate(reader.labels, 1):
        layer.pages[number] = OriginalPage(number, label)
    if media == "application/tei+xml":
        _header(root, layer)
    if not any(not block.role for block in layer.blocks):
        raise Refusal(NO_TEXT, "the XML holds no text, only markup")
    return layer


class _Reader:
    """Any XML: the topmost element with characters of its own is a block."""

    def __init__(self, layer: Layer) -> None:
        self.flow = TextFlow(layer)
        self.labels: list[str] = []

    def walk(self, element: Element, path: str, role: str) -> None:
        begins = not path and element.own_text
        block = element.path if begins else path
        for child in element.children:
            if isinstance(child, str):
                if block:
                    self.flow.text(child, block, role)
            else:
                self.walk(child, block, role)
        if begins:
            self.flow.end(LINE)


class _TeiReader(_Reader):
    """TEI P5: https://tei-c.org/release/doc/tei-p5-doc/en/html/."""

    def walk(self, element: Element, path: str, role: str) -> None:
        name = element.name
        role = self._role(element, role)
        if name in _ROLES and _ROLES[name] is None:
            return
        if name == "pb":
            self._turn(element)
        elif name == "lb":
            self.flow.text("" if element.attributes.get("break") == "no" else "\n", path, role, exact=True)
        breaks = name in _PARAGRAPHS or name in _LINES
        if breaks:
            self.flow.end(PARAGRAPH if name in _PARAGRAPHS else LINE)
        begins = breaks or name == "cell" or (not path and element.own_text)
        block = element.path if begins else path
        for child in element.children:
            if not isinstance(child, str):
                self.walk(child, block, role)
            elif block:
                self.flow.text(child, block, role)
        if begins:
            self.flow.end(CELL if name == "cell" else PARAGRAPH if name in _PARAGRAPHS else LINE)
        if name == "row":
            self.flow.change_end(LINE)
        elif name in _PARAGRAPHS and not role:
            self.flow.change_end(PARAGRAPH)
        elif role == NOTE and name == "note":
            self.flow.text("\n", block, role, exact=True)

    def _role(self, element: Element, role: str) -> str:
        own = _ROLES.get(element.name, "")
        alone = element.name in _OF_CHOICE and (element.parent is None or element.parent.name != "choice")
        return role or ("" if alone else own or "")

    def _turn(self, element: Element) -> None:
        # What stands before the first mark is on a page that nothing names: it has none.
        self.flow.turn_page(element.path)
        self.labels.append(element.attributes.get("n", "").replace('"', ""))


def _header(root: Element, layer: Layer) -> None:
    header = root.first("teiHeader")
    if header is None:
        return
    statement = header.first("titleStmt")
    for key, name in (("title", "title"), ("creator", "author")):
        found = statement.first(name) if statement is not None else None
        layer.say(key, found.text if found is not None else None)
    for key, name in (("publisher", "publisher"), ("rights", "licence"), ("held_by", "repository")):
        found = header.first(name)
        layer.say(key, found.text if found is not None else None)
    language = root.attributes.get("lang") or next(
        (each.attributes.get("ident") for each in header.all("language")), None
    )
    layer.say("language", language)
    for date in header.all("creation", "correspAction", "origDate", "date"):
        said = date.attributes.get("when", "")
        if _DATE.fullmatch(said):
            layer.say("issued", said)
            break
