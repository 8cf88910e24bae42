"""Scans with their text as XML, ALTO (Library of Congress) and PAGE (PRImA): words or lines with their rectangles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kgbuild.text.map import Box, OriginalPage
from kgbuild.text.readers.layer import HEAD, NOTE, PAGE_NUMBER, Layer, own_version
from kgbuild.text.readers.sheets import SheetLine, SheetWord, add_lines
from kgbuild.text.readers.xmltree import Element, parse
from kgbuild.text.refusals import SCANNED, Refusal

_REGIONS: Final = {
    "header": HEAD, "footer": HEAD, "page-number": PAGE_NUMBER, "footnote": NOTE, "footnote-continued": NOTE,
    "endnote": NOTE, "TopMargin": HEAD, "BottomMargin": HEAD,
}  # fmt: skip


version = own_version
"""The reader is kgbuild's own, on the Expat parser of Python."""


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of a scan."""
    root = parse(data)
    layer = Layer()
    lines = list(_alto(root, layer) if media == "application/alto+xml" else _page(root, layer))
    if not lines:
        raise Refusal(SCANNED, "the scan holds no text", help="let a text recognition program read it")
    add_lines(layer, lines)
    return layer


def _value(element: Element, name: str) -> float:
    try:
        return max(-1e7, min(float(element.attributes.get(name, "0")), 1e7))
    except ValueError:
        return 0.0


def _alto(root: Element, layer: Layer) -> Iterator[SheetLine]:
    unit = root.first("MeasurementUnit")
    layer.unit = unit.text if unit is not None and unit.text in ("pixel", "mm10", "inch1200") else "pixel"
    for number, page in enumerate(root.all("Page"), 1):
        label = page.attributes.get("PRINTED_IMG_NR", "").replace('"', "")
        layer.pages[number] = OriginalPage(number, label, _value(page, "WIDTH"), _value(page, "HEIGHT"))
        for line in page.all("TextLine"):
            words: list[SheetWord] = []
            for element in line.elements():
                if element.name == "String" and (content := element.attributes.get("CONTENT", "").strip()):
                    box = _alto_box(element)
                    words.append(SheetWord(content, box[3] - box[1], box))
                elif element.name == "HYP" and words:
                    words[-1] = words[-1]._replace(text=words[-1].text.rstrip("-") + "-")
            if words:
                yield SheetLine(number, tuple(words), path=line.path, role=_region(line))


def _alto_box(element: Element) -> Box:
    left, top = _value(element, "HPOS"), _value(element, "VPOS")
    return left, top, left + _value(element, "WIDTH"), top + _value(element, "HEIGHT")


def _region(line: Element) -> str:
    """The role that the page gives to a region of it."""
    above = line.parent
    while above is not None:
        role = _REGIONS.get(above.attributes.get("type", "")) or _REGIONS.get(above.name)
        if role:
            return role
        above = above.parent
    return ""


def _page(root: Element, layer: Layer) -> Iterator[SheetLine]:
    layer.unit = "pixel"
    for number, page in enumerate(root.all("Page"), 1):
        size = _value(page, "imageWidth"), _value(page, "imageHeight")
        layer.pages[number] = OriginalPage(number, "", *size)
        for region in _in_order(page):
            for line in region.all("TextLine"):
                words = [
                    word for element in line.elements() if element.name == "Word" for word in _word(element)
                ]
                if not words:
                    words = list(_word(line))
                if words:
                    yield SheetLine(number, tuple(words), path=line.path, role=_region(line))


def _in_order(page: Element) -> list[Element]:
    """The regions of text as the page orders them, those that it does not order behind."""
    regions = {region.attributes.get("id", region.path): region for region in page.all("TextRegion")}
    named = [each.attributes.get("regionRef", "") for each in page.all("RegionRefIndexed", "RegionRef")]
    order = dict.fromkeys((*(name for name in named if name in regions), *regions))
    nested = {inner.path for region in regions.values() for inner in region.all("TextRegion")}
    return [regions[name] for name in order if regions[name].path not in nested]


def _word(element: Element) -> Iterator[SheetWord]:
    coordinates, equivalent = element.child("Coords"), element.child("TextEquiv")
    unicode = equivalent.child("Unicode") if equivalent is not None else None
    if coordinates is None or unicode is None or not unicode.text:
        return
    points = []
    for pair in coordinates.attributes.get("points", "").split():
        x, _, y = pair.partition(",")
        if x.lstrip("-").isdecimal() and y.lstrip("-").isdecimal() and len(x) < 9 and len(y) < 9:
            points.append((int(x), int(y)))
    if points:
        box = (
            float(min(x for x, _ in points)), float(min(y for _, y in points)),
            float(max(x for x, _ in points)), float(max(y for _, y in points)),
        )  # fmt: skip
        yield SheetWord(unicode.text, box[3] - box[1], box)
