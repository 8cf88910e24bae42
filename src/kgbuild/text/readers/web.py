"""HTML and XHTML, from either parser: text as blocks, menus and notes aside, and what a page says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from kgbuild.text.readers.flow import CELL, LINE, PARAGRAPH, TextFlow
from kgbuild.text.readers.layer import ALTERNATIVE, CHANGE, HIDDEN, MENU, NOTE, Layer

_PARAGRAPHS: Final = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "table",
        "ul",
        "ol",
        "dl",
        "section",
        "article",
        "header",
        "hr",
        "address",
    ]
)
_LINES: Final = frozenset(
    [
        "div",
        "li",
        "dt",
        "dd",
        "tr",
        "caption",
        "summary",
        "details",
        "main",
        "body",
        "html",
        "form",
        "fieldset",
        "legend",
        "footer",
        "nav",
        "aside",
        "center",
        "hgroup",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "optgroup",
        "dialog",
        "search",
    ]
)
_CELLS: Final = frozenset(("td", "th"))
_BLOCKS: Final = _PARAGRAPHS | _LINES | _CELLS
_WITHOUT_TEXT: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "audio",
        "video",
        "canvas",
        "map",
        "datalist",
        "head",
        "title",
    ]
)
_MENUS: Final = frozenset(["nav", "menu", "button", "select", "dialog", "search"])
_ASIDE: Final = _MENUS | {"del", "footer"}
"""Elements that may stand beside the text without an attribute that says so."""
_MENU_ROLES: Final = frozenset(
    [
        "navigation",
        "menu",
        "menubar",
        "banner",
        "contentinfo",
        "search",
        "toolbar",
        "dialog",
        "alertdialog",
        "complementary",
    ]
)
_NOTE_ROLES: Final = frozenset(
    [
        "doc-footnote",
        "doc-endnotes",
        "doc-endnote",
        "doc-noteref",
        "doc-backlink",
        "footnote",
        "footnotes",
        "endnote",
        "endnotes",
        "rearnote",
        "noteref",
        "note",
    ]
)
_NOTE_CLASSES: Final = frozenset(
    ["reference", "footnote-ref", "noteref", "footnotes", "references", "mw-references-wrap", "reflist"]
)
_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_META: Final = {
    "title": ("citation_title", "dc.title", "dcterms.title", "og:title"),
    "creator": ("author", "citation_author", "dc.creator", "dcterms.creator", "article:author"),
    "issued": (
        "citation_publication_date", "citation_date", "dcterms.issued", "dc.date", "dc.date.issued",
        "article:published_time", "datepublished", "date", "pubdate",
    ),
    "publisher": ("dc.publisher", "dcterms.publisher", "citation_publisher", "og:site_name"),
    "url": ("og:url",),
    "rights": ("dc.rights", "dcterms.rights", "copyright"),
    "doi": ("citation_doi",),
    "language": ("dc.language", "dcterms.language"),
}  # fmt: skip
_KEYS: Final = {name: key for key, names in _META.items() for name in names}


class Open(NamedTuple):
    """An element begins; ``path`` is that of the element."""

    tag: str
    attributes: Mapping[str, str | None]
    path: str


class Text(NamedTuple):
    """Characters."""

    text: str


class Close(NamedTuple):
    """The element last opened ends."""


Event = Open | Text | Close


class _Level(NamedTuple):
    """An open element: its tag, the path of the block that its characters belong to, its role, how to take them."""

    tag: str
    path: str
    role: str
    exact: bool
    skipped: bool


def read_events(events: Iterator[Event], layer: Layer, flow: TextFlow) -> None:
    """Put the text of a page into a layer."""
    levels = [_Level("", "", "", False, False)]
    for event in events:
        if isinstance(event, Text):
            level = levels[-1]
            if not level.skipped:
                flow.text(event.text, level.path, level.role, exact=level.exact)
            elif level.tag in ("title", "script"):
                _say(level.tag, event.text, layer)
        elif isinstance(event, Open):
            levels.append(_opened(event, levels, layer, flow))
        else:
            level = levels.pop()
            if level.skipped or level.tag not in _BLOCKS:
                continue
            if level.tag in _CELLS:
                flow.end(CELL)
            elif level.tag == "tr":
                flow.end(LINE)
                flow.change_end(LINE)
            else:
                ended = flow.end(PARAGRAPH if level.tag in _PARAGRAPHS else LINE)
                if not ended and level.tag in _PARAGRAPHS and not level.role:
                    # A list ends with its last item, which ended already.
                    flow.change_end(PARAGRAPH)
    flow.end(LINE)


def _opened(event: Open, levels: list[_Level], layer: Layer, flow: TextFlow) -> _Level:
    tag, attributes = event.tag, event.attributes
    above = levels[-1]
    if above.skipped or tag in _WITHOUT_TEXT:
        if tag in ("meta", "link", "title", "script", "base"):
            _head(event, layer)
        is_data = tag == "script" and attributes.get("type") == "application/ld+json"
        return _Level(tag if tag != "script" or is_data else "", above.path, above.role, False, True)
    if tag == "html":
        layer.say("language", attributes.get("lang"))
    role = above.role or (_role(tag, attributes, above.tag) if attributes or tag in _ASIDE else "")
    if tag in ("meta", "link"):
        _head(event, layer)
    elif tag == "br":
        flow.text("\n", above.path, role, exact=True)
    elif tag == "img" and (alternative := attributes.get("alt")):
        flow.text(alternative, event.path, ALTERNATIVE)
        flow.text("\n", event.path, ALTERNATIVE, exact=True)
    elif attributes and "pagebreak" in _types(attributes):
        flow.turn_page(event.path)
    if tag in _BLOCKS:
        flow.end(PARAGRAPH if tag in _PARAGRAPHS else LINE)
        return _Level(tag, event.path, role, above.exact or tag == "pre", False)
    if tag == "wbr":
        return _Level(tag, above.path, role, above.exact, False)
    return _Level(tag, above.path or event.path, role, above.exact or tag == "textarea", False)


def _types(attributes: Mapping[str, str | None]) -> list[str]:
    """What EPUB says an element is; its namespace is kept in HTML and not in XML."""
    return (attributes.get("epub:type") or attributes.get("type") or "").split()


def _role(tag: str, attributes: Mapping[str, str | None], above: str) -> str:
    """What an element is beside the text: a menu, a note, what is not shown, what was struck out."""
    if tag == "del":
        return CHANGE
    if "hidden" in attributes or _HIDING.search(attributes.get("style") or ""):
        return HIDDEN
    named = {word.removeprefix("doc-") for word in (attributes.get("role") or "").split()}
    kinds = {*(attributes.get("role") or "").split(), *_types(attributes)}
    if kinds & _NOTE_ROLES or _NOTE_CLASSES & set((attributes.get("class") or "").split()):
        return NOTE
    if tag in _MENUS or named & _MENU_ROLES or (tag == "footer" and above == "body"):
        return MENU
    return ""


def _head(event: Open, layer: Layer) -> None:
    get = event.attributes.get
    if event.tag == "link" and "canonical" in (get("rel") or "").split():
        layer.say("url", get("href"))
    elif event.tag == "meta":
        name = (get("name") or get("property") or get("itemprop") or "").lower()
        key, value = _KEYS.get(name), get("content")
        if key is not None and value:
            layer.say(key, _day(value) if key == "issued" else value)


def _say(tag: str, text: str, layer: Layer) -> None:
    if tag == "title":
        layer.say("page-title", text)
        return
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    items = found if isinstance(found, list) else [found]
    for item in items:
        graph = item.get("@graph") if isinstance(item, dict) else None
        for each in graph if isinstance(graph, list) else [item]:
            if isinstance(each, dict) and ("headline" in each or "datePublished" in each):
                _say_schema(each, layer)


def _say_schema(item: dict[str, object], layer: Layer) -> None:
    """What schema.org says of an article."""
    for key, name in (
        ("title", "headline"),
        ("issued", "datePublished"),
        ("url", "url"),
        ("language", "inLanguage"),
    ):
        value = item.get(name)
        if isinstance(value, str):
            layer.say(key, _day(value) if key == "issued" else value)
    for key, name in (("creator", "author"), ("publisher", "publisher"), ("rights", "copyrightHolder")):
        value = item.get(name)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("name") if isinstance(value, dict) else value
        if isinstance(value, str):
            layer.say(key, value)


def _day(value: str) -> str:
    found = _DATE.match(value)
    return found[0] if found else value
