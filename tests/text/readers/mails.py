"""Originals by post: a message, a mailbox, and a page that is saved like a message."""

from __future__ import annotations

import mailbox
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from readers.expected import PARAGRAPHS, Quote
from readers.flowing import HTML


def make_message() -> EmailMessage:
    """By the mail package of Python: plain text and HTML as alternatives, an attachment."""
    message = EmailMessage()
    message["From"] = "Thomas Ferrers <ferrers@example.org>"
    message["To"] = "Désirée Lefèvre <school@example.org>"
    message["Subject"] = "Das Hochwasser – report of the vestry"
    message["Date"] = format_datetime(datetime(1999, 11, 5, 8, 0, tzinfo=UTC))
    message["Message-ID"] = "<flood.1@example.org>"
    message.set_content("\n".join(PARAGRAPHS) + "\n")
    message.add_alternative(f"<p>{'</p><p>'.join(PARAGRAPHS)}</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    return message


def make_mail(path: Path) -> None:
    path.write_bytes(make_message().as_bytes())


def make_mhtml(path: Path) -> None:
    """By the mail package of Python, as browsers save a page in one file."""
    saved = EmailMessage()
    saved["From"] = "<Saved by Blink>"
    saved["Snapshot-Content-Location"] = "https://example.org/flood"
    saved["Subject"] = "The flood"
    saved["Date"] = "Fri, 05 Nov 1999 08:00:00 -0000"
    saved.set_content(HTML, subtype="html", cte="quoted-printable")
    saved.add_related(b"\x89PNG", "image", "png", headers=["Content-Location: https://example.org/x.png"])
    path.write_bytes(saved.as_bytes())


def make_mbox(path: Path) -> None:
    """By the mailbox module of Python."""
    path.unlink(missing_ok=True)
    box = mailbox.mbox(path)
    other = EmailMessage()
    other["From"], other["Date"], other["Subject"] = (
        "mill@example.org",
        "Tue, 05 Nov 1999 09:00:00 +0000",
        "The sluice",
    )
    other["Message-ID"] = "<flood.2@example.org>"
    other.set_content("From the mill I saw nobody.\nFrom ten o'clock on I slept.\n")
    box.add(make_message())
    box.add(other)
    box.close()


MAIL_QUOTES = (
    *(Quote(words, path="part[1]") for words in PARAGRAPHS[:8]),
    Quote("Désirée Lefèvre <school@example.org>", path="To"),
    Quote("Das Hochwasser – report of the vestry", path="Subject"),
)
