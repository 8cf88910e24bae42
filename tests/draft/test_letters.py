"""Letters: told by salutation, closing words and signature; their subject is the title, and who signed is proposed."""

from __future__ import annotations

import pytest

from kgbuild.draft.letters import read_letter

ENGLISH = """Saltmarsh Parish Council
The Town Hall, Saltmarsh
14 March 1953
Letter to the Drainage Board about the flood
Dear Sirs,
On 3 February the sea broke the wall.
Yours faithfully,
Margaret Lowe
Clerk of the Parish Council
"""
GERMAN = """Gemeinde Salzmarsch
Betreff: Der Deichbruch vom Februar
Sehr geehrte Damen und Herren,
am 3. Februar brach der Deich.
Mit freundlichen Grüßen
Grete Löwe
"""
RUSSIAN = """Уважаемый господин председатель!
О разрушении дамбы в феврале
Третьего февраля вода прорвала дамбу.
С уважением,
Маргарита Львова
Секретарь совета
"""
MAIL = """From: "Quill, Ada" <ada@example.org>
To: clerk@example.org
Date: Mon, 05 Mar 2018 10:12:00 +0000
Subject: The flood

The wall broke.
"""
SIGNED = "Letter dated 9 March 1901\nI have the honour to transmit the statement.\n(Signed) Ada Quill\nAmbassador\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            ENGLISH,
            (
                "Letter to the Drainage Board about the flood",
                "Margaret Lowe",
                "Clerk of the Parish Council",
            ),
        ),
        (GERMAN, ("Der Deichbruch vom Februar", "Grete Löwe", None)),
        (RUSSIAN, ("О разрушении дамбы в феврале", "Маргарита Львова", "Секретарь совета")),
        (SIGNED, (None, "Ada Quill", "Ambassador")),
        (MAIL, ("The flood", "Quill, Ada", None)),
        (f"{MAIL}Dear clerk,\nYours\nMargaret Lowe\n", ("The flood", "Margaret Lowe", None)),
    ],
    ids=["english", "german", "russian", "signed", "mail", "signed mail"],
)
def test_the_lines_of_a_letter(text: str, expected: tuple[str | None, ...]) -> None:
    """Subject, name and office, as the lines show them."""
    found = read_letter(text, lines_of(text))
    assert found is not None
    assert tuple(None if span is None else text[slice(*span)] for span in found[:3]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A report\nDear to all of us was the old mill, said the clerk.\nIt fell.\n",
        "Dear reader,\nthe mill fell.\nNobody knows why.\n",
        "The mill fell.\nYours faithfully,\nAda Quill\n",
    ],
)
def test_what_is_no_letter(text: str) -> None:
    """Salutation or closing words alone make none."""
    assert read_letter(text, lines_of(text)) is None


def lines_of(text: str) -> list[tuple[int, int]]:
    """The spans of the lines."""
    found, at = [], 0
    for line in text.splitlines():
        found.append((at, at + len(line)))
        at += len(line) + 1
    return found
