"""A page as browsers save it in one file (MHTML, RFC 2557): the page among its pictures and style sheets, as HTML."""

from __future__ import annotations

from contextlib import suppress
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from kgbuild.text.readers.html import decode_page, read_page, version
from kgbuild.text.readers.layer import Layer
from kgbuild.text.readers.mail import field, leaves
from kgbuild.text.refusals import NO_TEXT, Refusal

__all__ = ["read", "version"]


def read(data: bytes, media: str, encoding: str | None) -> Layer:
    """The text layer of the page, which is the first part that is HTML."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    assert isinstance(message, EmailMessage)
    page = next((part for part in leaves(message) if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(content, bytes):
        raise Refusal(NO_TEXT, "the saved page holds no HTML")
    text, told = decode_page(content, encoding or page.get_content_charset())
    layer = Layer(encoding=told)
    address = field(message, "Snapshot-Content-Location") or field(page, "Content-Location")
    layer.say("url", address if address.startswith(("http://", "https://")) else None)
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        layer.say("retrieved", parsedate_to_datetime(field(message, "Date")).date().isoformat())
    read_page(text, layer)
    if not any(not block.role for block in layer.blocks):
        raise Refusal(NO_TEXT, "the page shows no text of its own")
    return layer
