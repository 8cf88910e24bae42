"""The documents of a graph as bibliographic items: CSL-JSON (schema 1.0.2) and BibTeX, as Zotero reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from kgbuild.core.bibtex import BibEntry, write_bibtex
from kgbuild.core.terms import Term
from kgbuild.graph import terms as t
from kgbuild.graph.write.names import ByteSink
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltDocument, BuiltGraph

_TYPES: Final = {
    "letter": "personal_communication",
    "un-letter": "personal_communication",
    "news-report": "article-newspaper",
    "aggregator-copy": "article-newspaper",
    "report": "report",
    "resolution": "legislation",
    "speech": "speech",
    "web-page": "webpage",
}
_ENTRIES: Final = {"article-newspaper": "article", "report": "techreport", "webpage": "online"}
_IDENTIFIERS: Final = {"doi:": "DOI", "urn:isbn:": "ISBN"}
_FIELDS: Final = {
    "title": "title", "number": "number", "publisher": "publisher", "page": "pages", "DOI": "doi", "ISBN": "isbn",
    "URL": "url", "language": "language", "archive": "library", "call-number": "lccn", "license": "copyright",
    "note": "note",
}  # fmt: skip


def csl_items(selection: Selection) -> Iterator[dict[str, Any]]:
    """The documents, without their parts, as items of CSL."""
    for document in selection.documents:
        if document.id == document.document:
            found = _item(selection.graph, document)
            yield {key: value for key, value in found.items() if value}


def _item(graph: BuiltGraph, document: BuiltDocument) -> dict[str, Any]:
    def all_of(predicate: Term) -> list[str]:
        return list(graph.texts(document.term, predicate))

    identifiers = {
        key: value.removeprefix(prefix)
        for value in all_of(t.IDENTIFIER)
        for prefix, key in _IDENTIFIERS.items()
        if value.startswith(prefix)
    }
    arks = [value for value in all_of(t.IDENTIFIER) if value.startswith("ark:")]
    holder = graph.value(document.term, t.HOLDING_ARCHIVE)
    notes = [
        *(f"archived: {each}" for each in all_of(t.ARCHIVED_AT)),
        *arks,
        *([f"text sha256:{document.text_hash}"] if document.text_hash else []),
    ]
    return {
        "id": document.id,
        "type": _TYPES.get(document.kind, "document"),
        "title": document.title,
        "author": [{"literal": graph.label(document.voice)}] if document.voice is not None else None,
        "issued": _date(document.issued),
        "number": "; ".join(document.symbols),
        "publisher": graph.label(document.publisher) if document.publisher is not None else None,
        "page": next(iter(all_of(t.PAGINATION)), None),
        "URL": next(iter(all_of(t.URL)), None),
        "accessed": _date(next(iter(all_of(t.RETRIEVED)), None)),
        **identifiers,
        "archive": graph.label(holder) if holder is not None else None,
        "call-number": "; ".join(all_of(t.CALL_NUMBER)),
        "license": "; ".join(all_of(t.RIGHTS)),
        "language": document.language,
        "note": "\n".join(notes),
    }


def _date(text: str | None) -> dict[str, Any] | None:
    """A day, month or year as CSL has it."""
    if text is None or re.fullmatch(r"\d{4}(-\d{2}){0,2}", text) is None:
        return {"literal": text} if text else None
    return {"date-parts": [[int(part) for part in text.split("-")]]}


def write_csl(selection: Selection, sink: ByteSink) -> int:
    """Write CSL-JSON; returns how many items."""
    items = list(csl_items(selection))
    sink.write((json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode())
    return len(items)


def write_bib(selection: Selection, sink: ByteSink) -> int:
    """Write BibTeX; returns how many items."""
    entries = [
        BibEntry(_ENTRIES.get(item["type"], "misc"), item["id"], _fields(item))
        for item in csl_items(selection)
    ]
    sink.write(write_bibtex(entries).encode())
    return len(entries)


def _fields(item: dict[str, Any]) -> dict[str, str]:
    fields = {name: item[key] for key, name in _FIELDS.items() if key in item}
    if "author" in item:
        fields["author"] = item["author"][0]["literal"]
    for key, name in (("issued", "date"), ("accessed", "urldate")):
        parts = item.get(key, {}).get("date-parts")
        if parts:
            fields[name] = "-".join(f"{part:02}" for part in parts[0])
    if "date" in fields:
        fields["year"] = fields["date"][:4]
    return fields
