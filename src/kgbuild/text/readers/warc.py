"""Web archives (WARC, ISO 28500; WACZ), by warcio: the pages saved in one, and the one of them that is meant."""

from __future__ import annotations

import codecs
import io
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version as installed
from typing import Any, Final, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed

from kgbuild.core.similar import did_you_mean
from kgbuild.text.readers.archive import MAX_MEMBER, Archive
from kgbuild.text.refusals import NO_READER, NO_TEXT, TOO_COSTLY, Refusal, damaged

WACZ: Final = "application/wacz"
_PAGES: Final = ("text/html", "application/xhtml+xml", "application/pdf")
_TEXTS: Final = ("text/plain",)
_SAVED: Final = ("response", "resource", "conversion")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_MOST_RECORDS: Final = 200_000
_MOST_NAMED: Final = 10
_BLOCK: Final = 1 << 20


class SavedPage(NamedTuple):
    """A page of an archive: its address, when it was fetched, its bytes, and the encoding that its server named."""

    url: str
    date: str
    media: str
    content: bytes
    encoding: str | None = None

    @property
    def name(self) -> str:
        """The address behind the time of its saving, as replay programs write it."""
        return f"{re.sub('[^0-9]', '', self.date)[:14]}/{self.url}"


def version() -> str:
    """The library, as the map names it."""
    return f"warcio {installed('warcio')}"


def page_of(data: bytes, media: str, wanted: str | None) -> SavedPage:
    """The page with an address, or the only one. Raises :class:`Refusal` where it is not certain which is meant."""
    listed: set[str] = set()
    streams = [data]
    if media == WACZ:
        archive = Archive(data)
        listed = set(_listed(archive.read("pages/pages.jsonl") or b""))
        streams = [archive.read(name) or b"" for name in archive.names if name.startswith("archive/")]
    pages = [page for stream in streams for page in _pages(stream)]
    if not pages:
        raise Refusal(NO_TEXT, "the web archive holds no page: no HTML, text or PDF that a server gave")
    meant = _named(pages, wanted) if wanted is not None else _likely(pages, listed)
    if len({page.content for page in meant}) == 1:
        return meant[0]
    names = [page.name if wanted is not None else page.url for page in meant]
    names = sorted(set(names))
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    said = f"the web archive holds {len(names)} pages"
    if wanted is not None:
        said = f"the page was saved {len(names)} times, and not always alike"
    raise Refusal(NO_TEXT, said, ", ".join(names[:_MOST_NAMED]) + more, f"name one: --page {names[0]}")


def _named(pages: list[SavedPage], wanted: str) -> list[SavedPage]:
    found = [page for page in pages if wanted in (page.url, page.name)]
    if not found:
        known = sorted({page.url for page in pages})
        raise Refusal(
            NO_TEXT,
            f"the web archive holds no page of the address {wanted}",
            help=did_you_mean(wanted, known, f"for example: --page {known[0]}"),
        )
    return found


def _likely(pages: list[SavedPage], listed: set[str]) -> list[SavedPage]:
    """The pages that were meant to be saved: those of the archive's own list, else all, else its plain texts."""
    return (
        [page for page in pages if page.url in listed]
        or [page for page in pages if page.media in _PAGES]
        or pages
    )


def _listed(content: bytes) -> Iterator[str]:
    """The addresses in the list of pages of a WACZ."""
    for line in content.decode("utf-8", "replace").splitlines():
        with suppress(ValueError, RecursionError):
            entry = json.loads(line)
            if isinstance(entry, dict) and isinstance(entry.get("url"), str):
                yield entry["url"]


def _pages(stream: bytes) -> Iterator[SavedPage]:
    """The pages among the records of a WARC."""
    try:
        for number, record in enumerate(ArchiveIterator(io.BytesIO(stream))):
            if number > _MOST_RECORDS:
                raise Refusal(TOO_COSTLY, f"the web archive holds more than {_MOST_RECORDS:,} records")
            page = _page(record)
            if page is not None:
                yield page
    except ArchiveLoadFailed as error:
        help = "write it anew: warcio recompress OLD.warc.gz NEW.warc.gz" if "gzip" in str(error) else None
        raise damaged("the web archive cannot be read to its end", help=help) from error
    except (ValueError, EOFError, AttributeError, TypeError, zlib.error) as error:
        # What the library lets through of records that break the format.
        raise damaged("a record of the web archive cannot be read") from error


def _page(record: Any) -> SavedPage | None:
    if record.rec_type not in _SAVED or record.length == 0:
        return None
    answer = record.http_headers
    if answer is not None and answer.get_statuscode() != "200":
        return None
    get = record.rec_headers.get_header
    said = (answer.get_header("Content-Type") if answer is not None else get("Content-Type")) or ""
    media = said.partition(";")[0].strip().lower()
    url = get("WARC-Target-URI")
    if not url or media not in _PAGES + _TEXTS:
        return None
    packed = ((answer.get_header("Content-Encoding") if answer is not None else "") or "").strip().lower()
    if packed not in ("", "identity", *BufferedReader.get_supported_decompressors()):
        raise Refusal(
            NO_READER,
            f"a page of the web archive is packed with {packed}, and nothing installed unpacks it",
            url,
            "pip install brotli" if packed == "br" else None,
        )
    content = _content(record.content_stream(), url)
    while record.raw_stream.read(_BLOCK):
        pass
    if record.raw_stream.limit > 0:
        raise damaged("the web archive breaks off within a page", url, "save the page anew")
    charset = _CHARSET.search(said)
    encoding = charset[1] if charset is not None and _decodes(content, charset[1]) else None
    return SavedPage(url, get("WARC-Date") or "", media, content, encoding)


def _content(stream: Any, url: str) -> bytes:
    """All that a record holds. What it claims of its size is not believed."""
    content = bytearray()
    while block := stream.read(_BLOCK):
        content += block
        if len(content) > MAX_MEMBER:
            raise Refusal(TOO_COSTLY, "a page of the web archive unpacks to more than any text fills", url)
    return bytes(content)


def _decodes(content: bytes, charset: str) -> bool:
    """Whether the encoding that a server named is one, and fits; what is UTF-8 all the same needs none."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(LookupError, UnicodeError, ValueError):
            codecs.lookup(charset)
            content.decode(charset)
            return True
    return False
