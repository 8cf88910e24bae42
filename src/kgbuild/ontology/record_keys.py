"""The keys of the source record of a document: where its file comes from, and what catalogues know it by."""

from __future__ import annotations

from typing import Final

from kgbuild.ontology.forms import Block, BlockForm, Key, ListForm, TextForm, by_name

_TEXT: Final = TextForm()
_ADDRESS: Final = TextForm("an address that begins with http:// or https://", r"https?://[^ <>{}|^`]+")
_DOI: Final = TextForm("a DOI, such as 10.1000/182", r"10\.[0-9]{4,9}/[^ ]+")
_ARK: Final = TextForm("an ARK, such as ark:12148/btv1b8449691v", r"ark:/?[0-9a-z]{5,}/[^ ]+")


def record_keys(datum: tuple[Key, ...]) -> tuple[Key, ...]:
    """The keys, each for a value alone, or for a block that says with ``datum`` what shows it."""

    def recorded(name: str, meaning: str, form: TextForm = _TEXT, *, several: bool = True) -> Key:
        block = Block(
            f"{name}Record",
            f"{meaning} With the words of the text or the catalogue that say so.",
            by_name(Key("value", form, "The value.", required=True), *datum),
            short=form,
        )
        return Key(name, ListForm(BlockForm(block)) if several else BlockForm(block), meaning)

    return (
        recorded("url", "The address of the page or file.", _ADDRESS),
        recorded("archived", "The address of a copy in a web archive.", _ADDRESS),
        recorded(
            "retrieved",
            "The day on which it was fetched from there.",
            TextForm("a day as YYYY-MM-DD", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
            several=False,
        ),
        recorded(
            "original",
            "The hash of the file that the text was extracted from.",
            TextForm("`sha256:` and 64 hex digits", "sha256:[0-9a-f]{64}"),
            several=False,
        ),
        recorded(
            "pages", "Its pages in the volume, journal or file that it was published in.", several=False
        ),
        recorded("rights", "Who holds rights to it, or its licence."),
        recorded(
            "doi",
            "The DOI that it is registered under.",
            TextForm("a DOI, such as 10.1000/182", r"10\.[0-9]{4,9}/[^ ]+"),
        ),
        recorded(
            "isbn",
            "The ISBN of the book.",
            TextForm("an ISBN of 10 or 13 digits", r"(?:97[89][ -]?)?(?:[0-9][ -]?){9}[0-9Xx]"),
        ),
        recorded(
            "ark",
            "The ARK that it is registered under.",
            TextForm("an ARK, such as ark:12148/btv1b8449691v", r"ark:/?[0-9a-z]{5,}/[^ ]+"),
        ),
        recorded("call_number", "The call number or shelfmark under which it is held."),
    )
