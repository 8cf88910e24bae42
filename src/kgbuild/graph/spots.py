"""Where an anchor stands in the original of its text, as W3C selectors beside those of the text: the measure stays it.

Web Annotation Data Model, 4.2.1 (fragments: RFC 8118 for PDF, Media Fragments for pictures of pages, RFC 5147 for
lines) and 4.2.3 (XPath).
"""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.claims.claim import Namer
from kgbuild.core.terms import Term, Triple, literal
from kgbuild.evidence.finder import Span
from kgbuild.graph import terms as t
from kgbuild.text.map import Spot

_PDF = "<http://www.rfc-editor.org/rfc/rfc8118>"
_PICTURE = "<http://www.w3.org/TR/media-frags/>"
_LINES = "<http://tools.ietf.org/rfc/rfc5147>"


def place_triples(namer: Namer, anchor: Term, name: str, span: Span) -> Iterator[Triple]:
    """For each page or element that a span stands on: its selector, with a label for people ("page 3, line 12")."""
    for number, spot in enumerate(span.at, 1):
        for letter, (kind, value, standard) in (
            *(("f", s) for s in _fragments(spot)),
            *(("x", s) for s in _paths(spot)),
        ):
            node = namer.node("selector", f"{name}.{letter}{number}")
            yield anchor, t.HAS_SELECTOR, node
            yield node, t.TYPE, kind
            yield node, t.RDF_VALUE, literal(value)
            yield node, t.LABEL, literal(str(spot))
            if standard is not None:
                yield node, t.CONFORMS_TO, standard
            elif span.match != "range":
                # Of an element the words are meant, not the whole.
                yield node, t.REFINED_BY, namer.node("selector", f"{name}.q")


Selector = tuple[Term, str, Term | None]


def _fragments(spot: Spot) -> Iterator[Selector]:
    """The page of a PDF; the rectangle on the picture of a page; the line of a mail."""
    if spot.page and spot.unit == "point":
        yield t.FRAGMENT_SELECTOR, f"page={spot.page}", _PDF
    elif spot.boxes and spot.unit == "pixel":
        left, top = min(box[0] for box in spot.boxes), min(box[1] for box in spot.boxes)
        right, bottom = max(box[2] for box in spot.boxes), max(box[3] for box in spot.boxes)
        values = ",".join(str(round(value)) for value in (left, top, right - left, bottom - top))
        yield t.FRAGMENT_SELECTOR, f"xywh=pixel:{values}", _PICTURE
    elif spot.line and not spot.page and not spot.path:
        # Positions lie between lines: the first line is from 0 to 1.
        yield t.FRAGMENT_SELECTOR, f"line={spot.line - 1},{spot.line}", _LINES


def _paths(spot: Spot) -> Iterator[Selector]:
    """The element of a page or an XML text. Of files within a file (`chapter.xhtml#/html/…`) the path names both.

    The part of a mail and the paragraph of RTF have no standard of their own; a fragment names them in words.
    """
    if spot.path and not spot.boxes:
        is_xpath = spot.path.startswith("/") or "#/" in spot.path
        yield t.XPATH_SELECTOR if is_xpath else t.FRAGMENT_SELECTOR, spot.path, None
