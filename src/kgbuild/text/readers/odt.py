"""OpenDocument texts (ISO/IEC 26300): paragraphs, lists and cells; notes, comments and struck words aside."""

from __future__ import annotations

from typing import Final

from kgbuild.text.map import OriginalPage
from kgbuild.text.readers.archive import Archive
from kgbuild.text.readers.flow import CELL, LINE, PARAGRAPH, TextFlow
from kgbuild.text.readers.layer import ALTERNATIVE, CHANGE, COMMENT, HEAD, NOTE, Layer, own_version
from kgbuild.text.readers.xmltree import Element
from kgbuild.text.refusals import LOCKED, NO_TEXT, Refusal

_ROLES: Final = {
    "note-body": NOTE, "note-citation": NOTE, "annotation": COMMENT, "tracked-changes": CHANGE, "title": ALTERNATIVE,
    "desc": ALTERNATIVE, "header": HEAD, "footer": HEAD, "header-left": HEAD, "footer-left": HEAD,
}  # fmt: skip
_SKIPPED: Final = frozenset(
    (
        "sequence-decls",
        "variable-decls",
        "forms",
        "creator",
        "date",
        "automatic-styles",
        "styles",
        "change-info",
    )
)
_MOST_SPACES: Final = 1_000


version = own_version
"""The reader is kgbuild's own, on the Expat parser of Python."""


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of an OpenDocument text."""
    archive = Archive(data)
    manifest = archive.tree("META-INF/manifest.xml")
    if manifest is not None and next(manifest.all("encryption-data"), None) is not None:
        raise Refusal(LOCKED, "the document is locked by a password", help="save it without a password")
    content = archive.needed("content.xml")
    layer = Layer()
    reader = _Reader(layer)
    if next(content.all("soft-page-break"), None) is not None:
        reader.flow.page = 1
        layer.notes.append("pages are those that the program last showed")
    reader.walk(content, "", "")
    reader.flow.end()
    layer.pages.update((number, OriginalPage(number)) for number in range(1, reader.flow.page + 1))
    if not any(not block.role for block in layer.blocks):
        raise Refusal(NO_TEXT, "the document holds no text, only pictures or nothing")
    styles = archive.tree("styles.xml")
    if styles is not None:
        for master in styles.all("master-page"):
            _Reader(layer, "styles.xml#").walk(master, "", "")
    _metadata(archive, layer)
    return layer


class _Reader:
    def __init__(self, layer: Layer, prefix: str = "") -> None:
        self.flow = TextFlow(layer)
        self._prefix = prefix

    def walk(self, element: Element, path: str, role: str) -> None:
        name = element.name
        if name in _SKIPPED:
            return
        role = role or _ROLES.get(name, "")
        within = bool(path) and bool(role)
        if name in ("p", "h") and not within:
            self.flow.end()
            path = self._prefix + element.path
        elif name == "s":
            count = element.attributes.get("c", "1")
            self.flow.text(
                " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES), path, role, exact=True
            )
        elif name in ("tab", "line-break"):
            self.flow.text("\t" if name == "tab" else "\n", path, role, exact=True)
        elif name == "soft-page-break" and not self._prefix:
            self.flow.turn_page(path)
        for child in element.children:
            if not isinstance(child, str):
                self.walk(child, path, role)
            elif path:
                self.flow.text(child, path, role)
            elif role and child.strip():
                self.flow.text(child, self._prefix + element.path, role)
        self._close(element, path, role, within)

    def _close(self, element: Element, path: str, role: str, within: bool) -> None:
        name = element.name
        if within and name in ("p", "h", "note-citation", "title", "desc", "annotation"):
            self.flow.text(" " if name == "note-citation" else "\n", path, role, exact=True)
        elif name in ("p", "h"):
            above = element.parent.name if element.parent is not None else ""
            self.flow.end(LINE if above in ("table-cell", "list-item") else PARAGRAPH)
        elif name == "table-cell":
            self.flow.change_end(CELL)
        elif name == "table-row":
            self.flow.change_end(LINE)
        elif name in ("table", "list"):
            self.flow.change_end(PARAGRAPH)


def _metadata(archive: Archive, layer: Layer) -> None:
    meta = archive.tree("meta.xml")
    if meta is None:
        return
    for key, names in (
        ("title", ("title",)),
        ("creator", ("initial-creator", "creator")),
        ("language", ("language",)),
    ):
        for name in names:
            found = meta.first(name)
            layer.say(key, found.text if found is not None else None)
    created = meta.first("creation-date")
    layer.say("created", created.text[:10] if created is not None else None)
