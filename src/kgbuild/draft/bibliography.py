"""A bibliographic library, as Zotero and others write it (CSL-JSON, BibTeX): what its items say of documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from kgbuild.core.bibtex import read_bibtex
from kgbuild.core.errors import KgbuildError

_CSL: Final = {
    "title": "title", "URL": "url", "DOI": "doi", "ISBN": "isbn", "page": "pages", "language": "language",
    "license": "rights", "call-number": "call_number", "archive": "held by", "publisher": "publisher",
    "container-title": "published in", "number": "number",
}  # fmt: skip
_BIBTEX: Final = {
    "title": "title", "url": "url", "doi": "doi", "isbn": "isbn", "pages": "pages", "language": "language",
    "langid": "language", "copyright": "rights", "rights": "rights", "lccn": "call_number", "library": "held by",
    "publisher": "publisher", "institution": "publisher", "journal": "published in",
    "journaltitle": "published in", "booktitle": "published in", "number": "number", "urldate": "retrieved",
    "date": "issued", "author": "creator",
}  # fmt: skip
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class LibraryItem(NamedTuple):
    """An item of a library: its key, what it says by the keys of mappings, and the files attached to it."""

    key: str
    says: Mapping[str, str]
    files: Sequence[str] = ()


def read_bibliography(path: Path) -> list[LibraryItem]:
    """The items of a library. Raises :class:`KgbuildError` where it is neither CSL-JSON nor BibTeX."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise KgbuildError(f"{path} is not UTF-8 text (byte {error.start})") from error
    items = list(_from_csl(path, text)) if text.lstrip()[:1] in ("[", "{") else list(_from_bibtex(path, text))
    if not items:
        raise KgbuildError(f"{path} holds no items", "export the library as CSL JSON or BibTeX")
    return items


def item_of(path: Path, document: Path, key: str | None = None) -> LibraryItem:
    """The item of a document: by its key, or by the file attached, or the only one. Raises :class:`KgbuildError`."""
    items = read_bibliography(path)
    if key is not None:
        found = [item for item in items if item.key == key]
    else:
        found = [item for item in items if document.name in item.files] or (items if len(items) == 1 else [])
    if len(found) == 1:
        return found[0]
    what = f"no item `{key}`" if key is not None else f"{len(found) or 'no'} items for {document.name}"
    keys = ", ".join(item.key for item in items[:8]) + (" …" if len(items) > 8 else "")
    raise KgbuildError(f"{path} has {what}", f"name one with --item: {keys}")


def _from_csl(path: Path, text: str) -> Iterator[LibraryItem]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise KgbuildError(f"{path} cannot be read as JSON: {error}") from error
    items = read.get("items", []) if isinstance(read, dict) else read
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict) or "id" not in item:
            raise KgbuildError(f"{path} is no CSL-JSON", "an item is an object with an `id`")
        says = {key: str(item[name]) for name, key in _CSL.items() if isinstance(item.get(name), str | int)}
        for name, key in (("issued", "issued"), ("accessed", "retrieved")):
            if date := _csl_date(item.get(name)):
                says[key] = date
        if creators := "; ".join(_csl_names(item.get("author"))):
            says["creator"] = creators
        yield LibraryItem(str(item["id"]), says)


def _csl_date(date: Any) -> str:
    parts: Any = date.get("date-parts") if isinstance(date, dict) else None
    try:
        year, *rest = (int(part) for part in parts[0][:3])
    except (TypeError, ValueError, IndexError, KeyError):
        return ""
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])


def _csl_names(names: Any) -> Iterator[str]:
    for name in names if isinstance(names, list) else []:
        if isinstance(name, dict):
            yield str(name.get("literal") or f"{name.get('given', '')} {name.get('family', '')}".strip())


def _from_bibtex(path: Path, text: str) -> Iterator[LibraryItem]:
    for _, key, fields in read_bibtex(text, str(path)):
        says = {ours: fields[name] for name, ours in _BIBTEX.items() if fields.get(name)}
        if "issued" not in says and "year" in fields:
            says["issued"] = _bibtex_date(fields)
        attached = re.split(r"[;:]", fields.get("file", ""))
        yield LibraryItem(key, says, tuple(Path(each.replace("\\", "/")).name for each in attached if each))


def _bibtex_date(fields: Mapping[str, str]) -> str:
    parts = [fields["year"]]
    month = fields.get("month", "").lower()[:3]
    if month in _MONTHS or month.isdecimal():
        parts.append(f"{_MONTHS.index(month) + 1 if month in _MONTHS else int(month):02}")
        if (day := fields.get("day", "")).isdecimal():
            parts.append(f"{int(day):02}")
    return "-".join(parts)
