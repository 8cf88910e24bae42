"""E-mail (RFC 5322, MIME) and mailboxes (RFC 4155): the head that people read, and the body as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import Final

from kgbuild.text.encodings import decode
from kgbuild.text.readers.flow import LINE, PARAGRAPH
from kgbuild.text.readers.layer import Layer, TextBlock, own_version
from kgbuild.text.refusals import NO_TEXT, Refusal

_SHOWN: Final = ("From", "To", "Cc", "Date", "Subject")
_BETWEEN: Final = re.compile(rb"(?:^|(?<=\n))From \S+ [^\n]*\d{4}\r?\n(?=[!-9;-~]+:)")
_MOST_PARTS: Final = 1_000
_MOST_MESSAGES: Final = 100_000


version = own_version
"""The reader is kgbuild's own, on the mail parser of Python."""


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of a message, or of all messages of a mailbox."""
    layer = Layer()
    if media != "application/mbox":
        _message(data, "", layer, encoding)
    else:
        starts = [*(match.end() for match in _BETWEEN.finditer(data))][:_MOST_MESSAGES]
        ends = [*(match.start() for match in _BETWEEN.finditer(data))][1:]
        for number, (start, end) in enumerate(zip(starts, [*ends, len(data)], strict=False), 1):
            _message(data[start:end], f"message[{number}]/", layer, encoding)
            if layer.blocks:
                layer.blocks[-1] = layer.blocks[-1]._replace(after="\n\n\n")
    if not layer.blocks:
        raise Refusal(NO_TEXT, "the message holds no text, only attachments or nothing")
    return layer


def _message(data: bytes, prefix: str, layer: Layer, encoding: str | None) -> None:
    message = BytesParser(policy=policy.default).parsebytes(data)
    assert isinstance(message, EmailMessage)
    for name in _SHOWN:
        value = field(message, name)
        if value:
            layer.add(TextBlock(f"{name}: {value}", path=f"{prefix}{name}", after=LINE))
    if layer.blocks:
        layer.blocks[-1] = layer.blocks[-1]._replace(after=PARAGRAPH)
    _say(message, layer)
    plain, pages, others = _parts(message)
    for path, part in plain or pages:
        body = _characters(part, encoding)
        if part.get_content_type() == "text/html":
            _page(body, f"{prefix}{path}", layer)
        else:
            layer.blocks += _lines(body, f"{prefix}{path}")
    if others:
        named = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")
        layer.notes.append(f"attachments are not read: {named}")


def _page(body: str, path: str, layer: Layer) -> None:
    try:
        # Only a message without plain text needs the parser of pages, which is an extra.
        from kgbuild.text.readers.html import read_page
    except ImportError:
        raise Refusal(
            NO_TEXT, "the message is HTML only", help="install its reader: pip install 'kgbuild[documents]'"
        ) from None
    read_page(body, layer, f"{path}#")


def field(message: EmailMessage, name: str) -> str:
    """A field of the head in one line; empty where there is none."""
    try:
        value = message[name]
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        # Fields that break the rules of the format in ways that Python's parser does not foresee.
        return ""
    return " ".join(str(value).split()) if value is not None else ""


def _say(message: EmailMessage, layer: Layer) -> None:
    layer.say("title", field(message, "Subject"))
    layer.say("creator", field(message, "From"))
    layer.say("message_id", field(message, "Message-ID"))
    try:
        layer.say("issued", parsedate_to_datetime(field(message, "Date")).date().isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return


Part = tuple[str, EmailMessage]


def _parts(message: EmailMessage) -> tuple[list[Part], list[Part], list[str]]:
    """The bodies as plain text, those as HTML, and the names of attachments; of alternatives plain text counts."""
    plain: list[Part] = []
    pages: list[Part] = []
    others: list[str] = []
    for number, part in enumerate(leaves(message), 1):
        kind = part.get_content_type()
        name = part.get_filename()
        if name or part.get_content_disposition() == "attachment":
            others.append(" ".join(str(name or kind).split())[:60])
        elif kind == "text/plain":
            plain.append((f"part[{number}]", part))
        elif kind == "text/html":
            pages.append((f"part[{number}]", part))
        elif part.get_content_maintype() != "multipart":
            others.append(kind)
    return plain, pages, others


def leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The leaves of a message, without recursion: parts may be nested a thousand deep."""
    waiting: list[EmailMessage] = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        content = part.get_payload()
        if part.is_multipart() and isinstance(content, list):
            waiting += [each for each in reversed(content) if isinstance(each, EmailMessage)]
        else:
            yield part


def _characters(part: EmailMessage, encoding: str | None) -> str:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    charset = part.get_content_charset()
    try:
        return decode(data, encoding or charset).text
    except Refusal:
        # Mail programs say us-ascii of whatever they send: the bytes are asked instead.
        return decode(data, encoding).text


def _lines(body: str, path: str) -> Iterator[TextBlock]:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            blank = number < len(lines) and not lines[number].strip()
            yield TextBlock(
                line.rstrip(), path=path, lines=(number, number), after=PARAGRAPH if blank else LINE
            )
