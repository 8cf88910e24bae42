"""Web archives: a WARC and a WACZ of a page with its style sheet and its picture."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

from readers.flowing import HTML

URL = "https://example.org/flood"
OTHER = "https://example.org/mill"


def response(
    url: str,
    content: bytes,
    media: str = "text/html",
    *,
    status: str = "200 OK",
    more: str = "",
    day: str = "2019-01-02",
) -> bytes:
    """A record of what a server answered (ISO 28500)."""
    body = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + content
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {day}T03:04:05Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def chunked(content: bytes) -> bytes:
    """A body in pieces, as servers send it (RFC 9112, 7.1)."""
    pieces = (content[start : start + 500] for start in range(0, len(content), 500))
    return b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"


def records() -> list[bytes]:
    """What a crawler writes of one page: itself, how it got there, and what the page shows beside its text."""
    about = b"software: a crawler\r\n"
    info = f"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: {len(about)}\r\n\r\n".encode()
    return [
        info + about + b"\r\n\r\n",
        response("http://example.org/flood", b"moved", status="301 Moved", more=f"Location: {URL}\r\n"),
        response(
            URL,
            chunked(gzip.compress(HTML.encode(), mtime=0)),
            "text/html; charset=utf-8",
            more="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
        ),
        response("https://example.org/x.css", b"p { color: black }", "text/css"),
        response("https://example.org/x.png", b"\x89PNG", "image/png"),
        response("https://example.org/robots.txt", b"User-agent: *", "text/plain"),
    ]


def make_warc(path: Path) -> None:
    """By hand, each record packed, as crawlers do."""
    path.write_bytes(b"".join(gzip.compress(record, mtime=0) for record in records()))


def make_wacz(path: Path) -> None:
    """By the zip writer of Python: a second page was loaded on the way, and only one is listed."""
    advertisement = response("https://example.net/ad", b"<!DOCTYPE html><p>Buy boats")
    pages = ({"format": "json-pages-1.0"}, {"url": URL, "ts": "2019-01-02T03:04:05Z"})
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": []}))
        archive.writestr("archive/data.warc", b"".join([advertisement, *records()]))
        archive.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, pages)))
