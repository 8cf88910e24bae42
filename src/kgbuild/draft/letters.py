"""The form of a letter: its salutation, what it says it is about, and who signed, as lines of the text show them.

A mail is a letter with a head of its own, which says what it is about and who sends it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

Span = tuple[int, int]

_SALUTATION: Final = re.compile(
    r"(?:Dear|My dear|Sirs?\b|Madam\b|Gentlemen\b|Excellency\b|Your Excellency\b|Sehr geehrte|Liebe[rs]? |Verehrte"
    r"|Monsieur\b|Madame\b|Messieurs\b|Cher |Chère |Estimad[oa]|Muy señor|Querid[oa]|Prezad[oa]|Egregi[oa]?\b|Gentile? "
    r"|Geachte|Уважаем|Дорог|Шановн|Szanown)[^.]{0,60}[,:!]?"
)
_CLOSING: Final = re.compile(
    r"(?:I (?:am|have the honour|remain)\b.*|Yours?\b(?: very)? (?:faithfully|sincerely|truly|respectfully|obediently)"
    r"|Yours|(?:Very )?(?:Sincerely|Respectfully|Faithfully)(?: yours)?|(?:With )?(?:kind|best|warm) (?:regards|wishes)"
    r"|Hochachtungsvoll|Mit .{0,20}Grü(?:ß|ss)en|Cordialement|Veuillez .{5,120}|(?:Muy )?Atentamente|Saludos cordiales"
    r"|Atenciosamente|Distinti saluti|Cordiali saluti|Hoogachtend|Met vriendelijke groet(?:en)?|С уважением|З повагою"
    r"|Z poważaniem)[,.]?",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(r"\((?:Signed|gez\.|signé|firmado|подпись)\)\s*", re.IGNORECASE)
_SUBJECT: Final = re.compile(
    r"(?:Subject|Re|Betreff|Betrifft|Objet|Asunto|Assunto|Oggetto|Betreft|Тема|Temat)\s*:\s*"
)
_FIELD: Final = re.compile(r"(From|To|Cc|Date|Subject): ")
_SENDER: Final = re.compile(r'"?([^"<>@]+?)"? <[^<>]*>')
_PERSON: Final = re.compile(r"(?:[^\W\d_][\w.'’-]*,? ){1,5}[^\W\d_][\w.'’-]*")
_MOST_AFTER: Final = 4
"""Within how many lines behind the closing words the name stands."""
_LEAST_SUBJECT: Final = 4


class Letter(NamedTuple):
    """Where the lines of a letter stand: its subject, the name that it is signed with, and the line below that.

    ``head`` is where its salutation begins, 0 where it has none.
    """

    subject: Span | None
    name: Span | None
    office: Span | None
    head: int = 0


def read_letter(text: str, lines: Sequence[Span]) -> Letter | None:
    """The letter that a text is; ``None`` without the head of a mail, salutation and closing words, or "(Signed)"."""
    mail = _mail(text, lines)
    letter = _letter(text, lines)
    if mail is None or letter is None:
        return mail or letter
    return letter._replace(subject=mail.subject, name=letter.name or mail.name, head=mail.head)


def _mail(text: str, lines: Sequence[Span]) -> Letter | None:
    """What the head of a mail says: its subject, the name of the sender where the head gives more than an address."""
    fields: dict[str, Span] = {}
    for start, end in lines:
        if (named := _FIELD.match(text, start, end)) is None:
            break
        fields[named[1]] = (named.end(), end)
    if not {"From", "Date"} <= set(fields):
        return None
    start, end = fields["From"]
    sender = _SENDER.fullmatch(text, start, end)
    return Letter(
        fields.get("Subject"),
        sender.span(1) if sender is not None else None,
        None,
        max(end for _, end in fields.values()),
    )


def _letter(text: str, lines: Sequence[Span]) -> Letter | None:
    greeting = next(
        (at for at, span in enumerate(lines[:30]) if _SALUTATION.fullmatch(_line(text, span))), None
    )
    half = len(lines) // 2
    closing = next(
        (at for at in range(len(lines) - 1, half - 1, -1) if _CLOSING.fullmatch(_line(text, lines[at]))), None
    )
    signed = next((at for at, span in enumerate(lines) if _SIGNED.match(_line(text, span))), None)
    if signed is None and (closing is None or greeting is None):
        return None
    subject = _subject(text, lines, greeting) if greeting is not None else None
    start = signed if signed is not None else (closing or 0) + 1
    head = lines[greeting][0] if greeting is not None else 0
    return Letter(subject, *_signature(text, lines[start : start + _MOST_AFTER]), head)


def _line(text: str, span: Span) -> str:
    return " ".join(text[slice(*span)].split())


def _subject(text: str, lines: Sequence[Span], greeting: int) -> Span | None:
    """The line marked as the subject; else the line just before the salutation, or just behind it, that can be one."""
    for start, end in lines[: greeting + 3]:
        if (marked := _SUBJECT.match(text[start:end])) is not None:
            return start + marked.end(), end
    for span in (lines[greeting - 1 : greeting], lines[greeting + 1 : greeting + 2]):
        for start, end in span:
            words = _line(text, (start, end))
            if len(words.split()) >= _LEAST_SUBJECT and words[-1] not in ".,;" and len(words) < 120:
                return start, end
    return None


def _signature(text: str, lines: Sequence[Span]) -> tuple[Span | None, Span | None]:
    for at, (start, end) in enumerate(lines):
        begin = start + (marked.end() if (marked := _SIGNED.match(text[start:end])) is not None else 0)
        words = _line(text, (begin, end))
        if _PERSON.fullmatch(words) and sum(word[0].isupper() for word in words.split()) >= 2:
            below = lines[at + 1 : at + 2]
            office = below[0] if below and not any(map(str.isdigit, _line(text, below[0]))) else None
            return (begin, end), office
    return None, None
