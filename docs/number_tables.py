"""The page ``docs/reference/numbers.md``: what is read beside a number in each language, and what passes for what.

Every word of every language is tried with every claim, by the code that checks claims. Words of one kind must fare
alike, so one table says it for all of them; a word that fares otherwise would be listed, and a test asks for none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kgbuild.evidence.figures import ClaimedQuantity, Found
from kgbuild.values.numbers.lexicon import expanded, lexicon, written_languages
from kgbuild.values.numbers.reader import Reader
from kgbuild.values.quantities import Quantity, parse_quantity

APPROXIMATIONS: Final = ("exactly", "about", "more-than", "at-least", "at-most", "fewer-than")
FORMS: Final[dict[str, str]] = {
    "40": "40",
    "about": "about 40",
    "more than": "more than 40",
    "at least": "at least 40",
    "at most": "at most 40",
    "fewer than": "fewer than 40",
    "40 to 60": "40 to 60",
    "40 ± 5": "40 ± 5",
    "hundreds": "hundreds",
}
"""How a claim may give a number, by the heading of its column."""
WRITTEN: Final[dict[str, str]] = {
    **FORMS,
    "two that differ": "at least about 40",
    "unclear words": "hardly 40",
}
UNITS: Final[dict[str, str]] = {
    "no noun that is known": "40 of them",
    "persons": "40 people",
    "buildings": "40 houses",
    "vehicles": "40 cars",
    "other things": "40 cows",
    "percent": "40 percent",
    "per mille": "40 ‰",
    "per 100,000": "40 per 100,000",
    "money, one currency": "€40",
    "money, several": "$40",
    "a length": "40 km",
    "a time": "40 days",
    "a rate": "40 per day",
}
"""What the text may count, by the heading of its row."""
CLAIMED_UNITS: Final = {
    "person": "person",
    "building": "building",
    "item": "item",
    "percent": "percent",
    "per-hundred-thousand": "per 100,000",
    "EUR": "EUR",
    "USD": "USD",
    "kilometre": "kilometre",
    "unspecified": "unspecified",
}


def verdict(text: str, quantity: Quantity, unit: str, reader: Reader) -> str:
    """What a claim comes to whose quote is a text: ``pass`` or the code of its finding."""
    currency = unit if unit.isupper() else None
    named = ClaimedQuantity(quantity, "money" if currency else unit, currency, reader)
    found = [named.verdict(Found(each, text[each.start : each.end], True)) for each in reader.read(text)]
    if None in found:
        return "pass"
    return found[0] or "KG305" if found else "KG305"


def approximators(code: str) -> Iterator[tuple[str, str, str]]:
    """Every approximator of a language: what it states, the word, and the word with a number."""
    words = lexicon(code).words
    for table in ("before", "after"):
        for kind, text in words.get(table, {}).items():
            for word in expanded(text):
                number = f"{word} 40" if table == "before" else f"40 {word}"
                yield kind, word, number


def fares(text: str, reader: Reader) -> tuple[str, ...]:
    """What each form of a claim comes to beside a text."""
    return tuple(verdict(text, parse_quantity(form).quantity, "person", reader) for form in FORMS.values())


def exceptions() -> list[tuple[str, str, str]]:
    """Words that do not fare as their kind does: language, kind and word. There must be none."""
    reader = Reader("en")
    wanted = {kind: fares(f"{kind.replace('-', ' ')} 40", reader) for kind in APPROXIMATIONS}
    wanted["unclear"] = fares("hardly 40", reader)
    found = []
    for code in written_languages():
        own = Reader(code)
        found += [
            (code, kind, word) for kind, word, text in approximators(code) if fares(text, own) != wanted[kind]
        ]
    return found


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _matrix() -> str:
    reader = Reader("en")
    rows = [[f"{name}: “{text}”", *map(_cell, fares(text, reader))] for name, text in WRITTEN.items()]
    return _table(["the text says ↓, the claim →", *FORMS], rows)


def _units() -> str:
    reader, forty = Reader("en"), parse_quantity("40").quantity
    rows = [
        [f"{name}: “{text}”", *(_cell(verdict(text, forty, unit, reader)) for unit in CLAIMED_UNITS)]
        for name, text in UNITS.items()
    ]
    return _table(["the text counts ↓, the claim →", *CLAIMED_UNITS.values()], rows)


def _cell(code: str) -> str:
    return "**pass**" if code == "pass" else code.removeprefix("KG")


def _languages() -> str:
    out = []
    for code in sorted(
        written_languages(), key=lambda code: (not lexicon(code).numerals, lexicon(code).name)
    ):
        words = lexicon(code).words
        read = "number words too" if lexicon(code).numerals else "digits only"
        out.append(f"\n### {lexicon(code).name} (`{code}`): {read}\n\n")
        kinds: Mapping[str, str] = {
            kind: "; ".join(part for table in ("before", "after") if (part := _listed(words, table, kind)))
            for kind in (*APPROXIMATIONS, "unclear")
        }
        out += [f"* **{kind.replace('-', ' ')}**: {text}\n" for kind, text in kinds.items() if text]
    return "".join(out)


def _listed(words: Mapping[str, Mapping[str, str]], table: str, kind: str) -> str:
    found = ", ".join(expanded(words.get(table, {}).get(kind, "")))
    return f"… {found}" if found and table == "after" else found


def numbers_page() -> str:
    """The whole page."""
    return f"""# Numbers in texts

What is read of a number in a quote is decided by the language of the document, of its part, or of the claim
(`language:`). The tables are made by trying every pair with the code that checks claims; a number in a cell is the code
of the finding, without “KG”.

## What a text says of its number, and what a claim may say

“Exactly” before a number is the same as nothing. Every word of the lists below was tried with every claim, and fares as
its kind does.

{_matrix()}
## What a text counts, and what a claim may count

A noun that is not known passes for whatever the property counts (“150 deaths”); the labels of groups in the registry
count as persons, and the words of the ontology's units as those.

{_units()}
## The words of each language

Words before a number, then, behind “…”, those after it. *Unclear* words change a number in no way that is read: they
lead to a finding. Languages without a list here are read by their digits, marks and scale words alone, after the CLDR,
and a claim about a number needs a `reading:`, since what stands beside it may limit it.
{_languages()}"""
