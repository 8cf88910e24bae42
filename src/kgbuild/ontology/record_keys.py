"""The keys of the source record of a document: where its file comes from, and what catalogues know it by."""

from __future__ import annotations

from typing import Final

from kgbuild.ontology.forms import Block, BlockForm, Key, ListForm, TextForm

_ADDRESS: Final = TextForm("an address that begins with http:// or https://", r"https?://[^ <>{}|^`]+")
RECORD_FORMS: Final = {
    "url": _ADDRESS,
    "archived": _ADDRESS,
    "retrieved": TextForm("a day as YYYY-MM-DD", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "original": TextForm("`sha256:` and 64 hex digits", "sha256:[0-9a-f]{64}"),
    "doi": TextForm("a DOI, such as 10.1000/182", r"10\.[0-9]{4,9}/[^ ]+"),
    "isbn": TextForm("an ISBN of 10 or 13 digits", r"(?:97[89][ -]?)?(?:[0-9][ -]?){9}[0-9Xx]"),
    "ark": TextForm("an ARK, such as ark:12148/btv1b8449691v", r"ark:/?[0-9a-z]{5,}/[^ ]+"),
}
"""What the values of some keys must look like."""


def record_keys(block: Block) -> tuple[Key, ...]:
    """The keys: a value alone, or a ``block`` that says what shows it; of most, several."""
    one = BlockForm(block)
    several = ListForm(one)
    return (
        Key("url", several, "The address of the page or file."),
        Key("archived", several, "The address of a copy in a web archive."),
        Key("retrieved", one, "The day on which it was fetched from its address, as YYYY-MM-DD."),
        Key("original", one, "`sha256:` and the hash of the file that the text was extracted from."),
        Key("pages", one, "Its pages in the volume, journal or file that it was published in."),
        Key("rights", several, "Who holds rights to it, or its licence."),
        Key("doi", several, "The DOI that it is registered under, such as `10.1000/182`."),
        Key("isbn", several, "The ISBN of the book."),
        Key("ark", several, "The ARK that it is registered under, such as `ark:12148/btv1b8449691v`."),
        Key("call_number", several, "The call number or shelfmark under which it is held."),
    )
