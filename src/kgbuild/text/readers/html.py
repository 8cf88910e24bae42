"""HTML, by the Lexbor engine (selectolax): parsed as browsers do, with the XPath of each block."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from importlib.metadata import version as installed
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from kgbuild.text.encodings import Decoded, decode
from kgbuild.text.readers.flow import TextFlow
from kgbuild.text.readers.layer import Layer
from kgbuild.text.readers.web import Close, Event, Open, Text, read_events
from kgbuild.text.refusals import DAMAGED, NO_TEXT, TOO_COSTLY, Refusal

MAX_DEPTH: Final = 2_000
_DECLARED: Final = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
_SAVED: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_ARCHIVE: Final = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(\S+)")
_ALONE: Final = frozenset(("html", "body", "head"))
_HEAD: Final = 4_096


def version() -> str:
    """The library, as the map names it."""
    return f"selectolax {installed('selectolax')}"


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of a page. Raises :class:`Refusal` for one that shows no text, or nests beyond measure."""
    text, told = decode_page(data, encoding)
    layer = Layer(encoding=told)
    saved = _SAVED.search(text[:_HEAD])
    if saved is not None:
        archived = _ARCHIVE.fullmatch(saved[1])
        layer.say("url", archived[1] if archived else saved[1])
        layer.say("archived", saved[1] if archived else None)
    read_page(text, layer)
    if not any(not block.role for block in layer.blocks):
        raise Refusal(
            NO_TEXT,
            "the page shows no text of its own",
            help="pages made by scripts: save what the browser shows, or print it to a PDF",
        )
    return layer


def read_page(text: str, layer: Layer, prefix: str = "") -> None:
    """Put the text of a page into a layer; paths begin with ``prefix``."""
    try:
        parser = LexborHTMLParser(text)
    except (SelectolaxError, ValueError, UnicodeError) as error:
        raise Refusal(DAMAGED, "the page cannot be parsed") from error
    root = parser.root
    if root is not None:
        read_events(_events(root, prefix), layer, TextFlow(layer))


def decode_page(data: bytes, encoding: str | None) -> Decoded:
    """The characters of a page: as told, as marked, as UTF-8 if it is that, as it declares, or by its bytes."""
    declared = _DECLARED.search(data[:_HEAD])
    if encoding is None and declared is not None:
        name = (declared[1] or declared[2]).decode("ascii", "replace")
        try:
            codec = codecs.lookup(name).name
        except LookupError:
            codec = ""
        # Pages saved anew are often UTF-8 under an old declaration; nothing else is UTF-8 by chance.
        if codec and not codec.startswith("utf") and not _is_utf8(data):
            # Browsers read these two names as windows-1252 (WHATWG Encoding Standard).
            return decode(data, {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(codec, codec))
    return decode(data, encoding)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\x00" not in data


def _events(root: Any, prefix: str) -> Iterator[Event]:
    """The tree as elements that open and close and characters between them, without recursion."""
    paths = [prefix]
    counts: list[dict[str, int]] = [{}]
    node = root
    while node is not None:
        tag = node.tag
        if tag == "-text":
            yield Text(node.text_content or "")
            child = None
        elif tag is None or tag[0] in "-!":
            child = None
        else:
            seen = counts[-1]
            number = seen[tag] = seen.get(tag, 0) + 1
            path = f"{paths[-1]}/{tag}" if tag in _ALONE else f"{paths[-1]}/{tag}[{number}]"
            yield Open(tag, node.attributes, path)
            child = node.first_child
            if child is None:
                yield Close()
            else:
                if len(paths) > MAX_DEPTH:
                    raise Refusal(TOO_COSTLY, f"the page nests elements more than {MAX_DEPTH:,} deep")
                paths.append(path)
                counts.append({})
        if child is not None:
            node = child
            continue
        following = node.next
        while following is None and len(paths) > 1:
            node = node.parent
            paths.pop()
            counts.pop()
            yield Close()
            following = node.next
        node = following
