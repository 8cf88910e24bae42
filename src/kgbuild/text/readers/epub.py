"""EPUB books: the chapters in the order of the spine, each block with its file and its element."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from kgbuild.text.map import OriginalPage
from kgbuild.text.readers.archive import Archive
from kgbuild.text.readers.flow import TextFlow
from kgbuild.text.readers.layer import Layer, own_version
from kgbuild.text.readers.web import Close, Event, Open, Text, read_events
from kgbuild.text.readers.xmltree import Element, parse
from kgbuild.text.refusals import LOCKED, NO_TEXT, Refusal, damaged

_CONTAINER: Final = "META-INF/container.xml"
_PAGES: Final = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


version = own_version
"""The reader is kgbuild's own, on the Expat parser of Python."""


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of a book."""
    archive = Archive(data)
    container = archive.needed(_CONTAINER)
    rootfile = container.first("rootfile")
    package_name = rootfile.attributes.get("full-path", "") if rootfile is not None else ""
    package = archive.needed(package_name)
    layer = Layer()
    _metadata(package, layer)
    locked = archive.tree("META-INF/encryption.xml")
    hidden = (
        {unquote(each.attributes.get("URI", "")) for each in locked.all("CipherReference")}
        if locked
        else set()
    )
    labels: list[str] = []
    missing = 0
    for name in _spine(package, posixpath.dirname(package_name)):
        if name in hidden:
            raise Refusal(LOCKED, "the book is locked (DRM)", f"`{name}`", "use a copy without it")
        content = archive.read(name)
        if content is None:
            missing += 1
            continue
        flow = TextFlow(layer)
        flow.page = len(labels)
        root = parse(content, f"`{name}`")
        read_events(_events(root, f"{name}#", labels, flow), layer, flow)
    if missing:
        layer.notes.append(f"{missing} chapter{'s' if missing > 1 else ''} of the list not in the file")
    layer.pages.update((number, OriginalPage(number, label)) for number, label in enumerate(labels, 1))
    if not any(not block.role for block in layer.blocks):
        raise Refusal(NO_TEXT, "the book holds no text, only pictures or nothing")
    return layer


def _spine(package: Element, folder: str) -> list[str]:
    items = {
        item.attributes.get("id", ""): item.attributes
        for item in package.all("item")
        if "href" in item.attributes
    }
    names = []
    for reference in package.all("itemref"):
        item = items.get(reference.attributes.get("idref", ""))
        if item is None:
            raise damaged("the book lists a chapter that it does not describe", f"line {reference.line}")
        if item.get("media-type") in _PAGES:
            names.append(posixpath.normpath(posixpath.join(folder, unquote(item["href"]))))
    return names


def _events(root: Element, prefix: str, labels: list[str], flow: TextFlow) -> Iterator[Event]:
    """A chapter as elements that open and close and characters; the labels of its page breaks are kept."""
    waiting: list[Element | str | None] = [root]
    while waiting:
        node = waiting.pop()
        if node is None:
            yield Close()
        elif isinstance(node, str):
            yield Text(node)
        else:
            attributes: dict[str, str | None] = dict(node.attributes)
            if "pagebreak" in (node.attributes.get("type") or ""):
                labels.append((node.attributes.get("title") or node.text or "").replace('"', "")[:20])
            yield Open(node.name, attributes, prefix + node.path)
            waiting.append(None)
            waiting.extend(reversed(node.children))


def _metadata(package: Element, layer: Layer) -> None:
    metadata = package.first("metadata")
    if metadata is None:
        return
    names = (("title", "title"), ("creator", "creator"), ("publisher", "publisher"), ("language", "language"))
    for key, name in (*names, ("issued", "date"), ("rights", "rights")):
        found = metadata.first(name)
        layer.say(key, found.text if found is not None else None)
    for identifier in metadata.all("identifier"):
        digits = identifier.text.lower().removeprefix("urn:isbn:").replace("-", "")
        if len(digits) in (10, 13) and digits[:-1].isdecimal():
            layer.say("isbn", digits)
