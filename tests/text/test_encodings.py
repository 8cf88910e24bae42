"""Encodings: told by the bytes, or candidates named; never read wrongly in silence."""

# ruff: noqa: E501 a text a line
from __future__ import annotations

import pytest

from kgbuild.text.encodings import decode
from kgbuild.text.refusals import Refusal

TEXTS = {
    "ru": "В ночь с 19 на 20 января в городе были убиты сто тридцать один житель, сообщила комиссия. Никто не знал.",
    "uk": "У ніч на 20 січня в місті загинули 131 мирний житель, повідомила комісія. Ніхто не знав, що відбувається.",
    "fr": "Dans la nuit du 19 au 20 janvier, 131 civils ont été tués, selon le rapport de la commission créée à cet effet.",
    "de": "In der Nacht wurden 131 Bürger getötet, berichtete die Kommission. Für die Verwundeten fehlten Ärzte.",
    "pl": "W nocy z 19 na 20 stycznia zginęło 131 cywilów, podała komisja. Żołnierze wkroczyli, a ludność nie wiedziała.",
    "tr": "19 Ocak'ı 20 Ocak'a bağlayan gece şehirde 131 sivil öldürüldü, dedi komisyon. Halk ne olduğunu bilmiyordu.",
    "el": "Τη νύχτα της 19ης Ιανουαρίου σκοτώθηκαν 131 πολίτες, ανακοίνωσε η επιτροπή. Κανείς δεν ήξερε τι συνέβαινε.",
    "ja": "一月二十日の夜、市内で百三十一人の民間人が殺害されたと委員会は発表した。\n負傷者は七百人を超えた。\n",
    "en": "The clerk counted thirteen persons drowned, and some forty cattle.",
}
CASES = [
    (language, encoding)
    for language, encodings in {
        "ru": (
            "cp1251",
            "koi8_r",
            "cp866",
            "iso8859_5",
            "mac_cyrillic",
            "utf-16-le",
            "utf-16-be",
            "utf-16",
            "utf-32",
        ),
        "uk": ("cp1251", "koi8_u"),
        "fr": ("cp1252", "mac_roman", "utf-16-le", "utf-8-sig"),
        "de": ("cp1252", "mac_roman", "utf-16-be"),
        "pl": ("cp1250", "iso8859_2"),
        "tr": ("cp1254",),
        "el": ("cp1253",),
        "ja": ("shift_jis", "euc_jp", "utf-16-le", "utf-16-be"),
        "en": ("ascii", "utf-16-le", "utf-16-be", "utf-32-le"),
    }.items()
    for encoding in encodings
]


def reading(data: bytes) -> str | None:
    """How bytes are read; ``None`` where candidates are named instead."""
    try:
        return decode(data).text
    except Refusal as refusal:
        return None if refusal.fault.code == "KG603" else "another refusal"


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_read_rightly_or_asked(language: str, encoding: str) -> None:
    """A text is read as it was written, or nothing is read and one is asked."""
    text = TEXTS[language]
    assert reading(text.encode(encoding)) in (text, None)
    assert decode(text.encode(encoding), encoding).text == text


def test_short_texts_are_not_read_wrongly() -> None:
    """However little of a text there is: what is read is right."""
    tried = 0
    for language, encoding in CASES:
        if encoding.startswith("utf"):
            continue
        for length in range(12, len(TEXTS[language]), 5):
            part = TEXTS[language][:length]
            assert reading(part.encode(encoding)) in (part, None), (encoding, part)
            tried += 1
    assert tried > 250


def test_most_are_read_without_asking() -> None:
    """Asking is for the texts that do not tell: of these few."""
    asked = [case for case in CASES if reading(TEXTS[case[0]].encode(case[1])) is None]
    assert len(asked) <= 3, asked


@pytest.mark.parametrize("data", [b"caf\xe9", "Tür".encode("cp1252"), b"\x80\x81\x82"])
def test_a_few_bytes_do_not_tell(data: bytes) -> None:
    """Of a word or two no encoding can be told."""
    with pytest.raises(Refusal) as caught:
        decode(data)
    assert caught.value.fault.code == "KG603"


def test_an_encoding_that_does_not_exist() -> None:
    """A misspelt name is said, and so is one that the bytes are not in."""
    for name, data in (("windows-9999", b"x"), ("ascii", b"\xe9"), ("utf-16", b"x")):
        with pytest.raises(Refusal):
            decode(data, name)
